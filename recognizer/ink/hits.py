"""Which strokes an eraser touches."""

from __future__ import annotations

from operator import is_

import numpy as np
import numpy.typing as npt

from recognizer.ink import Stroke
from recognizer.ink.raster import Points, smooth_path

Spot = tuple[float, float]
_Rows = npt.NDArray[np.int_]

_LEFT, _TOP, _RIGHT, _BOTTOM, _HALF, _BEND = range(6)
_BATCH_STROKES = 64
_UNSEEN_BEND_HALF_WIDTHS = 0.1
"""A curve that bends less than this, in halves of the line width, looks like its points."""


class HitMap:
    """Finds the strokes near a spot, among many.

    It remembers the box and width of each stroke of the last call. So it is fastest when it gets
    the same tuple of strokes again. Strokes without a pen width are `default_width` > 0 wide, in
    the unit of the ink.
    """

    def __init__(self, default_width: float = 1.0) -> None:
        self._default_width = default_width
        self._strokes: tuple[Stroke, ...] = ()
        self._extents = np.empty((0, 6))

    def hits(
        self, strokes: tuple[Stroke, ...], begin: Spot, end: Spot, reach: float
    ) -> tuple[int, ...]:
        """Return which strokes are touched by an eraser that moves from `begin` to `end`.

        Both spots are (x, y) in the unit of the ink; equal if the eraser stands still. Returns
        ascending indices of the strokes whose line comes within `reach`, the eraser's radius, of
        its path. The line is smoothed, and as wide as the pen, as it is on the screen.
        """
        self._follow(strokes)
        way = np.array([begin, end], np.float64)
        near = _boxes_near(self._extents, way, reach)
        half, bend = self._extents[near, _HALF], self._extents[near, _BEND]
        # A smooth path is never farther from its points than their bend. So look without
        # smoothing first.
        radius = half + reach + bend
        close = _distances([strokes[i].points for i in near], way) <= radius
        near, half, bend = near[close], half[close], bend[close]
        sure = bend <= _UNSEEN_BEND_HALF_WIDTHS * half
        bent = near[~sure]
        sure[~sure] = (
            _distances([smooth_path(strokes[i].points) for i in bent], way) <= half[~sure] + reach
        )
        return tuple(near[sure].tolist())

    def is_hit(self, strokes: tuple[Stroke, ...], begin: Spot, end: Spot, reach: float) -> bool:
        """Tell whether any stroke is touched, by its points alone, without smoothing.

        Faster than `hits`: it starts with the newest strokes, and stops at the first touched one.
        """
        self._follow(strokes)
        way = np.array([begin, end], np.float64)
        near = _boxes_near(self._extents, way, reach)[::-1]
        for part in np.array_split(near, -(-len(near) // _BATCH_STROKES) or 1):
            radius = self._extents[part, _HALF] + reach
            if (_distances([strokes[i].points for i in part], way) <= radius).any():
                return True
        return False

    def _follow(self, strokes: tuple[Stroke, ...]) -> None:
        """Update the extents to those of `strokes`."""
        if strokes is self._strokes:
            return
        count = len(self._strokes)
        if count <= len(strokes) and all(map(is_, self._strokes, strokes)):
            fresh = self._measured(strokes[count:])
            self._extents = np.concatenate([self._extents, fresh])
        else:
            self._reorder(strokes)
        self._strokes = strokes

    def _reorder(self, strokes: tuple[Stroke, ...]) -> None:
        old, new = _ids(self._strokes), _ids(strokes)
        order = np.argsort(old)
        rows = order[np.searchsorted(old, new, sorter=order).clip(None, len(old) - 1)]
        extents = self._extents[rows]
        fresh = np.flatnonzero(old[rows] != new)
        extents[fresh] = self._measured(tuple(strokes[i] for i in fresh))
        self._extents = extents

    def _measured(self, strokes: tuple[Stroke, ...]) -> Points:
        """Return a row for each stroke: left, top, right, bottom, half the width, the bend."""
        if not strokes:
            return np.empty((0, 6))
        points, starts = _joined([stroke.points for stroke in strokes])
        low, high = np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)
        halves = [(stroke.pen_width or self._default_width) / 2 for stroke in strokes]
        return np.column_stack([low, high, halves, _bends(points, starts)])


def _ids(strokes: tuple[Stroke, ...]) -> npt.NDArray[np.int64]:
    return np.fromiter(map(id, strokes), np.int64, len(strokes))


def _bends(points: Points, starts: _Rows) -> Points:
    """Return the largest distance of `smooth_path` from the points of each stroke.

    A quadratic curve from the middle of a-b to the middle of b-c with b as its control point is
    farthest from b halfway: |a - 2b + c| / 8. Strokes begin at `starts`.
    """
    bends = np.zeros(len(points))
    bends[1:-1] = np.hypot(*np.diff(points, n=2, axis=0).T) / 8
    bends[starts] = 0.0
    bends[starts - 1] = 0.0
    return np.asarray(np.maximum.reduceat(bends, starts))


def _boxes_near(extents: Points, way: Points, reach: float) -> _Rows:
    """Return which boxes come within `reach` and half a pen of the segment `way`.

    Tested on three separating axes: x, y and across `way`. Exact except at the corners of a box.
    """
    radius = extents[:, _HALF] + reach
    low, high = way.min(axis=0), way.max(axis=0)
    near = (extents[:, _LEFT] - radius <= high[0]) & (extents[:, _RIGHT] + radius >= low[0])
    near &= (extents[:, _TOP] - radius <= high[1]) & (extents[:, _BOTTOM] + radius >= low[1])
    rows = np.flatnonzero(near)
    dx, dy = (way[1] - way[0]).tolist()
    length = np.hypot(dx, dy)
    if length == 0:
        return rows
    left, top, right, bottom, *_ = extents[rows].T
    off = dx * ((top + bottom) / 2 - way[0, 1]) - dy * ((left + right) / 2 - way[0, 0])
    reached = (abs(dx) * (bottom - top) + abs(dy) * (right - left)) / 2 + radius[rows] * length
    touched: _Rows = rows[np.abs(off) <= reached]
    return touched


def _distances(paths: list[Points], way: Points) -> Points:
    """Return how far each polyline is from the segment `way`: 0 where they cross."""
    if not paths:
        return np.empty(0)
    starts, first = _joined(paths)
    ends = np.concatenate([starts[1:], starts[-1:]])
    last = np.append(first[1:], len(starts)) - 1
    ends[last] = starts[last]  # the last point counts as a segment of no length
    squares = np.minimum(_squares_to(starts, *way), _squares_to(ends, *way))
    for end in way:
        squares = np.minimum(squares, _squares_between(end, starts, ends))
    squares[_crosses(starts, ends, *way)] = 0.0
    return np.sqrt(np.minimum.reduceat(squares, first))


def _joined(paths: list[Points]) -> tuple[Points, _Rows]:
    """Return the points of all paths, and the index at which each path begins."""
    lengths = [len(path) for path in paths]
    return np.concatenate(paths), np.cumsum([0, *lengths[:-1]])


def _squares_to(points: Points, begin: Points, end: Points) -> Points:
    """Return the squared distances of points from one segment."""
    return _squares(points - begin, end - begin)


def _squares_between(point: Points, begins: Points, ends: Points) -> Points:
    """Return the squared distances of one point from segments."""
    return _squares(point - begins, ends - begins)


def _squares(offset: Points, step: Points) -> Points:
    """Return the squared distances of `offset` from the segments from the origin to `step`."""
    square = (step * step).sum(axis=-1)
    along = (offset * step).sum(axis=-1) / np.where(square == 0, 1.0, square)
    off = offset - along.clip(0.0, 1.0)[:, None] * step
    return np.asarray((off * off).sum(axis=-1))


def _crosses(begins: Points, ends: Points, begin: Points, end: Points) -> npt.NDArray[np.bool_]:
    """Tell which segments cross the one from `begin` to `end`; touching ends do not count."""
    sides = _turn(end - begin, begins - begin) * _turn(end - begin, ends - begin)
    other_sides = _turn(ends - begins, begin - begins) * _turn(ends - begins, end - begins)
    return np.asarray((sides < 0) & (other_sides < 0))


def _turn(one: Points, other: Points) -> Points:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])

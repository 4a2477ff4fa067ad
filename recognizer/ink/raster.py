"""Ink to pixels: strokes with round caps and joins, antialiased.

The only module where (x, y) becomes (row, col). `rasterize` draws for the network, eight times
larger than the network sees; `preprocess` reduces it, which antialiases. `cover_path` draws for
the screen, and `smooth_path` rounds the path for it. A path for the screen may have a third column:
the width of the line at each point, as a multiple of the pen's width.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink

Pixels = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float64]
Box = tuple[int, int, int, int]
Line = tuple[Points, int]
"""A path in pixels, as `cover_path` takes it, and its width."""

RASTER_SIZE = 160
"""Longer side of a drawn ink in pixels: eight times the 20 pixels that the network sees."""
PEN = 0.11
"""Width of the pen as a part of the longer side.

6 to 12 % read best on finger drawings, 20 % lost two points (docs/measurements.md).
"""
_FRACTION_BITS = 4  # OpenCV takes fixed-point coordinates, here in 1/16 pixel
_FIXED_POINT_ONE = 1 << _FRACTION_BITS
_SUPERSAMPLING = 4
_PIECE_PIXELS = 64.0  # larger pieces cost more empty canvas, smaller ones more calls
_TILE_PIXELS = 256
_FAR_PIXELS = 1e8
_CURVE_STEP_PIXELS = 4.0
"""Distance between two points of a curve."""


def rasterize(ink: Ink, pen: float = PEN, size: int = RASTER_SIZE) -> Pixels:
    """Draw `ink` as large as fits, with a pen in proportion: ink is 255, paper 0.

    Position, size and pen width of the ink make no difference. The longer side has about `size`
    pixels, the pen a part `pen` of them, in (0, 1). A dot becomes a disc as wide as the pen. An
    empty ink becomes an array of one 0.
    """
    if not ink:
        return np.zeros((1, 1), np.uint8)
    box = ink.bounding_box
    width = max(1, round(pen * size))
    scale = 0.0 if ink.is_dot else (size - width) / box.longer_side
    rows = _ceil(box.height * scale) + width
    cols = _ceil(box.width * scale) + width
    canvas = np.zeros((rows, cols), np.uint8)
    origin = np.array([box.left, box.top])
    paths = [(stroke.points - origin) * scale + (width - 1) / 2 for stroke in ink.strokes]
    draw_paths(canvas, paths, width)
    return canvas


def draw_paths(canvas: Pixels, paths: Sequence[Points], width: int) -> None:
    """Draw lines with round caps and joins into `canvas`, in place and with hard edges.

    The canvas is set to 255 where a line goes; lines are cut off at its edges. Paths are (n, 2),
    columns x and y in pixels; pixel centers are at whole numbers. Lines are `width` >= 1 pixels
    wide.
    """
    for path in paths:
        fixed = np.rint(path * _FIXED_POINT_ONE).astype(np.int32).reshape(-1, 1, 2)
        # OpenCV draws nothing for a lone point, but a line of no length has its caps.
        line = fixed if len(fixed) > 1 else np.repeat(fixed, 2, axis=0)
        cv2.polylines(canvas, [line], False, 255, width, cv2.LINE_8, _FRACTION_BITS)


def cover_path(coverage: Pixels, path: Points, width: int, within: Box | None = None) -> None:
    """Draw a line with round caps and joins into `coverage`, in place and antialiased.

    The line is drawn at four times the size and reduced by area, piece by piece. OpenCV's own
    antialiasing grows jagged where the many short pieces of a curve overlap. A pixel of
    `coverage` never decreases.

    Parameters
    ----------
    coverage : (rows, cols) uint8 array
        May be a view with any strides. The line is cut off at its edges.
    path : (n, 2) or (n, 3) float64 array, n >= 1
        Columns x and y in pixels; pixel centers are at whole numbers. The third column, > 0, is
        the width at each point as a multiple of `width`; between points it changes linearly.
    width : int
        Width of the pen in pixels, >= 1.
    within : (left, top, right, bottom), optional
        Change only these pixels. Default: the whole array.
    """
    left, top, right, bottom = within or (0, 0, coverage.shape[1], coverage.shape[0])
    lowest, highest = np.array([left, top]), np.array([right, bottom])
    for run in _runs_seen(path, width, lowest, highest):
        for piece in _pieces(run):
            low, high = _corners(piece, width)
            low, high = np.maximum(low, lowest), np.minimum(high, highest)
            if (low < high).all():
                part = coverage[low[1] : high[1], low[0] : high[0]]
                fine = _drawn_fine(moved_path(piece, *(-low).tolist()), part.shape, width)
                np.maximum(part, fine, out=part)


def cover_paths(coverage: Pixels, lines: Sequence[Line], within: Box) -> None:
    """Draw many lines, each (path, width), as `cover_path` does, but much faster: by tiles."""
    left, top, right, bottom = within
    seen = [
        (run, width)
        for path, width in lines
        for run in _runs_seen(path, width, np.array([left, top]), np.array([right, bottom]))
    ]
    corners = [np.concatenate(_corners(run, width)) for run, width in seen]
    boxes = np.array(corners).reshape(-1, 4)
    for row in range(top, bottom, _TILE_PIXELS):
        for col in range(left, right, _TILE_PIXELS):
            low, high = (
                (col, row),
                (min(col + _TILE_PIXELS, right), min(row + _TILE_PIXELS, bottom)),
            )
            touching = (boxes[:, :2] < high).all(axis=1) & (boxes[:, 2:] > low).all(axis=1)
            if touching.any():
                part = coverage[row : high[1], col : high[0]]
                chosen = [seen[i] for i in np.flatnonzero(touching)]
                np.maximum(part, _drawn_tile(chosen, low, part.shape), out=part)


def path_bounds(path: Points, width: int) -> tuple[int, int, int, int]:
    """Return (left, top, width, height) of all pixels that `cover_path` may touch.

    Coordinates far beyond any screen are clipped, to fit a 32-bit rectangle.
    """
    low, high = _corners(path.clip(-_FAR_PIXELS, _FAR_PIXELS), width)
    (left, top), (right, bottom) = low.tolist(), high.tolist()
    return left, top, right - left, bottom - top


def moved_path(path: Points, right: float, down: float) -> Points:
    """Return `path`, (n, 2) or (n, 3), moved by `right` and `down` pixels."""
    return np.add(path, [right, down, 0.0][: path.shape[1]])


def lengths_along(path: Points) -> Points:
    """Return how far each of the n points is from the first, along the path: (n,) float64.

    Columns of `path` beyond x and y are ignored.
    """
    return np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path[:, :2], axis=0).T))])


def points_along(path: Points, lengths: Points) -> Points:
    """Return the m points of the polyline that lie (m,) `lengths` from its beginning.

    Columns of `path` beyond x and y are interpolated, too.
    """
    along = lengths_along(path)
    return np.stack([np.interp(lengths, along, column) for column in path.T], axis=1)


def smooth_path(points: Points) -> Points:
    """Round a polyline with quadratic curves through the midpoints of its segments.

    Each inner point is the control point of a curve from the middle of the segment before it to
    the middle of the one after, so fast strokes show no corners. For the screen only; the network
    sees the points as they came.

    (n, 2) or (n, 3) points in pixels become (m, 2) or (m, 3), about one every four pixels, with the
    same ends. A third column, of widths, is smoothed in the same way.
    """
    if len(points) < 3:
        return points
    middles = (points[:-1] + points[1:]) / 2
    longest = np.abs(np.diff(points[:, :2], axis=0)).max()
    steps = int(np.clip(longest / _CURVE_STEP_PIXELS, 2, 64))
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    start, control, end = middles[:-1, None], points[1:-1, None], middles[1:, None]
    curves = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    curve = curves.reshape(-1, points.shape[1])
    return np.concatenate([points[:1], curve, middles[-1:], points[-1:]])


def _corners(path: Points, width: int) -> tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]:
    """Return the first (x, y) pixel that a line along `path` may touch, and one past the last."""
    spots, reach = path[:, :2], _widest(path, width) / 2
    low = np.floor(spots.min(axis=0) - reach - 1).astype(int)
    return low, np.ceil(spots.max(axis=0) + reach + 2).astype(int)


def _widest(path: Points, width: int) -> float:
    return width if path.shape[1] == 2 else width * float(path[:, 2].max())


def _drawn_fine(path: Points, shape: tuple[int, ...], width: int) -> Pixels:
    rows, cols = shape
    fine = np.zeros((rows * _SUPERSAMPLING, cols * _SUPERSAMPLING), np.uint8)
    _draw_fine(fine, path, width)
    return np.asarray(cv2.resize(fine, (cols, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _draw_fine(fine: Pixels, path: Points, width: int) -> None:
    """Draw a line, given in pixels, into a supersampled canvas."""
    offset = (_SUPERSAMPLING - 1) / 2
    spots = path[:, :2] * _SUPERSAMPLING + offset
    if path.shape[1] == 2:
        draw_paths(fine, [spots], width * _SUPERSAMPLING)
    else:
        _draw_tapered(fine, spots, path[:, 2] * width * _SUPERSAMPLING)


def _drawn_tile(lines: Sequence[Line], corner: tuple[int, int], shape: tuple[int, ...]) -> Pixels:
    rows, cols = shape
    fine = np.zeros((rows * _SUPERSAMPLING, cols * _SUPERSAMPLING), np.uint8)
    for path, width in lines:
        _draw_fine(fine, moved_path(path, -corner[0], -corner[1]), width)
    return np.asarray(cv2.resize(fine, (cols, rows), interpolation=cv2.INTER_AREA), np.uint8)


def _draw_tapered(canvas: Pixels, path: Points, widths: Points) -> None:
    """Draw a line that has the (n,) `widths` at its n points, in steps of one pixel of width.

    OpenCV draws whole widths only. The canvas is supersampled, so a step is a quarter of a pixel.
    """
    steps = np.ceil(np.abs(np.diff(widths))).clip(1).astype(int)
    knots = np.arange(len(path))
    at = np.append(np.repeat(knots[:-1], steps) + _fractions(steps), knots[-1])
    dense = np.stack([np.interp(at, knots, column) for column in path.T], axis=1)
    wide = np.interp(at, knots, widths)
    whole = np.rint((wide[:-1] + wide[1:]) / 2 if len(wide) > 1 else wide).astype(int)
    for run in np.split(np.arange(len(whole)), np.flatnonzero(np.diff(whole)) + 1):
        draw_paths(canvas, [dense[run[0] : run[-1] + 2]], int(whole[run[0]]))


def _fractions(steps: npt.NDArray[np.int_]) -> Points:
    """Return 0, 1/n, ..., (n - 1)/n for each n of `steps`, one after the other."""
    first = np.repeat(np.cumsum(steps) - steps, steps)
    return (np.arange(steps.sum()) - first) / np.repeat(steps, steps)


def _runs_seen(path: Points, width: int, lowest: Points, highest: Points) -> Iterator[Points]:
    """Yield the parts of a line that may touch pixels from `lowest` up to `highest`, (x, y)."""
    reach = _widest(path, width) / 2 + 2
    anything = [np.inf] * (path.shape[1] - 2)
    box = np.append(lowest - reach, np.negative(anything)), np.append(highest + reach, anything)
    yield from _runs_within(path, *box)


def _runs_within(path: Points, low: Points, high: Points) -> Iterator[Points]:
    """Yield the parts of `path` in the box from `low` to `high`, cut where they leave it.

    Liang and Barsky 1984: a segment is inside from where it has passed the last side it enters
    to where it passes the first side it leaves.
    """
    inside = ((path >= low) & (path <= high)).all(axis=1)
    if inside.all() or len(path) == 1:
        yield from [path] if inside.all() else []
        return
    start, step = path[:-1], np.diff(path, axis=0)
    still = step == 0
    sides = [(side - start) / np.where(still, 1.0, step) for side in (low, high)]
    passes = (start >= low) & (start <= high)
    enters = np.where(still, np.where(passes, 0.0, np.inf), np.minimum(*sides))
    leaves = np.where(still, np.where(passes, 1.0, -np.inf), np.maximum(*sides))
    enter, leave = enters.max(axis=1).clip(0.0), leaves.min(axis=1).clip(None, 1.0)
    seen = np.flatnonzero(enter <= leave)
    if len(seen) == 0:
        return
    # A run continues where the path reaches the next point and goes on within the box.
    goes_on = (np.diff(seen) == 1) & (leave[seen[:-1]] == 1) & (enter[seen[1:]] == 0)
    for run in np.split(seen, np.flatnonzero(~goes_on) + 1):
        first, last = run[0], run[-1]
        begin = start[first] + enter[first] * step[first]
        end = start[last] + leave[last] * step[last]
        yield np.concatenate([begin[None], path[first + 1 : last + 1], end[None]])


def _pieces(path: Points) -> Iterator[Points]:
    """Cut a path into overlapping pieces, each small enough to be drawn by itself."""
    dense = _without_long_segments(path)
    piece = (lengths_along(dense) // _PIECE_PIXELS).astype(int)
    cuts = np.flatnonzero(np.diff(piece)) + 1
    starts, ends = [0, *cuts.tolist()], [*cuts.tolist(), len(dense) - 1]
    for start, end in zip(starts, ends, strict=True):
        yield dense[start : end + 1]


def _without_long_segments(path: Points) -> Points:
    along = lengths_along(path)
    if len(path) < 2 or np.diff(along).max() <= _PIECE_PIXELS:
        return path
    between = np.arange(0.0, along[-1], _PIECE_PIXELS)
    return points_along(path, np.union1d(along, between))


def _ceil(value: float) -> int:
    return int(np.ceil(value - 1e-6))

"""Finds the cells of printed tables, forms and frames, over any part of a page, and removes them.

A cell is a piece of paper with four straight sides that meet at right angles, closed in by thin
walls. At the edge of a picture the edge itself may be a side: the rest of a frame was cut off.
Ink that crosses a wall goes on at its other side, and stays.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.raster import Pixels

_MIN_INK_TO_STRONG, _STRONG_SHARE = 0.4, 0.98  # squares of paper are fainter than the strongest
_MIN_CELL_PIXELS = 12  # of its shorter side; what is written in it has 6
_MAX_PART = 0.9  # of a cell; what fills more is no part of it
_MIN_CELL_FILL = 0.93  # of the rectangle around a cell; an ellipse fills 0.79, a boxy 0 0.88
_MAX_SQUARES, _MAX_SQUARE_SIDES = 100, 1.15  # a Sudoku has 81; more are squared paper: `rules`
_MAX_WALL_SIDES = 0.15  # of the shorter side of a cell
_MIN_WALL_SHARE = 0.75  # of a side that is closed in; what crosses the wall hides the rest
_PROBES = 48  # along each side
_NEAR_PIXELS = 3  # of a side, where its wall begins
_EDGE_PIXELS = 1.5  # a side so near the edge of the picture is that edge
_MIN_REST_SHARE = 0.7  # of a piece that is no more than the rest of a wall
_MIN_ROUND, _MAX_ROUND = 0.94, 1.06  # of the ellipse that fills the rectangle around a ring
_MAX_RING_SIDES = 2.0  # its longer side in its shorter one
_MIN_RINGED_HEIGHTS = 0.22  # of a ring: what stands in it; the dot of a dotted zero is lower
_MIN_RINGED_WIDTH = 0.3  # of its length; what is thinner may be the stroke of a slashed zero

Points = npt.NDArray[np.float64]
Contour = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class _Wall:
    """One side of a cell: from where to where, the way out of the cell, and its width in pixels.

    `is_edge` tells that it is the edge of the picture.
    """

    start: Points
    end: Points
    out: Points
    width: int
    is_edge: bool

    @property
    def length(self) -> float:
        """In pixels."""
        return math.hypot(*(self.end - self.start))

    def band(self) -> Contour:
        """Return the four corners of what the wall covers, and a pixel more on each side."""
        along = (self.end - self.start) / max(self.length, 1e-9)
        beyond = along * (self.width + 1)
        near, far = -2 * self.out, self.out * (self.width + 1)
        start, end = self.start - beyond, self.end + beyond
        return np.rint([start + near, end + near, end + far, start + far]).astype(np.int32)

    @property
    def is_upright(self) -> bool:
        """Whether it runs from top to bottom."""
        return bool(abs(self.out[0]) > abs(self.out[1]))


_Cell = list[_Wall]
_NO_CELLS: Points = np.zeros((0, 4, 2))


def without_frames(strength: Pixels, floor: float) -> tuple[Pixels, Points]:
    """Return `strength`, how far each pixel is from the paper, without frames and rings.

    Also return the corners of the cells that were found, (n, 4, 2): x and y, in order around each.
    What is below `floor` is noise.
    """
    cells = list(_cells(_strong(strength, floor)))
    if sum(map(_is_square, cells)) > _MAX_SQUARES:
        return strength, _NO_CELLS
    every = [*cells, *_parts(strength, floor, cells)]
    walls = [wall for cell in every for wall in cell if not wall.is_edge]
    left = _without_walls(strength, walls, floor) if walls else strength
    corners = [[wall.start for wall in cell] for cell in every]
    return _without_rings(left, _strong(left, floor)), np.array(corners).reshape(-1, 4, 2)


def _parts(strength: Pixels, floor: float, cells: Sequence[_Cell]) -> list[_Cell]:
    """Return the cells into which faint lines part `cells`: within a frame, these are printed."""
    if not cells:
        return []
    found = [
        part
        for part in _cells((strength > floor).astype(np.uint8))
        if any(_is_part(part, cell) for cell in cells)
    ]
    return [] if sum(map(_is_square, found)) > _MAX_SQUARES else found


def _is_part(part: _Cell, cell: _Cell) -> bool:
    inner, outer = (np.array([w.start for w in each], np.float32) for each in (part, cell))
    x, y = inner.mean(axis=0).tolist()
    is_smaller = cv2.contourArea(inner) <= _MAX_PART * cv2.contourArea(outer)
    return is_smaller and cv2.pointPolygonTest(outer, (x, y), False) > 0


def _strong(strength: Pixels, floor: float) -> Pixels:
    """Return 1 where there is ink that is not far fainter than the strongest."""
    ink = strength[strength > floor]
    if not len(ink):
        return np.zeros_like(strength)
    least = max(floor, _MIN_INK_TO_STRONG * float(np.quantile(ink, _STRONG_SHARE)))
    return (strength > least).astype(np.uint8)


def _cells(inked: Pixels) -> Iterator[_Cell]:
    """Yield the sides of each cell."""
    framed = cv2.copyMakeBorder(inked, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    contours, tree = cv2.findContours(framed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for contour, links in zip(contours, tree[0] if tree is not None else [], strict=True):
        is_hole = links[3] >= 0
        if is_hole and min(cv2.boundingRect(contour)[2:]) >= _MIN_CELL_PIXELS:
            hull = cv2.convexHull(contour)
            _, sides, _ = rectangle = cv2.minAreaRect(hull)
            if cv2.contourArea(hull) >= _MIN_CELL_FILL * max(sides[0] * sides[1], 1):
                walls = _walls(inked, cv2.boxPoints(rectangle).astype(np.float64) - 1)
                if walls:
                    yield walls


def _is_square(cell: _Cell) -> bool:
    low, high = sorted(wall.length for wall in cell[:2])
    return high <= _MAX_SQUARE_SIDES * low


def _walls(inked: Pixels, corners: Points) -> list[_Wall]:
    """Return the four sides of a cell with these `corners`; none unless it is closed in."""
    middle = corners.mean(axis=0)
    lengths = np.hypot(*(corners - np.roll(corners, 1, axis=0)).T)
    walls = []
    for k in range(4):
        wall = _wall(inked, corners[k], corners[(k + 1) % 4], middle, float(lengths.min()))
        if wall is None:
            return []
        walls.append(wall)
    meet = any(not walls[k].is_edge and not walls[k - 1].is_edge for k in range(4))
    return walls if meet else []


def _wall(inked: Pixels, start: Points, end: Points, middle: Points, side: float) -> _Wall | None:
    """Return the wall along one side of a cell whose shorter side is given; None if it is open."""
    rows, cols = inked.shape
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
    out = np.array([along[1], -along[0]])
    if (out * (start - middle)).sum() < 0:
        out = -out
    probes = start + (end - start) * np.linspace(0.06, 0.94, _PROBES)[:, None]
    outside = probes + _EDGE_PIXELS * out
    if ((outside < 0) | (outside > (cols - 1, rows - 1))).any(axis=1).mean() > 0.5:
        return _Wall(start, end, out, 0, True)
    most = math.ceil(_MAX_WALL_SIDES * side) + 2 * _NEAR_PIXELS
    steps = np.arange(-_NEAR_PIXELS, most)
    places = np.rint(probes[:, None] + steps[:, None] * out).astype(int)
    x, y = places[..., 0].clip(0, cols - 1), places[..., 1].clip(0, rows - 1)
    ink = (inked[y, x] > 0) & (x == places[..., 0]) & (y == places[..., 1])
    near = ink[:, : 2 * _NEAR_PIXELS + 1]
    begins = near.argmax(axis=1)
    closed = near.any(axis=1)
    if closed.mean() < _MIN_WALL_SHARE:
        return None
    after = np.arange(len(steps)) >= begins[:, None]
    ends = np.where((~ink & after).any(axis=1), (~ink & after).argmax(axis=1), len(steps))
    width = float(np.median((ends - begins)[closed]))
    if width > max(_MAX_WALL_SIDES * side, 2):
        return None
    reach = float(np.median(ends[closed])) - _NEAR_PIXELS
    return _Wall(start, end, out, max(1, math.ceil(reach)), False)


def _without_walls(strength: Pixels, walls: Sequence[_Wall], floor: float) -> Pixels:
    """Remove `walls` from `strength`; what goes on at both sides of one stays."""
    bands = [np.zeros_like(strength), np.zeros_like(strength)]
    for wall in walls:
        cv2.fillConvexPoly(bands[wall.is_upright], wall.band(), 1)
    gone = (bands[0] | bands[1]) > 0
    without = np.where(gone, 0, strength).astype(np.uint8)
    kept = without.copy()
    reach = max(wall.width for wall in walls) + 6
    for band, window in zip(bands, ((reach, 3), (3, reach)), strict=True):
        closed = cv2.morphologyEx(without, cv2.MORPH_CLOSE, np.ones(window, np.uint8))
        bridged = np.minimum(closed, strength)
        kept = np.where((band > 0) & (bands[0] + bands[1] < 2), bridged, kept)
    return _without_rests(np.asarray(kept, np.uint8), gone, floor)


def _without_rests(strength: Pixels, gone: npt.NDArray[np.bool_], floor: float) -> Pixels:
    """Remove the pieces that lie where walls were, and right beside them."""
    count, labels = cv2.connectedComponents((strength > floor).astype(np.uint8))
    beside = cv2.dilate(gone.astype(np.uint8), np.ones((5, 5), np.uint8)).ravel() > 0
    owners = labels.ravel()
    own = np.bincount(owners, minlength=count)
    rests = np.bincount(owners, beside, count) >= _MIN_REST_SHARE * own
    rests[0] = False
    return np.where(rests[labels], 0, strength).astype(np.uint8)


def is_ringed(inked: Pixels) -> bool:
    """Tell whether something is written in a circle; `inked` is not 0 where there is ink."""
    return next(_rings(inked), None) is not None


def _without_rings(strength: Pixels, inked: Pixels) -> Pixels:
    """Remove circles around something that is written."""
    left = strength
    for hole, outline in _rings(inked):
        ring = np.zeros_like(strength)
        cv2.drawContours(ring, [outline], -1, 1, cv2.FILLED)
        cv2.drawContours(ring, [hole], -1, 0, cv2.FILLED)
        cv2.drawContours(ring, [hole], -1, 1, 1)
        wide = cv2.dilate(ring, np.ones((5, 5), np.uint8))
        left = np.where(wide > 0, 0, left).astype(np.uint8)
    return left


def _rings(inked: Pixels) -> Iterator[tuple[Contour, Contour]]:
    """Yield the inner and the outer outline of each circle around something that is written."""
    found, tree = cv2.findContours(inked, cv2.RETR_TREE, cv2.CHAIN_APPROX_NONE)
    outlines = [np.asarray(each, np.int32) for each in found]
    for k, outline in enumerate(outlines):
        _, _, child, parent = tree[0][k].tolist()
        if parent >= 0 and child >= 0 and _is_round(outline):
            inner = []
            while child >= 0:
                inner.append(outlines[child])
                child = int(tree[0][child][0])
            if any(_may_be_written(each, outline) for each in inner):
                yield outline, outlines[parent]


def _is_round(contour: Contour) -> bool:
    _, sides, _ = cv2.minAreaRect(contour)
    low, high = sorted(sides)
    if low < 2 * _MIN_CELL_PIXELS or high > _MAX_RING_SIDES * low:
        return False
    hull = cv2.contourArea(cv2.convexHull(contour))
    share = hull / (math.pi / 4 * low * high)
    return bool(_MIN_ROUND <= share <= _MAX_ROUND) and cv2.contourArea(contour) >= 0.95 * hull


def _may_be_written(inner: Contour, ring: Contour) -> bool:
    """Tell whether what stands in a ring is more than the dot or the stroke of a zero."""
    low, high = sorted(cv2.minAreaRect(inner)[1])
    height = cv2.boundingRect(inner)[3]
    tall = height >= _MIN_RINGED_HEIGHTS * cv2.boundingRect(ring)[3]
    return bool(tall and low >= _MIN_RINGED_WIDTH * high)

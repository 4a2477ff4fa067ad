"""Finds the writing in a cell that was cut out with rests of its frame along the edges.

Who knows where the cells of a form are, or of a Sudoku, cuts them out along a grid, and walls that
are not quite there stay: along one edge or all four, slanted a little, thick or thin, broken, some
pixels inside. What is written has a margin where there is no wall; so the bar of a 7 that was cut
out along its ink is none.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import ink_box, stroke_width
from recognizer.ink.raster import Pixels
from recognizer.pictures.blobs import INK_FROM
from recognizer.pictures.cutout import two_classes
from recognizer.pictures.decode import (
    Picture,
    as_layers,
    distance_from,
    leveled_marks,
)

_MAX_SIDES_RATIO = 2.0  # of a cell; the picture of a tight 1 is longer
_MIN_CELL_PIXELS = 12  # of its shorter side, as in `frames`
_MAX_CELL_PIXELS = 400  # of its longer side; a ninth of a Sudoku of 12 megapixels has 333
_MAX_DEPTH_SIDES = 0.15  # of the shorter side: how far from the edge a wall may end, as in `walls`
_MAX_SLOPE = 0.1  # about 6 degrees
_MIN_COVERED = 0.8  # of the way along an edge: walls are broken, strokes of a digit end before
_MAX_PROBES = 64  # along an edge
_MIN_MARGIN_SIDES = 0.03  # of the shorter side, where there is no wall
_MIN_DIGIT_SIDES, _MAX_DIRT_SIDES = 0.25, 0.06  # of the shorter side; between, it is a page
_MAX_WIDTH = 0.6  # of a wall in the strokes of a digit that hangs on it, as in `croplines`

Mask = npt.NDArray[np.bool_]


def cell_marks(picture: Picture) -> Pixels | None:
    """Return what is written in a cell with rests of its frame; None if it is no such cell.

    The picture and what is returned are as those of `decode.find_marks`. An empty cell gives zeros.

    Raises
    ------
    PictureError
        As `decode.find_marks`.
    """
    low, high = sorted(picture.shape[:2])
    if low < _MIN_CELL_PIXELS or high > min(_MAX_SIDES_RATIO * low, _MAX_CELL_PIXELS):
        return None
    layers = as_layers(picture)
    marks = leveled_marks(distance_from(layers.astype(np.float32), _ground(layers)))
    return without_walls_at_edges(marks)


def _ground(layers: Picture) -> Mask:
    """Tell what is paper: most of what lies within the walls."""
    bright = two_classes(layers)
    high, wide = (max(1, round(_MAX_DEPTH_SIDES * side)) for side in bright.shape)
    inner = bright[high:-high, wide:-wide]
    return bright if 2 * np.count_nonzero(inner) >= inner.size else ~bright


def without_walls_at_edges(marks: Pixels) -> Pixels | None:
    """Return `marks`, 0 for paper, without rests of walls; None if there are none.

    All is 0 if nothing is written beside them.
    """
    inked = marks > INK_FROM
    found = [_at_top(np.rot90(inked, k)) for k in range(4)]  # top, right, bottom, left
    walls = [np.rot90(each, -k) for k, each in enumerate(found) if each is not None]
    if not walls:
        return None
    rest = _within(np.where(np.logical_or.reduce(walls), 0, marks).astype(np.uint8))
    largest = _largest_side(rest)
    if largest <= _MAX_DIRT_SIDES * min(marks.shape):
        return np.zeros_like(rest)
    if largest < _MIN_DIGIT_SIDES * min(marks.shape):
        return None
    has_margin = _has_margin(rest, [each is None for each in found])
    return rest if has_margin and not any(_is_stroke(inked, each, rest) for each in walls) else None


def _at_top(inked: Mask) -> Mask | None:
    """Return what a wall along the upper edge covers, with what is beyond it; None without one.

    It ends at the lowest straight way from side to side that is inked for the most part.
    """
    rows, cols = inked.shape
    depth = max(2, round(_MAX_DEPTH_SIDES * min(rows, cols)))
    ends = np.arange(-depth, depth + 2)
    left, right = (each.ravel() for each in np.meshgrid(ends, ends))
    is_flat = (abs(left - right) <= _MAX_SLOPE * cols) & (left + right >= 0)
    left, right = left[is_flat], right[is_flat]
    x = np.linspace(0, cols - 1, min(cols, _MAX_PROBES)).round().astype(int)
    ways = np.rint(left[:, None] + (right - left)[:, None] * (x / max(cols - 1, 1))).astype(int)
    covered = (inked[ways.clip(0, rows - 1), x] & (ways >= 0)).mean(axis=1)
    is_wall = covered >= _MIN_COVERED
    if not is_wall.any() or (left + right)[is_wall].max() > 2 * depth:
        return None
    lowest = np.lexsort((covered, left + right, is_wall))[-1]
    way = np.linspace(left[lowest], right[lowest], cols)
    return np.asarray(np.arange(rows)[:, None] <= np.rint(way) + 1)  # its soft edge, too


def _within(marks: Pixels) -> Pixels:
    """Return `marks` without what is as near to the edge as walls are."""
    rows, cols = marks.shape
    depth = _MAX_DEPTH_SIDES * min(rows, cols)
    _, labels, stats, _ = cv2.connectedComponentsWithStats((marks > INK_FROM).astype(np.uint8))
    left, top, width, height = np.asarray(stats)[:, :4].T
    right, bottom = left + width, top + height
    near = (right <= depth) | (bottom <= depth) | (left >= cols - depth) | (top >= rows - depth)
    near[0] = False  # the paper
    return np.where(near[labels], 0, marks).astype(np.uint8)


def _largest_side(marks: Pixels) -> int:
    """Return the longer side of the largest piece of ink; 0 if there is none."""
    _, _, stats, _ = cv2.connectedComponentsWithStats((marks > INK_FROM).astype(np.uint8))
    return int(np.asarray(stats)[1:, 2:4].max(initial=0))


def _has_margin(rest: Pixels, is_open: Sequence[bool]) -> bool:
    """Tell whether what is written ends before each edge without a wall."""
    rows, cols = rest.shape
    left, top, right, bottom = ink_box(rest, INK_FROM)
    margins = (top, cols - right, rows - bottom, left)
    least = max(1.0, _MIN_MARGIN_SIDES * min(rows, cols))
    return all(each >= least for each, free in zip(margins, is_open, strict=True) if free)


def _is_stroke(inked: Mask, wall: Mask, rest: Pixels) -> bool:
    """Tell whether a wall may be a stroke of what hangs on it: it is about as thick."""
    own = (inked & wall).astype(np.uint8)
    left = (rest > INK_FROM).astype(np.uint8)
    hangs = left[cv2.dilate(own, np.ones((3, 3), np.uint8)) > 0].any()
    return bool(hangs) and stroke_width(own) > _MAX_WIDTH * stroke_width(left)

"""Finds the cells of printed tables, forms and frames, over any part of a page, and removes them.

A cell is a piece of paper with four straight sides that meet at right angles, closed in by thin
walls. At the edge of a picture the edge itself may be a side: the rest of a frame was cut off.
They are looked for in ink that is about as strong as what is written; if there are none, in all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from recognizer.ink.raster import Pixels
from recognizer.pictures.outlines import without_outlines
from recognizer.pictures.walls import (
    MAX_THICK_WALL_SIDES,
    Points,
    Wall,
    walls_of,
    without_walls,
)

_MIN_INK_TO_STRONG, _STRONG_SHARE = 0.4, 0.98  # squares of paper are fainter than the strongest
_MIN_CELL_PIXELS = 12  # of its shorter side; what is written in it has 6
_MIN_FILLED = 0.25  # of the cells of a form with faint walls; empty ones are ornament
_MAX_PART = 0.9  # of a cell; what fills more is no part of it
_MIN_CELL_FILL = 0.93  # of the rectangle around a cell; an ellipse fills 0.79, a boxy 0 0.88
_MAX_SIZE_RATIO = 1.25  # of the sides of two cells of a Sudoku, one of them between thick walls
_MAX_SQUARES, _MAX_SQUARE_SIDES = 100, 1.15  # a Sudoku has 81; more are squared paper: `rules`

_Cell = list[Wall]
_NO_CELLS: Points = np.zeros((0, 4, 2))


def without_frames(strength: Pixels, floor: float) -> tuple[Pixels, Points]:
    """Return `strength`, how far each pixel is from the paper, without frames and outlines.

    Also return the corners of the cells that were found, (n, 4, 2): x and y, in order around each.
    What is below `floor` is noise.
    """
    strong = _strong(strength, floor)
    cells = _cells(strong)
    if cells is None:
        return strength, _NO_CELLS
    inked = (strength > floor).astype(np.uint8)
    every = [*cells, *_parts(inked, cells)] if cells else _faint(inked, strong)
    walls = [wall for cell in every for wall in cell if not wall.is_edge]
    left = without_outlines(strength, strong)  # a box may bow further than its walls are removed
    if walls:
        left = np.minimum(left, without_walls(strength, walls, floor))
        left = without_outlines(left, _strong(left, floor))
    corners = np.array([_corners(cell) for cell in every]).reshape(-1, 4, 2)
    return left, corners


def _parts(inked: Pixels, cells: Sequence[_Cell]) -> list[_Cell]:
    """Return the cells into which faint lines part `cells`: within a frame, these are printed."""
    found = _cells(inked) or []
    return [part for part in found if any(_is_part(part, cell) for cell in cells)]


def _faint(inked: Pixels, strong: Pixels) -> list[_Cell]:
    """Return the cells where all walls are far fainter than what is written in them: `strong`.

    Lines up to the edge of the picture are those of paper. So are squares, but for a single row.
    """
    every = _with_beside(_closed_cells(inked) or [], inked)
    filled = sum(_is_filled(cell, strong) for cell in every)
    if filled < _MIN_FILLED * len(every) or any(w.is_edge for cell in every for w in cell):
        return []
    # One square alone may be of paper, whose others are parted by ink.
    return [] if _may_be_squared_paper(every) else every


def _may_be_squared_paper(cells: Sequence[_Cell]) -> bool:
    """Tell whether most of some cells are squares, in more than one row."""
    squares = [cell for cell in cells if _is_square(cell)]
    if 2 * len(squares) <= len(cells):
        return False
    middles = np.array([_corners(cell).mean(axis=0) for cell in squares])
    side = min(wall.length for cell in squares for wall in cell)
    return bool(np.ptp(middles, axis=0).min() > side / 2)


def _is_filled(cell: _Cell, strong: Pixels) -> bool:
    """Tell whether something is written around the middle of a cell."""
    middle = _corners(cell).mean(axis=0)
    (left, top), (right, foot) = (
        np.rint(middle + way * min(wall.length for wall in cell) / 3).astype(int).tolist()
        for way in (-1, 1)
    )
    return bool(strong[max(top, 0) : foot, max(left, 0) : right].any())


def _is_part(part: _Cell, cell: _Cell) -> bool:
    inner, outer = (_corners(each).astype(np.float32) for each in (part, cell))
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


def _cells(inked: Pixels) -> list[_Cell] | None:
    """Return the sides of each cell; None if these are the squares of paper."""
    found = _closed_cells(inked)
    if found is None:
        return None
    every = _with_beside(found, inked)
    return found if _may_be_squared_paper(every) else every


def _with_beside(cells: Sequence[_Cell], inked: Pixels) -> list[_Cell]:
    """Return `cells`, and those beside them that have the same size.

    What is written from wall to wall parts a cell, so it is not found by the paper in it.
    """
    every = list(cells)
    middles = [_corners(cell).mean(axis=0) for cell in every]
    for cell in every:
        side = min(wall.length for wall in cell)
        for wall, across in zip(cell, (*cell[1:], cell[0]), strict=True):
            beside = _corners(cell) + (across.length + wall.width) * wall.out
            middle = beside.mean(axis=0)
            is_found = np.hypot(*(np.array(middles) - middle).T).min() < side / 2
            walls = [] if wall.is_edge or is_found else walls_of(inked, beside)
            if walls and len(every) < len(cells) + _MAX_SQUARES:
                every.append(walls)
                middles.append(middle)
    return every


def _closed_cells(inked: Pixels) -> list[_Cell] | None:
    """Return the sides of each cell whose paper is closed in; None if too many are squares."""
    found, squares = list[_Cell](), 0
    for cell in _each_closed(inked):
        found.append(cell)
        squares += _is_square(cell)
        if squares > _MAX_SQUARES:
            return None
    return found


def _each_closed(inked: Pixels) -> Iterator[_Cell]:
    """Yield the sides of each cell whose paper is closed in.

    Where a wall is thick, there are cells of the same size whose walls are thinner.
    """
    found, others = list[Points](), list[Points]()
    for corners in _rectangles(inked):
        if walls := walls_of(inked, corners):
            found.append(_size(corners))
            yield walls
        else:
            others.append(corners)
    sizes = np.array(found).reshape(-1, 2)
    for corners in others:
        ratios = sizes / _size(corners)
        is_alike = (np.maximum(ratios, 1 / ratios) <= _MAX_SIZE_RATIO).all(axis=1)
        if is_alike.any() and (walls := walls_of(inked, corners, MAX_THICK_WALL_SIDES)):
            yield walls


def _rectangles(inked: Pixels) -> Iterator[Points]:
    """Yield the corners of each rectangle of paper that may be a cell."""
    framed = cv2.copyMakeBorder(inked, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    contours, tree = cv2.findContours(framed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    for contour, links in zip(contours, tree[0] if tree is not None else [], strict=True):
        is_hole = links[3] >= 0
        if is_hole and min(cv2.boundingRect(contour)[2:]) >= _MIN_CELL_PIXELS:
            hull = cv2.convexHull(contour)
            _, sides, _ = rectangle = cv2.minAreaRect(hull)
            if cv2.contourArea(hull) >= _MIN_CELL_FILL * max(sides[0] * sides[1], 1):
                yield cv2.boxPoints(rectangle).astype(np.float64) - 1


def _size(corners: Points) -> Points:
    """Return the shorter and the longer side of a rectangle."""
    return np.sort(np.hypot(*(corners[1:3] - corners[:2]).T))


def _corners(cell: _Cell) -> Points:
    return np.array([wall.start for wall in cell])


def _is_square(cell: _Cell) -> bool:
    low, high = sorted(wall.length for wall in cell[:2])
    return high <= _MAX_SQUARE_SIDES * low

"""Finds the rows and columns of printed cells, and in which cell something is written.

Cells beside each other make a grid: a table, a Sudoku, the boxes of a form. In a photo taken from
the side they drift, so rows and columns are followed from cell to cell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from recognizer.ink import BoundingBox
from recognizer.reading.cells import Cell, Grid
from recognizer.reading.seeing.neighbors import Boxes, Flags, Links, near_pairs, united

MAX_CELLS = 1000
"""More are no form that somebody fills in."""
_MAX_WALL_SIDES = 0.2  # between two cells of a table, in the shorter side of a cell
_MAX_GAP_SIDES = 0.6  # between boxes of one size that stand apart
_MIN_ALIKE_SHARE = 0.8  # of the sides of boxes of one size
_MIN_SHARED = 0.6  # of what two cells of a row, or a column, cover together
_MAX_APART_SIDES = 2.5  # longer sides of a cell: so far away are others of its row looked for
_MIN_COMB, _MAX_COMB_SIDES = 3, 1.25  # boxes; and width of one in its height

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Grids:
    """The cells of a page that stand in grids.

    `middles` (n, 2) and `sides` (n, 2) are theirs, x and y, once their walls are made level by a
    turn of `radians`; `cells` tells where each stands. `found` are the grids, in pixels of the
    page.
    """

    radians: float
    middles: Points
    sides: Points
    cells: tuple[Cell, ...]
    found: tuple[Grid, ...]

    @classmethod
    def of(cls, corners: Points) -> Grids:
        """Return the grids of cells with these `corners`, (n, 4, 2)."""
        if not 2 <= len(corners) <= MAX_CELLS:
            return NO_GRIDS
        radians = _turn(corners)
        boxes = _around(_turned(corners, radians))
        kept = np.flatnonzero(~_hold_others(boxes))
        boxes, corners = boxes[kept], corners[kept]
        grids = [np.array(each) for each in united(len(boxes), _side_by_side(boxes))]
        grids = sorted((each for each in grids if len(each) > 1), key=lambda k: boxes[k, 1].min())
        cells: list[Cell] = []
        every: list[Boxes] = []
        found: list[Grid] = []
        for number, members in enumerate(grids, 1):
            rows, columns = (_ranks(boxes[members], side) for side in (1, 0))
            mine = dict(zip(zip(rows, columns, strict=True), boxes[members], strict=True))
            mine |= _missing(mine)
            cells += [Cell(number, *each) for each in mine]
            every += mine.values()
            box = _around(corners[members].reshape(1, -1, 2))[0].tolist()
            found.append(Grid(max(rows), max(columns), BoundingBox(*box)))
        low, high = np.hsplit(np.array(every).reshape(-1, 4), 2)
        return cls(radians, (low + high) / 2, high - low, tuple(cells), tuple(found))

    @property
    def slope(self) -> float | None:
        """Pixels down for each pixel to the right, along the walls; None without a grid."""
        return math.tan(self.radians) if self.cells else None

    def places_of(self, boxes: Boxes) -> list[int]:
        """Return for each of (n, 4) boxes of the page in which of `cells` its middle lies, or -1.

        What lies on a wall is in the nearest cell.
        """
        if not self.cells:
            return [-1] * len(boxes)
        middles = _turned((boxes[:, :2] + boxes[:, 2:]) / 2, self.radians)
        beyond = np.abs(middles[:, None] - self.middles) - self.sides / 2
        away = beyond.max(axis=2) / self.sides.min(axis=1)
        nearest = away.argmin(axis=1)
        is_in = away[np.arange(len(boxes)), nearest] <= _MAX_WALL_SIDES
        return [int(place) for place in np.where(is_in, nearest, -1)]

    def span_of(self, cell: Cell) -> tuple[float, float]:
        """Return top and foot of a cell where lines of the slope of its walls are made level."""
        place = self.cells.index(cell)
        middle = float(self.middles[place, 1]) / math.cos(self.radians)
        half = float(self.sides[place, 1]) / 2
        return middle - half, middle + half

    def is_comb(self, grid: int) -> bool:
        """Tell whether a grid, from 1, is a row of boxes for one digit each: none is wide."""
        mine = [k for k, cell in enumerate(self.cells) if cell.grid == grid]
        wide, high = self.sides[mine].T
        is_row = self.found[grid - 1].rows == 1
        return is_row and len(mine) >= _MIN_COMB and bool((wide <= _MAX_COMB_SIDES * high).all())


NO_GRIDS = Grids(0.0, np.zeros((0, 2)), np.zeros((0, 2)), (), ())


def _turn(corners: Points) -> float:
    """Return by how much the walls are turned, in radians: at most an eighth of a turn."""
    sides = (np.roll(corners, -1, axis=1) - corners).reshape(-1, 2)
    angles = np.arctan2(sides[:, 1], sides[:, 0])
    return float(np.median((angles + np.pi / 4) % (np.pi / 2) - np.pi / 4))


def _turned(points: Points, radians: float) -> Points:
    cos, sin = np.cos(radians), np.sin(radians)
    return np.asarray(points @ np.array([[cos, -sin], [sin, cos]]))


def _around(corners: Points) -> Boxes:
    return np.hstack([corners.min(axis=1), corners.max(axis=1)])


def _hold_others(boxes: Boxes) -> Flags:
    """Tell which boxes hold the middle of a smaller one: frames around cells."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(axis=1)
    within = (middles[None] > boxes[:, None, :2]) & (middles[None] < boxes[:, None, 2:])
    return np.asarray((within.all(axis=2) & (areas[None] < areas[:, None])).any(axis=1))


def _side_by_side(boxes: Boxes) -> Iterator[Links]:
    """Yield which cells share a wall, or are boxes of one size that stand apart."""
    sides = boxes[:, 2:] - boxes[:, :2]
    for one, other, across, down in near_pairs(boxes, _MAX_GAP_SIDES * sides.min(axis=1)):
        gap = np.maximum(across, down)
        least = np.minimum(sides[one], sides[other])
        alike = (least >= _MIN_ALIKE_SHARE * np.maximum(sides[one], sides[other])).all(axis=1)
        reach = np.where(alike, _MAX_GAP_SIDES, _MAX_WALL_SIDES) * least.min(axis=1)
        along = -np.minimum(across, down) >= 0.5 * np.where(across > down, least[:, 1], least[:, 0])
        linked = (gap <= reach) & along
        yield one[linked], other[linked]


def _pairs(linked: Flags) -> Links:
    one, other = np.nonzero(linked)
    return one, other


def _ranks(boxes: Boxes, side: int) -> list[int]:
    """Return in which column (`side` 0) or row (1) each cell of a grid stands, from 1.

    A cell that spans several stands in the first of them.
    """
    apart = np.maximum(boxes[:, None, 1 - side] - boxes[:, 3 - side], 0)
    reach = _MAX_APART_SIDES * (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    near = np.maximum(apart, apart.T) <= np.maximum(reach[:, None], reach)
    spans = boxes[:, (side, side + 2)]
    sets = united(len(boxes), [_pairs(near & _cover_the_same(spans))])
    # Where cells between are missing, it is told by the average: neighbors drift too little.
    spans = np.array([spans[each].mean(axis=0) for each in sets])
    sets = [
        [k for part in each for k in sets[part]]
        for each in united(len(sets), [_pairs(_cover_the_same(spans))])
    ]
    spans = np.array([boxes[each][:, (side, side + 2)].mean(axis=0) for each in sets])
    middles = spans.mean(axis=1)
    within = (middles > spans[:, :1]) & (middles < spans[:, 1:])
    is_single = within.sum(axis=1) <= 2  # itself, and one that drifted
    # Of cells that overlap like bricks none may be single: then each stands for itself.
    is_single |= ~(within & is_single).any(axis=1)
    order = np.argsort(np.where(is_single, middles, np.inf))
    rank = np.empty(len(sets), int)
    rank[order] = np.arange(1, len(sets) + 1)
    ranks = np.empty(len(boxes), int)
    for k, members in enumerate(sets):
        ranks[members] = rank[k] if is_single[k] else rank[within[k] & is_single].min()
    return [int(each) for each in ranks]


def _missing(cells: Mapping[tuple[int, int], Boxes]) -> dict[tuple[int, int], Boxes]:
    """Return the cells of a grid, by row and column, that were not found: ink hides their walls."""
    boxes = np.array([*cells.values()])
    rows, columns = np.array([*cells]).T
    found = {}
    for row, column in product(range(1, rows.max() + 1), range(1, columns.max() + 1)):
        _, top, _, foot = boxes[rows == row].mean(axis=0)
        left, _, right, _ = boxes[columns == column].mean(axis=0)
        x, y = (left + right) / 2, (top + foot) / 2
        is_taken = ((boxes[:, :2] < (x, y)) & (boxes[:, 2:] > (x, y))).all(axis=1).any()
        if (row, column) not in cells and not is_taken:
            found[row, column] = np.array([left, top, right, foot])
    return found


def _cover_the_same(spans: Points) -> Flags:
    """Tell which of (n, 2) spans share most of what they cover together: (n, n)."""
    begin, end = spans.T
    shared = np.minimum(end[:, None], end) - np.maximum(begin[:, None], begin)
    covered = np.maximum(end[:, None], end) - np.minimum(begin[:, None], begin)
    return np.asarray(shared >= _MIN_SHARED * covered)

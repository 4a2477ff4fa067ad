"""Where in a printed grid something is written, and what its cells say, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from recognizer.ink import BoundingBox

if TYPE_CHECKING:
    from recognizer.reading.result import Number


@dataclass(frozen=True)
class Cell:
    """A cell of a grid: which grid of the picture, which row and column; all counted from 1."""

    grid: int
    row: int
    column: int


@dataclass(frozen=True)
class Grid:
    """Printed cells beside each other: a table, a Sudoku, the boxes of a form.

    `box` is around all of them, in pixels of the picture.
    """

    rows: int
    columns: int
    box: BoundingBox


def table_of(numbers: Iterable[Number], grid: Grid, place: int) -> list[list[str]]:
    """Return what stands in each cell of `grid`, the one at `place` from 1, row by row.

    What several `numbers` in a cell say is parted by spaces; "" stands for an empty cell.
    """
    table = [[""] * grid.columns for _ in range(grid.rows)]
    for number in numbers:
        for cell, symbols in groupby(number.symbols, lambda each: each.cell):
            if cell and cell.grid == place:
                row = table[cell.row - 1]
                said = "".join(each.text for each in symbols)
                row[cell.column - 1] = f"{row[cell.column - 1]} {said}".strip()
    return table

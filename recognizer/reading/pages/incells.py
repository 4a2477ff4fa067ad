"""Numbers in the cells of printed grids: lines follow the rows, boxes of a form hold one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

import cv2
import numpy as np

from recognizer.ink import BoundingBox
from recognizer.ink.pixels import inked
from recognizer.pictures.blobs import INK_FROM
from recognizer.reading.cells import Cell
from recognizer.reading.pages.grids import Grids
from recognizer.reading.parting.layout import Box, in_lines
from recognizer.reading.result import Number, Symbol
from recognizer.reading.seeing.neighbors import Boxes

_MIN_FILLED = 3
"""Rows with two numbers or more: in so many, nobody leaves the first cell empty by chance."""

Members = tuple[int, ...]
"""Pieces of a page, by their index."""
Found = tuple[Number, Members]


_MIN_SOLID_SIDES = 0.42
"""The largest circle within a filled shape, in its longer side: a disc has 1, a diamond 0.7, the
boldest digit 0.3."""


def in_cells(found: Iterable[Found], boxes: Boxes, grids: Grids) -> list[Found]:
    """Return the numbers that were `found`, n of them, with the cells in which their boxes lie."""
    places = grids.places_of(boxes)
    return [
        (_in_cell(number, grids.cells[place]) if place >= 0 else number, members)
        for (number, members), place in zip(found, places, strict=True)
    ]


def _in_cell(number: Number, cell: Cell) -> Number:
    return replace(number, symbols=tuple(replace(each, cell=cell) for each in number.symbols))


def without_icons(found: Iterable[Found]) -> list[Found]:
    """Return the numbers that were `found` but for solid shapes in cells: printed pictures."""
    return [
        (number, members)
        for number, members in found
        if number.has_known or not number.cell or not all(map(_is_solid, number.symbols))
    ]


def _is_solid(symbol: Symbol) -> bool:
    """Tell whether a symbol of a picture is a shape filled with ink; it has a piece."""
    shape = np.pad(inked(np.asarray(symbol.piece), INK_FROM), 1)
    radius = float(cv2.distanceTransform(shape, cv2.DIST_L2, 5).max())
    return 2 * radius >= _MIN_SOLID_SIDES * max(cv2.boundingRect(shape)[2:])


def without_labels(found: Sequence[Found]) -> list[Found]:
    """Return the numbers that were `found` but for what is not read at the head of a row or column.

    Where a first column has no digits below the head of the table, though rows are filled, what
    stands in it is a label, such as a sign or a name. So it is with a first row.
    """
    known = {cell for number, _ in found if (cell := number.cell) and number.has_known}
    return [
        (number, members)
        for number, members in found
        if not number.cell or number.has_known or not _is_label(number.cell, known)
    ]


def _is_label(cell: Cell, known: Iterable[Cell]) -> bool:
    places = [(each.row, each.column) for each in known if each.grid == cell.grid]
    turned = [(column, row) for row, column in places]
    return _is_head(cell.row, cell.column, places) or _is_head(cell.column, cell.row, turned)


def _is_head(row: int, column: int, known: Iterable[tuple[int, int]]) -> bool:
    """Tell whether a cell stands before all `known` ones, and its row is one of the filled."""
    below = [each for each in known if each[0] > 1]
    counts = Counter(each[0] for each in below)
    filled = [each for each, count in counts.items() if count > 1]
    is_first = all(column < each for _, each in below)
    return is_first and row in filled and len(filled) >= _MIN_FILLED


def joined(found: Iterable[Found], grids: Grids) -> list[Found]:
    """Return the numbers that were `found`; those in the boxes of a form for digits made one."""
    combs = {grid for grid in range(1, len(grids.found) + 1) if grids.is_comb(grid)}
    by_comb: dict[int, list[tuple[int, Found]]] = {}
    kept: list[Found] = []
    for number, members in found:
        cell = number.cell
        if cell and cell.grid in combs and len(number.symbols) == 1:
            by_comb.setdefault(cell.grid, []).append((cell.column, (number, members)))
        else:
            kept.append((number, members))
    for each in by_comb.values():
        each.sort(key=lambda pair: pair[0])
        runs = groupby(enumerate(each), lambda pair: pair[1][0] - pair[0])
        kept += [_one([one for _, (_, one) in run]) for _, run in runs]
    return kept


def _one(found: Sequence[Found]) -> Found:
    """Return the numbers that were `found`, at least one, as one."""
    symbols = tuple(symbol for number, _ in found for symbol in number.symbols)
    box = BoundingBox.around([number.box for number, _ in found])
    return Number(symbols, box), tuple(piece for _, members in found for piece in members)


def in_rows(numbers: Sequence[Number], boxes: Sequence[Box], grids: Grids) -> list[Box]:
    """Return the `boxes` of numbers, as high as their cells: so a row of them is a line.

    Where numbers stand below each other in a cell, their own boxes tell their lines.
    """
    in_cells: dict[Cell, list[int]] = {}
    for k, number in enumerate(numbers):
        if number.cell:
            in_cells.setdefault(number.cell, []).append(k)
    found = [*boxes]
    for cell, members in in_cells.items():
        if len(in_lines([boxes[k] for k in members])) == 1:
            top, foot = grids.span_of(cell)
            for k in members:
                found[k] = boxes[k][0], top, boxes[k][2], foot
    return found

"""Written addition and subtraction: numbers under each other, a line, and the answer under it.

The last number has its sign to its left; those between may have none. The numbers end at about the
same place to the right, as their ones stand under each other.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from recognizer.reading.regions.glyph import MINUS, PLUS, Glyph, usual_height
from recognizer.reading.regions.rows import MAX_OUTSIDE_HEIGHTS, MAX_ROWS, MIN_ROWS, rows_from_top
from recognizer.reading.regions.spans import Region
from recognizer.sums.beam import Row, Taken
from recognizer.sums.expression import (
    Chain,
    Expression,
    Negative,
    Number,
    Operation,
)
from recognizer.sums.search import KEPT_CHOICES, KEPT_ROWS, Search

EDGE_SPREAD_HEIGHTS, MAX_EDGE_NATS = 0.5, -6.0
"""How far apart the ends of the numbers are: standard deviation; and the least that it says."""


@dataclass(frozen=True)
class _Term:
    """A number of a column, and the sign before it; "" where there is none."""

    sign: str
    number: Expression
    nats: float
    taken: Taken


def column_readings(glyphs: Sequence[Glyph], decimal: str = "") -> list[Row]:
    """Return the likeliest ways to read all `glyphs` as a written addition or subtraction.

    Without an answer under the line, the calculation asks for one.
    """
    line = _line(glyphs)
    if line is None:
        return []
    rest = frozenset(range(len(glyphs))) - {line}
    above = frozenset(k for k in rest if glyphs[k].y < glyphs[line].y)
    upper, lower = rows_from_top(glyphs, above), rows_from_top(glyphs, rest - above)
    if not MIN_ROWS <= len(upper) <= MAX_ROWS or len(lower) > 1:
        return []
    search = Search(glyphs, decimal)
    terms = [_terms(search, glyphs, row) for row in upper]
    answers = [_answers(search, row) for row in lower]
    more = glyphs[line].nats[MINUS] + _edge_nats(glyphs, upper)
    ways = (_row(way[: len(upper)], way[len(upper) :]) for way in product(*terms, *answers))
    rows = [
        Row(row.tree, row.nats + more, (*row.taken, (line, MINUS)), is_column=True)
        for row in ways
        if row
    ]
    return sorted(rows, key=lambda each: -each.nats)[:KEPT_ROWS]


def _line(glyphs: Sequence[Glyph]) -> int | None:
    """Return which glyph is the line of a column that all others belong to; None if none is."""
    bars = [k for k, each in enumerate(glyphs) if each.may_be_bar]
    line = max(bars, key=lambda k: glyphs[k].box.width, default=None)
    if line is None:
        return None
    box = glyphs[line].box
    beyond = MAX_OUTSIDE_HEIGHTS * usual_height(glyphs)
    is_whole = all(box.left - beyond <= each.x <= box.right + beyond for each in glyphs)
    return line if is_whole else None


def _terms(search: Search, glyphs: Sequence[Glyph], region: Region) -> list[_Term]:
    """Return what a row above the line may be, the likeliest first."""
    found = [_Term("", *each) for each in _numbers(search, region)]
    first = min(region, key=lambda k: glyphs[k].x)
    behind = (glyphs[k].x for k in region - {first})
    signs = (PLUS, MINUS) if glyphs[first].box.right < min(behind, default=-math.inf) else ()
    for sign in signs:
        if sign in glyphs[first].nats:
            nats, taken = glyphs[first].nats[sign], ((first, sign),)
            found += [
                _Term(sign, number, more + nats, (*taken, *others))
                for number, more, others in _numbers(search, region - {first})
            ]
    return sorted(found, key=lambda each: -each.nats)[:KEPT_CHOICES]


def _numbers(search: Search, region: Region) -> list[tuple[Expression, float, Taken]]:
    rows = search.nested(region)
    return [(row.side, row.nats, row.taken) for row in rows if isinstance(row.side, Number)]


def _answers(search: Search, region: Region) -> list[_Term]:
    return [
        _Term("", row.side, row.nats, row.taken)
        for row in search.nested(region)
        if isinstance(row.side, Number)
        or (isinstance(row.side, Negative) and isinstance(row.side.inner, Number))
    ]


def _row(terms: Sequence[_Term], answer: Sequence[_Term]) -> Row | None:
    """Return the calculation of a column; None if its signs do not make one.

    One plus sign, at the last number, is for all of them; each number that is taken away has its
    minus.
    """
    first, *others = terms
    last = others[-1].sign
    if first.sign or not last or (last == MINUS and not all(each.sign for each in others)):
        return None
    tree = first.number
    for each in others:
        tree = Operation(each.sign or PLUS, tree, each.number)
    every = (*terms, *answer)
    taken = tuple(pair for each in every for pair in each.taken)
    sides = (tree, *(each.number for each in answer))
    return Row(Chain(sides, ("=",)), sum(each.nats for each in every), taken)


def _edge_nats(glyphs: Sequence[Glyph], rows: Iterable[Region]) -> float:
    """Return how likely the numbers end where they do, as a logarithm."""
    height = usual_height(glyphs)
    ends = [max(glyphs[k].box.right for k in row) for row in rows]
    off = (max(ends) - min(ends)) / height / EDGE_SPREAD_HEIGHTS
    return max(-(off**2) / 2, MAX_EDGE_NATS)

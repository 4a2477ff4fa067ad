"""Structure and symbols in one search: the likeliest ways to read glyphs as one calculation.

A two-dimensional grammar, worked out from the outside in: spans (fractions, roots) are found, what
they hold is read in the same way, and then the line is read in which they stand. Each of these
decisions is weighed by its probability, and the few best are followed, so that what a symbol is
decides where it stands, and the other way round (Álvaro et al. 2014, "Recognition of On-line
Handwritten Mathematical Expressions Using 2D Stochastic Context-Free Grammars and HMMs").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from math import inf, log

from recognizer.reading.regions.glyph import MINUS, ROOT_SIGN, Glyph, usual_height
from recognizer.reading.regions.spans import MAX_NESTED, Kind, Region, Span, spans_in, top_spans
from recognizer.reading.seeing.place import MIN_HEIGHT_HEIGHTS, Place
from recognizer.sums.beam import Choice, Row, best_rows
from recognizer.sums.expression import COMPARISONS, DECIMAL_SIGNS, Bar, Expression, Root
from recognizer.sums.heights import Standing, Unit, lines_of
from recognizer.sums.phases import Piece, Raised

KEPT_ROWS, KEPT_CHOICES = 6, 3
"""So many ways to read a line are returned, and tried of what a span holds."""
NO_SPAN_NATS = -3.0
"""As unlikely is a minus that has something above and below it, and is no bar."""
MAX_SPECK_HEIGHTS = 0.2
"""What is so small, in heights of the line, is a dot, a comma, a minus or dirt: no digit."""
SPECK_NATS, DIRT_NATS = -2.0, -7.0
"""As unlikely is a speck that is a dot but does not look like one, or means nothing."""
POINT_MIDDLE, COMMA_MIDDLE, TIMES_MIDDLE, DOT_SPREAD = 0.95, 1.0, 0.5, 0.12
"""Where a point and a comma stand, and a dot that means times; standard deviation of all."""
SIGN_MIDDLE, SIGN_SPREAD = 0.5, 0.25
"""Where a minus stands; hands put it lower or higher, but not below the foot of the digits."""
MINUS_WIDTH, MINUS_WIDTH_SPREAD, DOT_WIDTH, DOT_WIDTH_SPREAD = 0.5, 0.4, 0.08, 0.6
"""How wide a minus is, and how long a dot, in heights of the digits, and the standard deviations of
the logarithms: a hasty dot is as flat as a minus, but far shorter."""
COVERING_NATS = -6.0
"""As unlikely is a minus above or below others, instead of beside them."""
MAX_PLACE_NATS = -8.0
OTHER_DECIMAL_NATS = -2.0
"""As unlikely is a comma before tenths where points are used, or a point where commas are."""
X_NATS = -2.0
"""As unlikely is an x that is a variable, where it may mean times."""
RAISED_SIGN_NATS = -1.0
"""As unlikely are signs in an exponent, which is mostly a number; those behind it stand as high."""
ODD_TIMES_NATS = -2.0
"""As unlikely is a star or a comma that means times: hands write crosses and dots."""
_DOT, _TIMES, _CROSS, _X, _STAR = ".", "\N{MIDDLE DOT}", "\N{MULTIPLICATION SIGN}", "x", "*"
_DECIMAL_MIDDLES = {_DOT: POINT_MIDDLE, ",": COMMA_MIDDLE}
_SMALL = frozenset((*DECIMAL_SIGNS, MINUS, _TIMES))


def best_readings(glyphs: Sequence[Glyph], decimal: str = "", has_x: bool = False) -> list[Row]:
    """Return the likeliest ways to read all `glyphs` as one calculation, the best one first.

    There is none if they are not one. `decimal` is the usual sign before tenths, if there is one.
    `has_x` tells whether there is a variable x.
    """
    return Search(glyphs, decimal, has_x).rows(frozenset(range(len(glyphs)))) if glyphs else []


class Search:
    """Reads regions of glyphs, and remembers what it made of those within others."""

    def __init__(self, glyphs: Sequence[Glyph], decimal: str, has_x: bool = False) -> None:
        self._glyphs = glyphs
        self._decimal = decimal
        self._has_x = has_x
        self._known: dict[Region, list[Row]] = {}
        self._depth = 0

    def rows(self, region: Region, is_nested: bool = False) -> list[Row]:
        """Return the likeliest ways to read a region, which is not empty, the best one first."""
        found = [
            replace(row, nats=row.nats + nats)
            for spans, nats in self._ways_to_span(region)
            for row in self._rows_with(region, spans, is_nested)
        ]
        best: dict[object, Row] = {}
        for row in sorted(found, key=lambda each: -each.nats):
            best.setdefault((row.tree, row.taken), row)
        return list(best.values())[:KEPT_ROWS]

    def nested(self, region: Region) -> list[Row]:
        """Return the likeliest ways to read a region that has one side, as one in a fraction."""
        if region not in self._known:
            if self._depth == MAX_NESTED:
                return []
            self._depth += 1
            self._known[region] = self.rows(region, is_nested=True)[:KEPT_CHOICES]
            self._depth -= 1
        return self._known[region]

    def _ways_to_span(self, region: Region) -> Iterable[tuple[list[Span], float]]:
        """Yield all spans of a region, and all but one, with the logarithms of how likely."""
        every = spans_in(self._glyphs, region)
        top = top_spans(every)
        yield top, 0.0
        for left_out in top:
            rest = [each for each in every if each is not left_out]
            yield top_spans(rest), NO_SPAN_NATS

    def _rows_with(self, region: Region, spans: Sequence[Span], is_nested: bool) -> list[Row]:
        choices = {span.owner: self._span_choices(span) for span in spans}
        if not all(choices.values()):
            return []
        alone = region.difference(*(span.members for span in spans))
        units = [self._unit(k) for k in alone] + [self._span_unit(span) for span in spans]
        units.sort(key=lambda unit: unit.box.left + unit.box.right)
        height = usual_height(self._as_tall_as_digits(alone))
        covering = COVERING_NATS * sum(self._covers(k, units) for k in alone)
        return [
            replace(row, nats=row.nats + line.nats + covering)
            for line in lines_of(units, height)
            for row in best_rows(self._items(line.standing, choices), is_nested)
        ]

    def _as_tall_as_digits(self, alone: Region) -> Sequence[Glyph]:
        """Return digits and letters of a line; where it has none but in its spans, those of all."""
        tall = [k for k, each in enumerate(self._glyphs) if each.best.isalnum()]
        in_line = [self._glyphs[k] for k in tall if k in alone]
        return in_line or [self._glyphs[k] for k in tall] or self._glyphs

    def _covers(self, k: int, units: Iterable[Unit]) -> bool:
        """Tell whether a bar lies above or below others of its line: so no minus does."""
        bar = self._glyphs[k]
        middles = ((each.box.left + each.box.right) / 2 for each in units if each.name != k)
        return bar.may_be_bar and any(bar.box.left < each < bar.box.right for each in middles)

    def _unit(self, k: int) -> Unit:
        glyph = self._glyphs[k]
        digit = glyph.box if glyph.best.isdigit() else None  # a parenthesis may be a 1, but is tall
        is_x = self._has_x and _CROSS in glyph.nats
        may_be_base = glyph.may_be_digit or glyph.is_letter or is_x or ")" in glyph.nats
        raised = _raised_nats(glyph)
        return Unit(k, glyph.box, None, may_be_base, digit, glyph.best.isdigit(), raised)

    def _span_unit(self, span: Span) -> Unit:
        """Return how a span stands in its line: by its bar, or by what is under its roof."""
        box = span.box(self._glyphs)
        if span.kind is not Kind.ROOT:
            axis = self._glyphs[span.owner].y if span.kind is Kind.BAR else None
            return Unit(span.owner, box, axis)
        (under,) = span.parts
        spans = top_spans(spans_in(self._glyphs, under))
        in_line = under.difference(*(each.members for each in spans))
        digits = [self._glyphs[k].box for k in in_line if self._glyphs[k].may_be_digit]
        if digits or not spans:
            first = min(digits, key=lambda each: each.left, default=None)
            return Unit(span.owner, box, may_be_base=True, digit=first)
        return Unit(span.owner, box, self._glyphs[spans[0].owner].y, may_be_base=True)

    def _items(
        self, standing: Iterable[Standing], choices: dict[int, list[Choice]]
    ) -> list[list[Choice]]:
        """Return what each place in a line may be, with what is raised behind it."""
        items = []
        for each in standing:
            name = each.unit.name
            items.append(choices.get(name) or self._choices(name, each.place))
            if each.raised:
                items.append(self._raised(each.raised, choices))
        return items

    def _raised(self, units: Sequence[Unit], choices: dict[int, list[Choice]]) -> list[Choice]:
        within = (choices[unit.name][0].taken for unit in units if unit.name in choices)
        taken = {k for pairs in within for k, _ in pairs}
        region = frozenset(taken.union(unit.name for unit in units))
        return [Choice(Raised(row.side), row.nats, row.taken) for row in self.nested(region)]

    def _choices(self, k: int, place: Place) -> list[Choice]:
        """Return what a glyph may be where it stands."""
        glyph = self._glyphs[k]
        side = max(place.height, place.width)
        is_speck = side <= MAX_SPECK_HEIGHTS
        nats = dict(glyph.nats)
        if is_speck:
            nats[_DOT] = max(nats.get(_DOT, SPECK_NATS), SPECK_NATS)
        found = [
            Choice(piece, nats[label] + more, ((k, piece),))
            for label in nats
            for piece, more in self._pieces(label, place, side)
        ]
        if not is_speck:
            return found
        small = [each for each in found if each.piece in _SMALL]
        return [*small, Choice(None, DIRT_NATS, ((k, ""),))]

    def _pieces(self, label: str, place: Place, side: float) -> list[tuple[str, float]]:
        """Return what a label means at its place: a dot is a decimal point or a times sign.

        `side` is the longer one, in heights of the digits.
        """
        if label == MINUS:
            short = min(_shorter_nats(side), 0.0)
            return [(MINUS, short + _place_nats(place, SIGN_MIDDLE, SIGN_SPREAD))]
        is_usual = label not in DECIMAL_SIGNS or self._decimal in ("", label)
        nats = 0.0 if is_usual else OTHER_DECIMAL_NATS
        if label in _DECIMAL_MIDDLES:
            odd = 0.0 if label == _DOT else ODD_TIMES_NATS
            times = (_TIMES, odd + _place_nats(place, TIMES_MIDDLE, DOT_SPREAD))
            middle = _DECIMAL_MIDDLES[label]
            return [(label, nats + _place_nats(place, middle, DOT_SPREAD)), times]
        if label == _CROSS:
            return [(_CROSS, nats), (_X, nats if self._has_x else nats + X_NATS)]
        if label == _STAR:
            return [(_STAR, ODD_TIMES_NATS)]
        return [] if label == ROOT_SIGN else [(label, nats)]

    def _span_choices(self, span: Span) -> list[Choice]:
        """Return what a span may be, the likeliest first."""
        glyph = self._glyphs[span.owner]
        if span.kind is Kind.EQUALS:
            return [self._equals(span)]
        sign = MINUS if span.kind is Kind.BAR else ROOT_SIGN
        nats = glyph.nats[sign]
        found = []
        for rows in product(*map(self.nested, span.parts)):
            taken = ((span.owner, sign), *(pair for row in rows for pair in row.taken))
            piece = _whole(span.kind, [row.side for row in rows])
            found.append(Choice(piece, nats + sum(row.nats for row in rows), taken))
        return sorted(found, key=lambda each: -each.nats)[:KEPT_CHOICES]

    def _equals(self, span: Span) -> Choice:
        nats = sum(self._glyphs[k].nats[MINUS] for k in span.members)
        return Choice("=", nats, tuple((k, "=") for k in sorted(span.members)))


def _whole(kind: Kind, parts: Sequence[Expression]) -> Piece:
    if kind is Kind.BAR:
        top, bottom = parts
        return Bar(top, bottom)
    (radicand,) = parts
    return Root(radicand)


def _raised_nats(glyph: Glyph) -> float:
    """Return how likely an exponent has such a glyph in it, as a logarithm; no comparison is."""
    if glyph.may_be_digit or glyph.is_letter:
        return 0.0
    return -inf if glyph.best in COMPARISONS else RAISED_SIGN_NATS


def _place_nats(place: Place, middle: float, spread: float) -> float:
    return max(-(((place.middle - middle) / spread) ** 2) / 2, MAX_PLACE_NATS)


def _shorter_nats(side: float) -> float:
    """Return how much likelier a minus is so long than a dot, as a logarithm."""
    length = log(max(side, MIN_HEIGHT_HEIGHTS))
    long = (length - log(MINUS_WIDTH)) / MINUS_WIDTH_SPREAD
    short = (length - log(DOT_WIDTH)) / DOT_WIDTH_SPREAD
    return max((short**2 - long**2) / 2, MAX_PLACE_NATS)

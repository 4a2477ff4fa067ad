"""Reads ink of sums: fractions, roots and columns have parts above and below each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from recognizer.ink import BoundingBox, Ink
from recognizer.network.alphabet import Alphabet
from recognizer.network.classifier import Candidate
from recognizer.reading.parting.numbers import NumberReader, lines_of
from recognizer.reading.regions.glyph import MINUS
from recognizer.reading.regions.regions import Area, Order, areas_in, may_be_bar
from recognizer.reading.result import Number, Reading, Symbol

MAX_SYMBOL_HEIGHTS = 1.3
"""Of the tallest symbol of a sum: an upright line that is no longer is a 1, and not ruled."""
_SIGNS_OF_SUMS = frozenset("+-=()")
Key = tuple[int, ...]
Read = tuple[Area, list[Number]]
"""An area that was read, and the numbers in it."""


def is_of_sums(alphabet: Alphabet) -> bool:
    """Tell whether `alphabet` is for sums: it has their signs, and is not for all there is."""
    return {*alphabet.symbols} >= _SIGNS_OF_SUMS and not alphabet.has_words


class StructuredReader:
    """Has a reader of numbers read each part of a sum by itself, and puts them together.

    A sum with a sign that was found by its place, as an equals sign or the bar of a fraction, is
    one number, whose symbols are in reading order: of a fraction, first what stands above the bar.
    """

    def __init__(self, numbers: NumberReader) -> None:
        self._numbers = numbers
        self._known: dict[Key, _Known] = {}

    def read(self, ink: Ink) -> Reading:
        """Read all that stands in `ink`; strokes are known again as in `NumberReader.numbers_in`.

        Raises
        ------
        InkError
            If there are too many strokes.
        """
        blocks = areas_in(ink.strokes)
        asked = [area.members for block in blocks for area in block if not area.label]
        found = iter(self._numbers.numbers_in(ink, asked))
        now: dict[Key, _Known] = {}
        read: list[Number] = []
        for block in blocks:
            areas = [(area, next(found)) for area in block if not area.label]
            read += self._block(ink, [area for area in block if area.label], areas, now)
        self._known = now
        return lines_of(read)

    def _block(
        self, ink: Ink, signs: list[Area], areas: list[Read], now: dict[Key, _Known]
    ) -> list[Number]:
        """Return the numbers of a block; only one if it has `signs`, or long lines left out."""
        parts = [number for _, numbers in areas for number in numbers]
        tallest = max((each.box.height for part in parts for each in part.symbols), default=0.0)
        left_out = (line for read in areas for line in _lines_left_out(ink, *read, tallest))
        signs = [*signs, *left_out]
        if not signs or not parts:
            return parts
        strokes = [ink.strokes[k] for sign in signs for k in sign.members]
        key = tuple(map(id, (*strokes, *parts)))
        known = self._known.get(key) or _Known(self._whole(ink, signs, areas), (*strokes, *parts))
        now[key] = known
        return [known.whole]

    def _whole(self, ink: Ink, signs: list[Area], areas: list[Read]) -> Number:
        return put_together([(sign.order, self._sign(ink, sign)) for sign in signs], areas)

    def _sign(self, ink: Ink, sign: Area) -> Symbol:
        """Return a sign that its place makes sure of, or else what the network sees in it."""
        strokes = tuple(ink.strokes[k] for k in sign.members)
        box = BoundingBox.around([each.bounding_box for each in strokes])
        seen = self._numbers.see(strokes)
        if not sign.label:
            return seen.symbol(seen.is_known, box, sign.members)
        return sure(seen.symbol(True, box, sign.members), sign.label)


@dataclass(frozen=True)
class _Known:
    """A sum that was put together; `kept` lives as long, so that nothing else has its ids."""

    whole: Number
    kept: tuple[object, ...]


def put_together(signs: Sequence[tuple[Order, Symbol]], areas: Sequence[Read]) -> Number:
    """Return the sum that signs make with the numbers of the areas between them."""
    placed = [*signs]
    for area, numbers in areas:
        read = (symbol for number in numbers for symbol in number.symbols)
        placed += [((*area.order, each.box.left), each) for each in read]
    symbols = tuple(symbol for _, symbol in sorted(placed, key=lambda pair: pair[0]))
    around = [each.box for each in symbols]
    around += [number.box for _, numbers in areas for number in numbers]
    return Number(symbols, BoundingBox.around(around))


def sure(symbol: Symbol, label: str) -> Symbol:
    """Return `symbol` as what its place makes sure that it is."""
    others = (Candidate(each.label, 0.0) for each in symbol.candidates if each.label != label)
    return replace(symbol, candidates=(Candidate(label, 1.0), *others), knownness=1.0)


def _lines_left_out(ink: Ink, area: Area, numbers: Sequence[Number], tallest: float) -> list[Area]:
    """Return the bars that are in no number, and what is no longer than a symbol: a 1, perhaps."""
    read = {k for number in numbers for symbol in number.symbols for k in symbol.strokes}
    boxes = [(k, ink.strokes[k].bounding_box) for k in area.members if k not in read]
    bars = [(k, box) for k, box in boxes if may_be_bar(ink.strokes[k])]
    others = [
        Area((k,), "", (*area.order, box.left))
        for k, box in boxes
        if not may_be_bar(ink.strokes[k]) and box.height <= MAX_SYMBOL_HEIGHTS * tallest
    ]
    return [*bars_of(area, bars, numbers), *others]


def bars_of(
    area: Area, lines: Sequence[tuple[int, BoundingBox]], numbers: Sequence[Number]
) -> list[Area]:
    """Return the long `lines` of an area that are bars with nothing below them yet.

    They are in none of the `numbers`. A line with nothing above it is no such bar: it is ruled, or
    part of a frame, and so are others.
    """
    tops = [number.box.top for number in numbers]
    if not tops or any(box.top < min(tops) for _, box in lines):
        return []
    return [Area((k,), MINUS, (*area.order, box.left)) for k, box in lines]

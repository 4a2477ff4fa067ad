"""Puts the user's corrections into a reading, in place of what was read."""

from __future__ import annotations

from dataclasses import replace

from recognizer.document.page import Page
from recognizer.ink import Stroke
from recognizer.reading.result import Line, Number, Reading

Said = tuple[str | None, ...]


class Overruling:
    """Applies corrections to readings.

    A number without corrections stays the same object, and so does one whose corrections have not
    changed. So the view need not draw it again.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Number, Said, Number]] = {}  # by the id of the first Number

    def of(self, reading: Reading, strokes: tuple[Stroke, ...], page: Page) -> Reading:
        """Return `reading`, of `strokes` or of a picture, with the corrections of `page`."""
        if not page.corrections:
            return reading
        before, self._known = self._known, {}
        is_only = reading.only is not None
        lines = (
            Line(tuple(self._number(n, strokes, page, is_only, before) for n in line.numbers))
            for line in reading.lines
        )
        return replace(reading, lines=tuple(lines))

    def _number(
        self,
        number: Number,
        strokes: tuple[Stroke, ...],
        page: Page,
        is_only: bool,
        before: dict[int, tuple[Number, Said, Number]],
    ) -> Number:
        said = tuple(
            page.said_of(
                (strokes[place] for place in symbol.strokes),
                None if symbol.strokes or is_only else symbol.box,
            )
            for symbol in number.symbols
        )
        if not any(each is not None for each in said):
            return number
        known = before.get(id(number))
        if known is None or known[1] != said:
            pairs = zip(number.symbols, said, strict=True)
            symbols = tuple(replace(symbol, said=word) for symbol, word in pairs)
            known = number, said, replace(number, symbols=symbols)
        self._known[id(number)] = known
        return known[2]

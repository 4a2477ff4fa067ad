"""A reading with what the user has said of single digits in the place of what was read."""

from __future__ import annotations

from dataclasses import replace

from recognizer.document.page import Page
from recognizer.ink import BoundingBox, Stroke
from recognizer.reading.result import Number, Reading, Verdict

Said = tuple[str | None, ...]


class Overruling:
    """Lays the user's words over readings.

    A number of which nothing was said stays the same object, and one that stays as it was said,
    too: what is shown of it need not be drawn again.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Number, Said, Number]] = {}  # by the identity of the first

    def of(self, reading: Reading, strokes: tuple[Stroke, ...], page: Page) -> Reading:
        """Return `reading`, which is of `strokes`, with what was said on `page`.

        Parameters
        ----------
        reading : Reading
        strokes : tuple of Stroke
            Empty for the reading of a picture.
        page : Page
        """
        if not page.corrections:
            return reading
        if not reading.lines:
            said = _said_of(reading, strokes, page) if reading.candidates else None
            return reading if said is None else replace(reading, said=said)
        before, self._known = self._known, {}
        lines = tuple(
            tuple(self._number(each, strokes, page, before) for each in line)
            for line in reading.lines
        )
        whole = replace(reading, lines=lines)
        is_read = whole.has_digits
        return replace(whole, verdict=Verdict.NUMBERS if is_read else Verdict.NOT_A_DIGIT)

    def _number(
        self,
        number: Number,
        strokes: tuple[Stroke, ...],
        page: Page,
        before: dict[int, tuple[Number, Said, Number]],
    ) -> Number:
        said = tuple(
            _said_of(digit, strokes, page, None if digit.strokes else digit.box)
            for digit in number.digits
        )
        if not any(each is not None for each in said):
            return number
        known = before.get(id(number))
        if known is None or known[1] != said:
            pairs = zip(number.digits, said, strict=True)
            digits = tuple(replace(digit, said=word) for digit, word in pairs)
            known = number, said, replace(number, digits=digits)
        self._known[id(number)] = known
        return known[2]


def _said_of(
    digit: Reading, strokes: tuple[Stroke, ...], page: Page, box: BoundingBox | None = None
) -> str | None:
    return page.said_of((strokes[place] for place in digit.strokes), box)

"""The digits that have been read on a desk."""

from __future__ import annotations

from recognizer.board.input.pointing import Mark, Spot, digit_at, drawn_last
from recognizer.document.session import Session
from recognizer.network.alphabet import Alphabet
from recognizer.reading.result import Symbol


class ReadDigits:
    """The digits that can be pointed at and named. There are none while the reading is outdated."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def drawn(self) -> tuple[Symbol, ...]:
        """The digits of the ink, or of a picture without ink on it."""
        reading = self._session.reading
        return reading.symbols if reading and self._session.reads_this_ink else ()

    @property
    def alphabet(self) -> Alphabet:
        """The alphabet that is read."""
        return self._session.alphabet

    @property
    def newest(self) -> Symbol | None:
        """The digit drawn last, or the first of a picture; None if nothing has been read."""
        return drawn_last(self.drawn)

    def at(self, spot: Spot, reach: float) -> Symbol | None:
        """Return the digit nearest to `spot`, within `reach`; both in the unit of the reading."""
        return digit_at(self.drawn, spot, reach)

    def mark(self, digit: Symbol) -> Mark:
        """Return the mark that finds `digit` again after the same ink has been read anew."""
        return Mark(self._page, digit.strokes, None if digit.strokes else digit.box)

    @property
    def _page(self) -> object:
        return self._session.strokes or self._session.page.picture

    def marked(self, mark: Mark | None) -> Symbol | None:
        """Return the digit of `mark`, if it is still there."""
        return mark.among(self.drawn, self._page) if mark else None

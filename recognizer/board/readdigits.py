"""The digits on the board that have been read, as they stand there now."""

from __future__ import annotations

from recognizer.board.pointing import Mark, Spot, digit_at, drawn_last
from recognizer.reading import Reading
from recognizer.session import Session


class ReadDigits:
    """What can be pointed at and named; nothing while the reading is of another ink.

    Parameters
    ----------
    session : Session
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def drawn(self) -> tuple[Reading, ...]:
        """The digits among the strokes."""
        reading, strokes = self._session.reading, self._session.strokes
        return reading.digits if reading and strokes and self._session.reads_this_ink else ()

    @property
    def nameable(self) -> tuple[Reading, ...]:
        """What the user can say something of: those digits, or the only one of a picture."""
        reading = self._session.reading
        if self._session.strokes or not (reading and self._session.reads_this_ink):
            return self.drawn
        return reading.digits if len(reading.digits) == 1 else ()

    @property
    def newest(self) -> Reading | None:
        """The one drawn last; None if nothing has been read."""
        return drawn_last(self.nameable)

    def at(self, spot: Spot, reach: float) -> Reading | None:
        """Return the digit nearest to `spot`, within `reach`; both in the ink's coordinates."""
        return digit_at(self.drawn, spot, reach)

    def mark(self, digit: Reading) -> Mark:
        """Return what finds `digit` again when the same ink has been read anew."""
        return Mark(self._session.strokes, digit.strokes)

    def marked(self, mark: Mark | None) -> Reading | None:
        """Return the digit of `mark`, if it is still there."""
        return mark.among(self.nameable, self._session.strokes) if mark else None

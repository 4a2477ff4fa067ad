"""A desk: a page, the hand that draws there, and the digits read of it."""

from __future__ import annotations

from recognizer.board.input.hand import Hand
from recognizer.board.input.readdigits import ReadDigits
from recognizer.document.session import Session


class Desk:
    """What belongs together around one page. Two desks share nothing."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.hand = Hand(session)
        self.digits = ReadDigits(session)

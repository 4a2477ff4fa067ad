"""A desk: a page, the hand that draws there, and the digits read of it."""

from __future__ import annotations

from recognizer.board.input.hand import Hand
from recognizer.board.input.readdigits import ReadDigits
from recognizer.document.session import Session


class Desk:
    """What belongs to one page. Two desks share nothing.

    `is_restored` tells whether the page comes from an earlier run of the board.
    """

    def __init__(self, session: Session, is_restored: bool = False) -> None:
        self.is_restored = is_restored
        self.session = session
        self.hand = Hand(session)
        self.digits = ReadDigits(session)

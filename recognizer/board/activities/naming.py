"""Naming a digit: which one is meant, and the label that the user gives it."""

from __future__ import annotations

from recognizer.board.activities.activity import Host
from recognizer.board.activities.asking import Asking
from recognizer.board.glass.state import Glass
from recognizer.board.input.desk import Desk
from recognizer.board.show.message import Message
from recognizer.board.stage.layers import outline_space
from recognizer.board.teach.teaching import Teaching
from recognizer.ink import BoundingBox
from recognizer.lessons import Lesson
from recognizer.reading.result import Symbol
from recognizer.reading.words import none_read, not_among

READING_SECONDS = 1.0
"""The longest time that a digit key waits for the reading of its digit; usually milliseconds."""


class Naming:
    """Tells the session what the user says about digits. The reading then shows it."""

    def __init__(
        self, host: Host, desk: Desk, glass: Glass, teaching: Teaching, asking: Asking
    ) -> None:
        self._host = host
        self._session = desk.session
        self._hand = desk.hand
        self._digits = desk.digits
        self._glass = glass
        self._card = teaching
        self._asking = asking

    @property
    def meant(self) -> Symbol | None:
        """The digit that keys and the looking glass mean; None if nothing has been read.

        The first of these: the digit of the open card, the one pressed in the panel, the one under
        the pointer, the one in the looking glass, the newest.
        """
        pressed = self._card.digit or self._asking.chosen
        return pressed or self.under_pointer or self._glass.digit or self._digits.newest

    @property
    def under_pointer(self) -> Symbol | None:
        """The digit under the pointer, or near it."""
        reach = outline_space(self._host.layout) / self._host.placing_of_read.zoom
        spot = self._host.aim.spot
        return self._digits.at(spot, reach) if spot else None

    def pointed(self, at_rest: bool) -> BoundingBox | None:
        """Return the box of the digit that a key would name, if the board must show which one.

        It must for an open card, for a symbol pressed in the panel, for an open looking glass, and
        if the user points at one of several digits.
        """
        digit = self._card.digit or self._asking.chosen
        if not digit and self._glass.is_open and not self._hand.is_busy:
            digit = self.meant
        elif not digit and at_rest and len(self._digits.drawn) > 1 and not self._hand.has_eraser:
            digit = self.under_pointer
        return digit.box if digit else None

    def teach(self, label: str, digit: Symbol | None = None) -> None:
        """Correct `digit`, or the one that is meant: it is `label`; "" for no digit."""
        if label not in ("", *self._session.alphabet.symbols):
            self._host.tell(Message(not_among(self._session.alphabet, label)))
            return
        mark = self._digits.mark(digit) if digit else None
        digit = self._digits.marked(mark) if mark else self._digit_to_teach()
        self._card.close()
        self._asking.close()
        if digit and self._session.teach(digit, label):
            self._host.later(self._host.ask)
            self._card.taught = self._digits.mark(digit), label

    def toggle_card(self) -> None:
        """Open the card for the digit that is meant, or close the card."""
        if self._card.is_open:
            self._card.close()
        elif digit := self._digit_to_teach():
            self._card.choose(self._digits.mark(digit))
        self._asking.close()

    def choose_another(self) -> bool:
        """If the card is open, turn it to the pressed digit, or close it. Return if it was open.

        A press outside the panel also ends a question about a symbol that was pressed there.
        """
        self._asking.close()
        if not self._card.is_open:
            return False
        digit = self.under_pointer
        self._card.close()
        if digit:
            self._card.choose(self._digits.mark(digit))
        return True

    def forget_first(self) -> None:
        """Forget the lesson that swayed the digit in the glass most. Press again for the next."""
        if not self._glass.is_open:
            self._host.tell(Message("Press D: the looking glass shows what can be forgotten"))
        elif self._glass.lessons:
            self.forget(self._glass.lessons[0])
        else:
            self._host.tell(Message("Nothing to forget: no lesson has swayed this"))

    def forget(self, lesson: Lesson) -> None:
        """Take back what `lesson` taught."""
        if self._session.forget(lesson):
            self._host.turned(True)
            if self._session.reading is None:  # otherwise the new reading is looked at anyway
                self.look_at(self.meant)
            self._host.tell(Message("Forgotten; undo brings it back"))

    def look_at(self, digit: Symbol | None) -> None:
        """Look at `digit`, or for None at all ink, if the looking glass is open."""
        if self._glass.is_open and not self._session.is_empty:
            self._glass.look_away()
            self._glass.look_at(digit)

    def follow_reading(self) -> None:
        """Keep the card and the looking glass on their digits after a new reading."""
        if not self._card.digit:
            self._card.close()
        mark, _ = self._card.taught or (None, "")
        named = self._digits.marked(mark)
        if named and (message := self._card.message(named)):
            self._host.tell(message)
        if self._glass.is_open:
            self._glass.look_at(self.meant)

    def _digit_to_teach(self) -> Symbol | None:
        """Return the digit that is meant. If there is none, tell the user why."""
        self._host.interrupt()
        if self._session.is_empty:
            return None
        if not self._session.reads_this_ink:
            self._host.ask()
            self._host.background.finish_reading(READING_SECONDS)
            self._host.collect()
        digit = self.meant
        if digit is None:
            is_read = self._session.reads_this_ink
            words = (
                f": {none_read(self._session.alphabet)}" if is_read else " yet: I am still reading"
            )
            self._host.tell(Message(f"Nothing to name{words}"))
        return digit

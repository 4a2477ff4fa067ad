"""A second activity, in one file that touches nothing else: write the digit that is shown."""

import time
from dataclasses import dataclass

from recognizer.actions import table
from recognizer.board.activities.activity import Activity
from recognizer.board.draw.motion import NEVER
from recognizer.board.draw.theme import DISPLAY_FONT, fit_text
from recognizer.board.show.message import Message
from recognizer.board.stage.scene import Face

REST_SECONDS = 1.0
"""From a digit that is right to the next."""


@dataclass(frozen=True)
class Task(Face):
    """The digit to write, and how many have been right."""

    digit: str = ""
    right: int = 0

    def under(self, layout, theme, scene):
        free = layout.free
        words = f"Write {self.digit}  ({self.right} right)"
        drawn = fit_text(words, DISPLAY_FONT, layout.pixels(64), theme.accent, free.width)
        return [(drawn, drawn.get_rect(midtop=(free.centerx, free.top + layout.margin)))]


class WriteTheDigit(Activity):
    follows = frozenset({table.READ})

    def __init__(self, host, digits):
        self.desk = host.new_desk()
        self._host = host
        self._digits = iter(digits)
        self._task = Task(digit=next(self._digits))
        self._next_from = NEVER

    def obeys(self, command):
        """Take the key that reads: it asks for another digit."""
        if command is not table.READ:
            return False
        self._next_from = time.monotonic()
        return True

    def changed(self):
        self._host.ask()

    def accept(self, question, reading):
        if not self.desk.session.accept(question, reading):
            return
        if reading.text == self._task.digit and self._next_from == NEVER:
            self._task = Task(digit=self._task.digit, right=self._task.right + 1)
            self._next_from = time.monotonic() + REST_SECONDS
            self._host.tell(Message("Right"))

    def keep_time(self, now):
        if now >= self._next_from:
            self._next_from = NEVER
            self.desk.session.clear()
            self._task = Task(digit=next(self._digits, "0"), right=self._task.right)

    @property
    def due(self):
        return self._next_from

    def face(self, at_rest):
        return Task(self.desk.session.reading, None, self._task.digit, self._task.right)

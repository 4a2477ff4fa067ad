"""A question of a session: what is to be read, and as what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recognizer.document.openstroke import OpenStroke
from recognizer.document.page import BoardPicture
from recognizer.ink import Ink
from recognizer.lessons import Lessons
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading

if TYPE_CHECKING:
    from recognizer.document.session import Session


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be read, at one moment of a session, which alone takes the answer.

    A picture is read if there is no ink. `alphabet` is the name of what is written, and
    `expected` the digits that are asked for, if any are. If it is asked while a stroke grows,
    `pen` is this stroke, whose points so far are the last of the ink.
    """

    session: Session
    revision: int
    alphabet: str
    ink: Ink
    picture: BoardPicture | None = None
    lessons: Lessons = ()
    expected: str = ""
    pen: OpenStroke | None = None

    def ask(self, reader: Reader, pause: Callable[[], None] = lambda: None) -> Reading:
        """Return the answer; takes milliseconds, and may be asked on any one thread.

        For `pause` see `Reader.pausing`.

        Raises
        ------
        InkError
            If there is more ink than is read.
        """
        reader.choose(self.alphabet)
        reader.learn(self.lessons)
        with reader.pausing(pause):
            if self.picture is not None and not self.ink:
                return reader.read_image(self.picture.pixels)
            return reader.read_ink(self.ink, self.expected)

"""Has the ink read while the pen is down, as fast as the reading thread answers."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from recognizer.board.draw.motion import FRAME_SECONDS, NEVER
from recognizer.board.threads.background import Answer
from recognizer.document.openstroke import OpenStroke
from recognizer.document.question import Question
from recognizer.document.session import Session
from recognizer.errors import RecognizerError, UnexpectedError
from recognizer.keeping.settings import DRAWING

if TYPE_CHECKING:
    from recognizer.board.run.hosting import Hosting

MAX_POINTS = 2_000
"""A longer stroke is no symbol: it is read when the pen is lifted."""
REST_SHARE = 0.5
"""The reading thread rests for so large a part of the time that a question has taken."""


class Following:
    """Asks what the ink reads as, each time the stroke under the pen has grown.

    It asks once in a frame at most, and only while nothing else is read: a stroke that is finished
    never waits. The reading thread rests after each, so that a page that takes long to read
    leaves time to the loop.
    """

    def __init__(self, host: Hosting) -> None:
        self._host = host
        self._points: WeakKeyDictionary[OpenStroke, int] = WeakKeyDictionary()  # when it was asked
        self._asked_at = 0.0
        self._from = 0.0

    def ask(self, now: float) -> None:
        """Ask, if there is something new and it is time; `now` is in `time.monotonic` seconds."""
        grown = list(self._grown())
        if not grown or now < self._from or self._host.background.is_reading:
            return
        session, pen = min(grown, key=lambda pair: self._points.get(pair[1], 0))
        question = session.question_while_drawing()
        if question:
            self._points[pen] = len(pen.points)
            self._asked_at, self._from = now, now + FRAME_SECONDS
            self._host.background.read(question)

    def take(self, question: Question, reading: Answer) -> None:
        """Have the answer shown. Ink that is not read is told of when the pen is lifted."""
        now, activity, session = time.monotonic(), self._host.activity, question.session
        self._from = max(self._from, now + REST_SHARE * (now - self._asked_at))
        if isinstance(reading, UnexpectedError):
            self._host.warn(reading)
        if isinstance(reading, RecognizerError):
            if question.pen:  # with more points it would most likely fail again, 60 times a second
                self._points[question.pen] = MAX_POINTS
            return
        is_here = any(session is each.session for each in activity.desks)
        if is_here and session.take_glimpse(question, reading, now):
            activity.glimpse(question, reading)

    @property
    def due(self) -> float:
        """When it will ask next, in seconds of `time.monotonic`."""
        is_due = any(True for _ in self._grown()) and not self._host.background.is_reading
        return self._from if is_due else NEVER

    def _grown(self) -> Iterator[tuple[Session, OpenStroke]]:
        """Yield the strokes of players of which there is more to read. Ink on a picture waits."""
        if self._host.settings.reads != DRAWING:
            return
        activity = self._host.activity
        for session in (each.session for each in activity.desks[: activity.players]):
            pen, on_picture = session.open_stroke, session.page.picture and not session.strokes
            if pen and not on_picture and self._points.get(pen, 0) < len(pen.points) <= MAX_POINTS:
                yield session, pen

"""The board as a player: it draws a number, and says what it takes for what is drawn so far."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from recognizer.board.draw.motion import NEVER
from recognizer.board.input.desk import Desk
from recognizer.document.question import Question
from recognizer.ink import BoundingBox
from recognizer.play.duel import Stand
from recognizer.play.guessing import Drawn, Opinion, Points, opinion_of
from recognizer.reading.result import Reading

OPINIONS = 24
"""So often it says what it sees, from the first point to the last."""


class Machine:
    """Draws at a desk of its own, which nobody else draws on. Times are of `monotonic`.

    `read` has a question read; the answer goes to `hear`.
    """

    def __init__(self, desk: Desk, read: Callable[[Question], None]) -> None:
        self.desk = desk
        self._read = read
        self._task = Drawn("", "")
        self._strokes: tuple[Points, ...] = ()  # where they lie on the page
        self._asked: dict[Question, float] = {}  # when each was asked about this drawing
        self._drawn = 0
        self.opinions: list[Opinion] = []
        """What it took the drawing for, in the order of drawing."""
        self.knows_from = NEVER
        """Since when it has seen enough to know the number."""
        self.known_share = 0.0
        """How much of the drawing that was, in (0, 1]; 0 as long as it does not know."""

    def begin(self, task: Drawn, place: BoundingBox) -> None:
        """Begin to draw the number of `task`, in the middle of `place`, in the unit of the ink."""
        self.desk.session.clear()
        self._task, self._strokes = task, _fitted(task.strokes, place)
        self._drawn, self._asked, self.opinions = 0, {}, []
        self.knows_from, self.known_share = NEVER, 0.0

    @property
    def share(self) -> float:
        """How much of the number is drawn, in [0, 1]."""
        return self._drawn / max(1, self._task.point_count)

    @property
    def stand(self) -> Stand:
        """How the machine stands with the task."""
        return Stand(self.knows_from, self.knows_from < NEVER)

    def draw(self, share: float, now: float) -> None:
        """Draw until so much of the number is drawn, and have it read now and then."""
        total = self._task.point_count
        wanted, every = min(total, int(share * total)), max(1, total // OPINIONS)
        before, self._drawn = self._drawn, max(self._drawn, wanted)
        for index in range(before, self._drawn):
            self._put(index)
        if self._drawn // every > before // every or before < self._drawn == total:
            question = self.desk.session.question()
            self._asked[question] = now
            self._read(question)

    def hear(self, question: Question, reading: Reading) -> None:
        """Take what was read of the drawing at some time; of an earlier drawing it is too late."""
        asked = self._asked.pop(question, None)
        if asked is None:
            return
        opinion = opinion_of(reading, question.ink.point_count / self._task.point_count)
        self.opinions.append(opinion)
        if self.knows_from == NEVER and opinion.knows(self._task.answer):
            self.knows_from, self.known_share = asked, opinion.share

    def _put(self, index: int) -> None:
        """Draw the point at that place among all points."""
        session = self.desk.session
        for stroke in self._strokes:
            if index < len(stroke):
                x, y = map(float, stroke[index])
                session.pen_move(x, y) if index else session.pen_down(x, y)
                if index == len(stroke) - 1:
                    session.pen_up()
                return
            index -= len(stroke)


def _fitted(strokes: tuple[Points, ...], place: BoundingBox) -> tuple[Points, ...]:
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([place.width, place.height])
    scale = float(np.min(room / np.maximum(high - low, 0.2)))
    middle = np.array([place.left + place.right, place.top + place.bottom]) / 2
    return tuple((each - (low + high) / 2) * scale + middle for each in strokes)

"""One of two players: what they write at their desk, and what is asked of them."""

from __future__ import annotations

from enum import Enum

from recognizer.board.games.course import Answer
from recognizer.board.games.writing import CANNOT_READ, Writing
from recognizer.board.input.desk import Desk
from recognizer.ink import BoundingBox
from recognizer.play.duel import Stand
from recognizer.play.judging import WAIT, Verdict
from recognizer.play.round import MAX_QUESTIONS
from recognizer.play.tasks import Task


class State(Enum):
    """How a player stands with the task at hand."""

    WRITES = "writes"
    ASKED = "asked"
    """The player is asked about a misreading."""
    RIGHT = "right"


class Seat:
    """Judges what one player writes. A mistake costs nothing but time; times are of `monotonic`."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.writing = Writing(desk)
        self.state = State.WRITES
        self.judgment = WAIT
        self.wants_skip = False
        """Whether the player would rather go on to the next task."""
        self.answers: list[Answer] = []
        self.misread: list[str] = []
        """The digits that were taken for others."""
        self._questions = 0

    @property
    def stand(self) -> Stand:
        """How the player stands with the task at hand."""
        is_open = self.state is State.ASKED or (
            self.state is State.WRITES and self.writing.may_be_right(self._may_ask)
        )
        return Stand(self.writing.ready_from, self.state is State.RIGHT, is_open)

    @property
    def _may_ask(self) -> bool:
        return self._questions < MAX_QUESTIONS

    @property
    def doubted(self) -> BoundingBox | None:
        """Where the symbol lies that is asked about."""
        asked = self.judgment.symbol if self.state is State.ASKED else None
        return asked.box if asked else None

    @property
    def asks_for_more(self) -> bool:
        """Whether the rest of the answer is waited for."""
        return self.state is State.WRITES and self.writing.asks_for_more

    def begin(self, task: Task, now: float) -> None:
        """Begin a task. A stroke that is still drawn belonged to the one before."""
        self.desk.hand.drop()
        self.state, self.judgment, self.wants_skip = State.WRITES, WAIT, False
        self.writing.begin(task.answer, now)

    def changed(self, now: float) -> None:
        """Take note that something was written, or taken back: that answers a question, too."""
        self.state = State.WRITES
        self.writing.changed(now)

    def judge(self, now: float) -> None:
        """Judge what was written, if that is not done yet."""
        if self.state is not State.WRITES:
            return
        judgment = self.writing.judge(self._may_ask, now)
        if judgment.verdict is Verdict.RIGHT:
            self.state = State.RIGHT
        elif judgment.verdict is Verdict.ASK:
            self.state, self.judgment = State.ASKED, judgment
            self._questions += 1
        elif judgment.verdict is Verdict.UNREAD:
            self.writing.refuse(CANNOT_READ)
        elif judgment.verdict is Verdict.WRONG:
            self._miss()
        else:
            self.writing.ask_for_more(now)

    def enter(self, now: float) -> None:
        """Take note that this is all of the answer."""
        self.writing.enter()
        self.judge(now)

    def say(self, is_asked: bool, now: float) -> None:
        """Take the player's word on the symbol that was asked about. Yes counts, and teaches."""
        symbol = self.judgment.symbol
        if self.state is not State.ASKED or symbol is None:
            return
        self.state = State.WRITES
        if is_asked:
            self.writing.teach(self.judgment)
            self.misread.append(self.judgment.asked)
            self.judge(now)
        elif symbol.is_unread:
            self.writing.refuse(CANNOT_READ)
        else:
            self._miss()

    def keep_answer(self, task: Task) -> None:
        """Keep what stands there, for the end: it was right."""
        writing = self.writing
        self.answers.append(Answer(task, writing.strokes, tuple(writing.own_digits())))

    def drop_question(self) -> None:
        """Ask no longer: the other player has waited long enough."""
        self.state = State.WRITES
        self.writing.refuse(CANNOT_READ)

    def _miss(self) -> None:
        self.writing.refuse(f"I read {self.writing.text}. Try again")

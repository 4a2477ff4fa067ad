"""A round as it goes on at a desk: what all rounds of one player share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from recognizer.board.draw.motion import NEVER
from recognizer.board.games.writing import Writing
from recognizer.board.input.desk import Desk
from recognizer.ink import BoundingBox, Stroke
from recognizer.play.judging import WAIT, Judgment
from recognizer.play.round import Mode, Round
from recognizer.play.scorebook import OwnDigit
from recognizer.play.tasks import Task
from recognizer.play.watch import Watch

CHEER_SECONDS = 0.8
"""How long a solved task stays; the next stroke ends that, too."""


class Phase(Enum):
    """What goes on with the task at hand."""

    WRITE = "write"
    ASK = "ask"
    """The player is asked about a misreading."""
    TRACE = "trace"
    """The answer is shown, to be traced."""
    CHEER = "cheer"
    """It was right."""
    OVER = "over"


@dataclass(frozen=True)
class Answer:
    """What a player has written that was right; typed answers have no strokes.

    `digits` are those in it that were read, and not told.
    """

    task: Task
    strokes: tuple[Stroke, ...] = ()
    digits: tuple[OwnDigit, ...] = ()


class Course(ABC):
    """Takes what is written at `desk`, or typed, as an answer. Times are of `time.monotonic`.

    `finished` is called whenever a task is done.
    """

    def __init__(
        self, desk: Desk, tasks: Iterator[Task], mode: Mode, finished: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._finished = finished
        self.writing = Writing(desk)
        self.round = Round(tasks, mode)
        self.watch = Watch()
        self.phase = Phase.WRITE
        self.judgment: Judgment = WAIT
        self.by_hand = True
        """Whether nothing was typed."""
        self.misread: list[str] = []
        """The symbols that were taken for others, as the player has said."""
        self.answers: list[Answer] = []
        self.cheered_from = -NEVER

    # What is shown ------------------------------------------------------------------------------

    @property
    def asks_for_more(self) -> bool:
        """Whether the rest of the answer is waited for."""
        return self.phase is Phase.WRITE and self.writing.asks_for_more

    @property
    def doubted(self) -> BoundingBox | None:
        """Where the symbol lies that is asked about."""
        asked = self.judgment.symbol if self.phase is Phase.ASK else None
        return asked.box if asked else None

    @property
    def due(self) -> float:
        """When `keep_time` must be called."""
        if self.phase is Phase.CHEER:
            return self.cheered_from + CHEER_SECONDS
        return self.writing.due if self.phase in (Phase.WRITE, Phase.TRACE) else NEVER

    # What happens -------------------------------------------------------------------------------

    def keep_time(self, now: float) -> None:
        """Do what is due."""
        if self.phase is Phase.CHEER and now >= self.cheered_from + CHEER_SECONDS:
            self.go_on(now)
        elif self.writing.is_due(now):
            self.judge(now)

    def changed(self, now: float) -> None:
        """Take note that something was written, or taken back: that answers a question, too."""
        if self.phase is Phase.ASK:
            self.phase = Phase.WRITE
            self.watch.start(now)
        self.writing.changed(now)

    def begin_stroke(self, spot: tuple[float, float], reach: float, now: float) -> None:
        """Make room for a stroke at `spot`, in the unit of the ink: see `Writing.begin_stroke`.

        It belongs to the next task if this one is done.
        """
        if self.phase is Phase.CHEER:
            self.go_on(now)
        if self.phase is Phase.WRITE:
            self.writing.typed = ""
        self.writing.begin_stroke(spot, reach, now)

    def type(self, character: str, now: float) -> None:
        """Add a typed character; "" takes the last one away."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        if self.phase in (Phase.WRITE, Phase.TRACE):
            self.by_hand = self.by_hand and not character
            self.writing.type(character, now)

    def enter(self, now: float) -> None:
        """Take note that this is all of the answer, or that the next one may begin."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        else:
            self.writing.enter()
            self.judge(now)

    def pause(self, now: float) -> None:
        """Let the clock stand."""
        self.watch.stop(now)

    def resume(self, now: float) -> None:
        """Let it run again, where it would."""
        if self.phase is Phase.WRITE:
            self.watch.start(now)

    @abstractmethod
    def go_on(self, now: float) -> None:
        """Begin the next task, or end the round."""

    @abstractmethod
    def judge(self, now: float) -> None:
        """Judge what was written, if that is not done yet."""

    # --------------------------------------------------------------------------------------------

    def _ask(self, judgment: Judgment, now: float) -> None:
        """Ask the player about a misreading; the clock stands meanwhile."""
        self.phase, self.judgment = Phase.ASK, judgment
        self.round.questions += 1
        self.watch.stop(now)

    def _cheer(self, answer: Answer, now: float) -> None:
        """Count `answer` as right."""
        self.answers.append(answer)
        self.round.solve(self.watch.seconds(now))
        self.watch.stop(now)
        self.phase, self.cheered_from = Phase.CHEER, now
        self._finished()

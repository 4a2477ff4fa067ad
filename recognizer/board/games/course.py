"""A round at a desk: from what is written to what becomes of the task at hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from recognizer.board.draw.motion import NEVER
from recognizer.board.games.writing import CANNOT_READ, Writing
from recognizer.board.input.desk import Desk
from recognizer.ink import BoundingBox, Stroke
from recognizer.play.judging import WAIT, Judgment, Verdict
from recognizer.play.penway import showing_seconds
from recognizer.play.round import Mode, Round
from recognizer.play.scorebook import OwnDigit
from recognizer.play.tasks import Task
from recognizer.play.watch import Watch

CHEER_SECONDS = 0.8
"""How long a solved task stays; the next stroke ends that, too."""
FOLLOW_DOTS = "Follow the dots"
_WATCH_SLACK_SECONDS = 1e-6  # a watch that is looked at on the second shows that second


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


class Course:
    """Plays a round: writing is judged, what is in doubt is asked about, the clock runs or stands.

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
        self.task = self.round.current
        """What is shown: while it is cheered, a task that is done."""
        self.by_hand = True
        """Whether nothing was typed."""
        self.judgment = WAIT
        self.misread: list[str] = []
        """The digits that were taken for others."""
        self.answers: list[Answer] = []
        self.cheered_from = -NEVER
        self.shown_from: float | None = None
        """Since when it is shown how the answer is written; None if it is not."""
        self.shown_seconds = 0
        """What the clock shows, in whole seconds of the round."""
        self.watch.start(time.monotonic())
        self.writing.begin(self.task.answer, time.monotonic())

    # What is shown ------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What was read, or typed, of the answer so far."""
        return self.task.answer if self.phase is Phase.CHEER else self.writing.text

    @property
    def note(self) -> str:
        """What is said of the answer."""
        return "" if self.phase is Phase.CHEER else self.writing.note

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
        """When `keep_time` must be called, in seconds of `time.monotonic`."""
        if self.phase is Phase.CHEER:
            return self.cheered_from + CHEER_SECONDS
        check = self.writing.due if self.phase in (Phase.WRITE, Phase.TRACE) else NEVER
        mode = self.round.mode
        clock = self.watch.when(self.shown_seconds + 1) if mode.shows_time else NEVER
        return min(check, clock)

    # What happens -------------------------------------------------------------------------------

    def keep_time(self, now: float) -> None:
        """Do what is due."""
        self.shown_seconds = int(self.watch.seconds(now) + _WATCH_SLACK_SECONDS)
        if self.phase is Phase.CHEER and now >= self.cheered_from + CHEER_SECONDS:
            self.go_on(now)
        elif self.writing.is_due(now):
            self.judge(now)
        if self.phase is Phase.WRITE and self.round.is_over(self.shown_seconds):
            self._end(now)

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
        if self.shown_from is not None:
            self.shown_from = -NEVER  # the pen that shows makes way
        self.writing.begin_stroke(spot, reach, now)

    def type(self, digit: str, now: float) -> None:
        """Add a typed digit; "" takes the last one away."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        if self.phase in (Phase.WRITE, Phase.TRACE):
            self.by_hand = self.by_hand and not digit
            self.writing.type(digit, now)

    def enter(self, now: float) -> None:
        """Take note that this is all of the answer."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        else:
            self.writing.enter()
            self.judge(now)

    def say(self, is_asked: bool, now: float) -> None:
        """Take the player's word on the symbol that was asked about. Yes counts, and teaches."""
        judgment, symbol = self.judgment, self.judgment.symbol
        if self.phase is not Phase.ASK or symbol is None:
            return
        self.phase, self.judgment = Phase.WRITE, WAIT
        self.watch.start(now)
        if is_asked:
            self.writing.teach(judgment)
            self.misread.append(judgment.asked)
            self.judge(now)
        elif symbol.is_unread:
            self.writing.refuse(CANNOT_READ)
        else:
            self._miss(now)

    def skip(self, now: float) -> None:
        """Go on to the next task; one that was tried comes again."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        elif self.phase is not Phase.OVER:
            self.round.give_up(self.watch.seconds(now))
            self._finished()
            self.go_on(now)

    def show_answer(self, now: float) -> None:
        """Show the answer to trace."""
        self.phase = Phase.TRACE
        if not self.task.is_copy:
            self.watch.stop(now)
        self.writing.begin(self.task.answer, now)

    def demonstrate(self, now: float) -> None:
        """Show the answer, and how it is written."""
        self.show_answer(now)
        self.shown_from = now

    def way(self, now: float) -> float | None:
        """Return for how many seconds a pen has shown it; None if it does not, or is done."""
        seconds = NEVER if self.shown_from is None else now - self.shown_from
        is_going = self.phase is Phase.TRACE and seconds < showing_seconds(self.task.answer)
        return seconds if is_going else None

    def pause(self, now: float) -> None:
        """Let the clock stand."""
        self.watch.stop(now)

    def resume(self, now: float) -> None:
        """Let it run again, where it would."""
        if self.phase is Phase.WRITE or (self.phase is Phase.TRACE and self.task.is_copy):
            self.watch.start(now)

    def go_on(self, now: float) -> None:
        """Begin the next task, or end the round."""
        if self.round.is_over(self.watch.seconds(now)):
            self._end(now)
            return
        self.phase, self.task, self.shown_from = Phase.WRITE, self.round.current, None
        self.writing.begin(self.task.answer, now)
        self.watch.start(now)

    def judge(self, now: float) -> None:
        """Judge what was written, if that is not done yet."""
        if self.phase not in (Phase.WRITE, Phase.TRACE):
            return
        is_traced = self.phase is Phase.TRACE
        judgment = self.writing.judge(is_traced or self.round.may_ask, now)
        # Whoever traces the answer need not say what it is: if it may be that, it is.
        if judgment.verdict is Verdict.RIGHT or (is_traced and judgment.verdict is Verdict.ASK):
            self._solve(now)
        elif judgment.verdict is not Verdict.WAIT and is_traced:
            self.writing.refuse(FOLLOW_DOTS)
        elif judgment.verdict is not Verdict.WAIT:
            self._not_right(judgment, now)
        elif not is_traced:
            self.writing.ask_for_more(now)

    # --------------------------------------------------------------------------------------------

    def _solve(self, now: float) -> None:
        if self.phase is Phase.TRACE and not self.task.is_copy:
            self.skip(now)  # the answer was shown: the task comes again
            return
        writing = self.writing
        self.answers.append(Answer(self.task, writing.strokes, tuple(writing.own_digits())))
        self.round.solve(self.watch.seconds(now))
        self.watch.stop(now)
        self.phase, self.cheered_from = Phase.CHEER, now
        self._finished()

    def _not_right(self, judgment: Judgment, now: float) -> None:
        if judgment.verdict is Verdict.ASK:
            self.phase, self.judgment = Phase.ASK, judgment
            self.round.questions += 1
            self.watch.stop(now)
        elif judgment.verdict is Verdict.UNREAD:
            self.writing.refuse(CANNOT_READ)
        else:
            self._miss(now)

    def _miss(self, now: float) -> None:
        read = self.text
        if self.round.miss():
            self.show_answer(now)
            self.writing.note = f"I read {read}. This is it: trace it"
        else:
            self.writing.refuse(f"I read {read}. Try again")

    def _end(self, now: float) -> None:
        self.watch.stop(now)
        self.phase = Phase.OVER

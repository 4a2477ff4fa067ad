"""A round at a desk: from what is written to what becomes of the task at hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from recognizer.board.activities.activity import NEVER
from recognizer.board.input.desk import Desk
from recognizer.ink import BoundingBox, Stroke
from recognizer.play.judging import (
    RIGHT_SECONDS,
    WAIT,
    WRONG_SECONDS,
    Judgment,
    Verdict,
    judge,
    judge_typed,
)
from recognizer.play.round import Mode, Round
from recognizer.play.tasks import Task
from recognizer.play.watch import Watch
from recognizer.reading.result import UNREAD

CHEER_SECONDS = 0.8
"""How long a solved task stays; the next stroke ends that, too."""
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
    """What a player has written that was right; typed answers have no strokes."""

    task: Task
    strokes: tuple[Stroke, ...] = ()


class Course:
    """Plays a round: writing is judged, what is in doubt is asked about, the clock runs or stands.

    `finished` is called whenever a task is done.
    """

    def __init__(
        self, desk: Desk, tasks: Iterator[Task], mode: Mode, finished: Callable[[], None]
    ) -> None:
        self._desk = desk
        self._finished = finished
        self.round = Round(tasks, mode)
        self.watch = Watch()
        self.phase = Phase.WRITE
        self.task = self.round.current
        """What is shown: while it is cheered, a task that is done."""
        self.note = ""
        self.typed = ""
        self.by_hand = True
        """Whether nothing was typed."""
        self.judgment = WAIT
        self.misread: list[str] = []
        """The digits that were taken for others."""
        self.answers: list[Answer] = []
        self.cheered_from = -NEVER
        self.shown_seconds = 0
        """What the clock shows, in whole seconds of the round."""
        self._up_from = 0.0  # since when nothing was written
        self._checks: tuple[float, ...] = ()  # when it is judged next
        self._entered = self._is_judged = self._is_stale = False
        self.watch.start(time.monotonic())

    # What is shown ------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What was read, or typed, of the answer so far."""
        if self.phase is Phase.CHEER:
            return self.task.answer
        if self.typed:
            return self.typed
        reading = self._desk.session.reading
        symbols = reading.symbols if reading else ()
        return "".join(each.label or UNREAD for each in symbols if each.said != "")

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
        checks = self._checks if self.phase in (Phase.WRITE, Phase.TRACE) else ()
        mode = self.round.mode
        clock = self.watch.when(self.shown_seconds + 1) if mode.shows_time else NEVER
        return min((*checks[:1], clock))

    # What happens -------------------------------------------------------------------------------

    def keep_time(self, now: float) -> None:
        """Do what is due."""
        self.shown_seconds = int(self.watch.seconds(now) + _WATCH_SLACK_SECONDS)
        if self.phase is Phase.CHEER and now >= self.cheered_from + CHEER_SECONDS:
            self.go_on(now)
        elif any(each <= now for each in self._checks):
            self._checks = tuple(each for each in self._checks if each > now)
            self.judge(now)
        if self.phase is Phase.WRITE and self.round.is_over(self.shown_seconds):
            self._end(now)

    def changed(self, now: float) -> None:
        """Take note that something was written, or taken back: that answers a question, too."""
        if self.phase is Phase.ASK:
            self.phase = Phase.WRITE
            self.watch.start(now)
        self._up_from, self._checks = now, (now + RIGHT_SECONDS, now + WRONG_SECONDS)
        self._entered = self._is_judged = False
        if not self._is_stale or self._desk.session.is_empty:
            self.note = ""

    def begin_stroke(self, spot: tuple[float, float], reach: float, now: float) -> None:
        """Make room for a stroke at `spot`, in the unit of the ink, where there is need.

        It belongs to the next task if this one is done. After a wrong answer it begins another,
        unless it comes within `reach` of what was written: then that is being mended.
        """
        if self.phase is Phase.CHEER:
            self.go_on(now)
        self.typed = "" if self.phase is Phase.WRITE else self.typed
        strokes = self._desk.session.strokes
        if self._is_stale and strokes and not _is_within(spot, strokes, reach):
            self._desk.session.clear()
        self._is_stale = False

    def type(self, digit: str, now: float) -> None:
        """Add a typed digit; "" takes the last one away."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        if self.phase not in (Phase.WRITE, Phase.TRACE):
            return
        if self._is_stale or not self._desk.session.is_empty:
            self.typed = "" if digit else self.typed
            self._desk.session.clear()
        self._is_stale, self.by_hand = False, False
        self.typed = self.typed + digit if digit else self.typed[:-1]
        self.changed(now)

    def enter(self, now: float) -> None:
        """Take note that this is all of the answer."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        else:
            self._entered = True
            self.judge(now)

    def say(self, is_asked: bool, now: float) -> None:
        """Take the player's word on the symbol that was asked about. Yes counts, and teaches."""
        symbol, asked = self.judgment.symbol, self.judgment.asked
        if self.phase is not Phase.ASK or symbol is None:
            return
        self.phase, self.judgment = Phase.WRITE, WAIT
        self.watch.start(now)
        if is_asked and self._desk.session.reads_this_ink:
            self._desk.session.teach(symbol, asked)
            self.misread.append(asked)
            self._entered, self._is_judged = True, False
            self.judge(now)
        elif not is_asked and symbol.is_unread:
            self._ask_again()
        elif not is_asked:
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
        self.phase, self.typed, self.note = Phase.TRACE, "", ""
        if not self.task.is_copy:
            self.watch.stop(now)
        self._desk.session.clear()
        self.changed(now)

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
        self.phase, self.task, self.typed, self.note = Phase.WRITE, self.round.current, "", ""
        self._is_stale = False
        self._desk.session.clear()
        self.changed(now)
        self._checks = ()
        self.watch.start(now)

    def judge(self, now: float) -> None:
        """Judge what was written, if that is not done yet."""
        is_open = self.phase in (Phase.WRITE, Phase.TRACE)
        if not is_open or self._is_judged or self._desk.hand.is_busy:
            return
        judgment = self._judgment(now - self._up_from)
        if judgment.verdict is Verdict.WAIT:
            return
        self._is_judged = True
        if judgment.verdict is Verdict.RIGHT:
            self._solve(now)
        elif self.phase is Phase.WRITE:
            self._not_right(judgment, now)

    # --------------------------------------------------------------------------------------------

    def _judgment(self, up_seconds: float) -> Judgment:
        answer, session = self.task.answer, self._desk.session
        if self.typed:
            return judge_typed(self.typed, answer, up_seconds, self._entered)
        if not session.reads_this_ink:
            return WAIT
        return judge(session.reading, answer, up_seconds, self._entered, self.round.may_ask)

    def _solve(self, now: float) -> None:
        if self.phase is Phase.TRACE and not self.task.is_copy:
            self.skip(now)  # the answer was shown: the task comes again
            return
        strokes = () if self.typed else self._desk.session.strokes
        self.answers.append(Answer(self.task, strokes))
        self.round.solve(self.watch.seconds(now))
        self.watch.stop(now)
        self.phase, self.note, self.cheered_from = Phase.CHEER, "", now
        self._finished()

    def _not_right(self, judgment: Judgment, now: float) -> None:
        if judgment.verdict is Verdict.ASK:
            self.phase, self.judgment = Phase.ASK, judgment
            self.round.questions += 1
            self.watch.stop(now)
        elif judgment.verdict is Verdict.UNREAD:
            self._ask_again()
        else:
            self._miss(now)

    def _ask_again(self) -> None:
        self.note, self._is_stale = "I cannot read that. Please write it again", True

    def _miss(self, now: float) -> None:
        read = self.text
        if self.round.miss():
            self.show_answer(now)
            self.note = f"I read {read}. This is it: trace it"
        else:
            self.note, self._is_stale = f"I read {read}. Try again", True

    def _end(self, now: float) -> None:
        self.watch.stop(now)
        self.phase = Phase.OVER


def _is_within(spot: tuple[float, float], strokes: tuple[Stroke, ...], reach: float) -> bool:
    box = BoundingBox.around([each.bounding_box for each in strokes])
    x, y = spot
    across = box.left - reach <= x <= box.right + reach
    return across and box.top - reach <= y <= box.bottom + reach

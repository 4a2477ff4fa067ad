"""A round of tasks at a desk: from what is written to what becomes of the task at hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from recognizer.board.draw.motion import NEVER
from recognizer.board.games.course import Answer, Course, Phase
from recognizer.board.games.writing import CANNOT_READ
from recognizer.board.input.desk import Desk
from recognizer.play.judging import WAIT, Judgment, Verdict
from recognizer.play.penway import showing_seconds
from recognizer.play.round import Mode
from recognizer.play.tasks import Task

FOLLOW_DOTS = "Follow the dots"
_WATCH_SLACK_SECONDS = 1e-6  # a watch that is looked at on the second shows that second


class TaskCourse(Course):
    """Plays tasks: writing is judged, what is in doubt is asked about, the clock runs or stands."""

    def __init__(
        self, desk: Desk, tasks: Iterator[Task], mode: Mode, finished: Callable[[], None]
    ) -> None:
        super().__init__(desk, tasks, mode, finished)
        self.task = self.round.current
        """What is shown: while it is cheered, a task that is done."""
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
    def due(self) -> float:
        """When `keep_time` must be called."""
        has_clock = self.round.mode.shows_time
        return min(super().due, self.watch.when(self.shown_seconds + 1) if has_clock else NEVER)

    # What happens -------------------------------------------------------------------------------

    def keep_time(self, now: float) -> None:
        """Do what is due."""
        self.shown_seconds = int(self.watch.seconds(now) + _WATCH_SLACK_SECONDS)
        super().keep_time(now)
        if self.phase is Phase.WRITE and self.round.is_over(self.shown_seconds):
            self._end(now)

    def begin_stroke(self, spot: tuple[float, float], reach: float, now: float) -> None:
        """Make room for a stroke; the pen that shows makes way."""
        super().begin_stroke(spot, reach, now)
        if self.shown_from is not None:
            self.shown_from = -NEVER

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

    def resume(self, now: float) -> None:
        """Let the clock run again, where it would: it runs while a number is copied, too."""
        super().resume(now)
        if self.phase is Phase.TRACE and self.task.is_copy:
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
        self._cheer(Answer(self.task, writing.strokes, tuple(writing.own_digits())), now)

    def _not_right(self, judgment: Judgment, now: float) -> None:
        if judgment.verdict is Verdict.ASK:
            self._ask(judgment, now)
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

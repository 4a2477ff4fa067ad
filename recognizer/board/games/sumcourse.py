"""A round of sums of one's own at a desk: from what is written to what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import repeat

from recognizer.board.games.course import Answer, Course, Phase
from recognizer.board.games.writing import CANNOT_READ
from recognizer.board.input.desk import Desk
from recognizer.board.threads.readsums import ReadSums
from recognizer.play.judging import Verdict
from recognizer.play.ownsums import HAD, OWN, WAIT, WISH, SumJudgment, judge_sum, typed_sums


class SumCourse(Course):
    """Judges the sums that are written at `desk`, found among `sums`, or typed.

    Nothing counts as misread: whoever says No names no other symbol. `finished` is called whenever
    a sum was right.
    """

    judgment: SumJudgment

    def __init__(self, desk: Desk, sums: ReadSums, finished: Callable[[], None]) -> None:
        super().__init__(desk, repeat(WISH), OWN, finished)
        self.judgment = WAIT
        self._sums = sums
        self.go_on(time.monotonic())

    # What is shown ------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What was typed, or read: the last sum as it is understood, or else what stands there."""
        if self.writing.typed:
            return self.writing.typed
        sums = self._sums.of(self._desk.session.shown)
        return sums[-1].text if sums else self.writing.text

    # What happens -------------------------------------------------------------------------------

    def say(self, is_asked: bool, now: float) -> None:
        """Take the player's word on the symbol that was asked about. Yes teaches it."""
        judgment, session = self.judgment, self._desk.session
        if self.phase is not Phase.ASK or judgment.symbol is None:
            return
        self.changed(now)
        if not is_asked and judgment.note:
            self._miss(judgment)
        elif not is_asked:
            self.writing.refuse(CANNOT_READ)
        elif session.reads_this_ink:
            session.teach(judgment.symbol, judgment.asked)
            self.enter(now)

    def wipe(self, now: float) -> None:
        """Begin the sum again, or the next one."""
        if self.phase in (Phase.WRITE, Phase.ASK, Phase.CHEER):
            self.go_on(now)

    def go_on(self, now: float) -> None:
        """Begin the next sum, or end the round."""
        self.phase = Phase.OVER if self.round.is_over(self.watch.seconds(now)) else Phase.WRITE
        self.writing.begin("", now)
        self.watch.start(now)

    def judge(self, now: float) -> None:
        """Judge what was written, if that is not done yet."""
        judgment = self.writing.judge_by(self._judgment, now) if self.phase is Phase.WRITE else None
        if judgment is None:
            return
        if judgment.verdict is Verdict.WAIT:
            self.writing.ask_for_more(now)
            return
        self.judgment = judgment
        if judgment.verdict is Verdict.RIGHT:
            self._solve(judgment, now)
        elif judgment.verdict is Verdict.ASK:
            self._ask(judgment, now)
        elif judgment.verdict is Verdict.WRONG:
            self._miss(judgment)
        else:
            may_go_on = judgment.note not in ("", HAD)  # then something is missing, such as an =
            self.writing.refuse(judgment.note or CANNOT_READ, may_go_on)

    # --------------------------------------------------------------------------------------------

    def _judgment(self, up_seconds: float, entered: bool) -> SumJudgment:
        session, typed = self._desk.session, self.writing.typed
        if not typed and (session.is_empty or not session.reads_this_ink):
            return WAIT
        sums = typed_sums(typed) if typed else self._sums.of(session.reading)
        had = [each.task for each in self.answers]
        return judge_sum(sums, had, up_seconds, entered, self.round.may_ask)

    def _miss(self, judgment: SumJudgment) -> None:
        self.round.miss()
        self.writing.refuse(judgment.note)

    def _solve(self, judgment: SumJudgment, now: float) -> None:
        self.round.current = judgment.task
        self._cheer(Answer(judgment.task, self.writing.strokes), now)

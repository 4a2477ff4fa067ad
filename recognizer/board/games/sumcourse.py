"""A round of sums of one's own at a desk: from what is written to what becomes of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import repeat

from recognizer.board.draw.motion import NEVER
from recognizer.board.games.course import CHEER_SECONDS, Answer, Phase
from recognizer.board.games.writing import CANNOT_READ, Writing
from recognizer.board.input.desk import Desk
from recognizer.board.threads.readsums import ReadSums
from recognizer.ink import BoundingBox
from recognizer.play.judging import Verdict
from recognizer.play.ownsums import HAD, OWN, WAIT, WISH, SumJudgment, judge_sum, typed_sums
from recognizer.play.round import Round
from recognizer.play.watch import Watch


class SumCourse:
    """Judges what is written at `desk`, whose `sums` are found. Times are of `monotonic`.

    `finished` is called whenever a sum was right.
    """

    def __init__(self, desk: Desk, sums: ReadSums, finished: Callable[[], None]) -> None:
        self._desk = desk
        self._sums = sums
        self._finished = finished
        self.writing = Writing(desk)
        self.round = Round(repeat(WISH), OWN)
        self.watch = Watch()
        self.phase = Phase.WRITE
        self.judgment = WAIT
        self.answers: list[Answer] = []
        self.by_hand = True
        """Whether nothing was typed."""
        self.misread: list[str] = []
        """The symbols that were taken for others: none, because the player names no other one."""
        self.cheered_from = -NEVER
        self.go_on(time.monotonic())

    # What is shown ------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What was typed, or read: the last sum as it is understood, or else what stands there."""
        if self.writing.typed:
            return self.writing.typed
        sums = self._sums.of(self._desk.session.shown)
        return sums[-1].text if sums else self.writing.text

    @property
    def asks_for_more(self) -> bool:
        """Whether the rest of the sum is waited for."""
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
        return self.writing.due if self.phase is Phase.WRITE else NEVER

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
        """Make room for a stroke at `spot`: see `Writing.begin_stroke`."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        if self.phase is Phase.WRITE:
            self.writing.typed = ""
        self.writing.begin_stroke(spot, reach, now)

    def type(self, sign: str, now: float) -> None:
        """Add a typed sign; "" takes the last one away."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        if self.phase is Phase.WRITE:
            self.by_hand = self.by_hand and not sign
            self.writing.type(sign, now)

    def enter(self, now: float) -> None:
        """Take note that this is all of the sum, or that the next may begin."""
        if self.phase is Phase.CHEER:
            self.go_on(now)
        else:
            self.writing.enter()
            self.judge(now)

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
            self.phase = Phase.ASK
            self.round.questions += 1
            self.watch.stop(now)
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
        self.answers.append(Answer(judgment.task, self.writing.strokes))
        self.round.current = judgment.task
        self.round.solve(self.watch.seconds(now))
        self.watch.stop(now)
        self.phase, self.cheered_from = Phase.CHEER, now
        self._finished()

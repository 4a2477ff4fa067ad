"""What a player writes, or types, as an answer: when it is judged, and what begins another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from recognizer.board.activities.activity import Host
from recognizer.board.draw.motion import NEVER
from recognizer.board.input.commands import PenDown
from recognizer.board.input.desk import Desk
from recognizer.ink import BoundingBox, Ink, Stroke
from recognizer.play.judging import (
    RIGHT_SECONDS,
    WAIT,
    WRONG_SECONDS,
    Judgment,
    Verdict,
    judge,
    judge_typed,
)
from recognizer.play.scorebook import OwnDigit
from recognizer.reading.result import UNREAD

MEND_HD = 40
MEND_SECONDS = 2.5
"""A stroke so near to a refused answer mends it, if it comes so soon after the one before: a late
stroke of a 4, or a 7. Others begin a new one: players write over what was wrong."""
_MAX_DIGIT_POINTS = 500  # of ink that is kept: ten times what most digits have
AnyJudgment = TypeVar("AnyJudgment", bound=Judgment)
MAX_TYPED_CHARACTERS = 30
"""More are not taken: in a small window, what is said of them would be too small to read."""
CANNOT_READ = "I cannot read that. Please write it again"
WRITE_ON = "Write on, or press Enter if that is all"
WRITE_ON_SECONDS = 3.0
"""The pen has been up so long before an answer that may go on is asked for the rest."""


class Writing:
    """The answer to one task after another, as it stands on a desk. Times are of `monotonic`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.typed = ""
        """What was typed instead."""
        self.note = ""
        """What is said of what stands there."""
        self.ready_from = 0.0
        """Since when nothing was written."""
        self._answer = ""  # that is asked for
        self._checks: tuple[float, ...] = ()  # when it is judged next
        self._entered = self._is_judged = self._is_refused = self._is_told = False
        self._may_go_on = False

    @property
    def text(self) -> str:
        """What was read, or typed, so far."""
        if self.typed:
            return self.typed
        session = self._desk.session
        reading, glimpse = session.shown, session.glimpse
        symbols = reading.symbols if reading else ()
        if glimpse:
            return glimpse.growing.text_of(symbols)
        return "".join(each.label or UNREAD for each in symbols if each.said != "")

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The ink of an answer by hand; a typed one has none."""
        return () if self.typed else self._desk.session.strokes

    def own_digits(self) -> Iterator[OwnDigit]:
        """Yield each digit of an answer by hand, if it was read as asked, and not told."""
        strokes, reading = self.strokes, self._desk.session.reading
        symbols = reading.symbols if reading and strokes else ()
        is_read = "".join(each.label for each in symbols) == self._answer
        for symbol in symbols if is_read else ():
            if symbol.label.isdigit() and symbol.said is None:
                ink = Ink(tuple(strokes[k] for k in symbol.strokes))
                if ink.point_count <= _MAX_DIGIT_POINTS:
                    yield OwnDigit(symbol.label, symbol.confidence, ink)

    @property
    def due(self) -> float:
        """When it must be judged next."""
        return self._checks[0] if self._checks else NEVER

    def is_due(self, now: float) -> bool:
        """Tell whether it must be judged, once for each time."""
        before, self._checks = self._checks, tuple(each for each in self._checks if each > now)
        return len(self._checks) < len(before)

    def begin(self, answer: str, now: float) -> None:
        """Begin on an empty desk, where `answer` is asked for; what was there is gone for good."""
        self.typed = ""
        self._answer = self._desk.session.expected = answer
        self._desk.session.begin_anew()
        self.changed(now)
        self._checks = ()

    def changed(self, now: float) -> None:
        """Take note that something was written, or taken back."""
        if not self._desk.session.is_empty:
            self.typed = ""  # ink that came, or came back, stands in its place
        checks = (RIGHT_SECONDS, WRONG_SECONDS, WRITE_ON_SECONDS)
        self.ready_from, self._checks = now, tuple(now + each for each in checks)
        self._entered = self._is_judged = self._is_told = False
        self.note, self._is_refused = "", False

    def begin_stroke(self, spot: tuple[float, float], reach: float, now: float) -> None:
        """Make room for a stroke at `spot`, in the unit of the ink, where there is need.

        After a refused answer it begins another, unless it mends what was written: it comes within
        `reach` of that, and soon or where it may go on. Whoever erases of it is mending it, too.
        """
        strokes = self._desk.session.strokes
        if self._is_refused and strokes:
            may_mend = self._may_go_on or now < self.ready_from + MEND_SECONDS
            if not (may_mend and _is_within(spot, strokes, reach)):
                self._desk.session.clear()
        self._is_refused = False

    def type(self, character: str, now: float) -> None:
        """Add a typed character; "" takes the last one away.

        After a refused answer it begins another, unless that one may go on.
        """
        is_closed = self._is_refused and not self._may_go_on
        if is_closed or not self._desk.session.is_empty:
            self.typed = "" if character else self.typed
            self._desk.session.clear()
        longer = (self.typed + character)[:MAX_TYPED_CHARACTERS]
        self.typed = longer if character else self.typed[:-1]
        self.changed(now)

    def enter(self) -> None:
        """Take note that this is all of the answer."""
        self._entered = True

    def judge(self, asks: bool, now: float) -> Judgment:
        """Return what becomes of it; to wait, if that is known.

        `asks` tells whether the player may be asked.
        """

        def judged(up_seconds: float, entered: bool) -> Judgment:
            session = self._desk.session
            if self._is_told:
                return Judgment(Verdict.RIGHT)
            if self.typed:
                return judge_typed(self.typed, self._answer, up_seconds, entered)
            if not session.reads_this_ink:
                return WAIT
            return judge(session.reading, self._answer, up_seconds, entered, asks)

        return self.judge_by(judged, now) or WAIT

    def judge_by(
        self, judged: Callable[[float, bool], AnyJudgment], now: float
    ) -> AnyJudgment | None:
        """Return what it is `judged`, by how long the pen has rested and whether this is all.

        None if that is known already, or cannot be known yet.
        """
        if self._is_judged or self._desk.hand.is_busy:
            return None
        judgment = judged(now - self.ready_from, self._entered)
        self._is_judged = judgment.verdict is not Verdict.WAIT
        self.note = "" if self._is_judged else self.note  # it is not asked for more any longer
        return judgment

    def may_be_right(self, asks: bool) -> bool:
        """Tell whether it may still turn out to be right, as it stands: it is not judged yet."""
        session, hand = self._desk.session, self._desk.hand
        if self._is_judged or hand.is_busy:
            return False
        if self.typed:
            return self.typed == self._answer
        if not session.reads_this_ink:
            return not session.is_empty
        judgment = judge(session.reading, self._answer, 0.0, entered=True, asks=asks)
        return judgment.verdict in (Verdict.RIGHT, Verdict.ASK)

    def refuse(self, note: str, may_go_on: bool = False) -> None:
        """Let it stand, with a `note`, until the player writes another, or adds to it if it may."""
        self.note, self._is_refused, self._may_go_on = note, True, may_go_on

    @property
    def asks_for_more(self) -> bool:
        """Whether it waits for the rest, and has said so."""
        return self.note == WRITE_ON

    def ask_for_more(self, now: float) -> None:
        """Say, once the pen has rested for long, that what was read so far is not taken for all."""
        is_open = not self._is_judged and not self._desk.hand.is_busy
        if is_open and self.text and now >= self.ready_from + WRITE_ON_SECONDS:
            self.note = WRITE_ON

    def teach(self, judgment: Judgment) -> None:
        """Take the player's word that the symbol in doubt is the asked one: the answer is right."""
        if judgment.symbol and self._desk.session.reads_this_ink:
            self._desk.session.teach(judgment.symbol, judgment.asked)
            self._is_told, self._is_judged = True, False


def start_of(point: PenDown, host: Host) -> tuple[tuple[float, float], float]:
    """Return where a stroke begins, and how far an answer may be that it mends; as ink has it."""
    placing = host.screen.view.placing
    return placing.to_ink(point.x, point.y), host.layout.pixels(MEND_HD) / placing.zoom


def _is_within(spot: tuple[float, float], strokes: tuple[Stroke, ...], reach: float) -> bool:
    box = BoundingBox.around([each.bounding_box for each in strokes])
    x, y = spot
    across = box.left - reach <= x <= box.right + reach
    return across and box.top - reach <= y <= box.bottom + reach

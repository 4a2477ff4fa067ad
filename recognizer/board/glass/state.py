"""The state of the looking glass: open or closed, which digit it looks at, what it has seen."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from recognizer.board.draw.motion import NEVER, Slide
from recognizer.board.glass.layers import Pointed, Strips, map_at
from recognizer.board.glass.panel import GlassPanel, Topic
from recognizer.board.glass.strip import lesson_at
from recognizer.board.input.commands import Command, Forget, Hover, Target
from recognizer.board.input.desk import Desk
from recognizer.board.input.hand import Hand
from recognizer.board.input.pointing import Mark
from recognizer.board.show.overlay import Around, Overlay, Spot
from recognizer.board.threads.background import Background, Look
from recognizer.document.question import Question
from recognizer.lessons import Lessons
from recognizer.reading.inside.dabs import Dabs
from recognizer.reading.inside.insight import Insight
from recognizer.reading.inside.onplane import Place
from recognizer.reading.result import Symbol

REST_SECONDS = 0.15
"""When the pointer has rested on a digit for so long, the looking glass turns to it."""
MAX_TRAIL = 90
"""So many places where the ink was on the map are shown: those of a second or two."""


class Glass(Slide, Overlay):
    """Looks at one digit at a time; the looking runs on the reading thread.

    It has `explain` say what is to be said of the sum that the digit belongs to.
    """

    def __init__(
        self,
        is_open: bool,
        around: Around,
        desk: Desk,
        background: Background,
        explain: Callable[[Symbol], tuple[str, ...]],
    ) -> None:
        super().__init__(is_open)
        self._explain = explain
        self._around = around
        self._session = desk.session
        self._digits = desk.digits
        self._background = background
        self._looked_at: Mark | None = None
        self._asked: Look | None = None  # the last one; answers to older ones are ignored
        self._pointed: Pointed | None = None
        self._shown: Look | None = None
        self._trail: deque[Place] = deque(maxlen=MAX_TRAIL)
        self._dabs: Dabs | None = None  # of the last look that was not in passing
        self.topic = Topic.SEEN
        """What it tells of."""
        self.insight: Insight | None = None
        """What it has seen; None if the board is empty, and before the first look is done."""
        self.follows_from = NEVER
        """When it turns to the digit under the pointer, in seconds of `time.monotonic`."""

    @property
    def digit(self) -> Symbol | None:
        """The digit that the open glass looks at, if it is still on the page."""
        return self._digits.marked(self._looked_at) if self.is_open else None

    @property
    def lessons(self) -> Lessons:
        """The lessons that it shows: those that have changed the reading."""
        return self.insight.lessons if self.insight else ()

    @property
    def ghosts(self) -> Dabs | None:
        """The dabs of ink that would change its mind, if it tells of them, until they are drawn."""
        tells = self.is_open and self.insight and self.topic is Topic.SEEN
        return self._dabs if tells else None

    def obeys(self, command: Command) -> bool:
        """Take note that the pointer moves. Others also get the command."""
        if isinstance(command, Hover):
            self.follows_from = time.monotonic() + REST_SECONDS if self.is_open else NEVER
        return False

    def covers(self, spot: Spot) -> bool:
        """Tell whether `spot` is on the open panel."""
        return self.is_open and bool(self._around.layout.glass.collidepoint(spot))

    def target(self, spot: Spot) -> Target | None:
        """Return the command of the cross at `spot`: it forgets a lesson."""
        layout, (left, top) = self._around.layout, self._around.layout.glass.topleft
        lesson = lesson_at(layout, self.lessons, (spot[0] - left, spot[1] - top))
        return Forget(lesson) if lesson else None

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Have the map under the pointer grow."""
        (left, top), strips = self._around.layout.glass.topleft, self._strips
        self._pointed = None
        if spot and strips and self.covers(spot):
            place = spot[0] - left, spot[1] - top
            self._pointed = map_at(self._around.layout, strips, place)

    @property
    def shown(self) -> GlassPanel | None:
        """The panel, as far as it is open; None while it is closed."""
        share = self.share(time.monotonic())
        if not share and not self.is_open:
            return None
        told = self._explain(self.digit) if self.digit else ()
        alphabet = self._session.alphabet
        told_of = self.topic, self._pointed, tuple(self._trail)
        return GlassPanel(self.insight, share, alphabet, told, *told_of)

    def turn(self, is_open: bool, now: float, at_once: bool = False) -> None:
        """Begin to open or to close at `now`, in seconds. It then looks at no digit."""
        super().turn(is_open, now, at_once)
        self._looked_at = self._pointed = None
        self.topic = Topic.SEEN

    def turn_over(self) -> None:
        """Tell of something else. What it looks at must be looked at anew."""
        topics = list(Topic)
        self.topic = topics[(topics.index(self.topic) + 1) % len(topics)]
        self._pointed = None

    def look_at(self, digit: Symbol | None) -> None:
        """Look at `digit`, or for None at all ink. The last look is shown until this is done."""
        self._looked_at = self._digits.mark(digit) if digit else None
        self._look(Look(self._session.question(), digit, None, *self._wants))

    def glimpse(self, question: Question, symbol: Symbol) -> None:
        """Look in passing at `symbol`, which the pen is drawing."""
        if self.is_open:
            self._look(Look(question, symbol, None, *self._wants, passing=True))

    def look_away(self) -> None:
        """Show nothing."""
        self.insight = None

    def follow(self, digit: Symbol | None) -> None:
        """Turn to `digit`, which is under the pointer, unless it is shown already."""
        self.follows_from = NEVER
        if digit and digit is not self._digits.marked(self._looked_at):
            self.look_at(digit)

    def is_current(self, look: Look) -> bool:
        """Tell whether `look` is the last one, and its ink is still on the page."""
        return look is self._asked and self._session.is_current(look.question)

    def show(self, look: Look, seen: Insight | None) -> None:
        """Show what `look` has seen. After a first glance, ask for a closer look, and another."""
        self._leave_trail(look)
        self.insight = seen
        self._shown = look
        if look.passing:
            return
        self._dabs = seen.dabs if seen else None
        if seen and seen.dabs is None and self.topic is Topic.SEEN:
            self._look(Look(look.question, look.symbol, seen))

    def _leave_trail(self, look: Look) -> None:
        """Keep where the ink was on the map, from when the pen came down."""
        if look.passing and self._shown and not self._shown.passing:
            self._trail.clear()  # another stroke
        elif look.passing and self.insight and self.insight.on_plane:
            spot = self.insight.on_plane.spot
            self._trail.extend((spot,) if spot else ())

    @property
    def _wants(self) -> tuple[bool, bool]:
        """Whether a look is to see what is inside, and the place on the map."""
        return self.topic is Topic.INSIDE, self.topic is Topic.MAP

    @property
    def _strips(self) -> Strips:
        """The strips of maps that it shows."""
        return self.insight.inside if self.insight and self.topic is Topic.INSIDE else ()

    def _look(self, look: Look) -> None:
        self._asked = look
        self._background.look(look)

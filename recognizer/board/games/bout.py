"""Two players at two desks: from what both write to who gets the point."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from recognizer.board.draw.motion import NEVER
from recognizer.board.games.seat import Seat, State
from recognizer.board.input.desk import Desk
from recognizer.play.duel import Duel, Stand, winners
from recognizer.play.tasks import Task

SHOWN_SECONDS = 1.6
"""How long it is shown who was first."""
HOLD_SECONDS = 8.0
"""An unanswered question keeps the other player waiting at most so long."""


class Bout:
    """Plays tasks with two players. `decided` is called when it is known who gets a point."""

    def __init__(
        self, desks: tuple[Desk, ...], tasks: Iterator[Task], decided: Callable[[], None]
    ) -> None:
        self.duel = Duel(tasks)
        self.seats = tuple(map(Seat, desks))
        self.winners: tuple[int, ...] = ()
        """Who got the point of a task that is done."""
        self.decided_from = NEVER
        """Since when that is shown."""
        self.is_over = False
        self._decided = decided
        self._held_from = NEVER  # since when a right answer waits for the other
        self._begin(time.monotonic())

    @property
    def is_decided(self) -> bool:
        """Whether the task is done, and is still shown."""
        return self.decided_from < NEVER

    @property
    def is_held(self) -> bool:
        """Whether a right answer waits for what the other says."""
        return self._held_from < NEVER

    @property
    def due(self) -> float:
        """When `keep_time` must be called, in seconds of `time.monotonic`."""
        if self.is_decided:
            return self.decided_from + SHOWN_SECONDS
        return min(self._held_from + HOLD_SECONDS, *(each.writing.due for each in self.seats))

    def keep_time(self, now: float) -> None:
        """Do what is due."""
        if self.is_decided:
            if now >= self.decided_from + SHOWN_SECONDS:
                self._go_on(now)
            return
        if now >= self._held_from + HOLD_SECONDS:
            for each in self.seats:
                if each.state is State.ASKED:
                    each.drop_question()
        for each in self.seats:
            if each.writing.is_due(now):
                each.judge(now)
        self._decide(now)

    def changed(self, place: int, now: float) -> None:
        """Take note that something was written at that desk, or taken back."""
        if not self.is_decided:
            self.seats[place].changed(now)
            self._decide(now)

    def judge(self, place: int, now: float) -> None:
        """Judge what was read at that desk."""
        if not self.is_decided:
            self.seats[place].judge(now)
            self._decide(now)

    def enter(self, place: int, now: float) -> None:
        """Take note that this is all of that player's answer."""
        if not self.is_decided:
            self.seats[place].enter(now)
            self._decide(now)

    def say(self, place: int, is_asked: bool, now: float) -> None:
        """Take that player's word on the symbol that was asked about."""
        if not self.is_decided:
            self.seats[place].say(is_asked, now)
            self._decide(now)

    def wants_skip(self, place: int, now: float) -> None:
        """Take note that this player would skip the task, or not after all; both must want it."""
        seat = self.seats[place]
        seat.wants_skip = not seat.wants_skip and not self.is_decided
        if all(each.wants_skip for each in self.seats):
            self.skip(now)

    def skip(self, now: float) -> None:
        """Go on: without a point for those who are not right yet."""
        if self.is_decided:
            self._go_on(now)
        else:
            self._show(tuple(k for k, each in enumerate(self._stands) if each.is_right), now)

    @property
    def _stands(self) -> list[Stand]:
        return [each.stand for each in self.seats]

    def _decide(self, now: float) -> None:
        if places := winners(self._stands):
            self._show(places, now)
        elif any(each.state is State.RIGHT for each in self.seats):
            self._held_from = min(self._held_from, now)
        else:
            self._held_from = NEVER

    def _show(self, places: tuple[int, ...], now: float) -> None:
        for place in places:
            self.seats[place].keep_answer(self.duel.current)
        self.duel.score(places)
        self.winners, self.decided_from, self._held_from = places, now, NEVER
        self._decided()

    def _go_on(self, now: float) -> None:
        self.is_over = self.duel.is_over
        if not self.is_over:
            self.duel.go_on()
            self._begin(now)

    def _begin(self, now: float) -> None:
        self.winners, self.decided_from = (), NEVER
        for each in self.seats:
            each.begin(self.duel.current, now)

"""A player against the board: who writes first the number that is being drawn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recognizer.board.draw.motion import FRAME_SECONDS, NEVER
from recognizer.board.games.course import Answer
from recognizer.board.games.machine import Machine
from recognizer.board.games.seat import Seat, State
from recognizer.board.input.desk import Desk
from recognizer.document.question import Question
from recognizer.ink import BoundingBox
from recognizer.play.duel import winners
from recognizer.play.guessing import (
    FIRST_DIGIT_SECONDS,
    MIN_CURVE_CHANCE,
    Drawn,
    Opinion,
    paced,
)
from recognizer.play.round import Mode, Round
from recognizer.play.tasks import Task
from recognizer.play.watch import Watch
from recognizer.reading.result import Reading

SHOWN_SECONDS = 5.0
"""How long it is shown how the opinion grew; whoever writes on need not wait for that."""
HURRY = 4.0
"""So many times faster the rest is drawn once it is decided."""
_STEP_SECONDS = 2 * FRAME_SECONDS  # from one look of a drawing to the next


@dataclass(frozen=True)
class Growth:
    """How the opinion of a drawing grew, and when who knew: shares of the drawing, 0 for never."""

    task: Task
    opinions: tuple[Opinion, ...]
    player_share: float = 0.0
    board_share: float = 0.0

    @property
    def says_something(self) -> bool:
        """Whether there was time for an opinion: a drawing may be skipped at once."""
        is_whole = any(each.share == 1.0 for each in self.opinions)
        return is_whole or any(each.sureness >= MIN_CURVE_CHANCE for each in self.opinions)

    @property
    def story(self) -> str:
        """Who knew when, in a sentence."""
        you, board = f"{100 * self.player_share:.0f} %", f"{100 * self.board_share:.0f} %"
        if self.player_share and self.board_share:
            return f"You knew at {you}, I at {board}"
        if self.player_share:
            return f"You knew at {you}"
        if self.board_share:
            return f"I knew at {board} of the drawing"
        is_whole = self.opinions and self.opinions[-1].share == 1.0
        return "I was never sure" if is_whole else ""


class Chase:
    """Plays a round. `place` returns where to draw; `finished` is called when a task is done.

    As long as the player is asked about a misreading, the drawing stands still.
    """

    def __init__(
        self,
        desk: Desk,
        machine: Machine,
        tasks: Iterator[Task],
        mode: Mode,
        place: Callable[[], BoundingBox],
        finished: Callable[[], None],
    ) -> None:
        self.seat = Seat(desk)
        self.machine = machine
        self.round = Round(tasks, mode)
        self.task = self.round.current
        self.board_points = 0
        self.player_won = False
        self.shown_from = NEVER
        """Since when it is shown how the opinion of a drawing has grown."""
        self.player_share = 0.0
        """How much was drawn when the player wrote last, in [0, 1]."""
        self.by_hand = True
        """Whether nothing was typed."""
        self.is_over = False
        self._growths: list[Growth] = []
        self._place = place
        self._finished = finished
        self._digit_seconds = FIRST_DIGIT_SECONDS
        self._watch = Watch()
        self._is_paused = False
        self._shown_share = 0.0  # how much was drawn when it was decided
        self._begin(time.monotonic())

    # What is shown ------------------------------------------------------------------------------

    @property
    def misread(self) -> list[str]:
        """The digits that were taken for others."""
        return self.seat.misread

    @property
    def answers(self) -> list[Answer]:
        """What the player has written that was first."""
        return self.seat.answers

    @property
    def is_shown(self) -> bool:
        """Whether the task is done."""
        return self.shown_from < NEVER

    @property
    def is_drawing(self) -> bool:
        """Whether the drawing grows."""
        return self.machine.share < 1.0 and (self._watch.runs or self.is_shown)

    @property
    def growth(self) -> Growth:
        """How the opinion of the drawing has grown so far."""
        player_share = self.player_share if self.player_won else 0.0
        opinions = tuple(self.machine.opinions)
        return Growth(self.task, opinions, player_share, self.machine.known_share)

    @property
    def all_growths(self) -> tuple[Growth, ...]:
        """The same of each drawing that is done."""
        now = (self.growth,) if self.is_shown and not self.is_over else ()
        return (*self._growths, *now)

    @property
    def due(self) -> float:
        """When `keep_time` must be called, in seconds of `time.monotonic`."""
        waits = self.shown_from + SHOWN_SECONDS if self.is_shown else self.seat.writing.due
        return min(waits, time.monotonic() + _STEP_SECONDS) if self.is_drawing else waits

    # What happens -------------------------------------------------------------------------------

    def keep_time(self, now: float) -> None:
        """Do what is due."""
        if self.is_drawing:
            self.machine.draw(self._share(now), now)
        if self.is_shown:
            if now >= self.shown_from + SHOWN_SECONDS:
                self.go_on(now)
        elif self.seat.writing.is_due(now):
            self.seat.judge(now)
        self._decide(now)

    def changed(self, now: float) -> None:
        """Take note that the player wrote something, or took it back."""
        if not self.is_shown:
            self.seat.changed(now)
            self.player_share = self.machine.share
            self._decide(now)

    def begin_stroke(self, spot: tuple[float, float], reach: float, now: float) -> None:
        """Make room for a stroke; it belongs to the next task if this one is done."""
        if self.is_shown:
            self.go_on(now)
        if not self.is_over:
            self.seat.writing.typed = ""
            self.seat.writing.begin_stroke(spot, reach, now)

    def judge(self, now: float) -> None:
        """Judge what was read of what the player wrote."""
        if not self.is_shown:
            self.seat.judge(now)
            self._decide(now)

    def hear(self, question: Question, reading: Reading, now: float) -> None:
        """Take what the board has read of its drawing."""
        self.machine.hear(question, reading)
        self._decide(now)

    def type(self, digit: str, now: float) -> None:
        """Add a typed digit; "" takes the last one away."""
        if self.is_shown:
            self.go_on(now)
        if not self.is_over and self.seat.state is State.WRITES:
            self.by_hand = self.by_hand and not digit
            self.seat.writing.type(digit, now)
            self.player_share = self.machine.share

    def enter(self, now: float) -> None:
        """Take note that this is all of the answer, or that the player wants to go on."""
        if self.is_shown:
            self.go_on(now)
        else:
            self.seat.enter(now)
            self._decide(now)

    def say(self, is_asked: bool, now: float) -> None:
        """Take the player's word on the symbol that was asked about. Yes counts, and teaches."""
        if not self.is_shown:
            self.seat.say(is_asked, now)
            self._decide(now)

    def skip(self, now: float) -> None:
        """Show what it was, without a point for anybody; after that go on."""
        if self.is_shown:
            self.go_on(now)
        else:
            self._show((), now)

    def pause(self, now: float) -> None:
        """Let the drawing stand still."""
        self._is_paused = True
        self._watch.stop(now)

    def resume(self, now: float) -> None:
        """Let it go on, where it would."""
        self._is_paused = False
        if not (self.is_shown or self.seat.state is State.ASKED):
            self._watch.start(now)

    def go_on(self, now: float) -> None:
        """Begin the next task, or end the round."""
        self._growths.append(self.growth)
        self.is_over = self.round.is_over(self._watch.seconds(now))
        if not self.is_over:
            self._begin(now)

    # --------------------------------------------------------------------------------------------

    def _begin(self, now: float) -> None:
        self.task, self.shown_from = self.round.current, NEVER
        self.player_won, self.player_share, self._shown_share = False, 0.0, 0.0
        self.seat.begin(self.task, now)
        if isinstance(self.task, Drawn):
            self.machine.begin(self.task, self._place())
        self._watch.start(now)

    def _share(self, now: float) -> float:
        """Return how much is to be drawn by now, in [0, 1]."""
        total = self._digit_seconds * len(self.task.answer)
        if self.is_shown:
            return min(1.0, self._shown_share + HURRY * (now - self.shown_from) / total)
        return min(1.0, (self._watch.seconds(now) - self.round.began) / total)

    def _decide(self, now: float) -> None:
        if self.is_shown or self.is_over:
            return
        if places := winners([self.seat.stand, self.machine.stand]):
            self._show(places, now)
        elif self.seat.state is State.ASKED:
            self._watch.stop(now)
        elif not self._is_paused:
            self._watch.start(now)

    def _show(self, places: tuple[int, ...], now: float) -> None:
        """Show who was first; if it cannot be told, it was the player."""
        self.player_won, board_won = 0 in places, places == (1,)
        self.board_points += board_won
        seconds = self._watch.seconds(now)
        if self.player_won:
            self.seat.keep_answer(self.task)
            self.round.solve(seconds)
        else:
            self.round.give_up(seconds)
        if places:
            self._digit_seconds = paced(self._digit_seconds, self.player_won)
        self._watch.stop(now)
        self.shown_from, self._shown_share = now, self.machine.share
        self._finished()

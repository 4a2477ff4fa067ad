"""Two players at one board: the same task for both, and a half of the window for each."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Host
from recognizer.board.draw.motion import FRAME_SECONDS, NEVER
from recognizer.board.files.filing import Filing
from recognizer.board.games import endcard
from recognizer.board.games.bout import Bout
from recognizer.board.games.duelend import DuelEnd, duel_picture
from recognizer.board.games.duelface import ALL, END, SIDES, SKIP, WIPE, YES, DuelCard, DuelFace
from recognizer.board.games.game import Game
from recognizer.board.games.seat import Seat, State
from recognizer.board.games.taskface import TaskFace, rise
from recognizer.board.games.tiles import Card, Tiles
from recognizer.board.games.writing import Writing, start_of
from recognizer.board.input.commands import PenDown, PenPoint, Signal
from recognizer.board.input.desk import Desk
from recognizer.board.stage.scene import Face
from recognizer.document.question import Question
from recognizer.network.alphabet import DIGITS
from recognizer.play.tasks import TaskSet
from recognizer.reading.result import Reading


class Duelling(Game):
    """Plays tasks with two players. Pictures are saved to the folder `saves`, if there is one.

    What is taught there ends with the game: a profile belongs to one of them at most.
    """

    fills_window = True
    holds_ink = True
    players = 2

    def __init__(
        self, host: Host, tasks: TaskSet, rng: random.Random, saves: Path | None = None
    ) -> None:
        super().__init__(host)
        self._tasks = tasks
        self._rng = rng
        self._desks = (host.new_desk(DIGITS.name), host.new_desk(DIGITS.name))
        self.desk = self._desks[0]
        self._filing = Filing(host.background, host.tell, host.warn, saves)
        self._end: DuelEnd | None = None
        self._bout = self._new_bout()
        self.overlays = (Tiles(host, self._card),)
        self.follows = frozenset({table.READ, table.SAVE})
        self._picks: dict[str, Callable[[], None]] = {
            END: self._finish,
            endcard.DONE: self._leave_games,
            endcard.OTHER: host.leave,
            endcard.SAVE: self._save,
            endcard.AGAIN: self._again,
        }

    @property
    def desks(self) -> tuple[Desk, ...]:
        """The desk of the left player, and that of the right one."""
        return self._desks

    def turn_to(self, place: int) -> None:
        """Let `desk` be that of one player."""
        self.desk = self._desks[place]

    # Commands -----------------------------------------------------------------------------------

    def _press(self, command: Action | Signal) -> bool:
        if command is table.READ and self._end:
            self._again()
        elif command is table.READ:
            self._enter()
        elif command is table.SAVE and self._end:
            self._save()
        elif command is Signal.RIGHT and not self._end:
            self._bout.skip(time.monotonic())
        else:
            return False
        return True

    def _pick(self, name: str) -> None:
        if name in self._picks:
            self._picks[name]()
            return
        side, _, what = name.partition(" ")
        place, now = SIDES.index(side), time.monotonic()
        if what == SKIP:
            self._bout.wants_skip(place, now)
        elif what == ALL:
            self._bout.enter(place, now)
        elif what == WIPE:
            self.turn_to(place)
            self.desk.session.clear()
            self.changed()
        else:
            self._bout.say(place, what == YES, now)

    def _key(self, label: str) -> None:
        if not label:
            self._say_by_key(is_asked=False)

    def _enter(self) -> None:
        """Say yes to the question; if there is none, that an answer is all that comes."""
        if not self._say_by_key(is_asked=True):
            for place, seat in enumerate(self._bout.seats):
                if seat.asks_for_more:
                    self._bout.enter(place, time.monotonic())

    def _say_by_key(self, is_asked: bool) -> bool:
        """Let a key answer the question that was asked first; tell whether there is one."""
        asked = (k for k, each in enumerate(self._bout.seats) if each.state is State.ASKED)
        place = next(asked, None)
        if place is not None:
            self._bout.say(place, is_asked, time.monotonic())
        return place is not None

    def _pen(self, point: PenPoint) -> bool:
        if self._end or self._bout.is_decided:
            return True
        if isinstance(point, PenDown):
            self._seat.writing.begin_stroke(*start_of(point, self._host), time.monotonic())
        return False

    @property
    def _seat(self) -> Seat:
        return self._bout.seats[self._desks.index(self.desk)]

    @property
    def _writing(self) -> Writing | None:
        return None if self._end else self._seat.writing

    # What happens by itself ---------------------------------------------------------------------

    def changed(self) -> None:
        """Have what was written at this desk read."""
        if not self._end:
            self._bout.changed(self._desks.index(self.desk), time.monotonic())
            self._host.ask()

    def accept(self, question: Question, reading: Reading) -> None:
        """Judge what was read, if its time has come."""
        if question.session.accept(question, reading) and not self._end:
            sessions = [each.session for each in self._desks]
            self._bout.judge(sessions.index(question.session), time.monotonic())
            self._follow()

    def keep_time(self, now: float) -> None:
        """Judge what waits, and go on once it was shown who was first."""
        if not self._end:
            self._bout.keep_time(now)
            self._follow()

    @property
    def due(self) -> float:
        """When that must be done next."""
        if self._end:
            return NEVER
        rises = self._bout.is_decided and self._rise < 1.0
        return time.monotonic() + FRAME_SECONDS if rises else self._bout.due

    # From the first task to the last --------------------------------------------------------------

    def _new_bout(self) -> Bout:
        return Bout(
            self._desks, self._tasks.tasks(self._rng), lambda: self._host.play_sound("right")
        )

    def _again(self) -> None:
        self._end, self._bout = None, self._new_bout()

    def _follow(self) -> None:
        if self._bout.is_over and not self._end:
            self._finish()

    def _finish(self) -> None:
        """Show how it went; if nothing was done, choose another game."""
        bout = self._bout
        if not bout.duel.done:
            self._host.leave()
            return
        answers = (tuple(bout.seats[0].answers), tuple(bout.seats[1].answers))
        self._end = DuelEnd(self._tasks.title, bout.duel.points, answers)
        for each in bout.seats:
            each.begin(bout.duel.current, time.monotonic())

    def _save(self) -> None:
        end, view = self._end, self._host.screen.view
        if end:
            self._filing.save_picture(duel_picture(end, view.layout, view.theme))

    # What is shown ------------------------------------------------------------------------------

    def _card(self) -> Card:
        left, right = self._bout.seats
        skips = (left.wants_skip, right.wants_skip)
        is_open = not self._bout.is_decided
        asks = (is_open and left.asks_for_more, is_open and right.asks_for_more)
        return self._end or DuelCard((_question(left), _question(right)), skips, asks)

    @property
    def _rise(self) -> float:
        return rise(self._bout.decided_from, time.monotonic(), self._moves)

    def face(self, at_rest: bool) -> Face:
        """Return the score and, for each half, the task and what was read."""
        if self._end:
            return Face()
        bout, placing = self._bout, self._host.screen.view.placing
        boxes = (each.doubted for each in bout.seats)
        number = bout.duel.done + (not bout.is_decided)
        return DuelFace(
            halves=(self._half(0), self._half(1)),
            points=bout.duel.points,
            count=f"{number} of {bout.duel.mode.tasks}",
            doubts=tuple(placing.of_box(box) for box in boxes if box),
        )

    def _half(self, place: int) -> TaskFace:
        task, seat = self._bout.duel.current, self._bout.seats[place]
        cheers = place in self._bout.winners
        return TaskFace(
            task=task,
            text=task.answer if cheers else seat.writing.text,
            note=self._note(place),
            cheers=cheers,
            rise=self._rise if cheers else 1.0,
        )

    def _note(self, place: int) -> str:
        bout, other = self._bout, self._bout.seats[1 - place]
        if not bout.is_decided:
            is_kept = bout.is_held and other.state is State.ASKED
            return "Right. The other is still asked" if is_kept else bout.seats[place].writing.note
        if len(bout.winners) == len(bout.seats):
            return "Both right: a point each"
        if place in bout.winners:
            return "First! A point for you"
        solved = "" if bout.duel.current.is_copy else f": {bout.duel.current.solved}"
        return f"The other was faster{solved}" if bout.winners else f"Skipped{solved}"


def _question(seat: Seat) -> str:
    if seat.state is not State.ASKED:
        return ""
    return f"Is this {seat.desk.session.alphabet.named(seat.judgment.asked)}?"

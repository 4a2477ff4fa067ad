"""Guess first: the board draws a number, and the player writes it before the board knows it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Host
from recognizer.board.draw.motion import NEVER
from recognizer.board.files.filing import Filing
from recognizer.board.games import endcard, sidecards
from recognizer.board.games.chase import Chase
from recognizer.board.games.game import Game
from recognizer.board.games.guessend import GuessEnd, guess_picture
from recognizer.board.games.guessface import GuessFace, drawing_place
from recognizer.board.games.machine import Machine
from recognizer.board.games.scores import Scores
from recognizer.board.games.seat import State
from recognizer.board.games.taskface import TaskFace, rise, task_place
from recognizer.board.games.tiles import Card, Tiles
from recognizer.board.games.writing import Writing, start_of
from recognizer.board.input.commands import PenDown, PenPoint, Signal
from recognizer.board.input.desk import Desk
from recognizer.board.stage.scene import Face
from recognizer.document.question import Question
from recognizer.ink import BoundingBox, Ink
from recognizer.lessons import Lessons
from recognizer.network.alphabet import DIGITS
from recognizer.play.guessing import TEN_DRAWN
from recognizer.play.scorebook import ScoreBook
from recognizer.play.tasks import Task, TaskSet
from recognizer.reading.result import Reading

QUESTION = Task("What will it be?", "What will it be?")
WISH = "Write it before I know it"


class Guessing(Game):
    """Plays drawn numbers at `desk` against the board, which draws at a desk of its own.

    Rounds go to the score book `scores`. Pictures are saved to the folder `saves`, if there is one.
    """

    holds_ink = True

    def __init__(
        self,
        host: Host,
        desk: Desk,
        tasks: TaskSet,
        rng: random.Random,
        scores: Scores,
        saves: Path | None = None,
    ) -> None:
        super().__init__(host)
        self.desk = desk
        self._tasks = tasks
        self._rng = rng
        self._scores = scores
        self._machine = Machine(host.new_desk(DIGITS.name), host.background.read)
        self._filing = Filing(host.background, host.tell, host.warn, saves)
        self._end: GuessEnd | None = None
        self._is_paused = False
        paused = sidecards.PausedBoard(host, lambda: self._is_paused)
        self.overlays = (paused, Tiles(host, self._card))
        self.follows = frozenset({table.READ, table.SAVE})
        self._picks: dict[str, Callable[[], None]] = {
            sidecards.YES: lambda: self._chase.say(True, time.monotonic()),
            sidecards.NO: lambda: self._chase.say(False, time.monotonic()),
            sidecards.ALL: self._enter,
            sidecards.SKIP: lambda: self._chase.skip(time.monotonic()),
            sidecards.GO_ON: self._go_on,
            sidecards.END: self._stop,
            endcard.DONE: self._leave_games,
            endcard.OTHER: host.leave,
            endcard.SAVE: self._save,
            endcard.AGAIN: self._begin,
        }
        self._chase = self._new_chase()

    @property
    def desks(self) -> tuple[Desk, ...]:
        """The desk of the player, and that on which the board draws."""
        return (self.desk, self._machine.desk)

    # Commands -----------------------------------------------------------------------------------

    def _press(self, command: Action | Signal) -> bool:
        chase, now = self._chase, time.monotonic()
        if command in (Signal.PEN_LOST, table.PLAYERS):
            self._pause()
            return False  # the board lifts its pen, or asks who plays
        if self._end:
            return self._press_at_end(command)
        if command is table.READ:
            self._enter()
        elif command is Signal.RIGHT:
            self._go_on()
            chase.skip(now)
        elif command is Signal.BACK:
            chase.type("", now)
        elif command is table.CLOSE and chase.seat.state is State.ASKED:
            chase.say(False, now)
        else:
            return False
        return True

    def _press_at_end(self, command: Action | Signal) -> bool:
        if command is table.READ:
            self._begin()
        elif command is table.SAVE:
            self._save()
        return command in self.follows

    def _enter(self) -> None:
        if self._is_paused:
            self._go_on()
        elif self._chase.seat.state is State.ASKED:
            self._chase.say(True, time.monotonic())
        else:
            self._chase.enter(time.monotonic())

    def _pick(self, name: str) -> None:
        self._picks[name]()

    def _key(self, label: str) -> None:
        chase, now = self._chase, time.monotonic()
        if self._end:
            return
        self._go_on()
        if chase.seat.state is State.ASKED and not label:
            chase.say(False, now)
        elif label in self.desk.session.alphabet.symbols:
            chase.type(label, now)

    def _pen(self, point: PenPoint) -> bool:
        if self._end:
            return True
        self._go_on()
        if isinstance(point, PenDown):
            self._chase.begin_stroke(*start_of(point, self._host), time.monotonic())
            self._follow()
        return self._end is not None

    @property
    def _writing(self) -> Writing | None:
        return None if self._end else self._chase.seat.writing

    # What happens by itself ---------------------------------------------------------------------

    def changed(self) -> None:
        """Have what the player wrote read."""
        if not self._end:
            self._chase.changed(time.monotonic())
            self._host.ask()

    def accept(self, question: Question, reading: Reading) -> None:
        """Judge what the player wrote, or take what the board says of its drawing."""
        now = time.monotonic()
        if self._end:
            return
        if question.session is self._machine.desk.session:
            self._chase.hear(question, reading, now)
        elif self.desk.session.accept(question, reading):
            self._chase.judge(now)
        self._follow()

    def keep_time(self, now: float) -> None:
        """Draw on, judge what waits, and go on once it was shown who was first."""
        if not (self._end or self._is_paused):
            self._chase.keep_time(now)
            self._follow()

    @property
    def due(self) -> float:
        """When that must be done next."""
        return NEVER if self._end or self._is_paused else self._chase.due

    # The round ----------------------------------------------------------------------------------

    def _new_chase(self) -> Chase:
        self._began = datetime.now().astimezone()
        tasks = self._tasks.tasks(self._rng)
        return Chase(self.desk, self._machine, tasks, TEN_DRAWN, self._place, self._finished)

    def _begin(self) -> None:
        self._end, self._is_paused = None, False
        self._chase = self._new_chase()

    def _place(self) -> BoundingBox:
        """Return where the board draws, in the unit of the ink."""
        place, placing = drawing_place(self._host.layout), self._host.screen.view.placing
        left, top = placing.to_ink(*place.topleft)
        right, bottom = placing.to_ink(*place.bottomright)
        return BoundingBox(left, top, right, bottom)

    def _finished(self) -> None:
        self._scores.keep(self._chase, self._tasks, self._began, is_over=False)
        if self._chase.player_won:
            self._host.play_sound("right")

    def _follow(self) -> None:
        if self._chase.is_over and not self._end:
            self._finish(is_over=True)

    def _stop(self) -> None:
        """End the round before its time: what was done counts."""
        if self._chase.round.done:
            self._finish(is_over=False)
        else:
            self._host.leave()

    def _finish(self, is_over: bool) -> None:
        chase = self._chase
        self._scores.keep(chase, self._tasks, self._began, is_over)
        points = (chase.round.right, chase.board_points)
        title, growths = self._tasks.title, chase.all_growths
        self._host.interrupt()
        self._end = GuessEnd(title, points, tuple(chase.answers), growths)
        for each in self.desks:
            each.session.clear()

    def _pause(self) -> None:
        if not self._end:
            self._chase.pause(time.monotonic())
            self._is_paused = True

    def _go_on(self) -> None:
        if self._is_paused:
            self._is_paused = False
            self._chase.resume(time.monotonic())

    def _save(self) -> None:
        end, view = self._end, self._host.screen.view
        if end:
            self._filing.save_picture(guess_picture(end, view.layout, view.theme))

    # What is shown ------------------------------------------------------------------------------

    def _card(self) -> Card:
        seat = self._chase.seat
        if self._end:
            return self._end
        if self._is_paused:
            return sidecards.PAUSED
        if seat.state is State.ASKED and not self._chase.is_shown:
            return sidecards.asking(self.desk.session.alphabet.named(seat.judgment.asked))
        if self._chase.is_shown:
            return sidecards.DONE
        return sidecards.while_writing(False, seat.asks_for_more)

    def face(self, at_rest: bool) -> Face:
        """Return what was written, how sure the board is, and then how its opinion has grown."""
        if self._end:
            return Face()
        chase, opinions = self._chase, self._machine.opinions
        done = len(chase.round.done)
        return GuessFace(
            doubted=None if chase.is_shown else chase.seat.doubted,
            line=self._line,
            points=(chase.round.right, chase.board_points),
            count=f"{done + (not chase.is_shown)} of {TEN_DRAWN.tasks}",
            sureness=opinions[-1].sureness if opinions else 0.0,
            growth=chase.growth if chase.is_shown else None,
            story=chase.growth.story if chase.is_shown else "",
        )

    @property
    def _line(self) -> TaskFace:
        chase = self._chase
        if not chase.is_shown:
            writing = chase.seat.writing
            return TaskFace(
                task=chase.task if writing.text else QUESTION,
                text=writing.text,
                note=writing.note or WISH,
            )
        risen = rise(chase.shown_from, time.monotonic(), self._moves)
        answer = chase.task.answer
        return TaskFace(task=Task(answer, answer), cheers=chase.player_won, rise=risen)

    @property
    def occupied(self) -> tuple[pygame.Rect, ...]:
        """Where the number is drawn, and where what was read stands."""
        return () if self._end else (task_place(self._host.layout),)


def own_inks(lessons: Lessons, book: ScoreBook) -> dict[str, list[Ink]]:
    """Return the digits that the player has taught or written in games, by their labels."""
    inks: dict[str, list[Ink]] = {}
    pairs = [(each.label, each.ink) for each in lessons]
    for label, ink in (*pairs, *((each.label, each.ink) for each in book.digits)):
        inks.setdefault(label, []).append(ink)
    return inks

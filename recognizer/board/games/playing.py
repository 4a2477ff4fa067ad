"""Playing: a game is chosen, its round played at a desk of its own, and its end shown."""

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
from recognizer.board.draw.motion import FRAME_SECONDS, NEVER
from recognizer.board.files.filing import Filing
from recognizer.board.games import endcard, sidecards
from recognizer.board.games.choicecard import BEGIN, LEAVE, WHO, Choice, ChoiceCard
from recognizer.board.games.course import Course, Phase
from recognizer.board.games.courseface import face_of, rise_of
from recognizer.board.games.duelling import Duelling
from recognizer.board.games.endcard import EndCard, end_picture
from recognizer.board.games.game import Game
from recognizer.board.games.guessing import Guessing, own_inks
from recognizer.board.games.scores import Scores
from recognizer.board.games.summing import Summing, read_as
from recognizer.board.games.taskcourse import TaskCourse
from recognizer.board.games.taskface import task_place
from recognizer.board.games.tiles import Card, Tiles
from recognizer.board.games.writing import Writing, start_of
from recognizer.board.input.commands import PenDown, PenPoint, Signal
from recognizer.board.input.desk import Desk
from recognizer.board.show.message import Message
from recognizer.board.stage.scene import Face
from recognizer.document.question import Question
from recognizer.network.alphabet import DIGITS, SUMS
from recognizer.play.games import place_of
from recognizer.play.guessing import DrawnSet
from recognizer.play.ownsums import OWN_SUMS
from recognizer.play.round import CALM, Mode
from recognizer.play.scorebook import PlayedRound
from recognizer.play.tasks import TaskSet, practicing
from recognizer.reading.result import Reading

_ARROWS = {
    Signal.UP: ("game", -1),
    Signal.DOWN: ("game", 1),
    Signal.LEFT: ("mode", -1),
    Signal.RIGHT: ("mode", 1),
}


class Playing(Game):
    """Plays games at `desk`, until the player leaves.

    The score book is the file at `scores`; pictures are saved to the folder `saves`. Without them
    nothing is kept, or saved. It begins with a `choice`, or with the first game.
    """

    def __init__(
        self,
        host: Host,
        desk: Desk,
        scores: Path | None = None,
        saves: Path | None = None,
        rng: random.Random | None = None,
        choice: Choice | None = None,
    ) -> None:
        super().__init__(host)
        self.desk = desk
        self._rng = rng or random.Random()  # noqa: S311  (tasks are no secrets)
        self._scores = Scores(host, scores)
        self._saves = saves
        self._filing = Filing(host.background, host.tell, host.warn, saves)
        self.choice = choice or Choice(place_of(host.locked_game) or 0)
        """What is chosen, or was before the round began."""
        self._tasks: TaskSet = self.choice.tasks
        self._mode: Mode = CALM
        self._began = datetime.now().astimezone()
        self._course: TaskCourse | None = None
        self._end: EndCard | None = None
        self._is_paused = False
        paused = sidecards.PausedBoard(host, lambda: self._is_paused)
        self.overlays = (paused, Tiles(host, self._card))
        self._picks: dict[str, Callable[[], None]] = {
            BEGIN: self._begin_chosen,
            LEAVE: host.leave,
            WHO: lambda: host.obey(table.PLAYERS),
            endcard.DONE: self._leave,
            endcard.OTHER: self._choose,
            endcard.SAVE: self._save,
            endcard.AGAIN: lambda: self.begin(self._tasks, self._mode),
            endcard.PRACTICE: self._practice,
            sidecards.GO_ON: self._go_on,
            sidecards.END: self._stop,
        }
        self.follows = frozenset({table.READ, table.SAVE})

    # Commands -----------------------------------------------------------------------------------

    def _press(self, command: Action | Signal) -> bool:
        course, now = self._course, time.monotonic()
        if command is Signal.PEN_LOST:
            self._pause()
        elif command is table.READ:
            self._enter()
        elif command is table.PLAYERS:
            self._pause()
            return False  # the board asks who plays
        elif command is table.SAVE and self._end:
            self._save()
        elif command is Signal.RIGHT and course:
            self._go_on()
            course.skip(now)
        elif command is Signal.BACK and course:
            course.type("", now)
        elif command is table.CLOSE and course and course.phase is Phase.ASK:
            course.say(False, now)
        elif command in _ARROWS and course is None and self._end is None:
            kind, step = _ARROWS[command]
            kind = "set" if kind == "game" and self._host.locked_game else kind
            self.choice = self.choice.stepped(kind, step)
        else:
            return False
        return command is not Signal.PEN_LOST  # the board lifts its pen, too

    def _enter(self) -> None:
        course, now = self._course, time.monotonic()
        if self._end:
            self._pick(endcard.AGAIN)
        elif course is None:
            self._pick(BEGIN)
        elif self._is_paused:
            self._go_on()
        elif course.phase is Phase.ASK:
            course.say(True, now)
        else:
            course.enter(now)

    def _key(self, label: str) -> None:
        course, now = self._course, time.monotonic()
        if course is None:
            self.choice = self.choice.typed(label) if self._end is None else self.choice
            return
        self._go_on()
        if course.phase is Phase.ASK and not label:
            course.say(False, now)
        elif label in self.desk.session.alphabet.symbols:
            course.type(label, now)

    def _pick(self, name: str) -> None:
        course, now = self._course, time.monotonic()
        if name in self._picks:
            self._picks[name]()
        elif course is None:
            self.choice = self.choice.picked(name)
        elif name in (sidecards.YES, sidecards.NO):
            course.say(name == sidecards.YES, now)
        elif name == sidecards.ALL:
            course.enter(now)
        elif name == sidecards.SKIP:
            course.skip(now)
        elif name == sidecards.MODEL:
            course.demonstrate(now)

    def _pen(self, point: PenPoint) -> bool:
        if self._course is None:
            return True
        self._go_on()
        if isinstance(point, PenDown):
            self._course.begin_stroke(*start_of(point, self._host), time.monotonic())
        self._follow()
        return self._course is None

    @property
    def _writing(self) -> Writing | None:
        return self._course.writing if self._course else None

    # What happens by itself ---------------------------------------------------------------------

    def changed(self) -> None:
        """Have what was written read."""
        if self._course:
            self._course.changed(time.monotonic())
            self._host.ask()

    def accept(self, question: Question, reading: Reading) -> None:
        """Judge what was read, if its time has come."""
        if self.desk.session.accept(question, reading) and self._course:
            self._course.judge(time.monotonic())
            self._follow()

    def keep_time(self, now: float) -> None:
        """Judge what waits, go on after a cheer, let the clock tick."""
        if self._course and not self._is_paused:
            self._course.keep_time(now)
            self._follow()

    @property
    def due(self) -> float:
        """When that must be done next."""
        course = self._course
        if course is None or self._is_paused:
            return NEVER
        now, moves = time.monotonic(), self._moves and course.way(time.monotonic()) is not None
        if moves or rise_of(course, now, self._moves) < 1.0:
            return now + FRAME_SECONDS
        return course.due

    # The round ----------------------------------------------------------------------------------

    def _choose(self) -> None:
        self._course = self._end = None

    def _practice(self) -> None:
        self.begin(practicing(self._scores.book.to_practice), CALM)

    def _begin_chosen(self) -> None:
        tasks, mode = self.choice.tasks, self.choice.mode
        if mode.players > 1:
            self._host.begin(Duelling(self._host, tasks, self._rng, self._saves))
        elif isinstance(tasks, DrawnSet):
            own = tasks.of(own_inks(self.desk.session.lessons, self._scores.book))
            kept = (self._scores, self._saves)
            self._host.begin(Guessing(self._host, self.desk, own, self._rng, *kept))
        else:
            self.begin(tasks, mode)

    def begin(self, tasks: TaskSet, mode: Mode) -> None:
        """Begin a round, whatever is shown now."""
        self._tasks, self._mode, self._end = tasks, mode, None
        self._began = datetime.now().astimezone()
        self._is_paused = False
        self.desk.session.clear()
        if tasks is OWN_SUMS:
            self._begin_own_sums()
            return
        self._course = TaskCourse(self.desk, tasks.tasks(self._rng), mode, self._finished)

    def _begin_own_sums(self) -> None:
        session = self.desk.session
        if read_as(session, SUMS.name):
            self._host.begin(Summing(self._host, self.desk, self._keep, self._show_sums))
        else:
            self._host.tell(Message("This model reads no sums", warns=True))

    def _show_sums(self, course: Course, is_over: bool) -> None:
        self._host.leave()
        if course.round.done:
            self._show_end(course, is_over)

    def resume(self) -> None:
        """Read digits again, after another game."""
        read_as(self.desk.session, DIGITS.name)
        super().resume()

    def _keep(self, course: Course, is_over: bool) -> PlayedRound:
        return self._scores.keep(course, self._tasks, self._began, is_over)

    def _finished(self) -> None:
        course = self._course
        if course:
            self._keep(course, is_over=False)
            if course.phase is Phase.CHEER:
                self._host.play_sound("right")

    def _follow(self) -> None:
        if self._course and self._course.phase is Phase.OVER:
            self._finish(is_over=True)

    def _stop(self) -> None:
        """End the round before its time: what was done counts."""
        if self._course and self._course.round.done:
            self._finish(is_over=False)
        else:
            self._leave()

    def _leave(self) -> None:
        """Leave the games; where they are locked, choose another one."""
        if self._host.is_locked:
            self._choose()
        else:
            self._host.leave()

    def _finish(self, is_over: bool) -> None:
        course, self._course = self._course, None
        if course:
            self._show_end(course, is_over)

    def _show_end(self, course: Course, is_over: bool) -> None:
        played, answers = self._keep(course, is_over), tuple(course.answers)
        title, is_locked = self._tasks.title, self._host.is_locked
        self._end = EndCard(played, self._scores.book, title, answers, is_locked)
        self._host.interrupt()
        self.desk.session.clear()

    def _pause(self) -> None:
        if self._course:
            self._course.pause(time.monotonic())
            self._is_paused = True

    def _go_on(self) -> None:
        if self._course and self._is_paused:
            self._is_paused = False
            self._course.resume(time.monotonic())

    def _save(self) -> None:
        end, view = self._end, self._host.screen.view
        if end:
            self._filing.save_picture(end_picture(end, view.layout, view.theme))

    # What is shown ------------------------------------------------------------------------------

    def _card(self) -> Card | None:
        course = self._course
        if self._end:
            return self._end
        if course is None:
            host, has_one = self._host, bool(self._host.locked_game)
            best = self._scores.said(self.choice.tasks, self.choice.mode)
            return ChoiceCard(self.choice, best, host.profile, host.is_locked, has_one)
        if self._is_paused:
            return sidecards.PAUSED
        if course.phase is Phase.ASK:
            return sidecards.asking(self.desk.session.alphabet.named(course.judgment.asked))
        if course.phase is Phase.TRACE:
            return sidecards.TRACING
        return sidecards.while_writing(course.task.is_copy, course.asks_for_more)

    def face(self, at_rest: bool) -> Face:
        """Return the task, what was read of it, and how the round goes."""
        course = self._course
        return face_of(course, time.monotonic(), self._moves) if course else Face()

    @property
    def occupied(self) -> tuple[pygame.Rect, ...]:
        """Where the task stands."""
        return (task_place(self._host.layout),) if self._course else ()

"""Sums of one's own: the player writes or types sums with answers, and the board checks them."""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Host
from recognizer.board.draw.motion import FRAME_SECONDS, NEVER
from recognizer.board.games import sidecards
from recognizer.board.games.course import Course, Phase
from recognizer.board.games.game import Game
from recognizer.board.games.sumcourse import SumCourse
from recognizer.board.games.taskface import TaskFace, rise, task_place
from recognizer.board.games.tiles import Card, Tiles
from recognizer.board.games.writing import Writing, start_of
from recognizer.board.input.commands import Command, Correct, PenDown, PenPoint, Signal
from recognizer.board.input.desk import Desk
from recognizer.board.show.overlay import Overlay
from recognizer.document.question import Question
from recognizer.document.session import Session
from recognizer.play.ownsums import EXAMPLE, OWN, WISH, sign_of
from recognizer.play.tasks import Task
from recognizer.reading.result import Reading

Keep = Callable[[Course, bool], object]
"""Takes a round as it stands, and whether it is over."""


class SignKeys(Overlay):
    """The keys that type a sum. It has nothing to show, and takes no press."""

    def typed(self, character: str) -> Command | None:
        """Return the sign that is typed, as a digit key names a digit."""
        sign = sign_of(character)
        return None if sign is None else Correct(sign)


class Summing(Game):
    """Checks the sums that are written at `desk`, or typed.

    `keep` takes the round whenever a sum was right. At its end, `ended` takes it, to show it.
    """

    def __init__(self, host: Host, desk: Desk, keep: Keep, ended: Keep) -> None:
        super().__init__(host)
        self.desk = desk
        self._keep = keep
        self._ended = ended
        self._is_paused = False
        paused = sidecards.PausedBoard(host, lambda: self._is_paused)
        self.overlays = (paused, Tiles(host, self._card), SignKeys())
        self.follows = frozenset({table.READ})
        self._picks: dict[str, Callable[[], None]] = {
            sidecards.YES: lambda: self._say(True),
            sidecards.NO: lambda: self._say(False),
            sidecards.ALL: lambda: self._course.enter(time.monotonic()),
            sidecards.WIPE: lambda: self._course.wipe(time.monotonic()),
            sidecards.GO_ON: self._go_on,
            sidecards.END: lambda: self._end(is_over=False),
        }
        self._course = SumCourse(desk, host.background.sums, self._finished)

    # Commands -----------------------------------------------------------------------------------

    def _press(self, command: Action | Signal) -> bool:
        if command in (Signal.PEN_LOST, table.PLAYERS):
            self._pause()
            return False  # the board lifts its pen, or asks who plays
        is_asked = self._course.phase is Phase.ASK
        if command is table.READ and self._is_paused:
            self._go_on()
        elif command is table.READ and is_asked:
            self._say(True)
        elif command is table.READ:
            self._course.enter(time.monotonic())
        elif command is table.CLOSE and is_asked:
            self._say(False)
        elif command is Signal.BACK:
            self._type("")
        else:
            return False
        return True

    def _pick(self, name: str) -> None:
        self._picks[name]()

    def _key(self, label: str) -> None:
        if self._course.phase is Phase.ASK and not label:
            self._say(False)
        elif label:
            self._type(label)

    def _type(self, sign: str) -> None:
        self._go_on()
        self._course.type(sign, time.monotonic())

    def _say(self, is_asked: bool) -> None:
        self._course.say(is_asked, time.monotonic())
        self._host.ask()

    def _pen(self, point: PenPoint) -> bool:
        self._go_on()
        if isinstance(point, PenDown):
            self._course.begin_stroke(*start_of(point, self._host), time.monotonic())
        return False

    @property
    def _writing(self) -> Writing | None:
        return self._course.writing

    # What happens by itself ---------------------------------------------------------------------

    def changed(self) -> None:
        """Have what was written read."""
        self._course.changed(time.monotonic())
        self._host.ask()

    def accept(self, question: Question, reading: Reading) -> None:
        """Judge what was read, if its time has come."""
        if self.desk.session.accept(question, reading):
            self._course.judge(time.monotonic())
            self._follow()

    def keep_time(self, now: float) -> None:
        """Judge what waits, and go on after a cheer."""
        if not self._is_paused:
            self._course.keep_time(now)
            self._follow()

    @property
    def due(self) -> float:
        """When that must be done next."""
        if self._is_paused:
            return NEVER
        rises = self._course.phase is Phase.CHEER and self._rise < 1.0
        return time.monotonic() + FRAME_SECONDS if rises else self._course.due

    # The round ----------------------------------------------------------------------------------

    def _finished(self) -> None:
        self._keep(self._course, False)
        self._host.play_sound("right")

    def _follow(self) -> None:
        if self._course.phase is Phase.OVER:
            self._end(is_over=True)

    def _end(self, is_over: bool) -> None:
        self._ended(self._course, is_over)

    def _pause(self) -> None:
        self._course.pause(time.monotonic())
        self._is_paused = True

    def _go_on(self) -> None:
        if self._is_paused:
            self._is_paused = False
            self._course.resume(time.monotonic())

    # What is shown ------------------------------------------------------------------------------

    def _card(self) -> Card:
        if self._is_paused:
            return sidecards.PAUSED
        if self._course.phase is Phase.ASK:
            named = self.desk.session.alphabet.named(self._course.judgment.asked)
            return sidecards.asking(named)
        return sidecards.writing_freely(self._course.asks_for_more)

    @property
    def _rise(self) -> float:
        return rise(self._course.cheered_from, time.monotonic(), self._moves)

    def face(self, at_rest: bool) -> TaskFace:
        """Return what was read, or what is to be written, and how the round goes."""
        course = self._course
        cheers, done = course.phase is Phase.CHEER, course.round.done
        text = course.judgment.task.solved if cheers else course.text
        return TaskFace(
            doubted=course.doubted,
            task=Task(text, text) if text else WISH,
            note="" if cheers else course.writing.note or ("" if text else EXAMPLE),
            cheers=cheers,
            rise=self._rise if cheers else 1.0,
            marks=tuple(each.at_first_try for each in done),
            total=OWN.tasks,
            streak=course.round.streak,
        )

    @property
    def occupied(self) -> tuple[pygame.Rect, ...]:
        """Where the sum stands."""
        return (task_place(self._host.layout),)


def read_as(session: Session, alphabet: str) -> bool:
    """Have `session` read the alphabet of that name; tell whether the model knows it."""
    found = next((each for each in session.alphabets if each.name == alphabet), None)
    if found and found != session.alphabet:
        session.choose(found)
    return found is not None

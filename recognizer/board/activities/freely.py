"""The first activity: draw anything, and the board reads it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Activity, Host
from recognizer.board.activities.answering import Answering
from recognizer.board.activities.asking import Asking
from recognizer.board.activities.naming import Naming
from recognizer.board.cards.cameracard import FRAME_SECONDS as CAMERA_SECONDS
from recognizer.board.cards.cameracard import CameraCard
from recognizer.board.cards.filecard import FileCard
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.motion import FRAME_SECONDS
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.files.filing import Filing
from recognizer.board.files.papers import fit_page, page_picture
from recognizer.board.glass.panel import GlassPanel
from recognizer.board.glass.state import Glass
from recognizer.board.input.commands import (
    Choose,
    Command,
    Correct,
    EraserDown,
    Forget,
    Open,
    PenDown,
)
from recognizer.board.input.desk import Desk
from recognizer.board.show.answer import answer_parts, rows_of
from recognizer.board.show.answerplan import Row
from recognizer.board.show.askpanel import AskPanel
from recognizer.board.show.choices import choices_height
from recognizer.board.show.hint import hint_parts
from recognizer.board.show.message import Message
from recognizer.board.stage.scene import Face, Scene
from recognizer.board.teach.teaching import Teaching
from recognizer.board.threads.background import Look
from recognizer.board.threads.camera import Frame
from recognizer.document.page import Change, Page
from recognizer.document.question import Question
from recognizer.errors import RecognizerError
from recognizer.keeping.boardfiles import camera_page
from recognizer.keeping.settings import ASKED, DRAWING, STROKE
from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.reading.inside.insight import Insight
from recognizer.reading.result import Reading
from recognizer.reading.words import turned_by

WHEN = {
    DRAWING: "while you draw",
    STROKE: "after each stroke",
    ASKED: "when you press Enter",
}
"""What the user is told of each way to read, in the order in which a key goes through them."""


@dataclass(frozen=True)
class FreeFace(Face):
    """An invitation to draw, and the answer.

    `rows` are what stands in the panel where sums were read, above so many `choices`.
    """

    reads: str = DRAWING
    alphabet: Alphabet = DIGITS
    rows: tuple[Row, ...] | None = None
    choices: int = 0

    def under(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return the invitation, on an empty board."""
        if not scene.is_empty:
            return []
        return hint_parts(layout, theme, self.reads, scene.is_glass_open, self.alphabet)

    def over(self, layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
        """Return the answer; without one, what will be read and when."""
        waits = self.reads == ASKED and not scene.is_empty
        kept, rows = choices_height(layout, self.choices), self.rows
        if rows is None and self.reading:
            rows = rows_of(self.reading, self.growing)
        return answer_parts(layout, theme, self.reading, waits, rows, kept)


class FreeReading(Activity):
    """Reads, corrects, looks at, saves and copies the drawing, and opens files on its desk.

    It uses the desk of the drawing, whose changes are kept. Saved files go to the folder `saves`,
    if there is one. `play` begins a game, if there is any.
    """

    def __init__(
        self,
        host: Host,
        desk: Desk,
        saves: Path | None,
        play: Callable[[], None] | None = None,
    ) -> None:
        self.desk = desk
        self._host = host
        self._filing = Filing(host.background, host.tell, host.warn, saves)
        self._answering = Answering(host, desk)
        explain = self._answering.explained
        self._glass = Glass(host.settings.glass, host, desk, host.background, explain)
        self._teaching = Teaching(host, desk.digits)
        self._files = FileCard(host, self._open)
        self._camera = CameraCard(host.background.open_camera, self._take, host.warn)
        self._asking = Asking(host, desk)
        self._naming = Naming(host, desk, self._glass, self._teaching, self._asking)
        ask_panel = AskPanel(lambda: self._waits)
        over_ink = (self._asking, self._answering, ask_panel)
        self.overlays = (*over_ink, self._glass, self._teaching, self._files, self._camera)
        self._actions: dict[Action, Callable[[], None]] = {
            table.READ: self._read,
            table.LIVE: self._turn_reading,
            table.ALPHABET: self._show_alphabets,
            table.SUMS: self._answering.turn_help,
            table.TEACH: self._naming.toggle_card,
            table.TEACH_CARD: self._naming.toggle_card,
            table.FORGET: self._naming.forget_first,
            table.GLASS: self._toggle_glass,
            table.INSIDE: self._look_inside,
            table.SAVE: self._save,
            table.OPEN: self._choose_file,
            table.PASTE: lambda: self._filing.paste(self._put),
            table.CAMERA: self._open_camera,
            table.COPY: lambda: self._filing.copy(self._answering.text, desk.session.alphabet),
        }
        if play:
            self._actions[table.PLAY] = play
        self.follows = frozenset(self._actions)

    def obeys(self, command: Command) -> bool:
        """Follow commands about digits, the reading and files."""
        match command:
            case Action() if command in self._actions:
                self._actions[command]()
            case Choose(alphabet):
                self._choose(alphabet)
            case Correct(label, digit):
                self._naming.teach(label, digit)
            case Forget(lesson):
                self._naming.forget(lesson)
            case Open(path):
                self._open(path)
            case PenDown() | EraserDown():
                return self._naming.choose_another()
            case _:
                return False
        return True

    def changed(self) -> None:
        """Read what is on the desk, if the user wants it read after each stroke."""
        session = self.desk.session
        if session.is_empty:
            self._glass.look_away()
        elif self._host.settings.live or session.reads_this_ink:
            self._host.ask()
        elif not session.is_read:
            session.forget_reading()
            self._glass.look_away()

    def follow_change(self, change: Change) -> None:
        """Close the card: its digit may be gone."""
        if change.touches_ink:
            self._teaching.close()

    def accept(self, question: Question, reading: Reading) -> None:
        """Show the answer, and do what follows from it."""
        if self.desk.session.accept(question, reading):
            self._host.play_sound("digit" if reading.has_known else "none")
            if reading.turned:
                told = turned_by(reading.turned)
                self._host.tell(Message(told[0].upper() + told[1:]))
            self._naming.follow_reading()

    def glimpse(self, question: Question, reading: Reading) -> None:
        """Have an open looking glass look at what the pen is drawing."""
        last = len(question.ink.strokes) - 1
        drawn = next((each for each in reading.symbols if last in each.strokes), None)
        if drawn:
            self._glass.glimpse(question, drawn)

    @property
    def _waits(self) -> bool:
        """Whether something on the desk waits until the user asks for a reading."""
        session = self.desk.session
        return not (self._host.settings.live or session.is_empty or session.reading)

    def see(self, look: Look, seen: Insight | RecognizerError | None) -> None:
        """Show in the looking glass what it saw."""
        if not self._glass.is_current(look):
            return
        if isinstance(seen, RecognizerError):
            self._host.warn(seen)
        else:
            self._glass.show(look, seen)

    def keep_time(self, now: float) -> None:
        """Let the looking glass follow the pointer, and show what the camera sees."""
        self._camera.look()
        if now >= self._glass.follows_from:
            self._glass.follow(self._naming.under_pointer)

    @property
    def due(self) -> float:
        """When the looking glass moves, by itself or after the pointer; or the camera is seen."""
        if self._camera.is_open:
            return time.monotonic() + CAMERA_SECONDS
        shown = self._host.scene.overlay(GlassPanel)
        if (shown.share if shown else 0.0) != float(self._glass.is_open):
            return time.monotonic() + FRAME_SECONDS
        return self._glass.follows_from

    def face(self, at_rest: bool) -> FreeFace:
        """Return invitation, answer, what is said of sums, and the digit pointed at."""
        session = self.desk.session
        glimpse = session.glimpse
        return FreeFace(
            reading=session.shown,
            growing=glimpse.growing if glimpse else None,
            notes=self._answering.notes(at_rest),
            untagged=self._answering.untagged,
            pointed=self._naming.pointed(at_rest),
            doubted=self._asking.doubted,
            reads=self._host.settings.reads,
            ghosts=self._glass.ghosts,
            alphabet=session.alphabet,
            rows=self._asking.rows,
            choices=self._asking.count,
        )

    def resume(self) -> None:
        """Read what has not been read yet, and look at it."""
        if not self.desk.session.is_read:
            self.changed()
        self._naming.look_at(self._naming.meant)

    @property
    def occupied(self) -> tuple[pygame.Rect, ...]:
        """Where answers to sums stand."""
        return self._answering.occupied

    @property
    def has_panel(self) -> bool:
        """Whether the looking glass is open."""
        return self._glass.is_open

    @property
    def switched_on(self) -> frozenset[Action]:
        """What of the toolbar is switched on."""
        on = {
            table.LIVE: self._host.settings.live,
            table.GLASS: self._glass.is_open,
            table.TEACH: self._teaching.is_open,
        }
        return frozenset(action for action, is_on in on.items() if is_on)

    def _read(self) -> None:
        if self.desk.session.is_empty:
            self._host.tell(Message("Nothing to read: the board is empty"))
        self._host.ask()

    def _turn_reading(self) -> None:
        ways = list(WHEN)
        reads = ways[(ways.index(self._host.settings.reads) + 1) % len(ways)]
        self._host.preferences.set(reads=reads)
        self._host.tell(Message(f"Reading {WHEN[reads]}"))
        if reads != ASKED and not self.desk.session.is_read:
            self._host.ask()

    def _show_alphabets(self) -> None:
        if len(self.desk.session.alphabets) > 1:
            self._host.show_alphabets()
        else:
            self._host.tell(Message(f"I read {self.desk.session.alphabet.holds}, and know no more"))

    def _choose(self, alphabet: Alphabet) -> None:
        self.desk.session.choose(alphabet)
        self._host.preferences.set(alphabet=alphabet.name)
        self._host.tell(Message(f"Now I read {alphabet.holds}"))
        self.changed()

    def _toggle_glass(self) -> None:
        self._host.interrupt()  # the ink may move away from under the pen
        meant = self._naming.meant  # before that
        moves = self._host.settings.motion
        self._glass.turn(not self._glass.is_open, time.monotonic(), at_once=not moves)
        self._host.preferences.set(glass=self._glass.is_open)
        self._host.turned(False)
        self._naming.look_at(meant)

    def _look_inside(self) -> None:
        """Open the looking glass at what is inside, or have the open one tell of something else."""
        if not self._glass.is_open:
            self._toggle_glass()
        self._glass.turn_over()
        if not self.desk.session.is_empty:
            self._glass.look_at(self._naming.meant)

    def _choose_file(self) -> None:
        self._host.interrupt()
        self._files.open(self._filing.folder)

    def _take(self, frame: Frame) -> None:
        self._put(camera_page(frame))

    def _open_camera(self) -> None:
        self._host.interrupt()
        self._camera.open()

    def _open(self, path: Path) -> None:
        self._filing.open(path, self.desk.session.alphabet, self._put)

    def _put(self, page: Page) -> None:
        session = self.desk.session
        session.open(fit_page(page, self._host.screen.free_place(session), session.pen_width))
        self._host.aim.forget()  # it was at something else
        self._host.turned(True)

    def _save(self) -> None:
        self._host.interrupt()
        if self.desk.session.is_empty:
            self._host.tell(Message("Nothing to save: the board is empty"))
        else:
            page, view = self.desk.session.page, self._host.screen.view
            seen = (page, view.layout, view.theme, view.placing, self._answering.answer_parts())
            self._filing.save(page, lambda: page_picture(*seen), self._text)

    @property
    def _text(self) -> str:
        reading = self.desk.session.reading
        return reading.text if reading and reading.has_known else ""

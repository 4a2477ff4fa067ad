"""The loop: wait for events, tell the session, draw what has changed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.cards.filecard import FileCard
from recognizer.board.cards.teachcard import TeachCard
from recognizer.board.draw.motion import FRAME_SECONDS
from recognizer.board.files.filing import Filing
from recognizer.board.files.papers import board_picture, fit_page, page_picture
from recognizer.board.glass.state import Glass
from recognizer.board.ink.placing import Placing
from recognizer.board.input.aim import Aim
from recognizer.board.input.commands import (
    Command,
    Correct,
    DisplayChanged,
    EraserDown,
    Forget,
    Hover,
    Open,
    PenMove,
    PenPoint,
    PenStep,
    Pressed,
    Scroll,
    Signal,
    WindowMoved,
)
from recognizer.board.input.desk import Desk
from recognizer.board.input.events import Translator
from recognizer.board.input.hand import Gesture
from recognizer.board.input.player import Player
from recognizer.board.run.keeping import Keeping
from recognizer.board.show.message import Message
from recognizer.board.show.notice import Notice
from recognizer.board.show.toolbar import LEAST_TARGET, ToolbarState
from recognizer.board.show.toolbarstand import ToolbarStand
from recognizer.board.stage.controls import Controls
from recognizer.board.stage.layers import outline_space
from recognizer.board.stage.preferences import Preferences
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.screen import Screen
from recognizer.board.stage.view import View
from recognizer.board.teach.memory import Memory, Written
from recognizer.board.teach.teaching import Teaching
from recognizer.board.threads.background import Background
from recognizer.board.window.sound import Sounds
from recognizer.board.window.waiting import wait_for_events
from recognizer.board.window.window import Window
from recognizer.disk.places import Places
from recognizer.document.page import Change, Page
from recognizer.document.session import Session
from recognizer.errors import RecognizerError, UnexpectedError
from recognizer.ink import BoundingBox
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.faults import as_error, keep_fault
from recognizer.keeping.profiles import Profile
from recognizer.keeping.settings import MAX_PEN, MIN_PEN, Settings
from recognizer.lessons import Lesson
from recognizer.reading.reader import Reader
from recognizer.reading.result import Symbol

PEN_STEP = 1.25
PEN_WIDTHS = (0.5, 1.0, 1.75, 3.0)
"""Among which the button chooses, times the usual width."""
ERASER_REACH = 20  # at 1920x1080
TREMBLE = 16  # at 1920x1080: so far a hand moves the mouse when it presses a key
TOOLBAR_AFTER = 0.8
"""Seconds after a stroke until the toolbar is back: longer than between the strokes of a digit."""
READING_SECONDS = 1.0
"""How long a digit key that comes before the reading waits for it, at most: mostly milliseconds."""
QUESTION, QUESTION_OF_X = Message("Press Esc again to quit"), Message("Press the X again to quit")
"""As long as one stands there, another Esc, or a press on the X, quits: some seconds, or until
something else is done. An Esc too many, or a brush of the hand, must not end the board."""
OLDER = "Nothing to undo: this was drawn before the board was opened. E erases it, C clears it"
"""The page is kept when the board is closed, the steps that led to it are not."""
MOST_UNDRAWN = 20
"""Frames in a row that may fail to be drawn: then nobody can see what the board does."""
MOST_NOTCHES = 20  # of the wheel at once; a broken one may send any number
_PASSING = frozenset({Signal.PEN_UP, Signal.PEN_LOST, Signal.REPAINT, Signal.POINTER_GONE})
_SILENT = _PASSING | {Signal.UP, Signal.DOWN, table.QUIT}
"""What leaves a message standing."""
_ASKS = frozenset({table.CLOSE, table.ASK_TO_QUIT})
"""What answers the question whether to quit; the rest takes that away."""
_BESIDE_HELP = _SILENT | {table.HELP, table.CLOSE}
"""What leaves the help standing, or closes it by itself; the rest puts it away first."""
_ON_THE_CARD = frozenset({table.TEACH, table.CLOSE})
"""What does something else where the card that teaches is open; the rest puts it away first."""


class Board:
    """The board in a window: the only place where session, view and events meet.

    Parameters
    ----------
    window : Window
    reader : Reader
        Left to the reading thread.
    settings : Settings
    places : Places, optional
        Where files are kept; nothing is written without.
    autosave : Autosave, optional
        Is told each change, and the size of the board.
    page : Page, optional
        What is on the board at first.
    scale : float
        Of the screen, see `dpi.screen_scale`.
    profile : Profile, optional
        What was taught before, and where it is kept what is; without, lessons end with the board.

    Attributes
    ----------
    complaint : str
        What was wrong with the profile, in one line; "" if nothing was.
    """

    def __init__(
        self,
        window: Window,
        reader: Reader,
        settings: Settings | None = None,
        places: Places | None = None,
        autosave: Autosave | None = None,
        page: Page | None = None,
        scale: float = 1.0,
        profile: Profile | None = None,
    ) -> None:
        self._log = places.log if places else None
        self._preferences = Preferences(settings or Settings(), places.settings if places else None)
        board_size = autosave.board_size if autosave and page else None
        self._screen = Screen(window, self._preferences, scale, board_size)
        if autosave:
            autosave.board_size = self._screen.board_size
        self._translator = Translator()
        lessons, self.complaint = profile.load() if profile else ((), "")
        lessons = reader.embedded(lessons)  # while the reader is not yet another thread's
        self._memory = Memory(profile) if profile else None
        self._profile = profile.name if profile else ""
        self._was_restored = bool(page)
        self.background = Background(reader)
        self._keeping: Keeping | None = None
        if autosave:
            autosave.profile = profile.name if profile else ""
            self._keeping = Keeping(autosave, self.background, self._caution, self._warn)
        self.desk = Desk(
            Session(
                *(reader, self.view.layout.pen_width, page, self._keep),
                lessons=lessons,
            )
        )
        self._digits = self.desk.digits
        self._hand = self.desk.hand
        self._stand = ToolbarStand(self.session)
        self._aim = Aim()
        self._filing = Filing(
            *(self.background, self.tell, self._warn, places.saves if places else None)
        )
        self._sounds = Sounds()
        self._player: Player | None = None
        glass = self.settings.glass
        self._glass = Glass(glass, self.session, self._digits, self.background)
        self._teaching = Teaching()
        self._notice = Notice()
        self._later: list[Callable[[], None]] = []  # to do when this frame is shown
        self._toolbar_from = 0.0
        self._hovered: Action | None = None
        self._files = FileCard()
        self._shows_help = False
        self.has_quit = False
        self._undrawn = 0  # frames in a row that could not be drawn
        self._actions = self._action_table()
        self._turn_sound(self.settings.sound)
        self._take_window()
        if page and self._keeping and self.settings.live and not self._keeping.begin_reading():
            self._preferences.set_for_now(live=False)
        self._changed(bool(page))
        self._look_at(self._digit_meant())
        self.scene = self._scene()
        self.repaint()

    @property
    def settings(self) -> Settings:
        """What the user has chosen, as it holds now."""
        return self._preferences.settings

    @property
    def view(self) -> View:
        """How the window shows the board: its layout, its colors, where the ink lies."""
        return self._screen.view

    @property
    def session(self) -> Session:
        """What is on the board, and what it reads."""
        return self.desk.session

    def run(self) -> None:
        """Wait for events and follow them until the user quits. Uses no time while waiting."""
        self.has_quit = False
        while not self.has_quit:
            self.handle(
                wait_for_events(
                    self._screen.preparation,
                    lambda: self.background.has_answer,
                    self.due,
                )
            )

    def play(self, player: Player) -> None:
        """Let `player` draw, until the user takes over."""
        self._player = player

    def handle(self, batch: list[pygame.event.Event]) -> None:
        """Follow a batch of events and take up what has been read meanwhile, then draw once."""
        now = time.monotonic()
        if self._player:
            batch = self._player.join(batch, now)
        for event in batch:
            self._try(lambda event=event: self._follow(event))  # type: ignore[misc]
        self._try(self._follow_window)
        self._try(self._collect)
        self._try(lambda: self._keep_time(now))
        self._draw()
        later, self._later = self._later, []
        for work in later:
            self._try(work)

    def _draw(self) -> None:
        """Show what there is; a fault in that is told, and no fault for ever tried again."""
        try:
            self._show()
        except Exception as error:
            self._undrawn += 1
            if self._undrawn > MOST_UNDRAWN:
                raise
            self._warn(as_error(error, "drawing"))
        else:
            self._undrawn = 0

    def settle(self, seconds: float = 10.0) -> None:
        """Wait until all that is under way has been read, saved and shown.

        Raises
        ------
        TimeoutError
            If that takes longer than so many `seconds`.
        """
        until = time.monotonic() + seconds
        while True:
            idle = self.background.is_idle(max(0.0, until - time.monotonic()))
            found = self.background.has_answer
            self.handle([])
            if idle and not found and not self.background.has_answer:
                return
            if time.monotonic() > until:
                raise TimeoutError(f"the board was still at work after {seconds} s")

    def close(self) -> str:
        """Keep what is to be kept, and end the threads; each step, whatever becomes of another.

        Returns what could not be kept, in one line; "" if all was.
        """
        failed: list[str] = []

        def attempt(work: Callable[[], object]) -> None:
            try:
                if told := work():
                    failed.append(str(told))
            except Exception as error:
                failed.append(self._said(as_error(error, "closing the board")))

        with ExitStack() as steps:
            if self._keeping:
                steps.callback(attempt, self._keeping.close)
            if self._memory:  # when its thread has ended: what could not be written before
                steps.callback(attempt, self._write_lessons)
            steps.callback(attempt, self._preferences.save)
            steps.callback(self._sounds.close)
            steps.callback(attempt, self._end_threads)
            steps.callback(attempt, self.background.finish_files)
            attempt(self._lift)
        return "; ".join(failed)

    def tell(self, message: Message) -> None:
        """Show `message` for some seconds."""
        self._notice.tell(message)

    def repaint(self) -> None:
        """Draw everything anew, on the surface the window has now."""
        self._screen.lose_picture()
        self._follow_window()
        self._show()

    def picture(self) -> pygame.Surface:
        """Return a picture of the board: what was drawn and what it reads, and no more."""
        return board_picture(self._scene(), self.view)

    def _follow_window(self) -> None:
        if not self._screen.fits:
            self._take_window()

    def _take_window(self) -> None:
        self._screen.take_window(self.session, self._glass.is_open)
        self._aim.slide()
        self._files.fit(self.view.layout)

    # What the user wants ----------------------------------------------------------------------

    def _try(self, work: Callable[[], None]) -> None:
        """Do it; what goes wrong becomes a message, and the board goes on."""
        try:
            work()
        except Exception as error:
            self._warn(as_error(error, "what you asked for"))

    def _warn(self, error: RecognizerError) -> None:
        """Show what went wrong, and go on."""
        if isinstance(error, UnexpectedError):
            self._screen.lose_picture()  # whatever it has left on the screen
        self.tell(Message(self._said(error), warns=True))

    def _caution(self, text: str) -> None:
        self.tell(Message(text, warns=True))

    def _said(self, error: RecognizerError) -> str:
        """Return what went wrong; a fault of the program is kept for whoever mends it."""
        if not (self._log and isinstance(error, UnexpectedError)):
            return str(error)
        where = keep_fault(error, self._log)
        return f"{error}; {where}" if where else str(error)

    def _follow(self, event: pygame.event.Event) -> None:
        command = self._translator.translate(event, self._screen.size)
        if command is not None:
            self._obey(command)

    def _obey(self, command: Command) -> None:
        if isinstance(command, PenPoint):
            self._follow_window()  # the pen is where it is in the window as it is now
        if self._files.takes(command) and not self._shows_help:
            self._use_card(command)
            return
        if isinstance(command, Pressed | Correct | Open) and command not in _BESIDE_HELP:
            was_covered, self._shows_help = self._shows_help, False
            if was_covered and isinstance(command, Correct):
                return  # of a digit that could not be seen
        if isinstance(command, Pressed) and command not in _SILENT:
            if not (command in _ASKS and self._is_asking):
                self._notice.clear()
            if command not in _ON_THE_CARD:
                self._teaching.close()
        match command:
            case Hover():
                self._hover(command)
            case PenMove():
                self._pen_move(command)
            case PenPoint():
                self._pen_down(command)
            case Correct(label):
                self._teach(label)
            case Forget(lesson):
                self._forget(lesson)
            case Open(path):
                self._open(path)
            case Scroll(notches, with_control=True):
                self._change_pen(PEN_STEP ** min(max(notches, -MOST_NOTCHES), MOST_NOTCHES))
            case PenStep(steps):
                self._change_pen(PEN_STEP**steps)
            case Scroll():
                pass
            case WindowMoved(x, y):
                self._screen.remember_position((x, y))
            case DisplayChanged(index):
                self._screen.remember_display(index)
            case Action() | Signal():
                self._actions[command]()

    def _action_table(self) -> dict[Action | Signal, Callable[[], None]]:
        return {
            Signal.PEN_UP: self._pen_up,
            Signal.PEN_LOST: self._lift,
            table.READ: self._read_on_demand,
            table.LIVE: self._toggle_live,
            table.CLEAR: self._clear,
            table.UNDO: self._undo,
            table.REDO: self._redo,
            table.ERASER: self._toggle_eraser,
            table.PEN: self._next_pen,
            table.TEACH: self._toggle_teaching,
            table.FORGET: self._forget_first,
            table.GLASS: self._toggle_glass,
            table.THEME: self._change_theme,
            table.SAVE: self._save,
            table.OPEN: self._open_chooser,
            table.COPY: lambda: self._filing.copy(self._text),
            table.SOUND: self._toggle_sound,
            table.HELP: self._toggle_help,
            table.FULL_SCREEN: self._toggle_full_screen,
            Signal.UP: lambda: None,
            Signal.DOWN: lambda: None,
            table.CLOSE: self._escape,
            table.ASK_TO_QUIT: lambda: self._ask_to_quit(QUESTION_OF_X),
            table.QUIT: self._quit,
            Signal.REPAINT: self._screen.lose_picture,
            Signal.POINTER_GONE: self._forget_pointer,
        }

    def _pen_down(self, point: PenPoint) -> None:
        if point.over_palm:
            self._changed(self._hand.drop())
        self._lift()  # whatever is pressed now: a stroke whose end got lost ends here
        self._aim_at(point)
        spot, controls = (point.x, point.y), self._controls()
        target = None if self._shows_help else controls.target(spot)
        if target is not table.ASK_TO_QUIT:
            self._notice.clear()
        if self._shows_help:
            self._shows_help = False
            self._hand.press(point)
        elif controls.cover(spot):
            # On a toolbar that had to cover ink, a stroke may begin as well.
            may_draw = self._stand.is_on_ink and controls.on_toolbar(spot)
            self._hand.press(point, target, LEAST_TARGET / 2 if may_draw else math.inf)
            self._point_at(spot)
        elif self._teaching.is_open:
            self._hand.press(point)
            self._choose_another()
        else:
            self._begin(point)

    def _begin(self, point: PenPoint) -> None:
        erases = isinstance(point, EraserDown) or self._hand.has_eraser
        self._hovered = None
        if erases and self.session.is_empty:
            how = "E brings the pen back" if self._hand.has_eraser else "the board is empty"
            self.tell(Message(f"Nothing to erase: {how}"))
        self._changed(self._hand.begin(point, self.view.placing, self._reach, erases))

    def _pen_move(self, point: PenPoint) -> None:
        self._aim_at(point)
        if self._hand.gesture is Gesture.INTERRUPTED and not self._shows_help:
            self._begin(point)
        self._changed(self._hand.move(point, self.view.placing, self._reach))
        if way := self._hand.strayed():
            self._begin(way[0])
            for each in way[1:]:
                self._changed(self._hand.move(each, self.view.placing, self._reach))
        elif self._hand.gesture is Gesture.PRESSING:
            self._point_at((point.x, point.y))

    def _pen_up(self) -> None:
        """Do what was pressed, if the pen is still there."""
        pressed, pen = self._hand.pressed, self._hand.pointer
        self._lift()
        if pen and pen.touch:
            self._hovered = self._teaching.hovered = None
        if pressed and pen and self._controls().target((pen.x, pen.y)) == pressed:
            self._obey(pressed)

    def _interrupt(self) -> None:
        """Finish what the pen does, for something that comes between; it may still be down."""
        self._lift(self._hand.interrupt)

    def _lift(self, how: Callable[[], bool] | None = None) -> None:
        was_busy = self._hand.is_busy
        self._changed((how or self._hand.lift)())
        if was_busy:
            self._toolbar_from = time.monotonic() + TOOLBAR_AFTER
            self._stand.come()
        if not self._hand.pointer:
            self._aim.forget()

    def _hover(self, point: PenPoint) -> None:
        self._hand.pointer = point
        self._aim_at(point)
        self._glass.rest(time.monotonic())
        self._point_at((point.x, point.y))

    def _aim_at(self, point: PenPoint) -> None:
        tremble = self.view.layout.pixels(TREMBLE)
        self._aim.follow((point.x, point.y), self._placing_of_read, tremble)

    def _point_at(self, spot: tuple[float, float]) -> None:
        """Light up what is at `spot`; under a pen that is down only what it has pressed."""
        controls, pressed = self._controls(), self._hand.pressed
        button, label = controls.button(spot), controls.label(spot)
        if self._hand.gesture is Gesture.PRESSING:
            button = button if button and (button.action is pressed or button.lacks) else None
            label = label if isinstance(pressed, Correct) and label == pressed.label else None
        self._hovered = button.action if button else None
        if self._teaching.is_open:
            self._teaching.hovered = label

    def _controls(self) -> Controls:
        return Controls(
            self.view.layout,
            self._toolbar_state() if self._is_toolbar_shown() else None,
            self._glass.is_open,
            self._glass.lessons,
            self._teaching.is_open,
        )

    def _forget_pointer(self) -> None:
        self._hand.forget_pointer()
        if not self._hand.pointer:
            self._aim.forget()
        self._hovered = None

    def _undo(self) -> None:
        if not self.session.can_undo:
            is_old = self._was_restored and not self.session.is_empty
            self.tell(Message(OLDER if is_old else "Nothing to undo"))
        self._turned(self.session.undo())

    def _redo(self) -> None:
        if not self.session.can_redo:
            self.tell(Message("Nothing to redo"))
        self._turned(self.session.redo())

    def _clear(self) -> None:
        if self.session.is_empty:
            self.tell(Message("Nothing to clear: the board is empty"))
        self._turned(self.session.clear())
        self._hand.has_eraser = False  # whoever begins anew wants to draw

    def _turned(self, has_changed: bool) -> None:
        """Show another page, all of it beside the looking glass."""
        self._place_ink()
        self._changed(has_changed)

    def _place_ink(self) -> None:
        """Have it beside an open looking glass; what was pointed at stays so."""
        before = self.view.placing
        self._screen.place_ink(self.session, self._glass.is_open)
        if self.view.placing != before or self.session.page.picture:
            self._aim.slide()

    @property
    def _placing_of_read(self) -> Placing:
        return self.view.placing_of_read(self.session.page, self._glass.is_open)

    def _changed(self, has_changed: bool) -> None:
        """Have what is on the board read, if it has changed and the user wants that."""
        if not has_changed:
            return
        if self.session.is_empty:
            self._glass.look_away()
        elif self.settings.live or self.session.reads_this_ink:
            self._read()
        elif not self.session.is_read:
            self.session.forget_reading()
            self._glass.look_away()

    def _read(self) -> None:
        if not self.session.is_empty:
            self.background.read(self.session.question())

    def _read_on_demand(self) -> None:
        if self.session.is_empty:
            self.tell(Message("Nothing to read: the board is empty"))
        self._read()

    # What the user teaches --------------------------------------------------------------------

    def _teach(self, label: str) -> None:
        self._notice.clear()  # it may tell of another label for the same digit
        digit = self._digit_to_teach()
        self._teaching.close()
        if digit and self.session.teach(digit, label):
            self._later.append(self._read)
            self._teaching.taught = self._digits.mark(digit), label

    def _digit_to_teach(self) -> Symbol | None:
        """Return the digit that is meant; if there is none, say why."""
        self._interrupt()
        if self.session.is_empty:
            return None
        if not self.session.reads_this_ink:
            self._read()
            self.background.finish_reading(READING_SECONDS)
            self._collect()
        digit = self._digit_meant()
        if digit is None:
            is_read = self.session.reads_this_ink
            words = ": no digit was read" if is_read else " yet: I am still reading"
            self.tell(Message(f"Nothing to name{words}"))
        return digit

    def _toggle_teaching(self) -> None:
        if self._teaching.is_open:
            self._teaching.close()
        elif digit := self._digit_to_teach():
            self._hovered = None
            self._teaching.choose(self._digits.mark(digit))

    def _choose_another(self) -> None:
        """Have the card be about the digit that was pressed, or put it away."""
        digit = self._digit_under_pointer()
        self._teaching.close()
        if digit:
            self._teaching.choose(self._digits.mark(digit))

    def _forget_first(self) -> None:
        """Forget the lesson that has swayed most what is looked at; the next at the next press."""
        if not self._glass.is_open:
            self.tell(Message("Press D: the looking glass shows what can be forgotten"))
        elif self._glass.lessons:
            self._forget(self._glass.lessons[0])
        else:
            self.tell(Message("Nothing to forget: no lesson has swayed this"))

    def _forget(self, lesson: Lesson) -> None:
        if self.session.forget(lesson):
            self._turned(True)
            if self.session.reading is None:  # else what is read anew is looked at, too
                self._look_at(self._digit_meant())
            self.tell(Message("Forgotten; undo brings it back"))

    def _open(self, path: Path) -> None:
        self._filing.open(path, self._put)

    def _put(self, page: Page) -> None:
        placing, free = self._screen.usual_placing(self.session), self.view.layout.free
        (left, top), (right, bottom) = (
            placing.to_ink(*corner) for corner in (free.topleft, free.bottomright)
        )
        place = (left, top, right - left, bottom - top)
        self.session.open(fit_page(page, place, self.session.pen_width))
        self._aim.forget()  # it was at something else
        self._turned(True)

    def _save(self) -> None:
        self._interrupt()
        if self.session.is_empty:
            self.tell(Message("Nothing to save: the board is empty"))
        else:
            page, view = self.session.page, self.view
            seen = (page, view.layout, view.theme, view.placing)
            self._filing.save(page, lambda: page_picture(*seen), self._text)

    @property
    def _text(self) -> str:
        reading = self.session.reading
        return reading.text if reading and reading.has_known else ""

    def _toggle_live(self) -> None:
        self._preferences.set(live=not self.settings.live)
        words = "after each stroke" if self.settings.live else "when you press Enter"
        self.tell(Message(f"Reading {words}"))
        if self.settings.live and not self.session.is_read:
            self._read()

    def _toggle_eraser(self) -> None:
        self._hand.has_eraser = not self._hand.has_eraser
        erases = "Eraser: it takes whole strokes; E brings the pen back"
        self.tell(Message(erases if self._hand.has_eraser else "Pen"))

    def _toggle_glass(self) -> None:
        self._interrupt()  # the ink may move away from under the pen
        meant = self._digit_meant()  # before that
        self._glass.turn(not self._glass.is_open, time.monotonic())
        self._preferences.set(glass=self._glass.is_open)
        self._place_ink()
        self._look_at(meant)

    def _look_at(self, digit: Symbol | None) -> None:
        """Look at `digit`, or at all there is, through an open looking glass."""
        if self._glass.is_open and not self.session.is_empty:
            self._glass.look_away()
            self._glass.look_at(digit)

    def _digit_meant(self) -> Symbol | None:
        """Return the digit that keys and looking glass mean; none if nothing has been read.

        It is the one the card is about, the one under the pointer, the one in the looking glass,
        or the newest.
        """
        return (
            self._digits.marked(self._teaching.chosen)
            or self._digit_under_pointer()
            or self._glass.digit
            or self._digits.newest
        )

    def _digit_under_pointer(self) -> Symbol | None:
        reach = outline_space(self.view.layout) / self._placing_of_read.zoom
        return self._digits.at(self._aim.spot, reach) if self._aim.spot else None

    def _toggle_sound(self) -> None:
        wanted = not self._sounds.on
        self._turn_sound(wanted)
        self._preferences.set(sound=self._sounds.on)
        if self._sounds.on is wanted:  # else there is a warning
            self.tell(Message(f"Sound {'on' if wanted else 'off'}"))
        self._sounds.play("digit")

    def _turn_sound(self, on: bool) -> None:
        def turn() -> None:
            self._sounds.on = on

        self._try(turn)

    def _toggle_help(self) -> None:
        self._interrupt()  # nothing is drawn where it cannot be seen
        self._shows_help = not self._shows_help

    def _change_theme(self) -> None:
        self._screen.change_theme()
        self.tell(Message(f"Colors: {self.view.theme.name}"))

    def _next_pen(self) -> None:
        """Take the next of the widths; after the thickest comes the thinnest."""
        width = next((each for each in PEN_WIDTHS if each > self.settings.pen), PEN_WIDTHS[0])
        self._take_pen(width)

    def _change_pen(self, factor: float) -> None:
        self._take_pen(min(max(self.settings.pen * factor, MIN_PEN), MAX_PEN))

    def _take_pen(self, width: float) -> None:
        self._preferences.set(pen=width)
        self._screen.fit_pen(self.session)
        self.tell(Message(f"Pen {round(width * self.view.layout.pen_width)} pixels wide"))

    def _toggle_full_screen(self) -> None:
        self._interrupt()
        self._screen.toggle_full_screen()

    def _escape(self) -> None:
        if self._hand.is_busy:
            return  # a stroke is not to be broken off by a key that was hit on the way
        if self._shows_help:
            self._shows_help = False
        elif self._teaching.is_open:
            self._teaching.close()
        elif self._hand.gesture is Gesture.PRESSING:
            self._interrupt()
        else:
            self._ask_to_quit(QUESTION)

    def _ask_to_quit(self, question: Message) -> None:
        if self._is_asking:
            self._quit()
        else:
            self.tell(question)

    @property
    def _is_asking(self) -> bool:
        return self._notice.message in (QUESTION, QUESTION_OF_X)

    def _quit(self) -> None:
        self.has_quit = True

    def _open_chooser(self) -> None:
        self._interrupt()
        self._hovered = None
        self._files.open(self._filing.folder, self.view.layout)

    def _use_card(self, command: Command) -> None:
        if isinstance(command, PenPoint) and not isinstance(command, Hover | PenMove):
            self._lift()
            self._hand.press(command)
        chosen = self._files.obey(command, self.view.layout)
        if command in _PASSING:
            self._lift()
        if chosen is not None:
            self._open(chosen)

    # What comes back, and when ----------------------------------------------------------------

    def _collect(self) -> None:
        answers = self.background.readings()
        if answers and self._keeping:
            self._keeping.end_reading()
        for question, reading in answers:
            if isinstance(reading, RecognizerError):
                self._warn(reading)
            elif self.session.accept(question, reading):
                self._sounds.play("digit" if reading.has_known else "none")
                if not self._digits.marked(self._teaching.chosen):
                    self._teaching.close()
                self._tell_what_was_learned()
                if self._glass.is_open:
                    self._glass.look_at(self._digit_meant())
        for error in self._glass.collect():
            self._warn(error)
        self._try(self.background.finish_files)

    def _tell_what_was_learned(self) -> None:
        mark, _ = self._teaching.taught or (None, "")
        named = self._digits.marked(mark)
        if named and (message := self._teaching.message(named)):
            self.tell(message)

    def _keep_time(self, now: float) -> None:
        self._notice.keep_time(now)
        if self.scene.toolbar is None and self._is_toolbar_shown():  # the hand rests
            self._place_ink()
        if now >= self._glass.follows_from:
            self._glass.follow(self._digit_under_pointer())
        if now >= self._preferences.due:
            self.background.do(self._preferences.saving(), self._saved)
        if self._keeping:
            self._keeping.keep_time(now)

    @property
    def due(self) -> float:
        """When something happens by itself, in seconds of `time.monotonic`.

        It looks at what is shown, not at the clock: drawing may have taken past the moment.
        """
        now = time.monotonic()
        waits = [self._preferences.due, self._notice.until, self._glass.follows_from]
        if self.scene.glass != float(self._glass.is_open):
            waits.append(now + FRAME_SECONDS)
        if self.scene.toolbar is None and not self._hand.is_busy:
            waits.append(max(now, self._toolbar_from))
        if self._player:
            waits.append(self._player.due)
        if self._keeping:
            waits.append(self._keeping.due)
        return min(waits)

    # What is shown ----------------------------------------------------------------------------

    def _show(self) -> None:
        self.scene = self._scene()
        self._screen.show(self.scene)

    def _scene(self) -> Scene:
        session = self.session
        shows_toolbar = self._is_toolbar_shown()
        chosen = self._digits.marked(self._teaching.chosen)
        message = self._notice.message
        # A message, or the card, stands where a button would say what it does.
        hovered = self._hovered if shows_toolbar and not (message or chosen) else None
        if shows_toolbar and not (hovered or chosen):
            message = message or self._notice.lasting
        return Scene(
            page=session.page,
            open_stroke=session.open_stroke,
            pen_width=session.pen_width,
            reading=session.reading,
            is_live=self.settings.live,
            message=message,
            toolbar=self._toolbar_state() if shows_toolbar else None,
            hovered=hovered,
            insight=self._glass.insight,
            glass=self._glass.share(time.monotonic()),
            eraser=self._hand.eraser(self._reach),
            pointed=self._box_pointed_at(chosen, shows_toolbar),
            teach=self._card_about(chosen) if chosen else None,
            chooser=self._files.chooser,
            shows_help=self._shows_help,
            profile=self._profile,
        )

    def _card_about(self, chosen: Symbol) -> TeachCard:
        return TeachCard(chosen.label, self._teaching.hovered, len(self._digits.drawn) > 1)

    def _box_pointed_at(self, chosen: Symbol | None, is_at_rest: bool) -> BoundingBox | None:
        """Return the box of the digit that a key names, where that is to be seen.

        It is always the one in an open looking glass; else one of several pointed at.
        """
        digit = chosen
        if not digit and self._glass.is_open and not self._hand.is_busy:
            digit = self._digit_meant()
        elif not digit and is_at_rest and len(self._digits.drawn) > 1 and not self._hand.has_eraser:
            digit = self._digit_under_pointer()
        return digit.box if digit else None

    def _is_toolbar_shown(self) -> bool:
        if self._player and self._player.is_playing:  # there is nobody to press a button
            return False
        return not self._hand.is_busy and time.monotonic() >= self._toolbar_from

    def _toolbar_state(self) -> ToolbarState:
        self._stand.follow(self.view.layout, self._glass.is_open, self.view.placing)
        return ToolbarState(
            live=self.settings.live,
            erasing=self._hand.has_eraser,
            glass=self._glass.is_open,
            sound=self._sounds.on,
            can_undo=self.session.can_undo,
            can_redo=self.session.can_redo,
            has_ink=not self.session.is_empty,
            teaching=self._teaching.is_open,
            at_top=self._stand.at_top,
        )

    @property
    def _reach(self) -> float:
        return float(self.view.layout.pixels(ERASER_REACH))

    # What is kept -----------------------------------------------------------------------------

    def _keep(self, change: Change, page: Page) -> None:
        """Write a change to the journal; where that fails the board goes on, and says so."""
        if keeping := self._keeping:
            self._try(lambda: keeping.record(change, page))
        if change.touches_ink:
            self._teaching.close()  # what it was about may be gone
        if change.teaches:
            self._remember(change)

    def _remember(self, change: Change) -> None:
        """Write lessons to the profile, beside the loop; where that fails the board says so.

        Not before the frame is shown: what is done beside it takes half of its time.
        """
        if self._memory and self._memory.note(change):
            write = self._memory.write
            self._later.append(lambda: self.background.do(write, self._written))

    def _written(self, result: object) -> None:
        if isinstance(result, RecognizerError):
            self._warn(result)
        elif isinstance(result, Written):
            self._follow_profile(result)
            if result.message:
                self._caution(result.message)
                self._remember(Change(learned=self.session.lessons))  # which are whole here

    def _saved(self, result: object) -> None:
        if isinstance(result, RecognizerError):
            self._warn(result)

    def _end_threads(self) -> None:
        self.background.close()
        if self._keeping and self.background.is_idle(0):
            self._keeping.end_reading()

    def _write_lessons(self) -> str:
        if self._memory is None:
            return ""
        written = self._memory.write()
        self._follow_profile(written)
        return written.message

    def _follow_profile(self, written: Written) -> None:
        """Have the journal forget what the profile knows."""
        if keeping := self._keeping:
            self._try(lambda: keeping.keep_lessons(written.change))

"""The board: hosts an activity, leads events to it, and draws what has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Activity
from recognizer.board.activities.freely import FreeReading
from recognizer.board.cards.keycard import KeyCard
from recognizer.board.draw.layout import Layout
from recognizer.board.files.papers import board_picture
from recognizer.board.ink.placing import Placing
from recognizer.board.input.aim import Aim
from recognizer.board.input.commands import (
    Command,
    DisplayChanged,
    PenPoint,
    PenStep,
    Scroll,
    Signal,
    WindowMoved,
)
from recognizer.board.input.desk import Desk
from recognizer.board.input.events import Translator
from recognizer.board.input.hand import Gesture
from recognizer.board.input.player import Player
from recognizer.board.run.editing import Editing
from recognizer.board.run.pen import Pen
from recognizer.board.run.records import Records
from recognizer.board.run.tools import Tools
from recognizer.board.run.troubles import Troubles
from recognizer.board.show.message import Message
from recognizer.board.show.notice import QUESTION, QUESTION_OF_X, Notice
from recognizer.board.show.overlay import Stack
from recognizer.board.stage.preferences import Preferences
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.screen import Screen
from recognizer.board.stage.view import View
from recognizer.board.threads.background import Background
from recognizer.board.window.sound import Sounds
from recognizer.board.window.waiting import wait_for_events
from recognizer.board.window.window import Window
from recognizer.disk.places import Places
from recognizer.document.page import Change, Page
from recognizer.document.session import Session
from recognizer.errors import RecognizerError
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.faults import as_error
from recognizer.keeping.profiles import Profile
from recognizer.keeping.settings import Settings
from recognizer.reading.reader import Reader

MOST_UNDRAWN = 20
"""Frames in a row that may fail to be drawn: then nobody can see what the board does."""


class Board:
    """The board in a window: the only place where activity, view and events meet.

    A command goes to the overlays from the top, then to the activity, then to the board itself.

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
    scene : Scene
        What was shown last.
    has_quit : bool
        Whether the user has ended it.
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
        self.preferences = Preferences(settings or Settings(), places.settings if places else None)
        board_size = autosave.board_size if autosave and page else None
        self.screen = Screen(window, self.preferences, scale, board_size)
        if autosave:
            autosave.board_size = self.screen.board_size
        lessons, self.complaint = profile.load() if profile else ((), "")
        lessons = reader.embedded(lessons)  # while the reader is not yet another thread's
        self._reader = reader
        self._profile = profile.name if profile else ""
        self._translator = Translator()
        self._player: Player | None = None
        self._later: list[Callable[[], None]] = []  # to do when this frame is shown
        self._undrawn = 0  # frames in a row that could not be drawn
        self.has_quit = False
        self.scene = Scene()
        self.sounds = Sounds()
        self.background = Background(reader)
        self.notice = Notice(self.quit, lambda: self.tools.has_room)
        self.keys = KeyCard(self._profile)
        self.tools = Tools(self)
        self._troubles = Troubles(
            self.tell, self.screen.lose_picture, places.log if places else None
        )
        self._records = Records(
            self.background,
            self._troubles,
            *(autosave, profile, self.later, lambda: self._freely.desk.session.lessons),
        )
        pen_width = self.view.layout.pen_width
        drawing = Session(reader, pen_width, page, self._keep, lessons=lessons)
        self._freely: FreeReading = FreeReading(
            self, Desk(drawing, is_restored=bool(page)), places.saves if places else None
        )
        self._activities: list[Activity] = [self._freely]
        self._pen = Pen(self)
        self._editing = Editing(self)
        self._actions = self._action_table()
        self.stack = Stack((self.tools, *self._freely.overlays, self.notice, self.keys))
        self.attempt(lambda: self._turn_sound(self.settings.sound))
        self._take_window()
        if page and self.settings.live and not self._records.may_read():
            self.preferences.set_for_now(live=False)
        self._freely.resume()
        self.scene = self._scene()
        self.repaint()

    # What there is to see, for whoever asks ----------------------------------------------------

    @property
    def activity(self) -> Activity:
        """What is done at the board now; the first is to draw freely."""
        return self._activities[-1]

    @property
    def desk(self) -> Desk:
        """What the activity draws on."""
        return self.activity.desk

    @property
    def session(self) -> Session:
        """What is on the desk, and what it reads."""
        return self.desk.session

    @property
    def settings(self) -> Settings:
        """What the user has chosen, as it holds now."""
        return self.preferences.settings

    @property
    def view(self) -> View:
        """How the window shows the board: its layout, its colors, where the ink lies."""
        return self.screen.view

    @property
    def layout(self) -> Layout:
        """Where things stand in the window."""
        return self.screen.view.layout

    @property
    def has_panel(self) -> bool:
        """Whether a panel at the side is open."""
        return self.activity.has_panel

    @property
    def placing_of_read(self) -> Placing:
        """Where in the window what is read lies."""
        return self.view.placing_of_read(self.session.page, self.has_panel)

    @property
    def is_playing(self) -> bool:
        """Whether a script draws, and not the user."""
        return self._player is not None and self._player.is_playing

    @property
    def due(self) -> float:
        """When something happens by itself, in seconds of `time.monotonic`.

        It looks at what is shown, not at the clock: drawing may have taken past the moment.
        """
        waits = [self.preferences.due, self.notice.until, self.activity.due, self._records.due]
        if self.scene.toolbar is None and not self.desk.hand.is_busy:
            waits.append(max(time.monotonic(), self.tools.back_from))
        if self._player:
            waits.append(self._player.due)
        return min(waits)

    def picture(self) -> pygame.Surface:
        """Return a picture of the board: what was drawn and what it reads, and no more."""
        return board_picture(self._scene(), self.view)

    # The loop ----------------------------------------------------------------------------------

    def run(self) -> None:
        """Wait for events and follow them until the user quits. Uses no time while waiting."""
        self.has_quit = False
        while not self.has_quit:
            self.handle(
                wait_for_events(
                    self.screen.preparation, lambda: self.background.has_answer, self.due
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
            self.attempt(lambda event=event: self._follow(event))  # type: ignore[misc]
        self.attempt(self._follow_window)
        self.attempt(self.collect)
        self.attempt(lambda: self._keep_time(now))
        self._draw()
        later, self._later = self._later, []
        for work in later:
            self.attempt(work)

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
                failed.append(self._troubles.said(as_error(error, "closing the board")))

        with ExitStack() as steps:
            steps.callback(attempt, self._records.close)
            steps.callback(attempt, self._records.write_lessons)  # when its thread has ended
            steps.callback(attempt, self.preferences.save)
            steps.callback(self.sounds.close)
            steps.callback(attempt, self._end_threads)
            steps.callback(attempt, self.background.finish_files)
            attempt(self._pen.lift)
        return "; ".join(failed)

    def collect(self) -> None:
        """Take up what has been answered meanwhile."""
        answers = self.background.readings()
        if answers:
            self._records.end_reading()
        for question, reading in answers:
            if isinstance(reading, RecognizerError):
                self.warn(reading)
            else:
                self.activity.accept(question, reading)
        self.attempt(self.background.finish_files)

    def _keep_time(self, now: float) -> None:
        self.notice.keep_time(now)
        if self.scene.toolbar is None and self.tools.is_shown:  # the hand rests
            self._place_ink()
        for activity in self._activities:
            activity.keep_time(now)
        if now >= self.preferences.due:
            self.background.do(self.preferences.saving(), self._saved)
        self._records.keep_time(now)

    def _end_threads(self) -> None:
        self.background.close()
        if self.background.is_idle(0):
            self._records.end_reading()

    # What the user wants -----------------------------------------------------------------------

    def obey(self, command: Command) -> None:
        """Follow `command`, or have followed it whoever is to."""
        if isinstance(command, PenPoint):
            self._follow_window()  # the pen is where it is in the window as it is now
            self._pen.moves[type(command)](command)
        elif command is table.CLOSE and self.desk.hand.is_busy:
            pass  # a stroke is not to be broken off by a key that was hit on the way
        elif not (self.stack.obeys(command) or self.activity.obeys(command)):
            self._obey(command)

    def _obey(self, command: Command) -> None:
        match command:
            case Action() | Signal() if command in self._actions:
                self._actions[command]()
            case Scroll(notches, with_control=True):
                self._editing.step_pen(notches)
            case PenStep(steps):
                self._editing.step_pen(steps)
            case WindowMoved(x, y):
                self.screen.remember_position((x, y))
            case DisplayChanged(index):
                self.screen.remember_display(index)

    def _action_table(self) -> dict[object, Callable[[], None]]:
        return {
            **self._pen.signals,
            **self._editing.actions,
            table.THEME: self._change_theme,
            table.SOUND: self._toggle_sound,
            table.HELP: self._show_keys,
            table.FULL_SCREEN: self._toggle_full_screen,
            table.CLOSE: self._close_what_is_open,
            table.ASK_TO_QUIT: lambda: self.tell(QUESTION_OF_X),
            table.QUIT: self.quit,
            Signal.REPAINT: self.screen.lose_picture,
        }

    def _follow(self, event: pygame.event.Event) -> None:
        command = self._translator.translate(event, self.screen.size)
        if command is not None:
            self.obey(command)

    def _show_keys(self) -> None:
        self.interrupt()  # nothing is drawn where it cannot be seen
        self.keys.is_open = True

    def _change_theme(self) -> None:
        self.screen.change_theme()
        self.tell(Message(f"Colors: {self.view.theme.name}"))

    def _toggle_sound(self) -> None:
        wanted = not self.sounds.on
        self.attempt(lambda: self._turn_sound(wanted))
        self.preferences.set(sound=self.sounds.on)
        if self.sounds.on is wanted:  # else there is a warning
            self.tell(Message(f"Sound {'on' if wanted else 'off'}"))
        self.play_sound("digit")

    def _turn_sound(self, on: bool) -> None:
        self.sounds.on = on

    def _toggle_full_screen(self) -> None:
        self.interrupt()
        self.screen.toggle_full_screen()

    def _close_what_is_open(self) -> None:
        """End what is done besides drawing freely; of the bare board, ask whether to quit."""
        if self.desk.hand.gesture is Gesture.PRESSING:
            self.interrupt()
        elif len(self._activities) > 1:
            self.leave()
        else:
            self.tell(QUESTION)

    def quit(self) -> None:
        """End the board."""
        self.has_quit = True

    # What an activity asks of the board --------------------------------------------------------

    def begin(self, activity: Activity) -> None:
        """Begin `activity` at its own desk; what was done before goes on when it has ended."""
        self._change_activities([*self._activities, activity])

    def leave(self) -> None:
        """End the activity, and go on with the one before."""
        self._change_activities(self._activities[:-1])
        self.activity.resume()

    def new_desk(self) -> Desk:
        """Return a desk with an empty page of its own, which nobody keeps."""
        lessons = self._freely.desk.session.lessons
        return Desk(Session(self._reader, self.layout.pen_width, lessons=lessons))

    def ask(self) -> None:
        """Have what is on the desk read."""
        if not self.session.is_empty:
            self.background.read(self.session.question())

    def tell(self, message: Message) -> None:
        """Show `message` for some seconds."""
        self.notice.tell(message)

    def warn(self, error: RecognizerError) -> None:
        """Show what went wrong, and go on."""
        self._troubles.warn(error)

    def attempt(self, work: Callable[[], object]) -> None:
        """Do it; what goes wrong becomes a message, and the board goes on."""
        self._troubles.attempt(work)

    def later(self, work: Callable[[], None]) -> None:
        """Do it when this frame is shown."""
        self._later.append(work)

    def interrupt(self) -> None:
        """Finish what the pen does, for something that comes between; it may still be down."""
        self._pen.interrupt()

    def changed(self, has_changed: bool) -> None:
        """Tell the activity, if there is something else on its desk."""
        if has_changed:
            self.activity.changed()

    def turned(self, has_changed: bool) -> None:
        """Show another page, all of it beside a panel."""
        self._place_ink()
        self.changed(has_changed)

    def play_sound(self, name: str) -> None:
        """Play "digit" or "none", where the user wants sounds."""
        self.sounds.play(name)

    @property
    def aim(self) -> Aim:
        """Where on the ink the pointer is."""
        return self._pen.aim

    def _change_activities(self, activities: list[Activity]) -> None:
        self.interrupt()
        self._activities = activities
        self.stack = Stack((self.tools, *self.activity.overlays, self.notice, self.keys))
        self.aim.forget()
        self._take_window()

    # What is shown -----------------------------------------------------------------------------

    def repaint(self) -> None:
        """Draw everything anew, on the surface the window has now."""
        self.screen.lose_picture()
        self._follow_window()
        self._show()

    def _draw(self) -> None:
        """Show what there is; a fault in that is told, and no fault for ever tried again."""
        try:
            self._show()
        except Exception as error:
            self._undrawn += 1
            if self._undrawn > MOST_UNDRAWN:
                raise
            self.warn(as_error(error, "drawing"))
        else:
            self._undrawn = 0

    def _show(self) -> None:
        self.scene = self._scene()
        self.screen.show(self.scene)

    def _scene(self) -> Scene:
        session = self.session
        return Scene(
            page=session.page,
            open_stroke=session.open_stroke,
            pen_width=session.pen_width,
            eraser=self.desk.hand.eraser(self._pen.reach),
            face=self.activity.face(self.tools.is_shown),
            overlays=self.stack.shown,
            profile=self._profile,
        )

    def _follow_window(self) -> None:
        if not self.screen.fits:
            self._take_window()

    def _take_window(self) -> None:
        self.screen.take_window(self.session, self.has_panel)
        self.aim.slide()
        self.stack.fit(self.layout)

    def _place_ink(self) -> None:
        """Have it beside an open panel; what was pointed at stays so."""
        before = self.view.placing
        self.screen.place_ink(self.session, self.has_panel)
        if self.view.placing != before or self.session.page.picture:
            self.aim.slide()

    def _keep(self, change: Change, page: Page) -> None:
        """Keep a change of the drawing, whatever is done meanwhile."""
        self._records.keep(change, page)
        self._freely.follow_change(change)

    def _saved(self, result: object) -> None:
        if isinstance(result, RecognizerError):
            self.warn(result)

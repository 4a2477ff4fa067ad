"""What a board does for its activities, its pen and its toolbar; and who follows a command."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.activities.activity import Activity, Learn
from recognizer.board.cards.keycard import KeyCard, Keys
from recognizer.board.draw.layout import Layout
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
from recognizer.board.input.player import Player
from recognizer.board.run.editing import Editing
from recognizer.board.run.following import Following
from recognizer.board.run.looks import Looks
from recognizer.board.run.pen import Pen
from recognizer.board.run.tools import Tools
from recognizer.board.run.troubles import Troubles
from recognizer.board.show.buttons import IN_MENU, ON_TOOLBAR
from recognizer.board.show.lock import LOCKED, Lock, LockButton
from recognizer.board.show.message import Message
from recognizer.board.show.notice import QUESTION, Notice
from recognizer.board.show.overlay import Stack
from recognizer.board.show.playerchip import PlayerChips
from recognizer.board.stage.preferences import Preferences
from recognizer.board.stage.scene import Beside, Scene
from recognizer.board.stage.screen import Screen
from recognizer.board.threads.background import Answer, Background, Look
from recognizer.document.question import Question
from recognizer.document.session import Session
from recognizer.errors import RecognizerError, UnexpectedError
from recognizer.keeping.settings import Settings
from recognizer.reading.inside.insight import Insight
from recognizer.reading.reader import Reader

A = TypeVar("A", bound=Activity)
_LOCKED_ACTIVITIES = 2  # the drawing and, over it, the games


class Hosting:
    """Connects the activity, the overlays and the screen. The loop is in `app`.

    A command goes to the overlays from the top, then to the activity, then to the board itself.
    Only the reading thread uses the reader. Faults of the program are written to `log`. A closed
    `lock` keeps the user in the games.
    """

    def __init__(
        self,
        screen: Screen,
        preferences: Preferences,
        reader: Reader,
        profile: str,
        log: Path | None,
        lock: Lock | None = None,
    ) -> None:
        self.screen = screen
        self.preferences = preferences
        self.background = Background(reader)
        self.profile = profile
        self.player: Player | None = None
        self.has_quit = False
        self.has_answered = False
        """Whether anything has been read yet, or could not be."""
        self.scene = Scene()
        self._reader = reader
        self._absent: frozenset[Action] = frozenset()
        self._later: list[Callable[[], None]] = []
        self._activities: list[Activity] = []  # the last now; the others wait until it has ended
        self.notice = Notice(self._quit, lambda: self.tools.has_room)
        self.keys = KeyCard(self._key_card)
        self.tools = Tools(self)
        self.pen = Pen(self)
        self.looks = Looks(self)
        self.following = Following(self)
        self._troubles = Troubles(self.tell, screen.lose_picture, log)
        self._editing = Editing(self)
        self._chip = PlayerChips(self, lambda: "" if self.activity.fills_window else profile)
        self._mode = lock or Lock(is_closed=False)
        self.lock = LockButton(self, self._mode, self.tell)
        self.stack = Stack((self._chip, self.tools, self.notice, self.keys, self.lock))
        self._actions = self._action_table()

    def let(self, action: Action, work: Callable[[], None]) -> None:
        """Have `work` done at that action, whatever activity goes on, unless it takes it itself."""
        self._actions[action] = work

    # What there is ------------------------------------------------------------------------------

    @property
    def absent(self) -> frozenset[Action]:
        """What nobody follows while this activity goes on."""
        return self._absent | self.lock.bars

    @property
    def activity(self) -> Activity:
        """What is done at the board now."""
        return self._activities[-1]

    @property
    def desk(self) -> Desk:
        """What the activity draws on."""
        return self._activities[-1].desk

    @property
    def settings(self) -> Settings:
        """What the user has chosen, as it holds now."""
        return self.preferences.settings

    @property
    def layout(self) -> Layout:
        """Where things stand in the window."""
        return self.screen.view.layout

    @property
    def has_panel(self) -> bool:
        """Whether a panel at the side is open."""
        return self.activity.has_panel

    @property
    def aim(self) -> Aim:
        """Where on the ink the pointer is."""
        return self.pen.aim

    @property
    def placing_of_read(self) -> Placing:
        """Where in the window what is read lies."""
        return self.screen.view.placing_of_read(self.desk.session.page, self.has_panel)

    @property
    def is_playing(self) -> bool:
        """Whether a script draws, and not the user."""
        return self.player is not None and self.player.is_playing

    # Who follows a command ----------------------------------------------------------------------

    def obey(self, command: Command) -> None:
        """Offer `command` to each in turn; the first that takes it follows it."""
        if isinstance(command, PenPoint):
            self.follow_window()  # the pen's place counts in the window as it is now
            self.pen.moves[type(command)](command)
        elif command is table.CLOSE and self.desk.hand.is_busy:
            pass  # a key that was hit while drawing must not break the stroke
        elif not (self.stack.obeys(command) or self.activity.obeys(command)):
            self._obey(command)

    def _action_table(self) -> dict[object, Callable[[], None]]:
        return {
            **self.pen.signals,
            **self._editing.actions,
            **self.looks.actions,
            table.MORE: partial(self.tools.open_menu, table.MORE),
            table.CLOSE: self._close_what_is_open,
            table.QUIT: self._quit,
            Signal.REPAINT: self.screen.lose_picture,
        }

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

    def _close_what_is_open(self) -> None:
        """End a press, or any activity but the first. If there is none, ask whether to quit."""
        if self.desk.hand.is_pressing:
            self.interrupt()
        elif self._is_locked_in:
            self.tell(LOCKED)
        elif len(self._activities) > 1:
            self.leave()
        else:
            self.tell(QUESTION)

    def _quit(self) -> None:
        self.has_quit = True

    # What an activity asks for ------------------------------------------------------------------

    def begin(self, activity: Activity) -> None:
        """Begin `activity` at its own desk; the one before goes on when it has ended."""
        self._change_activities([*self._activities, activity])

    def leave(self) -> None:
        """End the activity, and go on with the one before; the first never ends."""
        if len(self._activities) > 1 and not self._is_locked_in:
            self._change_activities(self._activities[:-1])
            self.activity.resume()

    @property
    def _is_locked_in(self) -> bool:
        """Whether the lock keeps the user in this activity: the first one after the drawing."""
        return self.lock.is_closed and len(self._activities) == _LOCKED_ACTIVITIES

    @property
    def is_locked(self) -> bool:
        """Whether the board is for playing only."""
        return self.lock.is_closed

    @property
    def locked_game(self) -> str:
        """The name of the only game that is to be played; "" for any."""
        return self._mode.game if self.lock.is_closed else ""

    def begun(self, kind: type[A]) -> A | None:
        """Return such an activity if it goes on, or waits for another one to end."""
        return next((each for each in self._activities if isinstance(each, kind)), None)

    def new_desk(self, alphabet: str = "", learn: Learn | None = None) -> Desk:
        """Return a desk with an empty page of its own, which nobody keeps.

        It reads the alphabet of that name, if the model knows it; else that of this desk. Without
        `learn`, what is taught there ends with it.
        """
        now, width = self.desk.session, self.layout.pen_width
        known = {each.name: each for each in now.alphabets}
        wanted = known.get(alphabet, now.alphabet)
        return Desk(Session(self._reader, width, None, learn, now.lessons, wanted))

    def show_alphabets(self) -> None:
        """Open the menu of alphabets. What is chosen there comes back as a `Choose`."""
        self.tools.open_menu(table.ALPHABET)

    def ask(self) -> None:
        """Read what is on the desk. The answer goes to `Activity.accept`."""
        session = self.desk.session
        if not session.is_empty:
            self.background.read(session.question())

    def collect(self) -> None:
        """Take the readings and looks that have come meanwhile."""
        for question, reading in self.background.readings():
            self.attempt(partial(self._take_reading, question, reading))
        for look, seen in self.background.looks():
            self.attempt(partial(self._take_look, look, seen))

    def _take_reading(self, question: Question, reading: Answer) -> None:
        self.has_answered = True
        if question.pen:
            self.following.take(question, reading)
        elif isinstance(reading, RecognizerError):
            self.warn(reading)
        elif any(question.session is each.session for each in self.activity.desks):
            self.activity.accept(question, reading)

    def _take_look(self, look: Look, seen: Insight | RecognizerError | None) -> None:
        if isinstance(seen, UnexpectedError):  # an error matters even when it is late
            self.warn(seen)
        elif look.question.session is self.desk.session:
            self.activity.see(look, seen)

    def tell(self, message: Message) -> None:
        """Show `message` for some seconds."""
        self.notice.tell(message)

    def warn(self, error: RecognizerError) -> None:
        """Show what went wrong, and go on."""
        self._troubles.warn(error)

    def attempt(self, work: Callable[[], object]) -> None:
        """Do it. An error becomes a message, and the board goes on."""
        self._troubles.attempt(work)

    def later(self, work: Callable[[], None]) -> None:
        """Do it once this frame is shown."""
        self._later.append(work)

    def do_what_waited(self) -> None:
        """Do what has waited until the frame was shown."""
        later, self._later = self._later, []
        for work in later:
            self.attempt(work)

    def said(self, error: RecognizerError) -> str:
        """Return what went wrong, in one line."""
        return self._troubles.said(error)

    def interrupt(self) -> None:
        """Finish what the pen does, because of an interruption. The pen may still be down."""
        self.pen.interrupt()

    def changed(self, has_changed: bool) -> None:
        """Tell the activity, if there is something else on its desk."""
        if has_changed:
            self.activity.changed()

    def turned(self, has_changed: bool) -> None:
        """Show another page, wholly beside an open panel."""
        self.place_ink()
        self.changed(has_changed)

    def play_sound(self, name: str) -> None:
        """Play a sound of `window.sound`, such as "digit", if sounds are on."""
        self.looks.sounds.play(name)

    def _change_activities(self, activities: list[Activity]) -> None:
        if self._activities:
            self._for_each_player(self.interrupt)
        self._activities = activities
        followed = {*self._actions, *self.activity.follows}
        self._absent = frozenset(each for each in ON_TOOLBAR + IN_MENU if each not in followed)
        over = (*self.activity.overlays, self.tools.menu, self.notice, self.keys)
        self.stack = Stack((self._chip, self.tools, *over, self.lock))
        self.notice.clear()  # it told of the other one
        self.aim.forget()
        self.take_window()

    def _for_each_player(self, work: Callable[[], None]) -> None:
        for place in range(self.activity.players):
            self.activity.turn_to(place)
            work()

    # What is shown -----------------------------------------------------------------------------

    def scene_now(self, at_rest: bool = False) -> Scene:
        """Return the scene: everything that is shown; as it is `at_rest`, if that is wanted."""
        first, *others = self.activity.desks
        session = first.session
        self.tools.follow_ink()
        return Scene(
            page=session.page,
            open_stroke=session.open_stroke,
            pen_width=session.pen_width,
            eraser=self.desk.hand.eraser(self.pen.reach),
            face=self.activity.face(at_rest or self.tools.is_shown),
            overlays=self.stack.shown,
            beside=next((self._beside(each.session) for each in others), None),
            fills_window=self.activity.fills_window,
        )

    def _beside(self, session: Session) -> Beside:
        return Beside(session.strokes, session.open_stroke, self.activity.players == 1)

    def _key_card(self) -> Keys:
        session = self.desk.session
        return Keys(self.profile, session.alphabet, len(session.alphabets) > 1)

    def follow_window(self) -> None:
        """Fit everything to a new size of the window."""
        if not self.screen.fits:
            self.take_window()

    def take_window(self) -> None:
        """Fit view, pens and overlays to the window."""
        activity = self.activity
        self.screen.take_window(self.desk.session, self.has_panel, activity.holds_ink)
        for each in activity.desks:
            self.screen.fit_pen(each.session)
        self.aim.slide()
        self.stack.fit(self.layout)

    def place_ink(self) -> None:
        """Move the ink beside an open panel. The pointer still means the same digit."""
        if self.activity.holds_ink:
            return
        before = self.screen.view.placing
        self.screen.place_ink(self.desk.session, self.has_panel)
        if self.screen.view.placing != before or self.desk.session.page.picture:
            self.aim.slide()

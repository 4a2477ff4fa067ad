"""The `Activity` protocol, and what the board does for an activity."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pygame

from recognizer.actions.action import Action
from recognizer.board.draw.motion import NEVER
from recognizer.board.ink.placing import Placing
from recognizer.board.input.aim import Aim
from recognizer.board.input.commands import Command
from recognizer.board.input.desk import Desk
from recognizer.board.show.message import Message
from recognizer.board.show.overlay import Around, Overlay
from recognizer.board.stage.preferences import Preferences
from recognizer.board.stage.scene import Face, Scene
from recognizer.board.stage.screen import Screen
from recognizer.board.threads.background import Background, Look
from recognizer.document.page import Change, Page
from recognizer.document.question import Question
from recognizer.errors import RecognizerError
from recognizer.keeping.settings import Settings
from recognizer.reading.inside.insight import Insight
from recognizer.reading.result import Reading

Learn = Callable[[Change, Page], None]
"""Takes each change of a desk, and the page it led to."""


class Host(Around, Protocol):
    """The board, as an activity sees it."""

    preferences: Preferences
    background: Background
    screen: Screen
    scene: Scene
    """What was shown last."""

    @property
    def aim(self) -> Aim:
        """Where on the ink the pointer is."""

    @property
    def settings(self) -> Settings:
        """What the user has chosen, as it holds now."""

    @property
    def profile(self) -> str:
        """The name of who is playing; "" if nobody is known."""

    @property
    def is_locked(self) -> bool:
        """Whether the board is for playing only: nobody leaves the games."""

    @property
    def locked_game(self) -> str:
        """The name of the only game that is to be played; "" for any."""

    def obey(self, command: Command) -> None:
        """Offer `command` to each in turn; the first that takes it follows it."""

    @property
    def placing_of_read(self) -> Placing:
        """Where the ink or the picture that is read lies in the window."""

    def begin(self, activity: Activity) -> None:
        """Begin `activity` at its own desk; the one before goes on when it has ended."""

    def leave(self) -> None:
        """End the activity, and go on with the one before; the first never ends."""

    def new_desk(self, alphabet: str = "", learn: Learn | None = None) -> Desk:
        """Return a desk with an empty page of its own, which nobody keeps.

        It reads the alphabet of that name, if the model knows it; else that of this desk. Without
        `learn`, what is taught there ends with it.
        """

    def show_alphabets(self) -> None:
        """Open the menu of alphabets. What is chosen there comes back as a `Choose`."""

    def ask(self) -> None:
        """Read what is on the desk. The answer goes to `Activity.accept`."""

    def collect(self) -> None:
        """Take the answers that have come meanwhile."""

    def tell(self, message: Message) -> None:
        """Show `message` for some seconds."""

    def warn(self, error: RecognizerError) -> None:
        """Show what went wrong."""

    def play_sound(self, name: str) -> None:
        """Play a sound of `window.sound`, such as "digit", if sounds are on."""

    def interrupt(self) -> None:
        """Finish what the pen does, because of an interruption. The pen may still be down."""

    def turned(self, has_changed: bool) -> None:
        """Show another page, wholly beside an open panel."""

    def later(self, work: Callable[[], None]) -> None:
        """Call `work` once this frame is shown."""


class Activity:
    """Something to do at the board. This base class takes no command, and only shows its page."""

    desk: Desk
    """What it draws on. The pen, the eraser, undo, redo and clear work there."""
    overlays: tuple[Overlay, ...] = ()
    """What it may lay over the board, the lowest first."""
    follows: frozenset[Action] = frozenset()
    """Which keys and buttons it obeys; those that nobody does can not be pressed meanwhile."""
    fills_window = False
    """Whether it has the whole window: there is no panel of the answer, and no toolbar."""

    holds_ink = False
    """Whether ink stays where it was drawn, even if a panel hides it."""
    players = 1
    """How many pens there are. Of two, each has a half of the window, and a desk of its own."""

    @property
    def desks(self) -> tuple[Desk, ...]:
        """Whose ink is shown and read: one or two. The board itself may draw on the second."""
        return (self.desk,)

    def turn_to(self, place: int) -> None:
        """Let `desk` be that of the player at `place`, whose pen does something now."""

    def obeys(self, command: Command) -> bool:
        """Follow `command` if it is for this activity. Return whether the board must not."""
        return False

    def changed(self) -> None:
        """Take note that the desk has changed."""

    def accept(self, question: Question, reading: Reading) -> None:
        """Take the answer to a question about its desk, which may have changed since."""

    def glimpse(self, question: Question, reading: Reading) -> None:
        """Take what was read while a stroke grows, up to 60 times in a second.

        `session.shown` has it, and the last symbol with the stroke under the pen is in
        `session.glimpse.growing`. The next glimpse may differ: nothing is to follow from it.
        """

    def see(self, look: Look, seen: Insight | RecognizerError | None) -> None:
        """Take what the looking glass saw on its desk, or what went wrong."""

    def keep_time(self, now: float) -> None:
        """Do what is due at `now`, in `time.monotonic` seconds; not while another goes on."""

    @property
    def due(self) -> float:
        """When `keep_time` must be called next, in seconds of `time.monotonic`."""
        return NEVER

    def face(self, at_rest: bool) -> Face:
        """Return what it shows. `at_rest` says that nobody draws, and the toolbar is shown."""
        return Face()

    def resume(self) -> None:
        """Go on after another activity, which has ended."""

    @property
    def occupied(self) -> tuple[pygame.Rect, ...]:
        """Where it has put something beside the ink, in the window: the toolbar keeps off."""
        return ()

    @property
    def has_panel(self) -> bool:
        """Whether it has an open panel at the side. Everything else stands beside it."""
        return False

    @property
    def has_typed(self) -> bool:
        """Whether typed text stands where ink would."""
        return False

    @property
    def switched_on(self) -> frozenset[Action]:
        """The actions of the toolbar that it has switched on."""
        return frozenset()

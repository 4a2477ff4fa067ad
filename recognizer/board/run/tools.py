"""The toolbar over the board: when it is shown, at which edge, and which button is pressed."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.cards.menucard import MenuCard
from recognizer.board.input.commands import Target
from recognizer.board.input.hand import Gesture, Hand
from recognizer.board.show.buttons import Button, ToolbarState
from recognizer.board.show.overlay import Overlay, Spot
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS, Toolbar, button_at, place_of
from recognizer.board.show.toolbarstand import ToolbarStand

if TYPE_CHECKING:
    from recognizer.board.run.hosting import Hosting

TOOLBAR_AFTER_SECONDS = 0.8
"""The toolbar is back so long after a stroke: longer than between the strokes of a digit."""


class Tools(Overlay):
    """The toolbar and its menu. The toolbar hides while somebody draws."""

    def __init__(self, host: Hosting) -> None:
        self._host = host
        self._stand = ToolbarStand()
        self._spot: Spot | None = None  # of the pointer, if it may light up a button
        self._hovered: Action | None = None
        self.back_from = 0.0
        """When it is back after a stroke, in seconds of `time.monotonic`."""
        self.menu = MenuCard(lambda: host.layout, lambda: self._state_shown, host.obey)

    @property
    def is_shown(self) -> bool:
        """Whether the hand rests, and a user is there, not a script; and there is room for it."""
        host = self._host
        hides = host.is_playing or host.desk.hand.is_busy or host.activity.fills_window
        return not hides and self.back_from <= time.monotonic()

    @property
    def hovered(self) -> Action | None:
        """The button under the pointer, if it can be seen and no message stands in its place."""
        if self._spot is None or self._host.stack.at(self._spot) is not self:
            return None
        is_told = self._host.notice.message or self._teaches or self.menu.is_open
        return None if is_told else self._hovered

    @property
    def has_room(self) -> bool:
        """Whether there is room above it for a message that lasts."""
        return self.is_shown and not (self.hovered or self._teaches)

    def rest(self) -> None:
        """Take note that the hand rests now, after a stroke."""
        self.back_from = time.monotonic() + TOOLBAR_AFTER_SECONDS
        self._stand.come()

    def follow_ink(self) -> None:
        """Move off the ink, before a frame shows the toolbar."""
        host = self._host
        if self.is_shown:
            view = host.screen.view
            self._stand.follow(
                host.desk.session,
                host.layout,
                host.has_panel,
                view.placing,
                host.activity.occupied,
            )

    def open_menu(self, by: Action) -> None:
        """Open the menu of that button, and show the toolbar with it."""
        self._host.interrupt()
        self.back_from = 0.0
        self.menu.open(by)

    def covers(self, spot: Spot) -> bool:
        """Tell whether `spot` is on the toolbar, on a button or between two."""
        if not self.is_shown:
            return False
        return bool(place_of(self._host.layout, self.state).collidepoint(spot))

    def target(self, spot: Spot) -> Target | None:
        """Return the command of the button at `spot`, if it can do something now."""
        button = self._button(spot)
        return button.action if button and button.enabled else None

    def slack(self, spot: Spot) -> float:
        """Let a stroke begin on a toolbar that covers ink."""
        return MIN_TARGET_PIXELS / 2 if self._stand.is_on_ink else math.inf

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight the button at `spot`, even if it can do nothing now."""
        button = self._button(spot) if spot else None
        if button and hand.gesture is Gesture.PRESSING and not button.lacks:
            button = button if button.action is hand.pressed else None
        self._spot, self._hovered = spot, button.action if button else None

    @property
    def shown(self) -> Toolbar | None:
        """The toolbar, unless it hides."""
        return Toolbar(self.state, self.hovered) if self.is_shown else None

    @property
    def state(self) -> ToolbarState:
        """What the toolbar shows about the board."""
        host, session = self._host, self._host.desk.session
        on = host.activity.switched_on
        return ToolbarState(
            live=table.LIVE in on,
            erasing=host.desk.hand.has_eraser,
            glass=host.has_panel,
            sound=host.looks.sounds.on,
            can_undo=session.can_undo,
            can_redo=session.can_redo,
            has_ink=not session.is_empty,
            has_typed=host.activity.has_typed,
            teaching=table.TEACH in on,
            menu=self.menu.is_open and self.menu.opened_by is table.MORE,
            choosing=self.menu.is_open and self.menu.opened_by is table.ALPHABET,
            pen=host.settings.pen,
            at_top=self._stand.at_top,
            absent=host.absent,
            alphabet=session.alphabet,
            alphabets=session.alphabets,
        )

    @property
    def _teaches(self) -> bool:
        return table.TEACH in self._host.activity.switched_on

    @property
    def _state_shown(self) -> ToolbarState | None:
        return self.state if self.is_shown else None

    def _button(self, spot: Spot) -> Button | None:
        return button_at(self._host.layout, self.state, spot) if self.is_shown else None

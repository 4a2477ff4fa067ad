"""The open menu of the toolbar, or of the alphabets: keys, mouse and fingers choose a line."""

from __future__ import annotations

from collections.abc import Callable

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.draw.layout import Layout
from recognizer.board.input.commands import (
    SILENT,
    Choose,
    Command,
    Correct,
    EraserDown,
    Forget,
    Open,
    PenDown,
    Pressed,
    Signal,
    Target,
)
from recognizer.board.input.hand import Gesture, Hand
from recognizer.board.show.buttons import Line, ToolbarState
from recognizer.board.show.menu import Menu, menu_button_at, menu_place, next_in_menu
from recognizer.board.show.overlay import Overlay, Spot
from recognizer.board.show.toolbar import place_of

_STEPS = {Signal.UP: -1, Signal.DOWN: 1}


class MenuCard(Overlay):
    """The menu, open or closed. A press beside it closes it, and so does a key for something else.

    `toolbar` returns the state of the toolbar, None while it is hidden. `do` carries out what was
    chosen with keys. `opened_by` is `table.MORE` or `table.ALPHABET`, whose lines it shows.
    """

    def __init__(
        self,
        layout: Callable[[], Layout],
        toolbar: Callable[[], ToolbarState | None],
        do: Callable[[Target], None],
    ) -> None:
        self._layout, self._toolbar, self._do = layout, toolbar, do
        self._hovered: Target | None = None
        self.is_open = False
        self.opened_by: Action = table.MORE

    def open(self, by: Action) -> None:
        """Open it; no line is chosen yet."""
        self.is_open, self.opened_by, self._hovered = True, by, None

    def obeys(self, command: Command) -> bool:
        """Follow the arrow keys and Enter. Close at a command that is not for the menu."""
        if not self.is_open:
            return False
        if isinstance(command, PenDown | EraserDown):
            self.is_open = self._is_near((command.x, command.y))
            return not self.is_open
        if isinstance(command, Signal) and command in _STEPS and (toolbar := self._toolbar()):
            self._hovered = next_in_menu(toolbar, self._hovered, _STEPS[command])
            return True
        if command in SILENT or not isinstance(command, Pressed | Correct | Choose | Forget | Open):
            return False
        self.is_open = False
        if command is table.READ and self._hovered:
            self._do(self._hovered)
            return True
        return command in (self.opened_by, table.CLOSE)

    def covers(self, spot: Spot) -> bool:
        """Tell whether `spot` is on the open menu."""
        toolbar = self._toolbar()
        if not (self.is_open and toolbar):
            return False
        return bool(menu_place(self._layout(), toolbar).collidepoint(spot))

    def target(self, spot: Spot) -> Target | None:
        """Return what the line at `spot` does; None if it can do nothing now."""
        line = self._line(spot)
        return line.action if line and line.enabled else None

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight the line at `spot`, even if it can do nothing now."""
        line = self._line(spot) if spot else None
        if line and hand.gesture is Gesture.PRESSING and not line.lacks:
            line = line if line.action is hand.pressed else None
        self._hovered = line.action if line else None

    @property
    def shown(self) -> Menu | None:
        """The menu, while it is open and its toolbar is shown."""
        toolbar = self._toolbar()
        return Menu(toolbar, self._hovered) if self.is_open and toolbar else None

    def _is_near(self, spot: Spot) -> bool:
        """Tell whether `spot` is on the menu or on its toolbar."""
        toolbar = self._toolbar()
        on_toolbar = toolbar and place_of(self._layout(), toolbar).collidepoint(spot)
        return bool(on_toolbar) or self.covers(spot)

    def _line(self, spot: Spot) -> Line | None:
        toolbar = self._toolbar()
        if not (self.is_open and toolbar):
            return None
        return menu_button_at(self._layout(), toolbar, spot)

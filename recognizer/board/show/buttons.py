"""What can be pressed on the toolbar and in its menu, and what of it can do something now."""

from __future__ import annotations

from dataclasses import dataclass

from recognizer.actions import table
from recognizer.actions.action import Action, Need, Place, Where
from recognizer.network.alphabet import DIGITS, Alphabet


@dataclass(frozen=True)
class ToolbarState:
    """What the toolbar shows about the board: what is on, what is open, what can be done.

    A picture counts as ink. `at_top` says that the toolbar stands at the upper edge. `pen` is the
    width of the pen in default widths. `absent` are the actions that this activity does not have,
    `alphabet` is what the board reads.
    """

    live: bool = True
    erasing: bool = False
    glass: bool = False
    sound: bool = True
    can_undo: bool = False
    can_redo: bool = False
    has_ink: bool = False
    teaching: bool = False
    menu: bool = False
    at_top: bool = False
    pen: float = 1.0
    absent: frozenset[Action] = frozenset()
    alphabet: Alphabet = DIGITS


@dataclass(frozen=True)
class Button:
    """One button, or one line of the menu, for an action.

    `on` says whether its toggle is on. `lacks` says why it can do nothing now; "" if it can.
    """

    action: Action
    on: bool = False
    lacks: str = ""

    @property
    def enabled(self) -> bool:
        """Whether it does anything now."""
        return not self.lacks

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return "silent" if self.action is table.SOUND and not self.on else self.action.icon

    def tooltip(self, alphabet: Alphabet) -> str:
        """Return what it does on a board that reads `alphabet`, or why it does nothing now."""
        does = self.action.explained(alphabet.one)
        return f"{self.action.label}: {self.lacks}" if self.lacks else does[0].upper() + does[1:]


NOT_HERE = "not in what you do now"
"""Why a button does nothing while another activity goes on."""
ON_TOOLBAR, IN_MENU = (
    tuple(each for each in table.actions_on(Where.BOARD) if each.place is place)
    for place in (Place.TOOLBAR, Place.MENU)
)


def buttons(state: ToolbarState) -> tuple[Button, ...]:
    """Return the buttons of the toolbar from left to right."""
    return _buttons(ON_TOOLBAR, state)


def menu_buttons(state: ToolbarState) -> tuple[Button, ...]:
    """Return the lines of the menu from top to bottom."""
    return _buttons(IN_MENU, state)


def _buttons(actions: tuple[Action, ...], state: ToolbarState) -> tuple[Button, ...]:
    on = {
        table.ERASER: state.erasing,
        table.TEACH: state.teaching,
        table.LIVE: state.live,
        table.GLASS: state.glass,
        table.SOUND: state.sound,
        table.MORE: state.menu,
    }
    return tuple(_button(each, on.get(each, False), state) for each in actions)


def _button(action: Action, on: bool, state: ToolbarState) -> Button:
    """Return a button. A toggle that is on can always be turned off."""
    if action in state.absent:
        return Button(action, on, NOT_HERE)
    lacks = {
        Need.INK: not state.has_ink,
        Need.UNDO: not state.can_undo,
        Need.REDO: not state.can_redo,
    }
    return Button(action, on, action.needs.value if lacks.get(action.needs) and not on else "")

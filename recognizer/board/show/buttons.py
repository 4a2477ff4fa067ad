"""What can be pressed on the toolbar and in its menu, and what of it can do something now."""

from __future__ import annotations

from dataclasses import dataclass

from recognizer.actions import table
from recognizer.actions.action import Action, Need, Place, Where
from recognizer.board.input.commands import Choose
from recognizer.network.alphabet import DIGITS, Alphabet


@dataclass(frozen=True)
class ToolbarState:
    """What the toolbar shows about the board: what is on, what is open, what can be done.

    A picture counts as ink; `has_typed` says that typed text stands there instead. `at_top` says
    that the toolbar stands at the upper edge. `pen` is the width of the pen in default widths.
    `absent` are the actions that this activity does not have, `alphabet` is what the board reads,
    of all `alphabets` that it could read. `menu` and `choosing` say that the menu of the rest is
    open, or that of the alphabets.
    """

    live: bool = True
    erasing: bool = False
    glass: bool = False
    sound: bool = True
    can_undo: bool = False
    can_redo: bool = False
    has_ink: bool = False
    has_typed: bool = False
    teaching: bool = False
    menu: bool = False
    choosing: bool = False
    at_top: bool = False
    pen: float = 1.0
    absent: frozenset[Action] = frozenset()
    alphabet: Alphabet = DIGITS
    alphabets: tuple[Alphabet, ...] = (DIGITS,)

    @property
    def has_choice(self) -> bool:
        """Whether there are several alphabets."""
        return len(self.alphabets) > 1


@dataclass(frozen=True)
class Button:
    """One button, or one line of a menu, for an action.

    `on` says whether its toggle is on. `lacks` says why it can do nothing now; "" if it can.
    `sample` stands in the place of an icon, if it is not "".
    """

    action: Action
    on: bool = False
    lacks: str = ""
    sample: str = ""

    @property
    def label(self) -> str:
        """What it says."""
        return self.action.label

    @property
    def beside(self) -> str:
        """What stands beside that in a menu: its keys."""
        return " or ".join(self.action.keys)

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


@dataclass(frozen=True)
class Choice:
    """One line of the menu of alphabets; see `Button`."""

    alphabet: Alphabet
    on: bool = False
    lacks = icon = ""
    enabled = True

    @property
    def action(self) -> Choose:
        """What it does."""
        return Choose(self.alphabet)

    @property
    def sample(self) -> str:
        """What stands in the place of an icon."""
        return self.alphabet.sample

    @property
    def label(self) -> str:
        """What it says."""
        return self.alphabet.name.capitalize()

    @property
    def beside(self) -> str:
        """What stands beside that: what the alphabet holds."""
        return self.alphabet.holds


Line = Button | Choice

NOT_HERE = "not in what you do now"
"""Why a button does nothing while another activity goes on."""
ON_TOOLBAR, IN_MENU = (
    tuple(each for each in table.actions_on(Where.BOARD) if each.place is place)
    for place in (Place.TOOLBAR, Place.MENU)
)


def buttons(state: ToolbarState) -> tuple[Button, ...]:
    """Return the buttons of the toolbar from left to right."""
    there = (each for each in ON_TOOLBAR if each is not table.ALPHABET or state.has_choice)
    return _buttons(tuple(there), state)


def menu_buttons(state: ToolbarState) -> tuple[Line, ...]:
    """Return the lines of the menu from top to bottom: those of the one that is open."""
    if state.choosing:
        return tuple(Choice(each, each == state.alphabet) for each in state.alphabets)
    return _buttons(IN_MENU, state)


def _buttons(actions: tuple[Action, ...], state: ToolbarState) -> tuple[Button, ...]:
    on = {
        table.ERASER: state.erasing,
        table.TEACH: state.teaching,
        table.LIVE: state.live,
        table.GLASS: state.glass,
        table.SOUND: state.sound,
        table.MORE: state.menu,
        table.ALPHABET: state.choosing,
    }
    return tuple(_button(each, on.get(each, False), state) for each in actions)


def _button(action: Action, on: bool, state: ToolbarState) -> Button:
    """Return a button. A toggle that is on can always be turned off."""
    lacks = {
        Need.INK: not state.has_ink,
        Need.CONTENT: not (state.has_ink or state.has_typed),
        Need.UNDO: not state.can_undo,
        Need.REDO: not state.can_redo,
    }
    missing = action.needs.value if lacks.get(action.needs) and not on else ""
    sample = state.alphabet.sample if action is table.ALPHABET else ""
    return Button(action, on, NOT_HERE if action in state.absent else missing, sample)

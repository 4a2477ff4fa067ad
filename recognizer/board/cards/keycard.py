"""The card of keys while it is open: any key closes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.cards.helpcard import help_parts, key_groups
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.input.commands import (
    SILENT,
    Command,
    Correct,
    EraserDown,
    Open,
    PenDown,
    PenStep,
)
from recognizer.board.show.overlay import Overlay, Spot
from recognizer.network.alphabet import DIGITS, Alphabet

_PUTS_AWAY = (PenDown, EraserDown, Action, PenStep, Correct, Open)


@dataclass(frozen=True)
class Keys:
    """The card as it is shown: all keys, the profile in use, if any, and what the board reads."""

    profile: str = ""
    alphabet: Alphabet = DIGITS
    has_choice: bool = False

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return a veil, and the card."""
        return help_parts(layout, theme, self.profile, key_groups(self.alphabet, self.has_choice))


class KeyCard(Overlay):
    """The card, open or closed. `keys` returns how it looks now."""

    def __init__(self, keys: Callable[[], Keys]) -> None:
        self._keys = keys
        self.is_open = False

    def obeys(self, command: Command) -> bool:
        """Close at a press or a key. A key whose effect can be seen then also does it."""
        if not self.is_open or not isinstance(command, _PUTS_AWAY) or command in SILENT:
            return False
        self.is_open = False
        closes = command in (table.HELP, table.CLOSE)
        return closes or isinstance(command, PenDown | EraserDown | Correct)

    def covers(self, spot: Spot) -> bool:
        """Tell whether it is open: then it covers the whole board."""
        return self.is_open

    @property
    def shown(self) -> Keys | None:
        """The card, while it is open."""
        return self._keys() if self.is_open else None

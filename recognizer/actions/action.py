"""What is to be known of one thing that a user can do."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Group(enum.Enum):
    """Under which heading it stands on the card of keys; buttons of one group stand together."""

    DRAW = "Draw"
    READ = "Read"
    FILES = "Files"
    WINDOW = "Window"


class Place(enum.Enum):
    """Where its button is."""

    NOWHERE = enum.auto()
    TOOLBAR = enum.auto()
    MENU = enum.auto()
    """Behind the button "..." of the toolbar."""


class Where(enum.Flag):
    """On what it is there."""

    BOARD = enum.auto()
    PAGE = enum.auto()
    BOTH = BOARD | PAGE


class Need(enum.Enum):
    """What must be there for it to do anything; the value says why it does nothing."""

    NOTHING = ""
    INK = "the board is empty"
    CONTENT = "nothing is written yet"
    """Ink, a picture or, in a game, typed text."""
    UNDO = "nothing to take back"
    REDO = "nothing was taken back"


@dataclass(frozen=True, eq=False)  # one of a kind: it is looked up by identity
class Action:
    """One thing that a user can do without saying where.

    Parameters
    ----------
    id : str
        By which board and page know what to do; unique on each of them.
    label : str
        What its button says.
    word : str
        The same where there is room for one word; "" where the label is one.
    does : str
        What it does, as a line of the card of keys; see `explained`. "{one}" in it stands for what
        the alphabet calls a symbol.
    group : Group
    keys : tuple of str
        As `keys.Key` reads them. "0-9" stands for ten keys. The first ones are told first.
    aliases : tuple of str
        Keys that do the same and are not told.
    pointer : tuple of str
        What mouse or pen do to the same end: told, and heard elsewhere.
    icon : str
        The name of its drawing; "" for none.
    place : Place
    where : Where
    needs : Need
    """

    id: str
    label: str
    does: str
    group: Group
    keys: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    pointer: tuple[str, ...] = ()
    icon: str = ""
    word: str = ""
    place: Place = Place.NOWHERE
    where: Where = Where.BOTH
    needs: Need = Need.NOTHING

    @property
    def told(self) -> tuple[str, ...]:
        """What to press, as the user is told it."""
        return (*self.keys, *self.pointer)

    def explained(self, one: str) -> str:
        """Return what it does, where a symbol is called `one`: "digit"."""
        return self.does.format(one=one)

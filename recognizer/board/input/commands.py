"""The commands: what events and toolbar tell the board to do."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.ink import BoundingBox
from recognizer.lessons import Lesson
from recognizer.network.alphabet import Alphabet
from recognizer.reading.result import Symbol


@dataclass(frozen=True)
class PenPoint:
    """Where the pen is, in pixels of the window; the time in seconds; the pressure in [0, 1].

    `touch` tells that the pen is a finger: once it is lifted, there is no pointer. `over_palm`
    tells that a pen or mouse came down while a finger was drawing. That finger was a palm.
    """

    x: float
    y: float
    time: float | None = None
    pressure: float | None = None
    touch: bool = False
    over_palm: bool = False


class PenDown(PenPoint):
    """The pen touches the board."""


class PenMove(PenPoint):
    """The pen moves while it is down."""


class EraserDown(PenPoint):
    """The eraser end of the pen touches the board; it is the right button of a mouse."""


class Hover(PenPoint):
    """The pointer moves while no pen is down."""


@dataclass(frozen=True)
class Correct:
    """The user names a digit, or the one that is meant; the label "" says that it is none."""

    label: str
    digit: Symbol | None = None


@dataclass(frozen=True)
class Inspect:
    """The user wants to be told what else a symbol of a sum may be."""

    symbol: Symbol


@dataclass(frozen=True)
class Choose:
    """The user wants what is written read as this alphabet."""

    alphabet: Alphabet


@dataclass(frozen=True)
class Forget:
    """The user wants a lesson forgotten."""

    lesson: Lesson


@dataclass(frozen=True)
class Pick:
    """The user picks something in a game; `name` says what, in the words of that game."""

    name: str


@dataclass(frozen=True)
class PressSum:
    """The user has pressed what the board says of a sum, which says `text` and stands in `box`.

    It `is_mark` if it was the mark of a written result, and not an answer.
    """

    text: str
    box: BoundingBox
    is_mark: bool = False


@dataclass(frozen=True)
class Open:
    """The user wants a file opened, for instance one dropped on the window."""

    path: Path


@dataclass(frozen=True)
class Scroll:
    """The wheel turned by so many notches: up, or down if negative."""

    notches: int
    with_control: bool = False


@dataclass(frozen=True)
class WindowMoved:
    """The window's upper left corner now stands at (x, y) on the desktop, in pixels."""

    x: int
    y: int


@dataclass(frozen=True)
class DisplayChanged:
    """The window now stands on this monitor, counted from 0."""

    index: int


@dataclass(frozen=True)
class PenStep:
    """The user wants the pen so many steps thicker, or thinner if negative."""

    steps: int


class Signal(enum.Enum):
    """What happens at no particular place, and has no key on the card of keys."""

    PEN_UP = enum.auto()
    """The pen is lifted where it was last."""
    PEN_LOST = enum.auto()
    """The pen was lifted unseen, for instance because another window has the focus."""
    POINTER_GONE = enum.auto()
    """The pointer has left the window."""
    UP = enum.auto()
    DOWN = enum.auto()
    LEFT = enum.auto()
    RIGHT = enum.auto()
    """The arrow keys, which choose in a list."""
    BACK = enum.auto()
    """The key that takes back what was typed last."""
    ESCAPE_UP = enum.auto()
    """The key Esc was released."""
    REPAINT = enum.auto()
    """The window has a new size, or must be drawn again."""


PASSING = frozenset(
    {Signal.PEN_UP, Signal.PEN_LOST, Signal.REPAINT, Signal.POINTER_GONE, Signal.ESCAPE_UP}
)
_ARROWS = {Signal.UP, Signal.DOWN, Signal.LEFT, Signal.RIGHT}
SILENT = PASSING | _ARROWS | {Signal.BACK, table.QUIT}
"""Commands that do not close messages and cards."""
Pressed = Action | PenStep | Signal
"""Commands without a place."""
Target = Action | Correct | Inspect | Choose | Forget | PressSum | Pick
"""What a press can hit: a button, a label on the card that teaches, a symbol of a sum in the panel,
an alphabet in its menu, the cross of a lesson, what is said of a sum, something in a game."""
Command = PenPoint | Target | Open | Scroll | WindowMoved | DisplayChanged | Pressed

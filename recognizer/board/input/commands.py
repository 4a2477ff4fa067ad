"""The commands: what a user can mean, and what events, toolbar and board exchange."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.lessons import Lesson


@dataclass(frozen=True)
class PenPoint:
    """Where the pen is: (x, y) in pixels; time in seconds; pressure in [0, 1] if known.

    `touch` tells whether it is a finger, of which nothing is seen once it is lifted. `over_palm`
    tells of a pen or mouse that comes down while a finger draws: that was a palm.
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
    """The pen goes on."""


class EraserDown(PenPoint):
    """The other end of the pen touches the board: the right button."""


class Hover(PenPoint):
    """The pointer moves above the board and draws nothing."""


@dataclass(frozen=True)
class Correct:
    """The user says what the digit meant is; "" for no digit."""

    label: str


@dataclass(frozen=True)
class Forget:
    """The user takes back what a lesson taught."""

    lesson: Lesson


@dataclass(frozen=True)
class Open:
    """The user gives a file to open: dropped on the window, say."""

    path: Path


@dataclass(frozen=True)
class Scroll:
    """The wheel turned, so many notches up (or, if negative, down); with Ctrl or without."""

    notches: int
    with_control: bool = False


@dataclass(frozen=True)
class WindowMoved:
    """The window's upper left corner now stands at (x, y) on the desktop, in pixels."""

    x: int
    y: int


@dataclass(frozen=True)
class DisplayChanged:
    """The window now stands on the monitor of this index, counted from 0."""

    index: int


@dataclass(frozen=True)
class PenStep:
    """The user wants a pen so many steps thicker (or, if negative, thinner)."""

    steps: int


class Signal(enum.Enum):
    """What happens without a place, and stands on no key card."""

    PEN_UP = enum.auto()
    """The pen is lifted where it was last."""
    PEN_LOST = enum.auto()
    """The pen draws no more, and nobody saw where it was lifted: the focus went elsewhere, say."""
    POINTER_GONE = enum.auto()
    """The pointer has left the window."""
    UP = enum.auto()
    DOWN = enum.auto()
    """The arrow keys, which a list follows."""
    REPAINT = enum.auto()
    """The window has a new size or has lost its picture."""


PASSING = frozenset({Signal.PEN_UP, Signal.PEN_LOST, Signal.REPAINT, Signal.POINTER_GONE})
SILENT = PASSING | {Signal.UP, Signal.DOWN, table.QUIT}
"""Commands that do not close messages and cards."""
Pressed = Action | PenStep | Signal
"""Commands without a place."""
Command = PenPoint | Correct | Forget | Open | Scroll | WindowMoved | DisplayChanged | Pressed
Target = Action | Correct | Forget
"""What can be pressed: a button, a label on the card that teaches, the cross of a lesson."""

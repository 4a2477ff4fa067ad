"""pygame's many events turned into the few things a user can mean."""

from __future__ import annotations

import enum
import time
from dataclasses import dataclass

import pygame

LEFT_BUTTON = 1
MOUSE = "mouse"
STALE_AFTER = 2.0
"""Seconds without a word after which another pen may take over: a lost finger-up must not block."""


@dataclass(frozen=True)
class _PenPoint:
    """Where the pen is: (x, y) in pixels; time in seconds; pressure in [0, 1] if known."""

    x: float
    y: float
    time: float | None = None
    pressure: float | None = None


class PenDown(_PenPoint):
    """The pen touches the board."""


class PenMove(_PenPoint):
    """The pen goes on."""


class Action(enum.Enum):
    """What a user can mean without saying where."""

    PEN_UP = enum.auto()
    PREDICT = enum.auto()
    CLEAR = enum.auto()
    UNDO = enum.auto()
    REDO = enum.auto()
    TOGGLE_HELP = enum.auto()
    TOGGLE_FULL_SCREEN = enum.auto()
    ESCAPE = enum.auto()
    """Close what is open on top, or the board."""
    QUIT = enum.auto()
    REPAINT = enum.auto()
    """The window has a new size or has lost its picture."""


Command = PenDown | PenMove | Action

_PLAIN_KEYS = {
    pygame.K_RETURN: Action.PREDICT,
    pygame.K_KP_ENTER: Action.PREDICT,
    pygame.K_SPACE: Action.PREDICT,
    pygame.K_c: Action.CLEAR,
    pygame.K_h: Action.TOGGLE_HELP,
    pygame.K_F1: Action.TOGGLE_HELP,
    pygame.K_F11: Action.TOGGLE_FULL_SCREEN,
    pygame.K_ESCAPE: Action.ESCAPE,
}
_LATIN_KEYS = {
    pygame.KSCAN_C: pygame.K_c,
    pygame.KSCAN_H: pygame.K_h,
    pygame.KSCAN_Q: pygame.K_q,
    pygame.KSCAN_Y: pygame.K_y,
    pygame.KSCAN_Z: pygame.K_z,
}
"""What the keys are where the layout has no Latin letters, by their place on the keyboard."""
_CONTROL_KEYS = {
    pygame.K_z: Action.UNDO,
    pygame.K_y: Action.REDO,
    pygame.K_q: Action.QUIT,
}
_WINDOW_EVENTS = {
    pygame.QUIT: Action.QUIT,
    pygame.VIDEOEXPOSE: Action.REPAINT,
    pygame.WINDOWSIZECHANGED: Action.REPAINT,
}


class Translator:
    """Turns events into commands, one pen at a time.

    Mouse, pen tablet and first finger draw; a second finger, or the mouse beside a finger, does
    not. SDL sends each touch also as a mouse event, marked as such: those are passed over.
    """

    def __init__(self) -> None:
        self._pen: str | int | None = None
        self._heard = 0.0  # when the pen last moved

    def translate(self, event: pygame.event.Event, size: tuple[int, int]) -> Command | None:
        """Return what `event` means on a board of `size` pixels; None if nothing."""
        if event.type == pygame.KEYDOWN:
            return _key(event)
        if event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION):
            return None if getattr(event, "touch", False) else self._mouse(event)
        if event.type in (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP):
            return self._finger(event, size)
        if event.type == pygame.WINDOWFOCUSLOST:
            return self._lift()
        return _WINDOW_EVENTS.get(event.type)

    def _mouse(self, event: pygame.event.Event) -> Command | None:
        if event.type == pygame.MOUSEMOTION:
            if self._pen != MOUSE:
                return None
            if not event.buttons[0]:  # let go where we could not see it
                return self._lift()
            return PenMove(*_mouse_point(event), self._now())
        if event.button != LEFT_BUTTON:
            return None
        if event.type == pygame.MOUSEBUTTONUP:
            return self._lift() if self._pen == MOUSE else None
        if not self._may_begin(MOUSE):
            return None
        self._pen = MOUSE
        return PenDown(*_mouse_point(event), self._now())

    def _finger(self, event: pygame.event.Event, size: tuple[int, int]) -> Command | None:
        if event.type == pygame.FINGERDOWN and self._may_begin(event.finger_id):
            self._pen = event.finger_id
            return PenDown(*self._touch(event, size))
        if self._pen != event.finger_id:
            return None
        if event.type == pygame.FINGERUP:
            return self._lift()
        return PenMove(*self._touch(event, size))

    def _touch(
        self, event: pygame.event.Event, size: tuple[int, int]
    ) -> tuple[float, float, float, float | None]:
        pressure = getattr(event, "pressure", None)
        return event.x * size[0], event.y * size[1], self._now(), pressure

    def _may_begin(self, pen: str | int) -> bool:
        return self._pen in (None, pen) or time.monotonic() - self._heard > STALE_AFTER

    def _now(self) -> float:
        self._heard = time.monotonic()
        return self._heard

    def _lift(self) -> Action:
        self._pen = None
        return Action.PEN_UP


def _mouse_point(event: pygame.event.Event) -> tuple[float, float]:
    x, y = event.pos
    return x, y


def _key(event: pygame.event.Event) -> Command | None:
    modifiers = getattr(event, "mod", 0)
    code = event.key
    if code > 127:
        code = _LATIN_KEYS.get(getattr(event, "scancode", 0), code)
    if modifiers & (pygame.KMOD_CTRL | pygame.KMOD_META):
        if code == pygame.K_z and modifiers & pygame.KMOD_SHIFT:
            return Action.REDO
        return _CONTROL_KEYS.get(code)
    return _PLAIN_KEYS.get(code)

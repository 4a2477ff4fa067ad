"""Turns the many events of pygame into a few commands."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pygame

from recognizer.actions import table
from recognizer.board.input import keymap
from recognizer.board.input.commands import (
    Command,
    DisplayChanged,
    EraserDown,
    Hover,
    Open,
    PenDown,
    PenMove,
    PenPoint,
    Scroll,
    Signal,
    WindowMoved,
)

LEFT_BUTTON, RIGHT_BUTTON = 1, 3
MOUSE = "mouse"
STALE_SECONDS = 2.0
"""After so long without an event from a finger another may draw: its end may have been lost."""
MOUSE_STALE_SECONDS = 10.0
"""The same when a mouse or pen draws. A user who thinks may hold the pen still for seconds, and the
palm beside it must not take over the stroke."""
MAX_DISTANCE_PIXELS = 2.0**16
"""From the corner of the window. No desktop is larger, so a farther place is a driver's error."""

_WINDOW_EVENTS: dict[int, Command] = {
    pygame.QUIT: table.QUIT,
    pygame.WINDOWLEAVE: Signal.POINTER_GONE,
    pygame.VIDEOEXPOSE: Signal.REPAINT,
    pygame.WINDOWSIZECHANGED: Signal.REPAINT,
}
_GONE = (pygame.WINDOWFOCUSLOST, pygame.WINDOWMINIMIZED, pygame.WINDOWHIDDEN)
"""After these the pen may be lifted without an event, so its stroke ends here."""
MOUSE_EVENTS = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION)
FINGER_EVENTS = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)


class Translator:
    """Turns events into commands, one pen at a time.

    Mouse, pen tablet and the first finger draw. A second finger does not, nor a finger beside the
    mouse. If mouse or pen come down while a finger lies on the board, the finger was a palm: they
    draw from then on, and their first point is marked `over_palm`. Ignored are mouse events that
    SDL makes of touches, and places that cannot be (NaN, or far beyond any screen).
    """

    def __init__(self) -> None:
        self._pen: str | int | None = None
        self._button = LEFT_BUTTON  # the one with which the mouse draws or erases
        self._heard = 0.0  # when the pen moved last, in seconds of `time.monotonic`
        self._begins: PenPoint | None = None  # the pen is down, but no place is known yet

    @property
    def pen(self) -> str | int | None:
        """What is down: `MOUSE`, or a finger by its id; None if nothing is."""
        return self._pen

    def translate(self, event: pygame.event.Event, size: tuple[int, int]) -> Command | None:
        """Return what `event` means on a board of `size` pixels; None if nothing."""
        if event.type == pygame.KEYDOWN:
            return keymap.command(event)
        if event.type == pygame.KEYUP:
            return Signal.ESCAPE_UP if event.key == pygame.K_ESCAPE else None
        if event.type in MOUSE_EVENTS:
            return None if getattr(event, "touch", False) else self._mouse(event)
        if event.type in FINGER_EVENTS:
            return self._finger(event, size)
        if event.type in _GONE:
            return self._lift(Signal.PEN_LOST)
        return _window(event)

    def _mouse(self, event: pygame.event.Event) -> Command | None:
        if event.type == pygame.MOUSEMOTION:
            return self._mouse_motion(event)
        if event.type == pygame.MOUSEBUTTONUP:
            return self._lift() if self._pen == MOUSE and event.button == self._button else None
        if event.button not in (LEFT_BUTTON, RIGHT_BUTTON):
            return None
        if self._pen == MOUSE and event.button != self._button:
            return None  # the other button, while the first is held
        over_palm = self._pen not in (None, MOUSE)
        self._pen, self._button = MOUSE, event.button
        (x, y), begin = event.pos, PenDown if event.button == LEFT_BUTTON else EraserDown
        return self._down(begin(x, y, over_palm=over_palm))

    def _mouse_motion(self, event: pygame.event.Event) -> Command | None:
        if self._pen != MOUSE:
            hover = Hover(*event.pos)
            return hover if self._pen is None and _is_somewhere(hover) else None
        if not event.buttons[self._button - 1]:  # it was released outside the window
            return self._lift(Signal.PEN_LOST)
        return self._move(PenMove(*event.pos))

    def _finger(self, event: pygame.event.Event, size: tuple[int, int]) -> Command | None:
        is_down = event.type == pygame.FINGERDOWN and self._may_begin(event.finger_id)
        if not is_down and self._pen != event.finger_id:
            return None
        if event.type == pygame.FINGERUP:
            return self._lift()
        spot, pressure = (event.x * size[0], event.y * size[1]), getattr(event, "pressure", None)
        if is_down:
            self._pen = event.finger_id
            return self._down(PenDown(*spot, pressure=pressure, touch=True))
        return self._move(PenMove(*spot, pressure=pressure, touch=True))

    def _down(self, point: PenPoint) -> Command | None:
        self._begins = point
        return self._move(point)

    def _move(self, point: PenPoint) -> Command | None:
        """Return `point` with its time. A pen that has just come down begins here."""
        if not _is_somewhere(point):
            return None
        self._heard = time.monotonic()
        begins, self._begins = self._begins, None
        if begins:
            point = replace(begins, x=point.x, y=point.y, pressure=point.pressure)
        return replace(point, time=self._heard)

    def _may_begin(self, finger: int) -> bool:
        if self._pen in (None, finger):
            return True
        patience = MOUSE_STALE_SECONDS if self._pen == MOUSE else STALE_SECONDS
        return time.monotonic() - self._heard > patience

    def _lift(self, how: Signal = Signal.PEN_UP) -> Signal:
        self._pen = self._begins = None
        return how


def _is_somewhere(point: PenPoint) -> bool:
    """Tell whether `point` can be a place; NaN is none."""
    return abs(point.x) <= MAX_DISTANCE_PIXELS and abs(point.y) <= MAX_DISTANCE_PIXELS


def _window(event: pygame.event.Event) -> Command | None:
    if event.type == pygame.MOUSEWHEEL:
        held = getattr(event, "mod", None)
        held = pygame.key.get_mods() if held is None else held
        return Scroll(event.y, bool(held & (pygame.KMOD_CTRL | pygame.KMOD_META)))
    if event.type == pygame.DROPFILE:
        return Open(Path(event.file))
    if event.type == pygame.WINDOWMOVED:
        return WindowMoved(event.x, event.y)
    if event.type == pygame.WINDOWDISPLAYCHANGED:
        return DisplayChanged(event.display_index)
    return _WINDOW_EVENTS.get(event.type)

"""pygame's many events turned into the few things a user can mean."""

from __future__ import annotations

import time
from pathlib import Path

import pygame

from recognizer.board.actions import (
    Action,
    Command,
    Correct,
    DisplayChanged,
    EraserDown,
    Hover,
    Open,
    PenDown,
    PenMove,
    Scroll,
    WindowMoved,
)

LEFT_BUTTON, RIGHT_BUTTON = 1, 3
MOUSE = "mouse"
STALE_AFTER = 2.0
"""Seconds without a word after which another pen may take over: a lost finger-up must not block."""

_PLAIN_KEYS: dict[int, Command] = {
    pygame.K_RETURN: Action.PREDICT,
    pygame.K_KP_ENTER: Action.PREDICT,
    pygame.K_SPACE: Action.PREDICT,
    pygame.K_l: Action.TOGGLE_LIVE,
    pygame.K_c: Action.CLEAR,
    pygame.K_e: Action.TOGGLE_ERASER,
    pygame.K_LEFTBRACKET: Action.THINNER,
    pygame.K_RIGHTBRACKET: Action.THICKER,
    pygame.K_d: Action.TOGGLE_GLASS,
    pygame.K_t: Action.NEXT_THEME,
    pygame.K_s: Action.SAVE,
    pygame.K_m: Action.TOGGLE_SOUND,
    pygame.K_h: Action.TOGGLE_HELP,
    pygame.K_F1: Action.TOGGLE_HELP,
    pygame.K_F11: Action.TOGGLE_FULL_SCREEN,
    pygame.K_UP: Action.UP,
    pygame.K_DOWN: Action.DOWN,
    pygame.K_ESCAPE: Action.ESCAPE,
    pygame.K_n: Correct(""),
    **{getattr(pygame, f"K_{digit}"): Correct(digit) for digit in "0123456789"},
    **{getattr(pygame, f"K_KP{digit}"): Correct(digit) for digit in "0123456789"},
}
_CONTROL_KEYS = {
    pygame.K_z: Action.UNDO,
    pygame.K_y: Action.REDO,
    pygame.K_s: Action.SAVE,
    pygame.K_o: Action.CHOOSE_FILE,
    pygame.K_c: Action.COPY,
    pygame.K_q: Action.QUIT,
}
_CHARACTERS: dict[str, Command] = {
    "[": Action.THINNER,
    "]": Action.THICKER,
    **{digit: Correct(digit) for digit in "0123456789"},
}
"""What takes Shift or AltGr on some keyboards: digits in France, brackets in Germany."""
_LATIN_KEYS = {getattr(pygame, f"KSCAN_{k.upper()}"): ord(k) for k in "cdehlmnoqstyz"}
"""What the keys are where the layout has no Latin letters, by their place on the keyboard."""
_ALT_GR = pygame.KMOD_RALT | pygame.KMOD_MODE
_WINDOW_EVENTS = {
    pygame.QUIT: Action.QUIT,
    pygame.WINDOWLEAVE: Action.POINTER_GONE,
    pygame.VIDEOEXPOSE: Action.REPAINT,
    pygame.WINDOWSIZECHANGED: Action.REPAINT,
}
_MOUSE_EVENTS = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP, pygame.MOUSEMOTION)
_FINGER_EVENTS = (pygame.FINGERDOWN, pygame.FINGERMOTION, pygame.FINGERUP)


class Translator:
    """Turns events into commands, one pen at a time.

    Mouse, pen tablet and first finger draw; a second finger, or the mouse beside a finger, does
    not. SDL sends each touch also as a mouse event, marked as such: those are passed over.
    """

    def __init__(self) -> None:
        self._pen: str | int | None = None
        self._button = LEFT_BUTTON  # that the mouse draws or erases with
        self._heard = 0.0  # when the pen last moved

    def translate(self, event: pygame.event.Event, size: tuple[int, int]) -> Command | None:
        """Return what `event` means on a board of `size` pixels; None if nothing."""
        if event.type == pygame.KEYDOWN:
            return _key(event)
        if event.type in _MOUSE_EVENTS:
            return None if getattr(event, "touch", False) else self._mouse(event)
        if event.type in _FINGER_EVENTS:
            return self._finger(event, size)
        if event.type == pygame.WINDOWFOCUSLOST:
            return self._lift()
        return _window(event)

    def _mouse(self, event: pygame.event.Event) -> Command | None:
        if event.type == pygame.MOUSEMOTION:
            return self._mouse_motion(event)
        if event.type == pygame.MOUSEBUTTONUP:
            return self._lift() if self._pen == MOUSE and event.button == self._button else None
        if event.button not in (LEFT_BUTTON, RIGHT_BUTTON) or not self._may_begin(MOUSE):
            return None
        if self._pen == MOUSE and event.button != self._button:
            return None  # the other button, while one is held
        self._pen, self._button = MOUSE, event.button
        begin = PenDown if event.button == LEFT_BUTTON else EraserDown
        return begin(*_mouse_point(event), self._now())

    def _mouse_motion(self, event: pygame.event.Event) -> Command | None:
        if self._pen != MOUSE:
            return Hover(*_mouse_point(event)) if self._pen is None else None
        if not event.buttons[self._button - 1]:  # let go where we could not see it
            return self._lift()
        return PenMove(*_mouse_point(event), self._now())

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
    ) -> tuple[float, float, float, float | None, bool]:
        pressure = getattr(event, "pressure", None)
        return event.x * size[0], event.y * size[1], self._now(), pressure, True

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


def _key(event: pygame.event.Event) -> Command | None:
    modifiers, text = getattr(event, "mod", 0), getattr(event, "unicode", "")
    if _is_alt_gr(event.key, modifiers, text):
        return _CHARACTERS.get(text)
    code = event.key
    if code > 127:
        code = _LATIN_KEYS.get(getattr(event, "scancode", 0), code)
    if modifiers & (pygame.KMOD_CTRL | pygame.KMOD_META):
        if code == pygame.K_z and modifiers & pygame.KMOD_SHIFT:
            return Action.REDO
        return _CONTROL_KEYS.get(code) or _CHARACTERS.get(text)
    return _CHARACTERS.get(text) or _PLAIN_KEYS.get(code)


def _is_alt_gr(key: int, modifiers: int, text: str) -> bool:
    """Tell whether AltGr has made another character of the key; Windows calls it Ctrl and Alt."""
    if not modifiers & _ALT_GR or not text or not text.isprintable():
        return False
    return bool(modifiers & pygame.KMOD_CTRL) or [ord(each) for each in text.lower()] != [key]

"""Maps keys of pygame to commands, as the table of actions says."""

from __future__ import annotations

from collections.abc import Iterator

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action, Where
from recognizer.actions.keys import Key, key_names
from recognizer.board.input.commands import Command, Correct, PenStep, Signal

_CODES = {
    "Enter": (pygame.K_RETURN, pygame.K_KP_ENTER),
    "Space": (pygame.K_SPACE,),
    "Esc": (pygame.K_ESCAPE,),
    "Delete": (pygame.K_DELETE,),
    "F1": (pygame.K_F1,),
    "F10": (pygame.K_F10,),
    "F11": (pygame.K_F11,),
    **{digit: (ord(digit), getattr(pygame, f"K_KP{digit}")) for digit in "0123456789"},
}
"""The codes of keys that have a name, or that are on the number pad, too."""
_ALT_GR = pygame.KMOD_RALT | pygame.KMOD_MODE


def command(event: pygame.event.Event) -> Command | None:
    """Return the command of a pressed key, if it has one."""
    modifiers, text = getattr(event, "mod", 0), getattr(event, "unicode", "")
    if _is_alt_gr(event.key, modifiers, text):
        return _CHARACTERS.get(text)
    code = event.key
    if code > 127:
        code = _LATIN_KEYS.get(getattr(event, "scancode", 0), code)
    if modifiers & (pygame.KMOD_CTRL | pygame.KMOD_META):
        shifted = _SHIFTED_KEYS.get(code) if modifiers & pygame.KMOD_SHIFT else None
        return shifted or _CONTROL_KEYS.get(code) or _CHARACTERS.get(text)
    return _CHARACTERS.get(text) or _PLAIN_KEYS.get(code)


def typed(event: pygame.event.Event) -> str:
    """Return the character that a pressed key types; "" if it types none, or a line break."""
    modifiers, text = getattr(event, "mod", 0), getattr(event, "unicode", "")
    held = modifiers & (pygame.KMOD_CTRL | pygame.KMOD_META)
    if held and not _is_alt_gr(event.key, modifiers, text):
        return ""
    return text if len(text) == 1 and text.isprintable() else ""


def _is_alt_gr(key: int, modifiers: int, text: str) -> bool:
    """Tell whether AltGr has made another character of the key.

    Windows reports AltGr as Ctrl and Alt.
    """
    if not modifiers & _ALT_GR or not text or not text.isprintable():
        return False
    return bool(modifiers & pygame.KMOD_CTRL) or [ord(each) for each in text.lower()] != [key]


def _meant(action: Action, key: Key) -> Command:
    if action is table.TEACH:
        return Correct(key.name if key.name.isdigit() else "")
    if action is table.PEN:
        return PenStep(-1 if key.name == action.keys[0] else 1)
    return action


def _keys() -> Iterator[tuple[Key, Command]]:
    for action in table.actions_on(Where.BOARD):
        for key in map(Key.named, key_names(action)):
            yield key, _meant(action, key)


def _codes(key: Key) -> tuple[int, ...]:
    return _CODES.get(key.name) or (ord(key.name.lower()),)


def _by_code(control: bool, shift: bool) -> dict[int, Command]:
    return {
        code: command
        for key, command in _keys()
        if (key.control, key.shift) == (control, shift)
        for code in _codes(key)
    }


_PLAIN_KEYS: dict[int, Command] = {
    **_by_code(control=False, shift=False),
    pygame.K_UP: Signal.UP,
    pygame.K_DOWN: Signal.DOWN,
    pygame.K_LEFT: Signal.LEFT,
    pygame.K_RIGHT: Signal.RIGHT,
    pygame.K_BACKSPACE: Signal.BACK,
}
_CONTROL_KEYS = _by_code(control=True, shift=False)
_SHIFTED_KEYS = _by_code(control=True, shift=True)
_CHARACTERS = {
    key.name: command for key, command in _keys() if len(key.name) == 1 and not key.is_letter
}
"""Keys by the character that they type. On some keyboards it needs Shift or AltGr: digits on French
ones, brackets on German ones."""
_LATIN_KEYS = {
    getattr(pygame, f"KSCAN_{key.name}"): ord(key.name.lower())
    for key, _ in _keys()
    if key.is_letter
}
"""Letters by the place of the key, for keyboards without Latin letters."""

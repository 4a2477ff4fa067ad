"""What the user has chosen, kept from one start to the next in a TOML file."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import tomli_w

from recognizer.disk.atomicfile import set_aside, write_atomically
from recognizer.disk.regularfile import read_regular
from recognizer.errors import FileError, SettingsError, reason
from recognizer.keeping.profiles import DEFAULT, is_profile_name

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MIN_PEN, MAX_PEN = 0.25, 4.0
MIN_SCALE, MAX_SCALE = 0.25, 8.0
OFF, CHECK, ANSWER, CORRECT = "off", "check", "answer", "correct"
"""How much is said of sums, each more than the one before: nothing; whether a written result is
right; also the answer behind "="; also the right result behind a wrong one."""
DRAWING, STROKE, ASKED = "drawing", "stroke", "asked"
"""When it reads: while the pen is down, too; after each stroke; only when asked."""
MAX_FILE_BYTES = 2**13
"""Twenty times what all settings take. A file eight times as large takes 20 s to read if it is one
long dotted key (``a.a.a``)."""
MAX_WINDOW_SIDE_PIXELS = 2**14
"""Four times the side of a large screen. With twice as much, the window takes gigabytes."""
_MAX_DESKTOP_PIXELS = 2**16  # wider than any arrangement of screens
_LIVE = "live"
"""What `reads` was before it had three ways: a switch, off for "asked"."""
_COMMENT = (
    "# Settings of the drawing board. It writes this file itself: close it before you edit.\n"
)


@dataclass(frozen=True)
class Settings:
    """The user's choices.

    Parameters
    ----------
    theme : str
        A name. The board checks whether there is such a theme.
    reads : str
        When it reads: "drawing", "stroke" or "asked".
    pen : float
        Width of the pen, as a factor of the normal width, in [0.25, 4].
    sound : bool
    motion : bool
        Let things move that only please, or show how.
    glass : bool
        Show the looking glass.
    full_screen : bool
    size : (width, height), optional
        Of the window, in pixels; each in [1, 16384].
    position : (x, y), optional
        Of the window on the desktop, in pixels; each in [-65536, 65536].
    display : int
        Number of the screen, from 0.
    alphabet : str
        The name of what is written; "" for the usual one of the model, which is also taken where
        the model has none of that name.
    sums : str
        How much is said of sums: "off", "check", "answer" or "correct".
    profile : str
        The name of who wrote last.
    scale : float
        Size of text and panels as a factor, in [0.25, 8]; 0 for what fits the screen.

    Raises
    ------
    SettingsError
        If a value has another type or is out of its range; the message names each.
    """

    theme: str = "slate"
    reads: str = DRAWING
    pen: float = 1.0
    sound: bool = False
    motion: bool = True
    glass: bool = False
    full_screen: bool = True
    size: tuple[int, int] | None = None
    position: tuple[int, int] | None = None
    display: int = 0
    scale: float = 0.0
    alphabet: str = ""
    sums: str = ANSWER
    profile: str = DEFAULT

    def __post_init__(self) -> None:
        texts = (_wrong_with(name, getattr(self, name)) for name in _RULES)
        wrong = [text for text in texts if text]
        if wrong:
            raise SettingsError(", ".join(wrong))
        object.__setattr__(self, "pen", float(self.pen))
        object.__setattr__(self, "scale", float(self.scale))

    @property
    def live(self) -> bool:
        """Whether it reads by itself."""
        return self.reads != ASKED


def load_settings(path: Path) -> tuple[Settings, str]:
    """Read the settings at `path`, and return what was wrong in one line. Never raises.

    Unknown keys are ignored. A value that makes no sense is replaced by its default; all others are
    used. A file in which anything is wrong is kept under another name, which the message tells.
    """
    try:
        found, wrong = _parse(read_regular(path, MAX_FILE_BYTES))
    except FileNotFoundError:
        return Settings(), ""
    except SettingsError as error:
        found, wrong = Settings(), f"{error}; the default settings are used"
    except OSError as error:
        found, wrong = Settings(), f"{reason(error)}; the default settings are used"
        if error.errno != errno.EFBIG:  # not a file of settings at all: it stays where it is
            return found, f"{path}: {wrong}"
    if not wrong:
        return found, ""
    where = _put_away(path)
    if found != Settings():
        with suppress(FileError):  # the board tries again at the next change, and reports it
            save_settings(found, path)
    return found, f"{path}: {wrong}, {where}"


def save_settings(settings: Settings, path: Path) -> None:
    """Write `settings` to `path`, whole or not at all.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    known = {name: value for name, value in values.items() if value is not None}
    write_atomically(path, (_COMMENT + tomli_w.dumps(known)).encode())


def _parse(content: bytes) -> tuple[Settings, str]:
    """Return the settings that can be used, and in a few words what cannot."""
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))  # Notepad writes a byte order mark
    except UnicodeDecodeError:
        raise SettingsError("not text in UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"not TOML: {' '.join(str(error).split()):.200}") from None
    if table.get(_LIVE) is False:
        table.setdefault("reads", ASKED)
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
        if name in _RULES
    }
    wrong = {name: text for name, value in known.items() if (text := _wrong_with(name, value))}
    good = {name: value for name, value in known.items() if name not in wrong}
    told = ", ".join(wrong.values())
    return Settings(**good), f"{told}; the default is used instead" if told else ""


def _wrong_with(name: str, value: Any) -> str:
    holds, meaning = _RULES[name]
    return "" if holds(value) else f"{name} = {_shorten(value)} is not {meaning}"


def _put_away(path: Path) -> str:
    try:
        aside = set_aside(path)
    except FileError as error:
        return f"and the file could not be moved: {error}"
    return f"and the file is now {aside.name}"


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isprintable()


def _is_switch(value: Any) -> bool:
    return isinstance(value, bool)


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_factor(value: Any, least: float, most: float) -> bool:
    return isinstance(value, int | float) and not _is_switch(value) and least <= value <= most


def _is_pair(value: Any, least: int, most: int) -> bool:
    if value is None:
        return True
    pair = isinstance(value, tuple) and len(value) == 2
    return pair and all(_is_whole(each, least, most) for each in value)


_SWITCH = (_is_switch, "true or false")
_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "theme": (_is_name, "a name"),
    "alphabet": (lambda value: value == "" or _is_name(value), "a name"),
    "sums": (
        lambda value: value in (OFF, CHECK, ANSWER, CORRECT),
        f"{OFF}, {CHECK}, {ANSWER} or {CORRECT}",
    ),
    "profile": (
        lambda value: isinstance(value, str) and is_profile_name(value),
        "a name of a profile",
    ),
    "reads": (
        lambda value: value in (DRAWING, STROKE, ASKED),
        f"{DRAWING}, {STROKE} or {ASKED}",
    ),
    "pen": (
        lambda value: _is_factor(value, MIN_PEN, MAX_PEN),
        f"a number from {MIN_PEN} to {MAX_PEN}",
    ),
    "sound": _SWITCH,
    "motion": _SWITCH,
    "glass": _SWITCH,
    "full_screen": _SWITCH,
    "size": (
        lambda value: _is_pair(value, 1, MAX_WINDOW_SIDE_PIXELS),
        f"a width and a height in pixels, 1 to {MAX_WINDOW_SIDE_PIXELS}",
    ),
    "position": (
        lambda value: _is_pair(value, -_MAX_DESKTOP_PIXELS, _MAX_DESKTOP_PIXELS),
        "an x and a y in pixels",
    ),
    "display": (
        lambda value: _is_whole(value, 0, _MAX_DESKTOP_PIXELS),
        "the number of a screen, from 0",
    ),
    "scale": (
        lambda value: _is_factor(value, 0, 0) or _is_factor(value, MIN_SCALE, MAX_SCALE),
        f"0 or a number from {MIN_SCALE} to {MAX_SCALE}",
    ),
}


def _shorten(value: object) -> str:
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of millions of digits; deep nesting
        return "(too long to show)"
    return text if len(text) <= 40 else text[:37] + "..."

"""``recognizer desktop``: adds the board and its icon to this user's menu of programs."""

from __future__ import annotations

import re
import sys
from argparse import Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recognizer.console import BAD_INPUT, complain, printable
from recognizer.disk.atomicfile import write_atomically
from recognizer.disk.places import user_data
from recognizer.errors import FileError, naming
from recognizer.resources import asset

NAME = "recognizer"
"""Name of the entry and the icon, and class of the window (which `recognizer.board` sets)."""
ICON_SIZE = "256x256"  # of assets/icon.png, in pixels
_ENTRY = """\
[Desktop Entry]
Type=Application
Name=Recognizer
GenericName=Drawing board
Comment=A drawing board that reads your handwriting
Exec={command}
Icon={name}
StartupWMClass={name}
Terminal=false
Categories=Education;Math;
Keywords=draw;digits;handwriting;whiteboard;
"""


def add_desktop(commands: _SubParsersAction[Any]) -> None:
    """Add the command and its actions to the parser of the command line."""
    desktop = commands.add_parser(
        "desktop",
        help="add the board to the menu of programs, or remove it",
        description="Add an entry with an icon to this user's menu of programs. Only for Linux "
        "and other systems with a freedesktop.org desktop.",
    )
    desktop.set_defaults(command="desktop")
    actions = desktop.add_subparsers(title="actions", metavar="ACTION", required=True)
    actions.add_parser("install", help="add it").set_defaults(act=_install)
    actions.add_parser("remove", help="remove it").set_defaults(act=_remove)


def run_desktop(options: Namespace) -> int:
    """Run ``recognizer desktop`` and return the exit code.

    Raises
    ------
    FileError
        If a file cannot be written or removed.
    """
    if sys.platform in ("win32", "darwin"):
        complain(f"there is no menu of this kind here; create a shortcut to {_program()[0]}")
        return BAD_INPUT
    act: Callable[[], int] = options.act
    return act()


def desktop_entry(command: list[str]) -> str:
    """Return the text of the entry that runs `command`.

    The command is quoted by the Desktop Entry Specification 1.5: first "The Exec key", then
    "string".
    """
    quoted = " ".join(f'"{_escaped(part)}"' for part in command)
    return _ENTRY.format(command=quoted.replace("\\", "\\\\"), name=NAME)


def _escaped(part: str) -> str:
    return re.sub(r'(["`$\\])', r"\\\1", part).replace("%", "%%")


def _install() -> int:
    entry, icon = _files()
    for path, content in ((icon, asset("icon.png").read_bytes()), (entry, _text().encode())):
        write_atomically(path, content)
    sys.stdout.write(f"Recognizer is in the menu of programs ({printable(str(entry))})\n")
    return 0


def _remove() -> int:
    there = [path for path in _files() if path.exists()]
    for path in there:
        with naming(path, FileError):
            path.unlink()
    said = "is no longer" if there else "was not"
    sys.stdout.write(f"Recognizer {said} in the menu of programs\n")
    return 0


def _files() -> tuple[Path, Path]:
    data = user_data()
    icons = data / "icons" / "hicolor" / ICON_SIZE / "apps"
    return data / "applications" / f"{NAME}.desktop", icons / f"{NAME}.png"


def _text() -> str:
    return desktop_entry(_program())


def _program() -> list[str]:
    """Return the command that starts the board: the one beside this Python, or ``python -m``."""
    command = Path(sys.executable).with_name(NAME)
    return [str(command)] if command.exists() else [sys.executable, "-m", NAME]

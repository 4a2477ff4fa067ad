"""What the command line names, one source after the other; folders are walked.

The walk holds the names of the folders on its way and of nothing else: a hundred thousand files
cost no more than the fullest folder.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from recognizer.errors import reason
from recognizer.ink.inkfile import SUFFIXES as INK_SUFFIXES
from recognizer.pictures.decode import SUFFIXES as PICTURE_SUFFIXES

STANDARD_INPUT = "-"
KNOWN = (*INK_SUFFIXES, *PICTURE_SUFFIXES)

Identity = tuple[int, int]
"""Device and number: what remains of a file or folder when all its names are taken away."""


@dataclass(frozen=True)
class Source:
    """Something to be read, by its name as it is shown; "-" is standard input.

    `under` is the folder in which it was found, seen from the folder that was named; "" if it was
    named itself. `fault` says in one line why it cannot be read.
    """

    name: str
    under: str = ""
    fault: str = ""

    @property
    def is_standard_input(self) -> bool:
        """Whether it comes through a pipe and has no file."""
        return self.name == STANDARD_INPUT

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self.name)


def identity(path: str | Path) -> Identity | None:
    """Return what `path` leads to, or None if that cannot be told."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return None
    return status.st_dev, status.st_ino


def walk(names: Iterable[str], left_out: Collection[Identity] = ()) -> Iterator[Source]:
    """Yield what `names` name, in their order, and of folders the files that can be read.

    In a folder the order is that of the names. Hidden files and folders, unknown kinds of file and
    those `left_out` are passed over; links are followed, but no folder is entered twice.
    """
    for name in names:
        if name != STANDARD_INPUT and name and os.path.isdir(name):
            yield from _in_folder(name, left_out)
        else:
            yield Source(name, fault="" if name else "an empty name: no such file")


def _in_folder(root: str, left_out: Collection[Identity]) -> Iterator[Source]:
    entered = set(left_out)
    waiting = [(root, True)]
    is_empty = True
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            is_empty = False
            yield Source(path, os.path.relpath(os.path.dirname(path), root))
            continue
        key = identity(path)
        if key in entered:
            continue
        entered.update([key] if key else [])
        try:
            waiting += reversed(list(_worth_a_look(path, left_out)))
        except OSError as error:
            is_empty = False
            yield Source(path, fault=f"{path}: {reason(error)}")
    if is_empty:
        yield Source(root, fault=f"{root}: no file in it that can be read ({' '.join(KNOWN)})")


def _worth_a_look(folder: str, left_out: Collection[Identity]) -> Iterator[tuple[str, bool]]:
    """Yield what in `folder` may be read or, if True stands beside it, entered; by name."""
    with os.scandir(folder) as entries:
        names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
    for path in (os.path.join(folder, name) for name in names):
        if os.path.isdir(path):
            yield path, True
        elif path.lower().endswith(KNOWN) and not (left_out and identity(path) in left_out):
            yield path, False

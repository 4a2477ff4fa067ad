"""Finds the sources that the command line names; walks through folders.

The walk only keeps the names in the folders on its way. So a hundred thousand files take no more
memory than the largest folder.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from recognizer.errors import reason
from recognizer.ink.inkfile import SUFFIXES as INK_SUFFIXES
from recognizer.ink.inkfile import UNIPEN_SUFFIXES
from recognizer.pictures.decode import SUFFIXES as PICTURE_SUFFIXES
from recognizer.pictures.imagesets import SUFFIXES as SET_SUFFIXES

STANDARD_INPUT = "-"
KNOWN = (*INK_SUFFIXES, *PICTURE_SUFFIXES)
"""What is read of the files in a folder."""
PDF = ".pdf"
NAMED = tuple(dict.fromkeys((*KNOWN, PDF, *UNIPEN_SUFFIXES, *SET_SUFFIXES)))
"""What is read if it is named: in a folder of pictures, many a PDF or table is about them."""
_NOTHING = f"holds no file that can be read ({' '.join(KNOWN)}); a PDF is read if it is named"

Identity = tuple[int, int]
"""Device and inode number, which identify a file or folder whatever its name."""


@dataclass(frozen=True)
class Source:
    """A file to read, by the name that is shown; "-" is standard input.

    `under` is the folder in which it was found, relative to the folder on the command line; "" if
    it was named itself. `fault` says in one line why it cannot be read.
    """

    name: str
    under: str = ""
    fault: str = ""

    @property
    def is_standard_input(self) -> bool:
        """Whether it is standard input and has no file."""
        return self.name == STANDARD_INPUT

    @cached_property
    def path(self) -> Path:
        """The path of the file."""
        return Path(self.name)


def identity(path: str | Path) -> Identity | None:
    """Return the identity of the file or folder at `path`, or None if it cannot be found."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # ValueError: the name contains a NUL
        return None
    return status.st_dev, status.st_ino


def walk(names: Iterable[str], left_out: Collection[Identity] = ()) -> Iterator[Source]:
    """Yield the files in `names`, in their order; of a folder, the files that can be read.

    Files in a folder are ordered by name. Hidden files and folders, unknown kinds of files and
    those `left_out` are ignored. Links are followed, but no folder is entered twice.
    """
    for name in names:
        if name != STANDARD_INPUT and name and os.path.isdir(name):
            yield from _in_folder(name, left_out)
        else:
            yield Source(name, fault="" if name else "an empty name: no such file")


def _in_folder(root: str, left_out: Collection[Identity]) -> Iterator[Source]:
    entered = set(left_out)
    waiting = [(root, "", True)]
    is_empty = True
    while waiting:
        path, under, is_folder = waiting.pop()
        if not is_folder:
            is_empty = False
            yield Source(path, under)
            continue
        key = identity(path)
        if key in entered:
            continue
        entered.update([key] if key else [])
        under = os.path.relpath(path, root)
        try:
            found = list(_worth_a_look(path, left_out))
        except OSError as error:
            is_empty = False
            yield Source(path, fault=f"{path}: {reason(error)}")
        else:
            waiting += [(each, under, is_inner) for each, is_inner in reversed(found)]
    if is_empty:
        yield Source(root, fault=f"{root}: {_NOTHING}")


def _worth_a_look(folder: str, left_out: Collection[Identity]) -> Iterator[tuple[str, bool]]:
    """Yield (name, is folder) of the files and folders in `folder` to read or enter, by name."""
    with os.scandir(folder) as entries:
        shown = (each for each in entries if not each.name.startswith("."))
        found = [
            (each.name, each.is_dir(follow_symlinks=False), each.is_symlink()) for each in shown
        ]
    for name, is_folder, is_link in sorted(found):
        path = os.path.join(folder, name)
        is_folder = is_folder or (is_link and os.path.isdir(path))
        if is_folder:
            yield path, True
        elif name.lower().endswith(KNOWN) and not (left_out and identity(path) in left_out):
            yield path, False

"""Files written whole or not at all, and files that are never lost to others of their name."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from recognizer.errors import FileError, reason
from recognizer.regularfile import check_regular

_PARTIAL, _DAMAGED = ".part", ".damaged"
_MAX_NAMES = 10_000


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`: whoever looks finds what was there before, or all of this.

    Folders on the way are made. A link stays one; what it points to is written. Only a regular
    file is ever replaced: a link to a device must not cost the device.

    Raises
    ------
    FileError
        If it cannot be written; what was there before is still there.
    """
    try:
        target = Path(os.path.realpath(path))
        check_regular(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(target, content)
    except OSError as error:
        raise FileError(f"{path}: {reason(error)}") from None


def remove_leftovers(path: Path) -> None:
    """Remove what `write_atomically` left of `path` where the program was killed in the midst.

    Only for who alone writes `path`: it takes the file from under another who is writing.
    """
    target = Path(os.path.realpath(path))
    pattern = re.compile(rf"\.{re.escape(target.name)}\.[0-9a-f]{{8}}{re.escape(_PARTIAL)}")
    with suppress(OSError):
        for each in target.parent.iterdir():
            if pattern.fullmatch(each.name):
                each.unlink()


def claim(path: Path) -> bool:
    """Create `path` empty, unless something has that name; tell whether it is ours.

    Raises
    ------
    OSError
        If it cannot be created for another reason.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
    except FileExistsError:
        return False
    return True


def set_aside(path: Path) -> Path:
    """Rename `path` to ``NAME.damaged``, or ``NAME.damaged-2``, ...; return the new path.

    Raises
    ------
    FileError
        If it cannot be renamed.
    """
    try:
        aside = _claim_aside(path)
        try:
            os.replace(path, aside)
        except OSError:
            aside.unlink()
            raise
    except OSError as error:
        raise FileError(f"{path}: {reason(error)}") from None
    return aside


def asides(path: Path) -> list[Path]:
    """Return the files that `set_aside` and `keep_aside` have made of `path`, in any order.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    pattern = re.compile(rf"{re.escape(path.name)}{re.escape(_DAMAGED)}(-\d+)?")
    return [each for each in path.parent.iterdir() if pattern.fullmatch(each.name)]


def keep_aside(path: Path, content: bytes) -> Path:
    """Write `content`, which `path` holds, to a name as `set_aside` gives; return it.

    For a file that must not be missing for a moment.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    try:
        aside = _claim_aside(path)
    except OSError as error:
        raise FileError(f"{path}: {reason(error)}") from None
    try:
        write_atomically(aside, content)
    except FileError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def numbered(name: str) -> Iterator[str]:
    """Yield `name`, ``name-2``, ``name-3`` and so on, for a while."""
    yield name
    yield from (f"{name}-{number}" for number in range(2, _MAX_NAMES))


def _claim_aside(path: Path) -> Path:
    for name in numbered(f"{path.name}{_DAMAGED}"):
        if claim(path.with_name(name)):
            return path.with_name(name)
    raise OSError("too many damaged files beside it")


def _write_beside(target: Path, content: bytes) -> None:
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_PARTIAL}")
    try:
        with partial.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(partial, target)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise

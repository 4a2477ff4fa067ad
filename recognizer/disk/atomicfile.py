"""Files that are written whole or not at all, and that never overwrite another by accident.

The content is on the disk before the file gets its name, and the name is on the disk before the
call returns. So a power cut leaves the old file or the new one. The order is that of SQLite and of
well-kept libraries: sync the file, rename it, sync the folder.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from recognizer.disk.regularfile import check_regular
from recognizer.disk.sync import hold, make_folder, sync_file, sync_folder
from recognizer.errors import FileError, naming

_PARTIAL, _DAMAGED = ".part", ".damaged"
_PARTIAL_NAME = re.compile(rf"\..+\.[0-9a-f]{{8}}{re.escape(_PARTIAL)}")
_ASIDE_NAME = re.compile(rf".+{re.escape(_DAMAGED)}(-\d+)?")
_MAX_NUMBERED_NAMES = 10_000


def write_atomically(path: Path, content: bytes) -> None:
    """Write `content` to `path`; at any time the file has the old content or all of the new.

    Missing folders are created. If `path` is a link, the file it points to is written, and the
    link stays. Only a regular file is ever replaced, never a device.

    Raises
    ------
    FileError
        If it cannot be written; the old content is then still there.
    """
    with naming(path, FileError):
        target = Path(os.path.realpath(path))
        check_regular(target)
        make_folder(target.parent)
        with partial_file(target) as (stream, partial):
            write_through(stream, content)
            replace_by(stream, partial, target)
        sync_folder(target.parent)


def write_new(path: Path, content: bytes) -> bool:
    """Write `content` to `path` unless that name is taken; tell whether it was written.

    Writes all of it or nothing, and replaces no file. The folder must exist.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    if os.path.lexists(path):
        return False
    with naming(path, FileError):
        with partial_file(path) as (stream, partial):
            write_through(stream, content)
            try:
                _name_anew(stream, partial, path)
            except FileExistsError:
                return False
        sync_folder(path.parent)
    return True


@contextmanager
def partial_file(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """Open a new file beside `target`. At the end it is removed, unless `replace_by` renamed it.

    The file is locked while it is open. So `remove_leftovers` can tell a file that is being written
    from one whose writer was killed.
    """
    with ExitStack() as stack:
        stream, partial = _open_partial(target)
        stack.callback(_remove, partial)
        stack.callback(stream.close)
        yield stream, partial


def write_through(stream: BinaryIO, content: bytes) -> None:
    """Write `content`; return when it is on the disk."""
    stream.write(content)
    stream.flush()
    sync_file(stream.fileno())


def replace_by(stream: BinaryIO, partial: Path, target: Path) -> None:
    """Rename the file that `partial_file` opened to `target`."""
    if os.name == "nt":
        stream.close()  # Windows cannot rename an open file
    os.replace(partial, target)


def remove_leftovers(folder: Path, claims: re.Pattern[str] | None = None) -> None:
    """Remove what killed programs have left half written in `folder`. Never raises.

    These are partial files, and empty files that only reserved a name: names that `set_aside`
    gives, and names that `claims` matches. What a running program is writing stays.
    """
    with suppress(OSError):
        for each in folder.iterdir():
            name = each.name
            if _PARTIAL_NAME.fullmatch(name):
                _remove_unless_held(each)
            elif _ASIDE_NAME.fullmatch(name) or (claims and claims.fullmatch(name)):
                _remove_unless_held(each, only_empty=True)


def set_aside(path: Path) -> Path:
    """Rename `path` to ``NAME.damaged``, or ``NAME.damaged-2``, ...; return the new path.

    Raises
    ------
    FileError
        If it cannot be renamed.
    """
    with naming(path, FileError):
        for name in numbered(f"{path.name}{_DAMAGED}"):
            aside = path.with_name(name)
            if not os.path.lexists(aside) and _moved(path, aside):
                sync_folder(path.parent)
                return aside
    raise FileError(f"{path}: too many damaged files beside it")


def asides(path: Path) -> list[Path]:
    """Return the files that `set_aside` and `keep_aside` have made from `path`, in any order.

    Raises
    ------
    OSError
        If the folder cannot be read.
    """
    pattern = re.compile(rf"{re.escape(path.name)}{re.escape(_DAMAGED)}(-\d+)?")
    return [each for each in path.parent.iterdir() if pattern.fullmatch(each.name)]


def keep_aside(path: Path, content: bytes) -> Path:
    """Write `content`, a copy of `path`, under a name that `set_aside` would give; return the path.

    For a file that must not be missing at any moment.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    for name in numbered(f"{path.name}{_DAMAGED}"):
        if write_new(path.with_name(name), content):
            return path.with_name(name)
    raise FileError(f"{path}: too many damaged files beside it")


def numbered(name: str) -> Iterator[str]:
    """Yield `name`, ``name-2``, ``name-3`` and so on, up to a limit."""
    yield name
    yield from (f"{name}-{number}" for number in range(2, _MAX_NUMBERED_NAMES))


def _open_partial(target: Path) -> tuple[BinaryIO, Path]:
    while True:
        partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_PARTIAL}")
        stream = partial.open("xb")
        if hold(stream.fileno()) and os.fstat(stream.fileno()).st_nlink:
            return stream, partial
        stream.close()  # `remove_leftovers` of another process removed it before it was locked


def _remove_unless_held(path: Path, only_empty: bool = False) -> None:
    with suppress(OSError):
        file = os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
        try:
            if not hold(file) or (only_empty and path.stat().st_size):
                return
            if os.name != "nt":
                path.unlink()
        finally:
            os.close(file)
        if os.name == "nt":  # fails while another process has it open, as it should
            path.unlink()


def _name_anew(stream: BinaryIO, partial: Path, path: Path) -> None:
    """Rename the file `partial` to `path`; FileExistsError if that name is taken."""
    if os.name == "nt":
        stream.close()
        os.rename(partial, path)
        return
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: reserve the name with an empty file
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666))
        try:
            os.replace(partial, path)
        except BaseException:
            _remove(path)
            raise


def _moved(path: Path, aside: Path) -> bool:
    """Rename `path` to `aside`; tell whether that name was free."""
    try:
        os.link(path, aside, follow_symlinks=False)
    except FileExistsError:
        return False
    except (OSError, NotImplementedError):  # Windows, folders, file systems without links
        os.rename(path, aside)
        return True
    path.unlink()
    return True


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()

"""Opens files only if they are regular files of a sane size.

Opening a pipe that nobody writes to would hang, and reading ``/dev/zero`` never ends.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader, FileIO
from pathlib import Path

_PART_BYTES = 2**20
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # do not hang if a pipe has just taken the file's place
)


def check_regular(path: Path) -> None:
    """Raise OSError if `path` exists and is neither a regular file nor a link to one."""
    try:
        _check_mode(_stat(path).st_mode)
    except FileNotFoundError:
        return


def open_regular(path: Path, most_bytes: int) -> BufferedReader:
    """Open the regular file at `path` to read bytes, without ever waiting.

    A file of more than `most_bytes` is refused before it is read. A file that grows later may still
    give more: count what you read, or call `read_regular`.

    Raises
    ------
    OSError
        If there is no such file, it is a folder, a pipe or a device, it is too large, or we may
        not read it.
    """
    return BufferedReader(_opened(path, most_bytes)[0])


def read_regular(path: Path | str, most_bytes: int) -> bytes:
    """Return the content of the regular file at `path`, at most `most_bytes`.

    Raises
    ------
    OSError
        As `open_regular`.
    """
    stream, size = _opened(path, most_bytes)
    with stream:
        content = stream.read(size + 1) or b""
        if len(content) != size:  # it grows, comes in parts, or the system tells no size
            content += _rest(stream, most_bytes + 1 - len(content))
    _check_size(len(content), most_bytes)
    return content


def _rest(stream: FileIO, most_bytes: int) -> bytes:
    """Return what follows in `stream`, at most so much."""
    parts: list[bytes] = []
    while most_bytes > 0 and (part := stream.read(min(most_bytes, _PART_BYTES))):
        parts.append(part)
        most_bytes -= len(part)
    return b"".join(parts)


def _opened(path: Path | str, most_bytes: int) -> tuple[FileIO, int]:
    """Return the file at `path`, opened to read bytes, and its size."""
    _check_mode(_stat(path).st_mode)  # just opening a device may have an effect
    file = os.open(path, _FLAGS)
    try:
        status = os.fstat(file)
        _check_mode(status.st_mode)
        _check_size(status.st_size, most_bytes)
        return FileIO(file), status.st_size
    except BaseException:
        os.close(file)
        raise


def _stat(path: Path | str) -> os.stat_result:
    try:
        return os.stat(path)
    except ValueError as error:  # the name contains a NUL
        raise OSError(str(error)) from None


def _check_mode(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError("a folder has that name")
    if not stat.S_ISREG(mode):
        raise OSError("not a regular file")


def _check_size(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        raise OSError(errno.EFBIG, f"more than {_said(most_bytes)}")


def _said(size: int) -> str:
    return f"{size // 2**20} MiB" if size >= 2**20 else f"{size:,} bytes"

"""Files of others, opened only if they are regular ones of a sane size.

A pipe that nobody writes to would hang whoever opens it, and ``/dev/zero`` never ends.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe that takes the file's place meanwhile must not hang
)


def check_regular(path: Path) -> None:
    """Raise OSError if something lies at `path` that is no regular file, nor a link to one.

    Nothing at all is fine.
    """
    try:
        _check_mode(_stat(path).st_mode)
    except FileNotFoundError:
        return


def open_regular(path: Path, most_bytes: int) -> BufferedReader:
    """Open the regular file at `path` to read bytes, without ever waiting for anybody.

    Parameters
    ----------
    path : Path
    most_bytes : int
        A longer file is refused before it is read. One that grows later may give more: who reads
        counts, or calls `read_regular`.

    Raises
    ------
    OSError
        If there is none, or it is a folder, a pipe or a device, or larger, or must not be read.
    """
    _check_mode(_stat(path).st_mode)  # merely opening a device may do something
    file = os.open(path, _FLAGS)
    try:
        status = os.fstat(file)
        _check_mode(status.st_mode)
        _check_size(status.st_size, most_bytes)
        return os.fdopen(file, "rb")
    except BaseException:
        os.close(file)
        raise


def read_regular(path: Path, most_bytes: int) -> bytes:
    """Return what is in the regular file at `path`, `most_bytes` at most.

    Raises
    ------
    OSError
        As `open_regular`.
    """
    with open_regular(path, most_bytes) as stream:
        content = stream.read(most_bytes + 1)
    _check_size(len(content), most_bytes)
    return content


def _stat(path: Path) -> os.stat_result:
    try:
        return os.stat(path)
    except ValueError as error:  # a NUL in the name
        raise OSError(str(error)) from None


def _check_mode(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError("a folder has that name")
    if not stat.S_ISREG(mode):
        raise OSError("no regular file")


def _check_size(size: int, most_bytes: int) -> None:
    if size > most_bytes:
        raise OSError(errno.EFBIG, f"more than {_said(most_bytes)}")


def _said(size: int) -> str:
    return f"{size // 2**20} MiB" if size >= 2**20 else f"{size:,} bytes"

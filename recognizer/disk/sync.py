"""What has been written is on the disk, and a power cut does not take it back."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def sync_file(file: int) -> None:
    """Return when all that was written to the open `file` is on the disk."""
    if sys.platform == "darwin":
        with suppress(OSError):  # a disk of another machine does not know it
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)  # fsync stops at the cache of the disk there
            return
    os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Return when the names in `folder` are on the disk, where the system can tell."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some file systems sync no folders
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Make `folder`, with this `mode`, and those on the way, where they are not there.

    Raises
    ------
    OSError
        If that cannot be done.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing[1:]):  # mkdir's own way has as many calls within calls
        each.mkdir(exist_ok=True)
    folder.mkdir(mode, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def hold(file: int) -> bool:
    """Keep others from holding the open `file` until it is closed; tell whether none does.

    Where there are no locks nobody does. On Windows who has a file open holds it.
    """
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True

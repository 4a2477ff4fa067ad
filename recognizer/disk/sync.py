"""Makes sure that written data is on the disk, so that a power cut does not lose it."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl


def sync_file(file: int) -> None:
    """Return when everything written to the open `file` is on the disk."""
    if sys.platform == "darwin":
        with suppress(OSError):  # network disks do not support it
            fcntl.fcntl(file, fcntl.F_FULLFSYNC)  # on macOS, fsync stops at the disk's cache
            return
    os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Return when the names in `folder` are on the disk, if the system supports that."""
    if sys.platform == "win32":
        return
    with suppress(OSError):  # some file systems cannot sync folders
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)


def make_folder(folder: Path, mode: int = 0o777) -> None:
    """Create `folder` with this `mode`, and its missing parents.

    Raises
    ------
    OSError
        If one cannot be created.
    """
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing[1:]):  # mkdir(parents=True) recurses once for each
        each.mkdir(exist_ok=True)
    folder.mkdir(mode, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)


def hold(file: int) -> bool:
    """Lock the open `file` until it is closed; return False if another process holds the lock.

    Return True if the file system has no locks. On Windows an open file is protected anyway.
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

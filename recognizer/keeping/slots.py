"""Which journal a board gets: the first in its folder that no other board holds."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from filelock import FileLock, Timeout

from recognizer.disk.places import Places
from recognizer.disk.regularfile import check_regular
from recognizer.disk.sync import make_folder
from recognizer.errors import FileError, naming, reason
from recognizer.keeping.profiles import DEFAULT

MAX_BOARDS = 16
"""Most boards that can run at once."""
Identity = tuple[int, int]
"""Device and inode number of a file: its name may later belong to another file."""


@dataclass(frozen=True)
class Slot:
    """A journal that no other board gets before `release` or the end of the process."""

    path: Path
    lock: FileLock
    identity: Identity | None

    @property
    def is_ours(self) -> bool:
        """Whether the lock file is still where others look for it."""
        return self.lock.is_locked and identity_of(Path(self.lock.lock_file)) == self.identity

    def release(self) -> None:
        """Release it for other boards. The file stays."""
        self.lock.release()

    def remove(self) -> None:
        """Remove the file, and release it."""
        with suppress(OSError):
            self.path.unlink()
        self.release()


def journal_folders(places: Places, profile: str = DEFAULT) -> tuple[Path, Path]:
    """Return the folder for the journals of a profile, and its spare one.

    Each profile has a page of its own.
    """
    folders = places.autosaves, places.spare_autosaves
    if profile == DEFAULT:
        return folders
    own, spare = (each.with_name(f"{each.name}-{profile}") for each in folders)
    return own, spare


def all_journal_folders(places: Places) -> list[Path]:
    """Return all folders that may have journals of a profile."""
    roots = places.autosaves, places.spare_autosaves
    owned = (sorted(each.parent.glob(f"{each.name}-*")) for each in roots)
    return [*roots, *chain.from_iterable(owned)]


def identity_of(path: Path) -> Identity | None:
    """Return what tells the file at `path` from a later one of this name; None if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def take_slot(folder: Path, suits: Callable[[Path], bool] = lambda _: True) -> Slot:
    """Take the first of ``board-1.jsonl``, ``board-2.jsonl``, ... that is free.

    The folder is created if it does not exist, readable by its owner only: drawings are private. If
    the first free journal does not suit, none is taken, because the next board will show that one.

    Raises
    ------
    FileError
        If no journal can be kept there.
    """
    why = ""
    with naming(folder, FileError):
        make_folder(folder, 0o700)
        _check_owner(folder)
    for number in range(1, MAX_BOARDS + 1):
        path = folder / f"board-{number}.jsonl"
        lock = lock_of(path)
        try:
            lock.acquire()
            if suits(path):
                os.close(open_journal(path))
                status = os.stat(lock.lock_file)  # raises if it is already gone
                return Slot(path, lock, (status.st_dev, status.st_ino))
        except Timeout:  # another board has it, or it was removed before we could lock it
            is_gone = not os.path.lexists(lock.lock_file)
            why = why or ("it was removed" if is_gone else f"{MAX_BOARDS} boards are running")
        except (OSError, FileError, NotImplementedError) as error:
            is_gone = not os.path.lexists(lock.lock_file)
            lock.release()
            why = reason(error)
        else:
            lock.release()
            why = f"{path} holds another page"
            break
        if is_gone:  # the next board begins with it, or cannot either
            break
    raise FileError(f"{folder}: what is drawn cannot be kept there: {why or 'no journal is free'}")


def lock_of(path: Path) -> FileLock:
    """Return the lock of the journal at `path`; taking it never waits."""
    return FileLock(path.with_suffix(".lock"), timeout=0, thread_local=False)


def open_journal(path: Path) -> int:
    """Open the file to append to it.

    Raises
    ------
    FileError
        If it cannot be opened, or is not a regular file.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    with naming(path, FileError):
        check_regular(path)  # opening a pipe would wait for a reader
        return os.open(path, flags, 0o666)


def _check_owner(folder: Path) -> None:
    """Refuse a folder of another user: in a public place, anybody may have put it there."""
    if hasattr(os, "getuid") and folder.stat().st_uid not in (os.getuid(), 0):
        raise PermissionError("the folder belongs to another user")


def held_slot(path: Path) -> Slot | None:
    """Take the journal at `path` if it exists and no running board has it."""
    lock = lock_of(path)
    with suppress(Timeout, OSError, NotImplementedError):
        if path.is_file():
            lock.acquire()
            return Slot(path, lock, None)
    return None

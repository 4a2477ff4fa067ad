"""The file of a journal: written by the thread that draws, tended by another."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

from recognizer.disk.atomicfile import (
    keep_aside,
    partial_file,
    remove_leftovers,
    replace_by,
    set_aside,
    write_through,
)
from recognizer.disk.regularfile import read_regular
from recognizer.disk.sync import sync_file, sync_folder
from recognizer.errors import FileError, reason
from recognizer.keeping.journal import MAX_BYTES, read_journal
from recognizer.keeping.pagetexts import SLACK_BYTES
from recognizer.keeping.slots import (
    MAX_BOARDS,
    Identity,
    Slot,
    held_slot,
    identity_of,
    open_journal,
    take_slot,
)

MAX_WASTE_RATIO = 4
"""A file larger than this many times what its page needs, plus `SLACK_BYTES`, is rewritten."""


class JournalFile:
    """The file of a board's journal, in the first of `folders` that can be used.

    `content` is called while `lock` is held. It returns what makes all lines of the page as it is
    then; that is called without the lock, because it takes long. `needed` returns about how many
    bytes those lines have.

    Raises
    ------
    FileError
        If no journal can be kept in any folder.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        content: Callable[[], Callable[[], bytes]],
        needed: Callable[[], int],
    ) -> None:
        self._folders, self._content, self._needed = folders, content, needed
        self._slots: dict[Path, Slot] = {}
        self.trouble = ""
        """Why the journal is not in the first folder, in one line."""
        self._slot = self._first_slot()
        remove_leftovers(self._slot.path.parent)
        self.unread: Path | None = None
        """A journal whose content exists nowhere else: it is put aside, never overwritten."""
        self.lock = Lock()
        """For all that two threads use."""
        self._file: int | None = None
        self._size = 0  # of the file, in bytes
        self._lines: list[bytes] = []  # not yet in the file
        self._since: list[bytes] | None = None  # lines since the current rewrite began
        self._is_stale = True  # whether file and lines together no longer make the page
        self._is_unsynced = False

    @property
    def path(self) -> Path:
        """The file of the journal."""
        return self._slot.path

    @property
    def needs_tending(self) -> bool:
        """Whether `tend` has more to do than to check the folder."""
        return self._is_unsynced or bool(self._lines) or self._is_stale or self._is_wasteful

    def check_open(self) -> None:
        """Raise a `ValueError` if the journal is closed."""
        if not self._slots:
            raise ValueError("the journal is closed")

    def spoil(self) -> None:
        """Let `tend` rewrite the file: file and lines together no longer make the page."""
        self._is_stale, self._lines, self._since = True, [], None

    def keep(self, line: bytes) -> None:
        """Write `line`. The caller holds the lock."""
        if self._since is not None:
            self._since.append(line)
        if not self._is_stale:
            self._lines.append(line)
            self._flush()

    def tend(self) -> str:
        """Write and sync the page in the first folder that can be used.

        Returns where the page is kept now, in one line, if that has changed; otherwise "".

        Raises
        ------
        FileError
            If what is on the board is not kept.
        """
        before, failed = self.path, ""
        was_lost = self._file is not None and not self._is_there()
        for folder in self._folders:
            try:
                self._keep_in(folder)
            except FileError as error:
                failed = failed or str(error)
            else:
                return self._moved(before, was_lost, failed)
        raise FileError(f"what is on the board cannot be kept: {failed}")

    def rewrite(self, slot: Slot | None = None) -> None:
        """Write the page to the file of `slot`, or its own, and use that from now on."""
        slot = slot or self._slot
        if slot.path == self.unread:
            try:
                self.put_aside(slot.path)
            except FileError as error:
                raise FileError(f"what is drawn cannot be kept: {error}") from None
        with self.lock:
            self._since = []
            make = self._content()
        content = make()
        try:
            with partial_file(slot.path) as (stream, partial):
                write_through(stream, content)
                with self.lock:
                    is_whole, since = self._since is not None, b"".join(self._since or ())
                    stream.write(since)
                    stream.flush()
                    if slot.path == self.path:
                        self._close_file()  # Windows cannot replace an open file
                    self._is_stale = True
                    replace_by(stream, partial, slot.path)
                    self._leave_file()
                    self._file = open_journal(slot.path)
                    self._slot, self._size = slot, len(content) + len(since)
                    self._lines, self._is_stale, self._is_unsynced = [], not is_whole, bool(since)
        except OSError as error:
            raise FileError(f"{slot.path}: {reason(error)}") from None
        finally:
            with self.lock:
                self._since = None
        sync_folder(slot.path.parent)

    def put_aside(self, path: Path) -> str:
        """Keep the journal at `path` under another name, and return that name."""
        if path == self.path:
            with self.lock:
                self.spoil()
                self._close_file()  # Windows cannot rename an open file
        try:
            name = keep_aside(path, read_regular(path, MAX_BYTES)).name
        except FileNotFoundError:
            name = "gone"
        except OSError:
            name = set_aside(path).name  # works even if the file cannot be read
        self.unread = None
        return name

    def orphan(self, has_page: bool) -> Slot | None:
        """Return a journal in the spare folder that was not brought back to `folder`."""
        spare = self._folders[-1]
        if spare == self.path.parent or not spare.is_dir():
            return None
        for number in range(1, MAX_BOARDS + 1):
            path = spare / f"board-{number}.jsonl"
            if not has_page or _is_newer(path, self.path):
                slot = held_slot(path)
                if slot and read_journal(path)[0].page:
                    return slot
                if slot:
                    slot.release()
        return None

    def away(self) -> str:
        """Return where the page is, and why, if it is not in the first folder."""
        is_away = self.path.parent != self._folders[0] and self.trouble
        return f"{self.trouble}; it is kept in {self.path}" if is_away else ""

    def close(self) -> None:
        """Close the file, and release it for the next board."""
        self._close_file()
        for slot in self._slots.values():
            slot.release()
        self._slots.clear()

    @property
    def _is_wasteful(self) -> bool:
        return self._size > MAX_WASTE_RATIO * self._needed() + SLACK_BYTES

    def _flush(self) -> None:
        """Write the lines that are not in the file yet, all or none. The caller holds the lock."""
        content = b"".join(self._lines)
        if not content or self._file is None:
            return
        try:
            _write_all(self._file, content)
        except OSError as error:
            try:
                os.truncate(self._file, self._size)
            except OSError:
                self.spoil()
            if sum(map(len, self._lines)) > MAX_WASTE_RATIO * self._needed() + SLACK_BYTES:
                self.spoil()  # a rewrite takes less room
            raise FileError(f"{self.path}: {reason(error)}") from None
        self._size += len(content)
        self._lines, self._is_unsynced = [], True

    def _first_slot(self) -> Slot:
        for folder in self._folders:
            try:
                self._slots[folder] = take_slot(folder)
            except FileError as error:
                self.trouble = self.trouble or str(error)
            else:
                return self._slots[folder]
        raise FileError(self.trouble)

    def _is_there(self) -> bool:
        """Tell whether the file is where the next board looks for it, and no other board has it."""
        return self._slot.is_ours and self._identity == identity_of(self.path)

    @property
    def _identity(self) -> Identity | None:
        """Return the identity of the open file."""
        if self._file is None:
            return None
        status = os.fstat(self._file)
        return status.st_dev, status.st_ino

    def _keep_in(self, folder: Path) -> None:
        """Write and sync the page in `folder`."""
        slot = self._slot_in(folder)
        if slot is not self._slot or self._is_stale or self._is_wasteful or not self._is_there():
            self.rewrite(slot)
        with self.lock:
            self._flush()
            file, self._is_unsynced = self._file if self._is_unsynced else None, False
        try:
            if file is not None:
                sync_file(file)
        except OSError as error:
            with self.lock:
                self.spoil()  # the system may have dropped what it could not write
            raise FileError(f"{self.path}: {reason(error)}") from None

    def _slot_in(self, folder: Path) -> Slot:
        """Return the slot held in `folder`; a new one if that was removed."""
        slot = self._slots.get(folder)
        if slot and slot.is_ours:
            return slot
        ours = self._identity
        if slot:
            slot.release()
        self._slots[folder] = take_slot(
            folder, lambda path: identity_of(path) in (None, ours) or not path.stat().st_size
        )
        return self._slots[folder]

    def _moved(self, before: Path, was_lost: bool, failed: str) -> str:
        """Return where the page is now, if that has changed; release the slots elsewhere."""
        home = self._folders[0]
        if self.path.parent != home:
            self.trouble = failed
            return "" if self.path == before else f"{failed}; it is kept in {self.path} for now"
        self.trouble = ""
        for folder in [each for each in self._slots if each != home]:
            self._slots.pop(folder).remove()
        if was_lost and before.parent == home:
            what = f"{before} was removed while the board was running"
            return f"{what}; what is on the board is kept in {self.path} now"
        if before != self.path:
            return f"what is on the board is kept in {self.path} again"
        return ""

    def _leave_file(self) -> None:
        """Close the old file, and make it older than the new one, whatever clock its disk has."""
        if self._file is not None:
            with suppress(OSError):
                os.utime(self._file if os.utime in os.supports_fd else self.path, (0, 0))
        self._close_file()

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)


def _is_newer(path: Path, other: Path) -> bool:
    """Tell whether `path` was written after `other`, or at the same time."""
    with suppress(OSError):
        return path.stat().st_mtime_ns >= other.stat().st_mtime_ns
    return False


def _write_all(file: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]

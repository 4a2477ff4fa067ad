"""A journal of the board: whatever kills the program, at most the last change is lost.

One change is one line, in the form that `journal` describes. It is written in one call before
anything else happens; the operating system keeps it even if the process is then killed. Slow disk
work is done by `Autosave.tend` on another thread:

- It syncs the file, so that a power cut costs a second or two at most.
- It rewrites the file when most of its lines are outdated.
- It tries again to write what could not be written.
- It keeps the page in another folder if the folder is gone or its disk is full.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock

from filelock import Timeout

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
from recognizer.document.page import Change, Page
from recognizer.errors import FileError, reason
from recognizer.ink import Ink, Stroke
from recognizer.keeping.journal import (
    MAX_BYTES,
    BoardSize,
    Journal,
    Unkept,
    changes_to,
    kept_line,
    line_of,
    picture_bytes,
    replay,
)
from recognizer.keeping.slots import (
    MAX_BOARDS,
    Identity,
    Slot,
    identity_of,
    lock_of,
    open_journal,
    take_slot,
)

SLACK_BYTES = 2**20
MAX_WASTE_RATIO = 4
"""A file larger than this many times what its page needs, plus `SLACK_BYTES`, is rewritten."""
RECENT_CHANGES = 32
"""The strokes of so many changes are kept as JSON: undo and redo write most of them again."""
_DRAWN_LINE_BYTES = 50
"""Bytes of a line that adds a stroke, without those of the stroke."""


class Autosave:
    """The journal of one running board.

    It takes the first of the files ``board-1.jsonl``, ``board-2.jsonl``, ... in its folder that no
    other running board has. No other board gets it before `close` or the end of the process.

    Call all methods except `tend` from one thread. They wait for the disk only at the beginning
    and at the end. `tend` may run on any thread.

    Parameters
    ----------
    folder : Path
        Created if it does not exist.
    spare : Path, optional
        The folder to use while `folder` cannot be used.

    Attributes
    ----------
    board_size : (width, height), optional
        Of the board in the unit of its ink; written with each change.
    profile : str
        Name of the profile that gets the lessons. If it is "", lessons are not in the journal.
    was_reading : bool
        Whether the last board with this journal ended while it was reading its page.
    trouble : str
        Why the journal is in `spare` and not in `folder`, in one line; "" if it is in `folder`.

    Raises
    ------
    FileError
        If no journal can be kept in either folder.
    """

    def __init__(self, folder: Path, spare: Path | None = None) -> None:
        self._folders = (folder, spare) if spare else (folder,)
        self._slots: dict[Path, Slot] = {}
        self.trouble = ""
        self._slot = self._first_slot()
        remove_leftovers(self._slot.path.parent)
        self.board_size: BoardSize | None = None
        self.profile = ""
        self._reading_mark = self.path.with_suffix(".reading")
        self.was_reading = self._reading_mark.exists()
        self._is_reading = False
        self._texts = _Texts()
        self._needs = _Needs()
        self._unkept_lessons = Unkept()
        self._others: Path | None = None  # a journal whose content exists nowhere else, unread
        self._lock = Lock()  # for the fields below, which two threads use
        self._file: int | None = None
        self._size = 0  # of the file, in bytes
        self._page: Page | None = None  # None until it is known; until then the file is kept
        self._lines: list[bytes] = []  # not yet in the file
        self._since: list[bytes] | None = None  # lines since the current rewrite began
        self._is_stale = True  # whether file and lines together no longer make the page
        self._is_unsynced = False

    @property
    def path(self) -> Path:
        """The file of the journal."""
        return self._slot.path

    def restore(self) -> tuple[Page, str]:
        """Begin a journal with the page that was on the board; return it, and what was wrong.

        A last line that is incomplete is dropped. If the file is damaged elsewhere, the lines
        before the damage are used; if it cannot be read, none are. In both cases the whole file is
        kept beside the journal, and the message says so in one line. If that fails, the file is not
        overwritten, and `tend` tries again.
        """
        self._check_open()
        found, wrong = _read(self.path)
        orphan = self._orphan(found)
        told = ""
        if orphan:
            wrong = wrong or ("it is of an earlier time" if found.page else "")
            told = f"what was drawn last was kept in {orphan.path}, and is here again"
            found, _ = _read(orphan.path)
        self._others = self.path if wrong else None
        self.board_size, self._unkept_lessons = found.board_size, found.unkept
        self._begin(found.page)
        try:
            if wrong:
                wrong = f"{self.path}: {wrong}, the file is now {self._put_aside(self.path)}"
            self._rewrite(self._slot)
        except FileError as error:
            return found.page, f"what was on the board cannot be kept: {error}"
        if orphan:
            _end(orphan)
        return found.page, "; ".join(filter(None, (wrong, told)))

    def record(self, change: Change, page: Page) -> None:
        """Keep `change`, which led to `page`.

        Raises
        ------
        FileError
            If it cannot be written now; `tend` tries again.
        """
        self._check_open()
        if self.profile:
            with self._lock:
                self._unkept_lessons.note(self.profile, change)
        if self._page is None or not _leads(change, self._page, page):
            self._begin(page)  # the content of the file is unknown, or a change was missed
            return
        self._texts.keep_for(change, page)
        strokes = [self._texts.of(stroke) for _, stroke in change.added]
        self._needs.follow(change, [len(text) for text in strokes])
        line = line_of(change, page, strokes, self.board_size, self.profile)
        with self._lock:
            self._page = page
            if change.touches_page or (change.teaches and self.profile):
                self._keep(line)

    def keep_lessons(self, change: Change) -> None:
        """Note that the profile has the lessons of `change`.

        Raises
        ------
        FileError
            As `record`.
        """
        self._check_open()
        if not (change.teaches and self.profile):
            return
        keys = ([each.key for each in some] for some in (change.learned, change.unlearned))
        with self._lock:
            self._unkept_lessons.settle(self.profile, *keys)
            self._keep(kept_line(change, self.profile))

    @property
    def needs_tending(self) -> bool:
        """Whether `tend` has more to do than to check the folder."""
        return self._is_unsynced or bool(self._lines) or self._is_stale or self._is_wasteful

    def tend(self) -> str:
        """Do the slow disk work. Call it from a thread that may wait.

        Returns where the page is kept now, in one line, if that has changed; otherwise "".

        Raises
        ------
        FileError
            If what is on the board is not kept.
        """
        self._check_open()
        if self._page is None:
            return ""
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

    def begin_reading(self) -> None:
        """Note that the page is now read for the first time, which may crash the process."""
        self._is_reading = True
        with suppress(OSError):
            self._reading_mark.touch()

    def end_reading(self) -> None:
        """Note that it has been read."""
        if self.was_reading or self._is_reading:
            self.was_reading = self._is_reading = False
            with suppress(OSError):
                self._reading_mark.unlink(missing_ok=True)

    def put_page_aside(self) -> str:
        """Start again with an empty page; return the name of the file that keeps the old page.

        Raises
        ------
        FileError
            If it cannot be kept.
        """
        name = self._put_aside(self.path)
        self.board_size = None
        self._begin(Page())
        self._rewrite(self._slot)
        self.end_reading()
        return name

    def close(self) -> str:
        """Sync the journal, and release it for the next board; the file stays.

        Returns what `tend` does; also where the page is, if it is not in its folder. May be called
        again.

        Raises
        ------
        FileError
            If what is on the board is not kept.
        """
        if not self._slots:
            return ""
        try:
            message = self.tend()
            away = self.path.parent != self._folders[0] and self.trouble
            return message or (f"{self.trouble}; it is kept in {self.path}" if away else "")
        finally:
            self._close_file()
            for slot in self._slots.values():
                slot.release()
            self._slots.clear()

    # The loop's side --------------------------------------------------------------------------

    def _check_open(self) -> None:
        if not self._slots:
            raise ValueError("the journal is closed")

    def _begin(self, page: Page) -> None:
        """Let `tend` rewrite the file with `page`."""
        needs = _Needs()
        for change in changes_to(page):
            needs.follow(change, [len(self._texts.of(stroke)) for _, stroke in change.added])
        self._needs = needs
        with self._lock:
            self._page = page
            self._spoil()

    def _spoil(self) -> None:
        """Let `tend` rewrite the file: file and lines together no longer make the page."""
        self._is_stale, self._lines, self._since = True, [], None

    @property
    def _is_wasteful(self) -> bool:
        return self._size > MAX_WASTE_RATIO * self._needs.bytes + SLACK_BYTES

    def _keep(self, line: bytes) -> None:
        """Write `line`. The caller holds the lock."""
        if self._since is not None:
            self._since.append(line)
        if not self._is_stale:
            self._lines.append(line)
            self._flush()

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
                self._spoil()
            if sum(map(len, self._lines)) > MAX_WASTE_RATIO * self._needs.bytes + SLACK_BYTES:
                self._spoil()  # a rewrite takes less room
            raise FileError(f"{self.path}: {reason(error)}") from None
        self._size += len(content)
        self._lines, self._is_unsynced = [], True

    # The disk's side --------------------------------------------------------------------------

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
            self._rewrite(slot)
        with self._lock:
            self._flush()
            file, self._is_unsynced = self._file if self._is_unsynced else None, False
        try:
            if file is not None:
                sync_file(file)
        except OSError as error:
            with self._lock:
                self._spoil()  # the system may have dropped what it could not write
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

    def _rewrite(self, slot: Slot) -> None:
        """Write the page to the file of `slot`, and use that from now on."""
        if slot.path == self._others:
            try:
                self._put_aside(slot.path)
            except FileError as error:
                raise FileError(f"what is drawn cannot be kept: {error}") from None
        with self._lock:
            page, self._since = self._page or Page(), []
            taught = self._unkept_lessons.changes()
        content = b"".join(self._lines_of(page, taught))
        try:
            with partial_file(slot.path) as (stream, partial):
                write_through(stream, content)
                with self._lock:
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
            with self._lock:
                self._since = None
        sync_folder(slot.path.parent)

    def _lines_of(self, page: Page, taught: list[tuple[str, Change]]) -> Iterator[bytes]:
        for change in changes_to(page):
            strokes = [self._texts.of(stroke) for _, stroke in change.added]
            yield line_of(change, page, strokes, self.board_size)
        for profile, change in taught:
            yield line_of(change, page, [], self.board_size, profile)

    def _moved(self, before: Path, was_lost: bool, failed: str) -> str:
        """Return where the page is now, if that has changed; release the slots elsewhere."""
        home = self._folders[0]
        if self.path.parent != home:
            self.trouble = failed
            return "" if self.path == before else f"{failed}; it is kept in {self.path} for now"
        self.trouble = ""
        for folder in [each for each in self._slots if each != home]:
            _end(self._slots.pop(folder))
        if was_lost and before.parent == home:
            what = f"{before} was removed while the board was running"
            return f"{what}; what is on the board is kept in {self.path} now"
        if before != self.path:
            return f"what is on the board is kept in {self.path} again"
        return ""

    def _put_aside(self, path: Path) -> str:
        """Keep the journal at `path` under another name, and return that name."""
        if path == self.path:
            with self._lock:
                self._spoil()
                self._close_file()  # Windows cannot rename an open file
        try:
            name = keep_aside(path, read_regular(path, MAX_BYTES)).name
        except FileNotFoundError:
            name = "gone"
        except OSError:
            name = set_aside(path).name  # works even if the file cannot be read
        self._others = None
        return name

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

    def _orphan(self, found: Journal) -> Slot | None:
        """Return a journal in the spare folder that was not brought back to `folder`."""
        spare = self._folders[-1]
        if spare == self.path.parent or not spare.is_dir():
            return None
        for number in range(1, MAX_BOARDS + 1):
            path = spare / f"board-{number}.jsonl"
            if not found.page or _is_newer(path, self.path):
                slot = _held(path)
                if slot and _read(path)[0].page:
                    return slot
                if slot:
                    slot.release()
        return None


def _is_newer(path: Path, other: Path) -> bool:
    """Tell whether `path` was written after `other`, or at the same time."""
    with suppress(OSError):
        return path.stat().st_mtime_ns >= other.stat().st_mtime_ns
    return False


def _read(path: Path) -> tuple[Journal, str]:
    """Return the content of the journal, and what is wrong with it, "" for nothing."""
    try:
        content = read_regular(path, MAX_BYTES)
    except FileNotFoundError:
        return Journal(), ""
    except OSError as error:
        return Journal(), f"it cannot be read ({reason(error)})"
    journal = replay(content)
    return journal, journal.damage and f"{journal.damage}; what came before is here"


def _held(path: Path) -> Slot | None:
    """Take the journal at `path` if it exists and no running board has it."""
    lock = lock_of(path)
    with suppress(Timeout, OSError, NotImplementedError):
        if path.is_file():
            lock.acquire()
            return Slot(path, lock, None)
    return None


def _end(slot: Slot) -> None:
    with suppress(OSError):
        slot.path.unlink()
    slot.release()


def _leads(change: Change, before: Page, after: Page) -> bool:
    """Tell whether `change` may have led from one page to the other."""
    count = len(before.strokes) - len(change.removed) + len(change.added)
    picture = change.picture[1] if change.picture else before.picture
    said = change.corrections[1] if change.corrections else before.corrections
    return count == len(after.strokes) and picture is after.picture and said == after.corrections


def _write_all(file: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]


class _Needs:
    """About how many bytes a journal of just the page would take."""

    def __init__(self) -> None:
        self._strokes: list[int] = []
        self._picture = 0
        self.bytes = 0

    def follow(self, change: Change, sizes: list[int]) -> None:
        """Count `change`; its added strokes take `sizes` bytes."""
        for index, _ in reversed(change.removed):
            self.bytes -= self._strokes.pop(index)
        for (index, _), size in zip(change.added, sizes, strict=True):
            self._strokes.insert(index, size + _DRAWN_LINE_BYTES)
            self.bytes += size + _DRAWN_LINE_BYTES
        if change.picture:
            shown = change.picture[1]
            self.bytes -= self._picture
            self._picture = picture_bytes(shown) if shown else 0
            self.bytes += self._picture


class _Texts:
    """The JSON of the strokes on the page and in the last changes, because it takes long to make.

    Two threads may ask for it.
    """

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Stroke, str]] = {}  # by id; holding the stroke keeps its id
        self._recent: deque[Change] = deque(maxlen=RECENT_CHANGES)
        self._bytes = self._kept = 0
        self._lock = Lock()

    def of(self, stroke: Stroke) -> str:
        """Return `stroke` as JSON."""
        with self._lock:
            if found := self._texts.get(id(stroke)):
                return found[1]
            text = Ink((stroke,)).to_json()
            self._texts[id(stroke)] = stroke, text
            self._bytes += len(text)
            return text

    def keep_for(self, change: Change, page: Page) -> None:
        """Count `change`, which led to `page`, as the last; forget strokes of older changes."""
        self._recent.append(change)
        if self._bytes <= 2 * self._kept + SLACK_BYTES:
            return
        needed = {id(stroke) for stroke in page.strokes}
        for each in self._recent:
            needed.update(id(stroke) for _, stroke in (*each.added, *each.removed))
        with self._lock:
            self._texts = {key: value for key, value in self._texts.items() if key in needed}
            self._kept = self._bytes = sum(len(text) for _, text in self._texts.values())

"""A journal of the board: whatever kills the program, at most the last change is lost.

One change is one line, as `journal` has it, written in one call before anything else happens; what
a call has given to the system, the system keeps even when the process is killed. What takes a
disk's time is done by `Autosave.tend` on another thread: the file is synced, so that a power cut
takes a second or two at most; it is written anew when most of it is past; what could not be
written is tried again; and where the folder has gone, or has no room, the page is kept elsewhere.
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
    SLOTS,
    Identity,
    Slot,
    identity_of,
    lock_of,
    open_journal,
    take_slot,
)

SLACK_BYTES = 2**20
MOST_WASTE = 4
"""A file larger than this many times what its page needs, and `SLACK_BYTES`, is written anew."""
RECENT = 32
"""Changes of which the strokes are at hand as JSON: undo and redo write most of them again."""
_LINE_BYTES = 50  # of a line that draws, beside the stroke


class Autosave:
    """The journal of one running board.

    It takes the first file ``board-1.jsonl``, ``board-2.jsonl``, ... of its folder that no other
    board has, and no other gets it before `close` or the end of the process.

    All methods but `tend` are for one thread, and never wait for a disk but at the beginning and
    the end. `tend` is for another, or for the same.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    spare : Path, optional
        Where what is drawn is kept while it cannot be in `folder`.

    Attributes
    ----------
    board_size : (width, height), optional
        Of the board in the unit of its ink; written with each change.
    profile : str
        The name of whom the lessons are of; without, they are not in the journal.
    was_reading : bool
        Whether the board that had this journal last ended in the midst of reading its page.
    trouble : str
        Why it is not in `folder` but in `spare`, in one line; "" where all is well.

    Raises
    ------
    FileError
        If no journal can be kept in either.
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
        self._others: Path | None = None  # a journal with what is neither read nor kept elsewhere
        self._lock = Lock()  # for what follows, which two threads use
        self._file: int | None = None
        self._size = 0  # of the file, in bytes
        self._page: Page | None = None  # None until it is known: what is in the file stays
        self._lines: list[bytes] = []  # that are not in the file yet
        self._since: list[bytes] | None = None  # those since the file began to be written anew
        self._is_stale = True  # whether file and lines do not make the page
        self._is_unsynced = False

    @property
    def path(self) -> Path:
        """The file of the journal."""
        return self._slot.path

    def restore(self) -> tuple[Page, str]:
        """Return the page that was on the board, and begin a journal with it.

        A last line that was torn is dropped. Of a file damaged otherwise the lines before the
        damage are used, of one that cannot be read none, and all of it is kept beside the
        journal. Where that fails, nothing is written over it: `tend` tries again.

        Returns
        -------
        page : Page
        message : str
            What was wrong, in one line; "" if nothing was.
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
            self._begin(page)  # it is not known what is in the file, or a change was not heard of
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
        """Take down that the profile has followed `change`.

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
        """Whether `tend` has more to do than to look after the folder."""
        return self._is_unsynced or bool(self._lines) or self._is_stale or self._is_wasteful

    def tend(self) -> str:
        """Do what takes a disk's time; for a thread that may wait.

        Returns
        -------
        str
            Where the page is kept now, in one line, if that has changed; else "".

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
        """Note that the page is about to be read for the first time: that may end the process."""
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
        """Begin anew with an empty page; return the name of the file that keeps this one.

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
        """Have all of it on the disk, and give the journal free for the next board.

        The file stays. May be called again.

        Returns
        -------
        str
            As `tend`; also where the page is, if it is not in its folder.

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
        """Have the file written anew with `page`."""
        needs = _Needs()
        for change in changes_to(page):
            needs.follow(change, [len(self._texts.of(stroke)) for _, stroke in change.added])
        self._needs = needs
        with self._lock:
            self._page = page
            self._spoil()

    def _spoil(self) -> None:
        """Have the file written anew: it and the lines do not make the page any more."""
        self._is_stale, self._lines, self._since = True, [], None

    @property
    def _is_wasteful(self) -> bool:
        return self._size > MOST_WASTE * self._needs.bytes + SLACK_BYTES

    def _keep(self, line: bytes) -> None:
        """Write `line`; with the lock."""
        if self._since is not None:
            self._since.append(line)
        if not self._is_stale:
            self._lines.append(line)
            self._flush()

    def _flush(self) -> None:
        """Write the lines that are not in the file yet, all or none; with the lock."""
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
            if sum(map(len, self._lines)) > MOST_WASTE * self._needs.bytes + SLACK_BYTES:
                self._spoil()  # to write it anew takes less
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
        """Tell whether the file is where the next board looks for it, and nobody else has it."""
        return self._slot.is_ours and self._identity == identity_of(self.path)

    @property
    def _identity(self) -> Identity | None:
        """Of the file that is open."""
        if self._file is None:
            return None
        status = os.fstat(self._file)
        return status.st_dev, status.st_ino

    def _keep_in(self, folder: Path) -> None:
        """Have the page on the disk in `folder`."""
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
                self._spoil()  # what the system could not write it may have forgotten
            raise FileError(f"{self.path}: {reason(error)}") from None

    def _slot_in(self, folder: Path) -> Slot:
        """Return the slot held in `folder`; another one if that was taken away."""
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
        """Write the page to the file of `slot`, and go on there."""
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
                        self._close_file()  # Windows replaces no file that is open
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
        """Return where the page is now, if that has changed; end what is held elsewhere."""
        home = self._folders[0]
        if self.path.parent != home:
            self.trouble = failed
            return "" if self.path == before else f"{failed}; it is kept in {self.path} for now"
        self.trouble = ""
        for folder in [each for each in self._slots if each != home]:
            _end(self._slots.pop(folder))
        if was_lost and before.parent == home:
            what = f"{before} was taken away while the board ran"
            return f"{what}; what is on the board is kept in {self.path} now"
        if before != self.path:
            return f"what is on the board is kept in {self.path} again"
        return ""

    def _put_aside(self, path: Path) -> str:
        """Keep what is in the journal at `path` under another name, and return that."""
        if path == self.path:
            with self._lock:
                self._spoil()
                self._close_file()  # Windows renames no file that is open
        try:
            name = keep_aside(path, read_regular(path, MAX_BYTES)).name
        except FileNotFoundError:
            name = "gone"
        except OSError:
            name = set_aside(path).name  # which need not read it
        self._others = None
        return name

    def _leave_file(self) -> None:
        """Close the file left for one elsewhere, which then is newer whatever clock a disk has."""
        if self._file is not None:
            with suppress(OSError):
                os.utime(self._file if os.utime in os.supports_fd else self.path, (0, 0))
        self._close_file()

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def _orphan(self, found: Journal) -> Slot | None:
        """Return the journal of a board that could not come home from the spare folder."""
        spare = self._folders[-1]
        if spare == self.path.parent or not spare.is_dir():
            return None
        for number in range(1, SLOTS + 1):
            path = spare / f"board-{number}.jsonl"
            if not found.page or _is_newer(path, self.path):
                slot = _held(path)
                if slot and _read(path)[0].page:
                    return slot
                if slot:
                    slot.release()
        return None


def _is_newer(path: Path, other: Path) -> bool:
    """Tell whether `path` was written after `other`, or in the same tick of the clock."""
    with suppress(OSError):
        return path.stat().st_mtime_ns >= other.stat().st_mtime_ns
    return False


def _read(path: Path) -> tuple[Journal, str]:
    """Return what is in the journal, and what is wrong with it, if anything."""
    try:
        content = read_regular(path, MAX_BYTES)
    except FileNotFoundError:
        return Journal(), ""
    except OSError as error:
        return Journal(), f"it cannot be read ({reason(error)})"
    journal = replay(content)
    return journal, journal.damage and f"{journal.damage}; what came before is here"


def _held(path: Path) -> Slot | None:
    """Return the journal at `path` if there is one that no running board has."""
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
    """How many bytes a journal of the page alone would have, about."""

    def __init__(self) -> None:
        self._strokes: list[int] = []
        self._picture = 0
        self.bytes = 0

    def follow(self, change: Change, sizes: list[int]) -> None:
        """Count `change`, of which the strokes added take `sizes` bytes."""
        for index, _ in reversed(change.removed):
            self.bytes -= self._strokes.pop(index)
        for (index, _), size in zip(change.added, sizes, strict=True):
            self._strokes.insert(index, size + _LINE_BYTES)
            self.bytes += size + _LINE_BYTES
        if change.picture:
            shown = change.picture[1]
            self.bytes -= self._picture
            self._picture = picture_bytes(shown) if shown else 0
            self.bytes += self._picture


class _Texts:
    """The JSON of the strokes on the page and in the last changes: it takes long to make.

    Two threads may ask for it.
    """

    def __init__(self) -> None:
        self._texts: dict[int, tuple[Stroke, str]] = {}  # by id, which the stroke here keeps taken
        self._recent: deque[Change] = deque(maxlen=RECENT)
        self._bytes = self._kept = 0
        self._lock = Lock()

    def of(self, stroke: Stroke) -> str:
        """Return the JSON of `stroke` alone."""
        with self._lock:
            if found := self._texts.get(id(stroke)):
                return found[1]
            text = Ink((stroke,)).to_json()
            self._texts[id(stroke)] = stroke, text
            self._bytes += len(text)
            return text

    def keep_for(self, change: Change, page: Page) -> None:
        """Count `change`, which led to `page`, as the last; forget what no one needs any more."""
        self._recent.append(change)
        if self._bytes <= 2 * self._kept + SLACK_BYTES:
            return
        needed = {id(stroke) for stroke in page.strokes}
        for each in self._recent:
            needed.update(id(stroke) for _, stroke in (*each.added, *each.removed))
        with self._lock:
            self._texts = {key: value for key, value in self._texts.items() if key in needed}
            self._kept = self._bytes = sum(len(text) for _, text in self._texts.values())

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

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from recognizer.document.page import Change, Page
from recognizer.errors import FileError
from recognizer.keeping.journal import (
    BoardSize,
    Unkept,
    changes_to,
    kept_line,
    line_of,
    may_lead,
    read_journal,
)
from recognizer.keeping.journalfile import JournalFile
from recognizer.keeping.pagetexts import Needs, StrokeTexts


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

    Raises
    ------
    FileError
        If no journal can be kept in either folder.
    """

    def __init__(self, folder: Path, spare: Path | None = None) -> None:
        self._texts, self._needs = StrokeTexts(), Needs()
        self._page: Page | None = None  # None until it is known; until then the file is kept
        self._unkept_lessons = Unkept()
        folders = (folder, spare) if spare else (folder,)
        self._file = JournalFile(folders, self._snapshot, lambda: self._needs.bytes)
        self.board_size: BoardSize | None = None
        self.profile = ""
        self._reading_mark = self.path.with_suffix(".reading")
        self.was_reading = self._reading_mark.exists()
        self._is_reading = self._is_closed = False

    @property
    def path(self) -> Path:
        """The file of the journal."""
        return self._file.path

    @property
    def trouble(self) -> str:
        """Why the journal is in `spare` and not in `folder`, in one line; "" if it is not."""
        return self._file.trouble

    def restore(self) -> tuple[Page, str]:
        """Begin a journal with the page that was on the board; return it, and what was wrong.

        A last line that is incomplete is dropped. If the file is damaged elsewhere, the lines
        before the damage are used; if it cannot be read, none are. In both cases the whole file is
        kept beside the journal, and the message says so in one line. If that fails, the file is not
        overwritten, and `tend` tries again.
        """
        self._file.check_open()
        found, wrong = read_journal(self.path)
        orphan = self._file.orphan(bool(found.page))
        told = ""
        if orphan:
            wrong = wrong or ("it is of an earlier time" if found.page else "")
            told = f"what was drawn last was kept in {orphan.path}, and is here again"
            found, _ = read_journal(orphan.path)
        self._file.unread = self.path if wrong else None
        self.board_size, self._unkept_lessons = found.board_size, found.unkept
        self._begin(found.page)
        try:
            if wrong:
                wrong = f"{self.path}: {wrong}, the file is now {self._file.put_aside(self.path)}"
            self._file.rewrite()
        except FileError as error:
            return found.page, f"what was on the board cannot be kept: {error}"
        if orphan:
            orphan.remove()
        return found.page, "; ".join(filter(None, (wrong, told)))

    def record(self, change: Change, page: Page) -> None:
        """Keep `change`, which led to `page`.

        Raises
        ------
        FileError
            If it cannot be written now; `tend` tries again.
        """
        self._file.check_open()
        if self.profile:
            with self._file.lock:
                self._unkept_lessons.note(self.profile, change)
        if self._page is None or not may_lead(change, self._page, page):
            self._begin(page)  # the content of the file is unknown, or a change was missed
            return
        self._texts.keep_for(change, page)
        strokes = [self._texts.of(stroke) for _, stroke in change.added]
        self._needs.follow(change, [len(text) for text in strokes])
        line = line_of(change, page, strokes, self.board_size, self.profile)
        with self._file.lock:
            self._page = page
            if change.touches_page or (change.teaches and self.profile):
                self._file.keep(line)

    def keep_lessons(self, change: Change) -> None:
        """Note that the profile has the lessons of `change`.

        Raises
        ------
        FileError
            As `record`.
        """
        self._file.check_open()
        if not (change.teaches and self.profile):
            return
        keys = ([each.key for each in some] for some in (change.learned, change.unlearned))
        with self._file.lock:
            self._unkept_lessons.settle(self.profile, *keys)
            self._file.keep(kept_line(change, self.profile))

    @property
    def needs_tending(self) -> bool:
        """Whether `tend` has more to do than to check the folder."""
        return self._file.needs_tending

    def tend(self) -> str:
        """Do the slow disk work. Call it from a thread that may wait.

        Returns where the page is kept now, in one line, if that has changed; otherwise "".

        Raises
        ------
        FileError
            If what is on the board is not kept.
        """
        self._file.check_open()
        return "" if self._page is None else self._file.tend()

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
        name = self._file.put_aside(self.path)
        self.board_size = None
        self._begin(Page())
        self._file.rewrite()
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
        if self._is_closed:
            return ""
        try:
            return self.tend() or self._file.away()
        finally:
            self._is_closed = True
            self._file.close()

    def _begin(self, page: Page) -> None:
        """Let `tend` rewrite the file with `page`."""
        needs = Needs()
        for change in changes_to(page):
            needs.follow(change, [len(self._texts.of(stroke)) for _, stroke in change.added])
        self._needs = needs
        with self._file.lock:
            self._page = page
            self._file.spoil()

    def _snapshot(self) -> Callable[[], bytes]:
        """Return what makes the lines of the page as it is now. The caller holds the lock."""
        page, taught = self._page or Page(), self._unkept_lessons.changes()
        return lambda: b"".join(self._lines_of(page, taught))

    def _lines_of(self, page: Page, taught: list[tuple[str, Change]]) -> Iterator[bytes]:
        for change in changes_to(page):
            strokes = [self._texts.of(stroke) for _, stroke in change.added]
            yield line_of(change, page, strokes, self.board_size)
        for profile, change in taught:
            yield line_of(change, page, [], self.board_size, profile)

"""A journal that cannot be written or read: a full disk, no rights, leftovers."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from autosaves import BARE, BOARD, FILES_OF_ONE, FULL, PRESSED, MakeAutosave, keep, restored, same

from recognizer.document.page import Change, Page, drawn, erased
from recognizer.errors import FileError
from recognizer.keeping.autosave import Autosave

pytest_plugins = ["autosavefixtures"]


# Failures


def test_where_no_folder_can_be_there_is_no_journal(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError) as caught:
        Autosave(tmp_path / "file" / "autosaves")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes with names there")
def test_what_cannot_be_a_journal_is_passed_over(folder: Path, start: MakeAutosave) -> None:
    (folder / "board-1.jsonl").mkdir(parents=True)
    os.mkfifo(folder / "board-2.jsonl")
    assert start().path == folder / "board-3.jsonl"


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Stop every write of this process at `size` bytes, as a full disk does."""
    resource = pytest.importorskip("resource", reason="Unix only")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 40], ids=["none", "for half a line"])
def test_a_change_that_could_not_be_written_comes_with_the_next(
    folder: Path, start: MakeAutosave, room: int
) -> None:
    autosave = start()
    autosave.restore()
    page = Page((BARE,))
    autosave.record(drawn(Page(), BARE), page)
    for stroke in (FULL, PRESSED):
        change = drawn(page, stroke)
        page = change.apply(page)
        with (
            no_file_longer_than(autosave.path.stat().st_size + room),
            pytest.raises(FileError) as caught,
        ):
            autosave.record(change, page)
        assert str(autosave.path) in str(caught.value)
        assert "\n" not in str(caught.value)
    autosave.record(erased(page, [0]), Page((FULL, PRESSED)))
    autosave.close()
    assert restored(folder) == (Page((FULL, PRESSED)), "")


@pytest.mark.parametrize("room", [0, 40], ids=["none", "for half a line"])
def test_what_was_drawn_on_a_full_disk_is_kept_at_the_end_if_there_is_room_again(
    folder: Path, start: MakeAutosave, room: int
) -> None:
    autosave = start()
    autosave.restore()
    pages = [Page((FULL, PRESSED, BARE)[:count]) for count in range(4)]
    autosave.record(drawn(pages[0], FULL), pages[1])
    with no_file_longer_than(autosave.path.stat().st_size + room):
        for before, stroke, after in ((pages[1], PRESSED, pages[2]), (pages[2], BARE, pages[3])):
            with pytest.raises(FileError):
                autosave.record(drawn(before, stroke), after)
    assert autosave.close() == ""
    assert restored(folder) == (pages[3], "")


@pytest.mark.parametrize("room", [0, 40], ids=["none", "for half a line"])
def test_a_disk_that_stays_full_costs_only_what_was_drawn_on_it_and_that_is_said(
    folder: Path, start: MakeAutosave, room: int
) -> None:
    autosave = start()
    autosave.restore()
    autosave.record(drawn(Page(), BARE), Page((BARE,)))
    with no_file_longer_than(autosave.path.stat().st_size + room):
        for attempt in (
            lambda: autosave.record(drawn(Page((BARE,)), FULL), Page((BARE, FULL))),
            autosave.tend,
            autosave.close,
        ):
            with pytest.raises(FileError, match="board-1") as caught:
                attempt()
            assert "\n" not in str(caught.value)
    assert restored(folder) == (Page((BARE,)), "")


def test_a_full_disk_has_room_for_less_again_without_being_written_anew(
    start: MakeAutosave,
) -> None:
    autosave = start()
    autosave.restore()
    autosave.record(drawn(Page(), BARE), Page((BARE,)))
    before = autosave.path.read_bytes()
    with no_file_longer_than(len(before) + 40), pytest.raises(FileError):
        autosave.record(drawn(Page((BARE,)), FULL), Page((BARE, FULL)))
    assert autosave.path.read_bytes() == before
    autosave.record(erased(Page((BARE, FULL)), [0]), Page((FULL,)))
    assert autosave.path.read_bytes().startswith(before)
    assert autosave.path.read_bytes().count(b"\n") == 3


def test_a_page_is_restored_even_if_it_cannot_be_written_anew(
    folder: Path, start: MakeAutosave
) -> None:
    keep(folder, Page((BARE,)))
    autosave = start()
    with no_file_longer_than(8):
        page, message = autosave.restore()
    assert page == Page((BARE,))
    assert str(autosave.path) in message
    assert "\n" not in message
    autosave.close()
    assert restored(folder) == (Page((BARE,)), "")


@contextmanager
def unreadable(times: int = 1_000_000) -> Iterator[None]:
    """Let the next openings of files to read fail, as of a disk that is about to die."""
    opened, left = os.open, iter(range(times))

    def fail(path: Path, flags: int, *mode: int) -> int:
        is_read = str(path).endswith(".jsonl") and not flags & (os.O_WRONLY | os.O_RDWR)
        if is_read and next(left, None) is not None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return opened(path, flags, *mode)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "open", fail)
        yield


@contextmanager
def nothing_renamed() -> Iterator[None]:
    """Let no file be renamed or replaced, as one that another program holds."""

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with pytest.MonkeyPatch.context() as patch:
        for name in ("link", "rename", "replace"):
            patch.setattr(os, name, fail)
        yield


@pytest.mark.parametrize("times", [1, 2], ids=["once", "again"])
def test_a_journal_that_cannot_be_read_is_kept_aside(
    folder: Path, start: MakeAutosave, times: int
) -> None:
    content = b"".join(keep(folder, BOARD))
    autosave = start()
    with unreadable(times):
        page, message = autosave.restore()
    assert page == Page()
    assert os.strerror(errno.EIO) in message
    assert "board-1.jsonl.damaged" in message
    assert "\n" not in message
    autosave.record(drawn(page, FULL), Page((FULL,)))
    autosave.close()
    assert (folder / "board-1.jsonl.damaged").read_bytes() == content
    assert restored(folder) == (Page((FULL,)), "")


@pytest.mark.parametrize("damage", [b"", b"bad\n"], ids=["unreadable", "damaged"])
def test_what_can_neither_be_read_nor_kept_is_never_written_over(
    folder: Path, start: MakeAutosave, damage: bytes
) -> None:
    content = b"".join(keep(folder, Page((BARE,)))) + damage
    path = folder / "board-1.jsonl"
    path.write_bytes(content)
    autosave = start()
    with nothing_renamed():
        with unreadable(0 if damage else 2):
            page, message = autosave.restore()
        assert "cannot be kept" in message
        for strokes in ((FULL,), (FULL, PRESSED)):
            autosave.record(Change(), Page((*page.strokes, *strokes)))
            with pytest.raises(FileError, match="what is drawn cannot be kept: ") as caught:
                autosave.tend()
            assert "\n" not in str(caught.value)
        assert path.read_bytes() == content
    page = Page((*page.strokes, FULL))
    autosave.record(Change(), page)
    autosave.close()
    assert path.with_name("board-1.jsonl.damaged").read_bytes() == content
    assert restored(folder) == (page, "")


def test_a_journal_that_was_taken_away_blocks_nothing(folder: Path, start: MakeAutosave) -> None:
    keep(folder, Page((BARE,)))
    autosave = start()
    with nothing_renamed(), unreadable(2):
        autosave.restore()
    autosave.path.unlink()
    autosave.record(drawn(Page(), FULL), Page((FULL,)))
    autosave.close()
    assert restored(folder) == (Page((FULL,)), "")


def test_leftovers_of_a_write_that_was_cut_short_are_removed(folder: Path) -> None:
    keep(folder, BOARD)
    (folder / ".board-1.jsonl.0123abcd.part").write_bytes(b"half")
    assert same(restored(folder)[0], BOARD)
    assert sorted(os.listdir(folder)) in FILES_OF_ONE

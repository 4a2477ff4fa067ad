"""The journal of the board: whatever happens to program or file, what was drawn is there again."""

from __future__ import annotations

import errno
import gc
import itertools
import json
import os
import signal
import subprocess
import sys
import tracemalloc
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import ROOT, changed_environment
from strokes import DIGITS

from recognizer import Ink, Stroke
from recognizer.document.corrections import Correction, of_all
from recognizer.document.page import (
    BoardPicture,
    Change,
    Page,
    UndoHistory,
    cleared,
    corrected,
    drawn,
    erased,
    opened,
)
from recognizer.errors import FileError
from recognizer.ink import MAX_POINTS
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.journal import replay
from recognizer.keeping.journalfile import MAX_WASTE_RATIO
from recognizer.keeping.pagetexts import SLACK_BYTES
from recognizer.keeping.slots import MAX_BOARDS
from recognizer.lessons import Lesson

FULL = Stroke([(0.1, 1 / 3), (5, 6)], times=[0.25, np.nan], pressures=[0.5, 1], pen_width=17.5)
BARE = Stroke([(1e8 + 0.1, -3)])
PRESSED = Stroke([(1, 2), (3, 4.5)], pressures=[np.nan, 0.1])
PICTURE = BoardPicture("käse \udcff.png", np.arange(24, dtype=np.uint8).reshape(2, 4, 3))
BOARD = Page(
    (FULL, BARE, PRESSED),
    PICTURE,
    (Correction((FULL, PRESSED), "7"), Correction((BARE,), "")),
)

MakeAutosave = Callable[[], Autosave]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "autosaves"


@pytest.fixture
def start(folder: Path) -> Iterator[MakeAutosave]:
    """Start boards of one folder, all of which end with the test."""
    running: list[Autosave] = []

    def make() -> Autosave:
        running.append(Autosave(folder))
        return running[-1]

    yield make
    for autosave in running:
        autosave.close()


def restored(folder: Path) -> tuple[Page, str]:
    """Return what the next board of `folder` finds."""
    autosave = Autosave(folder)
    try:
        return autosave.restore()
    finally:
        autosave.close()


def keep(folder: Path, *pages: Page) -> list[bytes]:
    """Let a board show `pages`, one after the other; return the lines of its journal."""
    autosave = Autosave(folder)
    page, _ = autosave.restore()
    for following in pages:
        change = opened(page, following.strokes, following.picture, following.corrections)
        autosave.record(change, following)
        page = following
    autosave.close()
    return autosave.path.read_bytes().splitlines(keepends=True)


def same(one: Page, other: Page) -> bool:
    """Tell whether two pages show the same; pictures are equal to themselves only."""
    if (one.picture is None) != (other.picture is None):
        return False
    pictures_agree = one.picture is None or (
        other.picture is not None
        and one.picture.name == other.picture.name
        and np.array_equal(one.picture.pixels, other.picture.pixels)
    )
    return pictures_agree and (one.strokes, one.corrections) == (other.strokes, other.corrections)


def steps() -> Iterator[tuple[Change, Page]]:
    """Yield a small session: all kinds of changes, some taken back and made again."""
    history = UndoHistory()
    for make in (
        lambda page: drawn(page, FULL),
        lambda page: drawn(page, BARE),
        lambda page: corrected(page, Correction((BARE,), "7")),
        lambda page: drawn(page, PRESSED),
        lambda page: erased(page, [0, 2]),
        None,
        lambda page: opened(page, page.strokes[:1], PICTURE, of_all(page.strokes[:1], "")),
        cleared,
        None,
        lambda page: corrected(page, Correction(page.strokes, "\n\u2028é")),
    ):
        change = history.undo() if make is None else make(history.page)
        assert change is not None
        if make:
            history.do(change)
        yield change, history.page


def small_steps() -> Iterator[tuple[Change, Page]]:
    """Yield a session of few bytes."""
    page = Page()
    for make in (
        lambda page: drawn(page, PRESSED),
        lambda page: corrected(page, Correction((PRESSED,), "7")),
        lambda page: opened(page, (), BoardPicture("p", PICTURE.pixels[:1, :1]), of_all((), "")),
        lambda page: drawn(page, BARE),
    ):
        change = make(page)
        page = change.apply(page)
        yield change, page


# There and back


@pytest.mark.parametrize(
    "page",
    [
        Page(),
        Page((FULL,)),
        Page((BARE, PRESSED, BARE)),
        Page(picture=PICTURE),
        Page((FULL,), corrections=of_all((FULL,), "")),
        Page(corrections=of_all((), "4")),
        BOARD,
        *(Page(ink.strokes) for ink in DIGITS.values()),
    ],
    ids=lambda page: str(len(page.strokes)),
)
def test_a_page_comes_back(folder: Path, page: Page) -> None:
    keep(folder, page)
    found, message = restored(folder)
    assert same(found, page)
    assert message == ""


def test_a_page_comes_back_as_often_as_it_is_asked_for(folder: Path) -> None:
    keep(folder, BOARD)
    assert all(same(restored(folder)[0], BOARD) for _ in range(3))


@pytest.mark.parametrize("count", range(len(list(steps())) + 1))
def test_each_change_is_kept(folder: Path, start: MakeAutosave, count: int) -> None:
    autosave, page = start(), Page()
    autosave.restore()
    for change, page in itertools.islice(steps(), count):
        autosave.record(change, page)
    autosave.close()
    assert same(restored(folder)[0], page)


def test_numbers_come_back_exactly(folder: Path) -> None:
    rng = np.random.default_rng(5)
    strokes = tuple(
        Stroke(
            rng.normal(size=(9, 2)) * 10.0 ** rng.integers(-9, 9),
            rng.random(9) * 1e9,
            rng.random(9),
            float(rng.random()) + 1e-3,
        )
        for _ in range(50)
    )
    keep(folder, Page(strokes))
    assert restored(folder)[0].strokes == strokes


@pytest.mark.slow
def test_a_stroke_comes_back_however_long_it_is(folder: Path) -> None:
    numbers = np.arange(MAX_POINTS + 100_000, dtype=float)
    pressures = np.where(numbers < MAX_POINTS, np.nan, 0.5)
    page = Page((BARE, Stroke(np.column_stack([numbers, -numbers]), pressures=pressures), FULL))
    keep(folder, page)
    assert restored(folder) == (page, "")


@pytest.fixture
def strokes_told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What has been turned into the JSON of strokes since the test began."""
    told: list[object] = []
    dumps = json.dumps

    def listen(value: object, **options: object) -> str:
        if isinstance(value, dict) and "strokes" in value:
            told.append(value)
        return dumps(value, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(json, "dumps", listen)
    return told


def test_what_is_taken_away_and_comes_back_is_not_made_into_json_again(
    folder: Path, start: MakeAutosave, strokes_told: list[object]
) -> None:
    autosave, history = start(), UndoHistory()
    autosave.restore()
    for number in range(100):  # so much that the journal is written anew when all is cleared
        change = drawn(history.page, long_stroke(number))
        history.do(change)
        autosave.record(change, history.page)
    change = cleared(history.page)
    history.do(change)
    autosave.record(change, history.page)
    autosave.tend()
    assert autosave.path.stat().st_size == 0
    for again in (history.undo, history.redo, history.undo):
        step = again()
        assert step is not None
        autosave.record(step, history.page)
        autosave.tend()
    assert len(strokes_told) == 100
    autosave.close()
    assert restored(folder) == (history.page, "")


def test_of_what_is_long_gone_nothing_is_held(start: MakeAutosave) -> None:
    autosave = start()
    autosave.restore()
    held = []
    for number in range(300):
        page = Page((long_stroke(number),))
        held.append(weakref.ref(page.strokes[0]))
        autosave.record(drawn(Page(), page.strokes[0]), page)
        autosave.record(cleared(page), Page())
    del page
    gc.collect()
    assert sum(each() is not None for each in held) * 25_000 < 3 * SLACK_BYTES


def test_a_new_folder_holds_an_empty_page(folder: Path) -> None:
    assert restored(folder) == (Page(), "")


def test_a_change_is_one_line_in_the_file_at_once(start: MakeAutosave) -> None:
    autosave = start()
    autosave.restore()
    for number, (change, page) in enumerate(steps(), start=1):
        autosave.record(change, page)
        content = autosave.path.read_bytes()
        assert content.count(b"\n") == number
        assert content.endswith(b"\n")


def test_a_line_is_json_with_strokes_in_the_form_of_ink(folder: Path) -> None:
    (line,) = keep(folder, Page((FULL,)))
    record = json.loads(line)
    assert record.keys() == {"added"}
    ((index, ink),) = record["added"]
    assert (index, Ink.from_record(ink)) == (0, Ink((FULL,)))


def test_a_journal_of_old_says_what_all_of_the_page_is(folder: Path) -> None:
    drawing = keep(folder, Page((BARE,)))[0].replace(b"}\n", b',"correction":null}\n')
    path = folder / "board-1.jsonl"
    for said, label in ((b"null", None), (b'""', ""), (b'"7"', "7")):
        path.write_bytes(drawing + b'{"correction":' + said + b"}\n")
        assert restored(folder) == (Page((BARE,), corrections=of_all((BARE,), label)), "")


def test_a_lesson_alone_leaves_the_journal_as_it_is(folder: Path, start: MakeAutosave) -> None:
    keep(folder, BOARD)
    autosave = start()
    page, _ = autosave.restore()
    before = autosave.path.read_bytes()
    now = datetime.now(timezone.utc)
    lesson = Lesson(Ink((BARE,)), "7", np.ones(3, np.float32), "model", now)
    autosave.record(Change(learned=(lesson,)), page)
    assert autosave.path.read_bytes() == before


def test_without_restoring_the_journal_begins_with_the_page_as_it_is(
    folder: Path, start: MakeAutosave
) -> None:
    keep(folder, BOARD)
    autosave = start()
    page = Page((BARE, FULL))
    autosave.record(drawn(Page((BARE,)), FULL), page)
    autosave.close()
    assert same(restored(folder)[0], page)


def test_a_closed_journal_takes_no_more(folder: Path) -> None:
    autosave = Autosave(folder)
    autosave.close()
    autosave.close()
    with pytest.raises(ValueError, match="closed"):
        autosave.record(drawn(Page(), BARE), Page((BARE,)))
    with pytest.raises(ValueError, match="closed"):
        autosave.restore()


# Damage


def test_a_file_cut_off_anywhere_loses_the_last_change_at_most(folder: Path) -> None:
    autosave = Autosave(folder)
    autosave.restore()
    pages = [Page()]
    for change, page in small_steps():
        autosave.record(change, page)
        pages.append(page)
    autosave.close()
    content = autosave.path.read_bytes()
    for length in range(len(content) + 1):
        autosave.path.write_bytes(content[:length])
        found, message = restored(folder)
        whole = content[:length].count(b"\n")
        assert any(same(found, page) for page in pages[whole : whole + 2])
        assert message == ""
        assert sorted(os.listdir(folder)) in FILES_OF_ONE


FILES_OF_ONE = (["board-1.jsonl"], ["board-1.jsonl", "board-1.lock"])
"""Whether a lock stays behind is the business of filelock."""


def test_drawing_goes_on_after_a_torn_line(folder: Path, start: MakeAutosave) -> None:
    first, second = keep(folder, Page((BARE,)), Page((BARE, FULL)))
    path = folder / "board-1.jsonl"
    path.write_bytes(first + second[:-9])
    autosave = start()
    page, _ = autosave.restore()
    autosave.record(drawn(page, PRESSED), Page((BARE, PRESSED)))
    autosave.close()
    assert restored(folder) == (Page((BARE, PRESSED)), "")


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"\x00" * 20,
        b"\xff\xfe",
        b"[]",
        b"null",
        b"{}",
        b"[" * 100_000,
        b'{"correction":7}',
        b'{"board":[9,9]}',
        b'{"corrections":null}',
        b'{"corrections":[7]}',
        b'{"corrections":[[[0],7]]}',
        b'{"corrections":[[[1],"7"]]}',
        b'{"corrections":[[[-1],"7"]]}',
        b'{"corrections":[[[true],"7"]]}',
        b'{"removed":[9],"correction":null}',
        b'{"removed":[-1],"correction":null}',
        b'{"removed":[0,0],"correction":null}',
        b'{"removed":[true],"correction":null}',
        b'{"removed":null,"correction":null}',
        b'{"added":3,"correction":null}',
        b'{"added":[[0]],"correction":null}',
        b'{"added":[["0",{"strokes":[[[1,2]]]}]],"correction":null}',
        b'{"added":[[5,{"strokes":[[[1,2]]]}]],"correction":null}',
        b'{"added":[[0,{"strokes":[[[NaN,2]]]}]],"correction":null}',
        b'{"added":[[0,{"strokes":[]}]],"correction":null}',
        b'{"added":[[0,null]],"correction":null}',
        b'{"picture":3,"correction":null}',
        b'{"picture":{"name":"a"},"correction":null}',
        b'{"picture":{"name":"a","png":"!"},"correction":null}',
        '{"picture":{"name":"a","png":"é"},"correction":null}'.encode(),
        b'{"picture":{"name":"a","png":"AAAA"},"correction":null}',
    ],
    ids=lambda line: line[:40].decode("latin-1"),
)
def test_of_a_damaged_file_what_came_before_is_restored_and_all_is_kept(
    folder: Path, bad: bytes
) -> None:
    first, second = keep(folder, Page((BARE,)), Page((FULL,)))
    damaged = first + bad + b"\n" + second
    (folder / "board-1.jsonl").write_bytes(damaged)
    page, message = restored(folder)
    assert page == Page((BARE,))
    assert str(folder / "board-1.jsonl") in message
    assert "line 2" in message
    assert "board-1.jsonl.damaged" in message
    assert "\n" not in message
    assert (folder / "board-1.jsonl.damaged").read_bytes() == damaged
    assert restored(folder) == (Page((BARE,)), "")


@pytest.fixture
def all_kept(folder: Path) -> bytes:
    """The files of a board on which all has been done that there is."""
    return b"".join(keep(folder, *(page for _, page in steps())))


@settings(max_examples=200)
@given(part=st.floats(0, 1), length=st.integers(1, 30), instead=st.binary(max_size=30))
def test_no_random_damage_is_an_error(
    folder: Path, all_kept: bytes, part: float, length: int, instead: bytes
) -> None:
    hit = bytearray(all_kept)
    begin = int(part * len(hit))
    hit[begin : begin + length] = instead
    (folder / "board-1.jsonl").write_bytes(hit)
    page, _ = restored(folder)
    assert same(restored(folder)[0], page)


def test_a_page_is_a_stroke_a_line_so_that_damage_takes_only_what_follows(folder: Path) -> None:
    keep(folder, BOARD)
    restored(folder)
    path = folder / "board-1.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-2]) + b"bad\n")
    page, _ = restored(folder)
    assert same(page, Page((FULL, BARE), PICTURE))


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


# Several boards


def test_two_boards_do_not_share_a_journal(folder: Path, start: MakeAutosave) -> None:
    one, other = start(), start()
    assert [one.restore(), other.restore()] == [(Page(), ""), (Page(), "")]
    one.record(drawn(Page(), BARE), Page((BARE,)))
    other.record(drawn(Page(), FULL), Page((FULL,)))
    one.close()
    other.close()
    assert start().restore() == (Page((BARE,)), "")
    assert start().restore() == (Page((FULL,)), "")


def test_a_journal_given_free_is_the_next_boards(start: MakeAutosave) -> None:
    first, second = start(), start()
    first.close()
    assert start().path == first.path
    assert second.path != first.path


def test_no_more_boards_than_there_are_journals(start: MakeAutosave) -> None:
    assert len({start().path for _ in range(MAX_BOARDS)}) == MAX_BOARDS
    with pytest.raises(FileError, match=f"{MAX_BOARDS} boards"):
        start()


# Written anew


def long_stroke(number: int) -> Stroke:
    """Return a stroke that takes about 25 kB, the same for the same number."""
    rng = np.random.default_rng(number)
    return Stroke(rng.random((400, 2)), rng.random(400), pen_width=3)


def test_what_was_taken_away_does_not_fill_the_disk(folder: Path, start: MakeAutosave) -> None:
    autosave = start()
    autosave.restore()
    largest = 0
    for number in range(300):
        page = Page((long_stroke(number),))
        autosave.record(drawn(Page(), page.strokes[0]), page)
        autosave.record(cleared(page), Page())
        autosave.tend()
        largest = max(largest, autosave.path.stat().st_size)
    assert SLACK_BYTES / 2 < largest < 1.1 * SLACK_BYTES
    assert same(autosave.restore()[0], Page())


def test_a_page_that_needs_its_room_has_it(start: MakeAutosave) -> None:
    autosave = start()
    autosave.restore()
    page = Page()
    lines = []
    for number in range(80):
        change = drawn(page, long_stroke(number))
        page = change.apply(page)
        autosave.record(change, page)
        autosave.tend()
        lines.append(autosave.path.read_bytes().count(b"\n"))
    assert autosave.path.stat().st_size > SLACK_BYTES
    assert lines == list(range(1, 81))


@cache
def bytes_of(stroke: Stroke) -> int:
    """Return what the line that draws `stroke` takes at most."""
    return len(Ink((stroke,)).to_json()) + 60


@pytest.mark.parametrize("seed", range(3))
def test_the_page_outlives_being_written_anew(folder: Path, start: MakeAutosave, seed: int) -> None:
    rng = np.random.default_rng(seed)
    autosave, history = start(), UndoHistory()
    autosave.restore()
    sizes = []
    for number in range(200):
        count = len(history.page.strokes)
        some = [int(index) for index in rng.integers(count, size=3)] if count else []
        change = erased(history.page, some) or drawn(history.page, long_stroke(number))
        if rng.random() < 0.5 or not some:
            change = drawn(history.page, long_stroke(number))
        if rng.random() < 0.05:
            only = (long_stroke(number),)
            change = opened(history.page, only, PICTURE, of_all(only, "1"))
        history.do(change)
        autosave.record(change, history.page)
        autosave.tend()
        sizes.append(autosave.path.stat().st_size)
        needed = sum(map(bytes_of, history.page.strokes)) + 400
        assert sizes[-1] <= MAX_WASTE_RATIO * needed + SLACK_BYTES
    assert any(after < before for before, after in itertools.pairwise(sizes))
    autosave.close()
    assert same(restored(folder)[0], history.page)


# Killed

CHANGES = 200


def killed_pages() -> Iterator[tuple[Change, Page]]:
    """Yield what the process draws that is killed: now and then it clears all."""
    page = Page()
    for number in range(CHANGES):
        change = cleared(page) if number % 9 == 8 else drawn(page, long_stroke(number))
        page = change.apply(page)
        yield change, page


def draw_until_killed(folder: Path) -> None:
    """Draw, say after each change that it is done, and wait for the end."""
    autosave = Autosave(folder)
    autosave.restore()
    for change, page in killed_pages():
        autosave.record(change, page)
        sys.stdout.write("done\n")
        sys.stdout.flush()
    sys.stdin.read()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is Unix's")
@pytest.mark.parametrize("seed", range(6))
def test_what_a_killed_board_had_drawn_is_there_again(folder: Path, seed: int) -> None:
    heard = int(np.random.default_rng(seed).integers(1, CHANGES))
    code = f"import pathlib, test_autosave as t; t.draw_until_killed(pathlib.Path({str(folder)!r}))"
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=changed_environment(PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "tests")])),
    ) as process:
        assert process.stdout is not None
        for _ in range(heard):
            assert process.stdout.readline() == b"done\n"
        process.send_signal(signal.SIGKILL)
        last = heard + process.stdout.read().count(b"\n")
    pages = [page for _, page in killed_pages()]
    page, message = restored(folder)
    assert any(same(page, each) for each in pages[last - 1 : last + 1])
    assert message == ""


def test_a_journal_of_nothing_but_line_ends_takes_no_memory() -> None:
    content = b"\n" * 10_000_000
    tracemalloc.start()
    try:
        assert replay(content).damage.startswith("line 1 is damaged")
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()

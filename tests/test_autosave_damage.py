"""A journal that was cut off or damaged: what came before is restored, and all is kept."""

from __future__ import annotations

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from autosaves import (
    BARE,
    BOARD,
    FILES_OF_ONE,
    FULL,
    PICTURE,
    PRESSED,
    MakeAutosave,
    keep,
    restored,
    same,
    steps,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from recognizer.document.corrections import Correction, of_all
from recognizer.document.page import BoardPicture, Change, Page, corrected, drawn, opened
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.journal import replay

pytest_plugins = ["autosavefixtures"]


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


def test_a_journal_of_nothing_but_line_ends_takes_no_memory() -> None:
    content = b"\n" * 10_000_000
    tracemalloc.start()
    try:
        assert replay(content).damage.startswith("line 1 is damaged")
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()

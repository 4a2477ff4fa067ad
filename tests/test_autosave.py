"""The journal of the board: what was drawn is there again, after a kill and a rewriting too."""

from __future__ import annotations

import gc
import itertools
import json
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from autosaves import (
    BARE,
    BOARD,
    FULL,
    PICTURE,
    PRESSED,
    MakeAutosave,
    keep,
    long_stroke,
    restored,
    same,
    steps,
)
from making import ROOT, changed_environment, started
from strokes import DIGITS

from recognizer import Ink, Stroke
from recognizer.document.corrections import of_all
from recognizer.document.page import Change, Page, UndoHistory, cleared, drawn, erased, opened
from recognizer.errors import FileError
from recognizer.ink import MAX_POINTS
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.journalfile import MAX_WASTE_RATIO
from recognizer.keeping.pagetexts import SLACK_BYTES
from recognizer.keeping.slots import MAX_BOARDS
from recognizer.lessons import Lesson

pytest_plugins = ["autosavefixtures"]


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
    with started(
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

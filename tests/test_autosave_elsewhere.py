"""The folder of the journal goes away, fills up, comes back: what is drawn is kept all the same."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from strokes import DIGITS

from recognizer.document.page import Page, drawn
from recognizer.errors import FileError
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.slots import take_slot

STROKES = tuple(ink.strokes[0] for ink in DIGITS.values())

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="what is open stays there")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "state" / "autosaves"


@pytest.fixture
def spare(tmp_path: Path) -> Path:
    return tmp_path / "spare"


@pytest.fixture
def autosave(home: Path, spare: Path) -> Iterator[Autosave]:
    started = Autosave(home, spare)
    started.restore()
    yield started
    started.close()


def draw(autosave: Autosave, count: int) -> None:
    """Draw the stroke of this number, the first of which is 1."""
    before = Page(STROKES[: count - 1])
    change = drawn(before, STROKES[count - 1])
    autosave.record(change, change.apply(before))


def next_start(home: Path, spare: Path) -> tuple[int, str]:
    """Return how many strokes the next board shows, and what it says."""
    again = Autosave(home, spare)
    page, message = again.restore()
    again.close()
    assert page.strokes == STROKES[: len(page.strokes)]
    return len(page.strokes), message


@needs_posix
@pytest.mark.parametrize("what", ["folder", "lock", "journal", "all above"])
def test_what_was_taken_away_is_made_anew_and_that_is_said(
    autosave: Autosave, home: Path, spare: Path, what: str
) -> None:
    draw(autosave, 1)
    assert autosave.tend() == ""
    if what == "lock":
        (home / "board-1.lock").unlink()
    elif what == "journal":
        autosave.path.unlink()
    else:
        shutil.rmtree(home if what == "folder" else home.parent)
    draw(autosave, 2)
    message = autosave.tend()
    assert "was removed" in message
    assert str(home / "board-1.jsonl") in message
    assert "\n" not in message
    assert autosave.tend() == ""
    draw(autosave, 3)
    assert autosave.path.read_bytes().count(b"\n") == 3
    assert autosave.close() == ""
    assert next_start(home, spare) == (3, "")
    assert not spare.exists()


@needs_posix
def test_what_was_taken_away_right_before_the_end_is_made_anew(
    autosave: Autosave, home: Path, spare: Path
) -> None:
    draw(autosave, 1)
    shutil.rmtree(home)
    assert "was removed" in autosave.close()
    assert next_start(home, spare) == (1, "")


@needs_posix
def test_where_the_folder_cannot_be_made_anew_the_page_is_kept_elsewhere_and_comes_home(
    autosave: Autosave, home: Path, spare: Path
) -> None:
    draw(autosave, 1)
    shutil.rmtree(home)
    home.write_text("in the way")
    draw(autosave, 2)
    message = autosave.tend()
    assert str(spare / "board-1.jsonl") in message
    assert str(home) in message
    draw(autosave, 3)
    assert autosave.tend() == ""
    home.unlink()
    assert str(home / "board-1.jsonl") in autosave.tend()
    assert autosave.close() == ""
    assert next_start(home, spare) == (3, "")
    assert not list(spare.glob("*.jsonl"))


@needs_posix
def test_what_could_not_come_home_is_said_at_the_end_and_is_there_at_the_next_start(
    autosave: Autosave, home: Path, spare: Path
) -> None:
    draw(autosave, 1)
    shutil.rmtree(home)
    home.write_text("in the way")
    autosave.tend()
    assert str(spare / "board-1.jsonl") in autosave.close()
    home.unlink()
    count, message = next_start(home, spare)
    assert count == 1
    assert str(spare / "board-1.jsonl") in message
    assert next_start(home, spare) == (1, "")


@needs_posix
@pytest.mark.parametrize("ahead_seconds", [0, 3600], ids=["same clock", "a server ahead of us"])
def test_what_was_kept_elsewhere_is_there_again_whatever_clock_the_folder_has(
    autosave: Autosave, home: Path, spare: Path, ahead_seconds: int
) -> None:
    draw(autosave, 1)
    left = autosave.path
    away = home.rename(home.with_name("away"))
    home.write_text("in the way")
    draw(autosave, 2)
    os.utime(away / left.name, (time.time() + ahead_seconds,) * 2)
    autosave.tend()
    draw(autosave, 3)
    kept = autosave.path
    autosave.close()
    home.unlink()
    away.rename(home)
    if not ahead_seconds:  # a failing write may touch both within a tick of the clock
        os.utime(left, ns=(0, kept.stat().st_mtime_ns))
    assert next_start(home, spare)[0] == 3


def test_a_board_that_finds_no_folder_keeps_its_page_elsewhere_from_the_start(
    home: Path, spare: Path
) -> None:
    home.parent.mkdir()
    home.write_text("in the way")
    first = Autosave(home, spare)
    assert str(home) in first.trouble
    first.restore()
    draw(first, 1)
    assert str(first.path) in first.close()
    assert next_start(home, spare)[0] == 1


@needs_posix
def test_a_journal_that_another_board_has_taken_meanwhile_is_left_to_it(
    autosave: Autosave, home: Path, spare: Path
) -> None:
    draw(autosave, 1)
    (home / "board-1.lock").unlink()
    other = Autosave(home, spare)
    other.restore()
    draw(other, 2)
    other.tend()
    draw(autosave, 2)
    draw(autosave, 3)
    message = autosave.tend()
    assert str(home / "board-2.jsonl") in message
    assert other.path == home / "board-1.jsonl"
    assert other.path.read_bytes().count(b"\n") == 2
    assert autosave.path.read_bytes().count(b"\n") == 3
    other.close()


@needs_posix
def test_a_page_that_lies_in_the_folder_is_never_written_over(home: Path, spare: Path) -> None:
    first, second = Autosave(home, spare), Autosave(home, spare)
    for each in (first, second):
        each.restore()
    draw(second, 1)
    second.close()
    draw(first, 1)
    (home / "board-1.lock").unlink()
    third = Autosave(home, spare)  # which takes the first one's journal
    kept = (home / "board-2.jsonl").read_bytes()
    draw(first, 2)
    first.tend()
    assert (home / "board-2.jsonl").read_bytes() == kept
    first.close()
    third.close()


@needs_posix
def test_a_folder_of_another_user_is_not_used(home: Path, tmp_path: Path) -> None:
    if os.getuid():
        pytest.skip("only root can give a folder away")
    spare = tmp_path / "theirs"
    spare.mkdir()
    os.chown(spare, 12345, 12345)
    home.parent.mkdir()
    home.write_text("in the way")
    with pytest.raises(FileError):
        Autosave(home, spare)


@needs_posix
@pytest.mark.parametrize("what", ["folder", "lock"])
def test_while_the_first_journal_is_taken_away_no_later_one_is_taken(home: Path, what: str) -> None:
    def take_away_the_first(path: Path) -> bool:
        if path.name == "board-1.jsonl":
            shutil.rmtree(home) if what == "folder" else path.with_suffix(".lock").unlink()
        return True

    with pytest.raises(FileError):
        take_slot(home, take_away_the_first)
    slot = take_slot(home)
    assert slot.path.name == "board-1.jsonl"
    slot.release()

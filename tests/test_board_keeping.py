"""The journal while the board runs: synced beside the loop, tried again, complete at the end."""

import os
import shutil
import sys
import threading

import pytest
from boards import drawn, play, seen

from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile

pytest_plugins = ["boardfixtures"]

SOON = 60.0  # seconds: what takes longer hangs
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="what is open stays there")


@pytest.fixture
def autosave(places):
    opened = Autosave(places.autosaves)
    opened.restore()
    return opened


@pytest.fixture
def board(new_board, places, autosave):
    return new_board(places=places, autosave=autosave, profile=Profile(places.profiles / "a.json"))


class Disk:
    """Listens to what is synced, and can be made to take its time."""

    def __init__(self):
        self.threads, self.synced = set(), {}
        self.begun, self.may_go_on = threading.Event(), threading.Event()
        self.may_go_on.set()
        self._sync = os.fsync

    def __call__(self, file):
        self.threads.add(threading.current_thread())
        status = os.fstat(file)
        self.begun.set()
        assert self.may_go_on.wait(SOON)
        self.synced[status.st_ino] = status.st_size
        self._sync(file)

    def has(self, path):
        """Tell whether all that is in the file is on the disk."""
        return self.synced.get(path.stat().st_ino) == path.stat().st_size


@pytest.fixture
def disk(monkeypatch, board):
    listening = Disk()
    monkeypatch.setattr(os, "fsync", listening)
    return listening


def lines(autosave):
    return autosave.path.read_bytes().count(b"\n")


def strokes_at_the_next_start(places):
    again = Autosave(places.autosaves)
    page, _ = again.restore()
    again.close()
    return len(page.strokes)


def test_what_is_drawn_is_on_the_disk_a_second_later(board, autosave, disk, clock):
    play(board, *drawn("1"))
    assert lines(autosave) == 1
    assert not disk.has(autosave.path)
    clock.advance(1.1)
    board.handle([])
    board.settle()
    assert disk.has(autosave.path)


def test_the_loop_does_not_wait_for_the_disk(board, autosave, disk, clock):
    play(board, *drawn("1"))
    disk.may_go_on.clear()
    clock.advance(1.1)
    board.handle([])
    assert disk.begun.wait(SOON)
    board.handle([*drawn("1", left=400), *drawn("1", left=600)])
    assert lines(autosave) == 3
    disk.may_go_on.set()
    board.settle()
    clock.advance(1.1)
    board.handle([])
    board.settle()
    assert disk.has(autosave.path)
    assert threading.main_thread() not in disk.threads


def test_at_the_end_all_is_on_the_disk(board, autosave, disk):
    play(board, *drawn("1"))
    assert board.close() == ""
    assert disk.has(autosave.path)


def test_a_quiet_board_lets_the_disk_rest(board, autosave, disk, clock):
    for _ in range(5):
        clock.advance(60)
        board.handle([])
        board.settle()
    assert autosave.path.stat().st_ino not in disk.synced


@pytest.fixture
def full():
    """A function that lets the disk be full, or have room again."""
    resource = pytest.importorskip("resource", reason="Unix only")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda is_full: resource.setrlimit(resource.RLIMIT_FSIZE, (40 if is_full else soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_what_was_drawn_on_a_full_disk_is_there_if_there_is_room_at_the_end(board, places, full):
    play(board, *drawn("1"))
    full(True)
    for left in (200, 300, 400):
        play(board, *drawn("1", left=left))
    assert seen(board).message.warns
    full(False)
    assert board.close() == ""
    assert strokes_at_the_next_start(places) == 4


def test_that_the_disk_has_room_again_is_said_and_used(board, autosave, clock, full):
    full(True)
    play(board, *drawn("1"))
    full(False)
    clock.advance(1.1)
    board.handle([])
    board.settle()
    assert seen(board).message.text == "What is on the board is kept again"
    assert lines(autosave) == 1


def test_what_is_not_kept_is_said_at_the_end(board, places, full):
    play(board, *drawn("1"))
    full(True)
    play(board, *drawn("1", left=400))
    told = board.close()
    full(False)
    assert "what is on the board cannot be kept" in told
    assert str(places.autosaves) in told
    assert strokes_at_the_next_start(places) == 1


@needs_posix
@pytest.mark.parametrize("draws", [True, False], ids=["drawing", "at rest"])
def test_a_folder_that_is_taken_away_is_noticed_told_and_made_anew(board, places, clock, draws):
    play(board, *drawn("1"))
    shutil.rmtree(places.autosaves)
    if draws:
        play(board, *drawn("1", left=400))
    clock.advance(6)
    board.handle([])
    board.settle()
    assert "was removed" in seen(board).message.text
    assert seen(board).message.warns
    assert board.close() == ""
    assert strokes_at_the_next_start(places) == 1 + draws


def test_a_change_that_the_journal_never_heard_of_is_there_all_the_same(
    board, places, autosave, monkeypatch
):
    play(board, *drawn("1"))
    record, heard = Autosave.record, []

    def fail(self, change, page):
        heard.append(change)
        if len(heard) == 1:
            raise LookupError("a mistake")
        record(self, change, page)

    monkeypatch.setattr(Autosave, "record", fail)
    play(board, *drawn("1", left=300))
    play(board, *drawn("1", left=500))
    assert board.close() == ""
    assert strokes_at_the_next_start(places) == 3

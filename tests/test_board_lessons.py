"""What was taught on the board is kept: for the next time, on a full disk, and in files."""

import json
import threading

import pygame
import pytest
from boards import CLEAR, leave, play, seen
from pens import drop, key
from strokes import DIGITS, FLAGGED
from teaching import GLASS, ONE, flagged, kept, number, said, text

from recognizer.board.draw.motion import SLIDE_SECONDS
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile

pytest_plugins = ["boardfixtures", "profilefixtures", "teachfixtures"]


# Quit, and start again


def test_what_was_taught_is_known_the_next_time(new_board, profile):
    board = new_board(profile=profile)
    play(board, *flagged(), ONE)
    leave(board)
    again = new_board(profile=profile)
    play(again, *flagged(left=420))
    assert (text(again), said(again)) == ("1", [None])


@pytest.mark.parametrize(
    "lesson",
    [{"label": "\0"}, {"label": "\ud800"}, {"label": "0", "embedding": [0.5] * 7}],
    ids=["no character", "half a character", "another size"],
)
def test_a_lesson_that_no_board_has_made_stops_none(new_board, reader, profile, clock, lesson):
    lesson = {"model": reader.lesson(FLAGGED, "").model, **FLAGGED.as_record(), **lesson}
    profile.path.parent.mkdir()
    profile.path.write_text(
        json.dumps({"format": "recognizer-profile", "version": 1, "lessons": [lesson]})
    )
    board = new_board(profile=profile)
    play(board, GLASS, *flagged(left=320))
    clock.advance(SLIDE_SECONDS)
    play(board)
    play(board, CLEAR, *number([DIGITS["4"]], left=420), key(pygame.K_9))
    assert "9" in kept(profile)


def test_another_profile_knows_nothing_of_it(new_board, profile, tmp_path):
    board = new_board(profile=profile)
    play(board, *flagged(), ONE)
    leave(board)
    other = new_board(profile=Profile(tmp_path / "profiles" / "other.json"))
    play(other, *flagged())
    assert text(other) == "7"


def test_what_was_said_of_what_stands_there_is_there_again(new_board, places, profile):
    def start():
        autosave = Autosave(places.autosaves)
        page, _ = autosave.restore()
        return new_board(places=places, autosave=autosave, page=page, profile=profile)

    board = start()
    play(board, *number([DIGITS["2"], FLAGGED]), ONE)
    leave(board)
    again = start()
    assert (text(again), said(again)) == ("21", [None, "1"])


def test_a_damaged_profile_stops_no_board_and_is_kept(new_board, profile):
    profile.path.parent.mkdir()
    profile.path.write_text("{nonsense")
    board = new_board(profile=profile)
    assert str(profile.path) in board.complaint
    play(board, *flagged(), ONE)
    assert kept(profile) == ["1"]
    aside = [each for each in profile.path.parent.iterdir() if "damaged" in each.name]
    assert [each.read_text() for each in aside] == ["{nonsense"]


@pytest.fixture
def full_disk():
    """A function that fills the disk, or empties it: of this process no file grows any more."""
    resource = pytest.importorskip("resource", reason="Unix only")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda full: resource.setrlimit(resource.RLIMIT_FSIZE, (0 if full else soft, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_on_a_full_disk_the_board_learns_and_says_that_it_cannot_keep_it(
    taught_board, profile, full_disk
):
    board = taught_board
    play(board, *flagged())
    full_disk(True)
    play(board, ONE)
    full_disk(False)
    assert seen(board).message.warns
    assert text(board) == "1"
    play(board, CLEAR, *flagged(left=420))
    assert text(board) == "1"


def test_that_it_cannot_keep_it_stays_on_the_screen_when_it_is_read_later(
    taught_board, full_disk, reader, monkeypatch
):
    board, read, may_read = taught_board, reader.read_ink, threading.Event()
    play(board, *flagged())
    monkeypatch.setattr(reader, "read_ink", lambda *ink: may_read.wait(60) and read(*ink))
    full_disk(True)
    board.handle([ONE])
    while not seen(board).message:
        board.handle([])
    full_disk(False)
    may_read.set()
    board.settle()
    assert text(board) == "1"
    assert seen(board).message.warns


@pytest.mark.parametrize("how", ["with the next lesson", "at the end"])
def test_what_a_full_disk_refused_is_kept_later(taught_board, profile, full_disk, how):
    board = taught_board
    play(board, *flagged())
    full_disk(True)
    play(board, ONE)
    full_disk(False)
    assert kept(profile) == []
    if how == "at the end":
        leave(board)
        assert kept(profile) == ["1"]
    else:
        play(board, *number([DIGITS["0"]], left=520), key(pygame.K_6))
        assert kept(profile) == ["1", "6"]


def test_what_could_not_be_kept_by_the_end_is_told(taught_board, profile, full_disk):
    board = taught_board
    play(board, *flagged())
    full_disk(True)
    play(board, ONE)
    complaint = board.close()
    full_disk(False)
    assert complaint.startswith(f"what you taught cannot be kept: {profile.path}: ")


def test_a_profile_damaged_meanwhile_gets_all_lessons_again(taught_board, profile):
    board = taught_board
    play(board, *flagged(), ONE)
    profile.path.write_text("nothing")
    play(board, *number([DIGITS["0"]], left=520), key(pygame.K_6))
    board.settle()
    assert seen(board).message.warns
    assert kept(profile) == ["1", "6"]


def test_a_digit_key_under_the_help_puts_it_away_and_teaches_nothing(taught_board, profile):
    board = taught_board
    play(board, *flagged(), key(pygame.K_h), ONE)
    assert not seen(board).shows_help
    assert (text(board), kept(profile)) == ("7", [])
    play(board, ONE)
    assert text(board) == "1"


def test_lessons_of_another_model_hold_for_this_one(new_board, profile):
    board = new_board(profile=profile)
    play(board, *flagged(), ONE)
    leave(board)
    record = json.loads(profile.path.read_text())
    record["lessons"][0].update(model="of another time", embedding=[0.5] * 7)
    profile.path.write_text(json.dumps(record))
    again = new_board(profile=profile)
    play(again, *flagged(left=420))
    assert text(again) == "1"


# Files


def test_a_saved_board_has_the_label_of_its_only_digit(new_board, places, profile):
    board = new_board(places=places, profile=profile)
    play(board, *flagged(), ONE, key(pygame.K_s))
    (path,) = places.saves.glob("*.json")
    record = json.loads(path.read_bytes())
    assert (record["label"], record["text"]) == ("1", "1")


def test_what_was_said_of_a_number_is_opened_with_it(new_board, places, profile):
    board = new_board(places=places, profile=profile)
    play(board, *number([DIGITS["2"], FLAGGED]), ONE, key(pygame.K_s))
    (path,) = places.saves.glob("*.json")
    assert json.loads(path.read_bytes())["text"] == "21"
    leave(board)
    other = new_board(places=places)
    play(other, drop(path))
    assert (text(other), said(other)) == ("21", [None, "1"])
    assert other.session.lessons == ()

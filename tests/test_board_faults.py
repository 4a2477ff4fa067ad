"""A fault of the program on the board: told, kept in a log, and the board goes on."""

import pygame
import pytest
from boards import CLEAR, drawn, play, seen
from pens import key

from recognizer.board.draw.motion import FRAME_SECONDS
from recognizer.board.input.hand import Hand
from recognizer.board.stage.view import View
from recognizer.document.session import Session
from recognizer.keeping.profiles import Profile
from recognizer.reading.reader import Reader

pytest_plugins = ["boardfixtures"]


def fail_once(monkeypatch, owner, name):
    """Let the next call of a method of the program fail as a mistake in it would."""
    works = getattr(owner, name)
    calls = []

    def fail(*arguments, **more):
        calls.append(name)
        if len(calls) == 1:
            raise LookupError(f"a mistake in {name}")
        return works(*arguments, **more)

    monkeypatch.setattr(owner, name, fail)
    return calls


def log(places):
    return places.log.read_text(encoding="utf-8")


@pytest.fixture
def board(new_board, places):
    return new_board(places=places)


def test_a_fault_in_reading_is_told_and_the_next_question_is_answered(board, places, monkeypatch):
    fail_once(monkeypatch, Reader, "read_ink")
    play(board, *drawn("4"))
    assert "reading failed unexpectedly" in seen(board).message.text
    assert str(places.log) in seen(board).message.text
    assert "a mistake in read_ink" in log(places)
    play(board, CLEAR, *drawn("7"))
    assert board.session.reading.text == "7"


def test_a_fault_in_reading_along_is_told_once_and_the_stroke_is_read_when_it_ends(
    board, clock, places, monkeypatch
):
    calls = fail_once(monkeypatch, Reader, "read_ink")
    *drawing, lift = drawn("3")
    for event in drawing:
        board.handle([event])
        clock.advance(FRAME_SECONDS)
        board.settle()
    assert "a mistake in read_ink" in log(places)
    assert len(calls) == 1
    play(board, lift)
    assert board.session.reading.text == "3"


def test_a_fault_in_looking_closer_is_told_and_the_next_look_is_seen(board, places, monkeypatch):
    calls = fail_once(monkeypatch, Reader, "look_closer")
    play(board, *drawn("4"), key(pygame.K_d))
    assert "a mistake in look_closer" in log(places)
    play(board, key(pygame.K_d))
    play(board, key(pygame.K_d))
    assert len(calls) > 1
    assert seen(board).insight is not None


def test_a_fault_in_a_command_costs_that_command(board, places, monkeypatch):
    fail_once(monkeypatch, Session, "clear")
    play(board, *drawn("4"), CLEAR)
    assert "what you asked for failed unexpectedly" in seen(board).message.text
    assert "a mistake in clear" in log(places)
    assert board.session.strokes
    play(board, CLEAR)
    assert not board.session.strokes


def test_a_fault_in_the_midst_of_a_stroke_costs_no_other(board, places, monkeypatch):
    play(board, *drawn("1"))
    fail_once(monkeypatch, Hand, "move")
    play(board, *drawn("7", left=500))
    assert len(board.session.strokes) == 2
    assert "a mistake in move" in log(places)


def test_a_fault_in_saving_is_told(board, places, monkeypatch):
    import recognizer.board.files.filing as filing

    fail_once(monkeypatch, filing, "save_board")
    play(board, *drawn("4"), key(pygame.K_s))
    assert "failed unexpectedly" in seen(board).message.text
    assert "a mistake in save_board" in log(places)
    play(board, key(pygame.K_s))
    assert len(list(places.saves.iterdir())) == 2


def test_a_fault_in_keeping_a_lesson_is_told_and_the_lesson_comes_with_the_next(
    new_board, places, monkeypatch
):
    profile = Profile(places.profiles / "a.json")
    board = new_board(places=places, profile=profile)
    fail_once(monkeypatch, Profile, "change")
    play(board, *drawn("4"), key(pygame.K_7))
    assert "a mistake in change" in log(places)
    board.close()
    assert [lesson.label for lesson in profile.load()[0]] == ["7"]


def test_a_frame_that_cannot_be_drawn_is_drawn_the_next_time(board, places, monkeypatch):
    fail_once(monkeypatch, View, "draw")
    play(board, *drawn("4"))
    play(board, key(pygame.K_t))
    assert "a mistake in draw" in log(places)
    assert board.session.reading.text == "4"


def test_a_board_that_can_never_be_drawn_ends(board, monkeypatch):
    def fail(*_):
        raise LookupError("never")

    def show(frames):
        for _ in range(frames):
            board.handle([])

    monkeypatch.setattr(View, "draw", fail)
    with pytest.raises(LookupError):
        show(100)
    monkeypatch.undo()


def test_without_a_place_for_a_log_the_board_goes_on(new_board, monkeypatch):
    board = new_board()
    fail_once(monkeypatch, Session, "clear")
    play(board, *drawn("4"), CLEAR)
    assert seen(board).message.text.endswith("(LookupError: a mistake in clear)")

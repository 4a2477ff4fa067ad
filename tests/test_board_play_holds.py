"""What holds in a game, whatever happens: the drawing stays, no finished task is lost."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pygame
import pytest
from autosaves import restored
from boards import (
    ALIKE,
    CLEAR,
    ESCAPE,
    FOCUS_LOST,
    REDO,
    UNDO,
    differences_from_fresh,
    drawn,
    frame,
    play,
)
from making import changed_environment, started
from pens import fitted, mouse_click, mouse_events
from playing import (
    answer_right,
    answer_wrong,
    begin,
    face,
    press,
    tiles,
    wait,
    write,
)
from storms import KEYS, Storm
from strokes import DIGITS

from recognizer import Ink
from recognizer.board.games.course import CHEER_SECONDS
from recognizer.board.games.writing import MEND_SECONDS
from recognizer.keeping.autosave import Autosave
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS
from recognizer.play.round import SWIFT
from recognizer.play.scorebook import load_scores

pytest_plugins = ["boardfixtures"]

HOUR_TASKS, TASK_SECONDS = 60, 60
EDGE_PIXELS = 20
"""So few may be drawn in other pieces: white on black, each is far off. A ghost has more."""
GAME_KEYS = (*KEYS, pygame.K_g, pygame.K_RIGHT, pygame.K_LEFT, pygame.K_p, *range(48, 58))


@pytest.fixture
def autosave(places):
    journal = Autosave(places.autosaves)
    journal.restore()
    return journal


# Late strokes, and what is taken back


@pytest.mark.parametrize("seconds", [RIGHT_SECONDS / 3, RIGHT_SECONDS - 0.02])
def test_the_second_stroke_of_a_4_comes_in_time(board, clock, seconds):
    begin(board, "4")
    first, second = fitted(DIGITS["4"], 200, 240, 200).strokes
    play(board, *mouse_events(Ink((first,))))
    wait(board, clock, seconds)
    play(board, *mouse_events(Ink((second,))))
    wait(board, clock, RIGHT_SECONDS)
    assert (face(board).cheers, face(board).marks) == (True, (True,))


def test_undo_does_not_bring_the_ink_of_the_last_task_back(board, clock):
    begin(board, "3", "4")
    answer_right(board, clock)
    wait(board, clock, CHEER_SECONDS)
    play(board, UNDO)
    assert board.session.is_empty
    write(board, "4")
    play(board, UNDO, UNDO, UNDO)
    assert board.session.is_empty
    play(board, REDO)
    assert len(board.session.strokes) == 1


def test_undo_brings_a_wrong_answer_to_the_same_task_back(board, clock):
    begin(board, "3")
    answer_wrong(board, clock)
    ink = board.session.ink
    play(board, CLEAR, UNDO)
    assert board.session.ink == ink


def test_nothing_is_judged_while_the_focus_is_lost(board, clock):
    begin(board, "3", mode=SWIFT)
    write(board, "5")
    play(board, FOCUS_LOST)
    wait(board, clock, 10 * WRONG_SECONDS)
    assert face(board).note == ""
    press(board, "Go on")
    wait(board, clock, WRONG_SECONDS)
    assert face(board).note == "I read 5. Try again"
    assert face(board).clock == "0:01"


def test_the_tap_that_ends_a_pause_draws_no_dot(board):
    begin(board, "3")
    play(board, FOCUS_LOST, *mouse_click((300, 300)))
    assert "Go on" not in tiles(board)
    assert board.session.is_empty


def test_a_stroke_that_ends_a_pause_is_drawn_and_takes_the_place_of_what_was_wrong(board, clock):
    begin(board, "3")
    answer_wrong(board, clock)
    wait(board, clock, MEND_SECONDS)
    play(board, FOCUS_LOST)
    answer_right(board, clock)
    assert face(board).cheers


# What is kept


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_a_board_that_is_killed_in_mid_round_has_kept_what_was_done(tmp_path):
    scores, script = tmp_path / "lena.scores", Path(__file__).with_name("killedround.py")
    silent = changed_environment(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy")
    with started(
        [sys.executable, script, scores], env=silent, stdout=subprocess.PIPE, text=True
    ) as board:
        assert any(line == "done\n" for line in board.stdout)
        os.kill(board.pid, signal.SIGKILL)
    book, complaint = load_scores(scores)
    (kept,) = book.rounds
    assert (complaint, kept.is_over) == ("", False)
    assert [(each.task.answer, each.is_right) for each in kept.done] == [("3", True), ("4", True)]


def test_an_hour_of_play_leaves_the_journal_of_the_drawing_as_it_was(
    new_board, places, window, clock, autosave
):
    board = new_board(places=places, autosave=autosave)
    play(board, *drawn("4"))
    wait(board, clock, 10)
    before, written = frame(window), autosave.path.read_bytes()
    begin(board, *["3", "4", "17"] * 3, mode=SWIFT)
    for k in range(HOUR_TASKS):
        wait(board, clock, TASK_SECONDS)
        if "Again" in tiles(board):
            press(board, "Again")
        (answer_wrong, answer_right, answer_right)[k % 3](board, clock)
        play(board, UNDO, REDO, CLEAR)
    play(board, ESCAPE)
    wait(board, clock, 10)
    assert autosave.path.read_bytes() == written
    assert (frame(window) == before).all()


# A storm


@pytest.mark.parametrize(
    "events", [2_000, pytest.param(100_000, marks=pytest.mark.slow)], ids=["short", "long"]
)
def test_a_storm_of_events_in_play_loses_nothing(
    new_board, places, window, clock, autosave, tmp_path, events
):
    board = new_board(places=places, autosave=autosave)
    scores = tmp_path / "storm.scores"
    storm, sent = Storm(5, [tmp_path / "gone.json"], window, GAME_KEYS), 0
    while sent < events:
        if not tiles(board):
            begin(board, "3", "17", mode=SWIFT, scores=scores)
        for _ in range(20):
            batch = storm.batch()
            board.handle(batch)
            clock.advance(storm.pause())
            board.handle([])
            sent += len(batch)
        board.settle()
        assert (differences_from_fresh(board, window) >= ALIKE).sum() < EDGE_PIXELS
    play(board, FOCUS_LOST)
    while tiles(board):
        play(board, ESCAPE)
    autosave.close()
    kept, complaint = restored(places.autosaves)
    assert (complaint, kept.strokes) == ("", board.session.strokes)
    book, complaint = load_scores(scores)
    assert complaint == ""
    assert any(each.done for each in book.rounds)

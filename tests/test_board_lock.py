"""A board for a class is locked: only games, until somebody holds the lock for three seconds."""

import os
import signal
import subprocess
import sys
import time

import pygame
import pytest
from boards import ESCAPE, QUIT, SIZE, frame, off_from_fresh, seen
from making import ROOT, started
from pens import finger, key, mouse_click, mouse_down, mouse_move, mouse_up
from playing import face, tiles

from recognizer.actions import table
from recognizer.board.games.taskface import TaskFace
from recognizer.board.show.lock import HOLD_SECONDS, LOCKED, Lock, ShownLock, lock_place
from recognizer.commands import arguments
from recognizer.keeping.profiles import Profile
from recognizer.play.games import BOARD_GAMES, COPY, GAMES

pytest_plugins = ["boardfixtures"]

CTRL_Q = key(pygame.K_q, pygame.KMOD_LCTRL)
ENTER, WHO, RIGHT = map(key, (pygame.K_RETURN, pygame.K_p, pygame.K_RIGHT))
ESCAPE_UP = pygame.event.Event(pygame.KEYUP, key=pygame.K_ESCAPE, mod=0)
LEAVES = {
    "Esc": [ESCAPE, ESCAPE_UP, ESCAPE, ESCAPE_UP],
    "Ctrl+Q": [CTRL_Q],
    "the window's cross": [QUIT],
    "G": [key(pygame.K_g)],
    "F11": [key(pygame.K_F11)],
}


@pytest.fixture
def lock():
    return Lock("copy")


@pytest.fixture
def board(new_board, places, lock):
    return new_board(places=places, profile=Profile(places.profiles / "ada.json"), lock=lock)


def do(board, *events):
    """Follow events; nothing that happens here ends the loop, so there is none."""
    board.handle(list(events))
    board.settle()


def hold(board, clock, seconds):
    """Let so much time pass, frame by frame."""
    for _ in range(10):
        clock.advance(seconds / 10)
        board.handle([])


def press(board, words):
    do(board, *mouse_click(pygame.Rect(tiles(board)[words].place).center))


def lock_of(board):
    return board.scene.overlay(ShownLock)


def spot(board):
    return lock_place(board.view.layout).center


@pytest.mark.parametrize("how", LEAVES)
@pytest.mark.parametrize("plays", [False, True])
def test_no_key_leaves_a_locked_board(board, how, plays):
    do(board, *([ENTER] if plays else []))
    do(board, *LEAVES[how])
    assert not board.has_quit
    assert isinstance(board.scene.face, TaskFace) == plays
    assert ("Begin" in tiles(board)) != plays
    if how != "G":
        assert seen(board).message == LOCKED
    assert {table.QUIT, table.FULL_SCREEN} <= board.scene.toolbar.absent


def test_no_tile_leaves_it(board):
    assert "Back" not in tiles(board)
    press(board, "Begin")
    press(board, "End")
    assert "Begin" in tiles(board)
    press(board, "Begin")
    press(board, "Skip")
    press(board, "End")
    assert {"Done", "Back"}.isdisjoint(tiles(board))
    press(board, "Another game")
    assert "Begin" in tiles(board)


@pytest.mark.parametrize("how", ["mouse", "touch", "keyboard"])
def test_who_holds_the_lock_long_enough_opens_it(board, clock, how, window):
    down, up = {
        "mouse": (mouse_down(spot(board)), mouse_up(spot(board))),
        "touch": tuple(finger(k, spot(board), SIZE) for k in (pygame.FINGERDOWN, pygame.FINGERUP)),
        "keyboard": (ESCAPE, ESCAPE_UP),
    }[how]
    do(board, down)
    hold(board, clock, HOLD_SECONDS * 2 / 3)
    assert lock_of(board).share == pytest.approx(2 / 3, abs=0.05)
    assert board.due <= clock.now + 1 / 60
    assert off_from_fresh(board, window) == 0
    hold(board, clock, HOLD_SECONDS / 2)
    do(board, up)
    assert lock_of(board) is None
    do(board, ESCAPE, ESCAPE_UP)
    assert tiles(board) == {}
    do(board, ESCAPE, ESCAPE)
    assert board.has_quit


@pytest.mark.parametrize("how", ["let go", "slipped off", "key let go", "pen lost"])
def test_who_lets_go_too_early_does_not(board, clock, how):
    begins = ESCAPE if how == "key let go" else mouse_down(spot(board))
    ends = {
        "let go": mouse_up(spot(board)),
        "slipped off": mouse_move((300, 300)),
        "key let go": ESCAPE_UP,
        "pen lost": pygame.event.Event(pygame.WINDOWFOCUSLOST),
    }[how]
    do(board, begins)
    hold(board, clock, HOLD_SECONDS * 0.9)
    do(board, ends)
    hold(board, clock, HOLD_SECONDS)
    assert lock_of(board).share == 0


def test_the_lock_takes_no_stroke(board, clock):
    do(board, ENTER)
    before = board.session.strokes
    do(board, mouse_down(spot(board)), mouse_move((200, 200)), mouse_up((200, 200)))
    assert board.session.strokes == before == ()


def test_only_the_chosen_game_can_be_played(board):
    assert not {each.title for each in GAMES} & set(tiles(board))
    assert {"1 digit", "6 digits", "10 calmly"} <= set(tiles(board))
    do(board, key(pygame.K_DOWN), ENTER)
    task = face(board).task
    assert task.is_copy
    assert len(task.answer) == 2


def test_without_a_game_any_can_be_chosen(new_board):
    board = new_board(lock=Lock())
    assert {each.title for each in GAMES} <= set(tiles(board))


@pytest.mark.parametrize("how", ["key", "tile", "end"])
def test_who_is_playing_can_be_chosen_all_the_same(board, lock, new_board, how):
    if how == "end":
        for words in ("Begin", "Skip", "End", "Who is playing?"):
            press(board, words)
    elif how == "tile":
        press(board, "Player: ada")
    else:
        do(board, WHO)
    do(board, ESCAPE, ESCAPE_UP)
    assert "ada" not in tiles(board)
    do(board, WHO, RIGHT, ENTER, key(pygame.K_b, text="b"), ENTER)
    assert (board.next_turn.profile.name, board.next_turn.choice.game) == ("b", COPY)
    assert lock.is_closed


def test_a_board_without_a_lock_shows_none(new_board, window):
    board = new_board()
    bare = frame(window)
    assert lock_of(board) is None
    do(board, ESCAPE)
    hold_place = lock_place(board.view.layout)
    area = slice(hold_place.left, hold_place.right), slice(hold_place.top, hold_place.bottom)
    assert (frame(window)[area] == bare[area]).all()


def test_a_game_that_is_none_is_an_error_that_names_those_there_are():
    command = [sys.executable, "-m", "recognizer", "--lock", "chess"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    names = [each.name for each in BOARD_GAMES]
    assert f"only {', '.join(names)} (see" in done.stderr
    assert list(arguments.GAMES) == names


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM is of POSIX")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_the_system_ends_a_locked_board(tmp_path, end):
    env = os.environ | {"RECOGNIZER_HOME": str(tmp_path), "SDL_VIDEODRIVER": "dummy"}
    command = [sys.executable, "-m", "recognizer", "--windowed", "400x300", "--lock"]
    with started(command, cwd=ROOT, env=env) as process:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("autosaves/board-1.jsonl")):
            assert time.monotonic() < until
            time.sleep(0.05)
        process.send_signal(end)
        assert process.wait(60) == 128 + end

"""Less movement: what slides or rises elsewhere stands there at once."""

import pygame
import pytest
from boards import ENTER, frame, play, seen
from pens import key
from playing import begin, face, wait, write

from recognizer.board.draw.motion import SLIDE_SECONDS
from recognizer.board.games.taskface import RISE_SECONDS
from recognizer.keeping.settings import Settings

pytest_plugins = ["boardfixtures"]

GLASS = key(pygame.K_d)


@pytest.fixture(params=["moving", "still", "contrast"])
def board(request, new_board):
    theme = "contrast" if request.param == "contrast" else "slate"
    return new_board(settings=Settings(motion=request.param != "still", theme=theme))


def test_a_solved_task_rises_only_where_things_move(board, clock, request):
    moves = "moving" in request.node.name
    begin(board, "3")
    write(board, "3")
    play(board, ENTER)
    assert (face(board).cheers, face(board).rise < 1) == (True, moves)
    wait(board, clock, RISE_SECONDS)
    assert face(board).rise == 1


def test_the_looking_glass_opens_at_once(new_board, window, clock):
    board = new_board(settings=Settings(motion=False))
    play(board, GLASS)
    opened = frame(window)
    assert seen(board).glass == 1
    clock.advance(SLIDE_SECONDS)
    play(board)
    assert (frame(window) == opened).all()
    play(board, GLASS)
    assert not seen(board).glass

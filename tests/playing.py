"""What tests of games do at a board: begin rounds, write answers, press tiles."""

from __future__ import annotations

from itertools import chain, repeat
from typing import Any

import pygame
from boards import drawn, play
from pens import key, mouse_click

from recognizer.board.games.endcard import EndCard
from recognizer.board.games.playing import Playing
from recognizer.board.games.taskface import TaskFace
from recognizer.board.games.tiles import ShownCard, Tile
from recognizer.board.run.app import Board
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS
from recognizer.play.round import CALM, Mode
from recognizer.play.tasks import Task, TaskSet

PLAY = key(pygame.K_g)
_MORE_SECONDS = 0.01


def set_of(*answers: str) -> TaskSet:
    """Return a set of tasks with these answers, and then 7 on and on."""
    asked = (Task(f"{k} + 0 =", answer) for k, answer in enumerate(chain(answers, repeat("7"))))
    return TaskSet("test", "Test", lambda _: next(asked))


def begin(board: Board, *answers: str, mode: Mode = CALM, **more: Any) -> None:
    """Begin a round of tasks with these answers."""

    def make(host: Any) -> Playing:
        playing = Playing(host, host.new_desk("digits"), **more)
        playing.begin(set_of(*answers), mode)
        return playing

    board.begin(make)
    play(board)


def tiles(board: Board) -> dict[str, Tile]:
    """Return the tiles that can be pressed, by their words."""
    shown = board.scene.overlay(ShownCard)
    return {each.words: each for each in shown.card.tiles(board.view.layout)} if shown else {}


def press(board: Board, words: str) -> None:
    """Press the tile with these words."""
    play(board, *mouse_click(pygame.Rect(tiles(board)[words].place).center))


def wait(board: Board, clock: Any, seconds: float) -> None:
    """Let a little more than so many seconds pass."""
    clock.advance(seconds + _MORE_SECONDS)
    play(board)


def write(board: Board, number: str) -> None:
    """Write digits side by side."""
    for k, digit in enumerate(number):
        play(board, *drawn(digit, left=120 + 170 * k, top=240, height=200))


def answer_right(board: Board, clock: Any) -> None:
    """Write the right answer, and wait until it is judged."""
    write(board, face(board).task.answer)
    wait(board, clock, RIGHT_SECONDS)


def answer_wrong(board: Board, clock: Any) -> None:
    """Write an answer that looks nothing like the right one, and wait until it is judged."""
    right = face(board).task.answer
    write(board, ("2" if right[0] == "5" else "5") + right[1:])
    wait(board, clock, WRONG_SECONDS)


def face(board: Board) -> TaskFace:
    """Return what the task looks like."""
    shown = board.scene.face
    assert isinstance(shown, TaskFace)
    return shown


def end_of(board: Board) -> EndCard | None:
    """Return the card at the end of a round, if it is shown."""
    shown = board.scene.overlay(ShownCard)
    return shown.card if shown and isinstance(shown.card, EndCard) else None

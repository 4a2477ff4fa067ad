"""A player at the page of games: begins rounds of known tasks, writes answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

import numpy as np
from browsing import Board, Open

from recognizer.web.play import TASKS_SENT

FLAGGED = np.array([(305.0, 355.0), (362.0, 345.0), (352.0, 440.0)])
"""A 7, or a 1 with a long flag, below the task."""


@contextmanager
def round_of(open_board: Open, *answers: str, query: str = "", **options: Any) -> Iterator[Board]:
    """Open the page and begin a round in which chance gives tasks with these answers, in turn."""
    with open_board(f"/play{query}", **options) as board:
        give_tasks(board, *answers)
        begin(board)
        yield board


def give_tasks(board: Board, *answers: str) -> None:
    """Let chance give tasks with these answers, in turn: k + 0 = for the k-th."""
    tasks = [
        {"prompt": f"{k} + 0 =", "before": f"{k} + 0 = ", "after": "", "answer": answer}
        for k, answer in enumerate(islice(cycle(answers), TASKS_SENT))
    ]

    def choose(asked: Any) -> None:
        said = asked.fetch().json()
        is_copy = said["tasks"][0]["is_copy"]
        for task in tasks:
            task["is_copy"] = is_copy
            if is_copy:
                task["prompt"] = task["answer"]
        asked.fulfill(json=said | {"tasks": tasks})

    board.page.route("**/api/tasks?*", choose)


def begin(board: Board) -> None:
    """Begin the chosen game."""
    board.button("Begin").click()
    board.find("#round").wait_for()


def answer(board: Board, digits: str, left: float = 60, top: float = 340) -> None:
    """Write an answer with the mouse.

    It has digits of one stroke, and a wrong one begins as the right one does: where a busy machine
    takes long from stroke to stroke, nothing is judged before all is written.
    """
    board.draw(digits, left=left, top=top)


def at_task(board: Board, number: int, total: int = 10) -> None:
    """Wait until the round is at its task of that number."""
    board.page.wait_for_function(
        "count => document.getElementById('count').textContent === count"
        " && !document.querySelector('#task.cheers')",
        arg=f"{number} of {total}",
    )


def says(board: Board, note: str) -> None:
    """Wait for what is said of the answer."""
    board.shows("#task .note", note)


def asks(board: Board, question: str) -> None:
    """Wait for a question."""
    board.shows("#asked", question)
    board.find("#question").wait_for()


def ends(board: Board, score: str) -> None:
    """Wait for the end of the round, with its score."""
    board.find("#end").wait_for()
    board.shows("#score", re.compile(rf"^{re.escape(score)}"))


def type_all(board: Board, *answers: str) -> None:
    """Answer tasks with keys. The first digit of the next answer ends the cheer."""
    for each in answers:
        board.press(*each, "Enter")

"""A board in a process of its own: it plays a round, until somebody kills it.

    python killedround.py SCORES

It says "done" when two tasks are solved and the third is being written.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from boards import SIZE, drawn
from playing import begin, face, write

from recognizer.board.run.app import Board
from recognizer.board.window.window import Window
from recognizer.reading.reader import Reader

_NAP_SECONDS = 0.005


def solve(board: Board, answer: str) -> None:
    """Write an answer, and go on until the next task waits."""
    write(board, answer)
    while not face(board).cheers:
        pass_time(board)
    while face(board).cheers:
        pass_time(board)


def pass_time(board: Board) -> None:
    """Let the board do what is due."""
    time.sleep(_NAP_SECONDS)
    board.handle([])


def main() -> None:
    """Play until killed."""
    with Window(SIZE) as window:
        board = Board(window, Reader())
        begin(board, "3", "4", "5", scores=Path(sys.argv[1]))
        for answer in "34":
            solve(board, answer)
        board.handle(drawn("5")[:-1])
        sys.stdout.write("done\n")
        sys.stdout.flush()
        while True:
            pass_time(board)


if __name__ == "__main__":
    main()

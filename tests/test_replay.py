"""Real hands through the real loop: dev ink replayed as mouse events."""

import pygame
import pytest
from pens import fitted, key, mouse_events

from recognizer.board.run.app import Board
from recognizer.board.window.window import Window
from recognizer.ink.inkfile import read_ink_file

HOW_MANY = 200


@pytest.mark.parametrize("source", ["unipen-digits", "pendigits-train"])
def test_strokes_of_unseen_writers_are_read_right(data_dir, reader, monkeypatch, source):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    labeled = read_ink_file(data_dir / "ink" / f"{source}.jsonl.gz")
    dev = [each for each in labeled if each.split == "dev"]
    chosen = dev[:: len(dev) // HOW_MANY][:HOW_MANY]
    right = 0
    with Window((1280, 800)) as window:
        board = Board(window, reader)
        for each in chosen:
            board.handle(mouse_events(fitted(each.ink, 300, 150, 400)))
            board.settle()
            right += board.session.reading.best == each.label
            board.handle([key(pygame.K_c)])
        board.close()
    assert right >= 0.975 * HOW_MANY

"""A board on a display that nobody sees, beside a clock that stands still.

A plugin of pytest: ``pytest_plugins = ["boardfixtures"]`` in a test module brings the fixtures.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pygame
import pytest
from boards import SIZE, leave

from recognizer.board.activities import naming
from recognizer.board.draw.theme import forget_fonts
from recognizer.board.run.app import Board
from recognizer.board.window.window import Window
from recognizer.disk.places import Places
from recognizer.reading.reader import Reader


class Clock:
    """Stands in for `time.monotonic`: what the board does by itself comes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(time, "monotonic", standing)
    return standing


@pytest.fixture(scope="module")
def fonts() -> Iterator[None]:
    """What draws without a window needs of pygame."""
    pygame.font.init()
    forget_fonts()
    yield
    pygame.font.quit()


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Iterator[Window]:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    with Window(SIZE) as opened:
        yield opened


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(
        settings=tmp_path / "settings.toml",
        autosaves=tmp_path / "autosaves",
        saves=tmp_path / "saves",
        profiles=tmp_path / "profiles",
    )


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a digit key wait for the reading of its digit as long as a busy machine needs."""
    monkeypatch.setattr(naming, "READING_SECONDS", 60.0)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, patience: None) -> Iterator[Path]:
    """A user's place of its own, on a display that nobody sees."""
    monkeypatch.setenv("RECOGNIZER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield tmp_path / "home"
    pygame.display.quit()


@pytest.fixture
def new_board(
    window: Window, reader: Reader, clock: Clock, patience: None
) -> Iterator[Callable[..., Board]]:
    """A function that opens a board; one at a time, since they share the reader."""
    opened: list[Board] = []

    def make(**more: Any) -> Board:
        opened.append(Board(window, reader, **more))
        opened[-1].settle()
        return opened[-1]

    yield make
    for board in opened:
        leave(board)
    reader.learn(())
    reader.choose(reader.card.alphabet().name)


@pytest.fixture
def board(new_board: Callable[..., Board]) -> Board:
    return new_board()

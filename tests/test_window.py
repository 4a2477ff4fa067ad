"""A real window on a virtual screen, drawn on by a real pointer."""

import shutil
import subprocess
import sys

import pygame
import pytest
from pens import fitted
from strokes import DIGITS
from xscreen import PATIENCE, soon, virtual_screen

from recognizer.board.window.window import Window
from recognizer.errors import DisplayError
from recognizer.ink import Ink

OPEN_AND_TELL = """
from recognizer.board import Board
from recognizer.board.window.window import Window
from recognizer.reading.reader import Reader
with Window(frame_size=(1000, 700)) as window:
    board = Board(window, Reader())
    print("open", *window.surface.get_size(), flush=True)
    board.run()
    board.settle()
    print(board.session.reading.text)
    board.close()
"""


@pytest.fixture(scope="module")
def screen():
    with virtual_screen() as opened:
        yield opened


@pytest.fixture
def app(screen):
    """The board on the full screen, which tells its size first and its reading last."""
    with screen.started(OPEN_AND_TELL) as (process, told):
        assert told == "open 1280 800"
        yield process


def quit_and_tell(screen, app):
    screen.xdotool("key", "ctrl+q")
    said = app.stdout.readline().strip()
    assert app.wait(timeout=PATIENCE) == 0
    return said


@pytest.mark.parametrize("digit", ["3", "4"])
def test_a_digit_drawn_with_a_real_pointer_is_read_on_the_full_screen(screen, app, digit):
    screen.draw(fitted(DIGITS[digit], 300, 120, 500))
    screen.xdotool("key", "Return")
    assert quit_and_tell(screen, app) == digit


def test_the_ink_outlives_f11_and_can_be_drawn_on(screen, app):
    bar, stem = fitted(DIGITS["4"], 300, 120, 500).strokes
    screen.draw(Ink((bar,)))
    full = screen.settled()
    screen.xdotool("key", "F11")
    assert soon(lambda: not screen.shows(full))
    screen.settled()
    screen.xdotool("key", "F11")
    assert soon(lambda: screen.shows(full))
    screen.draw(Ink((stem,)))
    assert quit_and_tell(screen, app) == "4"


@pytest.fixture
def asked(monkeypatch):
    """The displays that windows are asked for, (is full screen, display), of two monitors."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    set_mode, found = pygame.display.set_mode, []

    def tell(size, flags=0, display=0):
        found.append((bool(flags & pygame.FULLSCREEN), display))
        return set_mode(size, flags)

    monkeypatch.setattr(pygame.display, "set_mode", tell)
    monkeypatch.setattr(pygame.display, "get_num_displays", lambda: 2)
    return found


def test_it_fills_the_monitor_that_its_frame_was_moved_to(asked):
    with Window((640, 400)) as window:
        window.display = 1
        window.toggle_full_screen()
        window.toggle_full_screen()
    full, frame = (True, 1), (False, 1)
    assert asked[0] == (False, 0)
    assert list(dict.fromkeys(asked[1:])) == [full, frame]


def test_a_monitor_that_is_gone_is_not_asked_for(asked):
    with Window((640, 400)) as window:
        window.display = 2
        window.toggle_full_screen()
    assert asked[-1] == (True, 0)


@pytest.mark.parametrize("windowed", [(640, 400), None], ids=["frame", "full screen"])
def test_a_screen_that_refuses_leaves_the_window_as_it_was(monkeypatch, windowed):
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    set_mode, wanted = pygame.display.set_mode, windowed is not None

    def refuse(size, flags=0, display=0):
        if bool(flags & pygame.FULLSCREEN) == wanted:
            raise pygame.error("no such video mode")
        return set_mode(size, flags, display=display)

    with Window(windowed) as window:
        size = window.surface.get_size()
        with monkeypatch.context() as screen:
            screen.setattr(pygame.display, "set_mode", refuse)
            with pytest.raises(DisplayError, match="no such video mode"):
                window.toggle_full_screen()
        assert window.is_full_screen == (not wanted)
        assert window.surface.get_size() == size
        window.toggle_full_screen()
        assert window.is_full_screen == wanted


@pytest.mark.parametrize("driver", ["x11", None])
def test_without_a_screen_the_error_says_so(monkeypatch, driver):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    if driver:
        monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    with pytest.raises(DisplayError, match="no window can be opened"):
        Window((640, 400))


OPEN_AND_CLOSE = """
from recognizer.board.window.window import Window
from recognizer.errors import DisplayError
try:
    with Window((640, 400)) as window:
        window.toggle_full_screen()
        window.toggle_full_screen()
        window.toggle_full_screen()
        print("open", *window.surface.get_size())
    print("closed")
except DisplayError as error:
    print(error)
"""


def without(library, screen, folder):
    """Return what comes of a board on `screen` where a library cannot be loaded."""
    (folder / library).touch()
    environment = {**screen.environment, "LD_LIBRARY_PATH": str(folder)}
    return subprocess.run(
        [sys.executable, "-c", OPEN_AND_CLOSE],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    ).stdout


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries of Linux")
def test_a_full_screen_ends_well_without_the_library_that_sdl_calls_unseen(screen, tmp_path):
    assert without("libXi.so.6", screen, tmp_path) == "open 1280 800\nclosed\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="libraries of Linux")
def test_a_library_that_is_missing_is_named(screen, tmp_path):
    said = without("libX11.so.6", screen, tmp_path)
    assert said.startswith("no window can be opened (no screen was found: ")
    assert "libX11.so.6" in said


def test_a_screen_that_does_not_answer_is_named(monkeypatch):
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("SDL_VIDEODRIVER", raising=False)
    monkeypatch.setenv("DISPLAY", ":77")
    with pytest.raises(DisplayError, match=r"no window can be opened .*DISPLAY=:77|libX"):
        Window((640, 400))


@pytest.mark.skipif(not shutil.which("xrandr"), reason="xrandr is not installed")
def test_a_monitor_that_is_unplugged_is_no_error_when_the_board_ends(screen, app):
    screen.draw(fitted(DIGITS["3"], 300, 120, 500))
    screen.run(*["xrandr", "--output", "screen", "--off", "--fb", "1024x768"])
    try:
        assert quit_and_tell(screen, app) == "3"
    finally:
        screen.run(*["xrandr", "--fb", "1280x800", "--output", "screen", "--mode", "1280x800"])

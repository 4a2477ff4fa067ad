"""A real window on a virtual screen, drawn on by a real pointer."""

import os
import shutil
import subprocess
import sys
import time

import pygame
import pytest
from pens import fitted
from strokes import DIGITS

from recognizer.board.window import Window
from recognizer.errors import DisplayError
from recognizer.ink import Ink

OPEN_AND_TELL = """
from recognizer.board import Board
from recognizer.board.window import Window
from recognizer.reader import Reader
with Window() as window:
    board = Board(window, Reader())
    print("open", *window.surface.get_size(), flush=True)
    board.run()
    board.settle()
    print(board.session.reading.text)
    board.close()
"""


@pytest.fixture(scope="module")
def screen():
    for tool in ("Xvfb", "xdotool"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not installed: no virtual screen to draw on")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x800x24"],
        pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as stream:
        number = stream.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


def xdotool(screen, *arguments):
    env = dict(os.environ, DISPLAY=screen)
    subprocess.run(["xdotool", *map(str, arguments)], env=env, check=True)


def draw(screen, ink):
    for stroke in ink.strokes:
        (x, y), *rest = stroke.points.round().astype(int).tolist()
        moves = [part for point in rest for part in ("mousemove", *point)]
        xdotool(screen, "mousemove", x, y, "mousedown", 1, *moves, "mouseup", 1)


@pytest.fixture
def app(screen):
    """The board on the full screen, which tells its size first and its reading last."""
    env = {k: v for k, v in os.environ.items() if k not in ("SDL_VIDEODRIVER", "WAYLAND_DISPLAY")}
    env["DISPLAY"] = screen
    command = [sys.executable, "-c", OPEN_AND_TELL]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline().split() == ["open", "1280", "800"]
        yield process
        process.kill()


def quit_and_tell(screen, app):
    xdotool(screen, "key", "Escape", "key", "Escape")
    said = app.stdout.readline().strip()
    assert app.wait(timeout=10) == 0
    return said


@pytest.mark.parametrize("digit", ["3", "4"])
def test_a_digit_drawn_with_a_real_pointer_is_read_on_the_full_screen(screen, app, digit):
    draw(screen, fitted(DIGITS[digit], 300, 120, 500))
    xdotool(screen, "key", "Return")
    assert quit_and_tell(screen, app) == digit


def test_the_ink_outlives_f11_and_can_be_drawn_on(screen, app):
    bar, stem = fitted(DIGITS["4"], 300, 120, 500).strokes
    draw(screen, Ink((bar,)))
    for _ in range(2):
        xdotool(screen, "key", "F11")
        time.sleep(0.7)  # a window without a manager takes a moment to be there
    draw(screen, Ink((stem,)))
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

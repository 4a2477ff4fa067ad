"""A real window on a virtual screen, drawn on by a real pointer."""

import os
import shutil
import subprocess
import sys
import time

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
    xdotool(screen, "key", "Escape")
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


@pytest.mark.parametrize("driver", ["x11", None])
def test_without_a_screen_the_error_says_so(monkeypatch, driver):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER"):
        monkeypatch.delenv(name, raising=False)
    if driver:
        monkeypatch.setenv("SDL_VIDEODRIVER", driver)
    with pytest.raises(DisplayError, match="no window can be opened"):
        Window((640, 400))

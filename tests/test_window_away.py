"""The board loses the screen and has it back, in all ways and many times, on a real X server."""

import shutil
import time

import numpy as np
import pytest
from pens import fitted
from strokes import DIGITS
from xscreen import ALIKE, PATIENCE, soon, virtual_screen

ONCE_EACH = 10
"""Rounds in which the screen is lost in each way, in a stroke and between strokes."""
OFTEN = 50
FULL = (0, 0, 1280, 800)
FRAME = (200, 150, 640, 400)
REST = ("mousemove", 30, 30)
"""Where the pointer is while pictures are compared."""

INK = [stroke.points.tolist() for stroke in fitted(DIGITS["3"], 300, 120, 500).strokes]
BOARD = f"""
import pygame
from recognizer.board import Board
from recognizer.board.window.window import Window
from recognizer.document.page import Page
from recognizer.ink import Ink
from recognizer.reading.reader import Reader
with Window(frame_size=(640, 400), position=(200, 150)) as window:
    board = Board(window, Reader(), page=Page(Ink.from_points({INK}).strokes))
    board.settle()
    print(pygame.display.get_wm_info()["window"], flush=True)
    board.run()
    board.close()
"""
IN_A_FRAME = BOARD.replace("Window(", "Window((640, 400), ")
OTHER = """
import pygame
pygame.display.init()
pygame.display.set_caption("Other")
pygame.display.set_mode((500, 300))
print(pygame.display.get_wm_info()["window"], flush=True)
while pygame.event.wait().type != pygame.QUIT:
    pass
"""


class Desk:
    """A board on the full screen, and the window of another program beside it."""

    def __init__(self, screen, has_manager, process, board, other):
        self.screen, self._has_manager, self.process = screen, has_manager, process
        self.board, self.other = board, other

    def save_picture(self, path):
        self.screen.save_picture(path)

    def to_front(self, window):
        if self._has_manager:
            return ("windowactivate", "--sync", window)
        return ("windowraise", window, "windowfocus", window)

    def lose_focus(self):
        self.screen.xdotool(*self.to_front(self.other))

    def hide(self):
        kind = "windowminimize" if self._has_manager else "windowunmap"
        self.screen.xdotool(kind, "--sync", self.board)

    def leave_workspace(self):
        self.screen.xdotool("set_desktop", 1)

    def change_resolution(self):
        self.screen.run("xrandr", "--output", "screen", "--off", "--fb", "1024x768")
        if self._has_manager:
            assert soon(lambda: self.screen.place(self.board) == (0, 0, 1024, 768))

    def frame(self):
        """Have the board in a frame, where it always stands."""
        self.screen.xdotool("key", "F11")
        assert soon(lambda: self.screen.place(self.board) == FRAME)

    def come_back(self, lost):
        if lost == self.hide and not self._has_manager:
            self.screen.xdotool("windowmap", "--sync", self.board)
        if lost == self.leave_workspace:
            self.screen.xdotool("set_desktop", 0)
        if lost == self.change_resolution:
            command = "xrandr --fb 1280x800 --output screen --mode 1280x800"
            self.screen.run(*command.split())
        if lost == self.frame:
            self.screen.xdotool("key", "F11")
        self.screen.xdotool(*self.to_front(self.board))
        assert soon(lambda: self.screen.place(self.board) == FULL)
        self.screen.xdotool(*REST)

    def begin_stroke(self):
        self.screen.xdotool("mousemove", 700, 200, "mousedown", 1, "mousemove", 800, 500)

    def end_stroke(self):
        self.screen.xdotool("mouseup", 1)

    def take_back(self):
        """Take back all strokes but those that were there at first.

        SDL may not know that the button was let go while the board was away: the click tells it.
        The help, opened and closed, puts away the word that there is no more to take back.
        """
        keys = ["ctrl+z"] * 4 + ["h", "h"]
        self.screen.xdotool("mousemove", 700, 300, "click", 1, "key", *keys, *REST)

    @property
    def losses(self):
        ways = [self.lose_focus, self.hide, self.frame]
        ways += [self.leave_workspace] if self._has_manager else []
        return [*ways, self.change_resolution] if shutil.which("xrandr") else ways


@pytest.fixture(params=["openbox", None], ids=["with a manager", "without"])
def desk(request):
    with (
        virtual_screen(request.param) as screen,
        screen.started(OTHER) as (_, other),
        screen.started(BOARD) as (process, board),
    ):
        yield Desk(screen, bool(request.param), process, board, other)


@pytest.mark.parametrize("rounds", [ONCE_EACH, pytest.param(OFTEN, marks=pytest.mark.slow)])
def test_the_board_outlives_each_loss_of_the_screen_and_shows_all_when_it_is_back(desk, rounds):
    screen = desk.screen
    desk.come_back(None)
    desk.begin_stroke()
    desk.end_stroke()
    desk.take_back()
    right = screen.settled()
    assert len(np.unique(right.reshape(-1, 3), axis=0)) > 20
    for number in range(rounds):
        lost = desk.losses[number % len(desk.losses)]
        in_stroke = number // len(desk.losses) % 2
        name = f"round {number}: {lost.__name__}{', in a stroke' * in_stroke}"
        if in_stroke:
            desk.begin_stroke()
        lost()
        desk.come_back(lost)
        if in_stroke:
            desk.end_stroke()
            desk.take_back()
        is_right = soon(lambda: desk.process.poll() is not None or screen.shows(right))
        assert desk.process.poll() is None, name
        assert is_right, name
    screen.xdotool("key", "ctrl+q")
    assert desk.process.wait(timeout=PATIENCE) == 0


@pytest.mark.parametrize("desk", ["openbox"], indirect=True)
def test_the_board_stays_where_it_is_while_another_window_is_used(desk):
    desk.come_back(None)
    before = desk.screen.settled()
    desk.lose_focus()
    left, top, width, height = desk.screen.place(desk.other)
    after = desk.screen.settled()
    beside = np.ones(after.shape[:2], bool)
    beside[top - 40 : top + height + 20, left - 20 : left + width + 20] = False  # its decoration
    assert np.abs(after - before.astype(int))[beside].max() < ALIKE


def test_a_window_that_is_decorated_opens_where_it_is_to_stand():
    with virtual_screen("openbox") as screen, screen.started(IN_A_FRAME) as (_, board):
        assert soon(lambda: screen.place(board) == FRAME)
        time.sleep(0.5)  # nor does it go on from there
        assert screen.place(board) == FRAME

"""Tests leave the user's screen and loudspeaker alone, even one that opens a window carelessly."""

import os

import pytest
from making import run_python

OPEN = "import pygame; pygame.display.init(); print(pygame.display.get_driver())"
PLAY = "import pygame; pygame.mixer.init(); print(pygame.mixer.get_init() is not None)"


def test_a_window_that_a_test_opens_is_on_nobodys_screen():
    done = run_python("-c", OPEN, PYGAME_HIDE_SUPPORT_PROMPT="1")
    assert done.stdout == "dummy\n"


def test_what_a_test_plays_is_heard_by_nobody():
    pytest.importorskip("pygame.mixer", exc_type=ImportError)  # it needs the system's GLib
    assert os.environ["SDL_AUDIODRIVER"] == "dummy"
    assert run_python("-c", PLAY, PYGAME_HIDE_SUPPORT_PROMPT="1").stdout == "True\n"


def test_the_users_screen_is_not_even_known():
    assert not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)

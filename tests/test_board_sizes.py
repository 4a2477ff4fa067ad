"""A window of any size: flat, narrow or next to nothing, whatever is open on the board."""

import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_board_view import SCENES

from recognizer.board.draw.layout import Layout
from recognizer.board.stage.fitting import fit_ink, in_view
from recognizer.board.stage.view import View

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SIDE = st.one_of(st.integers(1, 60), st.integers(1, 4000))
ANY_SIZE = st.tuples(SIDE, SIDE).filter(lambda size: size[0] * size[1] < 1_000_000)
OPEN = ["glass", "menu", "help", "teach-card", "chooser", "message", "numbers", "picture", "empty"]


@settings(max_examples=100)
@given(name=st.sampled_from(OPEN), size=ANY_SIZE)
def test_the_board_is_drawn_in_a_window_of_any_size(name, size):
    target = pygame.Surface(size)
    view = View(target)
    scene = SCENES[name]
    view.draw(scene)
    ink = scene.page.ink
    view.place(in_view(fit_ink(size, (640, 400), ink, 7), view.layout, ink, scene.is_glass_open))
    assert view.draw(scene) == [target.get_rect()]
    assert view.placing.zoom > 0


@given(size=ANY_SIZE, scale=st.floats(1, 3))
def test_no_panel_is_less_than_nothing(size, scale):
    layout = Layout.for_size(size, scale)
    assert min(*layout.answer.size, *layout.glass.size) > 0

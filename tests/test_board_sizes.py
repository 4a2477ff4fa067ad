"""A window of any size: flat, narrow or next to nothing, whatever is open on the board."""

import pygame
import pytest
from test_board_view import SCENES

from recognizer.board.draw.layout import Layout
from recognizer.board.stage.fitting import fit_ink, in_view
from recognizer.board.stage.view import View

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SIZES = [
    *((1280, 10), (1280, 27), (4000, 40), (640, 1), (320, 60)),
    *((20, 2000), (10, 1280), (1, 640), (60, 320), (1, 1), (9, 9), (40, 40)),
]
OPEN = ["glass", "help", "teach-card", "chooser", "message", "numbers", "picture", "empty"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", OPEN)
def test_the_board_is_drawn_in_a_window_of_any_size(name, size):
    target = pygame.Surface(size)
    view = View(target)
    scene = SCENES[name]
    view.draw(scene)
    ink = scene.page.ink
    view.place(in_view(fit_ink(size, (640, 400), ink, 7), view.layout, ink, scene.is_glass_open))
    assert view.draw(scene) == [target.get_rect()]
    assert view.placing.zoom > 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_panel_is_less_than_nothing(size, scale):
    layout = Layout.for_size(size, scale)
    assert min(*layout.answer.size, *layout.glass.size) > 0

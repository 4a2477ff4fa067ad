import pygame
import pytest

from recognizer.board.layout import Layout

SIZES = [(320, 240), (240, 320), (800, 600), (1080, 1920), (1920, 1080), (3840, 2160), (3440, 700)]


@pytest.mark.parametrize("size", SIZES)
def test_the_answer_stands_inside_the_window(size):
    assert pygame.Rect((0, 0), size).contains(Layout.for_size(size).answer)


@pytest.mark.parametrize("size", SIZES)
def test_most_of_the_board_is_free_to_draw_on(size):
    answer = Layout.for_size(size).answer
    assert answer.width * answer.height < 0.3 * size[0] * size[1]


@pytest.mark.parametrize("size", SIZES)
def test_the_answer_stands_on_the_shorter_way(size):
    layout = Layout.for_size(size)
    assert layout.is_upright == (size[1] > size[0])
    assert (layout.answer.width > layout.answer.height) == layout.is_upright


def test_everything_grows_with_the_screen():
    small, large = Layout.for_size((1920, 1080)), Layout.for_size((3840, 2160))
    assert large.unit == 2 * small.unit
    assert large.pen_width == pytest.approx(2 * small.pen_width, abs=1)
    assert large.pixels(40) == 2 * small.pixels(40)

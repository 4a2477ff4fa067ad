"""Where everything stands, in windows of any size on screens of any fineness."""

import pygame
import pytest

from recognizer.board.draw.layout import Layout

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


@pytest.mark.parametrize("size", SIZES)
def test_the_looking_glass_stands_inside_and_beside_the_answer(size):
    layout = Layout.for_size(size)
    assert pygame.Rect((0, 0), size).contains(layout.glass)
    assert layout.free.contains(layout.glass)
    assert not layout.glass.colliderect(layout.answer)


@pytest.mark.parametrize("size", SIZES)
def test_the_free_place_is_what_the_answer_leaves(size):
    layout = Layout.for_size(size)
    assert not layout.free.colliderect(layout.answer)
    assert layout.free.width * layout.free.height > 0.5 * size[0] * size[1]


@pytest.mark.parametrize("size", SIZES)
def test_on_a_finer_screen_a_window_s_words_are_larger_within_bounds(size):
    units = [Layout.for_size(size, scale).unit for scale in (1.0, 1.5, 2.0, 4.0)]
    assert units == sorted(units)
    assert units[-1] <= 1.5 * units[0] + 1e-9


def test_a_small_window_on_a_fine_screen_is_readable():
    assert Layout.for_size((1280, 720), 2.0).unit > 1.2 * Layout.for_size((1280, 720)).unit


def test_a_full_screen_needs_no_scale():
    assert Layout.for_size((3840, 2160), 2.0).unit == Layout.for_size((3840, 2160)).unit


def test_no_length_is_ever_nothing():
    assert Layout.for_size((320, 240)).pixels(0.1) == 1

"""Ink to pixels: round, smooth, in proportion."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from anything import DIGIT_INK
from drawnlines import area, each_digit, smooth
from hypothesis import given
from hypothesis import strategies as st
from strokes import scaled, shifted, with_pen_width

from recognizer import Ink
from recognizer.ink.raster import (
    PEN,
    RASTER_SIZE,
    Pixels,
    cover_path,
    draw_paths,
    path_bounds,
    rasterize,
)

Draw = Callable[..., Pixels]

DOT = Ink.from_points([[(3, 4)]])
UPRIGHT = Ink.from_points([[(5, 0), (5, 100)]])
LEVEL = Ink.from_points([[(0, 5), (100, 5)]])
PEN_PIXELS = round(PEN * RASTER_SIZE)


def hard(*points: tuple[float, float], width: int = 40) -> Pixels:
    """Return one line with hard edges on 200 x 200 pixels."""
    canvas = np.zeros((200, 200), np.uint8)
    draw_paths(canvas, [np.array(points, np.float64)], width)
    return canvas


either_way = pytest.mark.parametrize("draw", [hard, smooth])


# The shape of a line


@either_way
def test_the_end_of_a_line_is_a_half_disc(draw: Draw) -> None:
    canvas = draw((100, 60), (100, 140))
    thickness = area(canvas[100])
    assert area(canvas[:60]) == pytest.approx(np.pi / 8 * thickness**2, rel=0.1)


@either_way
def test_a_line_reaches_half_its_width_beyond_its_end(draw: Draw) -> None:
    rows = np.flatnonzero(draw((100, 60), (100, 140))[:, 100])
    assert rows[[0, -1]] == pytest.approx([40, 160], abs=2)


@either_way
def test_the_join_of_two_lines_is_round(draw: Draw) -> None:
    canvas = draw((60, 60), (140, 60), (140, 140))
    corner = area(canvas[:60, 141:])
    assert corner == pytest.approx(np.pi / 16 * 40**2, rel=0.1)


@either_way
@pytest.mark.parametrize("width", [1, 4, 11, 18, 40])
def test_a_line_is_as_wide_as_asked(draw: Draw, width: int) -> None:
    canvas = draw((100, 20), (100, 180), width=width)
    assert area(canvas[100]) == pytest.approx(width, abs=2)


@either_way
def test_a_slanted_line_is_as_wide_as_an_upright_one(draw: Draw) -> None:
    upright, slanted = draw((100, 40), (100, 160)), draw((64, 52), (136, 148))
    assert area(slanted) == pytest.approx(area(upright), rel=0.02)


@either_way
def test_a_lone_point_is_a_disc(draw: Draw) -> None:
    canvas = draw((100, 100))
    assert canvas[100, 100] == 255
    assert area(canvas) == pytest.approx(np.pi / 4 * 40**2, rel=0.1)


@either_way
def test_a_lone_point_is_the_same_as_the_point_repeated(draw: Draw) -> None:
    np.testing.assert_array_equal(draw((99, 98)), draw((99, 98), (99, 98), (99, 98)))


@either_way
def test_points_between_pixels_make_a_difference(draw: Draw) -> None:
    assert (draw((100, 60), (100, 140)) != draw((100.5, 60), (100.5, 140))).any()


def test_hard_edges_have_no_grays() -> None:
    assert set(np.unique(hard((40, 50), (160, 120)))) == {0, 255}


def test_smooth_edges_have_grays() -> None:
    assert len(np.unique(smooth((40, 50), (160, 120)))) > 10


def test_a_smooth_line_covers_what_a_hard_one_does() -> None:
    points = [(30.0, 40.0), (150.0, 60.0), (90.0, 170.0)]
    gray = smooth(*points, width=20)
    assert area(gray) == pytest.approx(area(hard(*points, width=20)), rel=0.05)


def test_a_smooth_line_in_many_pieces_is_the_line_in_one() -> None:
    many = [(40 + 0.5 * i, 50 + 0.25 * i) for i in range(241)]
    difference = smooth(*many).astype(int) - smooth(many[0], many[-1])
    assert np.abs(difference).max() <= 64


@either_way
def test_what_is_drawn_already_stays(draw: Draw) -> None:
    first = draw((20, 20), (20, 180))
    canvas = first.copy()
    draw_paths(canvas, [np.array([[150.0, 20.0], [150.0, 180.0]])], 40)
    cover_path(canvas, np.array([[20.0, 100.0], [150.0, 100.0]]), 20)
    assert (canvas >= first).all()
    assert canvas[100, [20, 85, 150]].all()


def test_no_paths_draw_nothing() -> None:
    canvas = np.zeros((5, 5), np.uint8)
    draw_paths(canvas, [], 3)
    assert not canvas.any()


def test_a_line_can_be_drawn_into_a_turned_view() -> None:
    canvas = np.zeros((300, 200), np.uint8)
    cover_path(canvas[50:250].T, np.array([(60.0, 40.0), (140.0, 40.0)]), 40)
    np.testing.assert_array_equal(canvas[50:250].T, smooth((60, 40), (140, 40)))


# The edge of the canvas


@either_way
@pytest.mark.parametrize(
    "move", [(-90, 0), (90, 0), (0, -90), (0, 90), (-90, 90), (70, -100)], ids=repr
)
def test_what_lies_outside_is_cut_off(draw: Draw, move: tuple[int, int]) -> None:
    path = [(70, 50), (130, 90), (100, 150)]
    whole = np.pad(draw(*path, width=21), 200)
    dx, dy = move
    cut = draw(*((x + dx, y + dy) for x, y in path), width=21)
    differs = cut != whole[200 - dy : 400 - dy, 200 - dx : 400 - dx]
    assert differs.mean() < 0.001  # a pixel here and there on the line's own edge


@either_way
@pytest.mark.parametrize("far", [-1e6, -500, 700, 1e6])
def test_what_lies_far_outside_is_not_drawn(draw: Draw, far: float) -> None:
    assert not draw((far, 100), (far, 120)).any()
    assert not draw((100, far)).any()


@either_way
@pytest.mark.parametrize("far", [1_000, 100_000])
def test_a_line_that_passes_through_is_drawn_inside(draw: Draw, far: float) -> None:
    canvas = draw((-far, 100), (far, 100))
    assert canvas[100].all()


@each_digit
def test_the_bounds_of_a_path_hold_all_that_is_drawn(ink: Ink) -> None:
    path = ink.strokes[0].points + 30
    canvas = np.zeros((250, 250), np.uint8)
    cover_path(canvas, path, 17)
    left, top, width, height = path_bounds(path, 17)
    canvas[top : top + height, left : left + width] = 0
    assert not canvas.any()


def test_the_bounds_of_a_path_are_narrow() -> None:
    left, top, width, height = path_bounds(np.array([(50.0, 60.0), (90.0, 60.0)]), 10)
    assert (left, top, width, height) == pytest.approx((45, 55, 50, 10), abs=4)


# Ink as large as fits


@given(ink=DIGIT_INK, size=st.integers(40, 400))
def test_the_longer_side_of_a_drawn_ink_is_as_asked(ink: Ink, size: int) -> None:
    assert max(rasterize(ink, size=size).shape) == pytest.approx(size, abs=1)


@each_digit
def test_a_drawn_ink_keeps_its_aspect(ink: Ink) -> None:
    rows, cols = rasterize(ink, pen=0.1, size=1000).shape
    box = ink.bounding_box
    assert (rows - 100) / (cols - 100) == pytest.approx(box.height / box.width, rel=0.02)


@each_digit
def test_a_drawn_ink_touches_all_four_edges(ink: Ink) -> None:
    pixels = rasterize(ink)
    assert all(edge.any() for edge in (pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))


@each_digit
def test_neither_place_nor_size_nor_pen_changes_a_drawn_ink(ink: Ink) -> None:
    other = with_pen_width(shifted(scaled(ink, 16), -4096, 1024), 24)
    np.testing.assert_array_equal(rasterize(other), rasterize(ink))


@pytest.mark.parametrize("pen", [0.05, PEN, 0.2])
@pytest.mark.parametrize("size", [100, 400])
def test_the_pen_is_in_proportion_to_the_size(pen: float, size: int) -> None:
    cross = Ink.from_points([[(0, 5), (10, 5)], [(5, 0), (5, 10)]])
    arm = rasterize(cross, pen, size)[:, size // 4]
    assert area(arm) == pytest.approx(pen * size, abs=2.5)


def test_an_upright_line_is_as_wide_as_the_pen() -> None:
    pixels = rasterize(UPRIGHT)
    assert pixels.shape == (RASTER_SIZE, PEN_PIXELS)
    assert pixels[RASTER_SIZE // 2].all()


def test_a_level_line_is_an_upright_line_turned() -> None:
    np.testing.assert_array_equal(rasterize(LEVEL), rasterize(UPRIGHT).T)


def test_a_line_has_round_ends() -> None:
    pixels = rasterize(UPRIGHT)
    assert not pixels[0, [0, 1, -2, -1]].any()
    assert not pixels[-1, [0, -1]].any()


def test_a_dot_is_a_disc_of_the_width_of_the_pen() -> None:
    pixels = rasterize(DOT)
    assert pixels.shape == (PEN_PIXELS, PEN_PIXELS)
    assert area(pixels) == pytest.approx(np.pi / 4 * PEN_PIXELS**2, rel=0.1)
    assert not pixels[[0, 0, -1, -1], [0, -1, 0, -1]].any()


@pytest.mark.parametrize(
    "ink",
    [
        Ink.from_points([[(0, 0)] * 50]),
        Ink.from_points([[(7, 7)], [(7, 7), (7, 7)]]),
        Ink.from_points([[(1e9, -1e9)]]),
        Ink.from_points([[(0, 0), (3, 4), (1, 2)]], pen_width=8),
    ],
    ids=["repeated", "in two strokes", "far away", "smaller than its pen"],
)
def test_every_dot_is_the_same_dot(ink: Ink) -> None:
    np.testing.assert_array_equal(rasterize(ink), rasterize(DOT))


def test_an_empty_ink_is_one_blank_pixel() -> None:
    np.testing.assert_array_equal(rasterize(Ink()), np.zeros((1, 1), np.uint8))

"""From ink to what the network sees: place, size, pen and sampling make no difference."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from anything import DIGIT_INK, WAY, powers
from hypothesis import given
from hypothesis import strategies as st
from strokes import DIGITS, densified, moved, resampled, scaled, shifted, with_pen_width

from recognizer import Ink
from recognizer.ink.raster import Pixels, rasterize
from recognizer.network.preprocess import Field, preprocess_ink, preprocess_pixels

STEP = 0.012
"""Mean difference that an eighth of a pixel makes: to that the center of mass is placed."""
SAME = 0.02
"""Mean difference within which two fields show one drawing; two digits differ by 0.08 or more."""

BOARD = (3840, 2160)
MARGINS = st.tuples(st.integers(0, 400), st.integers(0, 400))

each_digit = pytest.mark.parametrize("ink", DIGITS.values(), ids=DIGITS)


def difference(one: Field, other: Field) -> float:
    return float(np.abs(one - other).mean())


def center_of_mass(field: Field) -> tuple[float, float]:
    """Return (row, column), counted from the middle of pixel 0."""
    rows, cols = np.indices(field.shape)
    return float((field * rows).sum() / field.sum()), float((field * cols).sum() / field.sum())


def extent(field: Field) -> tuple[float, float]:
    """Return the height and width of the ink, to a fraction of a pixel, for a filled box."""
    return float(field.sum(axis=0).max()), float(field.sum(axis=1).max())


def on_board(ink: Ink, height: float, left: float, top: float) -> Ink:
    """Return `ink` as drawn on a board: `height` tall, in whole pixels, with a pen of 24."""
    box = ink.bounding_box
    placed = shifted(scaled(shifted(ink, -box.left, -box.top), height / box.height), left, top)
    return with_pen_width(moved(placed, np.rint), 24.0)


# What makes no difference


@given(ink=DIGIT_INK, move=WAY)
def test_the_place_makes_no_difference(ink: Ink, move: tuple[float, float]) -> None:
    assert difference(preprocess_ink(shifted(ink, *move)), preprocess_ink(ink)) < STEP


@given(ink=DIGIT_INK, factor=powers(-3, 5))
def test_the_size_makes_no_difference(ink: Ink, factor: float) -> None:
    assert difference(preprocess_ink(scaled(ink, factor)), preprocess_ink(ink)) < STEP


@given(ink=DIGIT_INK, part=st.floats(0.03, 1))
def test_a_digit_may_be_small_or_fill_the_board(ink: Ink, part: float) -> None:
    drawn = on_board(ink, part * BOARD[1], left=BOARD[0] / 2, top=0)
    assert difference(preprocess_ink(drawn), preprocess_ink(ink)) < SAME


@given(ink=DIGIT_INK, width=st.floats(0.5, 90))
def test_the_width_of_the_pen_makes_no_difference(ink: Ink, width: float) -> None:
    field = preprocess_ink(with_pen_width(ink, width))
    np.testing.assert_array_equal(field, preprocess_ink(ink))


@given(ink=DIGIT_INK, spacing=powers(-1, 1.6))
def test_points_inserted_on_a_line_make_no_difference(ink: Ink, spacing: float) -> None:
    assert difference(preprocess_ink(densified(ink, spacing)), preprocess_ink(ink)) < STEP


@given(ink=DIGIT_INK, spacing=st.floats(1, 5))
def test_a_pen_of_another_rate_makes_no_difference(ink: Ink, spacing: float) -> None:
    assert difference(preprocess_ink(resampled(ink, spacing)), preprocess_ink(ink)) < SAME


@each_digit
def test_the_direction_and_order_of_strokes_make_no_difference(ink: Ink) -> None:
    backwards = Ink(tuple(reversed(moved(ink, np.flipud).strokes)))
    assert difference(preprocess_ink(backwards), preprocess_ink(ink)) < STEP


def test_different_digits_make_a_difference() -> None:
    fields = [preprocess_ink(ink) for ink in DIGITS.values()]
    apart = [difference(a, b) for i, a in enumerate(fields) for b in fields[:i]]
    assert min(apart) > 3 * SAME


# What the field is


@pytest.mark.parametrize(
    "ink",
    [*DIGITS.values(), Ink(), Ink.from_points([[(3, 4)]]), Ink.from_points([[(0, 0), (9, 0)]])],
    ids=[*DIGITS, "empty", "dot", "line"],
)
def test_a_field_is_28_x_28_from_0_to_1(ink: Ink) -> None:
    field = preprocess_ink(ink)
    assert field.shape == (28, 28)
    assert field.dtype == np.float32
    assert field.min() >= 0
    assert field.max() <= 1


@each_digit
def test_ink_is_bright_on_a_ground_of_zero(ink: Ink) -> None:
    field = preprocess_ink(ink)
    assert field.max() == 1
    assert np.median(field) == 0


@each_digit
def test_the_center_of_mass_is_in_the_middle_of_pixel_14(ink: Ink) -> None:
    assert center_of_mass(preprocess_ink(ink)) == pytest.approx((14, 14), abs=0.1)


@each_digit
def test_the_longer_side_of_a_digit_is_20_pixels(ink: Ink) -> None:
    rows = np.flatnonzero(preprocess_ink(ink).any(axis=1))
    assert 20 <= rows[-1] - rows[0] + 1 <= 21  # 21 where it begins within a pixel


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((160, 160), (20, 20)),
        ((160, 80), (20, 10)),
        ((80, 160), (10, 20)),
        ((30, 15), (20, 10)),
        ((2000, 100), (20, 1)),
        ((3000, 2250), (20, 15)),
        ((1, 1), (20, 20)),
        ((1, 4), (5, 20)),
    ],
    ids=str,
)
def test_a_box_of_ink_keeps_its_aspect(
    shape: tuple[int, int], expected: tuple[float, float]
) -> None:
    field = preprocess_pixels(np.full(shape, 255, np.uint8))
    assert extent(field) == pytest.approx(expected, abs=0.13)


def test_a_hair_line_is_not_lost() -> None:
    field = preprocess_pixels(np.full((1, 3000), 255, np.uint8))
    assert np.count_nonzero(field.any(axis=0)) >= 20


# Dots, lines and nothing


def test_a_dot_is_a_disc_in_the_middle() -> None:
    field = preprocess_ink(Ink.from_points([[(3, 4)]]))
    assert field.sum() == pytest.approx(np.pi / 4 * 20**2, rel=0.1)
    assert center_of_mass(field) == pytest.approx((14, 14), abs=0.1)


@pytest.mark.parametrize(
    "ink",
    [
        Ink.from_points([[(5, 5)] * 20]),
        Ink.from_points([[(-1e8, 1e8)]]),
        Ink.from_points([[(0, 0), (7, 3), (2, 2)]], pen_width=24),
    ],
    ids=["repeated", "far away", "smaller than its pen"],
)
def test_every_dot_is_the_same_dot(ink: Ink) -> None:
    np.testing.assert_array_equal(preprocess_ink(ink), preprocess_ink(Ink.from_points([[(3, 4)]])))


@pytest.mark.parametrize(
    ("end", "tall"), [((0, 50), True), ((50, 0), False)], ids=["upright", "level"]
)
def test_a_straight_line_is_a_bar_through_the_middle(end: tuple[int, int], tall: bool) -> None:
    field = preprocess_ink(Ink.from_points([[(0, 0), end]]))
    height, width = extent(field if tall else field.T)
    assert height == pytest.approx(20, abs=0.2)
    assert width == pytest.approx(0.11 * 20, abs=0.3)
    assert center_of_mass(field) == pytest.approx((14, 14), abs=0.1)


@pytest.mark.parametrize("ink", [Ink(), Ink.from_points([])])
def test_an_empty_ink_is_a_field_of_zeros(ink: Ink) -> None:
    assert not preprocess_ink(ink).any()


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (500, 3)], ids=str)
def test_pixels_without_ink_are_a_field_of_zeros(shape: tuple[int, int]) -> None:
    assert not preprocess_pixels(np.zeros(shape, np.uint8)).any()


# Ink that is heavy on one side


def comma() -> Pixels:
    """Return a blob with a long thin tail, as large as a drawn ink."""
    pixels = np.zeros((40, 160), np.uint8)
    pixels[:, :14] = 255
    pixels[19:21] = 255
    return pixels


@pytest.mark.parametrize("turns", range(4))
def test_ink_is_never_cut_off(turns: int) -> None:
    pixels = np.rot90(comma(), turns)
    field = preprocess_pixels(pixels)
    assert field.sum() == pytest.approx(pixels.sum() / 255 / 64, rel=0.01)


@pytest.mark.parametrize("turns", range(4))
def test_the_center_gives_way_to_ink_that_would_be_cut_off(turns: int) -> None:
    field = preprocess_pixels(np.rot90(comma(), turns))
    edges = field[[0, -1]].any(), field[:, [0, -1]].any()
    assert sorted(edges) == [False, True]
    row, col = center_of_mass(field)
    assert max(abs(row - 14), abs(col - 14)) > 0.5
    assert min(abs(row - 14), abs(col - 14)) < 0.1


@each_digit
def test_no_ink_of_a_digit_is_lost(ink: Ink) -> None:
    drawn = rasterize(ink)
    assert preprocess_ink(ink).sum() == pytest.approx(drawn.sum() / 255 / 64, rel=0.01)


# Pixels from elsewhere


@given(ink=DIGIT_INK, size=st.integers(100, 1600))
def test_ink_drawn_at_another_size_gives_the_same_field(ink: Ink, size: int) -> None:
    assert difference(preprocess_pixels(rasterize(ink, size=size)), preprocess_ink(ink)) < SAME


@given(ink=DIGIT_INK, margins=st.tuples(MARGINS, MARGINS))
def test_empty_margins_make_no_difference(ink: Ink, margins: tuple[tuple[int, int], ...]) -> None:
    field = preprocess_pixels(np.pad(rasterize(ink), margins))
    np.testing.assert_array_equal(field, preprocess_ink(ink))


@each_digit
def test_a_faint_mark_does_not_widen_the_box(ink: Ink) -> None:
    pixels = np.pad(rasterize(ink), 100)
    pixels[3:9, 3:9] = 25
    np.testing.assert_array_equal(preprocess_pixels(pixels), preprocess_ink(ink))


@each_digit
def test_blurred_ink_is_nearly_the_same(ink: Ink) -> None:
    blurred = cv2.GaussianBlur(np.pad(rasterize(ink), 20), (0, 0), 2)
    field = preprocess_pixels(np.asarray(blurred, np.uint8))
    assert difference(field, preprocess_ink(ink)) < 2 * SAME


def test_making_a_field_leaves_the_pixels_alone() -> None:
    pixels = np.pad(rasterize(DIGITS["3"]), 10)
    before = pixels.copy()
    preprocess_pixels(pixels)
    np.testing.assert_array_equal(pixels, before)

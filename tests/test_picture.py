"""Pictures: whatever the paper and the ink, the same digit is found."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from drawnpictures import (
    CLOSE,
    ROUGH,
    ROUNDING,
    Picture,
    coverage,
    each_digit,
    found,
    nearest,
    off,
    on_paper,
    painted,
    refusal,
    sloping_light,
    some_digits,
    transparent,
)
from hypothesis import given
from hypothesis import strategies as st

from recognizer.pictures.decode import find_ink

# Paper, ink and light


@each_digit
def test_dark_ink_on_light_paper_is_the_ink_itself(digit: str) -> None:
    assert off(on_paper(digit), digit) < CLOSE


@some_digits
@pytest.mark.parametrize(
    ("ink", "paper"),
    [
        (0, 255),
        (30, 230),
        (255, 0),
        (230, 30),
        (170, 225),
        (90, 60),
        ((180, 40, 30), (170, 230, 250)),
        ((30, 220, 250), (120, 40, 20)),
        ((40, 40, 220), (40, 150, 40)),
        ((250, 250, 250), (60, 160, 60)),
    ],
    ids=[
        "black on white",
        "dark on light",
        "white on black",
        "light on dark",
        "faint",
        "fainter",
        "blue on cream",
        "yellow on blue",
        "red on green of one brightness",
        "chalk on a board",
    ],
)
def test_ink_is_what_differs_from_the_paper(
    digit: str, ink: int | tuple[int, int, int], paper: int | tuple[int, int, int]
) -> None:
    assert off(painted(coverage(digit), ink, paper), digit) < CLOSE


@some_digits
def test_a_gray_picture_may_have_one_or_three_channels(digit: str) -> None:
    gray = on_paper(digit)
    np.testing.assert_array_equal(found(gray[..., None]), found(gray))
    np.testing.assert_allclose(found(np.dstack([gray] * 3)), found(gray), atol=ROUNDING)


@some_digits
@pytest.mark.parametrize("brightness", [0, 60, 200, 255])
def test_ink_may_stand_on_nothing(digit: str, brightness: int) -> None:
    assert off(transparent(coverage(digit), brightness), digit) < CLOSE


@some_digits
def test_a_picture_that_could_be_transparent_and_is_not_is_like_any_other(digit: str) -> None:
    gray = on_paper(digit)
    opaque = np.dstack([gray, gray, gray, np.full_like(gray, 255)])
    np.testing.assert_allclose(found(opaque), found(gray), atol=ROUNDING)


@some_digits
def test_the_color_of_what_is_transparent_does_not_matter(digit: str) -> None:
    picture = transparent(coverage(digit), 0)
    picture[picture[..., 3] == 0, :3] = (0, 200, 90)
    assert off(picture, digit) < CLOSE


@some_digits
@pytest.mark.parametrize("darkest", [180, 120, 70])
def test_light_may_fall_off_across_the_paper(digit: str, darkest: int) -> None:
    cover = coverage(digit)
    paper = sloping_light(cover.shape, darkest, 240)
    assert off(painted(cover, paper * 0.2, paper), digit) < ROUGH


@some_digits
@pytest.mark.parametrize("strength", [4, 10])
def test_noise_is_not_ink(digit: str, strength: float) -> None:
    noise = np.random.default_rng(7).normal(0, strength, coverage(digit).shape)
    noisy = np.clip(on_paper(digit) + noise, 0, 255).astype(np.uint8)
    assert off(noisy, digit) < CLOSE


@some_digits
def test_specks_are_dropped(digit: str) -> None:
    picture = on_paper(digit)
    picture[8:11, 8:11] = 0
    picture[-12:-9, 20:23] = 0
    picture[10:12, -14:-11] = 0
    assert off(picture, digit) < CLOSE


@some_digits
def test_a_dark_corner_is_not_ink(digit: str) -> None:
    picture = on_paper(digit)
    rows, cols = np.indices(picture.shape)
    picture[rows + cols < 20] = 0
    assert off(picture, digit) < CLOSE


@some_digits
def test_a_blurred_picture_is_still_read(digit: str) -> None:
    blurred = cv2.GaussianBlur(on_paper(digit), (0, 0), 4)
    assert off(np.asarray(blurred, np.uint8), digit) < ROUGH


# Size and place


@some_digits
@pytest.mark.parametrize("height", [60, 600, 1500])
def test_a_picture_may_be_small_or_large(digit: str, height: int) -> None:
    picture = painted(coverage(digit, height, margin=height // 5), 30, 230)
    assert off(picture, digit) < CLOSE


@some_digits
def test_a_digit_may_come_close_to_the_edge(digit: str) -> None:
    assert off(painted(coverage(digit, margin=10), 30, 230), digit) < CLOSE


@pytest.mark.parametrize("digit", ["0", "4", "7", "9"])
@pytest.mark.parametrize("margin", [0, 1, 3])
def test_even_ink_on_the_edge_of_the_picture_is_ink(digit: str, margin: int) -> None:
    assert off(painted(coverage(digit, margin=margin), 30, 230), digit) < CLOSE


@some_digits
def test_a_digit_may_lie_in_a_corner_of_a_large_picture(digit: str) -> None:
    picture = np.pad(on_paper(digit), ((0, 500), (700, 0)), constant_values=230)
    assert off(picture, digit) < CLOSE


@each_digit
def test_a_picture_of_12_x_12_shows_which_digit_it_is(digit: str) -> None:
    cover = coverage(digit, height=10, margin=1)
    side = (12 - cover.shape[1]) // 2
    picture = painted(np.pad(cover, ((0, 0), (side, 12 - cover.shape[1] - side))), 0, 255)
    assert picture.shape == (12, 12)
    assert nearest(picture) == digit


@given(
    short=st.integers(1, 9),
    long=st.one_of(st.integers(1, 9), st.just(5000)),
    channels=st.sampled_from([1, 3, 4]),
    turns=st.integers(0, 1),
)
def test_no_picture_is_too_small_or_too_narrow(
    short: int, long: int, channels: int, turns: int
) -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (short, long, channels), dtype=np.uint8)
    field = found(np.rot90(picture, turns))
    assert field.shape == (28, 28)
    assert np.isfinite(field).all()


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((60, 50), np.uint8),
        np.full((60, 50), 255, np.uint8),
        np.full((60, 50, 3), (90, 160, 200), np.uint8),
        np.zeros((60, 50, 4), np.uint8),
        sloping_light((60, 50), 60, 240).astype(np.uint8),
        np.random.default_rng(3).normal(200, 4, (60, 50)).astype(np.uint8),
        np.full((1, 1), 77, np.uint8),
    ],
    ids=["black", "white", "colored", "transparent", "sloping light", "noise", "one pixel"],
)
def test_on_a_blank_picture_there_is_no_ink(picture: Picture) -> None:
    assert not find_ink(picture).any()


@some_digits
def test_found_ink_is_bright_on_zero_and_no_larger_than_needed(digit: str) -> None:
    ink = find_ink(painted(coverage(digit, 1500, 300), 30, 230))
    assert ink.dtype == np.uint8
    assert max(ink.shape) == 640
    assert ink.max() == 255
    assert np.median(ink) == 0


def test_finding_ink_leaves_the_picture_alone() -> None:
    picture = on_paper("3")
    before = picture.copy()
    find_ink(picture)
    np.testing.assert_array_equal(picture, before)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((5, 5), np.float32),
        np.zeros((5, 5), np.uint16),
        np.zeros((5, 5), bool),
        np.zeros((0, 5), np.uint8),
        np.zeros((5, 0, 3), np.uint8),
        np.zeros(5, np.uint8),
        np.zeros((5, 5, 2), np.uint8),
        np.zeros((5, 5, 5), np.uint8),
        np.zeros((1, 5, 5, 3), np.uint8),
    ],
    ids=lambda array: f"{array.dtype} {array.shape}",
)
def test_an_array_that_is_no_picture_is_refused(array: Picture) -> None:
    refusal(lambda: find_ink(array))

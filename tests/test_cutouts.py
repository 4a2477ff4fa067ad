"""A digit that was cut out along its bounding box is read: the border is no background there."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import coverage, each_digit, painted, sloping_light

from recognizer import Reader
from recognizer.reading.result import Verdict

Picture = npt.NDArray[np.uint8]
READER = Reader()


def cut(digit: str, height: int = 64) -> Picture:
    """Return a digit with no margin at all, dark on light."""
    return painted(coverage(digit, height, margin=0), ink=40, paper=220)


def read(picture: Picture) -> str:
    reading = READER.read_image(picture)
    assert reading.verdict is Verdict.DIGIT
    return reading.text


@each_digit
@pytest.mark.parametrize("height", [16, 28, 64, 160, 700])
def test_a_digit_without_a_margin_is_read(digit: str, height: int) -> None:
    if digit != "1":  # upright and cut out, a bar is a plain surface
        assert read(cut(digit, height)) == digit


@each_digit
def test_light_ink_on_dark_is_read_as_well(digit: str) -> None:
    if digit != "1":
        assert read(255 - cut(digit)) == digit


@each_digit
def test_light_may_fall_off_across_it(digit: str) -> None:
    cover = coverage(digit, 64, margin=0)
    if digit != "1":
        assert read(painted(cover, ink=30, paper=sloping_light(cover.shape, 150, 235))) == digit


@pytest.mark.parametrize("digit", ["0", "2", "3", "5", "8"])
def test_eight_pixels_enlarged_are_read(digit: str) -> None:
    small = cv2.resize(255 - cut(digit, 160), (8, 8), interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (64, 64), interpolation=cv2.INTER_CUBIC)
    assert read(np.asarray(large, np.uint8)) == digit


def test_it_may_reach_only_one_side() -> None:
    picture = np.pad(cut("7"), ((6, 0), (8, 8)), constant_values=220)
    assert read(np.asarray(cv2.GaussianBlur(picture, (0, 0), 3), np.uint8)) == "7"


def test_its_box_is_the_whole_picture() -> None:
    picture = cut("8", 160)
    box = READER.read_image(picture).box
    assert box is not None
    rows, cols = picture.shape
    sides = np.array([box.left, box.top, box.right, box.bottom])
    assert np.abs(sides - [0, 0, cols, rows]).max() <= 3


def test_a_frame_is_no_zero() -> None:
    picture = np.full((90, 70), 220, np.uint8)
    cv2.rectangle(picture, (0, 0), (69, 89), 40, 15)
    assert "0" not in READER.read_image(picture).text


def test_a_shadow_in_a_corner_is_no_digit() -> None:
    rows, cols = np.indices((300, 400))
    shadow = 228 - 90 / (1 + np.exp(((rows - 300) ** 2 + cols**2) ** 0.5 / 12 - 12))
    assert READER.read_image(shadow.astype(np.uint8)).text == ""


def test_a_page_in_half_shadow_is_no_digit() -> None:
    page = np.full((420, 300), 225.0)
    for row in range(5):
        for col in range(4):
            page[60 + row * 60 :, 60 + col * 50 :][:40, :30] -= 120 * cv2.resize(
                coverage("4", 40, margin=0), (30, 40)
            )
    page *= np.where(np.indices(page.shape)[1] + np.indices(page.shape)[0] / 4 < 90, 0.6, 1.0)
    soft = np.asarray(cv2.GaussianBlur(page, (0, 0), 2), np.uint8)
    assert READER.read_image(soft).text == "\n".join(["4444"] * 5)


@pytest.mark.parametrize("height", [40, 64, 120])
@pytest.mark.parametrize("text", ["17", "11", "308", "911", "2026", "56"])
def test_a_number_without_a_margin_is_read(text: str, height: int) -> None:
    digits = [np.pad(coverage(each, height, margin=0), ((0, 0), (0, height // 7))) for each in text]
    cover = np.hstack(digits)[:, : -(height // 7)]
    assert READER.read_image(painted(cover, ink=40, paper=220)).text == text
    assert READER.read_image(painted(cover, ink=220, paper=40)).text == text


def test_borders_on_both_sides_of_a_page_are_no_number() -> None:
    cover = np.zeros((300, 260))
    cover[:, :9] = cover[:, -9:] = 1.0
    assert READER.read_image(painted(cover, ink=40, paper=220)).text != "11"

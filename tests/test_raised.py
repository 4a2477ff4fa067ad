"""In a picture, what stands raised behind a number is no digit of it: an exponent, a degree."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from strokes import DIGITS, scaled, shifted
from writtennumbers import together, written

from recognizer import Ink, Reader
from recognizer.ink.raster import rasterize

HIGH, GAP = 140.0, 24.0


def picture(*inks: Ink) -> np.ndarray:
    """Return inks as dark strokes on light paper; digits are 60 pixels high."""
    drawn = 255 - np.pad(rasterize(together(*inks), 0.03), 60)
    scale = 60 * together(*inks).bounding_box.height / HIGH / (drawn.shape[0] - 120)
    return cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def raised(label: str, behind: Ink, size: float = 0.55, foot: float = 0.3) -> Ink:
    """Return a digit behind others, of that size and with its foot so far below their head."""
    ink = scaled(DIGITS[label], size)
    box = ink.bounding_box
    return shifted(ink, behind.bounding_box.right + GAP - box.left, foot * HIGH - box.bottom)


@pytest.mark.parametrize("alphabet", ["digits", "numbers"])
@pytest.mark.parametrize(("base", "power"), [("10", "5"), ("10", "3"), ("2", "8"), ("34", "2")])
def test_an_exponent_is_a_number_of_its_own(alphabet: str, base: str, power: str) -> None:
    below = written(base, GAP)
    found = Reader(alphabet=alphabet).read_image(picture(below, raised(power, below)))
    assert found.text == f"{base} {power}"


def test_an_exponent_of_two_digits_is_one_number(reader: Reader) -> None:
    below = written("10", GAP)
    first = raised("1", below)
    assert reader.read_image(picture(below, first, raised("2", first))).text == "10 12"


@pytest.mark.parametrize("size", [0.22, 0.3])
@pytest.mark.parametrize("label", ["90", "45", "360", "7"])
def test_a_degree_is_no_0(reader: Reader, label: str, size: float) -> None:
    below = written(label, GAP)
    ring = raised("0", below, size, 0.2)
    assert reader.read_image(picture(below, ring)).text == label


@pytest.mark.parametrize("foot", [0.7, 0.85, 1.0])
def test_a_small_digit_that_reaches_below_the_middle_is_one_of_the_number(
    reader: Reader, foot: float
) -> None:
    below = written("38", GAP)
    assert reader.read_image(picture(below, raised("5", below, 0.6, foot))).text == "385"


def test_a_small_high_digit_between_others_is_one_of_the_number(reader: Reader) -> None:
    below = written("38", GAP)
    small = raised("5", below, 0.5, 0.45)
    behind = written("62", GAP, small.bounding_box.right + GAP)
    assert reader.read_image(picture(below, small, behind)).text == "38562"

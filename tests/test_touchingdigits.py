"""Digits pushed together until they touch are read one by one."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import Coverage, painted
from strokes import DIGITS

from recognizer import Reader

HEIGHT_PIXELS, MARGIN_PIXELS = 80, 40
_FINE = 4


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def drawn(digit: str, slant: float, wide: float, pen: float) -> Coverage:
    """Return a digit on the smallest canvas that holds it, in [0, 1]; `pen` is in heights."""
    change = np.array([[wide, 0.0], [slant, 1.0]])
    strokes = [each.points @ change for each in DIGITS[digit].strokes]
    corner = np.vstack(strokes).min(axis=0)
    pixels = pen * HEIGHT_PIXELS
    scale = (HEIGHT_PIXELS - pixels) / np.ptp(np.vstack(strokes)[:, 1])
    size = np.ceil(np.ptp(np.vstack(strokes), axis=0) * scale + pixels).astype(int)
    canvas = np.zeros((HEIGHT_PIXELS * _FINE, size[0] * _FINE), np.uint8)
    for stroke in strokes:
        line = np.rint(((stroke - corner) * scale + pixels / 2) * _FINE).astype(np.int32)
        cv2.polylines(canvas, [line.reshape(-1, 1, 2)], False, 255, round(pixels * _FINE))
    small = cv2.resize(canvas, (int(size[0]), HEIGHT_PIXELS), interpolation=cv2.INTER_AREA)
    return np.asarray(small, float) / 255


def pushed(
    text: str, slant: float = 0.0, wide: float = 1.0, pen: float = 0.1, deeper: int = 1
) -> npt.NDArray[np.uint8]:
    """Return a picture of a number, each digit so many pixels `deeper` than it first touches."""
    whole, *others = (drawn(digit, slant, wide, pen) for digit in text)
    for each in others:
        before, behind = whole > 0.5, each > 0.5
        free = before[:, ::-1].argmax(axis=1) + behind.argmax(axis=1)
        overlap = free[before.any(axis=1) & behind.any(axis=1)].min() + deeper
        beside = np.pad(each, ((0, 0), (whole.shape[1] - overlap, 0)))
        whole = np.maximum(np.pad(whole, ((0, 0), (0, each.shape[1] - overlap))), beside)
    return painted(np.pad(whole, MARGIN_PIXELS), ink=30, paper=230)


@pytest.mark.parametrize(
    ("text", "slant", "wide", "pen"),
    [
        ("171", 0.0, 1.0, 0.11),
        ("171", 0.0, 0.75, 0.11),
        ("7772", 0.0, 0.75, 0.07),
        ("7772", -0.2, 0.75, 0.11),
    ],
)
def test_two_sure_digits_of_one_blob_are_not_one(
    reader: Reader, text: str, slant: float, wide: float, pen: float
) -> None:
    """Two of them together look somewhat like one digit, too."""
    assert reader.read_image(pushed(text, slant, wide, pen, deeper=2)).text == text


@pytest.mark.parametrize("digit", DIGITS)
@pytest.mark.parametrize("slant", [-0.25, 0.1])
def test_a_wide_digit_stays_one(reader: Reader, digit: str, slant: float) -> None:
    assert reader.read_image(pushed(digit, slant, wide=1.3)).text == digit


@pytest.mark.parametrize("text", ["22", "223", "322", "252"])
def test_the_foot_of_a_digit_is_no_comma(reader: Reader, text: str) -> None:
    """Where two touch, the foot may be a small piece cut off from both."""
    assert reader.read_image(pushed(text, slant=0.25, wide=1.5, pen=0.06, deeper=2)).text == text

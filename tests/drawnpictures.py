"""Pictures of digits on papers of many kinds, and how far what is found is from the ink."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS

from recognizer import Ink, PictureError
from recognizer.network.preprocess import Field, preprocess_ink, preprocess_pixels
from recognizer.pictures.decode import find_ink

Picture = npt.NDArray[np.uint8]
Coverage = npt.NDArray[np.float64]

CLOSE = 0.02
"""Mean difference within which a picture shows the digit it was made of (measured: 0.013)."""
ROUGH = 0.06
"""The same where the light leaves less of it (measured: 0.053); two digits differ by 0.08."""

ROUNDING = 0.01
"""What a gray level more or less in the picture makes."""

each_digit = pytest.mark.parametrize("digit", DIGITS)
some_digits = pytest.mark.parametrize("digit", ["0", "1", "4", "7"])


@cache
def coverage(digit: str, height: int = 120, margin: int = 25) -> Coverage:
    """Draw a digit with OpenCV; how much of each pixel is ink, in [0, 1]."""
    ink, fine = DIGITS[digit], 4
    pen = 0.11 * height
    box = ink.bounding_box
    scale = (height - pen) / box.height
    rows, cols = height + 2 * margin, round(box.width * scale + pen) + 2 * margin
    canvas = np.zeros((rows * fine, cols * fine), np.uint8)
    for stroke in ink.strokes:
        points = (stroke.points - (box.left, box.top)) * scale + margin + pen / 2
        line = np.rint(points * fine).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(canvas, [line], False, 255, round(pen * fine), cv2.LINE_8)
    return np.asarray(cv2.resize(canvas, (cols, rows), interpolation=cv2.INTER_AREA), float) / 255


def painted(cover: Coverage, ink: npt.ArrayLike, paper: npt.ArrayLike) -> Picture:
    """Lay `ink` of one gray or color over `paper`, which may change from pixel to pixel."""
    ink, paper = np.asarray(ink, np.float64), np.asarray(paper, np.float64)
    if ink.ndim == 1:
        cover = cover[..., None]
    return np.asarray(np.rint(cover * ink + (1 - cover) * paper), np.uint8)


def on_paper(digit: str) -> Picture:
    """Return dark ink on light paper, gray."""
    return painted(coverage(digit), ink=30, paper=230)


def transparent(cover: Coverage, brightness: int) -> Picture:
    """Return ink of one gray on nothing, BGRA."""
    color = np.full((*cover.shape, 3), brightness, np.uint8)
    return np.dstack([color, np.rint(cover * 255).astype(np.uint8)])


def sloping_light(shape: tuple[int, ...], darkest: int, lightest: int) -> Coverage:
    """Return paper under light that falls off from the upper left to the lower right."""
    rows, cols = np.indices(shape[:2])
    slope = (rows / shape[0] + cols / shape[1]) / 2
    return np.asarray(lightest - (lightest - darkest) * slope, np.float64)


def found(picture: Picture) -> Field:
    return preprocess_pixels(find_ink(picture))


def off(picture: Picture, digit: str) -> float:
    """Return how far what is found in `picture` is from the ink of `digit`."""
    return distance(found(picture), digit)


def distance(field: Field, digit: str) -> float:
    return float(np.abs(field - preprocess_ink(DIGITS[digit])).mean())


def nearest(picture: Picture) -> str:
    """Return the digit that what is found in `picture` comes closest to."""
    field = found(picture)
    return min(DIGITS, key=lambda digit: distance(field, digit))


def refusal(action: Callable[[], object]) -> str:
    """Return what is said, in one line, when `action` is refused."""
    with pytest.raises(PictureError) as caught:
        action()
    message = str(caught.value)
    assert message
    assert "\n" not in message
    return message


def draw_beside(
    canvas: Picture, inks: Iterable[tuple[Ink, float]], shade: int, pen: int, start: int, gap: int
) -> None:
    """Draw inks side by side into a gray `canvas`, each so many pixels high, its pen included.

    Their heads are `start` pixels from the top; the first begins as far from the left.
    """
    left = float(start)
    for ink, height in inks:
        box = ink.bounding_box
        scale = (height - pen) / box.height
        for stroke in ink.strokes:
            points = (stroke.points - (box.left, box.top)) * scale + (left, start)
            fixed = np.rint(points * 16).astype(np.int32).reshape(-1, 1, 2)
            cv2.polylines(canvas, [fixed], False, shade, pen, cv2.LINE_AA, 4)
        left += box.width * scale + pen + gap

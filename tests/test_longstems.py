"""Digits with long stems in pictures: the stem hides neither what they are nor what is beside them.

The pictures are drawn here.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import draw_beside
from strokes import DIGITS

from recognizer import Ink, Reader
from recognizer.reading.pages.stems import MAX_STEM_HEIGHTS, without_long_stem

Picture = npt.NDArray[np.uint8]

HEIGHT, PEN, GAP, MARGIN = 40, 3, 12, 40

NARROW_SEVEN = Ink.from_points([[(0, 6), (58, 0), (52, 60), (32, 240)]])
"""Its bar is a quarter as long as its stem."""
LONG_NINE = Ink.from_points(
    [
        [(34 + 15 * np.cos(a), 16 + 15 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 30)],
        [(50, 4), (46, 70), (36, 260)],
    ]
)
"""Its bowl is an eighth as high as it is."""

LEANING_SEVEN = Ink.from_points([[(50, 6), (108, 0), (90, 60), (0, 240)]])
"""Its foot is below the digit before it."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def picture(*inks: tuple[Ink, float], gap: int = GAP) -> Picture:
    """Return inks side by side, their heads level, each so many heights of a digit high."""
    canvas = np.full((2 * MARGIN + 3 * HEIGHT, 2 * MARGIN + 3 * HEIGHT * len(inks)), 230, np.uint8)
    sized = [(ink, heights * HEIGHT) for ink, heights in inks]
    draw_beside(canvas, sized, 40, PEN, MARGIN, gap)
    return canvas


def digit(label: str, heights: float = 1.0) -> tuple[Ink, float]:
    return DIGITS[label], heights


@pytest.mark.parametrize(
    ("ink", "label", "heights"),
    [(NARROW_SEVEN, "7", 1.8), (NARROW_SEVEN, "7", 2.2), (LONG_NINE, "9", 2.2)],
)
def test_a_long_stem_makes_no_one(reader: Reader, ink: Ink, label: str, heights: float) -> None:
    row = picture(digit("3"), digit("8"), (ink, heights), digit("5"), digit("2"))
    assert reader.read_image(row).text == f"38{label}52"


@pytest.mark.parametrize("label", ["1", "2", "3", "6", "8"])
def test_a_digit_that_is_taller_than_others_is_still_that_digit(reader: Reader, label: str) -> None:
    row = picture(digit("3"), digit("8"), digit(label, 1.7), digit("5"), digit("2"))
    assert reader.read_image(row).text == f"38{label}52"


@pytest.mark.parametrize("small", ["3", "5", "6", "8"])
def test_a_small_digit_above_the_foot_of_a_long_one_is_no_part_of_it(
    reader: Reader, small: str
) -> None:
    long = LEANING_SEVEN, 1.8
    row = picture(digit("3"), digit("2"), digit(small, 0.6), long, digit("4"), gap=-2)
    assert reader.read_image(row).text == f"32{small}74"


def stem(*points: tuple[float, float]) -> Picture:
    """Return a stroke through `points` on 100 rows."""
    piece = np.zeros((110, 60), np.uint8)
    cv2.polylines(piece, [np.array(points, np.int32)], False, 255, 5)
    return piece


def test_a_straight_stem_ends_a_little_below_the_others() -> None:
    piece = stem((5, 5), (40, 5), (25, 105))
    cut = without_long_stem(piece, 50)
    rows = np.flatnonzero((cut > 0).any(axis=1))
    assert np.ptp(rows) + 1 == round(MAX_STEM_HEIGHTS * 50)
    assert np.array_equal(cut, piece[: len(cut)])


@pytest.mark.parametrize(
    ("points", "height"),
    [
        (((5, 5), (40, 5), (25, 105)), 90),
        (((5, 5), (50, 40), (10, 70), (50, 105)), 50),
        (((40, 5), (5, 100), (50, 100)), 50),
        (((30, 5), (30, 60), (5, 105), (30, 60), (50, 105)), 50),
    ],
    ids=["as high as others", "bent", "with a foot", "forked"],
)
def test_all_else_stays_whole(points: tuple[tuple[float, float], ...], height: float) -> None:
    piece = stem(*points)
    assert without_long_stem(piece, height) is piece

"""Digits below each other, and close rows, are lines of their own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import coverage, painted

from recognizer import Reader

Picture = npt.NDArray[np.uint8]
READER = Reader()
HEIGHT, MARGIN = 60, 40


def rows(lines: Sequence[str], pitch: float, gap: int = 16) -> Picture:
    """Return digits in lines, the next one `pitch` heights below."""
    down = round(pitch * HEIGHT)
    longest = max(map(len, lines))
    cover = np.zeros((2 * MARGIN + HEIGHT + down * (len(lines) - 1), 2 * MARGIN + longest * 80))
    for row, line in enumerate(lines):
        top, left = MARGIN + row * down, MARGIN
        for label in line:
            digit = coverage(label, HEIGHT, margin=0)
            part = cover[top : top + HEIGHT, left : left + digit.shape[1]]
            np.maximum(part, digit, out=part)
            left += digit.shape[1] + gap
    return painted(cover, ink=40, paper=230)


def read(picture: Picture) -> str:
    return READER.read_image(picture).text


@pytest.mark.parametrize("pitch", [1.15, 1.3, 1.6, 2.2])
@pytest.mark.parametrize("column", ["79", "285", "4690", "7985", "300562"])
def test_a_column_of_digits_is_a_line_for_each(column: str, pitch: float) -> None:
    assert read(rows(tuple(column), pitch)) == "\n".join(column)


@pytest.mark.parametrize("pitch", [1.12, 1.2, 1.3])
@pytest.mark.parametrize("lines", [("45", "53", "98"), ("2704", "9538", "6128"), ("36", "24685")])
def test_close_rows_stay_apart(lines: tuple[str, ...], pitch: float) -> None:
    assert read(rows(lines, pitch)) == "\n".join(lines)


def test_a_stem_that_reaches_into_the_next_row_does_not_unite_them() -> None:
    picture = rows(("2058", "3064"), 1.2)
    left = MARGIN + 270
    picture[MARGIN + 2 : MARGIN + HEIGHT + 34, left : left + 6] = 40
    assert read(picture) == "2058 1\n3064"


@pytest.mark.parametrize("digit", ["0", "3", "8"])
def test_a_digit_broken_across_its_middle_is_one(digit: str) -> None:
    picture = painted(coverage(digit, 120), ink=40, paper=230)
    middle = picture.shape[0] // 2
    picture[middle - 2 : middle + 2] = 230
    assert read(picture) == digit


def test_a_one_with_a_gap_is_one() -> None:
    picture = painted(coverage("1", 120), ink=40, paper=230)
    middle = picture.shape[0] // 2
    picture[middle - 2 : middle + 2] = 230
    assert read(picture) == "1"

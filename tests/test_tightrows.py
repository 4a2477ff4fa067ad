"""Rows so close that long stems reach into the row below: each is read by itself.

The pictures are drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import draw_beside
from strokes import DIGITS

from recognizer import Ink, Reader
from recognizer.pictures.tightrows import Rows, find_rows

Picture = npt.NDArray[np.uint8]

HEIGHT, PEN, GAP, MARGIN = 48, 5, 14, 60
STEMMED = "1479"
ROWS = "194713", "782046", "491875", "613907", "507284"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def with_stem(digit: str, longer: float) -> Ink:
    """Return a digit whose lowest quarter is stretched: it becomes so much longer by that."""
    ink = DIGITS[digit]
    box = ink.bounding_box
    begin = box.top + 0.75 * box.height
    stretch = 1 + 4 * longer
    strokes = [each.points.copy() for each in ink.strokes]
    for points in strokes:
        points[:, 1] += (stretch - 1) * np.maximum(points[:, 1] - begin, 0)
    return Ink.from_points(strokes)


def page(rows: Sequence[str], pitch: float, longer: float, degrees: float = 0.0) -> Picture:
    """Return rows, so many heights apart, of digits of which every second stem is long."""
    size = 2 * MARGIN + round(HEIGHT * (pitch * len(rows) + 1)), 2 * MARGIN + 55 * len(rows[0])
    canvas = np.full(size, 230, np.uint8)
    for number, row in enumerate(rows):
        lengths = [longer if d in STEMMED and k % 2 else 0.0 for k, d in enumerate(row)]
        inks = [
            (with_stem(digit, more), HEIGHT * (1 + more))
            for digit, more in zip(row, lengths, strict=True)
        ]
        below = canvas[round(number * pitch * HEIGHT) :]
        draw_beside(below, inks, 40, PEN, MARGIN, GAP)
    turn = cv2.getRotationMatrix2D((size[1] / 2, size[0] / 2), degrees, 1)
    return np.asarray(cv2.warpAffine(canvas, turn, size[::-1], borderValue=(230,)), np.uint8)


@pytest.mark.parametrize("degrees", [-2.0, 0.0, 2.0])
@pytest.mark.parametrize(("pitch", "longer"), [(1.15, 0.4), (1.25, 0.5), (1.4, 0.6)])
def test_rows_that_long_stems_reach_into_are_read_one_by_one(
    reader: Reader, pitch: float, longer: float, degrees: float
) -> None:
    assert reader.read_image(page(ROWS, pitch, longer, degrees)).text == "\n".join(ROWS)


@pytest.mark.parametrize("digit", ["2", "5", "8"])
def test_a_stem_that_touches_the_digit_below_is_cut_where_it_enters(
    reader: Reader, digit: str
) -> None:
    rows = "3957", f"2{digit}{digit}4"
    assert reader.read_image(page(rows, 1.2, 0.3)).text == "\n".join(rows)


def rows_of(rows: Sequence[str], pitch: float, longer: float, degrees: float = 0.0) -> Rows | None:
    return find_rows(255 - page(rows, pitch, longer, degrees) - 25, HEIGHT)


def test_a_single_row_is_not_cut() -> None:
    assert rows_of(ROWS[:1], 1.2, 0.6) is None


def test_without_ink_there_are_no_rows() -> None:
    assert find_rows(np.zeros((200, 300), np.uint8), HEIGHT) is None


@pytest.mark.parametrize("seed", range(4))
def test_loose_strokes_are_no_rows(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ink = np.zeros((600, 800), np.uint8)
    for x, y in rng.integers(20, 540, (200, 2)).tolist():
        cv2.line(ink, (x, y), (x + 5, y + int(rng.integers(20, 60))), (255,), 3)
    assert find_rows(ink, HEIGHT) is None


def test_rows_lie_as_far_apart_as_their_heads() -> None:
    rows = rows_of(ROWS, 1.25, 0.5)
    assert rows is not None
    assert rows.slope == pytest.approx(0, abs=0.01)
    middles = [round(MARGIN + HEIGHT * (1.25 * k + 0.5)) for k in range(len(ROWS))]
    assert [len(np.unique(rows.names[middle])) for middle in middles] == [1] * len(ROWS)
    assert rows.names[middles, 0].tolist() == list(range(len(ROWS)))


def test_rows_slope_as_the_page_is_turned() -> None:
    rows = rows_of(ROWS, 1.25, 0.5, degrees=-3)
    assert rows is not None
    assert rows.slope == pytest.approx(np.tan(np.radians(3)), abs=0.01)


def test_no_ink_of_two_rows_touches() -> None:
    rows = rows_of(ROWS, 1.15, 0.4)
    assert rows is not None
    _, pieces = cv2.connectedComponents((rows.pixels > 64).astype(np.uint8))
    for piece in range(1, int(pieces.max()) + 1):
        assert len(np.unique(rows.names[pieces == piece])) == 1

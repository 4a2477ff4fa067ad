"""A printed line below or through a digit that was cut out of ruled paper is no ink."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import CLOSE, Coverage, coverage, each_digit, off, painted, some_digits

from recognizer import Reader
from recognizer.ink.pixels import cut_out
from recognizer.pictures.croplines import without_line
from recognizer.pictures.decode import find_ink

READER = Reader()
PAPER, INK, MARGIN, HEIGHT = 225.0, 70, 25, 120
CROSSED = 0.027
"""How far a digit may be from its ink where a line ran through it (measured: 0.024; with the line,
most are farther)."""
STROKES = {
    "T": [((0, 0), (1, 0)), ((0.5, 0), (0.5, 1))],
    "E": [((0, 0), (1, 0)), ((0, 0), (0, 1)), ((0, 0.5), (0.8, 0.5)), ((0, 1), (1, 1))],
    "+": [((0, 0.5), (1, 0.5)), ((0.5, 0), (0.5, 1))],
    "square 5": [((0, 0), (1, 0)), ((0, 0), (0, 0.5)), ((0, 0.5), (1, 0.5)), ((1, 0.5), (1, 1))],
    "H for a 4": [((0.2, 0), (0.2, 0.6)), ((0, 0.6), (1, 0.6)), ((0.7, 0), (0.7, 1))],
}
"""Straight strokes at right angles, from (x, y) to (x, y)."""


def on_line(digit: str, row: int, width: int, gray: float, fall: int = 0) -> npt.NDArray[np.uint8]:
    """Return a digit on paper with a line printed from edge to edge, `fall` pixels lower there."""
    cover = coverage(digit, HEIGHT, MARGIN)
    paper = np.full(cover.shape, PAPER)
    cols = cover.shape[1]
    cv2.line(paper, (-1, row), (cols, row + fall), gray, width, cv2.LINE_AA)
    return painted(cover, INK, paper)


@each_digit
@pytest.mark.parametrize("row", [MARGIN + HEIGHT + 8, 2 * MARGIN + HEIGHT - 1])
def test_a_line_below_a_digit_is_no_ink(digit: str, row: int) -> None:
    picture = on_line(digit, row, 3, 110)
    assert off(picture, digit) < CLOSE
    assert READER.read_image(picture).text == digit


@each_digit
@pytest.mark.parametrize("fall", [-6, 0, 4])
def test_a_line_through_a_digit_is_no_ink(digit: str, fall: int) -> None:
    assert off(on_line(digit, MARGIN + 55, 3, 110, fall), digit) < CROSSED


@some_digits
def test_a_line_may_be_darker_than_pencil(digit: str) -> None:
    cover = coverage(digit, HEIGHT, MARGIN)
    paper = np.full(cover.shape, PAPER)
    paper[-8:-5] = 40
    assert off(painted(cover, 150, paper), digit) < CLOSE


@some_digits
def test_a_small_picture_has_lines_too(digit: str) -> None:
    picture = on_line(digit, MARGIN + HEIGHT + 12, 5, 110)
    small = np.asarray(cv2.resize(picture, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA))
    assert READER.read_image(small.astype(np.uint8)).text == digit


def assert_all_is_kept(cover: Coverage) -> None:
    pixels = np.rint(255 * cover).astype(np.uint8)
    np.testing.assert_array_equal(without_line(pixels), pixels)
    tight = cut_out(pixels, 127)
    np.testing.assert_array_equal(without_line(tight), tight)


@each_digit
def test_no_stroke_of_a_digit_is_taken_for_a_line(digit: str) -> None:
    assert_all_is_kept(coverage(digit))


@pytest.mark.parametrize("name", STROKES)
@pytest.mark.parametrize("pen", [8, 20])
def test_nor_are_straight_strokes_at_right_angles(name: str, pen: int) -> None:
    canvas = np.zeros((180, 160), np.uint8)
    for start, end in np.array(STROKES[name]):
        ends = [np.rint(each * (100, 120) + 30).astype(int).tolist() for each in (start, end)]
        cv2.line(canvas, ends[0], ends[1], 255, pen, cv2.LINE_AA)
    assert_all_is_kept(canvas / 255)


def test_a_line_alone_stays() -> None:
    paper = np.full((60, 90), PAPER)
    paper[40:43] = 120
    assert np.count_nonzero(find_ink(np.rint(paper).astype(np.uint8))[40:43] > 127) > 250

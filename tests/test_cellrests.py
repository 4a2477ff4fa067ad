"""Rests of its frame, along the edges of a cell that was cut out, are no ink."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawnpictures import coverage, each_digit, painted

from recognizer import Reader
from recognizer.ink.pixels import cut_out
from recognizer.pictures.cellrests import cell_marks

READER = Reader()
SIDE, HEIGHT, PAPER, INK, WALL = 96, 56, 230.0, 40, 90
# Two ends of each wall, as (x, y), in parts of the cell: slanted a little, or some pixels inside.
WALLS = {
    "top": ((-0.1, 0.01), (1.1, 0.03)),
    "right": ((0.96, -0.1), (0.98, 1.1)),
    "foot": ((-0.1, 0.985), (1.1, 0.97)),
    "left": ((0.03, -0.1), (0.04, 1.1)),
}
FRAMES = [("top",), ("left",), ("foot", "right"), ("top", "right", "left"), tuple(WALLS)]


def walled(names: tuple[str, ...], width: int = 4) -> npt.NDArray[np.float64]:
    """Return the paper of a cell with rests of these walls."""
    paper = np.full((SIDE, SIDE), PAPER)
    for name in names:
        start, end = np.rint(np.multiply(WALLS[name], SIDE)).astype(int).tolist()
        cv2.line(paper, start, end, float(WALL), width, cv2.LINE_AA)
    return paper


def in_cell(digit: str, paper: npt.NDArray[np.float64]) -> npt.NDArray[np.uint8]:
    """Return the picture of a cell with a digit in its middle."""
    cover, middle = np.zeros(paper.shape), cut_out(np.uint8(255 * coverage(digit, HEIGHT)))
    rows, cols = middle.shape
    top, left = (SIDE - rows) // 2, (SIDE - cols) // 2
    cover[top : top + rows, left : left + cols] = middle / 255
    return painted(cover, INK, paper)


@each_digit
@pytest.mark.parametrize("names", FRAMES, ids="-".join)
def test_a_digit_is_read_beside_rests_of_walls(digit: str, names: tuple[str, ...]) -> None:
    assert READER.read_image(in_cell(digit, walled(names))).text == digit


@pytest.mark.parametrize("names", FRAMES, ids="-".join)
@pytest.mark.parametrize("width", [2, 7])
def test_an_empty_cell_has_no_digits(names: tuple[str, ...], width: int) -> None:
    cell = np.rint(walled(names, width)).astype(np.uint8)
    assert READER.read_image(cell).text == ""
    assert READER.read_image(~cell).text == ""


@pytest.mark.parametrize("names", FRAMES, ids="-".join)
def test_walls_may_be_broken(names: tuple[str, ...]) -> None:
    paper = walled(names)
    paper[20:26] = paper[:, 60:66] = PAPER
    assert READER.read_image(in_cell("9", paper)).text == "9"


@each_digit
def test_a_digit_that_was_cut_out_tightly_is_no_cell(digit: str) -> None:
    tight = ~cut_out(np.uint8(255 * coverage(digit, HEIGHT)), 127)
    assert cell_marks(np.asarray(tight)) is None


def test_the_bar_of_a_seven_at_the_edge_is_no_wall() -> None:
    paper = np.full((SIDE, SIDE), 255, np.uint8)
    cv2.line(paper, (0, 4), (SIDE, 4), 0, 9)
    cv2.line(paper, (SIDE - 6, 4), (SIDE // 3, SIDE - 12), 0, 9)
    assert cell_marks(paper) is None


def test_a_cell_without_rests_is_left_as_it_is() -> None:
    assert cell_marks(in_cell("4", walled(()))) is None


def test_small_writing_beside_a_line_is_no_empty_cell() -> None:
    page = np.rint(walled(("top",))).astype(np.uint8)
    for col in (20, 40, 60):
        cv2.line(page, (col, 40), (col, 52), INK, 3)
    assert cell_marks(page) is None

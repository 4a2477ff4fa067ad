"""Something doubtful in a picture takes no sure digits along, though they lean into each other."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from sheetpictures import DIGIT_PIXELS, MARGIN_PIXELS, PAPER, Picture, sheet

from recognizer import Reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def leaning(lean: float, closer: int) -> Picture:
    """Return a star and 826, so many pixels closer to each other than digits stand, slanted."""
    page = sheet("1826")
    page[:, : MARGIN_PIXELS + DIGIT_PIXELS] = PAPER
    for degrees in range(0, 180, 30):
        way = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))]) * 24
        begin, end = (np.rint(np.add(each, (88, 98))).astype(int).tolist() for each in (-way, way))
        cv2.line(page, begin, end, 30, 5, cv2.LINE_AA)
    cells = [
        page[:, MARGIN_PIXELS + DIGIT_PIXELS * k :][:, (closer // 2 if k else 0) : 60 - closer // 2]
        for k in range(4)
    ]
    wide = np.pad(np.hstack(cells), ((0, 0), (60, 60)), constant_values=PAPER)
    rows, cols = wide.shape
    slant = np.array([[1, -lean, lean * rows / 2], [0, 1, 0]], np.float32)
    return np.asarray(cv2.warpAffine(wide, slant, (cols, rows), borderValue=(PAPER,)), np.uint8)


@pytest.mark.parametrize(("lean", "closer"), [(0.3, 10), (0.4, 16), (0.45, 14), (0.5, 18)])
def test_sure_digits_beside_something_doubtful_are_read(
    reader: Reader, lean: float, closer: int
) -> None:
    """The 8 touches the star: what both are, nobody can tell."""
    assert reader.read_image(leaning(lean, closer)).text == "?26"

"""Grain in pictures: thousands of fibers of cardboard are no ink, a few faint bits are."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from test_picturepoints import photo
from writtennumbers import written

from recognizer import Reader
from recognizer.pictures.page import find_page_ink

Picture = npt.NDArray[np.uint8]

PAPER = 170
DIGIT_PIXELS = 70


def cardboard(grain: float) -> Picture:
    """Return 1200 x 1600 pixels of paper that is out of focus at the top.

    So its `grain`, a standard deviation in gray levels, is sharper at the foot.
    """
    noise = np.random.default_rng(0).normal(0, 1, (1200, 1600)).astype(np.float32)
    fibers = cv2.GaussianBlur(noise, (0, 0), 1.2)
    sharp = np.linspace(0.2, 1, 1200, dtype=np.float32)[:, None] ** 2
    return np.clip(PAPER + grain * sharp * fibers / fibers.std(), 0, 255).astype(np.uint8)


def with_ink(paper: Picture, text: str) -> Picture:
    """Return `paper` with digits on it, as dark as a ballpoint pen makes them."""
    cover = (255 - photo(written(text, gap=30), DIGIT_PIXELS, 0.06)) / np.float32(255)
    picture = paper.astype(np.float32)
    rows, cols = cover.shape
    picture[500 : 500 + rows, 600 : 600 + cols] -= 110 * cover
    return np.clip(picture, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("grain", [0, 16, 22])
def test_digits_on_cardboard_are_read(reader: Reader, grain: float) -> None:
    assert reader.read_image(with_ink(cardboard(grain), "2704")).text == "2704"


def test_a_few_faint_bits_are_ink() -> None:
    """So much is left of what a pen wrote that skipped."""
    picture = with_ink(cardboard(4), "2704")
    cv2.line(picture, (400, 540), (404, 543), PAPER - 45, 3)
    cv2.line(picture, (420, 540), (424, 543), PAPER - 45, 3)
    found = find_page_ink(picture).pixels[530:555, 390:435]
    assert cv2.connectedComponents((found > 127).astype(np.uint8))[0] == 3

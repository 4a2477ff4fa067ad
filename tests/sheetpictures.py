"""Pictures of sheets with written digits, each in its place."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from making import picture_of
from strokes import DIGITS

Picture = npt.NDArray[np.uint8]

PAPER = 230
DIGIT_PIXELS = 60
"""Rows and columns that each digit has for itself."""
MARGIN_PIXELS = 50


def sheet(*lines: str) -> Picture:
    """Return dark digits on light paper, gray; all lines have the same length."""
    rows = [np.hstack([_digit(each) for each in line]) for line in lines]
    spaced = [np.pad(row, ((20, 20), (0, 0)), constant_values=PAPER) for row in rows]
    return np.pad(np.vstack(spaced), MARGIN_PIXELS, constant_values=PAPER)


def _digit(label: str) -> Picture:
    """Return a digit in its place, 48 pixels high and of true aspect."""
    drawn = picture_of(DIGITS[label], margin=0)
    height = DIGIT_PIXELS - 12
    size = (round(drawn.shape[1] * height / drawn.shape[0]), height)
    small = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
    left = (DIGIT_PIXELS - size[0]) // 2
    place = np.full((DIGIT_PIXELS, DIGIT_PIXELS), PAPER, np.uint8)
    place[6 : 6 + height, left : left + size[0]] = small
    return place

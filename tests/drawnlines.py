"""Single lines with smooth edges on a canvas, and how much of it they cover."""

from __future__ import annotations

import numpy as np
import pytest
from strokes import DIGITS

from recognizer.ink.raster import Pixels, cover_path

each_digit = pytest.mark.parametrize("ink", DIGITS.values(), ids=DIGITS)


def smooth(*points: tuple[float, float], width: int = 40) -> Pixels:
    """Return one line with smooth edges on 200 x 200 pixels."""
    canvas = np.zeros((200, 200), np.uint8)
    cover_path(canvas, np.array(points, np.float64), width)
    return canvas


def area(pixels: Pixels) -> float:
    return float(pixels.sum()) / 255

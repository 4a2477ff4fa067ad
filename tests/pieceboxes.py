"""Boxes of pieces of ink, by where they stand and how large they are."""

from __future__ import annotations

import numpy as np

from recognizer.reading.seeing.neighbors import Boxes

Box = tuple[float, float, float, float]
HEIGHT = 100.0


def at(x: float, y: float = 0.0, width: float = 60.0, height: float = HEIGHT) -> Box:
    """Return the box of a piece, of a digit of 60 x 100 if nothing else is said."""
    return (x, y, x + width, y + height)


def boxes(*each: Box) -> Boxes:
    return np.array(each, np.float64).reshape(-1, 4)

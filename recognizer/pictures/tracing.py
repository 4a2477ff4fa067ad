"""Traces ink in a picture: strokes along its middle, as if it had been drawn."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke
from recognizer.ink.pixels import scaled
from recognizer.ink.raster import Pixels

_WORKING_PIXELS = 48  # a digit is read at 20 pixels, and a lesson may have 2,000 points
_INKED = 96
_EDGE = np.array([[-1, -1, -1], [0, 1, 0], [1, 1, 1]], np.int8)
_CORNER = np.array([[0, -1, -1], [1, 1, -1], [0, 1, 0]], np.int8)
_KERNELS = [np.rot90(each, k).copy() for k in range(4) for each in (_EDGE, _CORNER)]
_NEIGHBORS = ((1, 0), (0, 1), (1, 1), (-1, 1))  # (x, y), so that each pair occurs once


def traced(piece: Pixels) -> Ink:
    """Return strokes of two points each along the middle of the ink, in pixels of `piece`.

    In `piece`, paper is 0 and ink up to 255, some of it above 96. Ink thinner than 1/48 of the
    longer side may be lost.
    """
    scale = min(1.0, _WORKING_PIXELS / max(piece.shape))
    small = scaled(piece, scale)
    inked = np.argwhere(_thinned((small > _INKED).astype(np.uint8)))[:, ::-1]
    known = {(int(x), int(y)) for x, y in inked}
    pairs = [
        ((x, y), (x + right, y + down))
        for x, y in sorted(known)
        for right, down in _NEIGHBORS
        if (x + right, y + down) in known
    ]
    lines = pairs or [(each, each) for each in sorted(known)]
    # From the middle of a small pixel to its place in `piece`.
    return Ink(tuple(Stroke((np.array(line) + 0.5) / scale - 0.5) for line in lines))


def _thinned(inked: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the middle line of what is 1, one pixel wide, by removing edges until none is left."""
    thin, before = np.pad(inked, 1), -1
    while (count := int(np.count_nonzero(thin))) != before:
        before = count
        for kernel in _KERNELS:
            thin = thin - np.asarray(cv2.morphologyEx(thin, cv2.MORPH_HITMISS, kernel), np.uint8)
    return thin[1:-1, 1:-1]

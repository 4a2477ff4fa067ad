"""Ink found in a picture to strokes along its middle: what was written, as it might be drawn."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke
from recognizer.ink.pixels import scaled
from recognizer.ink.raster import Pixels

_SIDE = 48  # pixels: a digit is read at 20, and a lesson may have 2,000 points
_INKED = 96
_EDGE = np.array([[-1, -1, -1], [0, 1, 0], [1, 1, 1]], np.int8)
_CORNER = np.array([[0, -1, -1], [1, 1, -1], [0, 1, 0]], np.int8)
_KERNELS = [np.rot90(each, k).copy() for k in range(4) for each in (_EDGE, _CORNER)]
_NEIGHBORS = ((1, 0), (0, 1), (1, 1), (-1, 1))  # (x, y): each pair of neighbors once


def traced(piece: Pixels) -> Ink:
    """Return strokes of two points each along the middle of what is inked, in pixels of `piece`.

    Ink is up to 255 on 0, some of it above 96. What is thinner than one of 48 pixels may be left
    out.
    """
    scale = min(1.0, _SIDE / max(piece.shape))
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
    # From the middle of a small pixel to where that lies among the large ones.
    return Ink(tuple(Stroke((np.array(line) + 0.5) / scale - 0.5) for line in lines))


def _thinned(inked: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the middle of what is 1, one pixel wide, by taking edges off until none is left."""
    thin, before = np.pad(inked, 1), -1
    while (count := int(np.count_nonzero(thin))) != before:
        before = count
        for kernel in _KERNELS:
            thin = thin - np.asarray(cv2.morphologyEx(thin, cv2.MORPH_HITMISS, kernel), np.uint8)
    return thin[1:-1, 1:-1]

"""Thickens thin strokes in a picture to a width that the network has learned."""

from __future__ import annotations

import cv2
import numpy as np

from recognizer.ink.pixels import inked, stroke_width
from recognizer.ink.raster import Pixels
from recognizer.network.preprocess import Field, preprocess_pixels

THIN_PEN_SIDES, WANTED_PEN_SIDES = 0.06, 0.09
"""As parts of the longer side of the ink: strokes thinner than the first become as wide as the
second. A ballpoint pen on a large digit has 0.03; the network has seen 0.05 to 0.22. Of pendigits
dev digits drawn with a pen of 0.015, 100 % instead of 97.6 % are then read (docs/measurements.md).
Making wide strokes thinner gained nothing."""
_INKED = 96


def preprocess_found(ink: Pixels) -> Field:
    """Return what the network sees of ink found in a picture; as `preprocess_pixels`."""
    return preprocess_pixels(thickened(ink))


def thickened(ink: Pixels) -> Pixels:
    """Return the ink of one digit, bright on 0, with strokes that are not too thin.

    It is `ink` itself if it is wide enough; else larger, with room for wider strokes.
    """
    strong = inked(ink, _INKED)
    left, top, width, height = cv2.boundingRect(strong)
    side = max(width, height)
    pen = stroke_width(strong[top : top + height, left : left + width]) if side else 0.0
    lacking = round(WANTED_PEN_SIDES * side - pen)
    if lacking < 1 or pen >= THIN_PEN_SIDES * side:
        return ink
    shape = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (lacking + 1, lacking + 1))
    return np.asarray(cv2.dilate(np.pad(ink, lacking), shape), np.uint8)

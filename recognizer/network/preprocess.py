"""Pixels to what the network sees: cropped, in a 20x20 box, centered by mass in 28x28.

The way MNIST was made (LeCun, Cortes and Burges: "normalized to fit in a 20x20 pixel box while
preserving their aspect ratio ... centered in a 28x28 image by computing the center of mass").
The same code serves training, board and files.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink
from recognizer.ink.pixels import cut_out, scaled
from recognizer.ink.raster import PEN, Pixels, rasterize

PREPROCESSING_VERSION = 1
"""Raise it with every change that alters a pixel: a model is only good for its own version."""

FIELD = 28
BOX = 20
CENTER = 14.5
"""Where the center of mass goes, from the edge of the field: the middle of pixel 14, as in MNIST
(its mean over 3,000 test images is 14.0 counted from the middle of pixel 0)."""
_FINE = 8  # pixels of the working picture for one of the result: places to 1/8 pixel
_THRESHOLD = 32  # fainter than 1/8 of full ink is paper

Field = npt.NDArray[np.float32]


def preprocess_ink(ink: Ink, pen: float = PEN) -> Field:
    """Return what the network sees of `ink`: (28, 28) in [0, 1].

    Empty ink gives a field of zeros; a dot, however small, a full disc. `pen` is its width as a
    part of the longer side; only training changes it.
    """
    return preprocess_pixels(rasterize(ink, pen))


def preprocess_pixels(pixels: Pixels) -> Field:
    """Return what the network sees of a picture of one digit: (28, 28) in [0, 1].

    Its ink is bright on a background of 0, of any size; without ink there are zeros.
    """
    fitted = cut_out(pixels, _THRESHOLD)
    if fitted.size:
        fitted = scaled(fitted, BOX * _FINE / max(fitted.shape), cv2.INTER_LINEAR)
    if not fitted.any():  # no ink, or so little that scaling it down has left none
        return np.zeros((FIELD, FIELD), np.float32)
    fine = _center_by_mass(fitted, FIELD * _FINE)
    field = cv2.resize(fine, (FIELD, FIELD), interpolation=cv2.INTER_AREA)
    return np.divide(field, 255, dtype=np.float32)


def _center_by_mass(pixels: Pixels, side: int) -> Pixels:
    """Lay `pixels` on a square of `side` with their center of mass at `CENTER`.

    Where that would push ink over the edge, the ink stays whole and the center gives way.
    """
    rows, cols = pixels.shape
    moments = cv2.moments(pixels)
    center_row = moments["m01"] / moments["m00"] + 0.5
    center_col = moments["m10"] / moments["m00"] + 0.5
    top = min(max(round(CENTER * _FINE - center_row), 0), side - rows)
    left = min(max(round(CENTER * _FINE - center_col), 0), side - cols)
    field = np.zeros((side, side), np.uint8)
    field[top : top + rows, left : left + cols] = pixels
    return field

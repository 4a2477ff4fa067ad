"""Makes the field that the network sees: cropped, fitted into 20x20, centered by mass in 28x28.

MNIST was made in this way (LeCun, Cortes and Burges: "normalized to fit in a 20x20 pixel box while
preserving their aspect ratio ... centered in a 28x28 image by computing the center of mass").
Training, board and files use the same code.
"""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink
from recognizer.ink.pixels import cut_out, scaled
from recognizer.ink.raster import PEN, Pixels, rasterize

PREPROCESSING_VERSION = 1
"""Raise it with every change that alters a pixel: a model works only with its own version."""

FIELD_PIXELS = 28
BOX_PIXELS = 20
CENTER_PIXELS = 14.5
"""The center of mass, from the edge of the field: the middle of pixel 14, as in MNIST (its mean
over 3,000 test images is 14.0, counted from the middle of pixel 0)."""
_FINE_PER_PIXEL = 8  # the ink is placed to 1/8 of a pixel of the field
_MIN_INK = 32  # of 255; fainter pixels are paper

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
    fitted = cut_out(pixels, _MIN_INK)
    if fitted.size:
        fitted = scaled(fitted, BOX_PIXELS * _FINE_PER_PIXEL / max(fitted.shape), cv2.INTER_LINEAR)
    field = np.zeros((FIELD_PIXELS, FIELD_PIXELS), np.float32)
    moments = cv2.moments(fitted) if fitted.size else {"m00": 0.0}
    if moments["m00"]:  # else there is no ink, or scaling it down has left none
        _reduce_to(field, fitted, *_corner(fitted.shape, moments))
    return field


def _corner(shape: tuple[int, int], moments: Mapping[str, float]) -> tuple[int, int]:
    """Return where fine pixels of that `shape` begin in a field: top and left.

    Their center of mass is at `CENTER_PIXELS`. Where that would push ink over the edge, the ink
    stays whole and the center gives way.
    """
    side = FIELD_PIXELS * _FINE_PER_PIXEL
    center_row = moments["m01"] / moments["m00"] + 0.5
    center_col = moments["m10"] / moments["m00"] + 0.5
    top = min(max(round(CENTER_PIXELS * _FINE_PER_PIXEL - center_row), 0), side - shape[0])
    left = min(max(round(CENTER_PIXELS * _FINE_PER_PIXEL - center_col), 0), side - shape[1])
    return top, left


def _reduce_to(field: Field, pixels: Pixels, top: int, left: int) -> None:
    """Lay fine `pixels` into an empty `field`, of which only what they cover is worked out."""
    rows, cols = pixels.shape
    (row, above), (col, before) = divmod(top, _FINE_PER_PIXEL), divmod(left, _FINE_PER_PIXEL)
    high, wide = -(-(above + rows) // _FINE_PER_PIXEL), -(-(before + cols) // _FINE_PER_PIXEL)
    fine = np.zeros((high * _FINE_PER_PIXEL, wide * _FINE_PER_PIXEL), np.uint8)
    fine[above : above + rows, before : before + cols] = pixels
    covered = cv2.resize(fine, (wide, high), interpolation=cv2.INTER_AREA)
    np.divide(covered, 255, out=field[row : row + high, col : col + wide], dtype=np.float32)

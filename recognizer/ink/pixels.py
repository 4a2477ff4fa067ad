"""Arrays of pixels: where there is ink in one, and one made larger or smaller."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt


def inked(pixels: npt.NDArray[Any], least: float) -> npt.NDArray[np.uint8]:
    """Return 1 where `pixels` are more than `least`, else 0."""
    return (pixels > least).view(np.uint8)


def ink_box(pixels: npt.NDArray[Any], least: float = 0) -> tuple[int, int, int, int]:
    """Return left, top, right and bottom of what is more than `least` in (rows, cols) `pixels`.

    Right and bottom are the first without ink; all are 0 where there is none.
    """
    left, top, width, height = cv2.boundingRect(inked(pixels, least))
    return left, top, left + width, top + height


def cut_out(pixels: npt.NDArray[np.uint8], least: int = 0) -> npt.NDArray[np.uint8]:
    """Return `pixels` without the rows and columns around those that are more than `least`."""
    left, top, right, bottom = ink_box(pixels, least)
    return pixels[top:bottom, left:right]


def scaled(
    pixels: npt.NDArray[Any], scale: float, enlarging: int = cv2.INTER_CUBIC
) -> npt.NDArray[Any]:
    """Return (rows, cols) or (rows, cols, n) `pixels` so many times as large, of true aspect.

    At least one pixel remains. Reduced by area; enlarged as OpenCV's flag `enlarging` says.
    """
    if scale == 1:
        return pixels
    rows, cols = (max(1, round(side * scale)) for side in pixels.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else enlarging
    resized = cv2.resize(pixels, (cols, rows), interpolation=way)
    return np.asarray(resized, pixels.dtype).reshape(rows, cols, *pixels.shape[2:])


def stroke_width(strokes: npt.NDArray[np.uint8]) -> float:
    """Return the width of `strokes`, which are not 0, in pixels; 0 where there are none."""
    framed = cv2.copyMakeBorder(strokes, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)  # np.pad is slow
    away = cv2.distanceTransform(framed, cv2.DIST_L2, 3)
    # Across a stroke of w pixels they run from 1 to w / 2 and back: on average w / 4 + 1/2.
    area = cv2.countNonZero(framed)
    return max(4 * float(away.sum()) / area - 2, 1.0) if area else 0.0

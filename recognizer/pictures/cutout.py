"""Finds the ink of a digit that was cut out along its bounding box, so that it has no margin.

There the border says nothing about the background: much of it is ink. What is known is that such a
picture has two brightnesses, and that ink reaches two sides that face each other.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import ink_box
from recognizer.ink.raster import Pixels
from recognizer.pictures.blobs import INK_FROM
from recognizer.pictures.decode import (
    WORKING_PIXELS,
    Picture,
    as_layers,
    distance_from,
    leveled_marks,
    shrink,
)

_MAX_MARGIN_SIDES = 0.07  # of the picture: soft edges and a pixel of margin; 1 of 16 in USPS
_CORNER_SIDES = 0.08  # of the picture: what is looked at in each corner
_MIN_LENGTH_SIDES = 0.6  # of the picture: what reaches only one side is at least so long
_MAX_INK_SHARE = 0.75  # of the picture; even a bold digit leaves a quarter of its box free
_MAX_PIECES, _MIN_PIECE_SHARE = 6, 0.0004  # of more, so large in the picture, it is a page


def cut_out_marks(picture: Picture) -> list[Pixels]:
    """Return what may be the ink of a digit without a margin: of each brightness, if it fits.

    The pictures are as those of `decode.find_marks`; there are 0 to 2.
    """
    layers = shrink(as_layers(picture), WORKING_PIXELS)
    bright = two_classes(layers)
    found = []
    for ground in (bright, ~bright):
        marks = leveled_marks(distance_from(layers.astype(np.float32), ground))
        if _is_cut_out(marks):
            found.append(marks)
    return found


def two_classes(layers: Picture) -> npt.NDArray[np.bool_]:
    """Tell which pixels are bright, by the color in which there are most clearly two classes."""
    parted = []
    for k in range(layers.shape[2]):
        layer = np.ascontiguousarray(layers[..., k])
        _, mask = cv2.threshold(layer, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        share = float(mask.mean())
        apart = _mean(layer, mask > 0) - _mean(layer, mask == 0)
        parted.append((share * (1 - share) * apart**2, mask > 0))  # the variance that Otsu raises
    return max(parted, key=lambda each: each[0])[1]


def _mean(layer: Pixels, mask: npt.NDArray[np.bool_]) -> float:
    return float(layer[mask].mean()) if mask.any() else 0.0


def _is_cut_out(marks: Pixels) -> bool:
    """Tell whether the ink fills its picture as a digit does that was cut out of a larger one.

    What fills all four corners is the background, or a frame. What reaches only one side, in a
    corner, is a border or a shadow.
    """
    inked = marks > INK_FROM
    if not inked.any() or inked.mean() > _MAX_INK_SHARE or _pieces(inked) > _MAX_PIECES:
        return False
    rows, cols = inked.shape
    left, top, right, bottom = ink_box(marks, INK_FROM)
    across, down = (max(1.0, _MAX_MARGIN_SIDES * side) for side in (cols, rows))
    sides = [left <= across, right >= cols - across, top <= down, bottom >= rows - down]
    corners = _inked_corners(inked)
    if all(sides[:2]) or all(sides[2:]):
        return corners < 4
    is_large = max((right - left) / cols, (bottom - top) / rows) >= _MIN_LENGTH_SIDES
    return any(sides) and is_large and corners == 0


def _pieces(inked: npt.NDArray[np.bool_]) -> int:
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked.astype(np.uint8))
    areas = np.asarray(stats)[1:, cv2.CC_STAT_AREA]
    return int(np.count_nonzero(areas >= _MIN_PIECE_SHARE * inked.size))


def _inked_corners(inked: npt.NDArray[np.bool_]) -> int:
    """Return how many corners are more than half ink."""
    high, wide = (max(1, round(_CORNER_SIDES * side)) for side in inked.shape)
    ends = [inked[:high], inked[-high:]]
    return sum(bool(each.mean() > 0.5) for end in ends for each in (end[:, :wide], end[:, -wide:]))

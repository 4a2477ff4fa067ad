"""Finds how the lines of a page slope, and makes them level."""

from __future__ import annotations

import numpy as np

from recognizer.pictures.blobs import Blobs
from recognizer.reading.seeing.neighbors import Boxes

_MAX_SLOPE = 0.15  # of a line of writing
_SLOPES = 61
_MAX_COMPARED_HEIGHTS = 10.0  # two digits of a line are compared up to this distance
_MAX_OFF_LINE_HEIGHTS = 0.2  # of a digit from its line
_MAX_COMPARED = 1500  # pieces


def slope_of(blobs: Blobs) -> float:
    """Return the slope along which the pieces stand in lines; near 0 where there are too few."""
    middles = (blobs.boxes[:, :2] + blobs.boxes[:, 2:]) / 2
    tall = blobs.boxes[:, 3] - blobs.boxes[:, 1] >= 0.5 * blobs.height
    x, y = middles[tall][:_MAX_COMPARED].T / blobs.height
    across, down = x[None] - x[:, None], y[None] - y[:, None]
    near = (
        (across > 0.5)
        & (across < _MAX_COMPARED_HEIGHTS)
        & (np.abs(down) < 0.5 + _MAX_SLOPE * across)
    )
    slopes = np.linspace(-_MAX_SLOPE, _MAX_SLOPE, _SLOPES)
    across, down = across[near], down[near]
    fits = [
        np.exp(-(((down - each * across) / _MAX_OFF_LINE_HEIGHTS) ** 2) / 2).sum()
        for each in slopes
    ]
    return float(slopes[int(np.argmax(fits - 2 * np.abs(slopes)))])


def leveled(boxes: Boxes, slope: float) -> Boxes:
    """Return (n, 4) `boxes`, moved up or down so that lines of that `slope` are level."""
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    down = np.outer(middles, (0.0, slope, 0.0, slope))
    return np.asarray(boxes - down, np.float64)

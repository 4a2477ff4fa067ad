"""Shortens long stems in pictures: a 7 or 9 whose stem is twice as long as a digit is still that.

Fitted into a field, what tells it from a 1, the bar or the bowl at its head, would be tiny. How
long the stem is says nothing.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import ink_box, inked
from recognizer.ink.raster import Pixels

MAX_STEM_HEIGHTS = 1.2
"""What reaches further below the head of a digit is cut off; in heights of digits on its line."""
_INKED = 96
_STRAIGHT_HEIGHTS = 0.3  # of the stem above the cut; there the lower bow of a 3 is bent
_MAX_BEND_HEIGHTS = 0.06  # off a straight line


def without_long_stem(piece: Pixels, height: float) -> Pixels:
    """Return the ink of a symbol without what its stem has more than others on its line.

    `height` > 0 is that of a digit there, in pixels. It is `piece` itself if that is no longer, or
    if what would be cut off is not the end of a straight stroke down.
    """
    _, top, _, bottom = ink_box(piece, _INKED)
    end = top + round(MAX_STEM_HEIGHTS * height)
    if end >= bottom:
        return piece
    above = max(top, end - round(_STRAIGHT_HEIGHTS * height))
    end_of_stem = inked(piece[above:bottom], _INKED)
    is_stem = _is_bare(end_of_stem) and _bend(end_of_stem) <= _MAX_BEND_HEIGHTS * height
    return piece[:end] if is_stem else piece


def _is_bare(stroke: Pixels) -> bool:
    """Tell whether there is a single run of ink in each row."""
    begins = np.diff(np.pad(stroke, ((0, 0), (1, 0))).astype(np.int8), axis=1) > 0
    return bool((begins.sum(axis=1) == 1).all())


def _bend(stroke: Pixels) -> float:
    """Return how far the middle of the ink of a row is off a straight line at most, in pixels."""
    rows = np.arange(len(stroke)) - (len(stroke) - 1) / 2
    middles: npt.NDArray[np.float64] = (stroke @ np.arange(stroke.shape[1])) / stroke.sum(axis=1)
    slope = float(rows @ middles) / max(float(rows @ rows), 1.0)
    return float(np.abs(middles - middles.mean() - slope * rows).max())

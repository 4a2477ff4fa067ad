"""What the path tells without a network: a speck or an endless scribble is not a symbol."""

from __future__ import annotations

from recognizer.ink import Ink
from recognizer.ink.raster import lengths_along

MAX_PATH_SIDES = 15.0
"""A longer path, in longer sides of its box, is not a digit. Of 18,518 digits by 238 writers
(UNIPEN and pendigits train) one is longer (19.5, scribbled over); 99.99 % are below 7.4."""


def cannot_be_symbol(ink: Ink, may_be_dot: bool = False) -> bool:
    """Tell whether `ink` is an endless scribble, or a speck where no dot is a symbol.

    `ink` may not be empty.
    """
    if ink.is_dot:
        return not may_be_dot
    return path_length(ink) > MAX_PATH_SIDES * ink.bounding_box.longer_side


def path_length(ink: Ink) -> float:
    """Return how far the pen went while it was down, in the unit of the ink."""
    return float(sum(lengths_along(stroke.points)[-1] for stroke in ink.strokes))

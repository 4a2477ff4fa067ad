"""The way of the pen: the same picture, begun elsewhere, backwards, or in another order."""

from __future__ import annotations

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.ink.raster import lengths_along
from recognizer.training.draw.lines import Points

BACKWARD_STROKE = 0.15
"""Part of the strokes that `reordered` turns."""
OTHER_ORDER = 0.15
"""Part of the inks of several strokes whose strokes it puts in another order.

The path networks of the trials were trained with these two.
"""
CLOSED_SIDES = 0.12
"""A stroke is closed if it comes back to within this of its beginning, in its longer sides.

Closing a wider gap would change the picture.
"""
_LAST_PART = 0.25  # of its length, in which a stroke must come back


def reordered(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return `ink` with its strokes sometimes in another order, and some of them backwards."""
    strokes = [
        backward(stroke) if rng.random() < BACKWARD_STROKE else stroke for stroke in ink.strokes
    ]
    if len(strokes) > 1 and rng.random() < OTHER_ORDER:
        strokes = [strokes[i] for i in _other_order(len(strokes), rng)]
    return Ink(tuple(strokes))


def begun_anywhere(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return `ink` with each closed stroke begun at any of its points, in either direction.

    A closed stroke comes back to its beginning, as in most 0 and 8. What it draws after that is
    left out. Other strokes stay.
    """
    return Ink(tuple(_begun_anywhere(stroke, rng) for stroke in ink.strokes))


def backwards(ink: Ink) -> Ink:
    """Return `ink` as if the pen had gone all the way back."""
    return Ink(tuple(backward(stroke) for stroke in ink.strokes[::-1]))


def backward(stroke: Stroke) -> Stroke:
    """Return `stroke` drawn from its end to its beginning; times and pressures are dropped."""
    return Stroke(stroke.points[::-1], pen_width=stroke.pen_width)


def ring_of(stroke: Stroke) -> Points | None:
    """Return the points (n, 2) of a closed stroke up to where it has come back to its beginning.

    None if the stroke is not closed.
    """
    along = lengths_along(stroke.points)
    (last,) = np.nonzero(along > (1 - _LAST_PART) * along[-1])
    if len(last) == 0:
        return None
    gaps = np.hypot(*(stroke.points[last] - stroke.points[0]).T)
    near = int(gaps.argmin())
    closed = gaps[near] <= CLOSED_SIDES * stroke.bounding_box.longer_side
    return stroke.points[: last[near] + 1] if closed else None


def _begun_anywhere(stroke: Stroke, rng: np.random.Generator) -> Stroke:
    ring = ring_of(stroke)
    if ring is None:
        return stroke
    at = int(rng.integers(len(ring)))
    turned = np.concatenate([ring[at:], ring[: at + 1]])
    return Stroke(turned if rng.random() < 0.5 else turned[::-1], pen_width=stroke.pen_width)


def _other_order(count: int, rng: np.random.Generator) -> list[int]:
    """Return the numbers below `count` >= 2, each order but the rising one equally likely."""
    order = list(range(count))
    while order == list(range(count)):
        order = rng.permutation(count).tolist()
    return order

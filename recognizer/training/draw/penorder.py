"""The way of the pen: the same picture, drawn backwards or in another order."""

from __future__ import annotations

import numpy as np

from recognizer.ink import Ink, Stroke

BACKWARD_STROKE = OTHER_ORDER = 0.15


def reordered(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return `ink` with its strokes sometimes in another order, and some of them backwards."""
    strokes = [
        Stroke(stroke.points[::-1]) if rng.random() < BACKWARD_STROKE else stroke
        for stroke in ink.strokes
    ]
    if len(strokes) > 1 and rng.random() < OTHER_ORDER:
        strokes = [strokes[i] for i in rng.permutation(len(strokes))]
    return Ink(tuple(strokes))

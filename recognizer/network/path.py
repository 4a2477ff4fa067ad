"""Makes the path that the network sees: where the pen went, in which direction and order.

All strokes of an ink are one path; the lifted pen goes straight from one to the next. So an ink has
as many points as any other, however fast the hand was and however often the tablet looked.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink

PATH_VERSION = 1
"""Raise it with every change that alters a number: a model works only with its own version."""

PATH_POINTS = 64
"""Points at equal distances along the path."""
CHANNELS = ("x", "y", "step x", "step y", "cosine", "sine", "lifted")
"""What is said of each point; see `path_of`."""
LIFTED_LENGTH = 0.5
"""A jump of the lifted pen counts so much of its length: its two ends matter, not its middle."""
STEP_SCALE = 8.0
"""Brings the steps between points, a sixteenth of the size or so, to the size of the places."""

Path = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]


def path_of(ink: Ink) -> Path:
    """Return the path of `ink` as the network sees it: (64, 7) float32.

    For each point: x and y in [-1, 1] of the longer side of the ink, from its middle; the step that
    led to it, times `STEP_SCALE`; the direction of that step as cosine and sine, both 0 where there
    was none; 1 if the pen was lifted on the way to it, else 0. Position and size of the ink make no
    difference. Empty ink gives zeros; of a dot, all points are at 0.
    """
    if not ink:
        return np.zeros((PATH_POINTS, len(CHANNELS)), np.float32)
    points = np.concatenate([stroke.points for stroke in ink.strokes])
    lifted = np.zeros(len(points), bool)  # whether the pen was, on the way to each point
    lifted[np.cumsum([len(stroke) for stroke in ink.strokes])[:-1]] = True
    lengths = np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T)
    along = np.cumsum(np.where(lifted, LIFTED_LENGTH, 1.0) * lengths)
    places = np.linspace(0.0, along[-1], PATH_POINTS)
    scaled = places_of(ink, points)
    even = np.stack([np.interp(places, along, column) for column in scaled.T], axis=1)
    steps = np.diff(even, axis=0, prepend=even[:1])
    sizes = np.hypot(*steps.T)[:, None]
    reached = np.searchsorted(along, places).clip(max=len(points) - 1)
    channels = (even, STEP_SCALE * steps, steps / np.where(sizes, sizes, 1.0))
    return np.concatenate([*channels, lifted[reached, None]], axis=1).astype(np.float32)


def places_of(ink: Ink, points: Points) -> Points:
    """Return where (n, 2) `points` of `ink` lie on its path: the first two channels of `path_of`.

    `ink` is not empty.
    """
    box = ink.bounding_box
    half = 0.0 if ink.is_dot else box.longer_side / 2
    middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
    scaled: Points = (points - middle) / (half or 1.0) * (half > 0)
    return scaled

"""Ways to write a 1: a bare bar, one that leans, with a flag, an upstroke, serifs or a foot.

Each takes the stem of a 1 of one stroke as it was written, so its foot stays where it was. Of ink
that has no such stem, nothing is changed.
"""

from __future__ import annotations

import numpy as np

from recognizer.ink import Ink
from recognizer.ink.raster import lengths_along
from recognizer.training.draw.lines import Points, bowed, one_stroke, with_stroke

LOOPED_UPSTROKE = 0.15
"""Part of the long upstrokes that reach the stem from the right, by a loop at its top."""
_STRAIGHT_CHORD_TO_LENGTH = 0.85  # at least this for a stem that is one bar
_UPRIGHT_RADIANS = 0.6  # at most this from the vertical
_LEAST_STEM = 0.6  # as high as the upstroke before it: some begin below the foot
_UPSTROKE_POINTS = 10
_WIDEST_UPSTROKE_HEIGHTS = 0.8  # begun farther from the stem, it would be half of a roof


def strip(ink: Ink) -> Ink:
    """Return the bare stem of a 1."""
    stem = stem_of(ink)
    return ink if stem is None else one_stroke(stem)


def lean(ink: Ink, rng: np.random.Generator) -> Ink:
    """Return the bare stem of a 1, slanted until its ends lean 6 to 20 degrees to the right.

    One that leans more is a slash.
    """
    stem = stem_of(ink)
    if stem is None:
        return ink
    run, drop = stem[-1] - stem[0]
    shear = np.array([[1.0, 0.0], [-np.tan(rng.uniform(0.1, 0.35)) - run / drop, 1.0]])
    return one_stroke((stem - stem[-1]) @ shear + stem[-1])


def add_flag(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin the stem of a 1 with an upstroke from the left, up to 70 degrees steep.

    It is level only if it is short: a long level one would make it a 7.
    """
    stem = stem_of(ink)
    if stem is None:
        return ink
    part = rng.uniform(0.12, 0.6)
    return _flagged(stem, part, rng.uniform(np.clip(2.5 * part - 0.7, -0.1, 0.5), 1.2), rng)


def add_level_flag(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin the stem of a 1 with a short level line from the left; a longer one makes it a 7."""
    stem = stem_of(ink)
    if stem is None:
        return ink
    return _flagged(stem, rng.uniform(0.1, 0.25), rng.uniform(-0.12, 0.25), rng)


def add_upstroke(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin the stem of a 1 with a long upstroke, from its middle, its foot or a bit below.

    It is straight or curved, and runs close to the stem or up to 43 degrees away from it. At the
    top the pen turns sharply, goes a little to the right first, or makes a loop.
    """
    stem = stem_of(ink)
    if stem is None:
        return ink
    top, height = stem[0], stem[-1, 1] - stem[0, 1]
    depth = rng.uniform(0.4, 1.0) if rng.random() < 0.6 else rng.uniform(0.9, 1.15)
    gap = height * min(depth * rng.uniform(0.05, 0.95), _WIDEST_UPSTROKE_HEIGHTS)
    start = top + depth * (stem[-1] - top) - (gap, 0)
    turn = top + height * _turn(rng)
    bow = depth * height * float(np.clip(rng.normal(0, 0.07), -0.18, 0.18))
    return one_stroke(bowed(start, turn[0], bow, _UPSTROKE_POINTS), turn[1:], stem)


def add_serifs(ink: Ink, rng: np.random.Generator) -> Ink:
    """Give the stem of a 1 a short serif at the top left and one to both sides of its foot.

    All is one stroke: the pen goes from the foot to the left, and back to the right.
    """
    stem = stem_of(ink)
    if stem is None:
        return ink
    height = stem[-1, 1] - stem[0, 1]
    head = stem[0] + height * np.array([-rng.uniform(0.08, 0.22), rng.uniform(-0.02, 0.16)])
    return one_stroke(head, stem, stem[-1] + height * _foot(rng))


def add_foot(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a short level stroke under a 1."""
    points = ink.strokes[0].points
    lowest = points[points[:, 1].argmax()]
    return with_stroke(ink, lowest + ink.bounding_box.height * _foot(rng))


def stem_of(ink: Ink) -> Points | None:
    """Return the stem (n, 2) of a 1 of one stroke, from its highest point down to its foot.

    It is what the pen drew after the highest point or, if that is short, before it, turned around.
    None if the ink has several strokes, or this part is no upright bar.
    """
    if len(ink.strokes) != 1:
        return None
    points = ink.strokes[0].points
    top = int(points[:, 1].argmin())
    after, before = points[top:], points[top::-1]
    stem = after if np.ptp(after[:, 1]) > np.ptp(before[:, 1]) * _LEAST_STEM else before
    stem = stem[: int(stem[:, 1].argmax()) + 1]
    return stem if _is_upright_bar(stem) else None


def _flagged(stem: Points, part: float, angle: float, rng: np.random.Generator) -> Ink:
    """Return a 1 whose flag is `part` of its height long and rises by `angle` radians."""
    height = stem[-1, 1] - stem[0, 1]
    start = stem[0] + height * part * np.array([-np.cos(angle), np.sin(angle)])
    bow = (start + stem[0]) / 2 + rng.normal(0, 0.04 * height, 2)
    return one_stroke(start, bow, stem)


def _turn(rng: np.random.Generator) -> Points:
    """Return how the pen turns above a stem: (n, 2) in heights, seen from the top of the stem."""
    if rng.random() >= LOOPED_UPSTROKE:
        return np.array([[-max(0.0, rng.uniform(-0.06, 0.06)), 0.0]])
    right, low = rng.uniform(0.03, 0.12), rng.uniform(0.03, 0.2)
    return np.array([[right, low], [right, 0.0], [0.6 * right, -0.3 * low]])


def _foot(rng: np.random.Generator) -> Points:
    """Return the ends (2, 2) of a foot, the left one first, in heights and seen from the stem."""
    left, right = rng.uniform(0.12, 0.35, 2)
    tilt = rng.normal(0, 0.03)
    return np.array([[-left, tilt], [right, -tilt]])


def _is_upright_bar(points: Points) -> bool:
    run, rise = np.abs(points[-1] - points[0])
    straight = np.hypot(run, rise) > _STRAIGHT_CHORD_TO_LENGTH * lengths_along(points)[-1]
    return bool(straight and np.arctan2(run, rise) < _UPRIGHT_RADIANS and rise > 0)

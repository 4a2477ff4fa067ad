"""Habits of hands: slashed 0, 1 with a flag or a foot, crossed 7, hooks, stray dots.

The first model misread such digits (docs/measurements.md): in MNIST and most tablet data a 1 is a
bare bar and a 7 has no crossbar, but many people write them in other ways.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke
from recognizer.ink.raster import lengths_along

Points = npt.NDArray[np.float64]

SLASHED_ZERO, FLAGGED_ONE, FOOTED_ONE, CROSSED_SEVEN = 0.15, 0.4, 0.4, 0.2
"""Probabilities of these habits. `FOOTED_ONE` is that of a foot for a 1 with a flag."""
JOINED_CROSSBAR = 0.3
"""Part of the crossbars to which the pen goes up from the foot without being lifted."""
STRIPPED_ONE = 0.25
"""Part of the other ones that become a bare bar first: only 155 of 1,954 train ones are one."""
LEANING_ONE = 0.25
"""Part of the bare ones that stay bare, but lean to the right like a "/"."""
HOOK, STRAY_DOT = 0.08, 0.04
"""Probabilities of a hook and a stray dot."""
_STRAIGHT_CHORD_TO_LENGTH = 0.85  # at least this for a 1 that is one bar
_UPRIGHT_RADIANS = 0.6  # at most this from the vertical


def vary_habit(ink: Ink, label: str, rng: np.random.Generator, strength: float = 1.0) -> Ink:
    """Return `ink`, a digit `label`, as a person with another habit may write it, or unchanged.

    `strength` scales how often it changes; with 0 it never does.
    """
    change = {"0": _slash_zero, "1": _dress_one, "7": _cross_seven}.get(label)
    if change and strength:
        ink = change(ink, rng, strength)
    if rng.random() < HOOK * strength:
        ink = add_hook(ink, rng)
    if rng.random() < STRAY_DOT * strength:
        ink = add_dot(ink, rng)
    return ink


def add_slash(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a slash through a 0: from low left to high right, or nearly upright, often beyond it."""
    box = ink.bounding_box
    reach = rng.uniform(-0.1, 0.5)  # how far its ends go beyond the 0, in widths
    low, high = rng.uniform(-0.15, 0.5, 2)
    ends = np.array([[0.5 - reach, 1.0 + low], [0.5 + reach, 0.0 - high]])
    ends += rng.normal(0, 0.06, (2, 2))
    if rng.random() < 0.1:
        ends[:, 0] = 1 - ends[:, 0]
    return _with(ink, ends * (box.width, box.height) + (box.left, box.top))


def add_flag(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin a bare 1 with an upstroke from the left, up to 70 degrees steep.

    It is level only if it is short: a long level one would make it a 7.
    """
    (stroke,) = ink.strokes
    down = stroke.points if stroke.points[0, 1] <= stroke.points[-1, 1] else stroke.points[::-1]
    height = ink.bounding_box.height
    part = rng.uniform(0.12, 0.6)
    angle, length = rng.uniform(np.clip(2.5 * part - 0.7, -0.1, 0.5), 1.2), height * part
    start = down[0] + length * np.array([-np.cos(angle), np.sin(angle)])
    bow = (start + down[0]) / 2 + rng.normal(0, 0.04 * height, 2)
    return Ink((Stroke(np.vstack([start, bow, down])),))


def strip(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw an upright 1 of one stroke as a bare, slightly bowed bar; any other ink stays."""
    if len(ink.strokes) != 1:
        return ink
    points = ink.strokes[0].points
    top, foot = points[points[:, 1].argmin()], points[points[:, 1].argmax()]
    bow = (top + foot) / 2 + rng.normal(0, 0.03 * (foot[1] - top[1]), 2)
    bare = Ink((Stroke(np.stack([top, bow, foot])),))
    return bare if is_bare_one(bare) else ink


def lean(ink: Ink, rng: np.random.Generator) -> Ink:
    """Slant a 1 to the right, up to 40 degrees."""
    shear = np.array([[1.0, 0.0], [-np.tan(rng.uniform(0.2, 0.7)), 1.0]])
    return Ink(tuple(Stroke(stroke.points @ shear) for stroke in ink.strokes))


def add_foot(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a short level stroke under a 1."""
    points = ink.strokes[0].points
    lowest = points[points[:, 1].argmax()]
    height = ink.bounding_box.height
    arms = height * rng.uniform(0.12, 0.35, 2)
    tilt = rng.normal(0, 0.03 * height)
    foot = lowest + np.array([[-arms[0], tilt], [arms[1], -tilt]])
    return _with(ink, foot)


def add_crossbar(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a crossbar through the stem of a 7 of one stroke, near its middle."""
    (stroke,) = ink.strokes
    box = ink.bounding_box
    stem = _last_at_height(stroke.points, box.top + box.height * rng.uniform(0.4, 0.65))
    arms = box.height * rng.uniform(0.12, 0.35, 2)
    tilt = rng.normal(0, 0.06 * box.height)
    bar = stem + np.array([[-arms[0], tilt], [arms[1], -tilt]])
    if rng.random() < JOINED_CROSSBAR:
        return Ink((Stroke(np.vstack([stroke.points, bar])),))
    return _with(ink, bar)


def add_hook(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a small hook at pen down or pen up, as in haste."""
    which = int(rng.integers(len(ink.strokes)))
    points = ink.strokes[which].points
    if len(points) < 3:
        return ink
    size = ink.bounding_box.longer_side * rng.uniform(0.03, 0.1)
    angle = rng.uniform(0, 2 * np.pi)
    offset = size * np.array([np.cos(angle), np.sin(angle)])
    at_start = rng.random() < 0.5
    hooked = [points[0] + offset, points] if at_start else [points, points[-1] + offset]
    strokes = list(ink.strokes)
    strokes[which] = Stroke(np.vstack(hooked))
    return Ink(tuple(strokes))


def add_dot(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a dot in or just outside the digit."""
    box = ink.bounding_box
    at = rng.uniform(-0.12, 1.12, 2) * (box.width, box.height) + (box.left, box.top)
    return _with(ink, at[None])


def is_bare_one(ink: Ink) -> bool:
    """Tell whether a 1 is one straight, upright bar."""
    if len(ink.strokes) != 1:
        return False
    points = ink.strokes[0].points
    run, rise = np.abs(points[-1] - points[0])
    straight = np.hypot(run, rise) > _STRAIGHT_CHORD_TO_LENGTH * lengths_along(points)[-1]
    return bool(straight and np.arctan2(run, rise) < _UPRIGHT_RADIANS and rise > 0)


def _slash_zero(ink: Ink, rng: np.random.Generator, strength: float) -> Ink:
    slashed = len(ink.strokes) == 1 and rng.random() < SLASHED_ZERO * strength
    return add_slash(ink, rng) if slashed else ink


def _dress_one(ink: Ink, rng: np.random.Generator, strength: float) -> Ink:
    if not is_bare_one(ink) and rng.random() < STRIPPED_ONE * strength:
        ink = strip(ink, rng)
    if not is_bare_one(ink):
        return ink
    if rng.random() >= FLAGGED_ONE * strength:
        return lean(ink, rng) if rng.random() < LEANING_ONE * strength else ink
    flagged = add_flag(ink, rng)
    return add_foot(flagged, rng) if rng.random() < FOOTED_ONE else flagged


def _cross_seven(ink: Ink, rng: np.random.Generator, strength: float) -> Ink:
    crossed = len(ink.strokes) == 1 and rng.random() < CROSSED_SEVEN * strength
    return add_crossbar(ink, rng) if crossed else ink


def _last_at_height(points: Points, y: float) -> Points:
    """Return the last place (2,) where the line through (n, 2) `points` is at height `y`.

    The place is interpolated between points. If the line never crosses `y`, it is the nearest one.
    """
    above = points[:, 1] < y
    crossings = np.flatnonzero(above[1:] != above[:-1])
    if not len(crossings):
        return np.asarray(points[np.abs(points[:, 1] - y).argmin()])
    begin, end = points[crossings[-1]], points[crossings[-1] + 1]
    return np.asarray(begin + (y - begin[1]) / (end[1] - begin[1]) * (end - begin))


def _with(ink: Ink, points: Points) -> Ink:
    return Ink((*ink.strokes, Stroke(points)))

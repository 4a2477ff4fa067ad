"""Ways to write the digits that are open: 2, 3, 5 and 7.

Each changes a digit that a person wrote, and nothing where it does not find the part it changes.
"""

from __future__ import annotations

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.ink.raster import lengths_along
from recognizer.training.draw.lines import (
    Points,
    in_box,
    one_stroke,
    only_line,
    part_of,
    with_stroke,
)

JOINED_CROSSBAR = 0.3
"""Part of the crossbars to which the pen goes up from the foot without being lifted."""
_NARROW_TWO = (0.3, 0.55)  # widths by heights; narrower, it would be a 1
_LEAST_WIDE_SEVEN = 0.4  # width by height; narrower, it would be a 1


def narrow(ink: Ink, rng: np.random.Generator) -> Ink:
    """Squeeze a 2 to a third to half as wide as it is high."""
    box = ink.bounding_box
    wide = box.height * rng.uniform(*_NARROW_TWO)
    if box.width <= wide:
        return ink
    squeeze = np.array([wide / box.width, 1.0])
    return Ink(tuple(Stroke(stroke.points * squeeze) for stroke in ink.strokes))


def cut_foot(ink: Ink, rng: np.random.Generator) -> Ink:
    """Leave out the foot of a 2 of one stroke, but for a fifth to half of it.

    Without a foot, a 2 whose head begins near the top would be a 7, and one whose stem swings far
    to the left would be a bracket: these stay as they are.
    """
    points = only_line(ink)
    if points is None:
        return ink
    box = ink.bounding_box
    at = _farthest(ink, points, -1.0, 1.0)
    along = lengths_along(points)
    swing, drop = points[at] - part_of(points, 0.0, max(0.0, along[at] - 0.2 * box.height))[-1]
    low_left = points[at, 0] <= box.left + 0.5 * box.width and drop > 0.7 * abs(swing)
    if not low_left or points[0, 1] < box.top + 0.18 * box.height:
        return ink
    foot = along[-1] - along[at]
    return one_stroke(part_of(points, 0.0, along[at] + foot * rng.uniform(0.2, 0.5)))


def loop_head(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin the head of a 2 of one stroke with a loop, from its stem back to its beginning.

    A 2 whose head does not begin upward stays as it is.
    """
    points = only_line(ink)
    if points is None:
        return ink
    height, begin = ink.bounding_box.height, points[0]
    along = lengths_along(points)
    wide = points[along < along[-1] / 2, 0].max() - begin[0]
    ahead = part_of(points, 0.0, 0.12 * height)[-1] - begin
    direction = ahead / (np.hypot(*ahead) or 1.0)
    if wide < 0.15 * height or direction[1] > -0.4:
        return ink
    right = np.array([-direction[1], direction[0]])
    radius = wide / 2 * rng.uniform(0.4, 1.0)
    angle = np.linspace(rng.uniform(0.9, 1.5) * np.pi, 0.0, 16)[:-1, None]
    loop = right * (1 - np.cos(angle)) - rng.uniform(0.6, 1.1) * direction * np.sin(angle)
    return one_stroke(begin + radius * loop, points)


def flatten_top(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin a 3 of one stroke with a level line and a slope instead of the upper bowl."""
    points = only_line(ink)
    waist = None if points is None else _waist(ink, points)
    if points is None or waist is None:
        return ink
    left, right = rng.uniform(-0.05, 0.25), rng.uniform(0.75, 1.05)
    tilt = rng.normal(0, 0.03)
    top = np.array([[left, tilt], [right, -tilt]])
    return one_stroke(in_box(top, ink.bounding_box), points[waist:])


def join_bar(ink: Ink, _: np.random.Generator) -> Ink:
    """Write a 5 of two strokes in one: from the right end of its bar to the left, then down.

    The strokes may come in either order and direction, if they meet.
    """
    if len(ink.strokes) != 2:
        return ink
    body, bar = ink.strokes if _is_bar_of(ink.strokes[1], ink) else ink.strokes[::-1]
    if not _is_bar_of(bar, ink):
        return ink
    leftward = bar.points if bar.points[0, 0] > bar.points[-1, 0] else bar.points[::-1]
    down = body.points if body.points[0, 1] < body.points[-1, 1] else body.points[::-1]
    if np.hypot(*(leftward[-1] - down[0])) > 0.3 * ink.bounding_box.height:
        return ink
    return one_stroke(leftward, down)


def add_crossbar(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a crossbar through the stem of a 7 of one stroke, near its middle."""
    if len(ink.strokes) != 1:
        return ink
    (stroke,) = ink.strokes
    box = ink.bounding_box
    stem = _last_at_height(stroke.points, box.top + box.height * rng.uniform(0.4, 0.65))
    arms = box.height * rng.uniform(0.12, 0.35, 2)
    tilt = rng.normal(0, 0.06 * box.height)
    bar = stem + np.array([[-arms[0], tilt], [arms[1], -tilt]])
    if rng.random() < JOINED_CROSSBAR:
        return one_stroke(stroke.points, bar)
    return with_stroke(ink, bar)


def lengthen_stem(ink: Ink, rng: np.random.Generator) -> Ink:
    """Make the stem of a 7 of one stroke a fifth to four fifths longer; its head stays.

    The 7 stays wide enough not to become a 1.
    """
    points = only_line(ink)
    if points is None:
        return ink
    longest = min(1.8, ink.bounding_box.width / (_LEAST_WIDE_SEVEN * ink.bounding_box.height))
    if longest < 1.2:
        return ink
    at = _farthest(ink, points, 1.0, -1.0)
    stem = points[at] + (points[at:] - points[at]) * rng.uniform(1.2, longest)
    return one_stroke(points[:at], stem)


def add_serif(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin the head of a 7 of one stroke with a short upstroke, if it begins at the top left."""
    points = only_line(ink)
    if points is None:
        return ink
    box, begin = ink.bounding_box, points[0]
    if begin[1] > box.top + 0.2 * box.height or begin[0] > box.left + 0.4 * box.width:
        return ink
    serif = box.height * np.array([rng.uniform(-0.06, 0.05), rng.uniform(0.08, 0.28)])
    return one_stroke(begin + serif, points)


def _farthest(ink: Ink, points: Points, x: float, y: float) -> int:
    """Return the number of the point that is farthest toward (x, y), in widths and heights."""
    box = ink.bounding_box
    return int((points @ (x / box.width, y / box.height)).argmax())


def _waist(ink: Ink, points: Points) -> int | None:
    """Return the number of the point between the two bowls of a 3, or None if there is none."""
    box, along = ink.bounding_box, lengths_along(points)
    down = (points[:, 1] - box.top) / box.height
    part = along / along[-1]
    (inner,) = np.nonzero((down > 0.25) & (down < 0.65) & (part > 0.25) & (part < 0.7))
    if not len(inner):
        return None
    at = int(inner[points[inner, 0].argmin()])
    bowls = min(points[:at, 0].max(), points[at:, 0].max())
    return at if bowls > points[at, 0] + 0.2 * box.width else None


def _is_bar_of(stroke: Stroke, ink: Ink) -> bool:
    """Tell whether `stroke` is the bar of the 5 `ink`: flat, and in its upper third."""
    box, whole = stroke.bounding_box, ink.bounding_box
    return box.height < 0.3 * whole.height and box.bottom < whole.top + whole.height / 3


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

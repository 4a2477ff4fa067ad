"""Ways to write a 4, drawn from nothing: open in one stroke, closed, like a 9.

Each is about 1 high, x to the right and y down, begun at the top. In the real ones of `train` that
were looked at, the pen goes down to a corner at the left, along a bar, up and then down the stem.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.training.draw.augment import round_corners
from recognizer.training.draw.lines import Points, bowed

TWO_STROKES = 0.5
"""Part of the closed 4 whose stem is a second stroke."""
NO_WAY_UP = 0.2
"""Part of the open 4 whose pen goes down from the end of the bar at once, as in a 5."""
_LINE_POINTS = 8


def open_four(rng: np.random.Generator) -> Ink:
    """Return an open 4 in one stroke. The pen goes up from the bar all the way, a bit, or not."""
    corner, bar_end, foot = _left_corner(rng), _bar_end(rng, 0.0, 0.25), _foot(rng)
    start = corner + np.array([rng.uniform(0.05, 0.3), -rng.uniform(0.4, 0.7)])
    way_up = [] if rng.random() < NO_WAY_UP else [_way_up(bar_end, rng)]
    return Ink((_stroke([start, corner, bar_end, *way_up, foot], rng, roundest=6),))


def closed_four(rng: np.random.Generator) -> Ink:
    """Return a closed 4: a corner at the left, a bar that ends beyond the stem, then the stem."""
    top, corner = np.array([rng.normal(0.0, 0.04), 0.0]), _left_corner(rng)
    foot, stem_top = _foot(rng), top + rng.normal(0, 0.03, 2)
    if rng.random() < TWO_STROKES:
        head = _stroke([top, corner, _bar_end(rng, 0.08, 0.3)], rng, roundest=2)
        return Ink((head, _stroke([stem_top, foot], rng, roundest=0)))
    corners = [top, corner, _bar_end(rng, 0.02, 0.14), stem_top, foot]
    return Ink((_stroke(corners, rng, roundest=2),))


def four_like_nine(rng: np.random.Generator) -> Ink:
    """Return a closed 4 in one stroke whose bar ends at the stem: a 9 with a pointed head."""
    top, corner, foot = np.array([0.0, 0.0]), _left_corner(rng), _foot(rng)
    stem_top = top + rng.normal(0, 0.04, 2)
    corners = [top, corner, _bar_end(rng, -0.03, 0.03), stem_top, foot]
    return Ink((_stroke(corners, rng, roundest=3),))


def _way_up(bar_end: Points, rng: np.random.Generator) -> Points:
    """Return how far the pen goes up from `bar_end` before it goes down: often all the way."""
    height = rng.uniform(0.4, 0.65) * min(1.0, rng.uniform(0.0, 2.0))
    return np.array([rng.normal(0.06, 0.06), bar_end[1] - height])


def _left_corner(rng: np.random.Generator) -> Points:
    return np.array([-rng.uniform(0.35, 0.7), rng.uniform(0.52, 0.75)])


def _bar_end(rng: np.random.Generator, least: float, most: float) -> Points:
    """Return the right end of the bar, from `least` to `most` to the right of the stem."""
    return np.array([rng.uniform(least, most), rng.uniform(0.5, 0.72)])


def _foot(rng: np.random.Generator) -> Points:
    return np.array([rng.normal(-0.06, 0.08), 1.0])


def _stroke(corners: list[Points], rng: np.random.Generator, roundest: int) -> Stroke:
    """Return a stroke through `corners` whose lines are a little bowed and corners rounded."""
    lines = [
        bowed(start, end, float(rng.normal(0, 0.025)), _LINE_POINTS)[:-1]
        for start, end in pairwise(corners)
    ]
    points = np.vstack([*lines, corners[-1]])
    return Stroke(round_corners(points, int(rng.integers(roundest + 1))))

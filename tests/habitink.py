"""Digits as hands write them, one change of an ink by many seeds, and what lines have in common."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS

from recognizer import Ink

Points = npt.NDArray[np.float64]
Change = Callable[[Ink, np.random.Generator], Ink]

SEEDS = range(100)
ZERO, ONE, SEVEN = DIGITS["0"], DIGITS["1"], DIGITS["7"]
FLAGGED = Ink.from_points([[(10, 40), (50, 0), (50, 140)]])
FOOTED = Ink.from_points([[(50, 0), (50, 140)], [(20, 140), (80, 140)]])
SLASHED = Ink((*ZERO.strokes, *Ink.from_points([[(0, 140), (95, 0)]]).strokes))
CROSSED = Ink((*SEVEN.strokes, *Ink.from_points([[(40, 75), (90, 75)]]).strokes))
TWO_STROKE_ONE = Ink.from_points([[(50, 0), (50, 70)], [(50, 70), (50, 140)]])
LYING = Ink.from_points([[(0, 50), (140, 50)]])
LEANING_FAR = Ink.from_points([[(0, 0), (140, 100)]])
DOT = Ink.from_points([[(5, 5)]])
TOUCHED_TWICE = Ink.from_points([[(5, 5), (5, 5)]])

each_digit = pytest.mark.parametrize("digit", DIGITS)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def many(change: Change, ink: Ink, times: int = len(SEEDS)) -> list[Ink]:
    """Return `ink` changed with each of `SEEDS`, or with more of them."""
    return [change(ink, rng(seed)) for seed in range(times)]


def added(ink: Ink) -> Points:
    """Return the two points, or the one of a dot, that came last."""
    return ink.strokes[-1].points[-2:]


def line_of(ink: Ink) -> Points:
    """Return the points of an ink of one stroke."""
    (stroke,) = ink.strokes
    return stroke.points


def length(points: Points) -> float:
    """Return how long the polyline is."""
    return float(np.hypot(*np.diff(points, axis=0).T).sum())


def gap(points: Points) -> float:
    """Return how far apart the ends of a polyline are."""
    return float(np.hypot(*(points[-1] - points[0])))


def slant(points: Points) -> float:
    """Return how many degrees the way from the lowest point to the highest leans to the right."""
    dx, dy = points[points[:, 1].argmin()] - points[points[:, 1].argmax()]
    return float(np.degrees(np.arctan2(dx, -dy)))


def meetings(path: Points, line: Points) -> int:
    """Return how often the polyline `path` crosses the straight piece from line[0] to line[1]."""
    way = line[1] - line[0]
    beyond = (path - line[0]) @ np.array([-way[1], way[0]])
    (at,) = np.nonzero(np.signbit(beyond[1:]) != np.signbit(beyond[:-1]))
    part = beyond[at] / (beyond[at] - beyond[at + 1])
    crossed = path[at] + part[:, None] * (path[at + 1] - path[at])
    along = (crossed - line[0]) @ way / (way @ way)
    return int(((along >= 0) & (along <= 1)).sum())


def distance(points: Points, place: Points) -> float:
    """Return how far `place` is from the nearest of `points`."""
    return float(np.hypot(*(points - place).T).min())

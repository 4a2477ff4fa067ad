"""Zeros, ones and sevens as hands write them, and one change of an ink by many seeds."""

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

each_digit = pytest.mark.parametrize("digit", DIGITS)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def many(change: Change, ink: Ink, times: int = len(SEEDS)) -> list[Ink]:
    """Return `ink` changed with each of `SEEDS`, or with more of them."""
    return [change(ink, rng(seed)) for seed in range(times)]


def added(ink: Ink) -> Points:
    """Return the two points, or the one of a dot, that came last."""
    return ink.strokes[-1].points[-2:]

"""Builds numbers from single digits of one writer, as a hand would write them on a board.

Each number has a seed of its own, so the same call gives the same numbers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError
from recognizer.ink import Ink, Stroke
from recognizer.ink.inkfile import LabeledInk

DIGIT_HEIGHT = 200.0
"""In the unit of the ink, before the size is varied."""
MAX_DIGITS = 8
SIZE_VARIATION_HEIGHTS, BASELINE_VARIATION_HEIGHTS = 0.15, 0.10
"""Size and baseline vary uniformly by up to so much, in both directions."""
MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS = -0.10, 0.60
"""Between two digits; below 0 they overlap."""
MAX_SLOPE = 0.15
"""Slope of a slanted line: 8.5 degrees."""
LINE_SPACING_HEIGHTS = (1.6, 2.4)
"""The smallest and the largest."""
KINDS = ("plain", "slanted", "two lines", "late strokes")

Offset = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Composed:
    """A number, or two lines separated by a newline, and what it is made of.

    `groups` tells which strokes make each digit of `text`, in the order of `text`. `gap` is the gap
    between two digits, as a part of their height. `kind` is one of `KINDS`.
    """

    ink: Ink
    text: str
    groups: tuple[tuple[int, ...], ...]
    gap: float
    kind: str


def compose_numbers(inks: Iterable[LabeledInk], count: int, seed: int = 0) -> Iterator[Composed]:
    """Yield `count` numbers, each by one of the writers of `inks`, of all kinds in turn.

    Raises
    ------
    DataError
        If there is no ink.
    """
    hands = _hands(inks)
    for i in range(count):
        rng = np.random.default_rng([seed, i])
        hand = hands[int(rng.integers(len(hands)))]
        yield _compose(hand, KINDS[i % len(KINDS)], rng)


def compose_number(inks: Sequence[Ink], kind: str, rng: np.random.Generator) -> Ink:
    """Return digits as a number of any of `KINDS` but two lines."""
    gap = float(rng.uniform(MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS))
    slope = float(rng.uniform(-MAX_SLOPE, MAX_SLOPE)) if kind == "slanted" else 0.0
    ink, _ = _in_order(_line(inks, np.zeros(2), gap, slope, rng), late=kind == "late strokes")
    return ink


def _hands(inks: Iterable[LabeledInk]) -> list[list[LabeledInk]]:
    """Return the inks of each writer, in order of the writers' names."""
    by_writer: dict[str, list[LabeledInk]] = defaultdict(list)
    for each in inks:
        if each.ink:
            by_writer[each.writer].append(each)
    if not by_writer:
        raise DataError("no digits to build numbers of")
    return [by_writer[writer] for writer in sorted(by_writer)]


def _compose(hand: list[LabeledInk], kind: str, rng: np.random.Generator) -> Composed:
    gap = float(rng.uniform(MIN_GAP_HEIGHTS, MAX_GAP_HEIGHTS))
    slope = float(rng.uniform(-MAX_SLOPE, MAX_SLOPE)) if kind == "slanted" else 0.0
    digits, lines = [], []
    for row in range(2 if kind == "two lines" else 1):
        count = int(rng.integers(1, MAX_DIGITS + 1))
        chosen = [hand[int(k)] for k in rng.integers(len(hand), size=count)]
        start = np.array(
            [
                rng.uniform(0, 1) * DIGIT_HEIGHT,
                row * rng.uniform(*LINE_SPACING_HEIGHTS) * DIGIT_HEIGHT,
            ]
        )
        digits += _line([each.ink for each in chosen], start, gap, slope, rng)
        lines.append("".join(each.label for each in chosen))
    ink, groups = _in_order(digits, late=kind == "late strokes")
    return Composed(ink, "\n".join(lines), groups, gap, kind)


def _line(
    inks: Sequence[Ink], start: Offset, gap: float, slope: float, rng: np.random.Generator
) -> list[list[Stroke]]:
    """Return the strokes of each digit, moved to its place."""
    placed, x = [], float(start[0])
    for ink in inks:
        box = ink.bounding_box
        scale = (
            DIGIT_HEIGHT
            * (1 + rng.uniform(-SIZE_VARIATION_HEIGHTS, SIZE_VARIATION_HEIGHTS))
            / max(box.longer_side, 1e-9)
        )
        base = (
            start[1]
            + slope * (x - start[0])
            + rng.uniform(-BASELINE_VARIATION_HEIGHTS, BASELINE_VARIATION_HEIGHTS) * DIGIT_HEIGHT
        )
        offset = np.array([x - box.left * scale, base - box.bottom * scale])
        placed.append([Stroke(stroke.points * scale + offset) for stroke in ink.strokes])
        x += box.width * scale + gap * DIGIT_HEIGHT
    return placed


def _in_order(digits: list[list[Stroke]], late: bool) -> tuple[Ink, tuple[tuple[int, ...], ...]]:
    """Return all strokes in the order of drawing, and which of them make each digit.

    If `late`, the last stroke of each digit of several strokes is drawn after all others.
    """
    owners = [(d, s) for d, strokes in enumerate(digits) for s in range(len(strokes))]
    if late:
        owners.sort(key=lambda each: 0 < each[1] == len(digits[each[0]]) - 1)
    groups = tuple(
        tuple(i for i, (owner, _) in enumerate(owners) if owner == d) for d in range(len(digits))
    )
    return Ink(tuple(digits[d][s] for d, s in owners)), groups

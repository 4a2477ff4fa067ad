"""Reads the same digits as from other pens and devices: line width, size, density of points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, Verdict
from recognizer.training.draw.augment import resample
from recognizer.training.measure.evaluation import Tally
from recognizer.training.measure.tables import Table

PENS = (0.04, 0.08, 0.12, 0.20)
"""Line widths, as parts of the longer side."""
SIZES = (20, 40, 100, 300, 1000)
"""Longer sides in whole units, from a thumbnail on a phone to the steps of a tablet."""
POINTS_PER_KEPT = (1, 2, 3, 4, 6)
"""One of so many points is kept."""
SPACINGS = (0.02, 0.05, 0.10, 0.15)
"""Distances of points along the stroke, as parts of the longer side."""

Points = npt.NDArray[np.float64]
Read = Callable[[Reader, Ink], Reading]


@dataclass(frozen=True)
class Family:
    """Variants of the same ink: `variants` maps the name of each to a function that reads it."""

    title: str
    variants: dict[str, Read]


@dataclass(frozen=True)
class Counts:
    """How many were read, how many of them right, and how many were called "not a digit"."""

    n: int
    correct: int
    not_a_digit: int

    @property
    def accuracy(self) -> float:
        """The part that was read right, in [0, 1]."""
        return self.correct / self.n

    def __add__(self, other: Counts) -> Counts:
        refused = self.not_a_digit + other.not_a_digit
        return Counts(self.n + other.n, self.correct + other.correct, refused)


@dataclass(frozen=True)
class Robustness:
    """The counts of each variant of a family, by its name."""

    outcomes: dict[str, Counts]

    @property
    def spread(self) -> float:
        """The best accuracy minus the worst, in points: 0.5 for 99.0 % and 99.5 %."""
        parts = [outcome.accuracy for outcome in self.outcomes.values()]
        return 100 * (max(parts) - min(parts))

    def record(self) -> dict[str, Any]:
        """Return the figures for JSON; accuracies in [0, 1], the spread in points."""
        return {
            "accuracy": {name: each.accuracy for name, each in self.outcomes.items()},
            "not_a_digit": {name: each.not_a_digit for name, each in self.outcomes.items()},
            "spread_points": self.spread,
        }


def pens() -> Family:
    """Return the family of line widths."""
    variants = {f"{pen:.0%}": partial(_read_with_pen, pen=pen) for pen in PENS}
    return Family("Accuracy by pen width (part of the longer side)", dict(variants))


def sizes() -> Family:
    """Return the family of sizes, rounded to whole units as a board or a phone records them."""
    variants = {f"{size:,}": _changed(partial(at_size, size=size)) for size in SIZES}
    return Family("Accuracy by size (longer side in whole units)", variants)


def samplings() -> Family:
    """Return the family of sampling densities: every k-th point, and points at a distance."""
    thinned = {
        "all" if k == 1 else f"1/{k}": _changed(partial(thin, keep=k)) for k in POINTS_PER_KEPT
    }
    spaced = {f"{part:.0%}": _changed(partial(space, spacing=part)) for part in SPACINGS}
    title = "Accuracy by sampling (part of the points kept, or their distance in parts of the size)"
    return Family(title, thinned | spaced)


FAMILIES = {"pens": pens, "sizes": sizes, "sampling": samplings}
"""The families by the names of their options."""


def measure_family(reader: Reader, tally: Tally, family: Family) -> Robustness:
    """Read the inks of `tally` anew in every variant of `family`."""
    pairs = [(each.label, each.ink) for each in tally.samples if each.ink is not None]
    return Robustness(
        {
            name: _outcome((label, read(reader, ink)) for label, ink in pairs)
            for name, read in family.variants.items()
        }
    )


def together(parts: Iterable[Robustness]) -> Robustness:
    """Return the counts of several sources as those of one."""
    first, *others = parts
    outcomes = dict(first.outcomes)
    for other in others:
        outcomes = {name: outcome + other.outcomes[name] for name, outcome in outcomes.items()}
    return Robustness(outcomes)


def robustness_table(title: str, sources: Mapping[str, Robustness]) -> Table:
    """Return a row of accuracies for each source, and one for all if there are several."""
    rows = dict(sources)
    if len(rows) > 1:
        rows["together"] = together(sources.values())
    variants = tuple(next(iter(rows.values())).outcomes)
    cells = (
        (name, *(f"{each.accuracy:.2%}" for each in row.outcomes.values()), f"{row.spread:.2f}")
        for name, row in rows.items()
    )
    return Table(title, ("source", *variants, "spread, points"), tuple(cells))


def at_size(ink: Ink, size: int) -> Ink:
    """Return `ink` with a longer side of `size` units, rounded to whole units, without repeats.

    A dot is not scaled. Times and pressures are dropped.
    """
    box = ink.bounding_box
    scale = size / (box.longer_side or size)
    origin = np.array([box.left, box.top])
    return _with_points(ink, lambda points: _unrepeated(np.rint((points - origin) * scale)), scale)


def thin(ink: Ink, keep: int) -> Ink:
    """Return `ink` with one of `keep` points of each stroke, and the last; no times, pressures."""
    return _with_points(ink, lambda points: np.concatenate([points[:-1:keep], points[-1:]]))


def space(ink: Ink, spacing: float) -> Ink:
    """Return `ink` with points at even distances of `spacing`, a part of its longer side.

    Corners between points are cut. Times and pressures are dropped.
    """
    step = spacing * (ink.bounding_box.longer_side or 1.0)
    return _with_points(ink, lambda points: resample(points, step))


def _with_points(ink: Ink, change: Callable[[Points], Points], scale: float = 1.0) -> Ink:
    return Ink(
        tuple(
            Stroke(change(each.points), pen_width=each.pen_width and each.pen_width * scale)
            for each in ink.strokes
        )
    )


def _unrepeated(points: Points) -> Points:
    moves = np.diff(points, axis=0).any(axis=1)
    return np.asarray(points[np.concatenate([[True], moves])])


def _changed(change: Callable[[Ink], Ink]) -> Read:
    return lambda reader, ink: reader.read_digit(change(ink) if ink else ink)


def _read_with_pen(reader: Reader, ink: Ink, pen: float) -> Reading:
    return reader.read_field(preprocess_ink(ink, pen))


def _outcome(readings: Iterable[tuple[str, Reading]]) -> Counts:
    every = [(label == said.best, said.verdict is not Verdict.DIGIT) for label, said in readings]
    return Counts(len(every), sum(right for right, _ in every), sum(no for _, no in every))

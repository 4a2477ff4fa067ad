"""Finds out which numbers a network expects for paper and ink.

Our own networks see ink as 1 and paper as 0. Others were trained on raw bytes, on [-1, 1], or on
dark ink on light paper. A model file does not say so, so it is measured with strokes of our own.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.errors import ModelError
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.classifier import softmax
from recognizer.network.preprocess import FIELD_PIXELS, preprocess_ink
from recognizer.training.data.datasets import LabeledImages
from recognizer.training.draw.augment import random_pen, vary_ink

FloatArray = npt.NDArray[np.float32]

MIN_ACCURACY = 0.5
"""A network with less does not read digits, or not in the order 0 to 9."""
AS_GOOD = 0.03
"""Accuracies so close to the best count as equal; then the surprise decides.

A network of ReLUs hardly notices the scale: trained on [0, 1] it reads [0, 255] almost as well,
but is far too sure of itself.
"""
DOUBT = 0.05
"""Part of the labels that counts as wrong when surprise is measured (label smoothing: Szegedy et
al. 2016).

Without it, a network without errors on our few strokes would be less surprised the surer it is, so
the largest range would be chosen.
"""
VARIATIONS = 20
"""How many times each digit is varied for measuring."""
_CHANCE_ERROR = 0.03
"""So far the probabilities of a model of eight-bit numbers may be from a sum of 1: they are counted
in 256ths, and each of ten is rounded."""
_FLOOR = 1e-30  # so low that too much sureness shows


@dataclass(frozen=True)
class ValueRange:
    """The numbers for paper and for full ink; between them they are linear."""

    paper: float
    ink: float

    @property
    def name(self) -> str:
        """The range as text: paper..ink."""
        return f"{self.paper:g}..{self.ink:g}"

    @classmethod
    def parse(cls, text: str) -> ValueRange:
        """Return the range that `text` names: paper..ink, or the number for ink, with 0 for paper.

        Raises
        ------
        ValueError
            If it names none.
        """
        paper, dots, ink = text.rpartition("..")
        values = cls(float(paper) if dots else 0.0, float(ink))
        if values.paper == values.ink or not math.isfinite(values.factor):
            raise ValueError(f"no range: {text}")
        return values

    @property
    def factor(self) -> float:
        """The factor for a field in [0, 1], before `paper` is added."""
        return self.ink - self.paper

    def lies_in(self, least: float, most: float) -> bool:
        """Tell whether it lies between them, but for a hundredth of their distance."""
        spare = 0.01 * (most - least) if math.isfinite(most - least) else 0.0
        low, high = sorted([self.paper, self.ink])
        return low >= least - spare and high <= most + spare

    def apply(self, fields: FloatArray) -> FloatArray:
        """Return `fields`, float32 in [0, 1] with ink 1, in this range; the same shape."""
        return np.asarray(fields * self.factor + self.paper, np.float32)


MNIST_Z_SCORES = ValueRange(-0.4242, 2.8215)
"""z-scores as in PyTorch's tutorials: the pixels of MNIST have mean .1307 and deviation .3081."""
RANGES = {
    each.name: each
    for each in (
        ValueRange(0, 1),
        ValueRange(0, 255),
        ValueRange(-1, 1),
        ValueRange(1, 0),
        ValueRange(255, 0),
        ValueRange(1, -1),
        MNIST_Z_SCORES,
    )
}
"""The ranges that are tried, the most common first."""


@dataclass(frozen=True)
class Fit:
    """How well a network reads our strokes in one range: accuracy in [0, 1], and surprise.

    Surprise is the mean of -log p(label), with some `DOUBT` about the label, in nats. It is
    infinite if the network gives NaN.
    """

    values: ValueRange
    accuracy: float
    surprise: float


def are_chances(outputs: FloatArray) -> bool:
    """Tell whether each row is a probability distribution: nothing below 0, and a sum of 1."""
    sums_to_one = np.allclose(outputs.sum(axis=-1), 1, atol=_CHANCE_ERROR)
    return bool((outputs >= 0).all() and sums_to_one)


def as_chances(outputs: FloatArray) -> FloatArray:
    """Return (n, labels) outputs as probabilities: they may be logits."""
    return outputs if are_chances(outputs) else softmax(outputs)


def gives_chances(outputs_of: Callable[[FloatArray], FloatArray]) -> bool:
    """Tell whether a network gives probabilities, by what it makes of random fields in [0, 1]."""
    shape = 16, FIELD_PIXELS, FIELD_PIXELS
    return are_chances(outputs_of(np.random.default_rng(3).random(shape, np.float32)))


def find_range(
    chances_of: Callable[[FloatArray], FloatArray],
    strokes: LabeledImages,
    bounds: tuple[float, float] = (-math.inf, math.inf),
) -> Fit:
    """Return the range in which a network reads `strokes` (see `varied_strokes`) best.

    `chances_of` takes (n, 28, 28) float32 in the network's own range, and returns (n, 10)
    probabilities. It takes no number beyond `bounds`, the least and the largest.

    Raises
    ------
    ModelError
        If the accuracy is below `MIN_ACCURACY` in every range.
    """
    possible = [each for each in RANGES.values() if each.lies_in(*bounds)] or RANGES.values()
    fits = [fit_range(chances_of, strokes, each) for each in possible]
    best = max(fit.accuracy for fit in fits)
    if best < MIN_ACCURACY:
        raise ModelError(
            f"reads at best {best:.0%} of {len(strokes)} digits of ours, whatever values it is "
            f"given for ink and paper: not a model of the digits 0 to 9 in this order"
        )
    as_good = [fit for fit in fits if fit.accuracy >= best - AS_GOOD]
    return min(as_good, key=lambda fit: round(fit.surprise, 3))  # of equals, the most common


def fit_range(
    chances_of: Callable[[FloatArray], FloatArray], strokes: LabeledImages, values: ValueRange
) -> Fit:
    """Measure how well a network reads `strokes` with `values` for paper and ink."""
    chances = chances_of(values.apply(strokes.fields))
    surprises = -np.log(np.maximum(chances, _FLOOR))
    of_label = surprises[np.arange(len(strokes)), strokes.labels]
    surprise = float((1 - DOUBT) * of_label.mean() + DOUBT * surprises.mean())
    right = float((chances.argmax(axis=1) == strokes.labels).mean())
    return Fit(values, right, surprise) if np.isfinite(surprise) else Fit(values, 0.0, np.inf)


def varied_strokes(inks: list[LabeledInk], variations: int = VARIATIONS) -> LabeledImages:
    """Return `inks`, each in `variations` variations, always the same ones.

    The variations make ten examples enough to tell a good network from a lucky one.
    """
    rng = np.random.default_rng(7)
    images = [
        np.rint(preprocess_ink(vary_ink(each.ink, rng), random_pen(rng)) * 255)
        for each in inks
        for _ in range(variations)
    ]
    labels = np.repeat([int(each.label) for each in inks], variations)
    return LabeledImages(np.array(images, np.uint8), labels.astype(np.uint8))

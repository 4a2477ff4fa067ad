"""Calibration: how far confidence can be trusted, and how many errors sure readings have."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.training.data.datasets import Chances, Labels

BINS = 15
COVERAGES = (1.0, 0.995, 0.99, 0.98, 0.95)
KEPT_SHARE = 0.99
"""Part of the held-out digits that must pass the threshold."""

Floats = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]
Logits = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Covered:
    """What is left when only the surest are read.

    `coverage` is the part that is read, in (0, 1]; `read` and `wrong` are how many are read and
    misread; `bar` is the lowest score among those read.
    """

    coverage: float
    read: int
    wrong: int
    bar: float

    @property
    def error(self) -> float:
        """The part of those read that is misread, in [0, 1]."""
        return self.wrong / self.read


def calibration_error(confidences: Floats, right: Bools) -> float:
    """Return the expected calibration error, in [0, 1].

    It is the mean gap between confidence and accuracy over bins of equal width, weighted by the
    number of readings in each (Naeini, Cooper and Hauskrecht 2015, "Obtaining Well Calibrated
    Probabilities Using Bayesian Binning"). Both arguments are (n,), n >= 1, for the best label.
    """
    gap = np.bincount(bin_numbers(confidences), confidences - right, BINS)
    return float(np.abs(gap).sum() / len(right))


def bin_numbers(confidences: Floats) -> npt.NDArray[np.intp]:
    """Return the bin of each of (n,) confidences; the bins have equal width over [0, 1]."""
    return np.minimum((confidences * BINS).astype(np.intp), BINS - 1)


def coverage_curve(
    scores: Floats, right: Bools, coverages: tuple[float, ...] = COVERAGES
) -> list[Covered]:
    """Return the errors that are left when only the parts with the highest scores are read.

    At least one of the n >= 1 scores is read. Among equal scores the first is taken first.
    """
    surest = np.argsort(-scores, kind="stable")
    reads = [max(1, round(part * len(scores))) for part in coverages]
    return [
        Covered(part, read, int((~right[surest[:read]]).sum()), float(scores[surest[read - 1]]))
        for part, read in zip(coverages, reads, strict=True)
    ]


def error_by_coverage(
    chances: Chances, labels: Labels
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return for every threshold which part passes (coverage) and which part of that is wrong.

    This is the risk-coverage curve of Geifman and El-Yaniv 2017, "Selective Classification for Deep
    Neural Networks": coverage, rising to 1, and error, both in [0, 1]. Readings with the same
    confidence pass together.
    """
    sure, wrong = chances.max(axis=1), chances.argmax(axis=1) != labels
    order = np.argsort(-sure, kind="stable")
    passed = np.arange(1, len(sure) + 1)
    error = wrong[order].cumsum() / passed
    last_of_equals = np.append(np.diff(sure[order]) != 0, True)
    return passed[last_of_equals] / len(sure), error[last_of_equals]


def fit_temperature(logits: Logits, labels: Labels) -> float:
    """Return the temperature with the smallest negative log-likelihood of held-out digits.

    Guo et al. 2017, "On Calibration of Modern Neural Networks". It is searched on a fine grid from
    0.25 to 4: the likelihood has one peak, and 400 softmaxes of 5,000 rows take a second.
    """
    grid = np.geomspace(0.25, 4.0, 400)
    losses = [negative_log_likelihood(logits / np.float32(t), labels) for t in grid]
    return float(grid[int(np.argmin(losses))])


def negative_log_likelihood(logits: Logits, labels: Labels) -> float:
    """Return the mean of -log p(label), in nats."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(labels)), labels].mean())


def choose_rejection(digitness: npt.NDArray[np.float32], keep: float = KEPT_SHARE) -> float:
    """Return the threshold in [0, 1] that a part `keep` of these digits reach with `digitness`.

    They are digits by hands that were not trained on.
    """
    return float(np.quantile(digitness, 1 - keep))

"""What a confidence promised and what came of it, as numbers to draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.training.data.datasets import Chances, Labels
from recognizer.training.measure.certainty import BINS, bin_numbers


@dataclass(frozen=True)
class Bin:
    """Readings of about the same confidence.

    Parameters
    ----------
    low, high : float
        Bounds of the confidence, in [0, 1].
    count, right : int
        How many readings, and how many of them right.
    confidence : float
        Their mean, in [0, 1]; NaN if there are none.
    """

    low: float
    high: float
    count: int
    right: int
    confidence: float


def bins_of_confidence(chances: Chances, labels: Labels, bins: int = BINS) -> list[Bin]:
    """Sort readings into `bins` of equal width over [0, 1], as `calibration_error` does.

    Parameters
    ----------
    chances : (n, classes) float32 array
        In [0, 1].
    labels : (n,) uint8 array
    bins : int
    """
    sure, right = chances.max(axis=1), chances.argmax(axis=1) == labels
    which = bin_numbers(sure, bins)
    counts, rights, sums = (
        np.bincount(which, weights, bins) for weights in (None, right, sure.astype(float))
    )
    means = np.divide(sums, counts, out=np.full(bins, np.nan), where=counts > 0)
    return [
        Bin(b / bins, (b + 1) / bins, int(counts[b]), int(rights[b]), float(means[b]))
        for b in range(bins)
    ]


def error_by_coverage(
    chances: Chances, labels: Labels
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return how many readings any threshold lets pass, and how many of those are wrong.

    The risk-coverage curve of Geifman and El-Yaniv 2017, "Selective Classification for Deep
    Neural Networks". Readings of equal confidence pass together: no threshold parts them.

    Parameters
    ----------
    chances : (n, classes) float32 array
        In [0, 1].
    labels : (n,) uint8 array

    Returns
    -------
    coverage, error : (m,) float64 arrays, 1 <= m <= n
        In [0, 1]; coverage rises to 1.
    """
    sure, wrong = chances.max(axis=1), chances.argmax(axis=1) != labels
    order = np.argsort(-sure, kind="stable")
    passed = np.arange(1, len(sure) + 1)
    error = wrong[order].cumsum() / passed
    last_of_equals = np.append(np.diff(sure[order]) != 0, True)
    return passed[last_of_equals] / len(sure), error[last_of_equals]

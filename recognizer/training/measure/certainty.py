"""What confidence is worth: whether it comes true, and what errors are left to the sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

BINS = 15
COVERAGES = (1.0, 0.995, 0.99, 0.98, 0.95)

Floats = npt.NDArray[np.floating]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Covered:
    """What is left when only the surest are read.

    Parameters
    ----------
    coverage : float
        The part that is read, as asked for, in (0, 1].
    read, wrong : int
        How many that are, and how many of them are misread.
    bar : float
        The least score among those read.
    """

    coverage: float
    read: int
    wrong: int
    bar: float

    @property
    def error(self) -> float:
        """Part of those read that is misread, in [0, 1]."""
        return self.wrong / self.read


def calibration_error(confidences: Floats, right: Bools, bins: int = BINS) -> float:
    """Return the expected calibration error, in [0, 1].

    The mean gap between confidence and accuracy over equal bins, weighed by what they hold
    (Naeini, Cooper and Hauskrecht 2015, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning").

    Parameters
    ----------
    confidences : (n,) float array in [0, 1], n >= 1
        Of the best label.
    right : (n,) bool array
        Whether the best label was the true one.
    bins : int
    """
    gap = np.bincount(bin_numbers(confidences, bins), confidences - right, bins)
    return float(np.abs(gap).sum() / len(right))


def bin_numbers(confidences: Floats, bins: int = BINS) -> npt.NDArray[np.intp]:
    """Return which of `bins` of equal width over [0, 1] each of (n,) confidences falls into."""
    return np.minimum((confidences * bins).astype(np.intp), bins - 1)


def coverage_curve(
    scores: Floats, right: Bools, coverages: tuple[float, ...] = COVERAGES
) -> list[Covered]:
    """Return the errors that are left when only the parts with the highest scores are read.

    Parameters
    ----------
    scores : (n,) float array, n >= 1
        The higher, the surer. Of equal ones the first are read.
    right : (n,) bool array
    coverages : tuple of float in (0, 1]
        At least one is read, whatever the part.
    """
    surest = np.argsort(-scores, kind="stable")
    reads = [max(1, round(part * len(scores))) for part in coverages]
    return [
        Covered(part, read, int((~right[surest[:read]]).sum()), float(scores[surest[read - 1]]))
        for part, read in zip(coverages, reads, strict=True)
    ]

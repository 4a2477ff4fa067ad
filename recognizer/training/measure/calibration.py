"""Confidence that means what it says, and the bar under which nothing is called a digit."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recognizer.network.classifier import softmax
from recognizer.training.measure.certainty import calibration_error

KEEP = 0.99
"""Part of the digits of `dev` that must pass the bar."""

Logits = npt.NDArray[np.float32]
Labels = npt.NDArray[np.uint8]


def fit_temperature(logits: Logits, labels: Labels) -> float:
    """Return the temperature with the least negative log-likelihood on held-out data.

    Guo et al. 2017, "On Calibration of Modern Neural Networks". Searched on a fine grid from
    0.25 to 4: the likelihood has one peak, and 400 softmaxes of 5,000 rows take a second.

    Parameters
    ----------
    logits : (n, classes) float32 array
    labels : (n,) uint8 array
    """
    grid = np.geomspace(0.25, 4.0, 400)
    losses = [negative_log_likelihood(logits / np.float32(t), labels) for t in grid]
    return float(grid[int(np.argmin(losses))])


def negative_log_likelihood(logits: Logits, labels: Labels) -> float:
    """Return the mean of -log p(label), in nats."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-log_p[np.arange(len(labels)), labels].mean())


def choose_rejection(digitness: npt.NDArray[np.float32], keep: float = KEEP) -> float:
    """Return the bar in [0, 1] that a part `keep` of these digits reach.

    Parameters
    ----------
    digitness : (n,) float32 array in [0, 1]
        Of digits; see `recognizer.network.classifier.digitness`.
    keep : float
    """
    return float(np.quantile(digitness, 1 - keep))


def expected_calibration_error(logits: Logits, labels: Labels, temperature: float) -> float:
    """Return the `calibration_error` of (n, classes) logits at a temperature, in [0, 1]."""
    chances = softmax(logits / np.float32(temperature))
    return calibration_error(chances.max(axis=1), chances.argmax(axis=1) == labels)

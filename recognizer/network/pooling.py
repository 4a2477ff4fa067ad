"""Puts together what two views say, and takes it apart again.

A product of experts, each with a weight (Hinton 2002, "Training Products of Experts by Minimizing
Contrastive Divergence"; Genest and Zidek 1986, "Combining Probability Distributions", the
logarithmic opinion pool). Logits come as (..., logits) arrays.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recognizer.network.card import PathCard
from recognizer.network.runtime import FloatArray

_MIN_WEIGHT = 1e-3  # with less, rounding would speak for the picture
_LEAST_NATS = -6e4  # the least that float16 holds is -65,504


def log_softmax(logits: FloatArray) -> FloatArray:
    """Return the logarithm of the softmax over the last axis; the same shape and dtype."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    result: FloatArray = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def halved(logits: FloatArray) -> FloatArray:
    """Return the logarithms of the probabilities, rounded to what half the memory holds.

    Those of the path are kept of each look, in float16. Rounded before they are pooled, they let
    `parted` find the picture's.
    """
    halves: npt.NDArray[np.float16] = log_softmax(logits).clip(min=_LEAST_NATS).astype(np.float16)
    return halves.astype(np.float32)


def pooled(
    logits: FloatArray, by_path: FloatArray, card: PathCard, temperature: float
) -> FloatArray:
    """Return logits of both views; their softmax at that temperature is calibrated.

    `logits` are those of the picture, `by_path` the logarithms of the probabilities by the path.
    """
    pool = card.picture_weight * log_softmax(logits) + card.weight * by_path
    return np.asarray(np.float32(temperature) * pool, np.float32)


def parted(pool: FloatArray, by_path: FloatArray, card: PathCard, temperature: float) -> FloatArray:
    """Return the logits of the picture that were `pooled` with `by_path`, but for a constant.

    They are nearly alike where the picture has no weight: what it said is not in the pool.
    """
    of_picture = pool / np.float32(temperature) - card.weight * by_path
    return np.asarray(of_picture / max(card.picture_weight, _MIN_WEIGHT), np.float32)

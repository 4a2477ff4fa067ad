"""A baseline without training: the digit of the reference image that correlates best.

It is the first version of one of the other drawing boards. It is written as a network whose weights
are the images, so it can be exported, measured and tried on the board like any other.
"""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import layers

from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.training.data.datasets import DIGITS, LabeledImages

PER_DIGIT = 1000
"""Reference images of each digit. All of MNIST would take 47 million numbers and gain 2 points."""
_REFERENCES = "references"


def build_correlation(per_digit: int = PER_DIGIT) -> Any:
    """Return the network without references: (n, 28, 28, 1) in any range -> (n, 10) logits.

    The 784 pixels of a field are normalized to mean 0 and variance 1; a reference has mean 0 and
    length 1. Their product is 28 times Pearson's correlation. The logit of a digit is that of its
    best reference.
    """
    return keras.Sequential(
        [
            keras.Input((FIELD_PIXELS, FIELD_PIXELS, 1)),
            layers.Flatten(),
            layers.LayerNormalization(center=False, scale=False, epsilon=1e-6),
            layers.Dense(per_digit * len(DIGITS), use_bias=False, name=_REFERENCES),
            layers.Reshape((per_digit, len(DIGITS))),
            layers.GlobalMaxPooling1D(),
        ],
        name="correlation",
    )


def correlate_with(examples: LabeledImages, per_digit: int = PER_DIGIT) -> Any:
    """Return the network whose references are the first `per_digit` of each digit in `examples`.

    If a digit has fewer examples, all digits get only so many.

    Raises
    ------
    ValueError
        If a digit has no example.
    """
    rarest = int(np.bincount(examples.labels, minlength=len(DIGITS)).min())
    if rarest == 0:
        raise ValueError("every digit needs an example")
    count = min(per_digit, rarest)
    model = build_correlation(count)
    model.get_layer(_REFERENCES).set_weights([_kernel(examples, count)])
    return model


def _kernel(examples: LabeledImages, count: int) -> npt.NDArray[np.float32]:
    """Return (784, count * 10) references of mean 0 and length 1, the ten digits in turn."""
    chosen = [np.flatnonzero(examples.labels == int(digit))[:count] for digit in DIGITS]
    pixels = examples.fields[np.stack(chosen, axis=1).ravel()].reshape(
        -1, FIELD_PIXELS * FIELD_PIXELS
    )
    centered = pixels - pixels.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centered, axis=1, keepdims=True)
    return np.asarray((centered / np.maximum(length, math.ulp(1.0))).T, np.float32)

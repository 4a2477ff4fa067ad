"""Reading without learning: the digit of the reference image that correlates best.

The baseline that one source system starts from. As a network its weights are the images, so
that it is exported, measured and tried on the board like any other.
"""

from __future__ import annotations

import math
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import layers

from recognizer.network.preprocess import FIELD
from recognizer.training.data.datasets import DIGITS, LabeledImages

PER_DIGIT = 1000
"""Reference images of each digit. All of MNIST would be 47 million numbers for 2 points more."""
_REFERENCES = "references"


def build_correlation(per_digit: int = PER_DIGIT) -> Any:
    """Return the network, with no references yet: (n, 28, 28, 1) of any range -> (n, 10) logits.

    Normalized to mean 0 and variance 1, the 784 pixels of a field times those of a reference of
    mean 0 and length 1 are 28 times Pearson's correlation. The best of each digit is its logit.
    """
    return keras.Sequential(
        [
            keras.Input((FIELD, FIELD, 1)),
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

    Fewer where there are not so many: as many as the rarest digit has.

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
    pixels = examples.fields[np.stack(chosen, axis=1).ravel()].reshape(-1, FIELD * FIELD)
    centered = pixels - pixels.mean(axis=1, keepdims=True)
    length = np.linalg.norm(centered, axis=1, keepdims=True)
    return np.asarray((centered / np.maximum(length, math.ulp(1.0))).T, np.float32)

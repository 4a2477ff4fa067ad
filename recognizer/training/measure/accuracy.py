"""Accuracy of a model, measured through LiteRT as the program runs it; digit errors in a text."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from recognizer.network.classifier import Classifier
from recognizer.training.data.datasets import DIGITS, LabeledImages


def wilson_interval(correct: int, n: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of a proportion, in [0, 1] (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, correct / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Measured:
    """Logits (n, 10 or more) float32 of labeled images, and their labels (n,) uint8.

    The first ten columns are the digits; an eleventh stands for "not a digit".
    """

    logits: np.ndarray[tuple[int, ...], np.dtype[np.float32]]
    labels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]

    @property
    def accuracy(self) -> float:
        """Part of the images whose highest digit logit is the label, in [0, 1]."""
        best = self.logits[:, : len(DIGITS)].argmax(axis=1)
        return float((best == self.labels).mean())


def measure(classifier: Classifier, images: LabeledImages) -> Measured:
    """Run `images` through `classifier`."""
    return Measured(classifier.infer(images.fields)[0], images.labels)


def digits_of(text: str) -> str:
    """Return `text` without the spaces and newlines between its numbers."""
    return "".join(text.split())


def digit_errors(label: str, text: str) -> int:
    """Return how many digits of `label` must be added, left out or changed to get `text`.

    This is the edit distance (Levenshtein 1966), without spaces and newlines.
    """
    want, got = digits_of(label), digits_of(text)
    row = list(range(len(got) + 1))
    for i, digit in enumerate(want, start=1):
        before, row = row, [i]
        for j, other in enumerate(got, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (digit != other)))
    return row[-1]

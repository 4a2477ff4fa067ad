"""Accuracy of a model, measured through LiteRT as the program runs it; digit errors in a text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.network.alphabet import DIGITS as ALPHABET
from recognizer.network.classifier import Classifier, knownness, softmax
from recognizer.training.data.datasets import Chances, LabeledImages, Labels

Logits = npt.NDArray[np.float32]


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
    """How labeled digits were read.

    `chances` (n, 10) are the calibrated probabilities of the digits, if it is one; `known` (n,) in
    [0, 1] is the `knownness`; `labels` (n,) uint8 are the digits.
    """

    chances: Chances
    known: Chances
    labels: Labels

    @property
    def accuracy(self) -> float:
        """Part whose likeliest digit is the label, in [0, 1]."""
        return float((self.chances.argmax(axis=1) == self.labels).mean())


def measure(classifier: Classifier, images: LabeledImages) -> Measured:
    """Run digits through `classifier`, and their paths, if they have any and it sees paths.

    It must tell digits apart.
    """
    paths = None if images.paths is None else images.paths.astype(np.float32)
    looked = classifier.look(images.fields, paths)
    used = places_of_digits(classifier.card.labels)
    scores = looked.logits / np.float32(classifier.card.temperature) + classifier.usual
    places = [place for own in used for place in own]
    chances = softmax(digit_logits(scores, used))
    return Measured(chances, knownness(scores, places, 1.0), images.labels)


def places_of_digits(labels: Sequence[str]) -> list[tuple[int, ...]]:
    """Return which logits stand for each digit, the stand-ins of the alphabet of digits among them.

    `labels` are those of the network.
    """
    return list(ALPHABET.places_in(labels).values())


def digit_logits(logits: Logits, places: Sequence[tuple[int, ...]]) -> Logits:
    """Return logits (n, 10) of the digits, if it is one, from (n, logits)."""
    used = [place for own in places for place in own]
    starts = np.cumsum([0, *map(len, places)])[:-1]
    return np.asarray(np.logaddexp.reduceat(logits[:, used], starts, axis=1))


def digits_of(text: str) -> str:
    """Return `text` without the spaces and newlines between its numbers."""
    return "".join(text.split())


def digit_errors(label: str, text: str) -> int:
    """Return how many digits of `label` must be added, left out or changed to get `text`.

    This is the edit distance (Levenshtein 1966), without spaces and newlines.
    """
    return _distances(digits_of(label), digits_of(text))[-1][-1]


def aligned(label: str, text: str) -> list[tuple[str, str]]:
    """Return what each symbol of `label` was read as, by the fewest changes that give `text`.

    They are pairs (symbol, read as), in order: "" for one that is missing, and for the label of one
    that was added. Spaces and newlines do not count.
    """
    want, got = digits_of(label), digits_of(text)
    rows, pairs = _distances(want, got), []
    i, j = len(want), len(got)
    while i or j:
        here = rows[i][j]
        if i and j and here == rows[i - 1][j - 1] + (want[i - 1] != got[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((want[i], got[j]))
        elif i and here == rows[i - 1][j] + 1:
            i -= 1
            pairs.append((want[i], ""))
        else:
            j -= 1
            pairs.append(("", got[j]))
    return pairs[::-1]


def _distances(want: str, got: str) -> list[list[int]]:
    """Return the edit distances of each beginning of `want` to each of `got`."""
    rows = [list(range(len(got) + 1))]
    for i, symbol in enumerate(want, start=1):
        before, row = rows[-1], [i]
        for j, other in enumerate(got, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (symbol != other)))
        rows.append(row)
    return rows

"""Accuracy of a model, measured through LiteRT as the program runs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.network.alphabet import DIGITS as ALPHABET
from recognizer.network.classifier import Classifier, knownness, softmax
from recognizer.training.data.datasets import Chances, LabeledImages, Labels

Logits = npt.NDArray[np.float32]


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

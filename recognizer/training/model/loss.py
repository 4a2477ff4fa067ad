"""The loss of a network of characters: which label it is, and which symbol of an alphabet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

import keras
import numpy as np
import numpy.typing as npt
from keras import ops

from recognizer.network.alphabet import DIGITS, LETTERS, SUMS
from recognizer.training.data.characters import LABELS, NONE_PLACE

ASKED = (SUMS, LETTERS, DIGITS)
"""The alphabets in which labels are asked; of several that have a label, the last one asks."""
BARRED_NATS = 1e4
"""Taken from the logits that a question leaves out: so their probability is 0."""


@keras.saving.register_keras_serializable("recognizer")
class AskedLoss(keras.losses.Loss):  # type: ignore[misc]  # Keras has no types
    """The cross-entropy of the label, and that of the same question as the app asks it.

    A 0, an O and an o are three labels that shape cannot tell apart, and the app never asks for
    that: among digits all three are a 0, among letters an O. So each label is asked a second time
    in one of the alphabets, where only its symbols count, with the labels that stand for them. One
    that stands for several, as a bar for I and L, does not count: it tells none of them apart. What
    is in no alphabet, and what is none of the characters, is asked twice among all labels.
    """

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """Return the loss of each of n characters: (n,), from (n,) labels and (n, logits)."""
        labels = ops.cast(ops.reshape(y_true, (-1,)), "int32")
        asked, meant = (ops.take(ops.convert_to_tensor(each), labels, 0) for each in questions())
        every = ops.logsumexp(y_pred, axis=1)
        own = ops.squeeze(ops.take_along_axis(y_pred, labels[:, None], axis=1), 1)
        among, right = (ops.logsumexp(y_pred - barred, axis=1) for barred in (asked, meant))
        return (every - own) + (among - right)


@cache
def questions() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return what is taken from the logits for each label: in its alphabet, and for its symbol.

    Both are (labels, logits): 0 for the logits that count, `BARRED_NATS` for the others.
    """
    count = NONE_PLACE + 1
    asked = np.zeros((count, count), np.float32)
    meant = np.stack([_all_but([place]) for place in range(count)])
    for label, place in zip(LABELS, range(NONE_PLACE), strict=True):
        symbol = label.upper()
        for alphabet in (each for each in ASKED if symbol in each.symbols):
            places = alphabet.places_in(LABELS)
            asked[place] = _all_but([each for own in places.values() for each in own])
            meant[place] = _all_but(places[symbol])
    return asked, meant


def _all_but(places: Iterable[int]) -> npt.NDArray[np.float32]:
    barred = np.full(NONE_PLACE + 1, BARRED_NATS, np.float32)
    barred[[*places]] = 0
    return barred

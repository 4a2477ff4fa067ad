"""Adaptation to lessons: similar examples raise the log-probability of their label.

The network does not change. For each label, the closeness of its examples to an ink is summed, up
to `MAX_SHOWN`. `WEIGHT_NATS` times that sum is added to the log-probability of the label. It is a
cache over the features of a trained network (Grave et al. 2017, "Unbounded cache model for online
language modeling"; Zhang et al. 2022, "Tip-Adapter"). It is bounded, so one wrong lesson affects
only ink that is like it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

WEIGHT_NATS = 4.0
"""Added for an identical example. It is enough if the label had at least 1/55 of the probability of
the best one, as 2 % beside 98 %. For most labels of a sure digit it is not enough."""
MIN_COSINE = 0.8
"""Examples with a lower cosine do not count. Among the digits of one writer, 95 % of the pairs with
the same label have more than 0.87, and 99 % of the pairs with two labels less than 0.75 (UNIPEN and
pendigits).

Weight and cosine were chosen on training writers: after five corrections 4 of 6 errors are left.
With a weight of 5, the lessons of another writer cost 0.5 points; with 4 they cost 0.05
(docs/measurements.md)."""

MAX_SHOWN = 2.0
"""At most so many identical examples count. So a repeated lesson counts twice, which is enough for
a label with 1/3,000 of the probability of the best one. On `dev` this changes no row of
docs/measurements.md, not even with wrong lessons or those of others."""


@dataclass(frozen=True, eq=False)
class Adaptation:
    """Taught examples, ready to be compared with: (n, size) embeddings, n >= 1, of any length.

    `places` tells which logit each example speaks for; those beyond the logits there are, for none.
    What has fewer features than the examples is compared by those that it has: a picture, which
    has no path, with the picture of an ink.
    """

    embeddings: FloatArray
    places: Sequence[int]

    def shift(self, embeddings: FloatArray, count: int) -> FloatArray:
        """Return what the examples add to the log-probabilities of (m, size) `embeddings`.

        (m, count) in [0, `WEIGHT_NATS` times `MAX_SHOWN`], `count` being that of the logits.
        """
        shift = np.zeros((len(embeddings), count), np.float32)
        close = _closeness(directions(embeddings) @ self._ordered(embeddings.shape[1]))
        shown = np.minimum(np.add.reduceat(close, self._starts, axis=1), MAX_SHOWN)
        for k, place in enumerate(self._spoken_for):
            if place < count:
                shift[:, place] = WEIGHT_NATS * shown[:, k]
        return shift

    def _ordered(self, size: int) -> FloatArray:
        """Return the directions of the examples by what they speak for: (size, n)."""
        if size not in self._known:
            ordered = directions(self.embeddings[:, :size])[self._order]
            self._known[size] = np.ascontiguousarray(ordered.T)
        return self._known[size]

    @cached_property
    def _known(self) -> dict[int, FloatArray]:
        return {}

    @cached_property
    def _order(self) -> npt.NDArray[np.int_]:
        """The examples by what they speak for."""
        return np.argsort(self.places, kind="stable")

    @cached_property
    def _starts(self) -> npt.NDArray[np.int_]:
        """Where in that order those of each place begin."""
        ordered = np.asarray(self.places, np.int_)[self._order]
        return np.flatnonzero(np.diff(ordered, prepend=-1))

    @cached_property
    def _spoken_for(self) -> list[int]:
        return sorted(set(self.places))


def closeness(embeddings: FloatArray, shown: FloatArray) -> FloatArray:
    """Return how close each of (m, size) `embeddings` is to each of (n, size) `shown`.

    (m, n) in [0, 1]: 0 from a cosine of `MIN_COSINE` on downward, 1 in the same direction.
    """
    return _closeness(directions(embeddings) @ directions(shown).T)


def _closeness(cosine: FloatArray) -> FloatArray:
    return np.asarray(((cosine - MIN_COSINE) / (1 - MIN_COSINE)).clip(0, 1), np.float32)


def directions(embeddings: FloatArray) -> FloatArray:
    """Return (n, size) vectors of length 1, so that none outweighs another; zeros stay zeros."""
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return np.asarray(embeddings / np.maximum(lengths, 1e-9), np.float32)

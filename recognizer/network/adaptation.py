"""What a user has shown, in the classifier's terms: near examples move the log-probabilities.

The network stays as it is. An ink whose embedding is close to that of a taught example gets some
of that example's label: to the log-probability of each label is added `WEIGHT` times how close its
examples are, together, up to `MOST_SHOWN`. It is a cache over the features of a trained network
(Grave et al. 2017, "Unbounded cache model for online language modeling"; Zhang et al. 2022,
"Tip-Adapter"), bounded so that one wrong lesson can spoil nothing but its own neighborhood.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

WEIGHT = 4.0
"""Added, in nats, for an example that is the same: enough for a label that had at least a 55th of
the chance of the best one, as 2 % beside 98 %; for most labels of a sure digit it is not."""
CLOSE = 0.8
"""The cosine from which on an example counts: of one writer's digits 95 % of the pairs of one label
are closer than 0.87, 99 % of the pairs of two labels farther than 0.75 (UNIPEN and pendigits).

Both chosen on training writers: after five corrections 4 of 6 errors are left there. With a weight
of 5, the lessons of another writer cost 0.5 points, with this one 0.05 (docs/measurements.md)."""

MOST_SHOWN = 2.0
"""How many examples that are the same count: a lesson that is repeated counts twice, enough for a
label that had a 3,000th of the chance of the best one, and no more however often. On `dev` it
changes no row of docs/measurements.md, those with wrong lessons and with others' included."""


@dataclass(frozen=True, eq=False)
class Adaptation:
    """Taught examples, ready to be compared with: (n, size) embeddings, n >= 1, of any length.

    `places` tells which logit each example speaks for; those beyond the logits there are, for none.
    """

    embeddings: FloatArray
    places: Sequence[int]

    def shift(self, embeddings: FloatArray, count: int) -> FloatArray:
        """Return what the examples add to the log-probabilities of (m, size) `embeddings`.

        (m, count) in [0, `WEIGHT` times `MOST_SHOWN`], `count` being that of the logits.
        """
        shift = np.zeros((len(embeddings), count), np.float32)
        close = _closeness(_directions(embeddings) @ self._ordered)
        shown = np.minimum(np.add.reduceat(close, self._starts, axis=1), MOST_SHOWN)
        for k, place in enumerate(self._spoken_for):
            if place < count:
                shift[:, place] = WEIGHT * shown[:, k]
        return shift

    @cached_property
    def _ordered(self) -> FloatArray:
        """The directions of the examples, (size, n), by what they speak for."""
        return np.ascontiguousarray(_directions(self.embeddings)[self._order].T)

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

    (m, n) in [0, 1]: 0 from a cosine of `CLOSE` on downward, 1 in the same direction.
    """
    return _closeness(_directions(embeddings) @ _directions(shown).T)


def _closeness(cosine: FloatArray) -> FloatArray:
    return np.asarray(((cosine - CLOSE) / (1 - CLOSE)).clip(0, 1), np.float32)


def _directions(embeddings: FloatArray) -> FloatArray:
    lengths = np.linalg.norm(embeddings, axis=1, keepdims=True)
    return np.asarray(embeddings / np.maximum(lengths, 1e-9), np.float32)

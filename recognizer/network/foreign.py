"""A network of somebody else as LiteRT runs it, which knows nothing of our inputs and outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.network.runtime import FloatArray, Network, Shape

SHAPES: tuple[Shape, ...] = (
    (FIELD_PIXELS, FIELD_PIXELS, 1),
    (FIELD_PIXELS, FIELD_PIXELS),
    (FIELD_PIXELS * FIELD_PIXELS,),
)
"""The shapes in which a foreign network may take one image, those of tutorials."""
FIELD_NUMBERS = FIELD_PIXELS * FIELD_PIXELS
_LEAST_CHANCE = 1e-7


@dataclass(frozen=True)
class ForeignCard:
    """What a foreign network takes and gives.

    Parameters
    ----------
    shape : tuple of int
        One of `SHAPES`.
    paper, ink : float
        The numbers that it expects for paper and for full ink.
    gives_chances : bool
        Whether it gives probabilities instead of logits.
    """

    shape: Shape
    paper: float
    ink: float
    gives_chances: bool

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> ForeignCard:
        """Take it out of a decoded model card.

        Raises
        ------
        KeyError, TypeError, ValueError
            If a field is missing or makes no sense.
        """
        shape = tuple(map(int, record["shape"]))
        paper, ink, gives_chances = (record[key] for key in ("paper", "ink", "gives_chances"))
        if shape not in SHAPES or paper == ink or not isinstance(gives_chances, bool):
            raise ValueError("a foreign network that cannot be")
        return cls(shape, float(paper), float(ink), gives_chances)


class ForeignNetwork:
    """Gives a foreign `network` the inputs and outputs of ours. The embedding is the field."""

    def __init__(self, network: Network, card: ForeignCard) -> None:
        self.network, self._card = network, card

    def infer(self, fields: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return logits (n, labels) and embeddings (n, 784) of (n, 28, 28) fields in [0, 1].

        Raises
        ------
        ModelError
            As `Network.infer`.
        """
        outputs, _ = self.network.infer(self.scaled(fields))
        if self._card.gives_chances:
            outputs = np.log(np.maximum(outputs, np.float32(_LEAST_CHANCE)))
        return outputs, fields.reshape(-1, FIELD_NUMBERS)

    def scaled(self, fields: FloatArray) -> FloatArray:
        """Return `fields`, in [0, 1], as the network wants them."""
        paper, ink = self._card.paper, self._card.ink
        return np.asarray(fields * (ink - paper) + paper, np.float32)

"""What the classifier says of one group of strokes or blobs, before it becomes a symbol."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from recognizer.ink import BoundingBox
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier, Prediction
from recognizer.network.preprocess import Field
from recognizer.reading.result import Evidence, Symbol


@dataclass(frozen=True, eq=False)
class Seen:
    """A group of pieces as the classifier sees it.

    If it is `ruled_out`, it cannot be a symbol, whatever it is predicted to be.
    """

    prediction: Prediction
    evidence: Evidence
    ruled_out: bool

    @property
    def knownness(self) -> float:
        """How sure it is that it is a symbol at all, in [0, 1]."""
        return 0.0 if self.ruled_out else self.prediction.knownness

    @property
    def is_known(self) -> bool:
        """Whether it passes the threshold for a single symbol."""
        return self.prediction.is_known and self.knownness > 0

    def symbol(
        self,
        is_known: bool,
        box: BoundingBox,
        strokes: tuple[int, ...] = (),
        piece: Pixels | None = None,
    ) -> Symbol:
        """Return the symbol that it is, or the thing that is none, at its place."""
        return Symbol(
            self.prediction.candidates,
            self.knownness,
            is_known,
            box,
            strokes,
            piece=piece,
            evidence=self.evidence,
            alphabet=self.prediction.alphabet,
        )


def see(classifier: Classifier, field: Field, ruled_out: bool = False) -> Seen:
    """Have `classifier` look at a (28, 28) `field` in [0, 1]."""
    logits, embeddings = classifier.infer(field[None])
    (prediction,) = classifier.judge(logits, embeddings)
    return Seen(prediction, Evidence.of(field, logits[0], embeddings[0]), ruled_out)


def judged_anew(classifier: Classifier, seen: Iterable[Seen]) -> list[Seen]:
    """Return `seen` by what the classifier has been taught since; the network is not asked."""
    known = list(seen)
    if not known:
        return []
    predictions = classifier.judge(
        np.array([each.evidence.logits for each in known]),
        np.array([each.evidence.embedding for each in known]),
    )
    pairs = zip(known, predictions, strict=True)
    return [replace(each, prediction=prediction) for each, prediction in pairs]

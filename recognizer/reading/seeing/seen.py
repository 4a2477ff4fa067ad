"""What the classifier says of one group of strokes or blobs, before it becomes a symbol."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recognizer.ink import BoundingBox, Ink
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier, Prediction
from recognizer.network.path import Path, path_of
from recognizer.network.preprocess import Field, preprocess_ink
from recognizer.reading.result import Evidence, Symbol
from recognizer.reading.seeing.geometry import cannot_be_symbol
from recognizer.reading.seeing.place import has_small_signs


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


def see_ink(classifier: Classifier, ink: Ink) -> Seen:
    """Have `classifier` look at the picture and the path of `ink`, which is not empty."""
    path = path_of(ink) if classifier.sees_paths else None
    return see(classifier, preprocess_ink(ink), path, is_ruled_out(classifier, ink))


def is_ruled_out(classifier: Classifier, ink: Ink) -> bool:
    """Tell whether `ink` cannot be a symbol of the alphabet that `classifier` reads now."""
    return cannot_be_symbol(ink, has_small_signs(classifier.alphabet))


def see(
    classifier: Classifier, field: Field, path: Path | None = None, ruled_out: bool = False
) -> Seen:
    """Have `classifier` look at a (28, 28) `field` in [0, 1], and at its (64, 7) path if given."""
    looked = classifier.look(field[None], None if path is None else path[None])
    (prediction,) = classifier.judge(looked.logits, looked.embeddings)
    by_path = None if looked.by_path is None else looked.by_path[0]
    evidence = Evidence.of(field, looked.logits[0], looked.embeddings[0], by_path)
    return Seen(prediction, evidence, ruled_out)


def see_all(classifier: Classifier, fields: Sequence[Field]) -> list[Seen]:
    """Have `classifier` look at several fields, as `see` does at one without a path."""
    looked = classifier.look(np.array(fields))
    predictions = classifier.judge(looked.logits, looked.embeddings)
    made = map(Evidence.of, fields, looked.logits, looked.embeddings)
    return [Seen(*each, False) for each in zip(predictions, made, strict=True)]


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

"""The networks at work, on LiteRT: fields and paths in, calibrated predictions out.

One network sees the picture of what was written. For ink, another one may see the path of the pen
beside it, and what both say is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from recognizer.errors import ModelError
from recognizer.network.adaptation import Adaptation, directions
from recognizer.network.alphabet import NONE, Alphabet
from recognizer.network.card import ModelCard, check_fits, read_card
from recognizer.network.layers import Layers
from recognizer.network.loading import path_network, picture_network, read_model, tflite_path
from recognizer.network.plane import Plane, read_plane
from recognizer.network.pooling import halved, parted, pooled
from recognizer.network.pooling import log_softmax as log_softmax
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.network.runtime import PATH_SHAPE
from recognizer.network.runtime import FloatArray as FloatArray
from recognizer.resources import models_dir

OTHER_NATS = 2.0
"""A label that no symbol of the alphabet has is less likely by so much than in the training data:
who has chosen to write digits writes no letters. Without it every second 1 of `dev`, a bare bar
most often, would be a digit by less than 90 %, because signs such as ' and ! look like it. With
more, more letters are taken for digits: of those that look like none, 2.3 % with 0 nats, 3.3 with
2, 5.7 with 4, where 1 % of the digits are refused; of drawings it is 8.1, 5.9 and 5.3 %. What is
none of the labels is as likely as there."""
BRACKETS, BRACKET_NATS = "()[]{}", 1.0
"""Among digits, a bracket of any kind is less likely by only so much: it is bent, which few ones
are. 42 of 432 `dev` parentheses are then read as a digit instead of 63, and 2 of 3,431 digits more
are refused; with 0, 29 are, and 4 digits more."""
RARE_NATS = 2.0
"""Among digits and signs, "<", ">" and "√" are less likely by so much: a hasty 7 looks like one of
them, and a 5 without its bar."""
LETTER_NATS = 3.0
"""Among digits and signs, a letter is less likely by so much. Of 600 sums without letters, built of
`dev` symbols, all are then read as if there were none (with 2.5, one is not); of 706 single letters
of `dev`, 536 are read (with 2.5, 560; with 4, 477)."""
_LEAST_CHANCE = np.float32(1e-30)  # where nothing is their own, symbols share equally


def _go_on() -> None:
    """Let the work go on."""


class Candidate(NamedTuple):
    """One symbol the ink may stand for, with its calibrated confidence in [0, 1]."""

    label: str
    confidence: float


@dataclass(frozen=True)
class Prediction:
    """What the network makes of one field, of the symbols of an alphabet.

    `candidates` are all of them, the surest first; the confidences sum to 1 and say which symbol it
    is if it is one. `knownness` in [0, 1] (see the function of that name) says how sure it is that
    it is a symbol at all; `is_known` whether that reaches the threshold of the model.
    """

    candidates: tuple[Candidate, ...]
    knownness: float
    is_known: bool
    alphabet: Alphabet

    @property
    def best(self) -> Candidate:
        """The surest candidate."""
        return self.candidates[0]

    def chance_of(self, label: str) -> float:
        """Return the confidence in `label`, in [0, 1]; 0 if it is not of the alphabet."""
        return chance_of(label, self.candidates)


def chance_of(label: str, candidates: Iterable[Candidate]) -> float:
    """Return the confidence in `label` among `candidates`; 0 if it is none of them."""
    return next((each.confidence for each in candidates if each.label == label), 0.0)


@dataclass(frozen=True, eq=False)
class Outputs:
    """What the networks make of n things that were written.

    `logits` (n, logits) are those of all that spoke, `embeddings` (n, size) theirs, those of the
    picture first. `by_path` (n, logits) are the logarithms of the probabilities by the path alone;
    None where no path was seen.
    """

    logits: FloatArray
    embeddings: FloatArray
    by_path: FloatArray | None = None


class Classifier:
    """A loaded model. One thread; buffers are made once. Not for use by two threads at a time.

    Parameters
    ----------
    model : Path, optional
        A ``.tflite`` file with its card (``.json``) beside it, or a folder that holds
        ``digits.tflite`` and ``digits.json``. The shipped model if left out. If the card names a
        network for paths, ``digits.path.tflite`` is beside it.
    alphabet : str, optional
        The name of one that the card has; the first if left out.

    Raises
    ------
    ModelMissingError, ModelMismatchError, ModelError
        See `recognizer.errors`.
    """

    def __init__(self, model: Path | None = None, alphabet: str | None = None) -> None:
        path = tflite_path(model or models_dir())
        content = read_model(path)
        self.card: ModelCard = read_card(path.with_suffix(".json"))
        check_fits(self.card, content, path)
        self.choose(alphabet)
        self.adaptation: Adaptation | None = None
        """What a user has taught; predictions follow it."""
        self.pause: Callable[[], None] = _go_on
        """Called before the network runs; what it raises ends the work, and is passed on."""
        self._path = path
        self._network = picture_network(content, self.card, path)
        self._path_network = path_network(self.card, path.with_suffix(".path.tflite"))

    @property
    def sees_paths(self) -> bool:
        """Whether it has a network for the path of ink, too."""
        return self._path_network is not None

    @cached_property
    def layers(self) -> tuple[Layers, Layers | None]:
        """The layers of its networks, made when first asked for; see `Layers`."""
        return Layers(self._network), Layers(self._path_network) if self._path_network else None

    @cached_property
    def plane(self) -> Plane | None:
        """The map of its symbols, read when first asked for; None if the model has none.

        Raises
        ------
        ModelError
            If it cannot be read, or is not what the card names.
        """
        return read_plane(self._path.with_suffix(".plane.json"), self.card)

    def look(self, fields: FloatArray, paths: FloatArray | None = None) -> Outputs:
        """Run the networks on (n, 28, 28) fields, and on (n, 64, 7) paths if there are any.

        Raises
        ------
        ValueError
            If `fields` or `paths` has another shape.
        ModelError
            If a network cannot be run, or gives what is no number.
        """
        logits, embeddings = self.infer(fields)
        if paths is None or not self._path_network or not self.card.path:
            return Outputs(logits, embeddings)
        if paths.shape != (len(fields), *PATH_SHAPE):
            raise ValueError(
                f"paths must have shape {(len(fields), *PATH_SHAPE)}; got {paths.shape}"
            )
        path_logits, path_embeddings = self._path_network.infer(paths)
        by_path = halved(path_logits)
        return Outputs(
            pooled(logits, by_path, self.card.path, self.card.temperature),
            np.concatenate([directions(embeddings), directions(path_embeddings)], axis=1),
            by_path,
        )

    def infer(self, fields: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Run the network for pictures on (n, 28, 28) fields in [0, 1].

        Returns (n, labels) logits and (n, size) embeddings.

        Raises
        ------
        ValueError
            If `fields` has another shape.
        ModelError
            If the network cannot be run, or gives what is no number.
        """
        if fields.ndim != 3 or fields.shape[1:] != (FIELD_PIXELS, FIELD_PIXELS):
            raise ValueError(
                f"fields must have shape (n, {FIELD_PIXELS}, {FIELD_PIXELS}); got {fields.shape}"
            )
        self.pause()
        return self._network.infer(fields)

    def predict(self, fields: FloatArray) -> list[Prediction]:
        """Return a prediction for each of (n, 28, 28) float32 `fields` in [0, 1]."""
        return self.judge(*self.infer(fields))

    def judge(
        self, logits: FloatArray, embeddings: FloatArray, known: FloatArray | None = None
    ) -> list[Prediction]:
        """Return what `look` found as predictions, with what has been taught by now.

        What is `known` besides, (n, logits) or (logits,), is added to the logarithms of their
        probabilities.
        """
        temperature = np.float32(self.card.temperature)
        if known is not None:
            logits = logits + temperature * known
        if self.adaptation:  # log-probabilities are logits / temperature, but for a constant
            shift = self.adaptation.shift(embeddings, self.card.logit_count)
            logits = logits + temperature * shift
        return self._predictions(logits / temperature)

    def apart(self, logits: FloatArray, by_path: FloatArray) -> tuple[Prediction, ...]:
        """Return what the picture alone makes of one thing, what the path alone does, and both.

        `logits` and `by_path`, (logits,) each, are those of `Outputs`. What has been taught makes
        no difference. The picture is as sure as it would be of a picture without a path.

        Raises
        ------
        ValueError
            If there is no network for paths.
        """
        if not self.card.path:
            raise ValueError("a model of one network has no views to part")
        temperature = np.float32(self.card.temperature)
        of_picture = parted(logits, by_path, self.card.path, self.card.temperature)
        views = [of_picture / temperature, by_path, logits / temperature]
        return tuple(self._predictions(np.array(views, np.float32)))

    def choose(self, alphabet: str | None) -> None:
        """Have it tell the symbols of that alphabet apart from now on; None for the usual one.

        Raises
        ------
        ModelError
            If the model has none of that name.
        """
        self.alphabet = self.card.alphabet(alphabet)
        self._places = self.alphabet.places_in(self.card.labels)
        self._shared = self.alphabet.shared_in(self.card.labels)
        groups = [*self._places.values(), *((place,) for place in self._shared)]
        self.used = [place for group in groups for place in group]
        """The logits that stand for a symbol of the alphabet, or for several."""
        self.usual = self._prior()
        """What the choice of the alphabet tells of each logit, (logits,) float32: added to the
        logarithms of their probabilities."""
        self._starts = np.cumsum([0, *map(len, groups[:-1])])
        stands_for = [[each in those for each in self._places] for those in self._shared.values()]
        self._stands_for = np.array(stands_for, np.float32)

    def knows(self, label: str) -> bool:
        """Tell whether `label` is a symbol that it knows, or `NONE`."""
        return label == NONE or label in self._places

    def place_of(self, label: str) -> int:
        """Return which logit stands for `label`; one after all labels for `NONE`.

        Raises
        ------
        ModelError
            If the model does not know it.
        """
        if not self.knows(label):
            known = " ".join(self._places)
            raise ModelError(f"the model does not know {label!r:.40}; it knows {known}")
        return len(self.card.labels) if label == NONE else self._places[label][0]

    def places_of(self, label: str) -> list[int]:
        """Return all logits that stand for `label`; for `NONE`, those that stand for no symbol.

        Raises
        ------
        ModelError
            If the model does not know it.
        """
        self.place_of(label)
        if label == NONE:
            return [place for place in range(self.card.logit_count) if place not in self.used]
        shared = (place for place, symbols in self._shared.items() if label in symbols)
        return [*self._places[label], *shared]

    def _predictions(self, scores: FloatArray) -> list[Prediction]:
        """Return the predictions by (n, logits) logarithms of probabilities, but for a constant."""
        scores = scores + self.usual
        chances = softmax(scores.take(self.used, axis=1))
        confidences = np.add.reduceat(chances, self._starts, axis=1)
        if self._shared:
            confidences = _divided(confidences, self._stands_for)
        sure = knownness(scores, self.used, 1.0)
        return [self._prediction(*pair) for pair in zip(confidences, sure, strict=True)]

    def _prior(self) -> FloatArray:
        labels = len(self.card.labels)
        prior = np.zeros(self.card.logit_count, np.float32)
        prior[[place for place in range(labels) if place not in self.used]] = -OTHER_NATS
        if not self.alphabet.has_words:
            brackets = [place for place in range(labels) if self.card.labels[place] in BRACKETS]
            prior[[place for place in brackets if place not in self.used]] = -BRACKET_NATS
            letters = [places[0] for label, places in self._places.items() if label.isalpha()]
            prior[letters] = -LETTER_NATS
            rare = [places[0] for label, places in self._places.items() if label in "<>√"]
            prior[rare] = -RARE_NATS
        return prior

    def _prediction(self, confidences: FloatArray, sure: float) -> Prediction:
        every = map(Candidate, self._places, confidences.tolist())
        candidates = sorted(every, key=attrgetter("confidence"), reverse=True)
        passes = float(sure) >= self.card.reject_below
        return Prediction(tuple(candidates), float(sure), passes, self.alphabet)


def knownness(logits: FloatArray, used: Sequence[int], temperature: float) -> FloatArray:
    """Return how sure a model is that it sees one of the symbols at all: (n,) in [0, 1].

    `used` says which of (n, logits) stand for symbols. Where all do, and none for what is no
    symbol, the confidence of the best has to do (Hendrycks and Gimpel 2017, "A Baseline for
    Detecting Misclassified and Out-of-Distribution Examples").
    """
    chances = softmax(logits / np.float32(temperature))
    if chances.shape[1] == len(used):
        return np.asarray(chances.max(axis=1))
    sure: FloatArray = np.add.reduce(chances.take(used, axis=1), axis=1)
    return np.asarray(np.minimum(sure, np.float32(1)))


def softmax(logits: FloatArray) -> FloatArray:
    """Return the softmax over the last axis; the same shape and dtype."""
    # The methods `max` and `sum` take longer than the work, for so few numbers.
    most: FloatArray = np.maximum.reduce(logits, axis=-1, keepdims=True)
    shifted = np.exp(logits - most)
    whole: FloatArray = np.add.reduce(shifted, axis=-1, keepdims=True)
    result: FloatArray = shifted / whole
    return result


def _divided(chances: FloatArray, stands_for: FloatArray) -> FloatArray:
    """Return (n, symbols) probabilities of symbols: those of m labels are divided between them.

    `chances` (n, symbols + m) are what is a symbol's own, then what is shared; `stands_for`
    (m, symbols) is 1 for the symbols that share a label, else 0. Each gets a part in proportion to
    its own: that something is a bar does not tell whether it is an I or an l.
    """
    count = stands_for.shape[1]
    own, shared = chances[:, :count] + _LEAST_CHANCE, chances[:, count:]
    return np.asarray(own * (1 + shared / (own @ stands_for.T) @ stands_for))

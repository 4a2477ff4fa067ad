"""What is known of a symbol beside its shape: its place and size, and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from recognizer.network.adaptation import WEIGHT_NATS
from recognizer.network.classifier import BRACKETS, Classifier, softmax
from recognizer.reading.parting.slashes import Upright, date_slashes, slash_odds
from recognizer.reading.parting.syntax import (
    CLASSES,
    FloatArray,
    class_of,
    in_context,
    is_of_numbers,
)
from recognizer.reading.seeing.place import (
    LEANS_LIKE_ONES_NATS,
    LEANS_NATS,
    MAX_LEANS_NATS,
    MIN_HEIGHT_HEIGHTS,
    Place,
    PlacePrior,
    has_small_signs,
)
from recognizer.reading.seeing.seen import Seen

_PLAIN_SIGNS = "+=÷"
_INNER_SIGNS = _PLAIN_SIGNS + "\N{MULTIPLICATION SIGN}xX*t"
"""Where they are no symbols, these part numbers, the others only between two symbols. Of 6,651
digits in numbers of `dev` hands (UNIPEN, pendigits), none is one of them by more than 0.38."""
_MIN_SLASH = 0.05  # a slash that is less likely says nothing of the others
_MIN_TAUGHT_NATS = 0.5 * WEIGHT_NATS  # by one lesson: a cosine of .9, as within a hand
_NEVER = 1e-6  # what is less likely, no place or neighbor makes likely
_SURE_ONE = 0.8  # a 1 that is surer shows how far the ones of a line lean


class Prior:
    """Makes of something seen what it is where it stands; the network is not asked."""

    def __init__(self, classifier: Classifier, without_path: bool = False) -> None:
        card = classifier.card
        self._classifier = classifier
        self._places = PlacePrior(card.labels, card.logit_count, classifier.used, without_path)
        self._class_of = np.full(card.logit_count, len(CLASSES))
        for symbol in filter(classifier.knows, classifier.alphabet.symbols):
            self._class_of[classifier.places_of(symbol)] = class_of(symbol)
        self._has_syntax = is_of_numbers(classifier.alphabet)
        self._brackets = _signs(classifier, BRACKETS)
        self._signs = _signs(classifier, _PLAIN_SIGNS), _signs(classifier, _INNER_SIGNS)

    def __call__(self, seen: Seen, place: Place) -> Seen:
        """Return `seen` as something that stands at `place`, beside others."""
        return self._judged([seen], self._places.shift(place)[None])[0]

    def in_line(self, seen: Sequence[Seen], places: Sequence[Place]) -> list[Seen]:
        """Return all that stands side by side, from left to right, as what it is among these."""
        known = np.array([self._places.shift(place) for place in places])
        judged = self._judged(seen, known)
        if not self._has_syntax:
            return judged
        others = _elsewhere(np.array([_slash_chance(each) for each in judged]))
        leans = np.maximum(_leans_nats(judged, places), self._date_nats(judged, places))
        if max(others.max(), leans.max()) > _MIN_SLASH:
            every = zip(places, others.tolist(), leans.tolist(), strict=True)
            known = np.array([self._places.shift(*each) for each in every])
            judged = self._judged(seen, known)
        told = in_context(np.array([_chances(each) for each in judged]))
        return self._judged(seen, known + told[:, self._class_of].astype(np.float32))

    def _date_nats(self, seen: Sequence[Seen], places: Sequence[Place]) -> npt.NDArray[np.float64]:
        """Return how much likelier a slash each of n symbols is, as in a date there are two.

        Where sums are written, a slash divides, and no dates are expected.
        """
        nats = np.zeros(len(seen))
        if not self._places.has_rare_slash:
            return nats
        card = self._classifier.card
        uprights = [
            _upright(*each, slash_odds(each[0], card)) for each in zip(seen, places, strict=True)
        ]
        pair, least = date_slashes(uprights)
        for k in pair:
            one, slash = (max(_confidence(seen[k], label), _NEVER) for label in "1/")
            nats[k] = max(0.0, least - np.log(slash / one))
        return nats

    def bracket_chance(self, seen: Seen) -> float:
        """Return how likely it is, by its shape, that it is a bracket, which no symbol is."""
        if not self._brackets:
            return 0.0
        logits = seen.evidence.logits / self._classifier.card.temperature
        return float(softmax(logits)[self._brackets].sum())

    def sign_chance(self, seen: Seen, place: Place, is_inner: bool) -> float:
        """Return how likely it is, where it stands, that it is a sign that parts numbers.

        Letters and marks that look like one are one only where it `is_inner`: between two others.
        What is like something that was taught is none.
        """
        signs = self._signs[is_inner]
        if not signs or self._is_taught(seen):
            return 0.0
        logits = seen.evidence.logits / self._classifier.card.temperature
        return float(softmax(logits + self._places.shift(place))[signs].sum())

    def _is_taught(self, seen: Seen) -> bool:
        adaptation, classifier = self._classifier.adaptation, self._classifier
        if adaptation is None:
            return False
        shift = adaptation.shift(seen.evidence.embedding[None], classifier.card.logit_count)
        return bool(shift[0, classifier.used].max() >= _MIN_TAUGHT_NATS)

    def _judged(self, seen: Sequence[Seen], known: npt.NDArray[np.float32]) -> list[Seen]:
        logits = np.array([each.evidence.logits for each in seen])
        embeddings = np.array([each.evidence.embedding for each in seen])
        predictions = self._classifier.judge(logits, embeddings, known)
        return [
            replace(each, prediction=prediction)
            for each, prediction in zip(seen, predictions, strict=True)
        ]


def _signs(classifier: Classifier, signs: str) -> list[int]:
    """Return the places of `signs` where digits are read, and they are no symbols."""
    alphabet = classifier.alphabet
    if "1" not in alphabet.symbols or alphabet.has_words:
        return []
    labels = enumerate(classifier.card.labels)
    return [k for k, label in labels if label in signs and k not in classifier.used]


def prior_of(classifier: Classifier, without_path: bool = False) -> Prior | None:
    """Return the prior for what `classifier` reads, `without_path` from pictures.

    None for a network that knows nothing but the alphabet, if its symbols are alike in place: there
    is nothing that it could be else.
    """
    knows_others = len(classifier.used) < len(classifier.card.labels)
    if not knows_others and not has_small_signs(classifier.alphabet):
        return None
    return Prior(classifier, without_path)


def _slash_chance(seen: Seen) -> float:
    return seen.knownness * _confidence(seen, "/")


def _upright(seen: Seen, place: Place, odds: float) -> Upright:
    """Return a symbol as far as it may be a slash; it leans as its box does."""
    top, foot = place.middle - place.height / 2, place.middle + place.height / 2
    lean = place.width / max(place.height, MIN_HEIGHT_HEIGHTS)
    return Upright((0.0, top, place.width, foot), odds, lean, seen.prediction.best.label in "1/")


def _confidence(seen: Seen, label: str) -> float:
    return sum(each.confidence for each in seen.prediction.candidates if each.label == label)


def _leans_nats(seen: Sequence[Seen], places: Sequence[Place]) -> npt.NDArray[np.float64]:
    """Return how much likelier a slash each of n symbols is, as it leans more than sure ones.

    A slash and a 1 without a flag lean as their box does; of all others that says nothing.
    """
    one, slash = np.array([[_confidence(each, label) for each in seen] for label in "1/"])
    lean = np.array([each.width / max(each.height, MIN_HEIGHT_HEIGHTS) for each in places])
    ones = one > _SURE_ONE
    most = _elsewhere(np.where(ones, lean, 0.0))
    nats = np.clip(LEANS_NATS * (lean - most) - LEANS_LIKE_ONES_NATS, 0.0, MAX_LEANS_NATS)
    return np.where((one + slash > 0.5) & (ones.sum() > ones), nats, 0.0)


def _elsewhere(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the greatest of the others for each of n chances; 0 for the only one."""
    places = np.arange(len(chances))
    return np.array([chances[places != k].max(initial=0.0) for k in places])


def _chances(seen: Seen) -> FloatArray:
    """Return how likely each class is, the last one for what is none of the symbols."""
    chances = np.zeros(len(CLASSES) + 1)
    for each in seen.prediction.candidates:
        chances[class_of(each.label)] += seen.knownness * each.confidence
    chances[-1] += 1 - seen.knownness
    return chances

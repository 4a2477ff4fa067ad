"""The two views of an ink: what its picture says, what the path of the pen says, and both."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.network.alphabet import NONE
from recognizer.network.classifier import Candidate, Classifier, Prediction
from recognizer.network.path import Path, Points, path_of, places_of
from recognizer.reading.result import Symbol

MAX_NUMBERED_STROKES = 9
"""More numbers would hide the path."""
NUMBER_DISTANCE = 0.3
"""How far behind the beginning of a stroke its number stands, on a path in [-1, 1]."""
_MIN_AWAY = 0.1  # so far from its beginning, a stroke has taken its direction


@dataclass(frozen=True)
class Said:
    """What an ink is taken for by its picture, by its path, and by both, lessons left aside.

    Each is the likeliest symbol, with a confidence like `Symbol.confidence`. Its label is `NONE`
    if it would not pass for a symbol, and the whole has not passed for one.
    """

    by_picture: Candidate
    by_path: Candidate
    together: Candidate


@dataclass(frozen=True, eq=False)
class Views:
    """The path of an ink, and what is said of it.

    `path` (64, 7) is what the network for paths got; see `path_of`. `numbers` (strokes, 2) are the
    places of a number for each of the first strokes; see `number_places`.
    """

    path: Path
    numbers: Points
    said: Said


def views_of(symbol: Symbol, ink: Ink, classifier: Classifier) -> Views | None:
    """Return the views of `symbol`, made of the strokes `ink`; None if its path was not seen."""
    evidence = symbol.evidence
    if evidence.by_path is None:
        return None
    told = classifier.apart(evidence.logits, evidence.by_path.astype(np.float32))
    return Views(
        path_of(ink), number_places(ink), Said(*(_best(each, symbol.is_known) for each in told))
    )


def number_places(ink: Ink) -> Points:
    """Return where the numbers of the first strokes stand: (strokes, 2), on the path in [-1, 1].

    Each stands behind the beginning of its stroke, seen in the direction of the pen; so it may lie
    beyond the path. `ink` is not empty.
    """
    numbered = islice(ink.strokes, MAX_NUMBERED_STROKES)
    return np.array([_behind(ink, stroke) for stroke in numbered])


def _behind(ink: Ink, stroke: Stroke) -> Points:
    places = places_of(ink, stroke.points)
    away = places - places[0]
    distances = np.hypot(*away.T)
    k = int(np.argmax(distances >= min(_MIN_AWAY, distances.max())))
    direction = away[k] / distances[k] if distances[k] else np.array([0.0, 1.0])
    behind: Points = places[0] - NUMBER_DISTANCE * direction
    return behind


def _best(prediction: Prediction, is_known: bool) -> Candidate:
    """Return the best of `prediction`; none of the symbols unless it `is_known`, there or here."""
    if not (is_known or prediction.is_known):
        return Candidate(NONE, 1 - prediction.knownness)
    best = prediction.best
    return Candidate(best.label, min(prediction.knownness, best.confidence))

"""From inks and what the user says of them to lessons, and from lessons to an adaptation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.ink.raster import Pixels
from recognizer.lessons import MOST_POINTS, Embedding, Lesson, Lessons, new_lesson
from recognizer.network.adaptation import Adaptation
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import Field, preprocess_ink
from recognizer.network.strokewidth import preprocess_found


def taught(ink: Ink, label: str, classifier: Classifier, piece: Pixels | None = None) -> Lesson:
    """Return the lesson that `ink`, which is not empty, is `label`; "" for no digit.

    Of a picture the `piece` that was read is what is learned; `ink` is what was traced of it, for
    the eye, and for another model.
    """
    kept = _within(MOST_POINTS, ink)
    field = preprocess_ink(ink) if piece is None else preprocess_found(piece)
    return new_lesson(kept, label, _embedding(field, classifier), classifier.card.sha256)


def embedded(lessons: Iterable[Lesson], classifier: Classifier) -> Lessons:
    """Return `lessons` with embeddings of this model: those of another are made of the ink again.

    That takes a millisecond each.
    """
    model, size = classifier.card.sha256, classifier.card.embedding_size
    return tuple(
        each
        if each.model == model and each.embedding.shape == (size,)
        else replace(each, embedding=embed(each.ink, classifier), model=model)
        for each in lessons
    )


def adaptation_of(lessons: Iterable[Lesson], classifier: Classifier) -> Adaptation | None:
    """Return what `lessons` make of the predictions of `classifier`; None if there are none."""
    known = embedded(lessons, classifier)
    if not known:
        return None
    places = [classifier.place_of(each.label) for each in known]
    return Adaptation(np.array([each.embedding for each in known]), places)


def embed(ink: Ink, classifier: Classifier) -> Embedding:
    """Return the embedding of `ink` as one digit, (size,) float32, read-only."""
    return _embedding(preprocess_ink(ink), classifier)


def _embedding(field: Field, classifier: Classifier) -> Embedding:
    _, embeddings = classifier.infer(field[None])
    embedding: Embedding = embeddings[0]
    embedding.flags.writeable = False
    return embedding


def _within(most: int, ink: Ink) -> Ink:
    """Return `ink` with `most` points at most: a slow hand leaves more than a lesson may have."""
    if ink.point_count <= most:
        return ink
    strokes = ink.strokes[: most // 2]
    share = (most - len(strokes)) / ink.point_count
    return Ink(tuple(_thinned(each, max(1, int(len(each) * share))) for each in strokes))


def _thinned(stroke: Stroke, count: int) -> Stroke:
    """Return a stroke with `count` of its points, evenly chosen."""
    places = np.linspace(0, len(stroke) - 1, count).round().astype(int)
    times, pressures = (
        None if channel is None else channel[places] for channel in (stroke.times, stroke.pressures)
    )
    return Stroke(stroke.points[places], times, pressures, stroke.pen_width)

"""Makes lessons from ink and labels, and an adaptation from lessons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from recognizer.errors import LessonError
from recognizer.ink import Ink
from recognizer.lessons import Embedding, Lesson, Lessons, new_lesson
from recognizer.network.adaptation import Adaptation
from recognizer.network.classifier import Classifier
from recognizer.network.path import path_of
from recognizer.network.preprocess import preprocess_ink


def taught(ink: Ink, label: str, classifier: Classifier) -> Lesson:
    """Return the lesson that `ink` is `label`; `NONE` for no symbol.

    Raises
    ------
    LessonError
        If the ink is empty, or the label is no text.
    ModelError
        If the model does not know the label.
    """
    if not isinstance(label, str):
        raise LessonError(f"a label is text: {str(label)!r:.40}, not {label!r:.40}")
    if not ink:
        raise LessonError("an empty ink teaches nothing")
    classifier.place_of(label)
    return new_lesson(ink, label, embed(ink, classifier), classifier.card.sha256)


def embedded(lessons: Iterable[Lesson], classifier: Classifier) -> Lessons:
    """Return `lessons` with embeddings of this model: those of another are made of the ink again.

    That takes a millisecond each.
    """
    model, size = classifier.card.sha256, classifier.card.ink_embedding_size
    return tuple(
        each
        if each.model == model and each.embedding.shape == (size,)
        else replace(each, embedding=embed(each.ink, classifier), model=model)
        for each in lessons
    )


def adaptation_of(lessons: Iterable[Lesson], classifier: Classifier) -> Adaptation | None:
    """Return what `lessons` make of the predictions of `classifier`; None if there are none.

    Those of symbols that its alphabet does not have, as of another alphabet, make nothing of them.
    """
    known = embedded((each for each in lessons if classifier.knows(each.label)), classifier)
    if not known:
        return None
    places = [classifier.place_of(each.label) for each in known]
    return Adaptation(np.array([each.embedding for each in known]), places)


def embed(ink: Ink, classifier: Classifier) -> Embedding:
    """Return the embedding of `ink` as one symbol, (size,) float32, read-only."""
    looked = classifier.look(preprocess_ink(ink)[None], path_of(ink)[None])
    embedding: Embedding = looked.embeddings[0]
    embedding.flags.writeable = False
    return embedding

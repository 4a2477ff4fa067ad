"""What a page sends along of what its user has taught: labels and embeddings. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from flask import request

from recognizer.adaptation import Adaptation
from recognizer.classifier import Classifier
from recognizer.errors import InkError
from recognizer.ink import parse_json
from recognizer.lessons import LARGEST, Embedding
from recognizer.web.limits import MAX_LESSONS
from recognizer.web.refusals import RefusedError

FIELD = "lessons"
"""Of the JSON that brings ink, or of the form that brings a picture."""


@dataclass(frozen=True, eq=False)
class Example:
    """A lesson without its ink: what the network made of it, (size,) float32, and its label."""

    label: str
    model: str
    embedding: Embedding


def examples_in(lessons: object) -> tuple[Example, ...]:
    """Return the lessons of decoded JSON; None is none of them.

    Raises
    ------
    RefusedError
        413 for more than `MAX_LESSONS`, 422 for what is no lesson.
    """
    if lessons is None:
        return ()
    if not isinstance(lessons, list):
        raise _refused("lessons are a list")
    if len(lessons) > MAX_LESSONS:
        raise RefusedError(413, "too_large", f"at most {MAX_LESSONS} lessons are taken along")
    return tuple(_example_in(each) for each in lessons)


def examples_of_form() -> tuple[Example, ...]:
    """Return the lessons in a field of the form in hand, as JSON; as `examples_in`."""
    text = request.form.get(FIELD)
    try:
        return examples_in(parse_json(text) if text else None)
    except InkError as error:
        raise RefusedError(400, "bad_json", f"lessons: {error}") from None


def adaptation_of(examples: Iterable[Example], classifier: Classifier) -> Adaptation | None:
    """Return what examples make of predictions; those of another model say nothing."""
    card = classifier.card
    known = [each for each in examples if each.model == card.sha256]
    if any(each.embedding.shape != (card.embedding_size,) for each in known):
        raise _refused(f"the embedding of a lesson is {card.embedding_size} numbers")
    if not known:
        return None
    places = [classifier.place_of(each.label) for each in known]
    return Adaptation(np.array([each.embedding for each in known], np.float32), places)


def label_in(record: object) -> str:
    """Return what decoded JSON says that its ink is; "" for no digit.

    Raises
    ------
    RefusedError
        422 if it says nothing of the kind.
    """
    label = record.get("label") if isinstance(record, dict) else None
    if not isinstance(label, str) or len(label) > 1:
        raise _refused("the label of a lesson is one character, or empty for no digit")
    return label


def _example_in(record: object) -> Example:
    label, model = label_in(record), record.get("model")  # type: ignore[attr-defined]  # checked
    try:
        embedding = np.array(record.get("embedding"), np.float64)  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError):
        raise _refused("the embedding of a lesson is a list of numbers") from None
    if embedding.ndim != 1 or not (np.abs(embedding) <= LARGEST).all():
        raise _refused(f"the embedding of a lesson is a list of numbers up to {LARGEST:.0e}")
    return Example(label, str(model), embedding.astype(np.float32))


def _refused(message: str) -> RefusedError:
    return RefusedError(422, "bad_lesson", message)

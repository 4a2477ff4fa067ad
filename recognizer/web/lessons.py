"""What a page sends along of what its user has taught and said; the last lessons are remembered."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from flask import request

from recognizer.document.corrections import Corrections, from_records
from recognizer.errors import InkError, ModelError
from recognizer.ink import Stroke, parse_json
from recognizer.lessons import MAX_EMBEDDING_VALUE, Embedding, is_label
from recognizer.network.adaptation import Adaptation
from recognizer.network.classifier import Classifier
from recognizer.web.limits import MAX_INK_BYTES, MAX_LESSONS
from recognizer.web.refusals import RefusedError

LESSONS_KEY = "lessons"
"""Of the JSON that brings ink, or of the form that brings a picture; of the answer, their id."""
CORRECTIONS_KEY = "corrections"
"""Of the JSON that brings ink."""
MOST_LISTS = 100
"""That are remembered: one for each hand of a large class."""
MOST_LIST_BYTES = 400_000
"""Of a list that is remembered: ten times what lessons of the shipped model take."""
LONGEST_MODEL = 100
"""Characters by which a lesson names its model: a checksum has 64."""


@dataclass(frozen=True, eq=False)
class Example:
    """A lesson without its ink: what the network made of it, (size,) float32, and its label."""

    label: str
    model: str
    embedding: Embedding


@dataclass(frozen=True, eq=False)
class Taken:
    """The lessons that a request brings, and the id by which they may be named instead.

    That is "" of none, and of what is too much to be remembered.
    """

    examples: tuple[Example, ...] = ()
    id: str = ""


NOTHING_TAUGHT = Taken()


class KnownLessons:
    """The lists of lessons that came last, in memory only.

    A page sends its list once and names it by its id from then on, not with each stroke. Whoever
    does not have the lessons cannot know the id.
    """

    def __init__(self) -> None:
        self._lists: OrderedDict[str, Taken] = OrderedDict()
        self._lock = threading.Lock()

    def taken(self, lessons: object) -> Taken:
        """Return the lessons of decoded JSON: a list of them, or the id of one; None for none.

        Raises
        ------
        RefusedError
            409 for an id that is not known, as after a restart or to another worker: then they are
            to be sent. Else as `examples_in`.
        """
        if isinstance(lessons, str):
            return self._known(lessons)
        examples = examples_in(lessons)
        if not examples:
            return NOTHING_TAUGHT
        if sum(each.embedding.nbytes for each in examples) > MOST_LIST_BYTES:
            return Taken(examples)
        return self._remembered(Taken(examples, _id_of(examples)))

    def taken_of_form(self) -> Taken:
        """Return the lessons in a field of the form in hand, as JSON; as `taken`."""
        text = request.form.get(LESSONS_KEY)
        if text and len(text) > MAX_INK_BYTES:
            raise RefusedError(
                413, "too_large", f"lessons of more than {MAX_INK_BYTES // 2**20} MiB"
            )
        try:
            return self.taken(parse_json(text) if text else None)
        except InkError as error:
            raise RefusedError(400, "bad_json", str(error)) from None

    def _known(self, name: str) -> Taken:
        with self._lock:
            if name not in self._lists:
                raise RefusedError(409, "unknown_lessons", "these lessons are not known: send them")
            self._lists.move_to_end(name)
            return self._lists[name]

    def _remembered(self, new: Taken) -> Taken:
        with self._lock:
            self._lists[new.id] = new
            self._lists.move_to_end(new.id)
            if len(self._lists) > MOST_LISTS:
                self._lists.popitem(last=False)
        return new


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


def adaptation_of(examples: Iterable[Example], classifier: Classifier) -> Adaptation | None:
    """Return what examples make of predictions; those of another model say nothing.

    Raises
    ------
    RefusedError
        422 if the model does not know the label of one, or its embedding has another size.
    """
    card = classifier.card
    known = [each for each in examples if each.model == card.sha256]
    if any(each.embedding.shape != (card.embedding_size,) for each in known):
        raise _refused(f"the embedding of a lesson is {card.embedding_size} numbers")
    if not known:
        return None
    try:
        places = [classifier.place_of(each.label) for each in known]
    except ModelError as error:
        raise _refused(str(error)) from None
    return Adaptation(np.array([each.embedding for each in known], np.float32), places)


def label_in(record: object) -> str:
    """Return what decoded JSON says that its ink is; "" for no digit.

    Raises
    ------
    RefusedError
        422 if it says nothing of the kind.
    """
    label = record.get("label") if isinstance(record, dict) else None
    if not is_label(label):
        raise _refused("the label of a lesson is one printable character, or empty for no digit")
    return label


def corrections_in(record: object, strokes: Sequence[Stroke]) -> Corrections:
    """Return what decoded JSON says that single digits among `strokes` are.

    Raises
    ------
    RefusedError
        422 if it says so of strokes that are not there, or what is no label.
    """
    given = record.get(CORRECTIONS_KEY) if isinstance(record, dict) else None
    try:
        corrections = from_records(given or [], strokes)
    except ValueError as error:
        raise RefusedError(422, "bad_correction", str(error)) from None
    if not all(is_label(each.label) for each in corrections):
        raise RefusedError(422, "bad_correction", "a label is one printable character, or empty")
    return corrections


def _id_of(examples: Iterable[Example]) -> str:
    digest = hashlib.sha256()
    for each in examples:
        digest.update(repr((each.label, each.model, each.embedding.shape)).encode())
        digest.update(each.embedding.tobytes())
    return digest.hexdigest()


def _example_in(record: object) -> Example:
    label, model = label_in(record), record.get("model")  # type: ignore[attr-defined]  # checked
    if not isinstance(model, str) or len(model) > LONGEST_MODEL:
        raise _refused("a lesson names its model by a checksum")
    try:
        embedding = np.array(record.get("embedding"), np.float64)  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError):
        raise _refused("the embedding of a lesson is a list of numbers") from None
    if embedding.ndim != 1 or not (np.abs(embedding) <= MAX_EMBEDDING_VALUE).all():
        raise _refused(
            f"the embedding of a lesson is a list of numbers up to {MAX_EMBEDDING_VALUE:.0e}"
        )
    return Example(label, model, embedding.astype(np.float32))


def _refused(message: str) -> RefusedError:
    return RefusedError(422, "bad_lesson", message)

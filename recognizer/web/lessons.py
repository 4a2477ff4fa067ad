"""The lessons and corrections of a request. The server remembers the last lists of lessons."""

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
"""The key of the lessons in a request with ink and in a form. In an answer: of their id."""
CORRECTIONS_KEY = "corrections"
"""The key of the corrections in a request with ink, and in the form of a single picture."""
MAX_LISTS = 100
"""The server remembers so many lists: one for each pupil of a large class."""
MAX_LIST_BYTES = 400_000
"""A larger list is not remembered. A full list for the shipped model takes a tenth of it."""
MAX_MODEL_CHARACTERS = 100
"""Characters in the name of a lesson's model. The name is a checksum, which has 64."""


@dataclass(frozen=True, eq=False)
class Example:
    """A lesson without its ink: the label, the model's checksum, the embedding (size,) float32."""

    label: str
    model: str
    embedding: Embedding


@dataclass(frozen=True, eq=False)
class Taken:
    """The lessons of a request, and the id that a later request may send in their place.

    The id is "" without lessons, and where they are too large to be remembered.
    """

    examples: tuple[Example, ...] = ()
    id: str = ""


NOTHING_TAUGHT = Taken()


class KnownLessons:
    """The last lists of lessons, in memory only.

    A page sends its list once. From then on it sends the id of the list. The id is a hash of the
    lessons, so only who has them can know it.
    """

    def __init__(self) -> None:
        self._lists: OrderedDict[str, Taken] = OrderedDict()
        self._lock = threading.Lock()

    def taken(self, lessons: object) -> Taken:
        """Return the lessons in decoded JSON: a list of lessons, the id of a list, or None.

        Raises
        ------
        RefusedError
            409 for an unknown id: the server was restarted, or another worker answers. Then the
            page sends the list again. Other errors are those of `examples_in`.
        """
        if isinstance(lessons, str):
            return self._known(lessons)
        examples = examples_in(lessons)
        if not examples:
            return NOTHING_TAUGHT
        if sum(each.embedding.nbytes for each in examples) > MAX_LIST_BYTES:
            return Taken(examples)
        return self._remembered(Taken(examples, _id_of(examples)))

    def taken_of_form(self) -> Taken:
        """Return the lessons in the form of this request. The field holds JSON, as in `taken`."""
        return self.taken(_field_of_form(LESSONS_KEY))

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
            if len(self._lists) > MAX_LISTS:
                self._lists.popitem(last=False)
        return new


def examples_in(lessons: object) -> tuple[Example, ...]:
    """Return the lessons in decoded JSON. None stands for no lessons.

    Raises
    ------
    RefusedError
        413 for more than `MAX_LESSONS`, 422 for anything that is not a lesson.
    """
    if lessons is None:
        return ()
    if not isinstance(lessons, list):
        raise _refused("lessons are a list")
    if len(lessons) > MAX_LESSONS:
        raise RefusedError(413, "too_large", f"at most {MAX_LESSONS} lessons are taken along")
    return tuple(_example_in(each) for each in lessons)


def adaptation_of(examples: Iterable[Example], classifier: Classifier) -> Adaptation | None:
    """Return how `examples` change predictions. Lessons of another model are left out.

    Raises
    ------
    RefusedError
        422 if the model does not know a label, or an embedding has another size.
    """
    card = classifier.card
    known = [each for each in examples if each.model == card.sha256]
    if any(each.embedding.shape != (card.ink_embedding_size,) for each in known):
        raise _refused(f"the embedding of a lesson is {card.ink_embedding_size} numbers")
    if not known:
        return None
    try:
        places = [classifier.place_of(each.label) for each in known]
    except ModelError as error:
        raise _refused(str(error)) from None
    return Adaptation(np.array([each.embedding for each in known], np.float32), places)


def label_in(record: object) -> str:
    """Return the label in decoded JSON; "" for no symbol.

    Raises
    ------
    RefusedError
        422 if there is no valid label.
    """
    label = record.get("label") if isinstance(record, dict) else None
    if not is_label(label):
        raise _refused("the label of a lesson is one printable character, or empty for no symbol")
    return label


def corrections_of_form() -> Corrections:
    """Return the corrections in the form of this request: what the user says about its picture."""
    return corrections_in({CORRECTIONS_KEY: _field_of_form(CORRECTIONS_KEY)})


def corrections_in(record: object, strokes: Sequence[Stroke] = ()) -> Corrections:
    """Return the corrections in decoded JSON: what the user says about digits among `strokes`.

    Raises
    ------
    RefusedError
        422 if a correction names a stroke that is not there, or has no valid label.
    """
    given = record.get(CORRECTIONS_KEY) if isinstance(record, dict) else None
    try:
        corrections = from_records(given or [], strokes)
    except ValueError as error:
        raise RefusedError(422, "bad_correction", str(error)) from None
    if not all(is_label(each.label) for each in corrections):
        raise RefusedError(422, "bad_correction", "a label is one printable character, or empty")
    return corrections


def _field_of_form(name: str) -> object:
    """Return the decoded JSON in a field of the form of this request; None without it."""
    text = request.form.get(name)
    if text and len(text) > MAX_INK_BYTES:
        raise RefusedError(413, "too_large", f"{name} of more than {MAX_INK_BYTES // 2**20} MiB")
    try:
        return parse_json(text) if text else None
    except InkError as error:
        raise RefusedError(400, "bad_json", str(error)) from None


def _id_of(examples: Iterable[Example]) -> str:
    digest = hashlib.sha256()
    for each in examples:
        digest.update(repr((each.label, each.model, each.embedding.shape)).encode())
        digest.update(each.embedding.tobytes())
    return digest.hexdigest()


def _example_in(record: object) -> Example:
    label, model = label_in(record), record.get("model")  # type: ignore[attr-defined]  # checked
    if not isinstance(model, str) or len(model) > MAX_MODEL_CHARACTERS:
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

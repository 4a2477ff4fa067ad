"""Lessons: inks with the labels that the user has given; immutable, and as JSON."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from recognizer.errors import InkError, LessonError
from recognizer.ink import Ink, Stroke

MAX_PROFILE_LESSONS = 300
SAME_COSINE = 0.98
"""Two embeddings with this cosine or more show the same. A new lesson then replaces an older one
with another label, because the user has changed their mind, and surplus ones with its own label."""
MAX_REPEATED = 2
"""So many lessons may show the same. More would not count: see `adaptation.MAX_SHOWN`."""
MAX_LESSON_POINTS = 2000
"""Points of the ink of a lesson; a digit has about 40."""
MAX_EMBEDDING_VALUE = 1e9
"""Largest magnitude of a number in an embedding; those of the network are below 100."""

_LONG_AGO = datetime.fromtimestamp(0, timezone.utc)

Embedding = npt.NDArray[np.float32]
Lessons = tuple["Lesson", ...]


@dataclass(frozen=True, eq=False)
class Lesson:
    """One digit that the user has named; `NONE` is no digit. Equal to itself only.

    The embedding (size,) is what the network made of it, `model` the checksum of that model's file.
    `time` is aware of its time zone.
    """

    ink: Ink
    label: str
    embedding: Embedding
    model: str
    time: datetime

    @cached_property
    def key(self) -> str:
        """Twelve hexadecimal digits that tell lessons apart by ink, label and time.

        A lesson that comes back from JSON has the key it had, whatever model it is embedded for.
        """
        said = json.dumps([self.label, self.time.isoformat(timespec="seconds")])
        return hashlib.sha256((said + self.ink.to_json()).encode()).hexdigest()[:12]

    def as_record(self) -> dict[str, Any]:
        """Return the lesson as JSON knows it; `from_record` takes it back."""
        return {
            "label": self.label,
            "time": self.time.isoformat(timespec="seconds"),
            "model": self.model,
            "embedding": [round(float(each), 4) for each in self.embedding],
            **self.ink.as_record(),
        }

    @classmethod
    def from_record(cls, record: object) -> Lesson:
        """Take a lesson out of decoded JSON.

        Raises
        ------
        LessonError
            If there is none in it.
        """
        if not isinstance(record, dict):
            raise LessonError("a lesson is an object with label and strokes")
        label = record.get("label")
        if not is_label(label):
            raise LessonError(
                f"the label of a lesson is one printable character or empty, not {label!r:.40}"
            )
        try:
            ink = Ink.from_record(record)
        except InkError as error:
            raise LessonError(f"the ink of a lesson: {error}") from None
        if not ink or ink.point_count > MAX_LESSON_POINTS:
            raise LessonError(f"the ink of a lesson has 1 to {MAX_LESSON_POINTS} points")
        model, embedding = record.get("model"), _embedding_in(record.get("embedding"))
        return cls(
            ink,
            label,
            embedding,
            model if isinstance(model, str) and embedding.size else "",
            _time_in(record.get("time")),
        )


def is_label(value: object) -> TypeGuard[str]:
    """Tell whether `value` may be a label: one character that a board can show, or `NONE`.

    That is no blank, and nothing that cannot be printed, as half a surrogate pair.
    """
    if not isinstance(value, str) or len(value) > 1:
        return False
    return value.isprintable() and not value.isspace()


def with_lesson(lessons: Sequence[Lesson], new: Lesson) -> tuple[Lessons, Lessons]:
    """Add a lesson to others, the oldest first. Return those kept, and those forgotten.

    Lessons that show the same under another label are forgotten, and surplus ones under this label.
    If more than `MAX_PROFILE_LESSONS` are left, the label with the most lessons loses its oldest.
    """
    same = _same(lessons, new)
    repeated = [each for each in same if each.label == new.label]
    again = [each for each in same if each not in repeated[-(MAX_REPEATED - 1) :]]
    kept = [each for each in lessons if each not in again] + [new]
    forgotten = list(again)
    while len(kept) > MAX_PROFILE_LESSONS:
        most, _ = Counter(each.label for each in kept).most_common(1)[0]
        oldest = next(each for each in kept if each.label == most)
        kept.remove(oldest)
        forgotten.append(oldest)
    return tuple(kept), tuple(forgotten)


def new_lesson(ink: Ink, label: str, embedding: Embedding, model: str) -> Lesson:
    """Return what is taught now: that `ink`, of which the model made `embedding`, is `label`."""
    kept = _within(MAX_LESSON_POINTS, ink)
    return Lesson(kept, label, embedding, model, datetime.now(timezone.utc))


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


def _same(lessons: Iterable[Lesson], new: Lesson) -> Lessons:
    # A file may claim an embedding of any size for a model.
    known = new.model, new.embedding.shape
    comparable = [each for each in lessons if (each.model, each.embedding.shape) == known]
    return tuple(
        each for each in comparable if _cosine(each.embedding, new.embedding) >= SAME_COSINE
    )


def _cosine(one: Embedding, other: Embedding) -> float:
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / max(lengths, 1e-9)


def _embedding_in(values: object) -> Embedding:
    """Return an embedding, empty where there is none: then it is made of the ink again."""
    try:
        given = np.array(values if isinstance(values, list) else [], np.float64)
    except (TypeError, ValueError, OverflowError):
        given = np.zeros(0)
    if given.ndim != 1 or not (np.abs(given) <= MAX_EMBEDDING_VALUE).all():
        given = np.zeros(0)
    embedding = given.astype(np.float32)
    embedding.flags.writeable = False
    return embedding


def _time_in(value: object) -> datetime:
    """Return a time; where there is none that can be read, long ago."""
    try:
        time = datetime.fromisoformat(str(value))
    except ValueError:
        return _LONG_AGO
    # Those at the ends of the calendar have no time of day elsewhere.
    if not _LONG_AGO.year < time.year < datetime.max.year:
        return _LONG_AGO
    return time if time.tzinfo else time.replace(tzinfo=timezone.utc)

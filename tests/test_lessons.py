from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from strokes import DIGITS

from recognizer.errors import LessonError
from recognizer.ink import Ink
from recognizer.lessons import (
    MAX_LESSON_POINTS,
    MAX_PROFILE_LESSONS,
    Lesson,
    Lessons,
    new_lesson,
    with_lesson,
)
from recognizer.network.alphabet import NONE

MODEL = "a" * 64
BEGIN = datetime(2026, 1, 1, tzinfo=timezone.utc)


def lesson(label: str, direction: int = 0, minute: int = 0, model: str = MODEL) -> Lesson:
    """Return a lesson; those of two directions have nothing in common."""
    embedding = np.zeros(512, np.float32)
    embedding[direction] = 3
    return Lesson(DIGITS["7"], label, embedding, model, BEGIN + timedelta(minutes=minute))


def labels(lessons: Lessons) -> list[str]:
    return [each.label for each in lessons]


def test_the_newest_lesson_comes_last() -> None:
    kept, forgotten = with_lesson([lesson("1", 0), lesson("7", 1)], lesson("4", 2))
    assert (labels(kept), forgotten) == (["1", "7", "4"], ())


def test_what_shows_the_same_takes_the_place_of_the_older() -> None:
    before = lesson("7", 0)
    kept, forgotten = with_lesson([before, lesson("2", 1)], lesson("1", 0))
    assert labels(kept) == ["2", "1"]
    assert forgotten == (before,)


def test_a_lesson_that_is_repeated_is_kept_as_often_as_it_counts() -> None:
    first, second = lesson("7", 0, minute=1), lesson("7", 0, minute=2)
    kept, forgotten = with_lesson([first], second)
    assert (kept, forgotten) == ((first, second), ())
    third = lesson("7", 0, minute=3)
    assert with_lesson(kept, third) == ((second, third), (first,))
    assert with_lesson(kept, lesson("1", 0))[1] == (first, second)


def test_lessons_of_two_models_cannot_be_compared() -> None:
    kept, forgotten = with_lesson([lesson("7", 0, model="b")], lesson("1", 0))
    assert (labels(kept), forgotten) == (["7", "1"], ())


def test_an_embedding_of_another_size_cannot_be_compared() -> None:
    before = replace(lesson("7"), embedding=np.ones(3, np.float32))
    kept, forgotten = with_lesson([before], lesson("1"))
    assert (labels(kept), forgotten) == (["7", "1"], ())


def test_of_too_many_the_oldest_of_the_most_frequent_label_is_forgotten() -> None:
    many = [lesson("4", 1), lesson("1", 0)]
    many += [lesson("7", 2 + k, minute=k) for k in range(MAX_PROFILE_LESSONS - 2)]
    kept, forgotten = with_lesson(many, lesson("1", 400))
    assert len(kept) == MAX_PROFILE_LESSONS
    assert forgotten == (many[2],)
    assert labels(kept)[:2] == ["4", "1"]


@pytest.mark.parametrize("label", ["7", NONE, "é"])
def test_a_lesson_comes_back_from_json(label: str) -> None:
    taught = new_lesson(DIGITS["4"], label, np.linspace(-1, 1, 96, dtype=np.float32), MODEL)
    back = Lesson.from_record(json.loads(json.dumps(taught.as_record())))
    assert (back.ink, back.label, back.model) == (taught.ink, label, MODEL)
    assert back.time == taught.time.replace(microsecond=0)
    np.testing.assert_allclose(back.embedding, taught.embedding, atol=1e-4)


def test_the_time_of_a_lesson_is_now() -> None:
    taught = new_lesson(DIGITS["4"], "4", np.ones(3, np.float32), MODEL)
    assert abs(taught.time - datetime.now(timezone.utc)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "embedding", [None, "x", ["x"], [[1.0]], [float("nan")], 7, [1e999], [1e39]]
)
def test_an_embedding_that_is_none_is_to_be_made_again(embedding: Any) -> None:
    record = lesson("7").as_record() | {"embedding": embedding}
    back = Lesson.from_record(record)
    assert (back.model, back.embedding.size) == ("", 0)


@pytest.mark.parametrize("time", [None, "yesterday", 7, "2026-01-01T10:00:00"])
def test_a_time_that_cannot_be_read_costs_no_lesson(time: Any) -> None:
    back = Lesson.from_record(lesson("7").as_record() | {"time": time})
    assert back.time.tzinfo is not None


@pytest.mark.parametrize(
    "change",
    [
        *({"label": each} for each in (None, 7, "17", ["7"], "\0", "\n", "\ud800")),
        *({"strokes": each} for each in (None, [], [[]], [[["a", 0]]], "7")),
        {"strokes": [[[0, 0]] * (MAX_LESSON_POINTS + 1)]},
    ],
)
def test_what_is_no_lesson_is_refused_in_one_line(change: dict[str, Any]) -> None:
    with pytest.raises(LessonError) as caught:
        Lesson.from_record(lesson("7").as_record() | change)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("record", [None, [], "7", 7])
def test_a_lesson_is_an_object(record: Any) -> None:
    with pytest.raises(LessonError):
        Lesson.from_record(record)


def test_a_lesson_is_of_one_ink() -> None:
    assert lesson("7").ink == DIGITS["7"]
    assert isinstance(lesson("7").as_record()["strokes"], list)
    assert Ink.from_record(lesson("7").as_record()) == DIGITS["7"]


@pytest.mark.parametrize(
    "time",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        "1969-12-31T23:59:59",
        "1970-01-01T00:00:00+23:59",
        "",
        None,
        1e999,
        10**400,
        [],
        {"year": 1},
    ],
    ids=lambda time: str(time)[:26],
)
def test_whatever_the_time_of_a_lesson_it_has_one_that_clocks_can_show(time: object) -> None:
    lesson = Lesson.from_record({"label": "7", "strokes": [[[1, 2], [3, 4]]], "time": time})
    for hours in (-14, 14):
        there = lesson.time.astimezone(timezone(timedelta(hours=hours)))
        assert there.year in (1969, 1970)

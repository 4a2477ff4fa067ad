from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from strokes import DIGITS, FLAGGED

from recognizer.errors import LessonError, ModelError
from recognizer.ink import Ink
from recognizer.lessons.learning import adaptation_of, embedded, taught
from recognizer.network.adaptation import WEIGHT_NATS
from recognizer.network.classifier import Classifier
from recognizer.reading.reader import Reader
from recognizer.reading.result import UNREAD


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def moved(ink: Ink, x: float, y: float, scale: float = 1.0) -> Ink:
    return Ink.from_points([scale * stroke.points + (x, y) for stroke in ink.strokes])


def test_what_was_taught_is_read_so_wherever_and_however_large_it_is_drawn() -> None:
    reader = Reader()
    before = reader.read_ink(FLAGGED).text
    other = "1" if before == "7" else "7"
    reader.learn((reader.lesson(FLAGGED, other),))
    assert reader.read_ink(moved(FLAGGED, 300, 20, 1.7)).text == other
    assert reader.read_digit(FLAGGED).text == other
    reader.learn(())
    assert reader.read_ink(FLAGGED).text == before


def test_other_digits_are_read_as_before() -> None:
    reader, taught_one = Reader(), Reader()
    taught_one.learn((taught_one.lesson(FLAGGED, "1"), taught_one.lesson(FLAGGED, "")))
    for label in set(DIGITS) - {"1", "7"}:
        before, after = (each.read_ink(DIGITS[label]) for each in (reader, taught_one))
        assert (after.text, after.confidence) == (label, pytest.approx(before.confidence, abs=1e-4))


def test_what_was_said_to_be_no_digit_is_none() -> None:
    reader = Reader()
    assert reader.read_ink(FLAGGED).has_known
    reader.learn((reader.lesson(FLAGGED, ""),))
    assert reader.read_ink(FLAGGED).text == UNREAD


def test_confidences_still_sum_to_one() -> None:
    reader = Reader(lessons=(Reader().lesson(FLAGGED, "4"),))
    reading = reader.read_digit(FLAGGED)
    assert sum(each.confidence for each in reading.candidates) == pytest.approx(1, abs=1e-5)
    assert 0 <= reading.knownness <= 1


def test_a_number_follows_what_was_taught_of_one_of_its_digits() -> None:
    page = Ink((*DIGITS["2"].strokes, *moved(FLAGGED, 120, 0).strokes))
    reader = Reader()
    other = "1" if reader.read_ink(page).text == "27" else "7"
    reader.learn((reader.lesson(FLAGGED, other),))
    assert reader.read_ink(page).text == f"2{other}"


def test_a_reader_takes_its_lessons_along() -> None:
    reader = Reader()
    reader.learn((reader.lesson(FLAGGED, "4"),))
    copy = pickle.loads(pickle.dumps(reader))  # noqa: S301
    assert copy.read_ink(FLAGGED).candidates == reader.read_ink(FLAGGED).candidates


def test_lessons_of_another_model_are_made_of_their_ink_again(classifier: Classifier) -> None:
    lesson = taught(FLAGGED, "1", classifier)
    old = replace(lesson, embedding=np.zeros(64, np.float32), model="older")
    (new,) = embedded([old], classifier)
    np.testing.assert_array_equal(new.embedding, lesson.embedding)
    assert (new.model, new.time, new.ink) == (classifier.card.sha256, old.time, old.ink)
    assert embedded([lesson], classifier) == (lesson,)


def test_no_lessons_adapt_nothing(classifier: Classifier) -> None:
    assert adaptation_of([], classifier) is None


def test_what_is_none_of_the_symbols_is_taught_too(classifier: Classifier) -> None:
    count = classifier.card.logit_count
    assert [classifier.place_of(label) for label in ("0", "9", "")] == [0, 9, count - 1]
    adaptation = adaptation_of([taught(FLAGGED, "", classifier)], classifier)
    assert adaptation is not None
    (shift,) = adaptation.shift(taught(FLAGGED, "", classifier).embedding[None], count)
    assert shift[-1] == pytest.approx(WEIGHT_NATS, rel=1e-3)


def test_a_label_that_the_model_does_not_know_is_refused(classifier: Classifier) -> None:
    with pytest.raises(ModelError, match="does not know 'a'; it knows 0 1 2 3 4 5 6 7 8 9"):
        taught(FLAGGED, "a", classifier)


def test_lessons_of_another_alphabet_make_nothing_of_this_one(classifier: Classifier) -> None:
    letter = replace(taught(FLAGGED, "1", classifier), label="a")
    assert adaptation_of([letter], classifier) is None


@pytest.mark.parametrize("ink", [Ink(), Ink.from_points([])], ids=["no strokes", "empty list"])
def test_an_empty_ink_teaches_nothing_and_says_so(reader: Reader, ink: Ink) -> None:
    with pytest.raises(LessonError, match="empty ink"):
        reader.lesson(ink, "7")


@pytest.mark.parametrize(("label", "right"), [(7, "'7'"), (None, "text"), (["7"], "text")])
def test_a_label_that_is_no_text_is_refused(reader: Reader, label: Any, right: str) -> None:
    with pytest.raises(LessonError, match=right):
        reader.lesson(FLAGGED, label)


def test_lessons_may_come_as_a_list(reader: Reader) -> None:
    lessons = [reader.lesson(FLAGGED, "1")]
    own = Reader(lessons=lessons)
    assert own.lessons == tuple(lessons)
    lessons.clear()
    own.learn(lessons)
    assert own.lessons == ()

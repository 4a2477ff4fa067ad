"""Measuring what is gained by telling, on writers of our own whose digits can be foretold."""

from __future__ import annotations

import json

import numpy as np
import pytest
from strokes import DIGITS, FLAGGED, scaled, shifted

from recognizer import Ink
from recognizer.errors import DataError
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.classifier import Classifier
from recognizer.training.measure.teaching import (
    CORRECTIONS,
    MIN_DIGITS,
    RUNS,
    Readings,
    Teaching,
    Writer,
    WriterResult,
    measure_teaching,
    read_with,
    replay,
    seen_by,
    together,
)
from recognizer.training.measure.teachingreport import teaching_record, teaching_tables

FLAGS = 5
"""Ones that each of our writers has written with a flag, every eighth digit."""


def written(name: str, one: Ink = FLAGGED, count: int = MIN_DIGITS) -> list[LabeledInk]:
    """Return what a writer wrote whose 1 is `one`, twice as large each time."""
    inks = []
    for place in range(count):
        label = "1" if place % 8 == 3 else "02345689"[place % 8]
        ink = one if label == "1" else DIGITS[label]
        inks.append(LabeledInk(shifted(scaled(ink, 1 + place / 8), place, 0), label, name))
    return inks


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


@pytest.fixture(scope="module")
def ann(classifier: Classifier) -> Writer:
    """A writer of ones with flags; all else is read right."""
    (writer,) = seen_by(classifier, written("ann"))
    return writer


@pytest.fixture(scope="module")
def both(classifier: Classifier) -> Teaching:
    """What ann and bob teach, who have no habit in common."""
    return measure_teaching(classifier, [*written("ann"), *written("bob", DIGITS["1"])])


def errors(outcome: WriterResult) -> tuple[int, int]:
    return outcome.untaught.errors, outcome.taught.errors


def outcome(untaught: str, taught: str, lessons: str) -> WriterResult:
    """Return what came of digits that were read right where there is a "+"."""

    def readings(signs: str) -> Readings:
        return Readings(np.array([each == "+" for each in signs]), np.full(len(signs), 0.75))

    mask = np.array([each == "L" for each in lessons])
    return WriterResult(int(mask.sum()), readings(untaught), readings(taught), mask)


def test_one_correction_is_enough_for_one_habit(classifier: Classifier, ann: Writer) -> None:
    result, lessons = replay(classifier, ann, 3)
    assert [each.label for each in lessons] == ["1"]
    assert errors(result) == (FLAGS, 1)
    assert np.flatnonzero(result.is_lesson).tolist() == [3]
    assert [each.errors for each in result.others] == [FLAGS - 1, 0]
    assert (result.lessons, result.is_worse) == (1, False)


def test_who_corrects_nothing_is_read_as_untaught(classifier: Classifier, ann: Writer) -> None:
    result, lessons = replay(classifier, ann, 0)
    assert (errors(result), lessons, result.lessons) == ((FLAGS, FLAGS), (), 0)
    np.testing.assert_array_equal(result.taught.sure, result.untaught.sure)


def test_no_more_is_corrected_than_is_allowed(classifier: Classifier, ann: Writer) -> None:
    result, lessons = replay(classifier, ann, 2, lambda _: "9")
    assert [each.label for each in lessons] == ["9", "9"]
    assert (result.lessons, errors(result)) == (2, (FLAGS, FLAGS))


def test_what_is_read_is_what_the_classifier_predicts(classifier: Classifier, ann: Writer) -> None:
    _, lessons = replay(classifier, ann, 1)
    outcome = read_with(classifier, ann, lessons)
    assert errors(outcome) == (FLAGS, 0)
    assert outcome.is_lesson.sum() == 0
    assert outcome.lessons == 1


def test_writers_of_few_digits_and_unknown_ones_are_left_out(classifier: Classifier) -> None:
    few = written("few", count=MIN_DIGITS - 1)
    assert [each.name for each in seen_by(classifier, [*written("ann"), *few])] == ["ann"]
    for inks in ([], few, written("")):
        with pytest.raises(DataError, match=f"no writer has {MIN_DIGITS} digits"):
            measure_teaching(classifier, inks)


def test_the_order_of_each_writer_is_kept(classifier: Classifier) -> None:
    mixed = [each for pair in zip(written("ann"), written("bob"), strict=True) for each in pair]
    ann, bob = seen_by(classifier, mixed)
    assert ann.labels == bob.labels == tuple(each.label for each in written("ann"))


def test_each_writer_counts_once_for_each_number_of_corrections(both: Teaching) -> None:
    assert both.writers == 2
    assert list(both.corrected) == list(CORRECTIONS)
    for outcomes in both.corrected.values():
        assert [errors(each) for each in outcomes] == [(FLAGS, 1), (0, 0)]


def test_one_half_teaches_what_the_other_one_needs(both: Teaching) -> None:
    for outcomes in both.halves.values():
        assert [each.taught.errors for each in outcomes] == [0, 0, 0, 0]
        assert sum(each.untaught.errors for each in outcomes) == FLAGS
        assert [len(each.taught.right) for each in outcomes] == [MIN_DIGITS // 2] * 4


def test_of_the_lessons_in_the_control_some_are_wrong(classifier: Classifier) -> None:
    many = [each for name in "abcdefgh" for each in written(name)]
    teaching = measure_teaching(classifier, many)
    assert {most: len(runs) for most, runs in teaching.wrong.items()} == dict.fromkeys(
        CORRECTIONS, RUNS
    )
    right = sum(each.taught.errors for each in teaching.corrected[5])
    wrong = [sum(each.taught.errors for each in run) for run in teaching.wrong[5]]
    assert right == 8
    assert min(wrong) == right
    assert max(wrong) > right


def test_another_writers_lessons_are_read_with_and_nothing_else(both: Teaching) -> None:
    assert len(both.others) == RUNS
    for run in both.others:
        (bob,) = run  # ann has nobody who has taught anything
        assert bob.lessons == 1
        assert bob.untaught.errors == 0


def test_the_classifier_is_left_as_it_was(classifier: Classifier) -> None:
    measure_teaching(classifier, written("ann"))
    assert classifier.adaptation is None


def test_who_is_worse_by_two_is_worse() -> None:
    assert not outcome("+++++", "--+++", "     ").untaught.errors
    assert outcome("+++++", "--+++", "     ").is_worse
    assert not outcome("+++++", "-++++", "     ").is_worse
    assert outcome("+++++", "--+++", "LL   ").is_worse  # corrected, but misread before


def test_the_report_counts_with_the_lessons_and_without() -> None:
    ann, bob = outcome("---+", "-+++", "L   "), outcome("+++-", "++--", "  L ")
    teaching = Teaching(2, {1: (ann, bob)}, {1: (ann,)}, {1: ((ann,), (bob,))}, ((), ()))
    record = teaching_record(teaching)
    figures = record["corrected"]["1"]
    assert figures["lessons"] == 2
    assert figures["other"] == {"digits": 6, "untaught": 3, "taught": 1}
    assert figures["all"] == {"digits": 8, "untaught": 4, "taught": 3}
    assert figures["writers_worse"] == 0
    assert figures["calibration_error"]["untaught"] == pytest.approx(0.25)
    assert figures["calibration_error"]["taught"] == pytest.approx(0.125)
    assert record["wrong"]["1"]["all"] == {"digits": 4, "untaught": 2, "taught": 1.5}
    assert record["of_another"]["calibration_error"] == {"untaught": None, "taught": None}
    assert json.loads(json.dumps(record)) == record


def test_the_tables_show_each_source_and_all_together(both: Teaching) -> None:
    (table,) = teaching_tables({"mine.jsonl": both})
    assert table.title.startswith("mine.jsonl: 2 writers with at least 40 digits, 80 in all")
    row = dict(zip(table.head[1:4], table.rows[0][1:4], strict=True))
    assert list(row.values()) == ["1", "4", "0"]
    assert [each[0] for each in table.rows][-1] == "of another writer"
    (letters,) = teaching_tables({"mine.jsonl": both}, "letters")
    assert letters.title.startswith("mine.jsonl: 2 writers with at least 40 letters")
    tables = teaching_tables({"mine.jsonl": both, "others.jsonl": both})
    assert [each.title.split(":")[0] for each in tables] == [
        *("mine.jsonl", "others.jsonl", "together"),
    ]
    assert tables[2].rows[0][:4] == ("at most 1", "2", "8", "0")
    assert tables[2].rows[0][4:7] == ("10", "2", "80%")


def test_together_every_run_is_kept_apart(both: Teaching) -> None:
    twice = together([both, both])
    assert twice.writers == 4
    assert [len(run) for run in twice.others] == [2] * RUNS
    assert [len(run) for run in twice.wrong[1]] == [4] * RUNS

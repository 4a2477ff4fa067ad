from __future__ import annotations

import pytest

from recognizer import BoundingBox, Candidate, Reading, Symbol
from recognizer.training.measure.evaluation import Sample, Tally
from recognizer.training.measure.writers import (
    Writers,
    by_writer,
    contributor,
    group_table,
    worst_table,
)


def samples_of(writer: str, right: int, wrong: int, source: str = "made") -> list[Sample]:
    """Return readings of a 1: `right` as 1, `wrong` as 7."""
    readings = [
        Reading.of(Symbol((Candidate(best, 0.9),), 0.9, True, BoundingBox(0, 0, 9, 9)))
        for best in "17"
    ]
    seven = [Sample("1", readings[1], writer=writer, source=source)] * wrong
    return [Sample("1", readings[0], writer=writer, source=source)] * right + seven


@pytest.fixture
def writers() -> Writers:
    """Two contributors, aga with two writers and bob with one, and one writer on their own."""
    return by_writer(
        Tally.of(
            samples_of("unipen/aga/amy", 18, 2)
            + samples_of("unipen/aga/zoe", 5, 0)
            + samples_of("unipen/bob/bo", 0, 1)
            + samples_of("pendigits/26", 3, 0, source="pendigits")
        )
    )


@pytest.mark.parametrize(
    ("writer", "source", "group"),
    [
        ("unipen/aga/amy", "unipen", "aga"),
        ("unipen/aga/amy/2", "unipen", "aga"),
        ("pendigits/26", "pendigits", "pendigits"),
        ("me", "my board", "my board"),
        ("", "", "unknown"),
    ],
)
def test_the_contributor_is_the_second_part_of_an_id_or_the_source(
    writer: str, source: str, group: str
) -> None:
    (sample,) = samples_of(writer, 1, 0, source)
    assert contributor(sample) == group


def test_readings_are_counted_by_contributor(writers: Writers) -> None:
    counted = {name: (each.correct(), each.count()) for name, each in writers.groups.items()}
    assert counted == {"aga": (23, 25), "bob": (0, 1), "pendigits": (3, 3)}


def test_writers_of_a_contributor_are_counted(writers: Writers) -> None:
    assert (writers.count("aga"), writers.faultless("aga")) == (2, 1)
    assert (writers.count("bob"), writers.faultless("bob")) == (1, 0)


def test_what_is_refused_is_a_share_of_each_contributor() -> None:
    refused = Reading.of(Symbol((Candidate("1", 0.9),), 0.1, False, BoundingBox(0, 0, 9, 9)))
    samples = [*samples_of("unipen/aga/amy", 3, 0), Sample("1", refused, writer="unipen/aga/zoe")]
    writers = by_writer(Tally.of([*samples, *samples_of("unipen/bob/bo", 2, 0)]))
    groups = writers.record()["groups"]
    assert {name: each["refused"] for name, each in groups.items()} == {"aga": 0.25, "bob": 0.0}
    assert [row[-1] for row in group_table({"x": writers}).rows] == ["25.00%", "0.00%"]


def test_the_worst_writer_is_who_is_surely_bad() -> None:
    tally = Tally.of(samples_of("one of one", 0, 1) + samples_of("ten of twenty", 10, 10))
    assert [name for name, _ in by_writer(tally).worst()] == ["ten of twenty", "one of one"]


def test_only_writers_with_errors_are_named_and_no_more_than_asked(writers: Writers) -> None:
    assert {name for name, _ in writers.worst()} == {"unipen/aga/amy", "unipen/bob/bo"}
    assert [name for name, _ in writers.worst(1)] == ["unipen/bob/bo"]


def test_ink_of_an_unknown_writer_is_counted_too() -> None:
    writers = by_writer(Tally.of(samples_of("", 1, 1, source="")))
    assert [name for name, _ in writers.worst()] == ["unknown"]
    assert list(writers.groups) == ["unknown"]


def test_the_record_has_contributors_and_the_worst_by_id(writers: Writers) -> None:
    record = writers.record(1)
    assert record["worst"] == [{"writer": "unipen/bob/bo", "n": 1, "correct": 0, "accuracy": 0.0}]
    assert record["groups"]["aga"] == {
        "n": 25,
        "correct": 23,
        "accuracy": 0.92,
        "refused": 0.0,
        "writers": 2,
        "faultless": 1,
    }


def test_the_tables_name_source_contributor_and_writer(writers: Writers) -> None:
    groups, worst = group_table({"x.jsonl": writers}), worst_table({"x.jsonl": writers}, 2)
    assert groups.rows[0] == ("x.jsonl", "aga", "2", "1", "25", "23", "92.00%", "0.00%")
    assert worst.rows[1] == ("x.jsonl", "unipen/aga/amy", "18/20", "90.0%", "1 as 7: 2")

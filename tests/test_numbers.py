from __future__ import annotations

import json

import pytest
from strokes import DIGITS, shifted

from recognizer import Ink, Reader
from recognizer.errors import DataError
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.alphabet import DIGITS as ALPHABET
from recognizer.reading.scoring import wilson_interval
from recognizer.reading.words import NOT_ALL, PERHAPS, QUITE_SURE, SURE
from recognizer.training.draw.numbers import KINDS, compose_numbers
from recognizer.training.measure.numbers import (
    APART_GAP_HEIGHTS,
    BANDS,
    TOUCHING_GAP_HEIGHTS,
    KeptWhole,
    NumberRead,
    NumbersRead,
    measure_numbers,
)
from recognizer.training.measure.tables import as_text

INKS = [LabeledInk(ink, digit, "amy") for digit, ink in DIGITS.items()]
FIGURES = {"n", "correct", "accuracy", "interval", "digits", "digit_error_rate"}


@pytest.fixture
def read() -> NumbersRead:
    """Five numbers: two right, one digit wrong, one lost, one read as nothing."""
    return NumbersRead(
        (
            NumberRead("2026", "2026", -0.05, "plain", SURE),
            NumberRead("31", "31", 0.5, "slanted", SURE),
            NumberRead("45", "46", 0.02, "late strokes", SURE),
            NumberRead("777", "77", 0.08, "plain", PERHAPS),
            NumberRead("8", "?", 0.3, "two lines", ALPHABET.none),
        ),
        0.0125,
        KeptWhole(200, 199),
        KeptWhole(0, 0),
    )


def one_number() -> NumbersRead:
    """A single number, that stands apart."""
    number = NumberRead("1", "1", 0.3, "plain", SURE)
    return NumbersRead((number,), 0.01, KeptWhole(1, 1), KeptWhole(0, 0))


@pytest.mark.parametrize(
    ("gap", "band"),
    [
        (-0.1, "overlapping"),
        (-0.001, "overlapping"),
        (0.0, "touching"),
        (TOUCHING_GAP_HEIGHTS, "touching"),
        (0.07, "close"),
        (APART_GAP_HEIGHTS, "apart"),
        (0.6, "apart"),
    ],
)
def test_a_gap_has_a_name(gap: float, band: str) -> None:
    assert NumberRead("1", "1", gap, "plain", SURE).band == band


@pytest.mark.parametrize("text", ["", "7", "2 026", "20266", "202?"])
def test_a_number_is_right_if_all_of_it_is(text: str) -> None:
    assert NumberRead("2026", "2026", 0.1, "plain", SURE).is_right
    assert not NumberRead("2026", text, 0.1, "plain", SURE).is_right


def test_the_record_counts_whole_numbers_and_single_digits(read: NumbersRead) -> None:
    record = read.record()
    assert (record["n"], record["correct"], record["accuracy"]) == (5, 2, 0.4)
    assert record["interval"] == list(wilson_interval(2, 5))
    assert record["digits"] == 4 + 2 + 2 + 3 + 1
    assert record["digit_error_rate"] == pytest.approx((1 + 1 + 1) / 12)
    assert record["seconds"] == 0.0125


def test_the_record_counts_by_gap(read: NumbersRead) -> None:
    gaps = read.record()["gaps"]
    assert list(gaps) == [*BANDS, "touching or overlapping"]
    assert {name: each["n"] for name, each in gaps.items()} == {
        "overlapping": 1,
        "touching": 1,
        "close": 1,
        "apart": 2,
        "touching or overlapping": 2,
    }
    assert gaps["apart"]["accuracy"] == 0.5
    assert gaps["touching or overlapping"]["digit_error_rate"] == pytest.approx(1 / 6)


def test_the_record_counts_by_kind(read: NumbersRead) -> None:
    kinds = read.record()["kinds"]
    assert list(kinds) == list(KINDS)
    assert {name: each["correct"] for name, each in kinds.items()} == {
        "plain": 1,
        "slanted": 1,
        "two lines": 0,
        "late strokes": 0,
    }


def test_the_record_counts_by_how_sure_it_was(read: NumbersRead) -> None:
    words = read.record()["words"]
    assert {name: (each["n"], each["correct"]) for name, each in words.items()} == {
        SURE: (3, 2),
        QUITE_SURE: (0, 0),
        PERHAPS: (1, 0),
        NOT_ALL: (0, 0),
        ALPHABET.none: (1, 0),
    }


def test_a_number_without_a_digit_is_called_what_the_alphabet_calls_it() -> None:
    number = NumberRead("8", "?", 0.3, "plain", "not a sign")
    read = NumbersRead((number,), 0.01, KeptWhole(1, 1), KeptWhole(0, 0), none="not a sign")
    assert read.record()["words"]["not a sign"]["n"] == 1


def test_what_did_not_come_has_no_accuracy() -> None:
    record = one_number().record()
    assert record["gaps"]["touching"]["n"] == 0
    assert record["gaps"]["touching"]["accuracy"] is None
    assert record["gaps"]["touching"]["digit_error_rate"] is None


def test_the_record_is_json(read: NumbersRead) -> None:
    record = read.record()
    assert json.loads(json.dumps(record)) == record
    parts = [record, *record["gaps"].values(), *record["kinds"].values()]
    assert all(set(each) >= FIGURES for each in parts)


def test_the_table_has_a_row_for_all_that_came(read: NumbersRead) -> None:
    table = as_text([read.table("some.jsonl")])
    assert "some.jsonl: numbers built of its digits, 12.5 ms each" in table
    for name in (*BANDS, *KINDS, "touching or overlapping", "all"):
        assert f"{name} " in table
    one = as_text([one_number().table("one")])
    assert "overlapping" not in one


def test_clean_digits_are_read_as_the_numbers_they_are_built_to(reader: Reader) -> None:
    read = measure_numbers(reader, INKS, count=24)
    labels = [line for each in compose_numbers(INKS, 24) for line in each.text.split("\n")]
    assert [each.label for each in read.numbers] == labels
    assert read.seconds > 0
    apart = read.record()["gaps"]["apart"]
    assert apart["accuracy"] >= 0.9


def test_the_lines_of_what_was_built_count_one_by_one(reader: Reader) -> None:
    read = measure_numbers(reader, INKS, count=8)
    assert [each.kind for each in read.numbers].count("two lines") == 4
    assert all("\n" not in each.label for each in read.numbers)


def test_a_line_too_few_makes_both_wrong(reader: Reader) -> None:
    dots = [LabeledInk(Ink.from_points([[(0, 0)]]), "1", "amy")]
    read = measure_numbers(reader, dots, count=4)
    assert len(read.numbers) == 5
    assert not any(each.is_right for each in read.numbers)


def test_the_record_tells_how_many_digits_were_kept_whole(read: NumbersRead) -> None:
    record = read.record()
    assert record["single digits kept whole"] == {"n": 200, "whole": 199, "part": 0.995}
    assert record["of several strokes"] == {"n": 0, "whole": 0, "part": None}
    assert "kept whole: 199 of 200 (99.50%), of several strokes 0 of 0 (-)" in as_text(
        [read.table("some.jsonl")]
    )


def test_digits_that_fall_apart_are_counted(reader: Reader) -> None:
    apart = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["6"], 150, 0).strokes))
    read = measure_numbers(reader, [*INKS, LabeledInk(apart, "4", "amy")], count=1)
    assert (read.single, read.stroked) == (KeptWhole(11, 10), KeptWhole(3, 2))


def test_another_seed_measures_other_numbers(reader: Reader) -> None:
    labels = [
        [each.label for each in measure_numbers(reader, INKS, 4, seed).numbers] for seed in (0, 1)
    ]
    assert labels[0] != labels[1]


def test_without_ink_there_is_nothing_to_measure(reader: Reader) -> None:
    with pytest.raises(DataError, match="no digits"):
        measure_numbers(reader, [], count=4)

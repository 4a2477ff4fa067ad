from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from making import ink_line, write_idx, write_lines, write_mnist
from strokes import DIGITS

from recognizer import Candidate, Ink, InkError, Reader, Reading, Verdict
from recognizer.errors import DataError
from recognizer.training.evaluation import SHOWN_CONFUSIONS, Tally, evaluate_ink, evaluate_mnist
from recognizer.training.report import wilson_interval


def read_as(digit: str, verdict: Verdict = Verdict.DIGIT) -> Reading:
    return Reading(verdict, (Candidate(digit, 0.9),))


def tally_of(*pairs: tuple[str, str]) -> Tally:
    """Return the tally of (label, read as) pairs."""
    tally = Tally()
    for label, digit in pairs:
        tally.add(label, read_as(digit))
    return tally


@pytest.fixture
def mixed() -> Tally:
    """Seven readings: 1 is right twice of three, 2 always, 7 never."""
    pairs = [("1", "1"), ("1", "7"), ("7", "1"), ("1", "1"), ("7", "1"), ("2", "2"), ("7", "2")]
    return tally_of(*pairs)


def test_a_tally_counts_what_is_right(mixed: Tally) -> None:
    assert (mixed.count(), mixed.correct()) == (7, 3)


@pytest.mark.parametrize(("label", "count", "right"), [("1", 3, 2), ("2", 1, 1), ("7", 3, 0)])
def test_a_tally_counts_digit_by_digit(mixed: Tally, label: str, count: int, right: int) -> None:
    assert (mixed.count(label), mixed.correct(label)) == (count, right)


def test_a_digit_that_did_not_come_counts_nothing(mixed: Tally) -> None:
    assert (mixed.count("9"), mixed.correct("9")) == (0, 0)


def test_confusions_come_with_the_commonest_first(mixed: Tally) -> None:
    first, *others = mixed.confusions()
    assert first == ("7", "1", 2)
    assert sorted(others) == [("1", "7", 1), ("7", "2", 1)]


def test_a_refused_digit_counts_as_read_by_its_best_guess() -> None:
    tally = Tally()
    tally.add("1", read_as("1", Verdict.NOT_A_DIGIT))
    assert (tally.correct(), tally.not_a_digit) == (1, 1)


def test_nothing_to_read_is_wrong_and_refused() -> None:
    tally = Tally()
    tally.add("1", Reading(Verdict.NOTHING))
    assert (tally.count(), tally.correct(), tally.not_a_digit) == (1, 0, 1)
    assert tally.confusions() == [("1", "", 1)]


def test_a_record_says_all_of_it(mixed: Tally) -> None:
    record = mixed.record()
    assert (record["n"], record["correct"], record["not_a_digit"]) == (7, 3, 0)
    assert record["accuracy"] == pytest.approx(3 / 7)
    assert record["interval"] == list(wilson_interval(3, 7))
    assert record["per_digit"] == pytest.approx({"1": 2 / 3, "2": 1.0, "7": 0.0})
    assert record["confusions"][0] == ["7", "1", 2]


def test_a_record_shows_the_commonest_confusions_only() -> None:
    record = tally_of(*((label, "0") for label in "123456789")).record()
    assert len(record["confusions"]) == SHOWN_CONFUSIONS


def test_a_report_names_figures_and_confusions(mixed: Tally) -> None:
    report = mixed.report("some.jsonl")
    assert report.startswith("some.jsonl\n")
    assert "3 of 7 right: 42.86%" in report
    assert "7 as 1: 2" in report


def test_a_report_without_confusions_says_so() -> None:
    assert "confusions: none" in tally_of(("1", "1")).report("some.jsonl")


def test_ink_is_evaluated_as_the_app_reads_it(reader: Reader, tmp_path: Path) -> None:
    lines = [ink_line(ink, label=digit) for digit, ink in DIGITS.items()]
    tally = evaluate_ink(reader, write_lines(tmp_path / "all.jsonl", lines))
    assert (tally.count(), tally.correct()) == (10, 10)


def test_a_wrong_label_is_a_confusion(reader: Reader, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "wrong.jsonl", [ink_line(DIGITS["3"], label="8")])
    assert evaluate_ink(reader, file).confusions() == [("8", "3", 1)]


def test_an_empty_ink_is_read_as_nothing(reader: Reader, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "empty.jsonl", [ink_line(Ink(), label="8")])
    assert evaluate_ink(reader, file).confusions() == [("8", "", 1)]


@pytest.mark.parametrize("split", ["test", None])
def test_a_file_without_digits_to_measure_is_named(
    reader: Reader, tmp_path: Path, split: str | None
) -> None:
    label = "a" if split is None else "3"
    file = write_lines(tmp_path / "none.jsonl", [ink_line(DIGITS["3"], label=label, split="dev")])
    with pytest.raises(DataError, match=r"none\.jsonl: no ink labelled with a digit"):
        evaluate_ink(reader, file, split)


def test_a_missing_ink_file_is_named(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(InkError, match=r"gone\.jsonl"):
        evaluate_ink(reader, tmp_path / "gone.jsonl")


def test_mnist_is_evaluated_as_it_is(reader: Reader, tmp_path: Path) -> None:
    write_mnist(tmp_path, "t10k")
    tally = evaluate_mnist(reader, tmp_path)
    assert (tally.count(), tally.correct()) == (10, 10)


@pytest.mark.parametrize("shape", [(10, 20, 20), (0, 28, 28)], ids=["another size", "no images"])
def test_what_is_no_mnist_is_named(reader: Reader, tmp_path: Path, shape: tuple[int, ...]) -> None:
    write_idx(tmp_path / "t10k-images-idx3-ubyte", np.ones(shape, np.uint8))
    write_idx(tmp_path / "t10k-labels-idx1-ubyte", np.ones(shape[0], np.uint8))
    with pytest.raises(DataError, match=re.escape(str(tmp_path))):
        evaluate_mnist(reader, tmp_path)

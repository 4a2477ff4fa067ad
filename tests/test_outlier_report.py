from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import ink_line, write_lines
from strokes import DIGITS

from recognizer import BoundingBox, Candidate, InkError, Reader, Reading, Symbol
from recognizer.errors import DataError
from recognizer.training.measure.evaluation import Sample, Tally
from recognizer.training.measure.outliers import (
    Judged,
    compare,
    report_outliers,
    threshold_that_keeps,
)


def judged(*digitness: float, threshold: float = 0.5) -> Judged:
    """Return inks of such digitness, judged with such a threshold."""
    sure = np.array(digitness)
    return Judged(sure, sure >= threshold)


@pytest.mark.parametrize(
    ("outliers", "auroc"),
    [
        pytest.param((0.1, 0.2), 1.0, id="all below the digits"),
        pytest.param((0.95, 0.99), 0.0, id="all above them"),
        pytest.param((0.8, 0.9), 0.5, id="the same"),
        pytest.param((0.85, 0.1), 0.75, id="one between"),
    ],
)
def test_auroc_is_how_often_a_digit_is_the_surer(outliers: tuple[float, ...], auroc: float) -> None:
    report = compare(judged(0.8, 0.9), {"made": judged(*outliers)})
    assert report.kinds["made"].auroc == pytest.approx(auroc)


def test_what_the_reader_accepts_is_counted_apart_from_the_threshold() -> None:
    kind = compare(judged(0.8, 0.9), {"made": judged(0.1, 0.6, 0.8, 0.9)}).kinds["made"]
    assert (kind.n, kind.accepted, kind.at_keep) == (4, 0.75, 0.5)


@pytest.mark.parametrize(
    ("keep", "threshold"), [(1.0, 1), (0.99, 2), (0.985, 2), (0.5, 51), (0.01, 100), (0.001, 100)]
)
def test_the_threshold_is_the_highest_that_keeps_enough(keep: float, threshold: int) -> None:
    assert threshold_that_keeps(np.arange(1.0, 101.0)[::-1], keep) == threshold


def test_readings_that_are_ruled_out_have_no_digitness() -> None:
    sure = Symbol((Candidate("1", 0.9),), 0.9, True, BoundingBox(0, 0, 9, 9))
    ruled_out = replace(sure, knownness=0.0, is_known=False)
    both = Judged.of([Reading.of(sure), Reading.of(ruled_out), Reading()])
    assert both.digitness.tolist() == [0.9, 0.0, 0.0]
    assert both.accepted.tolist() == [True, False, False]


def test_the_record_and_the_table_say_what_becomes_of_digits_too() -> None:
    report = compare(judged(0.4, 0.8, 0.9), {"made": judged(0.1, 0.6)})
    record = report.record()
    assert (record["digits"], record["digits_accepted"]) == (3, pytest.approx(2 / 3))
    assert (record["bar_at_keep"], record["digits_at_keep"]) == (0.4, 1.0)
    assert record["kinds"]["made"]["n"] == 2
    assert report.table().rows == (
        ("made", "2", "0.8333", "50.00%", "50.00%"),
        ("digits", "3", "", "66.67%", "100.00%"),
    )


@pytest.fixture(scope="module")
def digits(reader: Reader) -> Tally:
    """The ten digits as they are read."""
    return Tally.of(Sample(label, reader.read_ink(ink)) for label, ink in DIGITS.items())


def test_missing_data_is_named(reader: Reader, digits: Tally, tmp_path: Path) -> None:
    with pytest.raises(InkError, match=r"unipen-letters\.jsonl\.gz"):
        report_outliers(reader, tmp_path, [digits])


def test_a_kind_without_any_ink_of_dev_is_named(
    reader: Reader, digits: Tally, tmp_path: Path
) -> None:
    (tmp_path / "ink").mkdir()
    line = ink_line(DIGITS["3"], label="W", split="train")
    write_lines(tmp_path / "ink" / "unipen-letters.jsonl.gz", [line])
    with pytest.raises(DataError, match=r"unipen-letters.*'dev'"):
        report_outliers(reader, tmp_path, [digits])

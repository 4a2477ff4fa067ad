from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from recognizer.errors import DataError
from recognizer.training.epochlog import EpochRow, append_epoch, read_epoch_log

FIRST = EpochRow(1, "bold", 0.5, 0.875, 0.25, 0.9375, 142.5, 85_554)
HEADER = "epoch,phase,loss,accuracy,dev_loss,dev_accuracy,seconds,samples"


def row(epoch: int, **changes: Any) -> EpochRow:
    return FIRST._replace(epoch=epoch, **changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.csv"


def append(path: Path, *rows: EpochRow) -> None:
    for each in rows:
        append_epoch(path, each)


def test_an_epoch_is_one_line_under_the_names_of_the_columns(path: Path) -> None:
    append(path, FIRST)
    line = "1,bold,0.5,0.875,0.25,0.9375,142.5,85554"
    assert path.read_bytes().decode() == f"{HEADER}\n{line}\n"


def test_epochs_are_read_back_as_they_were_written(path: Path) -> None:
    rows = [row(1), row(2, phase="calm, at last"), row(3, samples=7)]
    append(path, *rows)
    assert read_epoch_log(path) == rows


def test_numbers_keep_six_digits(path: Path) -> None:
    append(path, row(1, loss=1 / 3, dev_loss=1e-9 / 3))
    (read,) = read_epoch_log(path)
    assert (read.loss, read.dev_loss) == (0.333333, 3.33333e-10)


def test_what_was_not_measured_stays_so(path: Path) -> None:
    append(path, row(1, dev_loss=math.nan))
    assert math.isnan(read_epoch_log(path)[0].dev_loss)


def test_before_the_first_epoch_there_is_no_history(path: Path) -> None:
    assert read_epoch_log(path) == []


def test_an_epoch_done_again_after_an_interruption_is_there_once(path: Path) -> None:
    append(path, row(1), row(2, loss=0.4), row(2, loss=0.3), row(3))
    assert [(each.epoch, each.loss) for each in read_epoch_log(path)] == [
        (1, 0.5),
        (2, 0.3),
        (3, 0.5),
    ]


def test_a_run_begun_anew_begins_its_history_anew(path: Path) -> None:
    append(path, row(1), row(2), row(1, loss=0.1))
    assert read_epoch_log(path) == [row(1, loss=0.1)]


def test_a_half_written_history_does_not_harm_the_last_whole_one(path: Path) -> None:
    append(path, row(1))
    path.with_name("partial-history.csv").write_text(f"{HEADER}\n1,bo", encoding="utf-8")
    append(path, row(2))
    assert read_epoch_log(path) == [row(1), row(2)]
    assert [each.name for each in path.parent.iterdir()] == ["history.csv"]


@pytest.mark.parametrize("text", ["", "hello\n", "epoch,loss\n1,0.5\n"])
def test_a_file_with_other_columns_is_no_history(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"history\.csv: not a training history"):
        read_epoch_log(path)


@pytest.mark.parametrize("line", ["2,bold,0.5", "2,bold,much,0,0,0,0,1", "two,bold,1,1,1,1,1,1"])
def test_a_line_that_is_no_epoch_makes_it_none(path: Path, line: str) -> None:
    append(path, row(1))
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(DataError, match=r"history\.csv: not a training history"):
        read_epoch_log(path)


def test_a_file_that_is_no_text_is_no_history(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DataError, match=r"history\.csv: "):
        read_epoch_log(path)

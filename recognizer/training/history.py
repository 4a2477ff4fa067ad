"""What each finished epoch brought, one line each in a CSV file."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from recognizer.errors import DataError, reason


@dataclass(frozen=True)
class EpochRow:
    """One finished epoch.

    Parameters
    ----------
    epoch : int
        Counted from 1 over all phases.
    phase : str
        Name of the phase it belongs to.
    loss, dev_loss : float
        Mean cross-entropy in nats, while learning (augmented, with dropout) and on `dev` after it.
    accuracy, dev_accuracy : float
        In [0, 1], of the same. What was not measured is NaN.
    seconds : float
        How long it took.
    samples : int
        Images it learned from.
    """

    epoch: int
    phase: str
    loss: float
    accuracy: float
    dev_loss: float
    dev_accuracy: float
    seconds: float
    samples: int


COLUMNS = tuple(field.name for field in fields(EpochRow))


def append_epoch(path: Path, row: EpochRow) -> None:
    """Write `row` behind the epochs before it; the file is whole before and after.

    Rows of this epoch or later ones are dropped: they are of a run that was interrupted before
    its checkpoint was saved, or that was begun anew. So call this before saving the checkpoint:
    then an interruption at any moment neither loses nor doubles an epoch.

    Parameters
    ----------
    path : Path
        Made if it is not there. Numbers are kept to six significant digits.
    row : EpochRow

    Raises
    ------
    DataError
        If `path` is no history or cannot be written.
    """
    rows = [each for each in read_history(path) if each.epoch < row.epoch]
    partial = path.with_name(f"partial-{path.name}")
    try:
        _write(partial, [*rows, row])
        os.replace(partial, path)
    except OSError as error:
        raise DataError(f"{path}: {reason(error)}") from None


def read_history(path: Path) -> list[EpochRow]:
    """Return the epochs in `path`; none if there is no such file.

    Raises
    ------
    DataError
        If it cannot be read or is no history.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = list(csv.reader(file)) or [[]]
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path}: {reason(error)}") from None
    if tuple(header) != COLUMNS:
        raise DataError(f"{path}: no training history; its columns should be {','.join(COLUMNS)}")
    return [_row_of(line, f"{path}: line {number}") for number, line in enumerate(lines, 2)]


def _write(path: Path, rows: Iterable[EpochRow]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([_text(value) for value in astuple(row)] for row in rows)


def _text(value: float | str) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _row_of(cells: list[str], place: str) -> EpochRow:
    try:
        epoch, phase, *measured, samples = cells
        loss, accuracy, dev_loss, dev_accuracy, seconds = map(float, measured)
        return EpochRow(
            int(epoch), phase, loss, accuracy, dev_loss, dev_accuracy, seconds, int(samples)
        )
    except ValueError:
        raise DataError(f"{place}: no epoch of a training history") from None

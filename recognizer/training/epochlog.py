"""The history of a training run: a CSV file with one line for each finished epoch."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import NamedTuple

from recognizer.errors import DataError


class EpochRow(NamedTuple):
    """One finished epoch, counted from 1 over all phases. What was not measured is NaN.

    Losses are mean cross-entropies in nats, accuracies are in [0, 1]. `loss` and `accuracy` are
    those of training (with augmentation and dropout); `dev_loss` and `dev_accuracy` are measured
    after the epoch. `samples` is the number of training images.
    """

    epoch: int
    phase: str
    loss: float
    accuracy: float
    dev_loss: float
    dev_accuracy: float
    seconds: float
    samples: int


_KINDS = (int, str, float, float, float, float, float, int)


def append_epoch(path: Path, row: EpochRow) -> None:
    """Append `row`, with six digits; the file is complete at any moment.

    Rows of this epoch or later ones are dropped: they come from a run that was interrupted before
    its checkpoint was saved, or that was restarted. So call this before saving the checkpoint.
    Then an interruption at any moment neither loses nor repeats an epoch.

    Raises
    ------
    DataError
        If `path` is not a training history.
    """
    rows = [each for each in read_epoch_log(path) if each.epoch < row.epoch]
    partial = path.with_name(f"partial-{path.name}")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(EpochRow._fields)
        for each in (*rows, row):
            writer.writerow(f"{cell:.6g}" if isinstance(cell, float) else cell for cell in each)
    os.replace(partial, path)


def read_epoch_log(path: Path) -> list[EpochRow]:
    """Return the epochs in `path`; none if there is no such file.

    Raises
    ------
    DataError
        If it is not a training history.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file)
        pairs = (zip(_KINDS, line, strict=True) for line in lines)
        rows = [EpochRow(*(kind(cell) for kind, cell in each)) for each in pairs]
    except (ValueError, csv.Error):
        header, rows = [], []
    if tuple(header) != EpochRow._fields:
        columns = ",".join(EpochRow._fields)
        raise DataError(f"{path}: not a training history; its columns should be {columns}")
    return rows

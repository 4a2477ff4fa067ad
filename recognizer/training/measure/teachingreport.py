"""What lessons gain, as JSON and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from recognizer.network.alphabet import DIGITS
from recognizer.training.measure.certainty import calibration_error
from recognizer.training.measure.tables import Table
from recognizer.training.measure.teaching import (
    MIN_DIGITS,
    RUNS,
    WRONG_SHARE,
    Readings,
    Teaching,
    WriterResult,
    together,
)

_WRONG = f"{WRONG_SHARE:.0%} wrong".replace("%", " %")
_HEAD = (
    "corrections",
    "lessons",
    "misread of those not corrected: untaught",
    "taught",
    "misread of all: untaught",
    "taught",
    "fewer",
    "writers worse",
    "calibration error: untaught",
    "taught",
)


def teaching_record(teaching: Teaching) -> dict[str, Any]:
    """Return the figures for JSON.

    There are figures for each number of corrections (`corrected`), for each half read with the
    lessons of the other (`halves`), for wrong lessons (`wrong`) and for those of another writer.
    Figures are: the number of `lessons`; how many digits there are and how many are misread
    `untaught` and `taught`, among the `other` digits, which are not lessons, and among `all`;
    `writers_worse` by more than one digit; and both calibration errors among all digits, in [0, 1].
    For controls, counts are means over the runs.
    """
    return {
        "writers": teaching.writers,
        "corrected": {str(most): _figures([run]) for most, run in teaching.corrected.items()},
        "halves": {str(most): _figures([run]) for most, run in teaching.halves.items()},
        "wrong": {str(most): _figures(runs) for most, runs in teaching.wrong.items()},
        "of_another": _figures(teaching.others),
    }


def teaching_tables(sources: Mapping[str, Teaching], many: str = DIGITS.many) -> list[Table]:
    """Return a table for each source, and one for all if there are several.

    `many` is what is taught: "digits".
    """
    all_of_them = dict(sources)
    if len(all_of_them) > 1:
        all_of_them["together"] = together(sources.values())
    return [_table(name, each, many) for name, each in all_of_them.items()]


def _table(name: str, teaching: Teaching, many: str) -> Table:
    count = sum(len(each.untaught.right) for each in next(iter(teaching.corrected.values())))
    title = (
        f"{name}: {teaching.writers} writers with at least {MIN_DIGITS} {many}, {count:,} in all, "
        f"who correct what is misread (wrong lessons, and those of others: means of {RUNS})"
    )
    return Table(title, _HEAD, tuple((name, *_cells(each)) for name, each in _rows(teaching)))


def _rows(teaching: Teaching) -> Iterator[tuple[str, dict[str, Any]]]:
    for most, run in teaching.corrected.items():
        yield f"at most {most}", _figures([run])
    for most, run in teaching.halves.items():
        yield f"at most {most}, in the other half", _figures([run])
    for most, runs in teaching.wrong.items():
        yield f"at most {most}, {_WRONG}", _figures(runs)
    yield "of another writer", _figures(teaching.others)


def _figures(runs: Sequence[Sequence[WriterResult]]) -> dict[str, Any]:
    outcomes = [outcome for run in runs for outcome in run]
    every = [(each.untaught, each.taught) for each in outcomes]
    return {
        "lessons": sum(each.lessons for each in outcomes) / len(runs),
        "other": _misread([each.others for each in outcomes], len(runs)),
        "all": _misread(every, len(runs)),
        "writers_worse": sum(each.is_worse for each in outcomes) / len(runs),
        "calibration_error": {
            "untaught": _calibration_error([before for before, _ in every]),
            "taught": _calibration_error([after for _, after in every]),
        },
    }


def _misread(pairs: Sequence[tuple[Readings, Readings]], runs: int) -> dict[str, float]:
    return {
        "digits": sum(len(before.right) for before, _ in pairs) / runs,
        "untaught": sum(before.errors for before, _ in pairs) / runs,
        "taught": sum(after.errors for _, after in pairs) / runs,
    }


def _calibration_error(readings: Sequence[Readings]) -> float | None:
    if not readings:
        return None
    sure, right = (
        np.concatenate([getattr(each, kind) for each in readings]) for kind in ("sure", "right")
    )
    return calibration_error(sure, right)


def _cells(figures: dict[str, Any]) -> tuple[str, ...]:
    counted = [figures[kind][way] for kind in ("other", "all") for way in ("untaught", "taught")]
    before, after = counted[2:]
    errors = figures["calibration_error"].values()
    return (
        _count(figures["lessons"]),
        *map(_count, counted),
        f"{1 - after / before:.0%}" if before else "-",
        _count(figures["writers_worse"]),
        *("-" if each is None else f"{each:.2%}" for each in errors),
    )


def _count(mean: float) -> str:
    """Return a mean of counts, with one decimal if it is not whole."""
    return f"{mean:,.0f}" if mean == round(mean) else f"{mean:,.1f}"

"""Tables of readings: right and wrong, digit by digit, and how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from recognizer.network.card import ModelCard
from recognizer.training.data.datasets import DIGITS
from recognizer.training.measure.certainty import COVERAGES, Covered, coverage_curve
from recognizer.training.measure.evaluation import Tally
from recognizer.training.measure.tables import Table

Tallies = Mapping[str, Tally]


def model_line(card: ModelCard) -> str:
    """Return the model in one line."""
    return (
        f"Model {card.sha256[:12]}: temperature {card.temperature:.4g}, "
        f"a digit from {card.reject_below:.4g} up."
    )


def accuracy_table(tallies: Tallies) -> Table:
    """Return a row for each source."""
    head = ("source", "digits", "right", "accuracy", "95 % interval", "not a digit", "ECE")
    rows = tuple(_accuracy_row(name, tally) for name, tally in tallies.items())
    return Table("Accuracy", head, rows)


def digit_table(tallies: Tallies) -> Table:
    """Return the accuracy of every digit of each source."""
    rows = tuple(
        (name, *(_percent(tally.per_digit().get(digit)) for digit in DIGITS))
        for name, tally in tallies.items()
    )
    return Table("Accuracy by digit", ("source", *DIGITS), rows)


def confusion_table(tallies: Tallies) -> Table:
    """Return the most frequent confusions of each source."""
    rows = tuple((name, tally.confusions_in_words()) for name, tally in tallies.items())
    return Table("Confusions", ("source", "read as, how often"), rows, names=2)


def coverage(tally: Tally) -> list[Covered]:
    """Return the errors among the readings that are surest to be a digit, and that digit."""
    sure = np.array([each.reading.knownness * each.sure for each in tally.samples])
    return coverage_curve(sure, np.array([each.is_right for each in tally.samples]))


def coverage_record(tally: Tally) -> list[dict[str, Any]]:
    """Return the coverage for JSON; all parts in [0, 1]."""
    return [asdict(each) | {"error": each.error} for each in coverage(tally)]


def coverage_table(tallies: Tallies) -> Table:
    """Return the error at each coverage, for each source."""
    rows = tuple(
        (name, *(f"{each.error:.2%}" for each in coverage(tally)))
        for name, tally in tallies.items()
    )
    head = ("source", *(f"{part:.1%}".replace(".0%", "%") for part in COVERAGES))
    return Table("Error among the surest (part that is read)", head, rows)


def _percent(part: float | None) -> str:
    return "" if part is None else f"{part:.1%}"


def _accuracy_row(name: str, tally: Tally) -> tuple[str, ...]:
    low, high = tally.interval
    return (
        name,
        f"{tally.count():,}",
        f"{tally.correct():,}",
        f"{tally.accuracy:.2%}",
        f"{low:.2%} to {high:.2%}",
        f"{tally.not_a_digit:,}",
        f"{tally.calibration_error:.2%}",
    )

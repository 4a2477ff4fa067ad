"""Tables of readings: right and wrong, symbol by symbol, and how sure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from recognizer.network.alphabet import DIGITS, Alphabet
from recognizer.network.card import ModelCard
from recognizer.training.measure.certainty import COVERAGES, Covered, coverage_curve
from recognizer.training.measure.evaluation import Tally
from recognizer.training.measure.tables import Table

Tallies = Mapping[str, Tally]


def model_line(card: ModelCard, alphabet: Alphabet = DIGITS) -> str:
    """Return the model, and what it is asked for, in one line."""
    path = f" and {card.path.sha256[:12]} for the path of the pen" if card.path else ""
    return (
        f"Model {card.sha256[:12]}{path}: temperature {card.temperature:.4g}, "
        f"{alphabet.any_one} from {card.reject_below:.4g} up."
    )


def accuracy_table(tallies: Tallies) -> Table:
    """Return a row for each source."""
    exact = ("large and small told apart",) if _tells_cases(tallies) else ()
    head = ("source", "n", "right", "accuracy", *exact, "95 % interval", "refused", "of all", "ECE")
    rows = tuple(_accuracy_row(name, tally, bool(exact)) for name, tally in tallies.items())
    return Table("Accuracy", head, rows)


def symbol_table(tallies: Tallies, alphabet: Alphabet = DIGITS) -> Table:
    """Return the accuracy of every symbol of `alphabet` in each source, where any has it."""
    parts = {name: tally.per_digit() for name, tally in tallies.items()}
    symbols = tuple(each for each in alphabet.symbols if any(each in own for own in parts.values()))
    rows = tuple(
        (name, *(_percent(own.get(symbol)) for symbol in symbols)) for name, own in parts.items()
    )
    return Table(f"Accuracy by {alphabet.one}", ("source", *symbols), rows)


def confusion_table(tallies: Tallies) -> Table:
    """Return the most frequent confusions of each source."""
    rows = tuple((name, tally.confusions_in_words()) for name, tally in tallies.items())
    return Table("Confusions", ("source", "read as, how often"), rows, names=2)


def coverage(tally: Tally) -> list[Covered]:
    """Return the errors among the readings that are surest to be a symbol, and that symbol."""
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


def _tells_cases(tallies: Tallies) -> bool:
    return any(tally.accuracy_exact is not None for tally in tallies.values())


def _accuracy_row(name: str, tally: Tally, tells_cases: bool) -> tuple[str, ...]:
    low, high = tally.interval
    exact = "" if tally.accuracy_exact is None else f"{tally.accuracy_exact:.2%}"
    return (
        name,
        f"{tally.count():,}",
        f"{tally.correct():,}",
        f"{tally.accuracy:.2%}",
        *((exact,) if tells_cases else ()),
        f"{low:.2%} to {high:.2%}",
        f"{tally.not_a_digit:,}",
        f"{tally.refused:.2%}",
        f"{tally.calibration_error:.2%}",
    )

"""What was read of pages, as JSON and as a table."""

from __future__ import annotations

from typing import Any

from recognizer.training.measure.pages import MOST_DIGITS, PagesRead
from recognizer.training.measure.tables import Table


def pages_record(read: PagesRead) -> dict[str, Any]:
    """Return the figures as JSON knows them; parts in [0, 1], the time in seconds for all."""
    return {
        "lines": read.lines,
        "lines_right": read.lines_right,
        "accuracy": read.accuracy,
        "interval": list(read.interval),
        "short_lines": read.short,
        "short_accuracy": read.short_accuracy,
        "digits": read.digits,
        "digit_error_rate": read.digit_error_rate,
        "seconds": read.seconds,
    }


def pages_table(name: str, read: PagesRead) -> Table:
    """Return the figures as a table titled with `name`."""
    low, high = read.interval
    row = (
        f"{read.lines:,}",
        f"{read.accuracy:.2%}",
        f"{low:.2%} to {high:.2%}",
        f"{read.short_accuracy:.2%}",
        f"{read.digit_error_rate:.2%}",
        f"{read.seconds:.1f} s",
    )
    head = (
        "lines",
        "exactly right",
        "95 % interval",
        f"of at most {MOST_DIGITS} digits",
        "digit errors",
        "time",
    )
    return Table(f"{name}: pages built of its digits", head, (row,), names=0)

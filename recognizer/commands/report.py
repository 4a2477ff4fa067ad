"""``recognizer profile report``: a table for the teacher of how all profiles play."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from pathlib import Path

from recognizer.console import complain
from recognizer.disk.places import user_places
from recognizer.errors import LessonError
from recognizer.play.scorebook import SUFFIX, ScoreBook, load_scores

HEAD = ("profile", "rounds", "days", "tasks", "right at first try", "median seconds", "practice")
SOME_BAD = 1


def report(options: argparse.Namespace) -> int:
    """Print the table, and return the exit code.

    Raises
    ------
    LessonError
        If nobody has played yet, or nobody of that class.
    """
    rows, bad = [], 0
    for path in _score_files(options.group):
        book, complaint = load_scores(path)
        if complaint:
            complain(complaint)
            bad = SOME_BAD
        if book.rounds:
            rows.append(_row(path.name.removesuffix(SUFFIX), book))
    if not rows and not bad:
        whose = f"profile {options.group}*" if options.group else "profile"
        raise LessonError(f"no {whose} has played yet: G on the board begins a game")
    sys.stdout.write(_as_csv(rows) if options.csv else _as_table(rows))
    return bad


def _score_files(group: str) -> list[Path]:
    """Return the score books of all profiles whose names begin with `group`, by name."""
    folder = user_places().profiles
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(each for each in found if each.suffix == SUFFIX and each.name.startswith(group))


def _row(name: str, book: ScoreBook) -> tuple[str, ...]:
    done = [solved for each in book.rounds for solved in each.done]
    first = sum(each.at_first_try for each in done)
    share = f"{100 * first / len(done):.0f} %" if done else ""
    return (
        name,
        str(sum(bool(each.done) for each in book.rounds)),
        str(len(book.days)),
        str(len(done)),
        share,
        f"{book.median_seconds:.1f}",
        " ".join(book.to_practice),
    )


def _as_table(rows: list[tuple[str, ...]]) -> str:
    """Return lines in columns: names at the left, numbers at the right."""
    every = [HEAD, *rows]
    widths = [max(len(row[k]) for row in every) for k in range(len(HEAD))]
    ends = (0, len(HEAD) - 1)
    lines = (
        "  ".join(
            text.ljust(width) if k in ends else text.rjust(width)
            for k, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in every
    )
    return "".join(f"{line}\n" for line in lines)


def _as_csv(rows: list[tuple[str, ...]]) -> str:
    """Return the same as CSV; a share is a plain number there."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEAD)
    writer.writerows([cell.removesuffix(" %") for cell in row] for row in rows)
    return text.getvalue()

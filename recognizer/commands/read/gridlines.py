"""Grids of printed cells as lines of CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence


def grid_lines(tables: Iterable[Sequence[Sequence[str]]], first: Sequence[str] = ()) -> list[str]:
    """Return the rows of each table as lines of CSV, tables parted by an empty one.

    Each row begins with the fields `first`.
    """
    lines: list[str] = []
    for table in tables:
        if lines:
            lines.append("")
        for row in table:
            text = io.StringIO()
            csv.writer(text, lineterminator="").writerow([*first, *row])
            lines.append(text.getvalue())
    return lines

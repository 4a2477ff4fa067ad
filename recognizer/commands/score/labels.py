"""Finds what is written on each file of a folder: in its table, its folder's name, or its own."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recognizer.commands.read.walk import Source, walk
from recognizer.disk.regularfile import read_regular
from recognizer.errors import DataError, naming

TABLE = "labels.csv"
_MAX_TABLE_BYTES = 64 * 2**20
_BEGIN = re.compile(r"(?:(?:digit|label|number)[-_ ]?)?([^\W_]+)", re.IGNORECASE)
"""How a name begins: 7 of 7_12.png, 7-b.png, 7 (3).png and digit-7-12.png."""

IsLabel = Callable[[str], bool]


@dataclass(frozen=True)
class LabeledFile:
    """A file, and what is written on it; "" if that is not known."""

    source: Source
    label: str


def labeled_files(folder: Path, is_label: IsLabel) -> Iterator[LabeledFile]:
    """Yield the files of a folder with their labels, those in its ``labels.csv`` if it has one.

    Else a file is labeled by the folder in it where it lies, as ``7/a.png``, or by how its name
    begins, as ``7_12.png``, whichever is the first to be a label.

    Raises
    ------
    DataError
        If the table cannot be read.
    """
    if (folder / TABLE).is_file():
        yield from _in_table(folder / TABLE)
        return
    for source in walk([str(folder)]):
        path = Path(source.name)
        begin = _BEGIN.match(path.name)
        names = [path.parent.name] if source.under not in ("", ".") else []
        names += [begin[1]] if begin else []
        yield LabeledFile(source, next(filter(is_label, names), ""))


def _in_table(table: Path) -> Iterator[LabeledFile]:
    """Yield a file and its label for each line: the first two columns, or those called so."""
    with naming(table, DataError, OSError, ValueError, csv.Error):
        text = read_regular(table, _MAX_TABLE_BYTES).decode("utf-8-sig")
        lines = text.splitlines()
        rows = [row for row in csv.reader(lines, delimiter=_delimiter(lines)) if row]
    file, label = 0, 1
    heads = [each.strip().lower() for each in rows[0]] if rows else []
    if "label" in heads:
        label = heads.index("label")
        names = ("file", "filename", "image", "path", "name")
        known = [heads.index(name) for name in names if name in heads]
        file, rows = known[0] if known else int(label == 0), rows[1:]
    for number, row in enumerate(rows, 1):
        if len(row) <= max(file, label):
            raise DataError(f"{table}: row {number} has no file and label")
        yield LabeledFile(Source(str(table.parent / row[file].strip())), row[label].strip())


def _delimiter(lines: Sequence[str]) -> str:
    """Return what parts the columns: spreadsheets write ; or tabs where a comma is decimal."""
    first = next(filter(str.strip, lines), "")
    return next((each for each in ",;\t" if each in first), ",")

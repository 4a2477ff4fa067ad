"""Files of ink: one ink (``.json``) or one a line (``.jsonl``, ``.jsonl.gz``).

A line may carry, beside the strokes, who wrote it and what it says; measuring and training use
that. It is the form of the shared ink data::

    {"label": "7", "writer": "w1", "source": "tablet", "split": "dev", "strokes": [[[x, y], ...]]}
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from recognizer.errors import InkError, reason
from recognizer.ink import Ink, parse_json

SUFFIXES = (".json", ".jsonl", ".jsonl.gz")
MAX_LINE_BYTES = 32 * 2**20
"""A line longer than this is refused before it is parsed: no ink within the limits needs it."""
MOST_BAD = 20
"""Lines of a file that may be no ink; with more it is not what its name says."""


@dataclass(frozen=True)
class LabeledInk:
    """An ink and what is known of it; "" where nothing is. `line` counts from 1."""

    ink: Ink
    label: str = ""
    writer: str = ""
    source: str = ""
    split: str = ""
    line: int = field(default=1, compare=False)


def is_ink_file(path: Path) -> bool:
    """Tell whether the name of `path` is that of an ink file."""
    return path.name.lower().endswith(SUFFIXES)


def read_ink_file(
    path: Path, on_bad: Callable[[InkError], None] | None = None
) -> Iterator[LabeledInk]:
    """Yield the inks of `path` one by one, in order; blank lines are passed over.

    Parameters
    ----------
    path : Path
    on_bad : callable, optional
        Is given the error of a line that is no ink, and the next one is read; `MOST_BAD` times.

    Raises
    ------
    InkError
        If the file cannot be opened or a line is no ink; the message names file and line.
    """
    try:
        if path.name.lower().endswith(".json"):
            with path.open("rb") as stream:
                yield _read_one(stream.read(MAX_LINE_BYTES + 1), str(path))
            return
        with _open_lines(path) as stream:
            yield from _read_lines(stream, path, on_bad)
    except (OSError, EOFError, zlib.error) as error:
        raise InkError(f"{path}: {reason(error)}") from None


def _open_lines(path: Path) -> IO[bytes] | gzip.GzipFile:
    if path.name.lower().endswith(".gz"):
        return gzip.open(path, "rb")
    return path.open("rb")


def _read_lines(
    stream: IO[bytes] | gzip.GzipFile, path: Path, on_bad: Callable[[InkError], None] | None
) -> Iterator[LabeledInk]:
    number = bad = 0
    while line := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if not line.strip():
            continue
        try:
            yield _read_one(line, f"{path}:{number}", number)
        except InkError as error:
            bad += 1
            if on_bad is None or bad > MOST_BAD or len(line) > MAX_LINE_BYTES:
                raise
            on_bad(error)


def _read_one(text: bytes, where: str, line: int = 1) -> LabeledInk:
    if len(text) > MAX_LINE_BYTES:
        raise InkError(f"{where}: more than {MAX_LINE_BYTES // 2**20} MiB for one ink")
    if not text.strip():
        raise InkError(f"{where}: an empty file")
    try:
        record = parse_json(text)
        ink = Ink.from_record(record)
    except InkError as error:
        raise InkError(f"{where}: {error}") from None
    assert isinstance(record, dict)  # noqa: S101  (from_record has checked it)
    label, writer, source, split = (
        "" if record.get(key) is None else str(record[key])
        for key in ("label", "writer", "source", "split")
    )
    return LabeledInk(ink, label, writer, source, split, line)

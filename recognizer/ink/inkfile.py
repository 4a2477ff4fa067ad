"""Files of ink: one ink (``.json``), or one ink per line (``.jsonl``, ``.jsonl.gz``, ``.ndjson``).

Beside the strokes, a line may say who wrote it and what it says. Measuring and training use
that::

    {"label": "7", "writer": "w1", "source": "tablet", "split": "dev", "strokes": [[[x, y], ...]]}

Drawings of Quick, Draw! and files of InkML and UNIPEN are ink, too (`otherinks`).
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from pathlib import Path

from recognizer.disk.regularfile import open_regular, read_regular
from recognizer.errors import DataError, InkError, naming
from recognizer.ink import MAX_POINTS, Ink, parse_json
from recognizer.ink.otherinks import from_inkml, from_quickdraw, unipen_records

UNIPEN_SUFFIXES = (".unp", ".unipen", ".dat")
"""A file of UNIPEN often ends in .dat, as many others do: it is read only if it is named."""
SUFFIXES = (".json", ".jsonl", ".jsonl.gz", ".ndjson", ".inkml", *UNIPEN_SUFFIXES[:2])
SEVERAL = (".jsonl", ".jsonl.gz", ".ndjson", *UNIPEN_SUFFIXES)
"""Suffixes of files that may hold many inks."""
MAX_LINE_BYTES = 32 * 2**20
"""A longer line is refused before it is parsed. No ink within the limits needs more."""
MAX_FILE_BYTES = 4 * 2**30
"""For files that are read line by line: a thousand times the largest public data set."""
MAX_BAD_LINES = 20
"""A file with more lines that are not ink is refused."""
MAX_UNPACKED_BYTES, MAX_UNPACKED_TIMES = 64 * 2**20, 200
"""A compressed file may unpack to so many bytes plus so many times its own size. Ink unpacks to
four times its size; only blank lines unpack to a thousand times."""
_CHUNK_BYTES = 2**20
_NOT_BLANK = re.compile(rb"\S")


@dataclass(frozen=True)
class LabeledInk:
    """An ink and what is known about it; "" for unknown. `line` counts from 1."""

    ink: Ink
    label: str = ""
    writer: str = ""
    source: str = ""
    split: str = ""
    line: int = field(default=1, compare=False)


def is_ink_file(path: Path) -> bool:
    """Tell whether `path` has the name of an ink file."""
    return path.name.lower().endswith(SUFFIXES)


def read_ink_file(
    path: Path | str, on_bad: Callable[[InkError], None] | None = None
) -> Iterator[LabeledInk]:
    """Yield the inks of `path` one by one, in order; blank lines are skipped.

    `on_bad` is called with the error of a line that is not ink; then the next line is read. After
    `MAX_BAD_LINES` such lines the error is raised.

    Raises
    ------
    InkError
        If the file cannot be opened or a line is not ink; the message names file and line.
    """
    path = Path(path)
    with naming(path, InkError, OSError, EOFError, zlib.error):
        if path.name.lower().endswith((".json", ".inkml")):
            read = read_ink if path.name.lower().endswith(".json") else _read_inkml
            yield read(read_regular(path, MAX_LINE_BYTES), str(path))
            return
        if path.name.lower().endswith(UNIPEN_SUFFIXES):
            yield from _read_unipen(path, on_bad)
            return
        with open_regular(path, MAX_FILE_BYTES) as packed:
            if not path.name.lower().endswith(".gz"):
                yield from _read_lines(packed, path, on_bad)
                return
            most = MAX_UNPACKED_BYTES + MAX_UNPACKED_TIMES * path.stat().st_size
            with gzip.GzipFile(fileobj=packed) as stream:
                yield from _read_lines(_Bounded(stream, most, path), path, on_bad)


class _Bounded(BufferedIOBase):
    """The content of a compressed file, up to a limit."""

    def __init__(self, stream: BufferedIOBase, most: int, path: Path) -> None:
        self._stream, self._left, self._path = stream, most, path

    def read1(self, size: int = -1, /) -> bytes:
        chunk = self._stream.read1(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise InkError(f"{self._path}: unpacks to far more than ink does")
        return chunk


class Lines:
    """Iterates over the lines of a stream that are not blank, with their numbers from 1 on.

    A line of more than `MAX_LINE_BYTES` is cut, to a little more than that. Blank lines cost next
    to nothing, however many there are. `head` has already been read from the stream.
    """

    def __init__(self, stream: BufferedIOBase, head: bytes = b"") -> None:
        self._stream = stream
        self._buffer = bytearray(head)
        self._number = 1

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        return self

    def __next__(self) -> tuple[int, bytes]:
        self._skip_blank()
        line = self._take_line()
        if not line:
            raise StopIteration
        return self._number, line

    def rest(self, most: int) -> bytes:
        """Return what follows the last line, including its line end; at most `most` bytes."""
        while len(self._buffer) < most and self._fill():
            pass
        return self._take(most)

    def _skip_blank(self) -> None:
        is_blank = True
        while is_blank:
            found = _NOT_BLANK.search(self._buffer)
            place = found.start() if found else len(self._buffer)
            is_blank, found = found is None, None  # a match would keep the buffer from changing
            self._number += self._take(place).count(b"\n")
            if is_blank and not self._fill():
                return

    def _take_line(self) -> bytes:
        searched = 0
        while (end := self._buffer.find(b"\n", searched)) < 0:
            searched = end = len(self._buffer)
            if searched > MAX_LINE_BYTES or not self._fill():
                break
        return self._take(end)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]  # moves no bytes: a bytearray remembers where it begins
        return taken

    def _fill(self) -> bool:
        chunk = self._stream.read1(_CHUNK_BYTES)
        self._buffer += chunk
        return bool(chunk)


def _read_lines(
    stream: BufferedIOBase, path: Path, on_bad: Callable[[InkError], None] | None
) -> Iterator[LabeledInk]:
    bad = 0
    for number, line in Lines(stream):
        try:
            yield read_ink(line, f"{path}:{number}", number)
        except InkError as error:
            bad += 1
            if on_bad is None or bad > MAX_BAD_LINES or len(line) > MAX_LINE_BYTES:
                raise
            on_bad(error)


def read_ink(text: bytes, where: str, line: int = 1) -> LabeledInk:
    """Return the ink in `text`, which came from `where`.

    Raises
    ------
    InkError
        If it is not ink, or too much; the message begins with `where`.
    """
    if len(text) > MAX_LINE_BYTES:
        raise InkError(f"{where}: more than {MAX_LINE_BYTES // 2**20} MiB for one ink")
    if not text.strip():
        raise InkError(f"{where}: an empty file")
    # Whatever takes memory has a comma. A point has at most four.
    if text.count(b",") > 5 * MAX_POINTS:
        raise InkError(f"{where}: more than {MAX_POINTS:,} points")
    try:
        record = parse_json(text)
        if isinstance(record, dict) and "drawing" in record and "strokes" not in record:
            record = from_quickdraw(record)
        return _labeled(record, line)
    except InkError as error:
        raise InkError(f"{where}: {error}") from None


def _labeled(record: object, line: int) -> LabeledInk:
    ink = Ink.from_record(record)
    assert isinstance(record, dict)  # noqa: S101  (from_record has checked it)
    label, writer, source, split = (
        "" if record.get(key) is None else str(record[key])
        for key in ("label", "writer", "source", "split")
    )
    return LabeledInk(ink, label, writer, source, split, line)


def _read_inkml(content: bytes, where: str) -> LabeledInk:
    try:
        return _labeled(from_inkml(content), 1)
    except InkError as error:
        raise InkError(f"{where}: {error}") from None


def _read_unipen(path: Path, on_bad: Callable[[InkError], None] | None) -> Iterator[LabeledInk]:
    try:
        records = unipen_records(path)
    except DataError as error:
        raise InkError(str(error)) from None
    for number, record in enumerate(records, 1):
        try:
            yield _labeled(record, number)
        except InkError as error:
            fault = InkError(f"{path}:{number}: {error}")
            if on_bad is None:
                raise fault from None
            on_bad(fault)

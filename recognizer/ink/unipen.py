"""Reads the UNIPEN format 1.0: where the pen was, and what it wrote, as keywords and numbers.

A file holds components and segments. A component is the points from one pen keyword to the next. A
segment is one written thing; it names the components, or points in them, that it consists of::

    .COORD X Y
    .PEN_DOWN
    310 540
    312 522
    .PEN_UP
    .SEGMENT CHARACTER 0 OK "1"

Contributors differ, so this is how files are read here:

- A component without points is not counted: many write ``.PEN_UP`` only to end a stroke. One with
  points is counted, whether the pen was up or down; only pen-down components are ink.
- ``.PEN_DOWN`` may follow ``.PEN_DOWN``; any other keyword ends a component as well.
- ``0-3,5,7:2-8:6`` means components 0 to 3, all of 5, and from point 2 of 7 to point 6 of 8.
- ``.INCLUDE`` names a file in the folder of includes or, in some files, beside the file itself.
- Text may continue on the next lines and may contain keywords; a keyword counts only at the start
  of a line.

Source: I. Guyon, L. Schomaker, R. Plamondon, M. Liberman, S. Janet, "UNIPEN project of on-line
data exchange and recognizer benchmarks", ICPR 1994.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from recognizer.disk.regularfile import read_regular
from recognizer.errors import DataError, naming

Point = tuple[float, float]
Strokes = list[list[Point]]

_KEYWORD = re.compile(r"\.([A-Z][A-Z_]*)\s*(.*)")
_SEGMENT = re.compile(r'(\S+)\s+([\d:,-]+)[^"]*"(.*)"')
_SPAN = re.compile(r"(\d{1,9})(?::(\d{1,9}))?(?:-(\d{1,9})(?::(\d{1,9}))?)?")
_MAX_STROKES = 100_000  # of a segment, which may name the same ones again and again
_MAX_BYTES = 256 * 2**20
_MAX_INCLUDE_DEPTH = 8
"""Real files nest includes two deep; with more than this, a file includes itself."""


@dataclass(frozen=True)
class Component:
    """The points (x, y) between two pen keywords, y up, in the tablet's unit."""

    down: bool
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Segment:
    """Something written: its label, and where in the file it is.

    `first` is the number of components before it, `note` the first comment after it.
    """

    level: str
    where: str
    label: str
    first: int
    note: str = ""


@dataclass(frozen=True)
class UnipenFile:
    """A UNIPEN file with everything that it includes; `writer` is "" if none is named."""

    components: tuple[Component, ...]
    segments: tuple[Segment, ...]
    writer: str = ""


def read_unipen(path: Path, includes: Path | None = None) -> UnipenFile:
    """Read the file `path`, with its includes from the folder `includes`.

    Without that folder, includes are ignored.

    Raises
    ------
    DataError
        If a file is missing or cannot be read, or a segment has no label or no place.
    """
    return parse_unipen(_read(path), path, includes)


def parse_unipen(text: str, path: Path = Path(), includes: Path | None = None) -> UnipenFile:
    """Read the UNIPEN `text`; `path` is its file, for includes and messages.

    Raises
    ------
    DataError
        As in `read_unipen`.
    """
    reader = _Reader(includes)
    reader.read(text, path)
    return UnipenFile(tuple(reader.components), tuple(reader.segments), reader.writer)


def delineated(page: UnipenFile, where: str) -> Strokes:
    """Return the strokes that a segment names with `where`; ignore parts beyond the file's end.

    Raises
    ------
    DataError
        If `where` does not have the form of a delineation, or names too many strokes.
    """
    strokes: Strokes = []
    for span in where.split(","):
        strokes += islice(_span(page, span), _MAX_STROKES)
        if len(strokes) >= _MAX_STROKES:
            raise DataError(f"a segment of {_MAX_STROKES:,} strokes or more")
    return strokes


def following(page: UnipenFile) -> Iterator[tuple[Segment, Strokes]]:
    """Yield every segment with the strokes between it and the next.

    For files in which the points follow each segment. There the numbers in a segment count
    segments, not components.
    """
    ends = [segment.first for segment in page.segments[1:]] + [len(page.components)]
    for segment, end in zip(page.segments, ends, strict=True):
        parts = page.components[segment.first : end]
        yield segment, [list(part.points) for part in parts if part.down]


def _span(page: UnipenFile, span: str) -> Iterator[list[Point]]:
    found = _SPAN.fullmatch(span)
    if found is None:
        raise DataError(f"{span!r} is not a place in a UNIPEN file")
    first, first_point, last, last_point = (
        None if number is None else int(number) for number in found.groups()
    )
    assert first is not None  # noqa: S101  (the pattern has it)
    if last is None:
        last, last_point = first, first_point
    for index in range(first, min(last + 1, len(page.components))):
        begin = first_point if index == first else None
        end = last_point + 1 if index == last and last_point is not None else None
        points = page.components[index].points[begin:end]
        if page.components[index].down and points:
            yield list(points)


@dataclass
class _Reader:
    """The state while a file is read, which keywords change."""

    includes: Path | None
    components: list[Component] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    writer: str = ""
    columns: tuple[str, ...] = ("X", "Y")
    down: bool | None = None  # None: numbers here are not points
    points: list[Point] = field(default_factory=list)
    depth: int = 0

    def read(self, text: str, path: Path) -> None:
        for line in text.splitlines():
            keyword = _KEYWORD.match(line) if line.startswith(".") else None
            if keyword is not None:
                self._end_component()
                self._follow(keyword[1], keyword[2].strip(), path)
            elif self.down is not None:
                self._add_points(line)
        self._end_component()

    def _follow(self, keyword: str, value: str, path: Path) -> None:
        if keyword in ("PEN_DOWN", "PEN_UP"):
            self.down = keyword == "PEN_DOWN"
        elif keyword == "SEGMENT":
            self.segments.append(_segment(value, len(self.components), path))
        elif keyword == "COMMENT":
            self._note(value)
        elif keyword == "COORD":
            self.columns = _columns(value, path)
        elif keyword == "WRITER_ID":
            self.writer = (value.split() or [""])[0]
        elif keyword == "INCLUDE":
            self._include(value, path)

    def _end_component(self) -> None:
        if self.down is not None and self.points:
            self.components.append(Component(self.down, tuple(self.points)))
        self.down, self.points = None, []

    def _add_points(self, line: str) -> None:
        numbers = _numbers(line)
        width = len(self.columns)
        x, y = self.columns.index("X"), self.columns.index("Y")
        for start in range(0, len(numbers) - width + 1, width):
            self.points.append((numbers[start + x], numbers[start + y]))

    def _note(self, value: str) -> None:
        last = self.segments[-1] if self.segments else None
        if last is not None and not last.note and last.first == len(self.components):
            self.segments[-1] = Segment(last.level, last.where, last.label, last.first, value)

    def _include(self, name: str, path: Path) -> None:
        if self.includes is None or name.endswith(".lex"):  # a lexicon has words, but no ink
            return
        if self.depth == _MAX_INCLUDE_DEPTH:
            raise DataError(
                f"{path}: .INCLUDE {name}: more than {_MAX_INCLUDE_DEPTH} within each other"
            )
        found = _find(name, path, self.includes)
        self.depth += 1
        self.read(_read(found), found)
        self.depth -= 1


def _segment(value: str, first: int, path: Path) -> Segment:
    found = _SEGMENT.match(value)
    if found is None:
        raise DataError(f"{path}: no place or no label in .SEGMENT {value}")
    # A backslash escapes the next character.
    return Segment(found[1], found[2], re.sub(r"\\(.)", r"\1", found[3]), first)


def _columns(value: str, path: Path) -> tuple[str, ...]:
    columns = tuple(value.split())
    if not {"X", "Y"} <= set(columns):
        raise DataError(f"{path}: no X and Y in .COORD {value}")
    return columns


def _numbers(line: str) -> list[float]:
    """Return the numbers of a line of numbers; for any other text, return none."""
    words = line.split()
    try:
        return [int(word) for word in words]
    except ValueError:
        pass
    try:
        numbers = [float(word) for word in words]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []


def _find(name: str, path: Path, includes: Path) -> Path:
    for folder in (includes, path.parent):
        if (folder / name).is_file():
            return folder / name
    raise DataError(f"{path}: .INCLUDE {name}: no such file in {includes}")


def _read(path: Path) -> str:
    with naming(path, DataError):
        content = read_regular(path, _MAX_BYTES)
    return content.decode("latin-1")  # never an error; only names are not ASCII

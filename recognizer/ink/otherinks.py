"""Ink of other programs: Quick, Draw!, InkML (W3C) and UNIPEN, as records like our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from recognizer.errors import DataError, InkError, naming
from recognizer.ink.ink import MAX_POINTS
from recognizer.ink.unipen import Segment, Strokes, UnipenFile, delineated, following, read_unipen

Record = dict[str, Any]

_LEVELS = ("CHARACTER", "DIGIT", "WORD", "TEXT")
"""Of UNIPEN's segments; those of the first level that a file has are read."""
_NO_INK = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)  # a few can unpack to gigabytes
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def from_quickdraw(record: Record) -> Record:
    """Return a drawing of Quick, Draw!, whose strokes are lists of all x, all y and perhaps times.

    Raises
    ------
    InkError
        If it is none.
    """
    drawing = record["drawing"]
    if not isinstance(drawing, list) or not all(map(_is_pair, drawing)):
        raise InkError('not ink: "drawing" must be a list of strokes [[x, ...], [y, ...]]')
    strokes = [[[x, y] for x, y in zip(stroke[0], stroke[1], strict=True)] for stroke in drawing]
    return {"label": record.get("word"), "writer": record.get("key_id"), "strokes": strokes}


def _is_pair(stroke: object) -> bool:
    if not isinstance(stroke, list) or len(stroke) < 2:
        return False
    x, y = stroke[:2]
    return isinstance(x, list) and isinstance(y, list) and len(x) == len(y)


def from_inkml(content: bytes) -> Record:
    """Return all traces of an InkML file; its annotation "truth" is the label.

    Raises
    ------
    InkError
        If it is not InkML, or codes points as differences.
    """
    if _NO_INK.search(content):
        raise InkError("InkML with a document type, which is not read")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  (without entities it cannot grow)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise InkError(f"not InkML: {error}") from None
    found = list(root.iter())
    channels = [each.get("name", "") for each in found if _tag(each) == "channel"]
    x, y = (channels.index(name) if name in channels else k for k, name in enumerate("XY"))
    traces = [each for each in found if _tag(each) == "trace" and each.get("type") != "penUp"]
    truths = [each.text for each in root if _tag(each) == "annotation"]
    kinds = [each.get("type") for each in root if _tag(each) == "annotation"]
    label = dict(zip(kinds, truths, strict=True)).get("truth")
    strokes = [_points(each.text or "", x, y) for each in traces]
    return {"label": (label or "").strip().strip("$"), "strokes": strokes}


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _points(text: str, x: int, y: int) -> list[list[float]]:
    points = [each.split() for each in text.split(",") if each.strip()]
    if len(points) > MAX_POINTS:
        raise InkError(f"more than {MAX_POINTS:,} points")
    if not all(len(each) > max(x, y) for each in points):
        raise InkError("not ink: a point without x and y")
    places = [each[k] for each in points for k in (x, y)]
    if not all(map(_NUMBER.fullmatch, places)):
        raise InkError("InkML whose points are not plain numbers, which is not read")
    return [[float(each[x]), float(each[y])] for each in points]


def unipen_records(path: Path) -> list[Record]:
    """Return what a UNIPEN file holds, symbol by symbol if it says where they are, else as a whole.

    What it includes is looked for where the public release of UNIPEN has it.

    Raises
    ------
    DataError
        If it cannot be read, or has no points.
    """
    page = read_unipen(path, _includes(path))
    with naming(path, DataError, DataError):
        found = [(each.label, strokes) for each, strokes in _segments(page)]
    whole = [list(each.points) for each in page.components if each.down]
    if not whole:
        raise DataError(f"{path}: no points in it")
    return [
        {"label": label, "writer": page.writer, "strokes": _downward(strokes)}
        for label, strokes in found or [("", whole)]
    ]


def _includes(path: Path) -> Path | None:
    """Return the folder ``include`` beside the folder ``data`` that holds the file."""
    releases = (each.parent for each in path.absolute().parents if each.name == "data")
    return next((each / "include" for each in releases if (each / "include").is_dir()), None)


def _segments(page: UnipenFile) -> Iterator[tuple[Segment, Strokes]]:
    """Yield the segments of the finest level that has any, with their strokes.

    Where points follow every segment, they are its own, whatever its numbers say (pendigits).
    """
    levels = {each.level for each in page.segments}
    finest = next((each for each in _LEVELS if each in levels), "")
    after = list(following(page)) if page.segments else []
    if not after or page.segments[0].first or not all(strokes for _, strokes in after):
        after = [(each, delineated(page, each.where)) for each in page.segments]
    yield from ((each, strokes) for each, strokes in after if each.level == finest and strokes)


def _downward(strokes: Strokes) -> list[list[list[float]]]:
    """Turn y, which goes up in UNIPEN."""
    return [[[x, -y] for x, y in stroke] for stroke in strokes]

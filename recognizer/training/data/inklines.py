"""Writes inks of any source as lines of ink, and counts what a file holds.

The form is that of `recognizer.ink.inkfile`: x to the right, y down. Coordinates are integers; each
ink is moved to 0,0 and has a longer side of 1,000. Points that repeat the one before are dropped.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

LONGER_SIDE = 1000

Polylines = Sequence[Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Written:
    """One ink as its source gives it: strokes of (x, y), y up unless `y_down`, in any unit."""

    label: str
    writer: str
    source: str
    split: str
    strokes: Polylines
    y_down: bool = False


@dataclass(frozen=True)
class Tally:
    """How many inks a file holds, and the SHA-256 of their labels, splits and strokes."""

    train: int
    dev: int
    digest: str


def normalized(strokes: Polylines, y_down: bool = False) -> list[list[list[int]]]:
    """Return `strokes` moved to 0,0, y down, scaled to 1,000, without repeated points.

    An ink without extent (dots on one spot) is not scaled: every point becomes 0,0.
    """
    sign = 1 if y_down else -1
    points = [(x, sign * y) for stroke in strokes for x, y in stroke]
    left, top = (min(values) for values in zip(*points, strict=True))
    right, bottom = (max(values) for values in zip(*points, strict=True))
    extent = max(right - left, bottom - top)
    scale = LONGER_SIDE / extent if extent else 0.0
    return [
        _without_repeats(
            [[round((x - left) * scale), round((sign * y - top) * scale)] for x, y in stroke]
        )
        for stroke in strokes
    ]


def ink_line(ink: Written) -> str:
    """Return `ink` as one line of JSON, without a line end."""
    record = {
        "label": ink.label,
        "writer": ink.writer,
        "source": ink.source,
        "split": ink.split,
        "strokes": normalized(ink.strokes, ink.y_down),
    }
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False)


def write_ink(inks: Iterable[Written], path: Path) -> Tally:
    """Write `inks` to the gzip file `path`, all or nothing; the same bytes every time.

    Without any ink, no file is written.
    """
    count = _Count()
    part = path.with_name(path.name + ".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as stream:
        for line in map(ink_line, inks):
            stream.write(line.encode() + b"\n")
            count.add(line)
    if count.lines:
        os.replace(part, path)
    else:
        part.unlink()
    return count.tally()


def tally(lines: Iterable[str]) -> Tally:
    """Count lines of ink, and compute their digest."""
    count = _Count()
    for line in lines:
        count.add(line)
    return count.tally()


def _without_repeats(points: list[list[int]]) -> list[list[int]]:
    return [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]


class _Count:
    def __init__(self) -> None:
        self.lines: Counter[str] = Counter()
        self._digest = hashlib.sha256()

    def add(self, line: str) -> None:
        record = json.loads(line)
        # The writer is left out: the data files say "None" for some whose names UNIPEN gives.
        known = [record[key] for key in ("label", "split", "strokes")]
        self._digest.update(json.dumps(known, separators=(",", ":")).encode() + b"\n")
        self.lines[record["split"]] += 1

    def tally(self) -> Tally:
        return Tally(self.lines["train"], self.lines["dev"], self._digest.hexdigest())

"""Converts S. Kahl's handwritten-digits-corpus: digits written on an iPad with a pencil.

Its JSON file holds, by digit, writer and repetition, the way of the pencil in steps::

    {"7": {"1": {"0": [{"start": {"x": 1, "y": 2}, "end": {"x": 3, "y": 2}, "time": 0.5}]}}}

Source: https://github.com/skahl/handwritten-digits-corpus, README.md.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recognizer.errors import DataError
from recognizer.training.data.archives import members, parsed, point, shaped
from recognizer.training.data.inklines import Written

WRITERS = ("1", "2", "4", "5")
"""The author advises not to train on writer 6, who wrote very slowly; there is no writer 3."""
DEV_WRITER = "5"

_FILTERED = r"[^/]*(?<!un)filtered[^/]*\.json"
"""There are two files. From this one the author has removed what is broken off or mistaken."""


def ipad_inks(packed: Path) -> Iterator[Written]:
    """Yield the digits in `packed`, the corpus as GitHub packs it.

    Raises
    ------
    DataError
        If the file is missing or malformed.
    """
    name, content = _filtered(packed)
    corpus = parsed(content, f"{packed}: {name}")
    for writer in WRITERS:
        split = "dev" if writer == DEV_WRITER else "train"
        for digit in string.digits:
            with shaped(f"{packed}: {name}: a drawing of {digit} by writer {writer} is malformed"):
                drawings = _drawings(corpus[digit][writer])
            for strokes in filter(None, drawings):
                yield Written(digit, f"ipad/{writer}", "ipad", split, strokes, y_down=True)


def strokes_of_moves(moves: Any) -> list[list[tuple[float, float]]]:
    """Return the strokes of a list of steps. Where a step starts elsewhere, the pencil was up."""
    strokes: list[list[tuple[float, float]]] = []
    for move in moves:
        start, end = point(move["start"]), point(move["end"])
        if not strokes or strokes[-1][-1] != start:
            strokes.append([start])
        strokes[-1].append(end)
    return strokes


def _drawings(repetitions: Any) -> list[list[list[tuple[float, float]]]]:
    return [strokes_of_moves(repetitions[key]) for key in sorted(repetitions, key=int)]


def _filtered(packed: Path) -> tuple[str, bytes]:
    found = members(packed, _FILTERED)
    if len(found) != 1:
        named = ", ".join(found) or "none"
        raise DataError(f"{packed}: not one JSON file of the filtered corpus in it, but {named}")
    return found.popitem()

"""Readings as JSON knows them: the same on the command line and on the web."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from recognizer.ink import BoundingBox
from recognizer.network.preprocess import Field
from recognizer.reading.result import Number, Reading
from recognizer.reading.words import sureness

TOP = 3
"""Candidates that are told of a digit among others."""

FieldOf = Callable[[Reading], Field]
"""Gives the (28, 28) field in [0, 1] from which a digit was read."""


def as_record(reading: Reading, field_of: FieldOf | None = None) -> dict[str, Any]:
    """Return a reading as JSON knows it.

    Confidences are in [0, 1], see `Reading.confidence`, and certainties the same in words; boxes
    are [left, top, right, bottom] in the unit of the ink or in pixels of the picture, or null;
    strokes of a digit are counted from 0, of a picture there are none.

    Parameters
    ----------
    reading : Reading
    field_of : callable, optional
        With it each digit has all its candidates, and its "field": what the network saw, 784
        bytes in base64, row by row, 0 for paper and 255 for ink.
    """
    return {
        "text": reading.text,
        "verdict": reading.verdict.value,
        "digitness": round(reading.digitness, 6),
        "confidence": round(reading.confidence, 6),
        "certainty": sureness(reading),
        "candidates": _candidates(reading, len(reading.candidates)),
        "box": _box(reading.box),
        "lines": _lines(reading, field_of),
    }


def _lines(reading: Reading, field_of: FieldOf | None) -> list[list[dict[str, Any]]]:
    if reading.lines:
        return [
            [_number(each, each.box, each.digits, field_of) for each in line]
            for line in reading.lines
        ]
    if not reading.candidates:
        return []
    return [[_number(reading, reading.box, (reading,), field_of)]]


def _number(
    read: Number | Reading,
    box: BoundingBox | None,
    digits: Iterable[Reading],
    field_of: FieldOf | None,
) -> dict[str, Any]:
    return {
        "text": read.text,
        "confidence": round(read.confidence, 6),
        "certainty": sureness(read),
        "box": _box(box),
        "digits": [_digit(each, field_of) for each in digits],
    }


def _digit(reading: Reading, field_of: FieldOf | None) -> dict[str, Any]:
    record: dict[str, Any] = {
        "text": reading.text,
        "verdict": reading.verdict.value,
        "best": reading.best,
        "confidence": round(reading.confidence, 6),
        "digitness": round(reading.digitness, 6),
        "box": _box(reading.box),
        "strokes": list(reading.strokes),
        "candidates": _candidates(reading, len(reading.candidates) if field_of else TOP),
    }
    if field_of:
        pixels = np.rint(field_of(reading) * 255).astype(np.uint8)
        record["field"] = b64encode(pixels.tobytes()).decode("ascii")
    return record


def _candidates(reading: Reading, most: int) -> list[dict[str, Any]]:
    return [
        {"label": each.label, "confidence": round(each.confidence, 6)}
        for each in reading.candidates[:most]
    ]


def _box(box: BoundingBox | None) -> list[float] | None:
    return [box.left, box.top, box.right, box.bottom] if box else None

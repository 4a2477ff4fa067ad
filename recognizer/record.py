"""Readings as JSON knows them: the same on the command line and on the web."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from recognizer.ink import BoundingBox
from recognizer.reading import Reading

TOP = 3
"""Candidates that are told of a digit among others."""


def as_record(reading: Reading) -> dict[str, Any]:
    """Return a reading as JSON knows it.

    Confidences are in [0, 1]; boxes are [left, top, right, bottom] in the unit of the ink or in
    pixels of the picture, or null.
    """
    return {
        "text": reading.text,
        "verdict": reading.verdict.value,
        "digitness": round(reading.digitness, 6),
        "confidence": round(reading.confidence, 6),
        "candidates": _candidates(reading, len(reading.candidates)),
        "box": _box(reading.box),
        "lines": _lines(reading),
    }


def _lines(reading: Reading) -> list[list[dict[str, Any]]]:
    if reading.lines:
        return [
            [_number(each.text, each.confidence, each.box, each.digits) for each in line]
            for line in reading.lines
        ]
    if not reading.candidates:
        return []
    return [[_number(reading.text, reading.confidence, reading.box, (reading,))]]


def _number(
    text: str, confidence: float, box: BoundingBox | None, digits: Iterable[Reading]
) -> dict[str, Any]:
    return {
        "text": text,
        "confidence": round(confidence, 6),
        "box": _box(box),
        "digits": [_digit(each) for each in digits],
    }


def _digit(reading: Reading) -> dict[str, Any]:
    return {
        "text": reading.text,
        "best": reading.best,
        "confidence": round(reading.confidence, 6),
        "digitness": round(reading.digitness, 6),
        "box": _box(reading.box),
        "candidates": _candidates(reading, TOP),
    }


def _candidates(reading: Reading, most: int) -> list[dict[str, Any]]:
    return [
        {"label": each.label, "confidence": round(each.confidence, 6)}
        for each in reading.candidates[:most]
    ]


def _box(box: BoundingBox | None) -> list[float] | None:
    return [box.left, box.top, box.right, box.bottom] if box else None

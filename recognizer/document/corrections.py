"""Corrections: what the user says single digits on the page are; immutable, and as JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recognizer.ink import BoundingBox, Stroke


@dataclass(frozen=True)
class Correction:
    """What one digit is, according to the user; the label "" is "not a digit".

    `strokes` are all of the digit, the same objects as on the page; empty for a digit in a picture.
    One of several digits in a picture has a `box`, in pixels of the picture.
    """

    strokes: tuple[Stroke, ...]
    label: str
    box: BoundingBox | None = None


Corrections = tuple[Correction, ...]


def of_all(strokes: Iterable[Stroke], label: str | None) -> Corrections:
    """Return a correction that all of `strokes` are one digit; no correction if `label` is None."""
    return () if label is None else (Correction(tuple(strokes), label),)


def with_correction(corrections: Corrections, new: Correction) -> Corrections:
    """Return `corrections` and `new`, without those that share a stroke or the box with `new`."""
    others = without_strokes(corrections, new.strokes)
    kept = (each for each in others if each.strokes or new.strokes or each.box != new.box)
    return (*kept, new)


def without_strokes(corrections: Corrections, gone: Iterable[Stroke]) -> Corrections:
    """Return the corrections that contain none of the stroke objects in `gone`."""
    ids = set(map(id, gone))
    return tuple(each for each in corrections if ids.isdisjoint(map(id, each.strokes)))


def as_records(corrections: Corrections, strokes: Sequence[Stroke]) -> list[list[object]]:
    """Return corrections for JSON: ``[[0, 2], "4"]`` says that strokes 0 and 2 are a 4.

    For one of several digits in a picture: ``[[], "4", [left, top, right, bottom]]``.
    """
    places = {id(stroke): place for place, stroke in enumerate(strokes)}
    return [
        [[places[id(stroke)] for stroke in each.strokes], each.label, *_corners(each.box)]
        for each in corrections
        if all(id(stroke) in places for stroke in each.strokes)
    ]


def from_records(records: object, strokes: Sequence[Stroke]) -> Corrections:
    """Return the corrections in decoded JSON.

    Raises
    ------
    ValueError
        If it is not a list of corrections, or one is about strokes that do not exist.
    """
    if not isinstance(records, list):
        raise ValueError("not a list of corrections")  # noqa: TRY004  (the file is wrong)
    return tuple(_correction_in(each, strokes) for each in records)


def moved_to(corrections: Corrections, old: Sequence[Stroke], new: Sequence[Stroke]) -> Corrections:
    """Return the corrections with the strokes of `old` replaced by those of `new`, in order."""
    return from_records(as_records(corrections, old), new)


def _correction_in(record: object, strokes: Sequence[Stroke]) -> Correction:
    if not (isinstance(record, list) and len(record) in (2, 3) and isinstance(record[1], str)):
        raise ValueError("not a correction")
    places, label, *corners = record
    known = range(len(strokes))
    if not isinstance(places, list) or not all(type(k) is int and k in known for k in places):
        raise ValueError("a correction of strokes that do not exist")
    return Correction(tuple(strokes[place] for place in places), label, _box_in(corners))


def _corners(box: BoundingBox | None) -> list[list[float]]:
    return [[box.left, box.top, box.right, box.bottom]] if box else []


def _box_in(corners: list[object]) -> BoundingBox | None:
    if not corners:
        return None
    (sides,) = corners
    if not isinstance(sides, list) or len(sides) != 4:
        raise ValueError("a correction of a place that is none")
    if not all(type(each) in (int, float) and math.isfinite(each) for each in sides):
        raise ValueError("a correction of a place that is none")
    return BoundingBox(*map(float, sides))

"""What the user has said of single digits on the board: data that never changes, and its JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recognizer.ink import BoundingBox, Stroke


@dataclass(frozen=True)
class Correction:
    """What the user says that one digit is.

    Parameters
    ----------
    strokes : tuple of Stroke
        All of the digit, the very objects on the page; none for what a picture shows.
    label : str
        "" for no digit.
    box : BoundingBox, optional
        Of one of several digits of a picture, in its pixels.
    """

    strokes: tuple[Stroke, ...]
    label: str
    box: BoundingBox | None = None


Corrections = tuple[Correction, ...]


def of_all(strokes: Iterable[Stroke], label: str | None) -> Corrections:
    """Return that all of `strokes` are one digit; None where nothing was said."""
    return () if label is None else (Correction(tuple(strokes), label),)


def with_correction(corrections: Corrections, new: Correction) -> Corrections:
    """Return `corrections` and `new`, without those that speak of a part of the same."""
    others = without_strokes(corrections, new.strokes)
    kept = (each for each in others if each.strokes or new.strokes or each.box != new.box)
    return (*kept, new)


def without_strokes(corrections: Corrections, gone: Iterable[Stroke]) -> Corrections:
    """Return those in which none of the strokes `gone`, the very objects, has a part."""
    ids = set(map(id, gone))
    return tuple(each for each in corrections if ids.isdisjoint(map(id, each.strokes)))


def as_records(corrections: Corrections, strokes: Sequence[Stroke]) -> list[list[object]]:
    """Return them as JSON knows them: ``[[0, 2], "4"]`` each, strokes by their place among all.

    Of one of several digits of a picture ``[[], "4", [left, top, right, bottom]]``.
    """
    places = {id(stroke): place for place, stroke in enumerate(strokes)}
    return [
        [[places[id(stroke)] for stroke in each.strokes], each.label, *_corners(each.box)]
        for each in corrections
        if all(id(stroke) in places for stroke in each.strokes)
    ]


def from_records(records: object, strokes: Sequence[Stroke]) -> Corrections:
    """Take corrections out of decoded JSON.

    Raises
    ------
    ValueError
        If it holds none, or some of strokes that are not there.
    """
    if not isinstance(records, list):
        raise ValueError("no list of corrections")  # noqa: TRY004  (of the file, not of a caller)
    return tuple(_correction_in(each, strokes) for each in records)


def moved_to(corrections: Corrections, old: Sequence[Stroke], new: Sequence[Stroke]) -> Corrections:
    """Return them for the strokes `new`, which stand where `old` stood, one for one."""
    return from_records(as_records(corrections, old), new)


def _correction_in(record: object, strokes: Sequence[Stroke]) -> Correction:
    if not (isinstance(record, list) and len(record) in (2, 3) and isinstance(record[1], str)):
        raise ValueError("a correction that is none")
    places, label, *corners = record
    known = range(len(strokes))
    if not isinstance(places, list) or not all(type(k) is int and k in known for k in places):
        raise ValueError("a correction of strokes that are not there")
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

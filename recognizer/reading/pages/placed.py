"""A reading of a picture that was turned or straightened, with boxes in the picture as given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from recognizer.ink import BoundingBox
from recognizer.reading.result import Line, Number, Reading

Place = Callable[[BoundingBox], BoundingBox]


def placed(reading: Reading, place: Place) -> Reading:
    """Return the same reading with each box where `place` says."""
    return replace(
        reading,
        lines=tuple(Line(tuple(_number(n, place) for n in line.numbers)) for line in reading.lines),
        grids=tuple(replace(each, box=place(each.box)) for each in reading.grids),
    )


def _number(number: Number, place: Place) -> Number:
    symbols = tuple(replace(each, box=place(each.box)) for each in number.symbols)
    return replace(number, symbols=symbols, box=place(number.box))

"""Readings as JSON, the same on the command line and on the web."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.reading.cells import Cell
from recognizer.reading.result import Number, Reading, Symbol
from recognizer.reading.seeing.views import Views
from recognizer.reading.words import sureness, views_sentence

MAX_CANDIDATES = 3
"""Of a digit in a number."""
ViewsOf = Callable[[Symbol], Views | None]


def no_views(symbol: Symbol) -> None:
    """Tell nothing of the views of `symbol`: it is of a picture, or nobody asks."""


def as_record(
    reading: Reading, with_fields: bool = False, views_of: ViewsOf = no_views
) -> dict[str, Any]:
    """Return a reading as JSON knows it.

    Confidences are in [0, 1], see `Reading.confidence`, and certainties the same in words; boxes
    are [left, top, right, bottom] in the unit of the ink or in pixels of the picture, or null;
    strokes of a digit are counted from 0, of a picture there are none. The label of a digit is its
    text, but "" where it is none, so that a "?" that was read is told from what was not read.
    `with_fields` each digit has all its candidates, and its "field": what the network saw, 784
    bytes in base64, row by row, 0 for paper and 255 for ink. It has its "views", too, if there are
    any: each point of the "path" is [x, y, lifted], with x and y in [-1, 1], and so are the places
    of the "numbers" of its strokes, which may lie beyond. Only where there are printed grids are
    there "grids", and a "cell" of what stands in one; grids, rows and columns count from 1.
    "turned" is there only if a picture was turned to be read; see `Reading`.
    """
    record: dict[str, Any] = {
        "text": reading.text,
        "verdict": reading.verdict.value,
        "digitness": round(reading.knownness, 6),
        "confidence": round(reading.confidence, 6),
        "certainty": sureness(reading),
        "candidates": _candidates(reading.candidates),
        "box": _box(reading.box) if reading.box else None,
        "lines": [
            [_number(each, with_fields, views_of) for each in line.numbers]
            for line in reading.lines
        ],
    }
    if reading.grids:
        record["grids"] = [
            {"rows": each.rows, "columns": each.columns, "box": _box(each.box)}
            for each in reading.grids
        ]
    if reading.turned:
        record["turned"] = reading.turned
    return record


def _number(number: Number, with_fields: bool, views_of: ViewsOf) -> dict[str, Any]:
    return {
        "text": number.text,
        "confidence": round(number.confidence, 6),
        "certainty": sureness(number),
        "box": _box(number.box),
        "digits": [_digit(each, with_fields, views_of) for each in number.symbols],
        **_cell(number.cell),
    }


def _digit(symbol: Symbol, with_field: bool, views_of: ViewsOf) -> dict[str, Any]:
    record: dict[str, Any] = {
        "text": symbol.text,
        "label": symbol.label,
        "verdict": symbol.verdict.value,
        "best": symbol.best,
        "confidence": round(symbol.confidence, 6),
        "digitness": round(symbol.knownness, 6),
        "box": _box(symbol.box),
        "strokes": list(symbol.strokes),
        "candidates": _candidates(symbol.candidates[: None if with_field else MAX_CANDIDATES]),
        **_cell(symbol.cell),
    }
    if with_field:
        record["field"] = b64encode(symbol.evidence.pixels.tobytes()).decode("ascii")
        views = views_of(symbol)
        if views:
            record["views"] = _views(views, symbol)
    return record


def _cell(cell: Cell | None) -> dict[str, Any]:
    return {"cell": asdict(cell)} if cell else {}


def _views(views: Views, symbol: Symbol) -> dict[str, Any]:
    said = views.said
    by_picture, by_path, together = _candidates([said.by_picture, said.by_path, said.together])
    return {
        "path": [[round(x, 3), round(y, 3), int(up)] for x, y, *_, up in views.path.tolist()],
        "numbers": views.numbers.round(3).tolist(),
        "by_picture": by_picture,
        "by_path": by_path,
        "together": together,
        "sentence": views_sentence(said, symbol.read, symbol.alphabet),
    }


def _candidates(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    return [{"label": each.label, "confidence": round(each.confidence, 6)} for each in candidates]


def _box(box: BoundingBox) -> list[float]:
    return [box.left, box.top, box.right, box.bottom]

"""Sums as JSON, the same on the command line and on the web."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from recognizer.sums.expression import Chain, Expression
from recognizer.sums.found import Outcome, Sum


def sum_record(found: Sum) -> dict[str, Any]:
    """Return a sum as JSON knows it.

    The box is [left, top, right, bottom], in the unit of the ink or in pixels of the picture;
    confidences are in [0, 1]. "value" is what the first side is worth, "3/4", or null where that is
    no fraction of whole numbers; "rounded" is the same with decimals, as people write it, behind
    "≈" if it is not all. Both are null where there is no answer. "is_right" is null where nobody
    has answered. The index of a symbol counts the digits of all lines of the reading, from 0.
    """
    box = found.box
    return {
        "text": found.text,
        "completed": found.completed,
        "outcome": found.outcome.value,
        "answer": found.answer,
        "is_right": _is_right(found),
        "trouble": found.trouble,
        **_value(found),
        "confidence": round(found.confidence, 6),
        "box": [box.left, box.top, box.right, box.bottom],
        "is_column": found.is_column,
        "tree": tree_record(found.tree),
        "symbols": [
            {"index": each.index, "label": each.label, "confidence": round(each.confidence, 6)}
            for each in found.taken
        ],
    }


def tree_record(tree: Chain | Expression) -> dict[str, Any]:
    """Return a tree as JSON knows it: its "kind", as "operation", and the fields of that class."""
    parts = {each.name: _part(getattr(tree, each.name)) for each in fields(tree)}
    return {"kind": type(tree).__name__.lower(), **parts}


def _part(part: Any) -> Any:
    if isinstance(part, tuple):
        return [_part(each) for each in part]
    return part if isinstance(part, str) else tree_record(part)


def _is_right(found: Sum) -> bool | None:
    is_answered = found.outcome in (Outcome.RIGHT, Outcome.WRONG)
    return found.outcome is Outcome.RIGHT if is_answered else None


def _value(found: Sum) -> dict[str, str | None]:
    value = found.value
    if value is None:
        return {"value": None, "rounded": None}
    exact = str(value.number) if value.is_exact else None
    return {"value": exact, "rounded": found.answer_as(fraction=False)}

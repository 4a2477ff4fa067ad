"""Sums as JSON: what a program is told of each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from recognizer.ink import BoundingBox
from recognizer.sums.found import Sum
from recognizer.sums.grammar import parsed
from recognizer.sums.record import sum_record, tree_record


def record_of(text: str, decimal: str = "") -> dict[str, Any]:
    """Return what JSON keeps of a sum that was read as `text`."""
    found = Sum(parsed(text), 0.75, (), BoundingBox(1, 2, 30, 40), decimal=decimal)
    kept: dict[str, Any] = json.loads(json.dumps(sum_record(found)))
    return kept


def test_a_sum_that_asks_is_told_with_its_answer() -> None:
    assert record_of("12+7=") == {
        "text": "12+7=",
        "completed": "12+7=19",
        "outcome": "answer",
        "answer": "19",
        "is_right": None,
        "trouble": "",
        "value": "19",
        "rounded": "19",
        "confidence": 0.75,
        "box": [1, 2, 30, 40],
        "is_column": False,
        "tree": {
            "kind": "chain",
            "sides": [
                {
                    "kind": "operation",
                    "sign": "+",
                    "left": {"kind": "number", "text": "12"},
                    "right": {"kind": "number", "text": "7"},
                }
            ],
            "signs": ["="],
        },
        "symbols": [],
    }


@pytest.mark.parametrize(
    ("text", "value", "rounded", "answer"),
    [
        ("1⁄2+1⁄4=", "3/4", "0.75", "3⁄4"),
        ("1/3=", "1/3", "≈0.3333333333", "≈0.3333333333"),
        ("√2=", None, "≈1.414213562", "≈1.414213562"),
        ("1/0=", None, None, ""),
    ],
)
def test_a_value_is_exact_where_it_can_be(
    text: str, value: str | None, rounded: str | None, answer: str
) -> None:
    record = record_of(text)
    assert (record["value"], record["rounded"], record["answer"]) == (value, rounded, answer)


@pytest.mark.parametrize(
    ("text", "is_right"), [("3+4=7", True), ("3+4=8", False), ("3+4=", None), ("3=1/0", None)]
)
def test_only_a_written_answer_is_right_or_wrong(text: str, is_right: bool | None) -> None:
    assert record_of(text)["is_right"] is is_right


def test_what_has_no_answer_says_why() -> None:
    assert record_of("1/0=")["trouble"] == "a division by zero has no answer"


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("-7", "negative", {"inner"}),
        ("7%", "percent", {"inner"}),
        ("7^2", "power", {"base", "exponent"}),
        ("√7", "root", {"radicand"}),
        ("7⁄2", "bar", {"top", "bottom"}),
        ("1 7⁄2", "mixed", {"whole", "part"}),
        ("(7)", "group", {"inner"}),
    ],
)
def test_each_node_of_a_tree_has_its_kind_and_its_parts(
    text: str, kind: str, parts: set[str]
) -> None:
    (side,) = tree_record(parsed(text))["sides"]
    assert side["kind"] == kind
    assert side.keys() == {"kind", *parts}

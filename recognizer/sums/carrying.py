"""Numbers under each other, worked out place by place, with what is carried and borrowed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from recognizer.reading.regions.glyph import MINUS, PLUS
from recognizer.sums.expression import Expression, Number, Operation
from recognizer.sums.steps import Step

PLACES = (
    "Thousandths",
    "Hundredths",
    "Tenths",
    "Ones",
    "Tens",
    "Hundreds",
    "Thousands",
    "Ten thousands",
    "Hundred thousands",
    "Millions",
)
"""Numbers with others are not worked out place by place."""
_DECIMAL_PLACES = PLACES.index("Ones")


def column_steps(tree: Expression) -> tuple[Step, ...]:
    """Return the steps of a written addition, or of one number taken away from a larger one.

    There are none for what is something else.
    """
    terms = _terms(tree)
    numbers = [number.text.replace(",", ".") for _, number in terms]
    decimals = max((len(each.partition(".")[2]) for each in numbers), default=0)
    rows = [_digits(each, decimals) for each in numbers]
    places = PLACES[max(_DECIMAL_PLACES - decimals, 0) :]
    if decimals > _DECIMAL_PLACES or max(map(len, rows), default=0) >= len(places):
        return ()
    columns = list(zip_longest(*rows))
    signs = [sign for sign, _ in terms]
    if signs[1:] and set(signs[1:]) == {PLUS}:
        return tuple(_added(columns, places))
    is_larger = len(rows) == 2 and _value(rows[0]) >= _value(rows[1])
    return tuple(_taken_away(columns, places)) if signs[1:] == [MINUS] and is_larger else ()


def _terms(tree: Expression) -> list[tuple[str, Number]]:
    """Return the numbers of a column, each with its sign; none if it has something else."""
    if isinstance(tree, Number):
        return [("", tree)]
    if isinstance(tree, Operation) and isinstance(tree.right, Number):
        before = _terms(tree.left)
        return [*before, (tree.sign, tree.right)] if before else []
    return []


def _digits(text: str, decimals: int) -> list[int]:
    """Return the digits of a number from its last place, with so many `decimals`."""
    whole, _, part = text.partition(".")
    return [int(each) for each in reversed(whole + part.ljust(decimals, "0"))]


def _value(digits: Sequence[int]) -> int:
    return sum(digit * 10**k for k, digit in enumerate(digits))


def _added(columns: Sequence[Sequence[int | None]], places: Sequence[str]) -> list[Step]:
    found, carry = [], 0
    for column, place in zip(columns, places, strict=False):
        addends = [digit for digit in (*column, carry or None) if digit is not None]
        carry, written = divmod(sum(addends), 10)
        then = f"write {written}, carry {carry}" if carry else f"write {written}"
        what = PLUS.join(map(str, addends)) if len(addends) > 1 else ""
        found.append(Step(what, str(sum(addends)), place=place, then=then))
    if carry:
        place = places[len(columns)]
        found.append(Step("", str(carry), place=place, then=f"write {carry}"))
    return found


def _taken_away(columns: Sequence[Sequence[int | None]], places: Sequence[str]) -> list[Step]:
    found, lent = [], 0
    for (upper, lower), place in zip(columns, places, strict=False):
        above, below, had = upper or 0, lower or 0, lent
        lent = int(above - had < below)
        left = above - had + 10 * lent
        reasons = ["has lent one"] * had + ["borrows ten"] * lent
        why = f"{above} {' and '.join(reasons)}" if reasons else ""
        what = "" if lower is None else f"{left}{MINUS}{below}"
        found.append(Step(what, str(left - below), why, place, f"write {left - below}"))
    while len(found) > 1 and found[-1].result == "0":
        found.pop()
    return found

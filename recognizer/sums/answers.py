"""What is written behind a calculation, and whether what somebody wrote there is right."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from recognizer.sums.expression import (
    DECIMAL_SIGNS,
    Chain,
    Expression,
    Negative,
    Number,
)
from recognizer.sums.grammar import parsed
from recognizer.sums.printer import FRACTION_SLASH, printed
from recognizer.sums.rounding import exponent_of, rounded
from recognizer.sums.worth import NO_VALUES, Value, Values, worth

SHOWN_DIGITS = 10
"""Results with more are rounded to so many; whole numbers only beyond `MAX_WHOLE_DIGITS`."""
MAX_WHOLE_DIGITS = 15
MIN_PLAIN_EXPONENT = -5
"""What is smaller than this power of ten is written with one: 1.5×10^(-9)."""
ABOUT = "≈"


Given: TypeAlias = Mapping[str, Fraction | int]
"""Variables, which have one letter, and what they are worth."""
_NOTHING_GIVEN: Given = MappingProxyType({})


def value(text: str, variables: Given = _NOTHING_GIVEN) -> Fraction:
    """Return what a typed calculation is worth; of "2+3=5", what stands left of the first sign.

    It may have `variables`. The value is exact but for roots that are no fractions, and numbers of
    over 1,000 digits: they are rounded to `SHOWN_DIGITS`.

    Raises
    ------
    SumError
        If it is no calculation, has no answer, or has a variable without a value.

    Examples
    --------
    >>> print(value("8+6×2"))
    20
    >>> print(value("2a+1", {"a": 5}))
    11
    """
    values = _values(variables)
    found = worth(parsed(text, values).sides[0], values)
    return found.number if found.is_exact else rounded(found.number, SHOWN_DIGITS)


def answer(text: str, variables: Given = _NOTHING_GIVEN) -> str:
    """Return what stands behind a typed calculation and "="; see `written` and `value`.

    Raises
    ------
    SumError
        If it is no calculation, has no answer, or has a variable without a value.

    Examples
    --------
    >>> answer("2/3")
    '≈0.6666666667'
    """
    values = _values(variables)
    side = parsed(text, values).sides[0]
    return written(worth(side, values), is_fraction_in(side), decimal_sign(side) or ".")


def _values(variables: Given) -> Values:
    return {name: Value(Fraction(number)) for name, number in variables.items()}


def written(found: Value, as_fraction: bool = False, decimal: str = ".") -> str:
    """Return `found` as people write it, with `ABOUT` before it if it is rounded.

    An exact one can be had `as_fraction`; `decimal` is the sign before tenths.
    """
    number = found.number
    short = max(map(abs, number.as_integer_ratio())) < 10**MAX_WHOLE_DIGITS
    if found.is_exact and short and number.denominator == 1:
        return str(number)
    if found.is_exact and short and as_fraction:
        sign = "-" if number < 0 else ""
        return f"{sign}{abs(number.numerator)}{FRACTION_SLASH}{number.denominator}"
    shown = rounded(number, SHOWN_DIGITS)
    about = "" if found.is_exact and shown == number else ABOUT
    return about + _decimal(shown).replace(".", decimal)


def _decimal(number: Fraction) -> str:
    """Return a number of at most `SHOWN_DIGITS` in digits, with a power of ten if it is far."""
    exponent = exponent_of(number) if number else 0
    if MIN_PLAIN_EXPONENT <= exponent < MAX_WHOLE_DIGITS:
        return _plain(number)
    power = str(exponent) if exponent > 0 else f"({exponent})"
    return f"{_plain(number / Fraction(10) ** exponent)}×10^{power}"


def _plain(number: Fraction) -> str:
    text = f"{Decimal(number.numerator) / number.denominator:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_right(chain: Chain, values: Values = NO_VALUES) -> bool:
    """Tell whether each sign of `chain` holds between what stands left and right of it.

    What is not exact is compared as it is shown. Behind `ABOUT`, a number is right if it is rounded
    to the decimals that it has.

    Raises
    ------
    SumError
        If a side has no answer.
    """
    found = [worth(side, values) for side in chain.sides]
    triples = zip(chain.signs, found, found[1:], chain.sides[1:], strict=False)
    return all(_holds(sign, left, right, side) for sign, left, right, side in triples)


def _holds(sign: str, left: Value, right: Value, side: Expression) -> bool:
    one, other = left.number, right.number
    if not (left.is_exact and right.is_exact):
        one, other = rounded(one, SHOWN_DIGITS), rounded(other, SHOWN_DIGITS)
    if sign == ABOUT:
        return abs(one - other) <= Fraction(1, 2 * 10 ** _decimals(side))
    same = {"=": one == other, "≠": one != other, "<": one < other, ">": one > other}
    return {**same, "≤": one <= other, "≥": one >= other}[sign]


def _decimals(side: Expression) -> int:
    """Return how many digits stand behind the point of a number; 0 for what is more than one."""
    if isinstance(side, Negative):
        return _decimals(side.inner)
    text = side.text if isinstance(side, Number) else ""
    return len(text.replace(",", ".").partition(".")[2])


def decimal_sign(tree: Chain | Expression) -> str:
    """Return the first decimal point or comma in `tree`; "" if there is none."""
    return next((each for each in printed(tree) if each in DECIMAL_SIGNS), "")


def is_fraction_in(tree: Chain | Expression) -> bool:
    """Tell whether a fraction with a bar is in `tree`: its result is one, too."""
    return FRACTION_SLASH in printed(tree)

"""What a tree is worth: exact as long as it is a fraction of whole numbers of bearable length.

Roots that are no fractions, and what is too long, are kept to `KEPT_DIGITS` and marked as such.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Overflow
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias

from recognizer.errors import SumError
from recognizer.reading.regions.glyph import PLUS
from recognizer.sums.expression import (
    DIVISION_SIGNS,
    TIMES_SIGNS,
    Bar,
    Expression,
    Group,
    Mixed,
    Negative,
    Number,
    Operation,
    Percent,
    Power,
    Root,
    Variable,
)
from recognizer.sums.rounding import length_digits, magnitude, root_of, rounded

MAX_DIGITS = 1000
"""What has more before or behind the point is too large, or too small, to be worked out."""
KEPT_DIGITS = 40
"""Of what is not exact: far more than are shown, so that the last shown one is right."""
_NOISE_DIGITS = 30  # of two numbers that are not exact, what is left of so many is chance
_MAX_DEGREE = 100  # roots of higher degrees are not tried for fractions
_FAR = Fraction(10**300)  # a float holds it
_TOO_LARGE, _TOO_SMALL = "the result is too large", "the result is too small"
_BY_ZERO = "a division by zero has no answer"
_CONTEXT = Context(prec=KEPT_DIGITS + 10)


@dataclass(frozen=True)
class Value:
    """A number, and whether it is exactly that one; else it is right to `KEPT_DIGITS` or nearly."""

    number: Fraction
    is_exact: bool = True


Values: TypeAlias = Mapping[str, Value]
"""What variables are worth, by their names."""
NO_VALUES: Values = MappingProxyType({})


def worth(tree: Expression, values: Values = NO_VALUES) -> Value:
    """Return what `tree` is worth, where variables have these `values`.

    Raises
    ------
    SumError
        If it has no answer, as a division by zero, or one that is too large or too small, or has a
        variable without a value.
    """
    match tree:
        case Number(text):
            return _limited(Fraction(text.replace(",", ".")))
        case Variable(name):
            return _known(name, values)
        case Operation(sign, left, right):
            return _operation(sign, worth(left, values), worth(right, values))
        case Negative(inner):
            found = worth(inner, values)
            return Value(-found.number, found.is_exact)
        case Percent(inner):
            return _divided(worth(inner, values), Value(Fraction(100)))
        case Power(base, exponent):
            return _power(worth(base, values), worth(exponent, values))
        case Root(radicand):
            return _power(worth(radicand, values), Value(Fraction(1, 2)))
        case Bar(top, bottom):
            return _divided(worth(top, values), worth(bottom, values))
        case Mixed(whole, part):
            return _added(worth(whole, values), worth(part, values))
        case Group(inner):
            return worth(inner, values)


def _known(name: str, values: Values) -> Value:
    if name not in values:
        raise SumError(f"{name} has no value")
    return values[name]


def _operation(sign: str, left: Value, right: Value) -> Value:
    if not sign or sign in TIMES_SIGNS:
        return _limited(left.number * right.number, left.is_exact and right.is_exact)
    if sign in DIVISION_SIGNS:
        return _divided(left, right)
    return _added(left, right if sign == PLUS else Value(-right.number, right.is_exact))


def _divided(left: Value, right: Value) -> Value:
    if not right.number:
        raise SumError(_BY_ZERO)
    return _limited(left.number / right.number, left.is_exact and right.is_exact)


def _added(left: Value, right: Value) -> Value:
    found = left.number + right.number
    is_exact = left.is_exact and right.is_exact
    if not is_exact and abs(found) < abs(left.number) / 10**_NOISE_DIGITS:
        found = Fraction(0)
    return _limited(found, is_exact)


def _power(base: Value, exponent: Value) -> Value:
    number, power = base.number, exponent.number
    if not number and power < 0:
        raise SumError(_BY_ZERO)
    if number < 0 and power.denominator > 1:
        raise SumError("the root of a negative number has no answer")
    is_exact = base.is_exact and exponent.is_exact
    if not number or abs(number) == 1:
        return Value(number ** (power.numerator % 2 or 2 if power else 0), is_exact)
    _check_size(magnitude(number) * math.copysign(min(abs(power), _FAR), power))
    root = root_of(number, power.denominator) if power.denominator <= _MAX_DEGREE else None
    if root is not None and length_digits(root) * abs(power.numerator) <= MAX_DIGITS:
        return _limited(Fraction(root**power.numerator), is_exact)
    return _limited(_approximate_power(number, power), is_exact=False)


def _approximate_power(number: Fraction, power: Fraction) -> Fraction:
    base, exponent = (
        _CONTEXT.divide(Decimal(each.numerator), Decimal(each.denominator))
        for each in (abs(number), power)
    )
    try:
        found = Fraction(_CONTEXT.power(base, exponent))
    except Overflow:
        raise SumError(_TOO_LARGE) from None
    return -found if number < 0 and power.numerator % 2 else found


def _limited(number: Fraction, is_exact: bool = True) -> Value:
    """Return `number` as it is kept."""
    if not number:
        return Value(number, is_exact)
    _check_size(magnitude(number))
    if is_exact and length_digits(number) <= MAX_DIGITS:
        return Value(number)
    return Value(rounded(number, KEPT_DIGITS), is_exact=False)


def _check_size(power_of_ten: float) -> None:
    if math.fabs(power_of_ten) > MAX_DIGITS:
        raise SumError(_TOO_LARGE if power_of_ten > 0 else _TOO_SMALL)

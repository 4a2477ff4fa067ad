"""Fractions rounded to some digits, and how long they are. No result is a float."""

from __future__ import annotations

import math
from fractions import Fraction


def magnitude(number: Fraction) -> float:
    """Return the logarithm to the base 10 of the size of `number`, which is not 0."""
    return math.log10(abs(number.numerator)) - math.log10(number.denominator)


def length_digits(number: Fraction) -> float:
    """Return about how many digits the longer of numerator and denominator has, >= 0."""
    return math.log10(max(abs(number.numerator), number.denominator))


def exponent_of(number: Fraction) -> int:
    """Return the power of ten of the first digit of `number`, which is not 0: 2 for 345."""
    guess = math.floor(magnitude(number))
    for power in (guess + 1, guess):  # a logarithm may be off by one at powers of ten
        if abs(number) >= Fraction(10) ** power:
            return power
    return guess - 1


def rounded(number: Fraction, digits: int) -> Fraction:
    """Return `number` rounded to `digits` significant ones, halves to the even neighbor."""
    if not number:
        return number
    unit = Fraction(10) ** (exponent_of(number) - digits + 1)
    return round(number / unit) * unit


def root_of(number: Fraction, degree: int) -> Fraction | None:
    """Return the root of that `degree` of `number` if it is a fraction; else None.

    `number` is >= 0 if `degree` is more than 1.
    """
    if degree == 1:
        return number
    top, bottom = (_whole_root(each, degree) for each in number.as_integer_ratio())
    return None if top is None or bottom is None else Fraction(top, bottom)


def _whole_root(number: int, degree: int) -> int | None:
    """Return the root of a number >= 0 if it is whole, by halving; else None."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low if low**degree == number else None

"""A calculation as a tree. Parentheses that were written are nodes of it, so nothing is lost.

The tree holds the signs as they were written: a colon and a slash both divide, and stay what they
are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

TIMES_SIGNS = "\N{MULTIPLICATION SIGN}\N{MIDDLE DOT}*"
DIVISION_SIGNS = "÷:/"
COMPARISONS = "=<>≤≥≠≈"
DECIMAL_SIGNS = ".,"


@dataclass(frozen=True)
class Number:
    """Digits, with a decimal point or comma among them or without: "12", "1.5", "0,5"."""

    text: str


@dataclass(frozen=True)
class Variable:
    """One letter that stands for a number."""

    name: str


@dataclass(frozen=True)
class Operation:
    """Two things and the sign between them: + or -, one of `TIMES_SIGNS` or `DIVISION_SIGNS`.

    Between a number and a variable that are multiplied there may be none, "": 2a.
    """

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True)
class Negative:
    """Something with a minus before it that has nothing to its left."""

    inner: Expression


@dataclass(frozen=True)
class Percent:
    """Hundredths."""

    inner: Expression


@dataclass(frozen=True)
class Power:
    """A base and the raised exponent behind it."""

    base: Expression
    exponent: Expression


@dataclass(frozen=True)
class Root:
    """The square root of what stands under its roof."""

    radicand: Expression


@dataclass(frozen=True)
class Bar:
    """A fraction: something above a bar, something below it."""

    top: Expression
    bottom: Expression

    @property
    def is_plain(self) -> bool:
        """Whether it may be part of a mixed number: a number above, a number below."""
        return isinstance(self.top, Number) and isinstance(self.bottom, Number)


@dataclass(frozen=True)
class Mixed:
    """A whole number and a fraction behind it, which are added: 1 ½."""

    whole: Number
    part: Bar


@dataclass(frozen=True)
class Group:
    """Something in parentheses."""

    inner: Expression


Expression: TypeAlias = (
    Number | Variable | Operation | Negative | Percent | Power | Root | Bar | Mixed | Group
)


@dataclass(frozen=True)
class Chain:
    """Sides, and the sign of `COMPARISONS` between each two: 1+1 = 2 = 3-1.

    Of one side without a sign, it is a calculation that asks nothing. After the last side there may
    be one more sign, "=": it asks for the answer.
    """

    sides: tuple[Expression, ...]
    signs: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether nothing stands behind the last sign."""
        return len(self.signs) == len(self.sides)

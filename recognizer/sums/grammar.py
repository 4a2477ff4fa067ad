"""Tokens to a tree, by precedence as in school.

From the tightest: roots and bars; powers, from the top; percent; a minus that has nothing to its
left; times and divided, from the left; plus and minus, from the left. So -5² is -25, and 8:4:2 is
1. It is a recursive descent, one function for each of these levels (Aho et al. 2006, "Compilers",
4.4). A product without a sign, as 2(1+3), is not understood: people do not agree on what 6÷2(1+2)
is. Only a number and a letter behind it are one, as 2a; not behind a division.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from recognizer.errors import SumError
from recognizer.reading.regions.glyph import MINUS, PLUS, ROOT_SIGN
from recognizer.sums.expression import (
    COMPARISONS,
    DIVISION_SIGNS,
    TIMES_SIGNS,
    Bar,
    Chain,
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
from recognizer.sums.printer import FRACTION_SLASH, RAISED
from recognizer.sums.tokens import Token, tokens_of

MAX_NESTED = 40
"""So deep may parentheses, powers and roots stand in each other: Python's stack is not endless."""


def parsed(text: str, names: Collection[str] = ()) -> Chain:
    """Return what `text` says. For `names`, of the variables that have a value, see `tokens_of`.

    Raises
    ------
    SumError
        If it is not a calculation.
    """
    tree = understood(tokens_of(text, names))
    if tree is None:
        raise SumError(f"“{text}” is not a sum that I understand")
    return tree


def understood(tokens: Sequence[Token]) -> Chain | None:
    """Return what `tokens` say; None if they are not a calculation.

    A fraction or a root may be one token, a `Bar` or a `Root`.
    """
    try:
        return _Parser(tokens).chain()
    except _MisfitError:
        return None


class _MisfitError(Exception):
    """The tokens are not a calculation."""


class _Parser:
    """Goes through tokens from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tuple(tokens)
        self._at = 0
        self._depth = 0

    def chain(self) -> Chain:
        sides, signs = [self._sum()], []
        while self._at < len(self._tokens):
            signs.append(self._sign(COMPARISONS))
            if signs[-1] == "=" and self._at == len(self._tokens):
                break
            sides.append(self._sum())
        return Chain(tuple(sides), tuple(signs))

    def _next(self, ahead: int = 0) -> Token | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _is_next(self, signs: str) -> bool:
        found = self._next()
        return isinstance(found, str) and found in signs

    def _sign(self, signs: str) -> str:
        """Take the next token, which must be one of `signs`."""
        found = self._next()
        if not isinstance(found, str) or found not in signs:
            raise _MisfitError
        self._at += 1
        return found

    def _sum(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_NESTED:
            raise _MisfitError
        left = self._product()
        while self._is_next(PLUS + MINUS):
            left = Operation(self._sign(PLUS + MINUS), left, self._product())
        self._depth -= 1
        return left

    def _product(self) -> Expression:
        left = self._signed()
        while self._is_next(TIMES_SIGNS + DIVISION_SIGNS):
            sign, right = self._sign(TIMES_SIGNS + DIVISION_SIGNS), self._signed()
            if sign in DIVISION_SIGNS and _is_unsigned_product(right):
                raise _MisfitError
            left = Operation(sign, left, right)
        return left

    def _signed(self) -> Expression:
        if self._is_next(MINUS):
            self._at += 1
            return Negative(self._percent())
        return self._percent()

    def _percent(self) -> Expression:
        found = self._power()
        if self._is_next("%"):
            self._at += 1
            return Percent(found)
        return found

    def _power(self) -> Expression:
        base = self._fraction()
        if isinstance(base, Number) and isinstance(self._next(), Variable):
            return Operation("", base, self._maybe_raised(self._primary()))
        return self._maybe_raised(base)

    def _maybe_raised(self, base: Expression) -> Expression:
        return self._raised_over(base) if self._is_next(RAISED) else base

    def _raised_over(self, base: Expression) -> Power:
        if not isinstance(base, Number | Variable | Group | Root):
            raise _MisfitError
        self._at += 1
        return Power(base, self._nested(self._exponent))

    def _exponent(self) -> Expression:
        if self._is_next(MINUS):
            self._at += 1
            return Negative(self._raised())
        return self._raised()

    def _raised(self) -> Expression:
        return _bare(self._maybe_raised(self._primary()))

    def _fraction(self) -> Expression:
        """Take a number, a fraction, or a number and a fraction behind it."""
        first = self._primary()
        if isinstance(first, Number) and first.text.isdigit():
            part = self._fraction_behind()
            return Mixed(first, part) if part else self._over(first)
        return self._over(first)

    def _fraction_behind(self) -> Bar | None:
        """Take the fraction of a mixed number, if the next tokens are one."""
        found = self._next()
        if not isinstance(found, Number | Bar):
            return None
        part = self._over(self._primary())
        if isinstance(part, Bar) and part.is_plain:
            return part
        raise _MisfitError  # two numbers beside each other

    def _over(self, top: Expression) -> Expression:
        """Return `top`, or the fraction that it is on top of."""
        if not self._is_next(FRACTION_SLASH):
            return top
        if not isinstance(top, Number | Variable | Group):
            raise _MisfitError
        self._at += 1
        bottom = self._primary()
        if not isinstance(bottom, Number | Variable | Group):
            raise _MisfitError
        return Bar(_bare(top), _bare(bottom))

    def _primary(self) -> Expression:
        found = self._next()
        if found is None:
            raise _MisfitError
        self._at += 1
        if not isinstance(found, str):
            return found
        if found == ROOT_SIGN:
            return Root(_bare(self._nested(self._primary)))
        if found != "(":
            raise _MisfitError
        inner = self._sum()
        self._sign(")")
        return Group(inner)

    def _nested(self, rule: Callable[[], Expression]) -> Expression:
        """Follow `rule`, which may lead here again, if it is not too deep."""
        self._depth += 1
        if self._depth > MAX_NESTED:
            raise _MisfitError
        found = rule()
        self._depth -= 1
        return found


def _bare(tree: Expression) -> Expression:
    """Return what stands in the outer parentheses, which only hold together what is at one height.

    They are no part of a tree: the bar, the roof or the height shows the same.
    """
    return tree.inner if isinstance(tree, Group) else tree


def _is_unsigned_product(tree: Expression) -> bool:
    """Tell whether something is a number and a letter behind it, maybe with a minus or percent."""
    if isinstance(tree, Negative | Percent):
        return _is_unsigned_product(tree.inner)
    return isinstance(tree, Operation) and not tree.sign

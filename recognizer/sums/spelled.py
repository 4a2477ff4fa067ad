"""The text of a sum, sign by sign, each with the symbols that were taken for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recognizer.reading.regions.glyph import MINUS, ROOT_SIGN
from recognizer.sums.expression import (
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
from recognizer.sums.found import Sum, Taken
from recognizer.sums.printer import FRACTION_SLASH, RAISED


@dataclass(frozen=True)
class Spelled:
    """A character of `Sum.text`, and what was taken for it: two bars may be one equals sign.

    Nothing was taken for what only the printer writes, as parentheses around what stands on a bar.
    """

    text: str
    taken: tuple[Taken, ...] = ()


def spelled(found: Sum) -> tuple[Spelled, ...]:
    """Return the characters of `found.text`, in order."""
    return tuple(_Speller(found).characters())


class _Speller:
    """Follows the tree as `printer.printed` does, and hands out `Sum.taken` in its order."""

    def __init__(self, found: Sum) -> None:
        self._tree = found.tree
        self._left = [each for each in found.taken if each.label]
        self._line = self._left.pop() if found.is_column else None

    def characters(self) -> Iterator[Spelled]:
        signs = (*self._tree.signs, "")
        for side, sign in zip(self._tree.sides, signs, strict=False):
            yield from self._of(side)
            if self._line and sign:
                yield Spelled(sign, (self._line,))
            elif sign:
                yield Spelled(sign, (*self._next(sign), *self._next(sign)))

    def _next(self, label: str) -> tuple[Taken, ...]:
        """Take the next symbol if it was taken for `label`."""
        if self._left and self._left[0].label == label:
            return (self._left.pop(0),)
        return ()

    def _sign(self, sign: str) -> Iterator[Spelled]:
        for character in sign:
            yield Spelled(character, self._next(character))

    def _of(self, tree: Expression) -> Iterator[Spelled]:
        match tree:
            case Number(text):
                yield from self._sign(text)
            case Variable(name):
                yield from self._sign(name)
            case Operation(sign, left, right):
                yield from self._of(left)
                yield from self._sign(sign)
                yield from self._of(right)
            case Negative(inner):
                yield from self._sign(MINUS)
                yield from self._of(inner)
            case Percent(inner):
                yield from self._of(inner)
                yield from self._sign("%")
            case Group(inner):
                yield from self._sign("(")
                yield from self._of(inner)
                yield from self._sign(")")
            case Mixed(whole, part):
                yield from self._of(whole)
                yield Spelled(" ")
                yield from self._of(part)
            case _:
                yield from self._apart(tree)

    def _apart(self, tree: Power | Root | Bar) -> Iterator[Spelled]:
        """Spell a tree of which parts stand at another height."""
        match tree:
            case Power(base, exponent):
                yield from self._of(base)
                yield Spelled(RAISED)
                yield from self._part(exponent)
            case Root(radicand):
                yield from self._sign(ROOT_SIGN)
                yield from self._part(radicand)
            case Bar(top, bottom):
                bar = self._next(MINUS)
                yield from self._part(top)
                yield Spelled(FRACTION_SLASH, bar)
                yield from self._part(bottom)

    def _part(self, tree: Expression) -> Iterator[Spelled]:
        if isinstance(tree, Number | Variable):
            yield from self._of(tree)
        else:
            yield from (Spelled("("), *self._of(tree), Spelled(")"))

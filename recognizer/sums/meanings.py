"""Which sign was taken for what, in words: bars, dots and letters can mean several things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recognizer.reading.regions.glyph import MINUS
from recognizer.sums.answers import written
from recognizer.sums.expression import (
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
from recognizer.sums.printer import printed
from recognizer.sums.steps import TIMES, in_small, sentences
from recognizer.sums.variables import defined_in, names_in

if TYPE_CHECKING:
    from recognizer.sums.found import Sum, Taken

_SHORT_POWERS = ("2", "3", "4")
_SIGNS = {
    ".": "The dot is a decimal point.",
    ",": "The comma is a decimal comma.",
    TIMES_SIGNS[1]: "The dot means times.",
    TIMES_SIGNS[2]: "The star means times.",
    ":": "The two dots mean divided by.",
    "/": "The slash means divided by.",
}


@dataclass(frozen=True)
class Meaning:
    """What the symbol `about` was taken for, in a sentence."""

    about: Taken
    text: str


def meanings(found: Sum) -> tuple[Meaning, ...]:
    """Return what the signs of a sum mean that could mean something else, in the order of it."""
    dirt = [Meaning(each, "A speck means nothing.") for each in found.taken if not each.label]
    if found.is_column:
        name = "subtraction" if MINUS in found.text else "addition"
        line = f"The long line is that of a written {name}: the answer stands below it."
        return (Meaning(found.taken[-1], line), *dirt)
    signs = [each for k, each in enumerate(found.taken) if each.label and not _is_second(found, k)]
    texts = _of_chain(found)
    if len(signs) != len(texts):
        return tuple(dirt)
    told = (Meaning(*each) for each in zip(signs, texts, strict=True))
    return (*(each for each in told if each.text), *dirt)


def explained(found: Sum, tells: bool = True) -> tuple[str, ...]:
    """Return what is to be said of a sum: what its signs mean, and what is worked out first.

    What comes out is in it if it `tells` that; why nothing does, in any case.
    """
    signs = dict.fromkeys(each.text for each in meanings(found))
    trouble = [f"{found.trouble[:1].upper()}{found.trouble[1:]}."] if found.trouble else []
    return (*signs, *sentences(found.steps, tells), *trouble)


def _is_second(found: Sum, k: int) -> bool:
    """Tell whether a symbol is the lower bar of an equals sign."""
    return k > 0 and found.taken[k].label == found.taken[k - 1].label == "="


def _of_chain(found: Sum) -> list[str]:
    """Return for each symbol of a line what it means; "" where that is plain."""
    told = _Telling(found)
    signs = (*found.tree.signs, "")
    texts = []
    for side, sign in zip(found.tree.sides, signs, strict=False):
        texts += [*told.of(side), *([""] if sign else [])]
    return texts


class _Telling:
    """Tells what the symbols of trees mean, in the order of `Sum.taken`."""

    def __init__(self, found: Sum) -> None:
        self._found = found
        self._has_letters = bool(names_in(found.tree))

    def of(self, tree: Expression) -> Iterator[str]:
        match tree:
            case Number(text):
                yield from (_SIGNS.get(each, "") for each in text)
            case Variable(name):
                yield self._letter(name)
            case Operation(sign, left, right):
                yield from self.of(left)
                yield from ([self._sign(sign)] if sign else [])
                yield from self.of(right)
            case Negative(inner):
                yield f"The minus before {printed(inner)} makes it negative."
                yield from self.of(inner)
            case Percent(inner):
                yield from (*self.of(inner), "")
            case Group(inner):
                yield from ("", *self.of(inner), "")
            case Mixed(whole, part):
                yield from (*self.of(whole), *self.of(part))
            case _:
                yield from self._of_apart(tree)

    def _of_apart(self, tree: Expression) -> Iterator[str]:
        """Yield what the symbols mean of which some stand at another height."""
        match tree:
            case Power(base, exponent):
                _, *others = self.of(exponent)
                yield from (*self.of(base), _raised(base, exponent), *others)
            case Root(radicand):
                yield f"The root is that of {printed(radicand)}."
                yield from self.of(radicand)
            case Bar(top, bottom):
                above, below = printed(top), printed(bottom)
                yield f"The line is the bar of a fraction: {above} above it, {below} below."
                yield from (*self.of(top), *self.of(bottom))

    def _sign(self, sign: str) -> str:
        if sign == TIMES:
            return "The x means times." if self._has_letters else ""
        return _SIGNS.get(sign, "")

    def _letter(self, name: str) -> str:
        if name == defined_in(self._found.tree):
            return f"This line says what {name} is."
        if name not in self._found.values:
            return f"No line above says what {name} is."
        value = written(self._found.values[name], decimal=self._found.decimal or ".")
        return f"{name} is {value}, as a line above says."


def _raised(base: Expression, exponent: Expression) -> str:
    power = printed(exponent)
    if isinstance(base, Number) and power in _SHORT_POWERS:
        whole = TIMES.join([base.text] * int(power))
        return in_small(f"The {power} is raised: {base.text}^{power} means {whole}.")
    return in_small(f"The {power} is raised: {printed(Power(base, exponent))} is a power.")

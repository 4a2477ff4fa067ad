"""Random calculations: every tree that can be written, and flat ones for Python to work out."""

from __future__ import annotations

import random
from collections.abc import Callable

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


def seeded(seed: int) -> random.Random:
    """Return a source of chance that gives the same each time."""
    return random.Random(seed)  # noqa: S311  (it keeps no secret)


class Trees:
    """Draws trees at random, with `letters` for variables: one function for each level."""

    def __init__(self, rng: random.Random, letters: str = "") -> None:
        self._rng, self._letters = rng, letters

    def chain(self, depth: int = 3) -> Chain:
        sides = tuple(self.any_sum(depth) for _ in range(self._rng.randint(1, 3)))
        signs = tuple(self._rng.choice(COMPARISONS) for _ in sides[1:])
        return Chain(sides, (*signs, "=") if self._rng.random() < 0.5 else signs)

    def any_sum(self, depth: int) -> Expression:
        return self._operations("+-", self._product, depth)

    def _product(self, depth: int) -> Expression:
        return self._operations(TIMES_SIGNS + DIVISION_SIGNS, self._signed, depth)

    def _operations(self, signs: str, side: Callable[[int], Expression], depth: int) -> Expression:
        found = side(depth)
        while self._rng.random() < 0.3:
            right = side(depth)
            allowed = signs.rstrip(DIVISION_SIGNS) if has_unsigned_product(right) else signs
            found = Operation(self._rng.choice(allowed), found, right)
        return found

    def _signed(self, depth: int) -> Expression:
        found = self._percent(depth)
        return Negative(found) if self._rng.random() < 0.15 else found

    def _percent(self, depth: int) -> Expression:
        found = self._power(depth)
        return Percent(found) if self._rng.random() < 0.1 else found

    def _power(self, depth: int) -> Expression:
        if self._letters and self._rng.random() < 0.3:
            return self._with_letter(depth)
        if depth == 0 or self._rng.random() < 0.6:
            return self.number()
        return self._rng.choice(
            (
                lambda: Power(self._base(depth - 1), self.any_sum(depth - 1)),
                lambda: self._base(depth - 1),
                lambda: self._bar(depth - 1),
                lambda: Mixed(self._whole(), Bar(self.number(), self.number())),
            )
        )()

    def _with_letter(self, depth: int) -> Expression:
        letter: Expression = Variable(self._rng.choice(self._letters))
        if depth and self._rng.random() < 0.3:
            letter = Power(letter, self.any_sum(depth - 1))
        return Operation("", self.number(), letter) if self._rng.random() < 0.5 else letter

    def _base(self, depth: int) -> Expression:
        kind = self._rng.choice((Group, Root, None))
        return kind(self.any_sum(depth)) if kind else self.number()

    def _bar(self, depth: int) -> Bar:
        return Bar(self.any_sum(depth), self.any_sum(depth))

    def _whole(self) -> Number:
        return Number(str(self._rng.randint(0, 10 ** self._rng.randint(1, 4))))

    def number(self) -> Number:
        if self._rng.random() < 0.7:
            return self._whole()
        return Number(self._whole().text + self._rng.choice(".,") + self._whole().text)


def has_unsigned_product(tree: Expression) -> bool:
    """Tell whether there is 2a in a product: nothing may be divided by it."""
    if isinstance(tree, Negative | Percent):
        return has_unsigned_product(tree.inner)
    return isinstance(tree, Operation) and not tree.sign


def flat_text(rng: random.Random, letters: str = "") -> str:
    """Return a calculation of numbers, `letters`, + - × ÷, powers from -3 to 3 and parentheses."""
    parts = [_operand(rng, letters)]
    while rng.random() < 0.6:
        operand = _operand(rng, letters)
        is_product = operand.lstrip("-0123456789")[:1].isalpha() and not operand.isalpha()
        parts += [rng.choice("+-×" if is_product else "+-×÷"), operand]
    return "".join(parts)


def _operand(rng: random.Random, letters: str = "") -> str:
    text = f"({flat_text(rng, letters)})" if rng.random() < 0.15 else str(rng.randint(0, 99))
    if letters and rng.random() < 0.3:
        text = (text if text.isdigit() and rng.random() < 0.5 else "") + rng.choice(letters)
    text += f"^{rng.randint(-3, 3)}" if rng.random() < 0.2 else ""
    return f"-{text}" if rng.random() < 0.15 else text

"""The sums that a reading holds: what each says, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property, lru_cache

from recognizer.errors import SumError
from recognizer.ink import BoundingBox
from recognizer.reading.regions.blocks import blocks_of
from recognizer.reading.regions.glyph import Glyph
from recognizer.reading.result import Reading, Symbol
from recognizer.sums.answers import decimal_sign, is_fraction_in, is_right, written
from recognizer.sums.carrying import column_steps
from recognizer.sums.expression import Chain
from recognizer.sums.printer import printed
from recognizer.sums.reading import Understood, understand
from recognizer.sums.steps import Step, steps
from recognizer.sums.variables import defined_in, names_in, values_below
from recognizer.sums.worth import Value, Values, worth

KEPT_SUMS, KEPT_SYMBOLS = 256, 4096
"""So many are remembered, by what they are: those of a few pages."""
SURE = 0.9
"""A symbol that is less sure makes the answer wait: the user is asked first."""


class Outcome(Enum):
    """What is to be said of a sum."""

    NOTHING = "nothing"
    """It asks nothing: "7", "3+4", "a=5", or has a variable without a value."""
    ANSWER = "answer"
    """It ends in "=", and has an answer."""
    RIGHT = "right"
    WRONG = "wrong"
    TROUBLE = "trouble"
    """It has no answer: a division by zero, or one far too large."""


@dataclass(frozen=True)
class Taken:
    """What a symbol was taken for in a sum: `label`, "" for dirt.

    `index` is its place among `Reading.symbols`; `confidence` in [0, 1] is how sure that is where
    it stands.
    """

    index: int
    symbol: Symbol
    label: str
    confidence: float

    @property
    def is_sure(self) -> bool:
        """Whether nobody need be asked; who has said what it is, is not asked again."""
        return self.confidence >= SURE or self.symbol.said is not None


@dataclass(frozen=True)
class Sum:
    """A calculation that was read, in its `box`.

    `confidence` in [0, 1] is how sure all of it is. `taken` are its symbols in the order in which
    the tree names them: a bar before what it parts, the line of a column last.
    `is_column` tells whether numbers stand under each other, and the answer belongs under the line.
    `decimal` is the sign before tenths on its page, or "" where there is none. `values` are those
    of the variables, and `above` the symbols of the lines above that gave them.
    """

    tree: Chain
    confidence: float
    taken: tuple[Taken, ...]
    box: BoundingBox
    is_column: bool = False
    decimal: str = ""
    values: Values = field(default_factory=dict, hash=False)
    above: tuple[Taken, ...] = ()

    @cached_property
    def text(self) -> str:
        """What stands there: "12+7=", as `printer.printed` prints it."""
        return printed(self.tree)

    @cached_property
    def outcome(self) -> Outcome:
        """What is to be said of it."""
        if not self._is_known:
            return Outcome.NOTHING
        if self.trouble:
            return Outcome.TROUBLE
        if self.tree.asks:
            return Outcome.ANSWER
        if not self.tree.signs or self._is_definition:
            return Outcome.NOTHING
        return Outcome.RIGHT if is_right(self.tree, self.values) else Outcome.WRONG

    @cached_property
    def trouble(self) -> str:
        """Why it has no answer: "a division by zero has no answer"; "" if it has one."""
        try:
            for side in reversed(self.tree.sides if self._is_known else ()):
                worth(side, self.values)
        except SumError as error:
            return str(error)
        return ""

    @property
    def value(self) -> Value | None:
        """What its first side is worth; None if it has no answer."""
        has_answer = self._is_known and not self.trouble
        return worth(self.tree.sides[0], self.values) if has_answer else None

    @property
    def completed(self) -> str:
        """What stands there, and the answer behind it if it asks for one: "12+7=19"."""
        return self.text + (self.answer if self.tree.asks else "")

    @property
    def answer(self) -> str:
        """What its first side is worth, as people write it; "" if it has no answer."""
        return self.answer_as(is_fraction_in(self.tree.sides[0]))

    def answer_as(self, fraction: bool) -> str:
        """Return the answer as a `fraction`, or with decimals; whole numbers are the same."""
        return written(self.value, fraction, self.decimal or ".") if self.value else ""

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Its answer, and the same as a fraction or with decimals if it has both; or nothing."""
        found, is_fraction = self.value, is_fraction_in(self.tree.sides[0])
        both = (is_fraction, not is_fraction) if found else ()
        texts = (written(found, each, self.decimal or ".") for each in both if found)
        return tuple(dict.fromkeys(texts))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """What is worked out first, and then, as far as it has an answer."""
        by_places = column_steps(self.tree.sides[0]) if self.is_column else ()
        return by_places or steps(self.tree, self.values, self.decimal)

    @property
    def unsure(self) -> tuple[Taken, ...]:
        """The symbols of which the user should be asked what they are, the least sure first."""
        asked = (each for each in (*self.taken, *self.above) if not each.is_sure)
        return tuple(sorted(asked, key=lambda each: each.confidence))

    @property
    def _is_known(self) -> bool:
        """Whether each of its variables has a value, or is to be given one that has none."""
        return names_in(self.tree) - {defined_in(self.tree)} <= self.values.keys()

    @property
    def _is_definition(self) -> bool:
        return len(self.tree.sides) == len(self.tree.signs) + 1 == 2 and bool(defined_in(self.tree))


def sums_in(reading: Reading, decimal: str = "") -> tuple[Sum, ...]:
    """Return what is understood in a reading of the alphabet "sums", from the top.

    What is not understood is left out, and single numbers are in it. A page has one `decimal` sign,
    that one or the first that is seen. A variable has the value of the last line above that gave it
    one. A sum that has not changed costs next to nothing.
    """
    places = [k for k, each in enumerate(reading.symbols) if each.said != ""]
    symbols = [reading.symbols[k] for k in places]
    sums: list[Sum] = []
    for block in blocks_of([_glyph_of(each) for each in symbols]):
        names = frozenset(sums[-1].values if sums else ())
        understood = _understood(tuple(symbols[k] for k in block), decimal, names)
        if understood:
            decimal = decimal or decimal_sign(understood.tree)
            own = [(places[k], symbols[k]) for k in block]
            alone = _sum(understood, own, decimal)
            sums.append(_with_variables(alone, sums))
    return tuple(sums)


_glyph_of = lru_cache(KEPT_SYMBOLS)(Glyph.of)


@lru_cache(KEPT_SUMS)
def _understood(
    symbols: tuple[Symbol, ...], decimal: str, names: frozenset[str]
) -> Understood | None:
    return understand([_glyph_of(each) for each in symbols], decimal, names)


def _with_variables(alone: Sum, above: Sequence[Sum]) -> Sum:
    """Return a sum with the values that the lines above give its variables."""
    values = above[-1].values if above else {}
    used = names_in(alone.tree) - {defined_in(alone.tree)}
    lines = {defined_in(each.tree): each for each in above}
    givers = [lines[name] for name in sorted(used) if name in lines]
    return replace(
        alone,
        values=values_below(values, alone.tree),
        above=tuple(taken for each in givers for taken in (*each.taken, *each.above)),
        confidence=min(alone.confidence, *(each.confidence for each in givers), 1.0),
    )


def _sum(understood: Understood, own: list[tuple[int, Symbol]], decimal: str) -> Sum:
    taken = [Taken(*own[each.index], each.label, each.confidence) for each in understood.taken]
    box = BoundingBox.around([each.symbol.box for each in taken])
    return Sum(
        understood.tree, understood.confidence, tuple(taken), box, understood.is_column, decimal
    )

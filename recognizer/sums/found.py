"""The sums that a reading holds: what each says, and what is to be said of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from recognizer.errors import SumError
from recognizer.ink import BoundingBox
from recognizer.reading.result import Reading, Symbol
from recognizer.sums.answers import decimal_sign, is_fraction_in, is_right, written
from recognizer.sums.expression import Chain
from recognizer.sums.glyph import Glyph
from recognizer.sums.printer import printed
from recognizer.sums.reading import Understood, understand_page
from recognizer.sums.worth import worth

SURE = 0.9
"""A symbol that is less sure makes the answer wait: the user is asked first."""


class Outcome(Enum):
    """What is to be said of a sum."""

    NOTHING = "nothing"
    """It asks nothing: "7", "3+4"."""
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
    `decimal` is the sign before tenths on its page, or "" where there is none.
    """

    tree: Chain
    confidence: float
    taken: tuple[Taken, ...]
    box: BoundingBox
    is_column: bool = False
    decimal: str = ""

    @cached_property
    def text(self) -> str:
        """What stands there: "12+7=", as `printer.printed` prints it."""
        return printed(self.tree)

    @cached_property
    def outcome(self) -> Outcome:
        """What is to be said of it."""
        if self.trouble:
            return Outcome.TROUBLE
        if self.tree.asks:
            return Outcome.ANSWER
        if not self.tree.signs:
            return Outcome.NOTHING
        return Outcome.RIGHT if is_right(self.tree) else Outcome.WRONG

    @cached_property
    def trouble(self) -> str:
        """Why it has no answer: "a division by zero has no answer"; "" if it has one."""
        try:
            for side in self.tree.sides:
                worth(side)
        except SumError as error:
            return str(error)
        return ""

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
        if self.trouble:
            return ""
        return written(worth(self.tree.sides[0]), fraction, self.decimal or ".")

    @property
    def unsure(self) -> tuple[Taken, ...]:
        """The symbols of which the user should be asked what they are, the least sure first."""
        asked = (each for each in self.taken if not each.is_sure)
        return tuple(sorted(asked, key=lambda each: each.confidence))


def sums_in(reading: Reading, decimal: str = "") -> tuple[Sum, ...]:
    """Return what is understood in a reading of the alphabet "sums", from the top.

    What is not understood is left out, and single numbers are in it. A page has one `decimal` sign,
    that one or the first that is seen.
    """
    places = [k for k, each in enumerate(reading.symbols) if each.said != ""]
    symbols = [reading.symbols[k] for k in places]
    found = understand_page([Glyph.of(each) for each in symbols], decimal)
    sums: list[Sum] = []
    for _, understood in found:
        if understood:
            decimal = decimal or decimal_sign(understood.tree)
            sums.append(_sum(understood, symbols, places, decimal))
    return tuple(sums)


def _sum(understood: Understood, symbols: list[Symbol], places: list[int], decimal: str) -> Sum:
    taken = [
        Taken(places[each.index], symbols[each.index], each.label, each.confidence)
        for each in understood.taken
    ]
    box = BoundingBox.around([each.symbol.box for each in taken])
    return Sum(
        understood.tree, understood.confidence, tuple(taken), box, understood.is_column, decimal
    )

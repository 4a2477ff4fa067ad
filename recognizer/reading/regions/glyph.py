"""A symbol of a sum, or a stroke that may be one: where it stands, and all that it may be."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from recognizer.ink import BoundingBox
from recognizer.reading.result import Symbol

PLUS, MINUS, ROOT_SIGN = "+", "-", "√"
MIN_NATS = -8.0
"""What is less likely, as a logarithm, is not tried."""
MAX_BAR_FLATNESS = 0.4
"""Height of a bar in its width, at most: a hand slants it."""
DIGITS_SHARE = 0.75
"""Of all heights of what is not flat, so many are no taller than a digit."""
_MIN_PROBABILITY = 1e-6
_SAME_AS = {"x": "\N{MULTIPLICATION SIGN}", "X": "\N{MULTIPLICATION SIGN}", "_": MINUS}


@dataclass(frozen=True)
class Glyph:
    """One symbol of a calculation.

    `nats` are the logarithms of the probabilities of all that it may be, by label, <= 0.
    `knownness` in [0, 1] tells how sure it is that it is a symbol at all, and made of just these
    strokes. `strokes` are those that it is made of, by their index in the ink. y is down.
    """

    box: BoundingBox
    nats: dict[str, float]
    knownness: float = 1.0
    strokes: tuple[int, ...] = ()

    @classmethod
    def of(cls, symbol: Symbol) -> Glyph:
        """Return what `symbol` is for the search: x is a times sign, as an underscore is a bar."""
        if symbol.said is not None:
            said = {_SAME_AS.get(symbol.said, symbol.said): 0.0} if symbol.said else {}
            return cls(symbol.box, said, strokes=symbol.strokes)
        sums: dict[str, float] = {}
        for each in symbol.candidates:
            label = _SAME_AS.get(each.label, each.label)
            sums[label] = sums.get(label, 0.0) + each.confidence
        nats = {label: math.log(max(each, _MIN_PROBABILITY)) for label, each in sums.items()}
        kept = {label: each for label, each in nats.items() if each >= MIN_NATS}
        known = min(symbol.knownness, symbol.parting)
        return cls(symbol.box, kept, known, symbol.strokes)

    @cached_property
    def x(self) -> float:
        """The middle, from left to right."""
        return (self.box.left + self.box.right) / 2

    @cached_property
    def y(self) -> float:
        """The middle, from top to bottom."""
        return (self.box.top + self.box.bottom) / 2

    @cached_property
    def best(self) -> str:
        """The likeliest label; "" if there is none."""
        return max(self.nats, key=self.nats.__getitem__, default="")

    @cached_property
    def may_be_bar(self) -> bool:
        """Whether it is flat, and may be a minus, the bar of a fraction or the line of a sum."""
        return MINUS in self.nats and self.box.height <= MAX_BAR_FLATNESS * self.box.width

    @cached_property
    def may_be_digit(self) -> bool:
        """Whether it may be one of the digits."""
        return any(label.isdigit() for label in self.nats)

    @cached_property
    def is_letter(self) -> bool:
        """Whether it is a letter as it looks: a variable."""
        return self.best.isalpha()

    @cached_property
    def may_be_root(self) -> bool:
        """Whether it may be the sign of a square root."""
        return ROOT_SIGN in self.nats


def usual_height(glyphs: Iterable[Glyph]) -> float:
    """Return the usual height of a digit on a line; > 0.

    Exponents are many, roots and parentheses few: so it is above the median. Where all is flat, it
    is the width of the widest.
    """
    boxes = [each.box for each in glyphs]
    heights = sorted(box.height for box in boxes if box.height > MAX_BAR_FLATNESS * box.width)
    tall = [each for each in heights if each >= heights[-1] / 3]
    widest = max((box.width for box in boxes), default=0.0)
    return max(tall[int(len(tall) * DIGITS_SHARE)] if tall else widest, 1e-9)

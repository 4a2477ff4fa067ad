"""What an ink or a picture says: digits, the numbers they make, and the lines these stand in."""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from recognizer.classifier import Candidate
from recognizer.ink import BoundingBox

UNREAD = "?"
"""Stands in a number for what is no digit."""


class Verdict(enum.Enum):
    """What kind of thing has been read."""

    DIGIT = "digit"
    NUMBERS = "numbers"
    """Several things, at least one of them a digit."""
    NOT_A_DIGIT = "not a digit"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Number:
    """Digits that stand together.

    Parameters
    ----------
    digits : tuple of Reading
        One for each, from left to right; some may be no digit.
    box : BoundingBox
        Around all of them.
    """

    digits: tuple[Reading, ...]
    box: BoundingBox

    @cached_property
    def text(self) -> str:
        """The digits, `UNREAD` for what is none; "" if none of them is one."""
        if not any(digit.text for digit in self.digits):
            return ""
        return "".join(digit.text or UNREAD for digit in self.digits)

    @cached_property
    def confidence(self) -> float:
        """How sure it is that all stands there as it was read, in [0, 1]; little with `UNREAD`.

        Of what the user has said there is no doubt.
        """
        return math.prod(
            digit.confidence * (1.0 if digit.text else digit.digitness)
            for digit in self.digits
            if digit.said is None
        )

    @cached_property
    def is_said(self) -> bool:
        """Whether the user has said what each digit is."""
        return all(digit.said is not None for digit in self.digits)


@dataclass(frozen=True)
class Reading:
    """What an ink or a picture says, or one digit of it.

    Parameters
    ----------
    verdict : Verdict
    candidates : tuple of Candidate
        Of a single digit, every label, the surest first; confidences in [0, 1] that sum to 1 and
        say which digit it is if it is one. Empty if there was nothing to read, and for several.
    box : BoundingBox, optional
        Where the ink lies, in the coordinates of the ink; none for a picture.
    digitness : float
        How sure it is that it is a digit at all, in [0, 1]; of several, the least.
    strokes : tuple of int
        Which strokes of the ink it is made of.
    lines : tuple of tuple of Number
        Of several digits, the numbers in each line, in reading order. Empty for a single one.
    said : str, optional
        What the user says that a single one is, whatever was read: a label, "" for no digit.
    """

    verdict: Verdict
    candidates: tuple[Candidate, ...] = ()
    box: BoundingBox | None = None
    digitness: float = 0.0
    strokes: tuple[int, ...] = ()
    lines: tuple[tuple[Number, ...], ...] = ()
    said: str | None = None

    @cached_property
    def text(self) -> str:
        """The digit; "" if it is none. Of several, the numbers; lines are parted by a newline."""
        if self.said is not None:
            return self.said
        if self.lines:
            lines = (" ".join(each.text for each in line if each.text) for line in self.lines)
            return "\n".join(filter(None, lines))
        return self.candidates[0].label if self.verdict is Verdict.DIGIT else ""

    @property
    def best(self) -> str:
        """The likeliest digit whatever the verdict; "" if there is not exactly one to read."""
        return self.candidates[0].label if self.candidates else ""

    @cached_property
    def confidence(self) -> float:
        """How sure `best` is, in [0, 1]; of several, how sure all that is in `text`."""
        if self.lines:
            return math.prod(number.confidence for number in self.numbers if number.text)
        return self.candidates[0].confidence if self.candidates else 0.0

    @cached_property
    def is_said(self) -> bool:
        """Whether the user has said what each digit is, and there is one."""
        return bool(self.digits) and all(digit.said is not None for digit in self.digits)

    @cached_property
    def numbers(self) -> tuple[Number, ...]:
        """The numbers of all lines; a single digit is a number, too, if it has a box."""
        if self.lines or not (self.candidates and self.box):
            return tuple(number for line in self.lines for number in line)
        return (Number((self,), self.box),)

    @cached_property
    def digits(self) -> tuple[Reading, ...]:
        """Every digit, in reading order, and what looked like one."""
        if self.lines or not self.candidates:
            return tuple(digit for number in self.numbers for digit in number.digits)
        return (self,)


def together(lines: Iterable[Iterable[Number]]) -> Reading:
    """Return the reading of all that stands in `lines`; a single digit is that digit's."""
    rows = tuple(tuple(line) for line in lines)
    digits = [digit for line in rows for number in line for digit in number.digits]
    if len(digits) < 2:
        return digits[0] if digits else Reading(Verdict.NOTHING)
    verdict = Verdict.NUMBERS if any(digit.text for digit in digits) else Verdict.NOT_A_DIGIT
    box = BoundingBox.around([number.box for line in rows for number in line])
    return Reading(verdict, (), box, min(each.digitness for each in digits), lines=rows)

"""What an ink or a picture says: digits, the numbers they make, and the lines these stand in.

Nothing that was written is passed over. What is no digit stands in the text as `UNREAD`, alone or
within a number, and counts in the confidence. A number is as sure as its least sure digit, a
reading as its least sure number: a product over all would tell how much there is to read, rather
than how well it was read.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from recognizer.ink import BoundingBox
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Candidate

UNREAD = "?"
"""Stands in the text for what is no digit."""


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
        One for each, at least one, from left to right; some may be no digit.
    box : BoundingBox
        Around all of them.
    """

    digits: tuple[Reading, ...]
    box: BoundingBox

    @cached_property
    def text(self) -> str:
        """The digits, `UNREAD` for what is none; "" if the user says that there are none."""
        if self.is_said and not self.has_digits:
            return ""
        return "".join(digit.label or UNREAD for digit in self.digits)

    @cached_property
    def confidence(self) -> float:
        """That of its least sure digit, in [0, 1]; little with something unread."""
        return min(digit.confidence for digit in self.digits)

    @cached_property
    def has_digits(self) -> bool:
        """Whether any of it is a digit."""
        return any(digit.label for digit in self.digits)

    @cached_property
    def has_unread(self) -> bool:
        """Whether any of it is none, and the user has not said so."""
        return any(not digit.label and digit.said is None for digit in self.digits)

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
    piece : (rows, cols) uint8 array, optional
        Of a single one in a picture, the ink it was read from, up to 255 on 0.
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
    piece: Pixels | None = field(default=None, compare=False, repr=False)

    @cached_property
    def text(self) -> str:
        """All that stands there: numbers are parted by a space, lines by a newline.

        `UNREAD` for what is no digit; nothing for what the user says is none.
        """
        if self.lines:
            lines = (" ".join(each.text for each in line if each.text) for line in self.lines)
            return "\n".join(filter(None, lines))
        is_unread = self.said is None and self.verdict is Verdict.NOT_A_DIGIT
        return UNREAD if is_unread else self.label

    @property
    def label(self) -> str:
        """The digit that a single one is, as read or said; "" if it is none, and for several."""
        if self.said is not None:
            return self.said
        return self.best if self.verdict is Verdict.DIGIT else ""

    @property
    def best(self) -> str:
        """The likeliest digit whatever the verdict; "" if there is not exactly one to read."""
        return self.candidates[0].label if self.candidates else ""

    @cached_property
    def confidence(self) -> float:
        """How sure it is that all was read, and read right, in [0, 1].

        Of a digit, how sure it is that it is one, or which one, whichever is less: what was not
        taken for a digit is therefore never surer than the bar it has missed. Of several, that of
        the least sure. Of what the user has said there is no doubt; where nothing was read, 0.
        """
        if self.lines:
            return min(number.confidence for number in self.numbers)
        if self.said is not None:
            return 1.0
        return min(self.digitness, self.candidates[0].confidence) if self.candidates else 0.0

    @cached_property
    def has_digits(self) -> bool:
        """Whether there is any digit."""
        return any(digit.label for digit in self.digits)

    @cached_property
    def has_unread(self) -> bool:
        """Whether anything is no digit, and the user has not said so."""
        return any(not digit.label and digit.said is None for digit in self.digits)

    @cached_property
    def is_of_picture(self) -> bool:
        """Whether it was read from a picture, not from ink."""
        return any(digit.piece is not None for digit in self.digits)

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
    verdict = Verdict.NUMBERS if any(digit.label for digit in digits) else Verdict.NOT_A_DIGIT
    box = BoundingBox.around([number.box for line in rows for number in line])
    return Reading(verdict, (), box, min(each.digitness for each in digits), lines=rows)

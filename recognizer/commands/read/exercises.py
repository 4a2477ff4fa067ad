"""A page of sums: its lines, each sum with its answer, and how many sums are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from recognizer.ink import BoundingBox
from recognizer.network.alphabet import SUMS
from recognizer.reading.reader import Reader
from recognizer.reading.result import Line, Number, Reading, Symbol
from recognizer.reading.words import text_lines
from recognizer.sums import Outcome, Sum, sums_in


@dataclass(frozen=True)
class Page:
    """A reading, and the sums in it; without any in other alphabets."""

    reading: Reading
    sums: tuple[Sum, ...] = ()

    @classmethod
    def of(cls, reading: Reading, reader: Reader, decimal: str = "") -> Page:
        """Return what `reader` read, with its sums; `decimal` is as for `sums_in`."""
        return cls(reading, sums_in(reading, decimal) if is_of_sums(reader) else ())

    @property
    def parts(self) -> tuple[Sum | Line, ...]:
        """Each sum, and what no sum holds of each written line, in reading order."""
        return tuple(self._parts())

    def _parts(self) -> Iterator[Sum | Line]:
        owners = {each.index: found for found in self.sums for each in found.taken}
        firsts = {min(each.index for each in found.taken): found for found in self.sums}
        begin = 0
        for line in self.reading.lines:
            end = begin + len(line.symbols)
            yield from (firsts[k] for k in range(begin, end) if k in firsts)
            taken = [k in owners for k in range(begin, end)]
            rest = tuple(_rest(line, taken))
            if rest:
                yield Line(rest)
            begin = end

    @property
    def lines(self) -> list[str]:
        """What is printed: each sum with its answer, and the plain text of what is in none."""
        if len(self.reading.symbols) < 2 or not self.sums:
            return text_lines(self.reading)
        return [
            each.completed if isinstance(each, Sum) else each.text
            for each in self.parts
            if each.text
        ]

    @property
    def score(self) -> Score:
        """How many of its sums are right."""
        asked = [each for each in self.sums if each.tree.signs]
        lost = sum(isinstance(each, Line) and "=" in each.text for each in self.parts)
        right = sum(each.outcome is Outcome.RIGHT for each in asked)
        unsure = sum(is_doubtful(each) for each in asked)
        return Score(right, len(asked) + lost, unsure + lost)


@dataclass(frozen=True)
class Score:
    """So many sums were answered right, `of` all that hold a sign such as "=".

    `unsure` of the others may have been misread, or were not understood.
    """

    right: int = 0
    of: int = 0
    unsure: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.of + other.of, self.unsure + other.unsure)

    def __str__(self) -> str:
        return f"{self.right} of {self.of} right" + (
            f", {self.unsure} hard to read" if self.unsure else ""
        )


def is_of_sums(reader: Reader) -> bool:
    """Tell whether `reader` looks for sums."""
    return reader.alphabet.name == SUMS.name


def is_doubtful(found: Sum) -> bool:
    """Tell whether a sum seems to be wrong, but perhaps was misread."""
    return found.outcome is Outcome.WRONG and bool(found.unsure)


def _rest(line: Line, taken: list[bool]) -> Iterator[Number]:
    """Return the numbers of `line`, without the symbols that are `taken`."""
    begin = 0
    for number in line.numbers:
        pairs = zip(number.symbols, taken[begin:], strict=False)
        rest: tuple[Symbol, ...] = tuple(each for each, is_taken in pairs if not is_taken)
        begin += len(number.symbols)
        if len(rest) == len(number.symbols):
            yield number
        elif rest:
            yield Number(rest, BoundingBox.around([each.box for each in rest]))

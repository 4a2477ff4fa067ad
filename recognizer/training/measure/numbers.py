"""Measures how well whole numbers are read, by the gap between their digits, and how fast."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from recognizer.ink.inkfile import LabeledInk
from recognizer.network.alphabet import DIGITS
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, together
from recognizer.reading.scoring import digit_errors, digits_of, wilson_interval
from recognizer.reading.words import NOT_ALL, PERHAPS, QUITE_SURE, SURE, sureness
from recognizer.training.draw.numbers import KINDS, Composed, compose_numbers
from recognizer.training.measure.tables import Table

NUMBERS_BUILT = 1000
"""How many are built; one of two lines counts as two."""
APART_GAP_HEIGHTS, TOUCHING_GAP_HEIGHTS = 0.10, 0.05
"""From the first on digits stand clearly apart; up to the second they touch or overlap."""
WORDS = (SURE, QUITE_SURE, PERHAPS, NOT_ALL)
BANDS = ("overlapping", "touching", "close", "apart")


@dataclass(frozen=True)
class NumberRead:
    """A number that was built and read.

    `text` is what was read; `gap` is the gap between its digits, in heights; `kind` is one of
    `KINDS`; `word` says how sure the reader was.
    """

    label: str
    text: str
    gap: float
    kind: str
    word: str

    @property
    def is_right(self) -> bool:
        """Whether the whole number was read right."""
        return self.label == self.text

    @property
    def band(self) -> str:
        """One of `BANDS`, by the gap."""
        if self.gap < 0:
            return "overlapping"
        if self.gap <= TOUCHING_GAP_HEIGHTS:
            return "touching"
        return "close" if self.gap < APART_GAP_HEIGHTS else "apart"


@dataclass(frozen=True)
class KeptWhole:
    """How many single digits are read as one digit, not as several."""

    count: int
    whole: int

    def record(self) -> dict[str, Any]:
        """Return the figures as JSON knows them."""
        part = self.whole / self.count if self.count else None
        return {"n": self.count, "whole": self.whole, "part": part}

    def __str__(self) -> str:
        part = f"{self.whole / self.count:.2%}" if self.count else "-"
        return f"{self.whole:,} of {self.count:,} ({part})"


@dataclass(frozen=True)
class NumbersRead:
    """All numbers that were read; `seconds` is the mean time for one, read for the first time.

    `single` and `stroked` count the digits themselves: all digits, and digits of several strokes.
    `none` is the word for a number without a known digit.
    """

    numbers: tuple[NumberRead, ...]
    seconds: float
    single: KeptWhole
    stroked: KeptWhole
    none: str = DIGITS.none

    def record(self) -> dict[str, Any]:
        """Return the figures for JSON; parts in [0, 1], the time in seconds."""
        bands = {name: _figures([n for n in self.numbers if n.band == name]) for name in BANDS}
        joined = [n for n in self.numbers if n.gap <= TOUCHING_GAP_HEIGHTS]
        kinds = {name: _figures([n for n in self.numbers if n.kind == name]) for name in KINDS}
        return {
            **_figures(self.numbers),
            "gaps": {**bands, "touching or overlapping": _figures(joined)},
            "kinds": kinds,
            "words": {
                name: _figures([n for n in self.numbers if n.word == name])
                for name in (*WORDS, self.none)
            },
            "seconds": self.seconds,
            "single digits kept whole": self.single.record(),
            "of several strokes": self.stroked.record(),
        }

    def table(self, name: str) -> Table:
        """Return the figures as a table titled with `name`."""
        record = self.record()
        parts = {**record["gaps"], **record["kinds"], **record["words"], "all": record}
        rows = tuple((each, *_cells(figures)) for each, figures in parts.items() if figures["n"])
        head = ("numbers", "n", "whole number right", "95 % interval", "digit errors")
        title = (
            f"{name}: numbers built of its digits, {self.seconds * 1e3:.1f} ms each; "
            f"single digits kept whole: {self.single}, of several strokes {self.stroked}"
        )
        return Table(title, head, rows)


def measure_numbers(
    reader: Reader, inks: Iterable[LabeledInk], count: int = NUMBERS_BUILT, seed: int = 0
) -> NumbersRead:
    """Build `count` numbers from the digits `inks` and read them.

    Raises
    ------
    DataError
        If there is no ink.
    """
    digits = list(inks)
    built = list(compose_numbers(digits, count, seed))
    begin = time.perf_counter()
    readings = [reader.read_ink(each.ink) for each in built]
    seconds = (time.perf_counter() - begin) / count
    read = tuple(n for pair in zip(built, readings, strict=True) for n in _line_by_line(*pair))
    several = [each for each in digits if len(each.ink.strokes) > 1]
    single, stroked = (_kept_whole(reader, each) for each in (digits, several))
    return NumbersRead(read, seconds, single, stroked, reader.alphabet.none)


def _kept_whole(reader: Reader, digits: Sequence[LabeledInk]) -> KeptWhole:
    whole = sum(len(reader.read_ink(each.ink).symbols) == 1 for each in digits)
    return KeptWhole(len(digits), whole)


def _line_by_line(built: Composed, reading: Reading) -> list[NumberRead]:
    """Return each line of a built number; with another number of lines read, all are wrong."""
    labels = built.text.split("\n")
    read = [together([line.numbers]) for line in reading.lines] or [reading]
    if len(read) != len(labels):
        read = [reading] * len(labels)
    return [
        NumberRead(label, each.text.replace("\n", " "), built.gap, built.kind, sureness(each))
        for label, each in zip(labels, read, strict=True)
    ]


def _figures(numbers: Sequence[NumberRead]) -> dict[str, Any]:
    count, right = len(numbers), sum(each.is_right for each in numbers)
    digits = sum(len(digits_of(each.label)) for each in numbers)
    errors = sum(digit_errors(each.label, each.text) for each in numbers)
    return {
        "n": count,
        "correct": right,
        "accuracy": right / count if count else None,
        "interval": list(wilson_interval(right, count)),
        "digits": digits,
        "digit_error_rate": errors / digits if digits else None,
    }


def _cells(figures: dict[str, Any]) -> tuple[str, ...]:
    low, high = figures["interval"]
    return (
        f"{figures['n']:,}",
        f"{figures['accuracy']:.2%}",
        f"{low:.2%} to {high:.2%}",
        f"{figures['digit_error_rate']:.2%}",
    )

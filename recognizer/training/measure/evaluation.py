"""Counts right and wrong readings, digit by digit, of ink, of pictures and of MNIST."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from recognizer.errors import DataError, naming
from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk, read_ink_file
from recognizer.pictures.decode import is_picture_file, load_picture
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, Verdict
from recognizer.training.data.datasets import load_mnist
from recognizer.training.measure.accuracy import digit_errors, digits_of, wilson_interval
from recognizer.training.measure.certainty import calibration_error

SHOWN_CONFUSIONS = 8
PICTURE_NAME = re.compile(r"(?:digit-([0-9])|text-([0-9]+))-[0-9]+")
"""The name of a picture, without its suffix: the label, then a number."""
_OR_TEXT = "or text-DDDD-NN.png"
LABEL = re.compile(r"[0-9]+(?:[ \n]+[0-9]+)*")
"""A label that is used: digits, with a space between numbers and a newline between lines."""


@dataclass(frozen=True)
class Sample:
    """A digit, or several together, that has been read; unknown writers and sources are ""."""

    label: str
    reading: Reading
    ink: Ink | None = None
    writer: str = ""
    source: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the label was read."""
        return self.read_as == self.label

    @property
    def sure(self) -> float:
        """The confidence in which digit it is, in [0, 1]; for several digits, in all of them."""
        candidates = self.reading.candidates
        return candidates[0].confidence if candidates else self.reading.confidence

    @property
    def read_as(self) -> str:
        """The best digit, whatever the verdict; for a label of several digits, the whole text.

        If the label has no spaces, those of the text are removed as well.
        """
        if len(self.label) == 1:
            return self.reading.best
        text = self.reading.text
        return digits_of(text) if self.label == digits_of(self.label) else text


@dataclass(frozen=True)
class Tally:
    """Readings and the labels that they should have had."""

    samples: tuple[Sample, ...]

    @classmethod
    def of(cls, samples: Iterable[Sample]) -> Tally:
        """Count `samples`."""
        return cls(tuple(samples))

    @cached_property
    def pairs(self) -> Counter[tuple[str, str]]:
        """The number of each pair (label, what it was read as); "" if nothing was read."""
        return Counter((each.label, each.read_as) for each in self.samples)

    @property
    def not_a_digit(self) -> int:
        """How many were called "not a digit", whether the best digit was right or wrong."""
        read = (Verdict.DIGIT, Verdict.NUMBERS)
        return sum(each.reading.verdict not in read for each in self.samples)

    @property
    def digit_error_rate(self) -> float:
        """Digits to add, leave out or change, divided by the number of digits in the labels."""
        errors = sum(digit_errors(each.label, each.read_as) for each in self.samples)
        return errors / sum(len(digits_of(each.label)) for each in self.samples)

    @property
    def accuracy(self) -> float:
        """The part that was read right, in [0, 1].

        Raises
        ------
        ZeroDivisionError
            If there are no samples.
        """
        return self.correct() / self.count()

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy, in [0, 1]."""
        return wilson_interval(self.correct(), self.count())

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the confidences over 15 bins, in [0, 1]."""
        sure = np.array([each.sure for each in self.samples])
        return calibration_error(sure, np.array([each.is_right for each in self.samples]))

    def digits(self) -> list[LabeledInk]:
        """Return the inks of a single digit."""
        return [
            LabeledInk(each.ink, each.label, each.writer, each.source)
            for each in self.samples
            if each.ink and len(each.label) == 1
        ]

    def count(self, label: str | None = None) -> int:
        """Return how many samples there are, in all or with one label."""
        return sum(n for (want, _), n in self.pairs.items() if label in (None, want))

    def correct(self, label: str | None = None) -> int:
        """Return how many were read right, in all or with one label."""
        same = ((want, n) for (want, got), n in self.pairs.items() if want == got)
        return sum(n for want, n in same if label in (None, want))

    def per_digit(self) -> dict[str, float]:
        """Return the accuracy of each single digit among the labels, in [0, 1], in order."""
        labels = sorted({want for want, _ in self.pairs if len(want) == 1})
        return {label: self.correct(label) / self.count(label) for label in labels}

    def confusions(self) -> list[tuple[str, str, int]]:
        """Return (label, read as, how often), the most frequent first."""
        wrong = Counter({pair: n for pair, n in self.pairs.items() if pair[0] != pair[1]})
        return [(*pair, n) for pair, n in wrong.most_common()]

    def confusions_in_words(self, shown: int = SHOWN_CONFUSIONS) -> str:
        """Return the `shown` most frequent confusions: "7 as 1: 2, ..."; or "none"."""
        each = (f"{want} as {got or 'nothing'}: {n}" for want, got, n in self.confusions()[:shown])
        return ", ".join(each) or "none"

    def record(self) -> dict[str, Any]:
        """Return the tally for JSON; accuracies and the calibration error in [0, 1]."""
        return {
            "n": self.count(),
            "correct": self.correct(),
            "accuracy": self.accuracy,
            "digit_error_rate": self.digit_error_rate,
            "interval": list(self.interval),
            "not_a_digit": self.not_a_digit,
            "calibration_error": self.calibration_error,
            "per_digit": self.per_digit(),
            "confusions": [list(each) for each in self.confusions()[:SHOWN_CONFUSIONS]],
        }

    def report(self, name: str) -> str:
        """Return the tally as lines of text."""
        low, high = self.interval
        digits = "  ".join(f"{label} {part:.1%}" for label, part in self.per_digit().items())
        lines = [
            name,
            f"  {self.correct():,} of {self.count():,} right: {self.accuracy:.2%} "
            f"(95 % interval {low:.2%} to {high:.2%}); {self.not_a_digit:,} not a digit; "
            f"calibration error {self.calibration_error:.2%}",
            f"  {digits}" if digits else f"  digits wrong: {self.digit_error_rate:.2%}",
            f"  confusions: {self.confusions_in_words()}",
        ]
        return "\n".join(lines)


def evaluate_ink(reader: Reader, path: Path, split: str | None = None) -> Tally:
    """Read every ink in `path` that is labeled with a digit, or several: "2026", "3 14".

    An ink with a label of one digit is read as a single digit, others as numbers. With a `split`
    only its lines are read.

    Raises
    ------
    InkError
        If the file cannot be read.
    DataError
        If no line is labeled with digits.
    """
    tally = Tally.of(
        Sample(each.label, _read(reader, each), each.ink, each.writer, each.source)
        for each in read_ink_file(path)
        if LABEL.fullmatch(each.label) and split in (None, each.split)
    )
    if not tally.samples:
        raise DataError(f"{path}: no ink labeled with digits" + (f" in {split}" if split else ""))
    return tally


def evaluate_pictures(reader: Reader, folder: Path) -> Tally:
    """Read every picture in `folder`; its name contains its label.

    A name is ``digit-7-01.png`` or ``text-2026-03.png``. Other files and hidden files are ignored.

    Raises
    ------
    DataError
        If the folder cannot be listed, holds no picture, or a picture without a label in its name.
    PictureError
        If a picture cannot be read.
    """
    found = list(_pictures(folder))
    if not found:
        raise DataError(f"{folder}: no picture named digit-D-NN.png, D being the digit, {_OR_TEXT}")
    return Tally.of(
        Sample(label, reader.read_image(load_picture(path)), source=folder.resolve().name)
        for path, label in found
    )


def evaluate_mnist(reader: Reader, folder: Path) -> Tally:
    """Read the 10,000 test images of MNIST in `folder`, without preprocessing.

    Raises
    ------
    DataError
        If the files are missing or malformed.
    """
    test = load_mnist(folder, "t10k")
    return Tally.of(
        Sample(str(label), reader.read_field(seen), source="mnist")
        for seen, label in zip(test.fields, test.labels, strict=True)
    )


def _read(reader: Reader, labeled: LabeledInk) -> Reading:
    return (reader.read_digit if len(labeled.label) == 1 else reader.read_ink)(labeled.ink)


def _pictures(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each picture in `folder` with its label, ordered by name."""
    with naming(folder, DataError):
        paths = sorted(folder.iterdir())
    for path in paths:
        if path.name.startswith(".") or not is_picture_file(path):
            continue
        named = PICTURE_NAME.fullmatch(path.stem)
        if not named:
            raise DataError(f"{path}: a picture to measure with is named digit-D-NN.png {_OR_TEXT}")
        yield path, named[1] or named[2]

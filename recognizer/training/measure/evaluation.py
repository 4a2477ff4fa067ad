"""Counts right and wrong readings, symbol by symbol, of ink, of pictures and of MNIST."""

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
from recognizer.reading.scoring import digit_errors, digits_of, wilson_interval
from recognizer.training.data.datasets import load_mnist
from recognizer.training.measure.certainty import calibration_error
from recognizer.training.measure.spelling import Spelling, text_of

SHOWN_CONFUSIONS = 8
PICTURE_NAME = re.compile(r"(?:digit-([0-9])|text-([0-9]+))-[0-9]+")
"""The name of a picture, without its suffix: the label, then a number."""
_OR_TEXT = "or text-DDDD-NN.png"


@dataclass(frozen=True)
class Sample:
    """A symbol, or several together, that has been read; unknown writers and sources are "".

    `label` is in symbols of the alphabet. Where it takes large and small letters as one, `exact` is
    what was written and what was read of it, large or small.
    """

    label: str
    reading: Reading
    ink: Ink | None = None
    writer: str = ""
    source: str = ""
    exact: tuple[str, str] | None = None

    @property
    def is_right(self) -> bool:
        """Whether the label was read."""
        return self.read_as == self.label

    @property
    def sure(self) -> float:
        """The confidence in which symbol it is, in [0, 1]; for several symbols, in all of them."""
        candidates = self.reading.candidates
        return candidates[0].confidence if candidates else self.reading.confidence

    @property
    def read_as(self) -> str:
        """What was read of the label; see `text_of`."""
        return text_of(self.reading, self.label)


@dataclass(frozen=True)
class Tally:
    """Readings and the labels that they should have had.

    `left_out` is how many inks had labels that are not of the alphabet.
    """

    samples: tuple[Sample, ...]
    left_out: int = 0

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
    def refused(self) -> float:
        """The part that was called "not a digit", in [0, 1]."""
        return self.not_a_digit / self.count()

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
    def accuracy_exact(self) -> float | None:
        """The same, counted as right only if large and small letters are read as such.

        None where the alphabet does not take them as one.
        """
        exact = [each.exact for each in self.samples if each.exact]
        return sum(want == got for want, got in exact) / len(exact) if exact else None

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the accuracy, in [0, 1]."""
        return wilson_interval(self.correct(), self.count())

    @property
    def calibration_error(self) -> float:
        """Expected calibration error of the confidences over 15 bins, in [0, 1]."""
        sure = np.array([each.sure for each in self.samples])
        return calibration_error(sure, np.array([each.is_right for each in self.samples]))

    def singles(self) -> list[LabeledInk]:
        """Return the inks of a single symbol."""
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
        """Return the accuracy of each single symbol among the labels, in [0, 1], in order."""
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
        """Return the tally for JSON; parts and the calibration error in [0, 1].

        Whatever the alphabet, "digit" stands for one of its symbols.
        """
        exact = self.accuracy_exact
        return {
            "n": self.count(),
            "left_out": self.left_out,
            "correct": self.correct(),
            "accuracy": self.accuracy,
            **({} if exact is None else {"accuracy_exact": exact}),
            "digit_error_rate": self.digit_error_rate,
            "interval": list(self.interval),
            "not_a_digit": self.not_a_digit,
            "refused": self.refused,
            "calibration_error": self.calibration_error,
            "per_digit": self.per_digit(),
            "confusions": [list(each) for each in self.confusions()[:SHOWN_CONFUSIONS]],
        }

    def report(self, name: str) -> str:
        """Return the tally as lines of text."""
        low, high = self.interval
        exact = self.accuracy_exact
        digits = "  ".join(f"{label} {part:.1%}" for label, part in self.per_digit().items())
        lines = [
            name,
            f"  {self.correct():,} of {self.count():,} right: {self.accuracy:.2%} "
            f"(95 % interval {low:.2%} to {high:.2%}); {self.not_a_digit:,} refused, "
            f"{self.refused:.2%}; calibration error {self.calibration_error:.2%}",
            *([] if exact is None else [f"  large and small letters told apart: {exact:.2%}"]),
            f"  {digits}" if digits else f"  symbols wrong: {self.digit_error_rate:.2%}",
            f"  confusions: {self.confusions_in_words()}",
            *([f"  left out: {self.left_out:,} with other labels"] if self.left_out else []),
        ]
        return "\n".join(lines)


def evaluate_ink(reader: Reader, path: Path, split: str | None = None) -> Tally:
    """Read every ink in `path` with a label of the reader's alphabet: "7", "2026", "3 14", "a".

    An ink with a label of one symbol is read as a single one, others as numbers. With a `split`
    only its lines are read.

    Raises
    ------
    InkError
        If the file cannot be read.
    DataError
        If no line has a label of the alphabet.
    """
    spelling = Spelling(reader.alphabet, reader.card.labels)
    every = [each for each in read_ink_file(path) if split in (None, each.split)]
    pairs = [(each, spelling.written(each.label)) for each in every]
    samples = [_sample(reader, spelling, ink, text) for ink, text in pairs if text]
    if not samples:
        what = f"no ink labeled with {reader.alphabet.many}"
        raise DataError(f"{path}: {what}" + (f" in {split}" if split else ""))
    return Tally(tuple(samples), len(every) - len(samples))


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


def _sample(reader: Reader, spelling: Spelling, labeled: LabeledInk, written: str) -> Sample:
    reading = (reader.read_digit if len(written) == 1 else reader.read_ink)(labeled.ink)
    exact = (written, text_of(reading, written, spelling.exact)) if spelling.folds else None
    label = spelling.in_symbols(written)
    return Sample(label, reading, labeled.ink, labeled.writer, labeled.source, exact)


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

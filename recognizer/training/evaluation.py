"""Counting right and wrong readings, digit by digit."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recognizer.errors import DataError
from recognizer.inkfile import read_ink_file
from recognizer.reader import Reader, Reading, Verdict
from recognizer.training.datasets import DIGITS, load_mnist
from recognizer.training.report import wilson_interval

SHOWN_CONFUSIONS = 8


@dataclass
class Tally:
    """Readings beside the labels they should have had.

    Parameters
    ----------
    pairs : Counter of (label, best digit)
        The best digit is "" where there was nothing to read.
    not_a_digit : int
        How many were refused, right or wrong.
    """

    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    not_a_digit: int = 0

    def add(self, label: str, reading: Reading) -> None:
        """Count one reading."""
        self.pairs[label, reading.best] += 1
        self.not_a_digit += reading.verdict is not Verdict.DIGIT

    def count(self, label: str | None = None) -> int:
        """Return how many were read, in all or of one label."""
        return sum(n for (want, _), n in self.pairs.items() if label in (None, want))

    def correct(self, label: str | None = None) -> int:
        """Return how many were read right, in all or of one label."""
        same = ((want, n) for (want, got), n in self.pairs.items() if want == got)
        return sum(n for want, n in same if label in (None, want))

    def confusions(self) -> list[tuple[str, str, int]]:
        """Return (label, read as, how often), the commonest first."""
        wrong = Counter({pair: n for pair, n in self.pairs.items() if pair[0] != pair[1]})
        return [(*pair, n) for pair, n in wrong.most_common()]

    def record(self) -> dict[str, Any]:
        """Return the tally as JSON knows it; accuracies in [0, 1]."""
        return {
            "n": self.count(),
            "correct": self.correct(),
            "accuracy": self.correct() / self.count(),
            "interval": list(wilson_interval(self.correct(), self.count())),
            "not_a_digit": self.not_a_digit,
            "per_digit": {
                label: self.correct(label) / self.count(label)
                for label in sorted({want for want, _ in self.pairs})
            },
            "confusions": [list(each) for each in self.confusions()[:SHOWN_CONFUSIONS]],
        }

    def report(self, name: str) -> str:
        """Return the tally as a few lines for people."""
        low, high = wilson_interval(self.correct(), self.count())
        record = self.record()
        digits = "  ".join(f"{label} {part:.1%}" for label, part in record["per_digit"].items())
        wrong = ", ".join(
            f"{want} as {got or 'nothing'}: {n}"
            for want, got, n in self.confusions()[:SHOWN_CONFUSIONS]
        )
        return (
            f"{name}\n"
            f"  {self.correct():,} of {self.count():,} right: {record['accuracy']:.2%} "
            f"(95 % interval {low:.2%} to {high:.2%}); {self.not_a_digit:,} called no digit\n"
            f"  {digits}\n"
            f"  confusions: {wrong or 'none'}"
        )


def evaluate_ink(reader: Reader, path: Path, split: str | None = None) -> Tally:
    """Read every ink of `path` that is labelled with a digit.

    Parameters
    ----------
    reader : Reader
    path : Path
    split : str, optional
        Only lines of this split.

    Raises
    ------
    InkError
        If the file cannot be read.
    DataError
        If no line is labelled with a digit.
    """
    tally = Tally()
    for labeled in read_ink_file(path):
        if labeled.label in DIGITS and split in (None, labeled.split):
            tally.add(labeled.label, reader.read_ink(labeled.ink))
    if not tally.pairs:
        raise DataError(f"{path}: no ink labelled with a digit" + (f" in {split}" if split else ""))
    return tally


def evaluate_mnist(reader: Reader, folder: Path) -> Tally:
    """Read the 10,000 test images of MNIST in `folder`, as they are.

    Raises
    ------
    DataError
        If the files are missing or malformed.
    """
    test = load_mnist(folder, "t10k")
    tally = Tally()
    for seen, label in zip(test.fields, test.labels, strict=True):
        tally.add(str(label), reader.read_field(seen))
    return tally

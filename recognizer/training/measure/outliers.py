"""Measures how well non-digits are told from digits, kind by kind."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import roc_auc_score

from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, Verdict
from recognizer.training.draw.outliers import OUTLIER_KINDS, dev_outliers
from recognizer.training.measure.evaluation import Tally
from recognizer.training.measure.tables import Table

KEPT_SHARE = 0.99
"""Part of the digits that pass the threshold of the last column."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Judged:
    """The digitness and the verdicts of n inks.

    `digitness` is (n,) in [0, 1], and 0 where a rule of geometry rules a digit out. `accepted` (n,)
    tells which were called a digit.
    """

    digitness: Floats
    accepted: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, readings: Iterable[Reading]) -> Judged:
        """Return the judgment of `readings`."""
        every = [(each.knownness, each.verdict is Verdict.DIGIT) for each in readings]
        sure, said = zip(*every, strict=True) if every else ((), ())
        return cls(np.array(sure, np.float64), np.array(said, bool))

    def reaching(self, threshold: float) -> float:
        """Return the part whose digitness is at least `threshold`, in [0, 1]."""
        return float((self.digitness >= threshold).mean())


@dataclass(frozen=True)
class Kind:
    """How one kind of non-digit is judged; parts are in [0, 1].

    `auroc` is the probability that a digit has a higher digitness than one of these; ties count
    half. `accepted` is the part that the reader calls a digit. `at_keep` is the part that reaches
    the threshold that a part `KEPT_SHARE` of the digits reach.
    """

    n: int
    auroc: float
    accepted: float
    at_keep: float


@dataclass(frozen=True)
class OutlierReport:
    """Digits against each kind of non-digit.

    `threshold` is the highest one that at least a part `KEPT_SHARE` of the digits reach.
    """

    digits: Judged
    threshold: float
    kinds: dict[str, Kind]

    def record(self) -> dict[str, Any]:
        """Return the report for JSON; all parts in [0, 1]."""
        return {
            "digits": len(self.digits.digitness),
            "digits_accepted": float(self.digits.accepted.mean()),
            "digits_at_keep": self.digits.reaching(self.threshold),
            "keep": KEPT_SHARE,
            "bar_at_keep": self.threshold,
            "kinds": {name: asdict(kind) for name, kind in self.kinds.items()},
        }

    def table(self) -> Table:
        """Return a row for each kind, the digits last."""
        keeping = f"at a threshold for {KEPT_SHARE:.0%} of the digits"
        head = ("kind", "inks", "AUROC", "as shipped", keeping)
        rows = [
            (name, f"{kind.n:,}", f"{kind.auroc:.4f}", *_percents(kind.accepted, kind.at_keep))
            for name, kind in self.kinds.items()
        ]
        kept = _percents(self.digits.accepted.mean(), self.digits.reaching(self.threshold))
        rows.append(("digits", f"{len(self.digits.digitness):,}", "", *kept))
        return Table("Taken for a digit", head, tuple(rows))


def report_outliers(reader: Reader, data: Path, tallies: Iterable[Tally]) -> OutlierReport:
    """Compare the digits of `tallies` with the non-digits of `dev` in the folder `data`.

    Raises
    ------
    InkError, DataError
        If a file of `data` is missing or malformed, or holds no non-digit of `dev`.
    """
    digits = Judged.of(each.reading for tally in tallies for each in tally.samples)
    return compare(digits, {kind: _judge(reader, data, kind) for kind in OUTLIER_KINDS})


def compare(digits: Judged, kinds: Mapping[str, Judged]) -> OutlierReport:
    """Compare `digits` with each of `kinds`; none may be empty."""
    threshold = threshold_that_keeps(digits.digitness)
    return OutlierReport(
        digits,
        threshold,
        {name: _kind(digits.digitness, kind, threshold) for name, kind in kinds.items()},
    )


def threshold_that_keeps(digitness: Floats, keep: float = KEPT_SHARE) -> float:
    """Return the highest threshold that at least a part `keep` of (n,) `digitness` reaches."""
    reach = max(1, math.ceil(keep * len(digitness) - 1e-9))
    return float(np.sort(digitness)[-reach])


def _kind(digits: Floats, outliers: Judged, threshold: float) -> Kind:
    n = len(outliers.digitness)
    auroc = roc_auc_score(
        np.repeat([1, 0], [len(digits), n]), np.concatenate([digits, outliers.digitness])
    )
    return Kind(n, float(auroc), float(outliers.accepted.mean()), outliers.reaching(threshold))


def _judge(reader: Reader, data: Path, kind: str) -> Judged:
    return Judged.of(reader.read_digit(ink) for ink in dev_outliers(data, kind))


def _percents(*parts: float) -> tuple[str, ...]:
    return tuple(f"{part:.2%}" for part in parts)

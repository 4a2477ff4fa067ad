"""Reads sums that were built, and sums in labeled ink, and counts which were understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from recognizer.errors import DataError, SumError
from recognizer.ink import BoundingBox
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.alphabet import Alphabet
from recognizer.reading.reader import Reader
from recognizer.reading.scoring import wilson_interval
from recognizer.sums.answers import decimal_sign
from recognizer.sums.expression import Chain, Number
from recognizer.sums.found import Outcome, Sum, sums_in
from recognizer.sums.grammar import parsed
from recognizer.training.draw.sums import compose_sums
from recognizer.training.draw.sumtexts import SYMBOLS
from recognizer.training.measure.evaluation import Sample
from recognizer.training.measure.tables import Table

SUMS_BUILT = 600
SHOWN_AT = 0.9
"""A result that is less sure is not counted as shown."""
LAYOUTS = ("with fraction", "with power", "with root")
"""Kinds that are counted together, too."""
TOGETHER, ALL = "with fraction, power or root", "all"


@dataclass(frozen=True)
class SumRead:
    """A sum that was read: what it says, and what was found in it, from the top."""

    label: str
    found: tuple[Sum, ...]
    kind: str

    @property
    def text(self) -> str:
        """What was read, a line for each sum; "" if nothing was understood."""
        return "\n".join(each.text for each in self.found)

    @property
    def is_right(self) -> bool:
        """Whether the whole expression is what was written."""
        return self.text == self.label

    @property
    def shown(self) -> tuple[Sum, ...]:
        """What of it has a result that is shown, or judged, surely."""
        return tuple(
            each
            for each in self.found
            if each.outcome is not Outcome.NOTHING
            and each.confidence >= SHOWN_AT
            and not each.unsure
        )

    @property
    def is_shown_wrong(self) -> bool:
        """Whether a sure result is not that of what was written."""
        true = _meant(parsed(self.label))
        wanted = true.outcome, true.answer
        return any((each.outcome, each.answer) != wanted for each in self.shown)


@dataclass(frozen=True)
class SumsRead:
    """All sums that were read."""

    title: str
    sums: tuple[SumRead, ...]

    def record(self) -> dict[str, Any]:
        """Return the figures for JSON; parts in [0, 1]."""
        return {**_figures(self.sums), "kinds": {k: _figures(v) for k, v in self._kinds().items()}}

    def table(self) -> Table:
        """Return a row for each kind of sum."""
        kinds = self._kinds()
        parts = kinds if len(kinds) == 1 else {**kinds, ALL: self.sums}
        head = (
            "sums",
            "n",
            "whole expression right",
            "95 % interval",
            "not understood",
            "result shown at 90 %",
            "of these wrong",
        )
        rows = tuple((name, *_cells(_figures(sums))) for name, sums in parts.items())
        return Table(self.title, head, rows)

    def _kinds(self) -> dict[str, Sequence[SumRead]]:
        names = dict.fromkeys(each.kind for each in self.sums)
        kinds: dict[str, Sequence[SumRead]] = {
            name: [each for each in self.sums if each.kind == name] for name in names
        }
        layouts = [each for each in self.sums if each.kind in LAYOUTS]
        return {**kinds, TOGETHER: layouts} if layouts else kinds


def check_sums(alphabet: Alphabet) -> None:
    """Refuse an alphabet in which sums cannot be written.

    Raises
    ------
    DataError
        If a symbol of sums is not in it.
    """
    if not {*SYMBOLS} <= {*alphabet.symbols}:
        raise DataError(f"no sums can be built in the alphabet {alphabet.name}")


def measure_sums(
    reader: Reader, inks: Iterable[LabeledInk], count: int = SUMS_BUILT, seed: int = 0
) -> SumsRead:
    """Build `count` sums of single symbols, of all kinds in turn, and read them.

    Raises
    ------
    DataError
        If the alphabet of `reader` is not that of sums, or a symbol is not among `inks`.
    """
    check_sums(reader.alphabet)
    read = (
        SumRead(each.text, sums_in(reader.read_ink(each.ink)), each.kind)
        for each in compose_sums(inks, count, seed)
    )
    return SumsRead("Sums built of the symbols", tuple(read))


def labeled_sums(samples: Iterable[Sample], name: str) -> SumsRead:
    """Return what was read of those `samples` that are labeled with a sum, as "12÷(3-1)=6".

    The others, single symbols and numbers, are left out. `name` is what they are called together.
    """
    pairs = ((_sum_label(each.label), each.reading) for each in samples)
    read = (SumRead(label, sums_in(reading), name) for label, reading in pairs if label)
    return SumsRead("Sums in labeled ink", tuple(read))


def _sum_label(label: str) -> str:
    """Return a label as it is compared; "" for one that is no sum: a number, or words."""
    try:
        tree = parsed(label)
    except SumError:
        return ""
    is_number = not tree.signs and isinstance(tree.sides[0], Number)
    return "" if is_number else _meant(tree).text


def _meant(tree: Chain) -> Sum:
    """Return what a label says, as something that was read."""
    return Sum(tree, 1.0, (), BoundingBox(0, 0, 0, 0), decimal=decimal_sign(tree))


def _figures(sums: Sequence[SumRead]) -> dict[str, Any]:
    count, right = len(sums), sum(each.is_right for each in sums)
    return {
        "n": count,
        "correct": right,
        "accuracy": right / count,
        "interval": list(wilson_interval(right, count)),
        "not_understood": sum(not each.found for each in sums),
        "shown": sum(bool(each.shown) for each in sums),
        "shown_wrong": sum(each.is_shown_wrong for each in sums),
    }


def _cells(figures: dict[str, Any]) -> tuple[str, ...]:
    low, high = figures["interval"]
    shown, wrong = figures["shown"], figures["shown_wrong"]
    return (
        f"{figures['n']:,}",
        f"{figures['accuracy']:.2%}",
        f"{low:.2%} to {high:.2%}",
        f"{figures['not_understood']:,}",
        f"{shown:,}",
        f"{wrong:,} ({wrong / max(shown, 1):.2%})",
    )

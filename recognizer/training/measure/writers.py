"""Accuracy by contributor of data, and by writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from recognizer.training.measure.evaluation import Sample, Tally
from recognizer.training.measure.tables import Table

SHOWN_WORST = 10
_SHOWN_CONFUSIONS = 3


@dataclass(frozen=True)
class Writers:
    """The readings of one source, by contributor (`groups`) and by the writer's id, both sorted.

    `group_of` is the contributor of each writer.
    """

    groups: dict[str, Tally]
    writers: dict[str, Tally]
    group_of: dict[str, str]

    def worst(self, count: int = SHOWN_WORST) -> list[tuple[str, Tally]]:
        """Return at most `count` writers with an error and their readings, the worst first.

        The worst writer is the one whose 95 % interval has the lowest upper end: ten errors of
        twenty say more than one error of one.
        """
        wrong = [pair for pair in self.writers.items() if pair[1].correct() < pair[1].count()]
        return sorted(wrong, key=lambda pair: pair[1].interval[1])[:count]

    def faultless(self, group: str) -> int:
        """Return how many writers of `group` were read without an error."""
        return sum(tally.correct() == tally.count() for tally in self._of(group))

    def count(self, group: str) -> int:
        """Return how many writers `group` has."""
        return len(self._of(group))

    def record(self, worst: int = SHOWN_WORST) -> dict[str, Any]:
        """Return the figures for JSON; parts in [0, 1]."""
        groups = {
            name: _record(tally)
            | {
                "refused": tally.refused,
                "writers": self.count(name),
                "faultless": self.faultless(name),
            }
            for name, tally in self.groups.items()
        }
        worst_ones = [{"writer": name} | _record(tally) for name, tally in self.worst(worst)]
        return {"groups": groups, "worst": worst_ones}

    def _of(self, group: str) -> list[Tally]:
        return [self.writers[name] for name, its in self.group_of.items() if its == group]


def by_writer(tally: Tally) -> Writers:
    """Group the readings of `tally` by writer."""
    group_of = {_name(each): contributor(each) for each in tally.samples}
    return Writers(_apart(tally, contributor), _apart(tally, _name), group_of)


def contributor(sample: Sample) -> str:
    """Return the contributor of an ink: "aga" for the writer "unipen/aga/amywl", else the source.

    Return "unknown" if neither is known.
    """
    parts = sample.writer.split("/")
    return parts[1] if len(parts) > 2 else sample.source or "unknown"


def group_table(sources: Mapping[str, Writers]) -> Table:
    """Return a row for each contributor of each source."""
    counted = ("writers", "without error", "inks", "right", "accuracy", "refused")
    head = ("source", "contributor", *counted)
    rows = tuple(
        _group_row(name, group, writers)
        for name, writers in sources.items()
        for group in writers.groups
    )
    return Table("By contributor", head, rows, names=2)


def worst_table(sources: Mapping[str, Writers], count: int = SHOWN_WORST) -> Table:
    """Return a row for each of the `count` worst writers of each source."""
    rows = tuple(
        (name, *_worst_row(writer, tally))
        for name, writers in sources.items()
        for writer, tally in writers.worst(count)
    )
    head = ("source", "writer", "right", "accuracy", "misread")
    return Table("Worst writers", head, rows, names=2)


def _apart(tally: Tally, key: Callable[[Sample], str]) -> dict[str, Tally]:
    parts: dict[str, list[Sample]] = {}
    for each in tally.samples:
        parts.setdefault(key(each), []).append(each)
    return {name: Tally.of(parts[name]) for name in sorted(parts)}


def _name(sample: Sample) -> str:
    return sample.writer or "unknown"


def _record(tally: Tally) -> dict[str, Any]:
    return {"n": tally.count(), "correct": tally.correct(), "accuracy": tally.accuracy}


def _group_row(source: str, group: str, writers: Writers) -> tuple[str, ...]:
    tally = writers.groups[group]
    counts = (writers.count(group), writers.faultless(group), tally.count(), tally.correct())
    parts = (tally.accuracy, tally.refused)
    return (source, group, *(f"{n:,}" for n in counts), *(f"{part:.2%}" for part in parts))


def _worst_row(writer: str, tally: Tally) -> tuple[str, ...]:
    right = f"{tally.correct()}/{tally.count()}"
    return writer, right, f"{tally.accuracy:.1%}", tally.confusions_in_words(_SHOWN_CONFUSIONS)

"""How sure it is which pieces of a number make a symbol: by how much worse all other ways are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable

PARTING_SHARPNESS = 2.0
"""By this factor, the scores of a lattice lie closer together than logarithms of probabilities. Of
the results of sums built of `dev` hands that looked sure and were wrong, half are parted wrongly,
and this tells of most of them; it makes one in ten right ones wait."""

Run = tuple[int, int]
"""Pieces that may be a symbol, from the first up to one after the last."""


def sureness(
    chosen: Iterable[Run], scores: dict[Run, float], cost: Callable[[Run, Run], float]
) -> list[float]:
    """Return for each of the `chosen` runs how sure it is that its pieces belong together.

    That is in [0, 1]: 0.5 where another way to part the number is as good. `scores` has all runs of
    a number, `cost` says what it costs that one follows another, and `chosen` is the best way.
    """
    totals = _best_through(scores, cost)
    return [_share(totals[run] - _best_without(run, totals)) for run in chosen]


def _share(ahead: float) -> float:
    if math.isnan(ahead):  # no way is possible at all: they will be made one
        return 0.5
    return 1 / (1 + math.exp(-max(min(PARTING_SHARPNESS * ahead, 50.0), -50.0)))


def _best_without(run: Run, totals: dict[Run, float]) -> float:
    """Return the score of the best way in which the first piece of `run` is in another one."""
    others = (
        total
        for (begin, end), total in totals.items()
        if begin <= run[0] < end and (begin, end) != run
    )
    return max(others, default=-math.inf)


def _best_through(scores: dict[Run, float], cost: Callable[[Run, Run], float]) -> dict[Run, float]:
    """Return the score of the best way through each run."""
    by_begin: dict[int, list[Run]] = defaultdict(list)
    by_end: dict[int, list[Run]] = defaultdict(list)
    for run in scores:
        by_begin[run[0]].append(run)
        by_end[run[1]].append(run)
    before: dict[Run, float] = {}
    behind: dict[Run, float] = {}
    for run in sorted(scores, key=lambda run: run[1]):
        ways = (before[left] - cost(left, run) for left in by_end[run[0]])
        before[run] = scores[run] + max(ways, default=0.0)
    for run in sorted(scores, key=lambda run: -run[0]):
        ways = (behind[right] - cost(run, right) for right in by_begin[run[1]])
        behind[run] = scores[run] + max(ways, default=0.0)
    return {run: before[run] + behind[run] - scores[run] for run in scores}

"""How much of what was learned is worth keeping: between the weights of before and of after.

On the straight way from a model's weights to those after some more training there are models that
keep most of what was learned and more of what was known (Wortsman et al. 2022, "Robust fine-tuning
of zero-shot models").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

MOST_LOST = 0.001
"""Of the accuracy on `dev`: a model that loses as much, or more, is not kept."""
SHARES = (0.25, 0.5, 0.75, 1.0)
"""Of the way that are tried."""


@dataclass(frozen=True)
class Score:
    """How well a model reads.

    Parameters
    ----------
    dev : float
        The part of the `dev` digits it reads right, in [0, 1].
    lessons : int
        How many of the lessons it reads right.
    """

    dev: float
    lessons: int


def best_share(scores: Mapping[float, Score], before: Score) -> float:
    """Return how much of the way to go.

    Parameters
    ----------
    scores : dict of float to Score
        By the share of the way.
    before : Score
        Where the way begins.

    Returns
    -------
    float
        The share that reads most lessons right and does not lose too much; of equals, the one that
        reads most of `dev`, and of those the largest, which is surest of the lessons. Where all
        lose too much, the one that loses least.
    """
    allowed = [share for share in scores if not _loses_too_much(before, scores[share])]
    if allowed:
        return max(allowed, key=lambda share: (scores[share].lessons, scores[share].dev, share))
    return max(scores, key=lambda share: scores[share].dev)


def objection(before: Score, after: Score) -> str:
    """Return why the model of `after` is not worth keeping, in one clause; "" if it is."""
    if _loses_too_much(before, after):
        lost = before.dev - after.dev
        return f"it loses {lost:.2%} on dev, and {MOST_LOST:.1%} is too much"
    if after.lessons <= before.lessons:
        return "it reads no more of the lessons right than before"
    return ""


def _loses_too_much(before: Score, after: Score) -> bool:
    return before.dev - after.dev >= MOST_LOST

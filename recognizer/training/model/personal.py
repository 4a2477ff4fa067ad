"""Training data for training a model further on one user's lessons, and how far to change it.

Trained on the lessons alone, a model would forget what it knew (McCloskey and Cohen 1989,
"Catastrophic interference in connectionist networks"). So each epoch mixes many variations of each
lesson with a part of the shipped model's training data (replay; Robins 1995, "Catastrophic
forgetting, rehearsal and pseudorehearsal").

Then models on the straight line from the old weights to the new ones are tried. Some of them keep
most of what was learned, and more of what was known before (Wortsman et al. 2022, "Robust
fine-tuning of zero-shot models"). `best_share` chooses one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recognizer.errors import LessonError
from recognizer.lessons import Lesson, Lessons
from recognizer.network.alphabet import NONE
from recognizer.training.data.characters import place_of
from recognizer.training.data.datasets import DIGITS, LabeledImages
from recognizer.training.draw.epochs import TrainingData, render_epoch, render_varied, some
from recognizer.training.recipe import MAX_LOST_ACCURACY, Phase, Recipe, Schedule

PERSONAL = Phase(
    "personal",
    epochs=2,
    strength=0.4,
    mnist_per_epoch=6_000,
    untouched=0.5,
    renderings=1,
    letters=6_000,
    signs=3_000,
    outliers=3_000,
)
GENTLE = Schedule(batch=128, peak_rate=1e-4, weight_decay=0.01, warm_up=0.15)
"""A twentieth of the rate of the training from nothing, for some 400 steps."""
REPLAYED_DIGITS = 6_000
"""Train digits of ink in an epoch, chosen anew for each."""
VARIATIONS = 50
"""Variations of each lesson in an epoch, if there are few lessons."""
MAX_VARIATIONS = 3_000
"""Variations of all lessons together in an epoch: a seventh of its images."""
SHARES = (0.25, 0.5, 0.75, 1.0)
"""The parts of the way from the old weights to the new ones that are tried."""


def personal_recipe(epochs: int, seed: int) -> Recipe:
    """Return the recipe for training a model further."""
    return Recipe((replace(PERSONAL, epochs=epochs),), picture=GENTLE, seed=seed)


def usable(lessons: Iterable[Lesson]) -> Lessons:
    """Return the lessons whose label is a digit or "not a digit".

    Raises
    ------
    LessonError
        If there are none.
    """
    found = tuple(each for each in lessons if each.label in (*DIGITS, NONE))
    if not found:
        raise LessonError('nothing to learn: no lesson is a digit or "not a digit"')
    return found


def personal_epoch(
    seed: tuple[int, int], phase: Phase, data: TrainingData, lessons: Sequence[Lesson]
) -> LabeledImages:
    """Return the images of an epoch: lessons, as `usable` returns them, and replay.

    `seed` is the run's seed and the epoch's number; it fixes every random choice.
    """
    rng = np.random.default_rng((*seed, 1))  # a generator of its own, not that of the replay
    fewer = replace(data, digits=some(data.digits, REPLAYED_DIGITS, rng))
    replayed = render_epoch(seed, phase, fewer).pictures
    times = min(VARIATIONS, max(1, MAX_VARIATIONS // len(lessons)))
    labels = [place_of(each.label) for each in lessons]
    own = render_varied([each.ink for each in lessons], labels, times, phase.strength, rng)
    return LabeledImages(
        np.concatenate([replayed.images, own.images]),
        np.concatenate([replayed.labels, own.labels]),
    )


@dataclass(frozen=True)
class Score:
    """How well a model reads: its accuracy on `dev`, in [0, 1], and the lessons it reads right."""

    dev: float
    lessons: int


def best_share(scores: Mapping[float, Score], before: Score) -> float:
    """Return the best share of the way to the new weights, by the score at each share.

    This is the share that reads most lessons right and does not lose too much of the score
    `before`. Among equal shares it is the one that reads most of `dev`, and then the largest, which
    is surest of the lessons. If all lose too much, it is the one that loses least.
    """
    allowed = [share for share in scores if not _loses_too_much(before, scores[share])]
    if allowed:
        return max(allowed, key=lambda share: (scores[share].lessons, scores[share].dev, share))
    return max(scores, key=lambda share: scores[share].dev)


def objection(before: Score, after: Score) -> str:
    """Return why the model with the score `after` should not be kept, in one clause, or ""."""
    if _loses_too_much(before, after):
        lost = before.dev - after.dev
        return f"it loses {lost:.2%} on dev, and {MAX_LOST_ACCURACY:.1%} is too much"
    if after.lessons <= before.lessons:
        return "it reads no more of the lessons right than before"
    return ""


def _loses_too_much(before: Score, after: Score) -> bool:
    return before.dev - after.dev >= MAX_LOST_ACCURACY

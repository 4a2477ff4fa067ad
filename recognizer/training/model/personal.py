"""What a model is shown that goes on learning from one user's lessons: they, among all others.

Without the others it would forget them (McCloskey and Cohen 1989, "Catastrophic interference in
connectionist networks"); so each epoch is a part of one of the shipped model's (replay; Robins
1995, "Catastrophic forgetting, rehearsal and pseudorehearsal") with many variations of each lesson.

On the straight way from a model's weights to those after some more training there are models that
keep most of what was learned and more of what was known (Wortsman et al. 2022, "Robust fine-tuning
of zero-shot models"): `best_share` says how far to go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from recognizer.errors import LessonError
from recognizer.ink.inkfile import LabeledInk
from recognizer.lessons import NO_DIGIT, Lesson, Lessons
from recognizer.training.data.datasets import DIGITS, LabeledImages
from recognizer.training.draw.epochs import OUTLIER, TrainingData, render_epoch, render_varied
from recognizer.training.recipe import Phase, Recipe

PERSONAL = Phase(
    "personal",
    epochs=2,
    peak_rate=1e-4,
    strength=0.4,
    mnist_per_epoch=6_000,
    untouched=0.5,
    renderings=1,
    outliers=6_000,
)
"""A twentieth of the rate of the bold phase: some 300 steps from where the shipped model is."""
REPLAYED_INKS = 6_000
"""Of the train inks, drawn anew for each epoch."""
VARIATIONS = 50
"""Of each lesson in each epoch, where there are few lessons."""
MAX_VARIATIONS = 3_000
"""Of all lessons together: a seventh of an epoch."""
MAX_LOST_ACCURACY = 0.001
"""Of the accuracy on `dev`: a model that loses as much, or more, is not kept."""
SHARES = (0.25, 0.5, 0.75, 1.0)
"""Of the way that are tried."""


def personal_recipe(epochs: int, seed: int) -> Recipe:
    """Return how a model goes on learning."""
    return Recipe((replace(PERSONAL, epochs=epochs),), seed=seed)


def usable(lessons: Iterable[Lesson]) -> Lessons:
    """Return the lessons that are of a digit, or of none.

    Raises
    ------
    LessonError
        If there are none.
    """
    found = tuple(each for each in lessons if each.label in (*DIGITS, NO_DIGIT))
    if not found:
        raise LessonError("nothing to learn: there is no lesson of a digit, or of none")
    return found


def personal_epoch(
    seed: tuple[int, int], phase: Phase, data: TrainingData, lessons: Sequence[Lesson]
) -> LabeledImages:
    """Return the shuffled images of an epoch: lessons, as `usable` returns them, and replay.

    The run's seed and the epoch's number fix every random choice.
    """
    rng = np.random.default_rng((*seed, 1))  # another than that of the replay
    replayed = render_epoch(seed, phase, replace(data, inks=_some(data.inks, rng)))
    times = min(VARIATIONS, max(1, MAX_VARIATIONS // len(lessons)))
    labels = [int(each.label) if each.label else OUTLIER for each in lessons]
    own = render_varied([each.ink for each in lessons], labels, times, phase.strength, rng)
    images = np.concatenate([replayed.images, own.images])
    order = rng.permutation(len(images))
    return LabeledImages(images[order], np.concatenate([replayed.labels, own.labels])[order])


def _some(inks: list[LabeledInk], rng: np.random.Generator) -> list[LabeledInk]:
    return [inks[place] for place in rng.permutation(len(inks))[:REPLAYED_INKS]]


@dataclass(frozen=True)
class Score:
    """How well a model reads: its accuracy on `dev`, in [0, 1], and how many lessons right."""

    dev: float
    lessons: int


def best_share(scores: Mapping[float, Score], before: Score) -> float:
    """Return how much of the way to go, given the score at each share of it and `before` it.

    The share that reads most lessons right and does not lose too much; of equals, the one that
    reads most of `dev`, and of those the largest, which is surest of the lessons. Where all lose
    too much, the one that loses least.
    """
    allowed = [share for share in scores if not _loses_too_much(before, scores[share])]
    if allowed:
        return max(allowed, key=lambda share: (scores[share].lessons, scores[share].dev, share))
    return max(scores, key=lambda share: scores[share].dev)


def objection(before: Score, after: Score) -> str:
    """Return why the model of `after` is not worth keeping, in one clause; "" if it is."""
    if _loses_too_much(before, after):
        lost = before.dev - after.dev
        return f"it loses {lost:.2%} on dev, and {MAX_LOST_ACCURACY:.1%} is too much"
    if after.lessons <= before.lessons:
        return "it reads no more of the lessons right than before"
    return ""


def _loses_too_much(before: Score, after: Score) -> bool:
    return before.dev - after.dev >= MAX_LOST_ACCURACY

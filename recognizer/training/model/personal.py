"""What a model is shown that goes on learning from one user's lessons: they, among all others.

Without the others it would forget them (McCloskey and Cohen 1989, "Catastrophic interference in
connectionist networks"); so each epoch is a part of one of the shipped model's (replay; Robins
1995, "Catastrophic forgetting, rehearsal and pseudorehearsal") with many variations of each lesson.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

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
MOST_VARIATIONS = 3_000
"""Of all lessons together: a seventh of an epoch."""


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
    """Return the shuffled images of an epoch: lessons and replay.

    Parameters
    ----------
    seed : (int, int)
        The run's seed and the epoch's number; they fix every random choice.
    phase : Phase
    data : TrainingData
    lessons : sequence of Lesson
        As `usable` returns them.
    """
    rng = np.random.default_rng((*seed, 1))  # another than that of the replay
    replayed = render_epoch(seed, phase, replace(data, inks=_some(data.inks, rng)))
    times = min(VARIATIONS, max(1, MOST_VARIATIONS // len(lessons)))
    labels = [int(each.label) if each.label else OUTLIER for each in lessons]
    own = render_varied([each.ink for each in lessons], labels, times, phase.strength, rng)
    images = np.concatenate([replayed.images, own.images])
    order = rng.permutation(len(images))
    return LabeledImages(images[order], np.concatenate([replayed.labels, own.labels])[order])


def _some(inks: list[LabeledInk], rng: np.random.Generator) -> list[LabeledInk]:
    return [inks[place] for place in rng.permutation(len(inks))[:REPLAYED_INKS]]

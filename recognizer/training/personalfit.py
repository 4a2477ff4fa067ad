"""From the shipped model and one user's lessons to a model of their own, if it spoils nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from recognizer.classifier import Classifier
from recognizer.errors import ModelError
from recognizer.lessons import NO_DIGIT, Lesson
from recognizer.preprocess import preprocess_ink
from recognizer.training.datasets import LabeledImages, ink_paths, load_digit_inks
from recognizer.training.fit import as_input, compile_model, take_weights
from recognizer.training.folders import make_folder
from recognizer.training.networks import build_digits
from recognizer.training.personal import personal_epoch
from recognizer.training.publish import FILES, SMALL, describe, publish
from recognizer.training.recipe import Recipe, Source
from recognizer.training.rendering import (
    OUTLIER,
    TrainingData,
    draw_plain,
    limited,
    load_training_data,
)
from recognizer.training.report import measure

MOST_LOST = 0.001
"""Of the accuracy on `dev`: a model that loses as much, or more, is not kept."""


def train_personal(
    lessons: Sequence[Lesson], recipe: Recipe, source: Source, start: Path, commit: str, out: Path
) -> Iterator[str]:
    """Let the model in `start` go on learning from `lessons`; keep the result in `out`, or nothing.

    Parameters
    ----------
    lessons : sequence of Lesson
        As `usable` returns them.
    recipe : Recipe
        Of one phase; see `personal_recipe`.
    source : Source
        What is replayed, and what is measured on.
    start : Path
        The folder of a model.
    commit : str
        Of the code that trains, for the card.
    out : Path
        A folder, made if the result is kept.

    Yields
    ------
    str
        A line on each thing done or measured; the last one says whether the model is kept.

    Raises
    ------
    ModelError
        If Keras runs on another backend than TensorFlow, or as `Classifier`.
    DataError, InkError
        If data is missing, or the model is of another kind.
    """
    if keras.backend.backend() != "tensorflow":
        raise ModelError("--personal needs TensorFlow: set KERAS_BACKEND=tensorflow")
    dev = draw_plain(load_digit_inks(ink_paths(source.folder), "dev"))
    before = _score(start, dev, lessons)
    model = build_digits(OUTLIER + 1, recipe.width, recipe.dropout)
    take_weights(model, start)
    data = load_training_data(source)
    yield from _fit(model, recipe, source.limit, data, lessons)
    make_folder(out.parent)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as staging:
        about = describe(model, recipe, _origin(start, commit, len(lessons)))
        yield from publish(model, about, source.folder, Path(staging))
        after = _score(Path(staging), dev, lessons)
        yield f"dev: {before.dev:.2%} before, {after.dev:.2%} after"
        yield f"lessons: {before.lessons} of {len(lessons)} right before, {after.lessons} after"
        lost = before.dev - after.dev
        if lost >= MOST_LOST:
            yield f"not kept: it loses {lost:.2%} on dev, and {MOST_LOST:.1%} is too much"
            return
        _move(Path(staging), out)
    yield f"{out}: kept; recognizer --model {out}"


@dataclass(frozen=True)
class _Score:
    """How well a model reads: the part of `dev`, in [0, 1], and how many of the lessons."""

    dev: float
    lessons: int


def _score(folder: Path, dev: LabeledImages, lessons: Sequence[Lesson]) -> _Score:
    classifier = Classifier(folder)
    fields = np.stack([preprocess_ink(each.ink) for each in lessons])
    read = [each.best.label if each.is_digit else NO_DIGIT for each in classifier.predict(fields)]
    right = sum(label == each.label for label, each in zip(read, lessons, strict=True))
    return _Score(measure(classifier, dev).accuracy, right)


def _fit(
    model: Any, recipe: Recipe, limit: int, data: TrainingData, lessons: Sequence[Lesson]
) -> Iterator[str]:
    for epoch in range(recipe.epochs):
        phase = limited(recipe.phase_of(epoch), limit)
        drawn = personal_epoch((recipe.seed, epoch), phase, data, lessons)
        if epoch == 0:
            compile_model(model, recipe, phase, len(drawn))
        keras.utils.set_random_seed(recipe.seed * 1000 + epoch)
        logs = model.fit(as_input(drawn), drawn.labels, batch_size=recipe.batch, verbose=0).history
        yield f"epoch {epoch + 1}: {len(drawn):,} images, {logs['accuracy'][-1]:.2%} read right"


def _origin(start: Path, commit: str, lessons: int) -> dict[str, Any]:
    digest = hashlib.sha256((start / FILES[0]).read_bytes()).hexdigest()
    return {"commit": commit, "start": digest, "lessons": lessons}


def _move(staging: Path, out: Path) -> None:
    """Move the files of a model, and of its small variant, to where they are to stay."""
    for below in (SMALL, "."):
        make_folder(out / below)
        for name in (name for name in FILES if (staging / below / name).exists()):
            os.replace(staging / below / name, out / below / name)

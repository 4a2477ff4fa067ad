"""From the shipped model and one user's lessons to a model of their own, if it spoils nothing."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Generator, Iterator, Sequence
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
from recognizer.training.report import Measured, measure

MOST_LOST = 0.001
"""Of the accuracy on `dev`: a model that loses as much, or more, is not kept."""
SHARES = (0.5, 0.25)
"""Of the way from the shipped weights to those that have seen the lessons; the first that does not
lose too much. Half the way keeps most of what was learned, and more of what was known (Wortsman et
al. 2022, "Robust fine-tuning of zero-shot models"); measured in docs/measurements.md."""


def train_personal(
    lessons: Sequence[Lesson],
    recipe: Recipe,
    source: Source,
    start: Path,
    commit: str,
    out: Path,
    shares: Sequence[float] = SHARES,
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
    shares : sequence of float
        As `SHARES`, the largest first.

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
    known, data = model.get_weights(), load_training_data(source)
    yield from _fit(model, recipe, source.limit, data, lessons)
    share = yield from go_back(model, known, dev, before.dev, shares)
    make_folder(out.parent)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as staging:
        about = describe(model, recipe, _origin(start, commit, len(lessons), share))
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


def go_back(
    model: Any, known: list[Any], dev: LabeledImages, before: float, shares: Sequence[float]
) -> Generator[str, None, float]:
    """Take `model` some of the way back to the weights `known`, which read `before` of `dev`.

    Yields a line on each of `shares` that is tried; returns the last one.
    """
    learned = model.get_weights()
    for share in shares:
        pairs = zip(known, learned, strict=True)
        model.set_weights([(1 - share) * old + share * new for old, new in pairs])
        logits = model.predict(as_input(dev), batch_size=512, verbose=0)
        accuracy = Measured(logits, dev.labels).accuracy
        yield f"{share:.0%} of the way: {accuracy:.2%} of dev"
        if before - accuracy < MOST_LOST:
            break
    return share


def _origin(start: Path, commit: str, lessons: int, share: float) -> dict[str, Any]:
    digest = hashlib.sha256((start / FILES[0]).read_bytes()).hexdigest()
    return {"commit": commit, "start": digest, "lessons": lessons, "share": share}


def _move(staging: Path, out: Path) -> None:
    """Move the files of a model, and of its small variant, to where they are to stay."""
    for below in (SMALL, "."):
        make_folder(out / below)
        for name in (name for name in FILES if (staging / below / name).exists()):
            os.replace(staging / below / name, out / below / name)

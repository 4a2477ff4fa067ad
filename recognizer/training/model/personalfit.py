"""Trains the shipped model further on one user's lessons, and keeps it if nothing gets worse."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from recognizer.errors import ModelError
from recognizer.lessons import Lesson
from recognizer.network.alphabet import NONE
from recognizer.network.classifier import Classifier, Prediction
from recognizer.network.preprocess import preprocess_ink
from recognizer.training.data.datasets import LabeledImages, ink_paths, load_digit_inks
from recognizer.training.draw.epochs import (
    OUTLIER,
    TrainingData,
    draw_plain,
    limited,
    load_training_data,
)
from recognizer.training.measure.accuracy import Measured, measure
from recognizer.training.model.export import KERAS, move_model
from recognizer.training.model.fit import as_input, compile_model, take_weights
from recognizer.training.model.networks import build_digits
from recognizer.training.model.personal import (
    SHARES,
    Score,
    best_share,
    objection,
    personal_epoch,
)
from recognizer.training.model.publish import SMALL, describe, publish
from recognizer.training.recipe import Recipe, Source


def train_personal(
    lessons: Sequence[Lesson], recipe: Recipe, source: Source, start: Path, commit: str, out: Path
) -> Iterator[str]:
    """Train the model in `start` further on `lessons`; keep the result in `out` if it is better.

    Yields a line for each step and measurement; the last one says whether the model is kept.
    `source` is the data for replay and measuring; `commit` is that of the code, for the card.

    Raises
    ------
    ModelError
        If Keras runs on another backend than TensorFlow, or as `Classifier`.
    DataError, InkError
        If data is missing, or the model is of another kind.
    """
    if keras.backend.backend() != "tensorflow":
        raise ModelError("--personal needs TensorFlow: set KERAS_BACKEND=tensorflow")
    exam = _Exam(draw_plain(load_digit_inks(ink_paths(source.folder), "dev")), lessons)
    before = exam.of_classifier(Classifier(start))
    model = build_digits(OUTLIER + 1, recipe.width, recipe.dropout)
    take_weights(model, start)
    known, data = model.get_weights(), load_training_data(source)
    yield from _fit(model, recipe, source.limit, data, lessons)
    share = yield from _go_part_way(model, known, exam, before)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as staging:
        about = describe(model, recipe, _origin(start, commit, len(lessons), share))
        yield from publish(model, about, source.folder, Path(staging))
        after = exam.of_classifier(Classifier(Path(staging)))
        yield f"dev: {before.dev:.2%} before, {after.dev:.2%} after"
        yield f"lessons: {before.lessons} of {len(lessons)} right before, {after.lessons} after"
        if why := objection(before, after):
            yield f"not kept: {why}"
            return
        for below in (SMALL, "."):
            move_model(Path(staging) / below, out / below)
    yield f"{out}: kept; recognizer --model {out}"


@dataclass(frozen=True, eq=False)
class _Exam:
    """What a model is tested with."""

    dev: LabeledImages
    lessons: Sequence[Lesson]

    def of_classifier(self, classifier: Classifier) -> Score:
        """Return the score of a model as the program runs it."""
        pairs = zip(classifier.predict(self._fields), self.lessons, strict=True)
        right = sum(_is_right(prediction, each.label) for prediction, each in pairs)
        return Score(measure(classifier, self.dev).accuracy, right)

    def of_network(self, model: Any) -> Score:
        """Return the score of a Keras model, which has no threshold yet."""
        logits = model.predict(as_input(self.dev), batch_size=512, verbose=0)
        taught = model.predict(self._fields[..., None], verbose=0)
        right = sum(
            (row[:OUTLIER].argmax() == int(each.label)) if each.label else (row.argmax() == OUTLIER)
            for row, each in zip(taught, self.lessons, strict=True)
        )
        return Score(Measured(logits, self.dev.labels).accuracy, int(right))

    @cached_property
    def _fields(self) -> npt.NDArray[np.float32]:
        return np.stack([preprocess_ink(each.ink) for each in self.lessons])


def _is_right(prediction: Prediction, label: str) -> bool:
    """Tell whether `label` is the best label; for a digit the threshold does not matter."""
    if label == NONE:
        return not prediction.is_known
    return prediction.best.label == label


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


def _go_part_way(
    model: Any, known: list[Any], exam: _Exam, before: Score
) -> Generator[str, None, float]:
    """Set `model` to the best weights between `known` and those that it has learned."""
    learned, scores = model.get_weights(), {}
    for share in SHARES:
        model.set_weights(_between(known, learned, share))
        scores[share] = exam.of_network(model)
        score = f"{scores[share].dev:.2%} of dev, {scores[share].lessons} lessons"
        yield f"{share:.0%} of the way: {score}"
    best = best_share(scores, before)
    model.set_weights(_between(known, learned, best))
    yield f"{best:.0%} of the way is best"
    return best


def _between(known: list[Any], learned: list[Any], share: float) -> list[Any]:
    return [(1 - share) * a + share * b for a, b in zip(known, learned, strict=True)]


def _origin(start: Path, commit: str, lessons: int, share: float) -> dict[str, Any]:
    digest = hashlib.sha256((start / KERAS).read_bytes()).hexdigest()
    return {"commit": commit, "start": digest, "lessons": lessons, "share": share}

"""Trains the shipped model further on one user's lessons, and keeps it if nothing gets worse."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from recognizer.errors import DataError, ModelError, naming
from recognizer.ink.inkfile import LabeledInk
from recognizer.lessons import Lesson
from recognizer.network.alphabet import NONE
from recognizer.network.card import PathCard, read_card
from recognizer.network.classifier import Classifier, FloatArray, Prediction, log_softmax
from recognizer.training.data.characters import (
    DIGIT_FILES,
    LABELS,
    NONE_PLACE,
    character_paths,
)
from recognizer.training.data.datasets import LabeledImages, load_digit_inks
from recognizer.training.draw.epochs import (
    TrainingData,
    draw_plain,
    limited,
    load_training_data,
)
from recognizer.training.measure.accuracy import digit_logits, measure, places_of_digits
from recognizer.training.model.fit import Networks
from recognizer.training.model.learner import compile_model, fields_of
from recognizer.training.model.modelfolder import CARD, KERAS, PATH_KERAS, move_model
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
    (networks, pool), classifier = _loaded(start), Classifier(start)
    dev = load_digit_inks(character_paths(source.folder, DIGIT_FILES), "dev")
    exam = _Exam(replace(draw_plain(dev), paths=None), lessons, classifier, pool)
    before, model = exam.of_classifier(classifier), networks.picture
    known, data = model.get_weights(), load_training_data(source)
    yield from _fit(model, recipe, source.limit, data, lessons)
    share = yield from _go_part_way(model, known, exam, before)
    out.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as staging:
        about = describe(networks, recipe, _origin(start, commit, len(lessons), share))
        yield from publish(networks, about, source.folder, Path(staging))
        after = exam.of_classifier(Classifier(Path(staging)))
        yield f"dev: {before.dev:.2%} before, {after.dev:.2%} after"
        yield f"lessons: {before.lessons} of {len(lessons)} right before, {after.lessons} after"
        if why := objection(before, after):
            yield f"not kept: {why}"
            return
        for below in (SMALL, "."):
            move_model(Path(staging) / below, out / below)
    yield f"{out}: kept; recognizer --model {out}"


def _loaded(start: Path) -> tuple[Networks, PathCard]:
    """Return the networks in the folder `start`, and the weights of both.

    They must know the characters of this program.
    """
    card = read_card(start / CARD)
    if card.labels != LABELS or not card.outlier_logit or not card.path:
        raise DataError(f"{start}: a model of another kind")
    with naming(start, DataError, OSError, ValueError):
        paths = (start / name for name in (KERAS, PATH_KERAS))
        networks = Networks(*(keras.models.load_model(path, compile=False) for path in paths))
    return networks, card.path


@dataclass(frozen=True, eq=False)
class _Exam:
    """What a model is tested with: `dev` digits and the inks of the lessons.

    Of `dev` only pictures are shown. The network for paths stays as it is in `start`; with it, ink
    would still be read right when pictures no longer are. So does its weight, until all is
    calibrated.
    """

    dev: LabeledImages
    lessons: Sequence[Lesson]
    start: Classifier
    pool: PathCard

    def of_classifier(self, classifier: Classifier) -> Score:
        """Return the score of a model as the program runs it."""
        looked = classifier.look(self._taught.fields, self._taught.paths)
        predictions = classifier.judge(looked.logits, looked.embeddings)
        pairs = zip(predictions, self.lessons, strict=True)
        right = sum(_is_right(prediction, each.label) for prediction, each in pairs)
        return Score(measure(classifier, self.dev).accuracy, right)

    def of_network(self, model: Any) -> Score:
        """Return the score of a Keras model for pictures, which has no threshold yet."""
        dev, taught = (
            model.predict(fields_of(seen), batch_size=512, verbose=0)
            for seen in (self.dev, self._taught)
        )
        taught = self.pool.picture_weight * log_softmax(taught) + self.pool.weight * self._by_path
        places = places_of_digits(LABELS)
        labels, best = self._taught.labels, digit_logits(taught, places).argmax(axis=1)
        right = np.where(labels == NONE_PLACE, taught.argmax(axis=1) == NONE_PLACE, best == labels)
        accuracy = (digit_logits(dev, places).argmax(axis=1) == self.dev.labels).mean()
        return Score(float(accuracy), int(right.sum()))

    @cached_property
    def _by_path(self) -> FloatArray:
        """What the network for paths says of the lessons."""
        return np.asarray(self.start.look(self._taught.fields, self._taught.paths).by_path)

    @cached_property
    def _taught(self) -> LabeledImages:
        return draw_plain(LabeledInk(each.ink, each.label) for each in self.lessons)


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
            compile_model(model, recipe.picture, [len(drawn)] * recipe.epochs)
        keras.utils.set_random_seed(recipe.seed * 1000 + epoch)
        logs = model.fit(
            fields_of(drawn), drawn.labels, batch_size=recipe.picture.batch, verbose=0
        ).history
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

"""Renders all data anew for every epoch, one epoch ahead, in a process of its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.preprocess import FIELD_PIXELS, Field, preprocess_ink
from recognizer.training.data.datasets import (
    DIGITS,
    Images,
    LabeledImages,
    ink_paths,
    load_digit_inks,
    load_mnist,
    without_fragments,
)
from recognizer.training.draw.augment import random_pen, soften, vary_images, vary_ink
from recognizer.training.draw.habits import vary_habit
from recognizer.training.draw.outliers import (
    OutlierSource,
    load_outliers,
    sample_outliers,
    without_look_alikes,
)
from recognizer.training.draw.sheets import contact_sheet
from recognizer.training.recipe import Phase, Recipe, Source

OUTLIER = len(DIGITS)
"""The label of non-digits: the network's last logit."""
OUTLIER_STRENGTH = 0.5  # with more rotation or slant, a ">" becomes a 7 and a U a 4


@dataclass(frozen=True)
class TrainingData:
    """The data that epochs are rendered from: images, inks of digits, and non-digits."""

    mnist: LabeledImages
    inks: list[LabeledInk]
    outliers: OutlierSource


class EpochRenderer:
    """Renders epochs in a worker process, one ahead of the training.

    It is a context manager; leaving it ends the worker.
    """

    def __init__(self, recipe: Recipe, source: Source) -> None:
        self._recipe, self._source = recipe, source
        # "spawn", because a fork of a process with TensorFlow's threads may hang.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, context)
        self._ahead: dict[int, Future[LabeledImages]] = {}

    def __enter__(self) -> EpochRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def epoch(self, number: int) -> LabeledImages:
        """Return the shuffled images of epoch `number`; start to render the next, if there is one.

        Raises
        ------
        ModelError, InkError, DataError
            As `load_training_data`.
        """
        for each in (number, number + 1):
            if each < self._recipe.epochs and each not in self._ahead:
                self._ahead[each] = self._submit(each)
        return self._ahead.pop(number).result()

    def _submit(self, number: int) -> Future[LabeledImages]:
        phase = limited(self._recipe.phase_of(number), self._source.limit)
        seed = (self._recipe.seed, number)
        return self._pool.submit(_render_in_worker, self._source, seed, phase)


def render_epoch(seed: tuple[int, int], phase: Phase, data: TrainingData) -> LabeledImages:
    """Return the shuffled images of an epoch of `phase`; non-digits are labeled `OUTLIER`.

    `seed` is the run's seed and the epoch's number. It fixes every random choice, so a resumed run
    gives the same images.
    """
    rng = np.random.default_rng(seed)
    parts = (
        _render_mnist(data.mnist, phase, rng),
        _render_inks(data.inks, phase, rng),
        _render_outliers(data.outliers, phase, rng),
    )
    images = np.concatenate([part.images for part in parts])
    labels = np.concatenate([part.labels for part in parts])
    order = rng.permutation(len(images))
    return LabeledImages(images[order], labels[order])


def render_varied(
    inks: Sequence[Ink],
    labels: Sequence[int],
    times: int,
    strength: float,
    rng: np.random.Generator,
) -> LabeledImages:
    """Return each of `inks` drawn several times, as the same hand might; not shuffled.

    Habits are not changed, because they are what should be learned.
    """
    drawn = [_draw(ink, rng, strength) for ink in inks for _ in range(times)]
    return _stack(drawn, np.repeat(labels, times))


def limited(phase: Phase, limit: int) -> Phase:
    """Return `phase` with at most `limit` outliers in an epoch; 0 sets no limit."""
    return replace(phase, outliers=min(phase.outliers, limit)) if limit else phase


def load_training_data(source: Source) -> TrainingData:
    """Load the `train` splits of all data that `source` names.

    Raises
    ------
    InkError, DataError
        If a file is missing or malformed.
    ModelError
        If the judge of `source` cannot be loaded.
    """
    mnist = load_mnist(source.folder / "mnist", "train")
    inks = without_fragments(load_digit_inks(ink_paths(source.folder), "train"))
    if source.limit:
        mnist = LabeledImages(mnist.images[: source.limit], mnist.labels[: source.limit])
        inks = inks[:: max(1, len(inks) // source.limit)]
    outliers = load_outliers(source.folder, "train")
    return TrainingData(mnist, inks, without_look_alikes(outliers, source.judge))


def draw_preview(seed: int, phase: Phase, data: TrainingData, per_label: int = 16) -> Images:
    """Return a contact sheet (rows, cols) of what the network sees, a row for each label."""
    few = replace(phase, mnist_per_epoch=40 * per_label, renderings=1, outliers=4 * per_label)
    step = max(1, len(data.inks) // (40 * per_label))
    drawn = render_epoch((seed, 0), few, replace(data, inks=data.inks[::step]))
    kinds = [np.flatnonzero(drawn.labels == kind)[:per_label] for kind in range(OUTLIER)]
    kinds.append(np.flatnonzero(drawn.labels == OUTLIER)[: 4 * per_label])
    chosen = np.concatenate(kinds)
    names = [*DIGITS, "none"]
    captions = [names[label] for label in drawn.labels[chosen]]
    return contact_sheet(drawn.images[chosen], captions, per_label, "as the network sees them")


def draw_plain(inks: list[LabeledInk]) -> LabeledImages:
    """Return the images of `inks` as the app sees them, unvaried and in order."""
    drawn = [_as_image(preprocess_ink(labeled.ink)) for labeled in inks]
    images = np.array(drawn, np.uint8).reshape(-1, FIELD_PIXELS, FIELD_PIXELS)
    return LabeledImages(images, np.array([int(labeled.label) for labeled in inks], np.uint8))


def _render_mnist(mnist: LabeledImages, phase: Phase, rng: np.random.Generator) -> LabeledImages:
    chosen = rng.permutation(len(mnist))[: phase.mnist_per_epoch]
    kept, varied = np.split(mnist.images[chosen], [round(len(chosen) * phase.untouched)])
    varied = vary_images(varied, rng, phase.strength)
    return LabeledImages(np.concatenate([kept, varied]), mnist.labels[chosen])


def _render_inks(inks: list[LabeledInk], phase: Phase, rng: np.random.Generator) -> LabeledImages:
    drawn = [
        _draw(vary_habit(each.ink, each.label, rng, phase.strength), rng, phase.strength)
        for each in inks
        for _ in range(phase.renderings)
    ]
    labels = np.repeat([int(each.label) for each in inks], phase.renderings)
    return _stack(drawn, labels)


def _render_outliers(
    source: OutlierSource, phase: Phase, rng: np.random.Generator
) -> LabeledImages:
    inks = sample_outliers(source, phase.outliers, rng)
    strength = OUTLIER_STRENGTH * phase.strength
    return _stack([_draw(ink, rng, strength) for ink in inks], np.full(len(inks), OUTLIER))


def _stack(drawn: list[Images], labels: np.ndarray[tuple[int], np.dtype[np.int_]]) -> LabeledImages:
    images = np.array(drawn, np.uint8).reshape(-1, FIELD_PIXELS, FIELD_PIXELS)
    return LabeledImages(images, labels.astype(np.uint8))


def _draw(ink: Ink, rng: np.random.Generator, strength: float) -> Images:
    field = preprocess_ink(vary_ink(ink, rng, strength), random_pen(rng, strength))
    return soften(_as_image(field), rng)


def _as_image(field: Field) -> Images:
    return np.rint(field * 255).astype(np.uint8)


def _render_in_worker(source: Source, seed: tuple[int, int], phase: Phase) -> LabeledImages:
    return render_epoch(seed, phase, _loaded(source))


@cache  # not the pool's initializer: an error there would break the pool without being reported
def _loaded(source: Source) -> TrainingData:
    return load_training_data(source)

"""Every epoch a fresh rendering of all the data, made ahead in a process of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor

import numpy as np

from recognizer.inkfile import LabeledInk
from recognizer.preprocess import FIELD, Field, preprocess_ink
from recognizer.training.augment import random_pen, vary_images, vary_ink
from recognizer.training.datasets import (
    Images,
    LabeledImages,
    ink_paths,
    load_digit_inks,
    load_mnist,
)
from recognizer.training.recipe import Phase, Recipe, Source


class EpochRenderer:
    """Renders epoch after epoch in a worker process, one ahead of the training.

    A context manager; leaving it ends the worker.
    """

    def __init__(self, recipe: Recipe, source: Source) -> None:
        self._recipe = recipe
        # spawn: a fork of a process that runs TensorFlow's threads may hang.
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(1, context, _load, (source,))
        self._ahead: dict[int, Future[LabeledImages]] = {}

    def __enter__(self) -> EpochRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def epoch(self, number: int) -> LabeledImages:
        """Return the images of epoch `number`, shuffled; begin with the next, if there is one."""
        for each in (number, number + 1):
            if each < self._recipe.epochs and each not in self._ahead:
                seed, phase = self._recipe.seed, self._recipe.phase_of(each)
                self._ahead[each] = self._pool.submit(_render_in_worker, (seed, each), phase)
        return self._ahead.pop(number).result()


def render_epoch(
    seed: tuple[int, int], phase: Phase, mnist: LabeledImages, inks: list[LabeledInk]
) -> LabeledImages:
    """Return the shuffled images of an epoch of `phase`.

    Parameters
    ----------
    seed : (int, int)
        The run's seed and the epoch's number: they fix every random choice, so that a resumed
        run is the same run.
    phase : Phase
    mnist : LabeledImages
    inks : list of LabeledInk
        Labelled with digits.
    """
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(mnist))[: phase.mnist_per_epoch]
    drawn = [_draw(each, rng, phase.strength) for each in inks for _ in range(phase.renderings)]
    ink_labels = np.repeat([int(each.label) for each in inks], phase.renderings)
    kept, varied = np.split(mnist.images[chosen], [round(len(chosen) * phase.untouched)])
    varied = vary_images(varied, rng, phase.strength)
    images = np.concatenate([kept, varied, np.array(drawn, np.uint8).reshape(-1, FIELD, FIELD)])
    labels = np.concatenate([mnist.labels[chosen], ink_labels.astype(np.uint8)])
    order = rng.permutation(len(images))
    return LabeledImages(images[order], labels[order])


def draw_plain(inks: list[LabeledInk]) -> LabeledImages:
    """Return the images of `inks` as the app sees them, unvaried and in order."""
    drawn = [_as_image(preprocess_ink(labeled.ink)) for labeled in inks]
    images = np.array(drawn, np.uint8).reshape(-1, FIELD, FIELD)
    return LabeledImages(images, np.array([int(labeled.label) for labeled in inks], np.uint8))


def _draw(labeled: LabeledInk, rng: np.random.Generator, strength: float) -> Images:
    field = preprocess_ink(vary_ink(labeled.ink, rng, strength), random_pen(rng, strength))
    return _as_image(field)


def _as_image(field: Field) -> Images:
    return np.rint(field * 255).astype(np.uint8)


_loaded: tuple[LabeledImages, list[LabeledInk]] | None = None


def _load(source: Source) -> None:
    global _loaded
    mnist = load_mnist(source.folder / "mnist", "train")
    inks = load_digit_inks(ink_paths(source.folder), "train")
    if source.limit:
        mnist = LabeledImages(mnist.images[: source.limit], mnist.labels[: source.limit])
        inks = inks[:: max(1, len(inks) // source.limit)]
    _loaded = (mnist, inks)


def _render_in_worker(seed: tuple[int, int], phase: Phase) -> LabeledImages:
    assert _loaded is not None  # noqa: S101  (the pool's initializer has run)
    return render_epoch(seed, phase, *_loaded)

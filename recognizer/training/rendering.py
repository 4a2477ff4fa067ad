"""Every epoch a fresh rendering of all the data, made ahead in a process of its own."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import Future, ProcessPoolExecutor

import numpy as np

from recognizer.inkfile import LabeledInk
from recognizer.preprocess import FIELD, preprocess_ink
from recognizer.training.augment import random_pen, vary_images, vary_ink
from recognizer.training.datasets import (
    Images,
    LabeledImages,
    ink_paths,
    load_digit_inks,
    load_mnist,
)
from recognizer.training.recipe import Mixture


class EpochRenderer:
    """Renders epoch after epoch in a worker process, one ahead of the training.

    A context manager; leaving it ends the worker.
    """

    def __init__(self, mixture: Mixture) -> None:
        # spawn: a fork of a process that runs TensorFlow's threads may hang.
        self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _load, (mixture,))
        self._ahead: dict[int, Future[LabeledImages]] = {}

    def __enter__(self) -> EpochRenderer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def epoch(self, number: int, last: bool = False) -> LabeledImages:
        """Return the images of epoch `number`, shuffled; begin with the next unless `last`."""
        wanted = [number] if last else [number, number + 1]
        for each in wanted:
            if each not in self._ahead:
                self._ahead[each] = self._pool.submit(_render_in_worker, each)
        return self._ahead.pop(number).result()


def render_epoch(
    number: int, mixture: Mixture, mnist: LabeledImages, inks: list[LabeledInk]
) -> LabeledImages:
    """Return the shuffled images of epoch `number`; the same for the same seed and number."""
    rng = np.random.default_rng((mixture.seed, number))
    chosen = rng.permutation(len(mnist))[: mixture.mnist_per_epoch]
    drawn = [_draw(labeled, rng) for labeled in inks for _ in range(mixture.renderings)]
    ink_labels = np.repeat([int(labeled.label) for labeled in inks], mixture.renderings)
    images = np.concatenate([vary_images(mnist.images[chosen], rng), np.stack(drawn)])
    labels = np.concatenate([mnist.labels[chosen], ink_labels.astype(np.uint8)])
    order = rng.permutation(len(images))
    return LabeledImages(images[order], labels[order])


def draw_plain(inks: list[LabeledInk]) -> LabeledImages:
    """Return the images of `inks` as the app sees them, unvaried and in order."""
    fields = [np.rint(preprocess_ink(labeled.ink) * 255) for labeled in inks]
    images = np.array(fields, np.uint8).reshape(-1, FIELD, FIELD)
    return LabeledImages(images, np.array([int(labeled.label) for labeled in inks], np.uint8))


def _draw(labeled: LabeledInk, rng: np.random.Generator) -> Images:
    field = preprocess_ink(vary_ink(labeled.ink, rng), random_pen(rng))
    return np.rint(field * 255).astype(np.uint8)


_loaded: tuple[Mixture, LabeledImages, list[LabeledInk]] | None = None


def _load(mixture: Mixture) -> None:
    global _loaded
    mnist = load_mnist(mixture.data / "mnist", "train")
    inks = load_digit_inks(ink_paths(mixture.data), "train")
    if mixture.limit:
        mnist = LabeledImages(mnist.images[: mixture.limit], mnist.labels[: mixture.limit])
        inks = inks[:: max(1, len(inks) // mixture.limit)]
    _loaded = (mixture, mnist, inks)


def _render_in_worker(number: int) -> LabeledImages:
    assert _loaded is not None  # noqa: S101  (the pool's initializer has run)
    mixture, mnist, inks = _loaded
    return render_epoch(number, mixture, mnist, inks)

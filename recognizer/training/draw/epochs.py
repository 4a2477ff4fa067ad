"""Renders all data anew for every epoch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.path import path_of
from recognizer.network.preprocess import FIELD_PIXELS, Field, preprocess_ink
from recognizer.network.runtime import PATH_SHAPE
from recognizer.training.data.characters import (
    LABELS,
    LETTERS,
    NONE_PLACE,
    SIGNS,
    place_of,
    train_characters,
)
from recognizer.training.data.datasets import (
    DIGITS,
    Images,
    LabeledImages,
    Paths,
    load_mnist,
    without_fragments,
)
from recognizer.training.draw.augment import random_pen, soften, vary_images, vary_ink
from recognizer.training.draw.habits import vary_habit
from recognizer.training.draw.outliers import OutlierSource, load_outliers, sample_outliers
from recognizer.training.draw.penorder import reordered
from recognizer.training.draw.sheets import sample_sheet
from recognizer.training.recipe import Counts, Phase, Source

OUTLIER_STRENGTH = 0.5
"""Of the variation of non-characters, beside that of characters: with more, a frame looks like a
0."""

Seen = tuple[Images, Paths]
"""An ink as the two networks see it: (28, 28) uint8 and (64, 7) float16."""


@dataclass(frozen=True)
class TrainingData:
    """The data that epochs are rendered from."""

    mnist: LabeledImages
    digits: list[LabeledInk]
    letters: list[LabeledInk]
    signs: list[LabeledInk]
    outliers: OutlierSource

    @property
    def counts(self) -> Counts:
        """How much there is of each kind."""
        return Counts(len(self.mnist), len(self.digits), len(self.letters), len(self.signs))


@dataclass(frozen=True)
class Epoch:
    """What the networks are shown: inks as images and paths, and images of MNIST; not shuffled."""

    inks: LabeledImages
    mnist: LabeledImages

    @property
    def pictures(self) -> LabeledImages:
        """All images together, without paths."""
        parts = self.inks, self.mnist
        return LabeledImages(
            np.concatenate([part.images for part in parts]),
            np.concatenate([part.labels for part in parts]),
        )


def render_epoch(seed: tuple[int, int], phase: Phase, data: TrainingData) -> Epoch:
    """Return an epoch of `phase`; what is no character is labeled `NONE_PLACE`.

    `seed` is the run's seed and the epoch's number. It fixes every random choice, so a resumed run
    gives the same epochs.
    """
    rng = np.random.default_rng(seed)
    mnist = _render_mnist(data.mnist, phase, rng)
    digits = [
        (vary_habit(each.ink, each.label, rng, phase.strength), each.label)
        for each in data.digits
        for _ in range(phase.renderings)
    ]
    others = [
        (each.ink, each.label)
        for kind, most in ((data.letters, phase.letters), (data.signs, phase.signs))
        for each in some(kind, most, rng)
    ]
    outliers = sample_outliers(data.outliers, phase.outliers, rng)
    seen = [_see(ink, rng, phase.strength) for ink, _ in (*digits, *others)]
    seen += [_see(ink, rng, OUTLIER_STRENGTH * phase.strength) for ink in outliers]
    labels = [place_of(label) for _, label in (*digits, *others)] + [NONE_PLACE] * len(outliers)
    return Epoch(_stack(seen, labels), mnist)


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
    seen = [_see(ink, rng, strength) for ink in inks for _ in range(times)]
    return _stack(seen, np.repeat(labels, times))


def some(inks: list[LabeledInk], most: int, rng: np.random.Generator) -> list[LabeledInk]:
    """Return at most so many of `inks`, none twice, in random order."""
    return [inks[place] for place in rng.permutation(len(inks))[:most]]


def limited(phase: Phase, limit: int) -> Phase:
    """Return `phase` with at most `limit` outliers in an epoch; 0 sets no limit."""
    return replace(phase, outliers=min(phase.outliers, limit)) if limit else phase


def load_training_data(source: Source) -> TrainingData:
    """Load the `train` splits of all data that `source` names, but for writers held out.

    Raises
    ------
    InkError, DataError
        If a file is missing or malformed.
    """
    mnist = load_mnist(source.folder / "mnist", "train")
    inks = train_characters(source.folder, source.leave_out)
    kinds = [[each for each in inks if each.label in kind] for kind in (DIGITS, LETTERS, SIGNS)]
    if limit := source.limit:
        mnist = LabeledImages(mnist.images[:limit], mnist.labels[:limit])
        kinds = [kind[:: max(1, len(kind) // limit)] for kind in kinds]
    digits, letters, signs = kinds
    digits = without_fragments(digits)
    outliers = load_outliers(source.folder, [each.ink for each in digits])
    return TrainingData(mnist, digits, letters, signs, outliers)


def draw_preview(seed: int, phase: Phase, data: TrainingData, per_label: int = 16) -> Images:
    """Return a contact sheet (rows, cols) of what the network sees, a row for each label."""
    few = replace(phase, mnist_per_epoch=4 * per_label, renderings=1, outliers=per_label)
    sparse = replace(
        data,
        digits=_few_of_each(data.digits, per_label),
        letters=_few_of_each(data.letters, per_label),
        signs=_few_of_each(data.signs, per_label),
    )
    drawn = render_epoch((seed, 0), few, sparse).pictures
    names = [label if label.isascii() else f"U+{ord(label):04X}" for label in LABELS]
    heading = "as the network sees them"
    return sample_sheet(drawn.images, drawn.labels, per_label, heading, [*names, "none"])


def draw_plain(inks: Iterable[LabeledInk]) -> LabeledImages:
    """Return `inks` of characters as the app sees them, images and paths, unvaried and in order."""
    each = list(inks)
    seen = [(_as_image(preprocess_ink(one.ink)), path_of(one.ink)) for one in each]
    return _stack(seen, [place_of(one.label) for one in each])


def _few_of_each(inks: list[LabeledInk], most: int) -> list[LabeledInk]:
    by_label: dict[str, list[LabeledInk]] = {}
    for each in inks:
        by_label.setdefault(each.label, []).append(each)
    return [each for own in by_label.values() for each in own[:: max(1, len(own) // most)]]


def _render_mnist(mnist: LabeledImages, phase: Phase, rng: np.random.Generator) -> LabeledImages:
    chosen = rng.permutation(len(mnist))[: phase.mnist_per_epoch]
    kept, varied = np.split(mnist.images[chosen], [round(len(chosen) * phase.untouched)])
    varied = vary_images(varied, rng, phase.strength)
    return LabeledImages(np.concatenate([kept, varied]), mnist.labels[chosen])


def _stack(seen: Sequence[Seen], labels: Sequence[int] | npt.NDArray[np.integer]) -> LabeledImages:
    images = np.array([image for image, _ in seen], np.uint8)
    paths = np.array([path for _, path in seen], seen[0][1].dtype if seen else np.float16)
    return LabeledImages(
        images.reshape(-1, FIELD_PIXELS, FIELD_PIXELS),
        np.asarray(labels, np.uint8),
        paths.reshape(-1, *PATH_SHAPE),
    )


def _see(ink: Ink, rng: np.random.Generator, strength: float) -> Seen:
    """Return both views of one variation of `ink`."""
    varied = vary_ink(ink, rng, strength)
    image = _as_image(preprocess_ink(varied, random_pen(rng, strength)))
    return soften(image, rng), path_of(reordered(varied, rng)).astype(np.float16)


def _as_image(field: Field) -> Images:
    return np.rint(field * 255).astype(np.uint8)

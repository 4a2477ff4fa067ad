"""Data to train with that are drawn in a moment: a few images, a few inks, a short phase."""

from __future__ import annotations

from making import NO_DIGITS, digit_images
from strokes import DIGITS

from recognizer.ink.inkfile import LabeledInk
from recognizer.training.data.datasets import LabeledImages
from recognizer.training.draw.epochs import TrainingData
from recognizer.training.draw.outliers import FILES, OutlierSource
from recognizer.training.recipe import Phase

PHASE = Phase(
    "test", epochs=3, peak_rate=1e-3, strength=1.0, mnist_per_epoch=6, renderings=2, outliers=5
)
MNIST = LabeledImages(*digit_images())
INKS = [LabeledInk(DIGITS[digit], label=digit) for digit in "147"]
NO_INKS = OutlierSource(
    {kind: list(NO_DIGITS[name].values()) for kind, name in FILES.items()},
    [labeled.ink for labeled in INKS],
)
DATA = TrainingData(MNIST, INKS, NO_INKS)

"""Data to train with that are drawn in a moment: a few images, a few inks, a short phase."""

from __future__ import annotations

from making import NO_DIGITS, SIGNS, digit_images
from strokes import DIGITS

from recognizer.ink.inkfile import LabeledInk
from recognizer.training.data.datasets import LabeledImages
from recognizer.training.draw.epochs import TrainingData
from recognizer.training.draw.outliers import OutlierSource
from recognizer.training.recipe import Phase

PHASE = Phase(
    "test",
    epochs=3,
    strength=1.0,
    mnist_per_epoch=6,
    renderings=2,
    letters=2,
    signs=4,
    outliers=5,
)
NOTHING = Phase("nothing", 1, 1.0, mnist_per_epoch=0, renderings=0, letters=0, signs=0, outliers=0)
MNIST = LabeledImages(*digit_images())
INKS = [LabeledInk(DIGITS[digit], label=digit) for digit in "147"]
LETTERS = [LabeledInk(ink, label) for label, ink in NO_DIGITS["unipen-letters"].items()]
SIGN_INKS = [LabeledInk(SIGNS[label], label) for label in ("\N{MULTIPLICATION SIGN}", "÷")]
NO_INKS = OutlierSource(
    {"drawings": list(NO_DIGITS["omniglot-drawings"].values())},
    [labeled.ink for labeled in INKS],
)
DATA = TrainingData(MNIST, INKS, LETTERS, SIGN_INKS, NO_INKS)

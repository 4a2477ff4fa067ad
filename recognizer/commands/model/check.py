"""``recognizer model check``: loads a model as the board does, and lets it read digits."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from recognizer.commands.model.samples import samples
from recognizer.console import NOTHING_READ, complain, printable
from recognizer.network.alphabet import DIGITS
from recognizer.network.classifier import Classifier
from recognizer.training.others.valuerange import MIN_ACCURACY


def check(model: Path | None) -> int:
    """Say what the model reads of digits of ours, and return the exit code.

    Raises
    ------
    ModelError
        If it cannot be loaded or run, or has no alphabet of digits.
    """
    name = printable(str(model or "the shipped model"))
    classifier, digits = Classifier(model, DIGITS.name), samples()
    found = classifier.predict(digits.fields)
    right = np.array(
        [each.best.label == str(label) for each, label in zip(found, digits.labels, strict=True)]
    )
    sure = np.mean([each.best.confidence for each in found])
    known = np.mean([each.is_known for each in found])
    sys.stdout.write(
        f"{name}: loads and runs\n"
        f"reads {right.mean():.1%} of {len(digits)} digits of ours right, {sure:.1%} sure; takes "
        f"{known:.1%} of them for digits\n"
    )
    if right.mean() >= MIN_ACCURACY:
        return 0
    complain(
        f"{name}: does not read digits; its labels may be in another order, or it expects other "
        "numbers for paper and ink: `recognizer model export --scale` makes its folder anew"
    )
    return NOTHING_READ

"""How networks read the sources that were left out of their training: hands and devices unseen."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

from recognizer.network.classifier import Classifier
from recognizer.training.data.characters import held_out_characters, left_out_digits
from recognizer.training.draw.epochs import draw_plain
from recognizer.training.measure.accuracy import Measured, measure
from recognizer.training.measure.certainty import choose_rejection
from recognizer.training.measure.tables import Table
from recognizer.training.model.export import export
from recognizer.training.model.fit import Networks
from recognizer.training.model.publish import calibrate
from recognizer.training.recipe import REJECT_BELOW, Source

THRESHOLDS = (0.05, 0.1, 0.15, 0.2, REJECT_BELOW, 0.3, 0.4)
TITLE = (
    "Sources left out: digits right, refused at each threshold, refused of those right in brackets"
)


def measure_left_out(networks: Networks, about: dict[str, Any], source: Source) -> Table:
    """Return how the digits of each source that was left out are read, and how many refused.

    Refused are counted among those whose likeliest digit is right, too: they are the ones that a
    user misses. Nothing is kept of the model.

    Raises
    ------
    ModelError
        As `export`.
    DataError, InkError
        If the data for measuring is missing.
    """
    held_out = draw_plain(held_out_characters(source.folder, source.leave_out))
    digits = {each: draw_plain(left_out_digits(source.folder, each)) for each in source.leave_out}
    with TemporaryDirectory() as folder:
        export(networks, Path(folder), about, small=False)
        calibrate(Path(folder), held_out)
        classifier = Classifier(Path(folder))
        rows = [_row(name, measure(classifier, images)) for name, images in digits.items()]
    head = ("left out", "digits", "right", *map("{:.2f}".format, THRESHOLDS), "refuses 1 %")
    return Table(TITLE, head, tuple(rows))


def _row(name: str, read: Measured) -> tuple[str, ...]:
    right = read.chances.argmax(axis=1) == read.labels
    refused = (
        f"{_part(read.known < each):.2%} ({_part(read.known[right] < each):.2%})"
        for each in THRESHOLDS
    )
    bar = choose_rejection(read.known)
    return name, f"{len(right):,}", f"{right.mean():.2%}", *refused, f"{bar:.3f}"


def _part(of_all: npt.NDArray[np.bool_]) -> float:
    return float(of_all.sum() / max(1, len(of_all)))

"""A table of networks: the accuracy that their sources report, and the accuracy on the same data.

Everything is measured through LiteRT, from model folders, as the program runs them.

Most drawing boards give their network the whole canvas, resized to 28x28. Our data has strokes, but
no canvases. So a canvas as in many tutorials is assumed. It is square. In parts of its side, the
digit's longer side is `FILL`, the pen is `PEN_WIDTH` wide, and the digit's middle is up to
`OFF_CENTER` away from that of the canvas, in x and in y, uniformly distributed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.ink.raster import draw_paths
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.training.data.datasets import (
    INK_SOURCES,
    Images,
    LabeledImages,
    ink_paths,
    load_digit_inks,
    load_mnist,
)
from recognizer.training.draw.epochs import draw_plain
from recognizer.training.measure.accuracy import digit_logits, measure, places_of_digits
from recognizer.training.measure.certainty import negative_log_likelihood
from recognizer.training.measure.tables import Table
from recognizer.training.others.classicrecipes import CLASSICS

CANVAS = 280
"""Side of the canvas in pixels: a multiple of 28, so that resizing by area is exact."""
FILL = 0.6
PEN_WIDTH = 0.05
OFF_CENTER = 0.1
MNIST = "mnist-test"
HEADINGS = {
    MNIST: "MNIST test",
    "unipen-digits whole canvas": "UNIPEN, whole canvas",
    "unipen-digits": "UNIPEN, our preprocessing",
    "pendigits-train whole canvas": "pendigits, whole canvas",
    "pendigits-train": "pendigits, our preprocessing",
}
"""The data sets, in the order of the columns."""


@dataclass(frozen=True)
class Row:
    """A network, what its source reports for MNIST test, and its accuracy here.

    Accuracies are in [0, 1], by the keys of `HEADINGS`. Losses are cross-entropies on MNIST test in
    nats, ours at temperature 1. Multiply-accumulates are for one image.
    """

    name: str
    parameters: int
    multiply_accumulates: int
    reported: float | None
    reported_loss: float | None
    accuracy: dict[str, float]
    loss: float


def load_sets(data: Path) -> dict[str, LabeledImages]:
    """Return the data sets by the keys of `HEADINGS`.

    Raises
    ------
    DataError, InkError
        If data is missing or malformed.
    """
    sets = {MNIST: load_mnist(data / "mnist", "t10k")}
    for name, path in zip(INK_SOURCES, ink_paths(data), strict=True):
        inks = load_digit_inks([path], "dev")
        sets |= {f"{name} whole canvas": draw_whole(inks), name: draw_plain(inks)}
    return sets


def measure_row(name: str, folder: Path, sets: dict[str, LabeledImages]) -> Row:
    """Measure the model in `folder`, the network `name`, on `sets`.

    Raises
    ------
    ModelError
        If the model cannot be used.
    """
    classifier = Classifier(folder)
    network = classifier.card.record.get("network", {})
    recipe = CLASSICS.get(name)
    measured = {each: measure(classifier, images) for each, images in sets.items()}
    logits, _ = classifier.infer(sets[MNIST].fields)
    of_digits = digit_logits(logits, places_of_digits(classifier.card.labels))
    return Row(
        name,
        network.get("parameters", 0),
        network.get("multiply_accumulates", 0),
        recipe.reported if recipe else None,
        recipe.reported_loss if recipe else None,
        {each: round(result.accuracy, 5) for each, result in measured.items()},
        round(negative_log_likelihood(of_digits, measured[MNIST].labels), 4),
    )


def as_markdown(rows: Iterable[Row], sets: dict[str, LabeledImages]) -> str:
    """Return the table with an explanation."""
    counts = [f"{HEADINGS[name]} ({len(images):,})" for name, images in sets.items()]
    head = ("network", "parameters", "MMAC", "reported", *counts, "loss on MNIST test")
    table = Table("", head, tuple(map(_cells, rows))).markdown()
    return (
        f"{table}\n\n"
        "`digits` is the shipped model. The others are trained on MNIST alone, each by the recipe "
        "of its source\n(`recognizer/training/others/classicrecipes.py` lists what had to be "
        "assumed). The drawn digits are the `dev`\ninks of UNIPEN and pendigits. *Whole canvas*: "
        f"drawn on a square canvas with a pen of {PEN_WIDTH:.0%} of its side; the digit takes "
        f"{FILL:.0%} of the\nside and stands up to {OFF_CENTER:.0%} off the middle; then the "
        "canvas is resized to 28x28 by area.\n"
    )


def as_record(rows: Iterable[Row], sets: dict[str, LabeledImages]) -> dict[str, Any]:
    """Return the table for JSON."""
    counts = {name: len(images) for name, images in sets.items()}
    return {"images": counts, "rows": [asdict(row) for row in rows]}


def _cells(row: Row) -> tuple[str, ...]:
    reported = "" if row.reported is None else f"{row.reported:.2%}"
    if row.reported_loss is not None:
        reported += f", loss {row.reported_loss:g}"
    return (
        f"`{row.name}`",
        f"{row.parameters:,}",
        f"{row.multiply_accumulates / 1e6:.1f}",
        reported or "-",
        *(f"{accuracy:.2%}" for accuracy in row.accuracy.values()),
        f"{row.loss:.3f}",
    )


def draw_whole(inks: list[LabeledInk]) -> LabeledImages:
    """Return the images of `inks` as a whole canvas resized, in order."""
    images = np.array([whole_canvas(each.ink) for each in inks], np.uint8)
    labels = np.array([int(each.label) for each in inks], np.uint8)
    return LabeledImages(images.reshape(-1, FIELD_PIXELS, FIELD_PIXELS), labels)


def whole_canvas(ink: Ink) -> Images:
    """Return the canvas on which a user might have drawn `ink`, as a (28, 28) uint8 image.

    Ink is 255, paper 0. The same ink always has the same place. Empty ink gives zeros.
    """
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    if ink:
        box = ink.bounding_box
        middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
        scale = 0.0 if ink.is_dot else FILL * CANVAS / box.longer_side
        place = CANVAS * (0.5 + _offset(ink))
        paths = [(stroke.points - middle) * scale + place for stroke in ink.strokes]
        draw_paths(canvas, paths, round(PEN_WIDTH * CANVAS))
    return np.asarray(
        cv2.resize(canvas, (FIELD_PIXELS, FIELD_PIXELS), interpolation=cv2.INTER_AREA), np.uint8
    )


def _offset(ink: Ink) -> npt.NDArray[np.float64]:
    """Return where the user drew, (x, y) from the middle: random, but the same for the same ink."""
    seed = zlib.crc32(b"".join(stroke.points.tobytes() for stroke in ink.strokes))
    return np.random.default_rng(seed).uniform(-OFF_CENTER, OFF_CENTER, 2)

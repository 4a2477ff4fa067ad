"""One table of networks: what their sources report, and what each reads of the same data here.

Everything is measured through LiteRT, from model folders, as the program runs them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from recognizer.network.classifier import Classifier
from recognizer.training.data.datasets import (
    DIGITS,
    INK_SOURCES,
    LabeledImages,
    ink_paths,
    load_digit_inks,
    load_mnist,
)
from recognizer.training.draw.epochs import draw_plain
from recognizer.training.measure.accuracy import measure
from recognizer.training.measure.calibration import negative_log_likelihood
from recognizer.training.others.classicrecipes import CLASSICS
from recognizer.training.others.wholecanvas import FILL, OFF_CENTER, PEN_WIDTH, draw_whole

MNIST = "mnist-test"
HEADINGS = {
    MNIST: "MNIST test",
    "unipen-digits whole canvas": "UNIPEN, whole canvas",
    "unipen-digits": "UNIPEN, our preprocessing",
    "pendigits-train whole canvas": "pendigits, whole canvas",
    "pendigits-train": "pendigits, our preprocessing",
}
"""What is measured, in the order of the columns."""


@dataclass(frozen=True)
class Row:
    """A network and what it reads right.

    Parameters
    ----------
    name : str
    parameters, multiply_accumulates : int
        Of the network; the latter for one image.
    reported, reported_loss : float, optional
        What its source gives for MNIST test: accuracy in [0, 1], cross-entropy in nats.
    accuracy : dict
        By the keys of `HEADINGS`, each in [0, 1].
    loss : float
        Cross-entropy on MNIST test in nats, at temperature 1.
    """

    name: str
    parameters: int
    multiply_accumulates: int
    reported: float | None
    reported_loss: float | None
    accuracy: dict[str, float]
    loss: float


def load_sets(data: Path) -> dict[str, LabeledImages]:
    """Return all that is measured, by the keys of `HEADINGS`.

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
    """Measure the model in `folder`, which is the network `name`, on `sets`.

    Raises
    ------
    ModelError
        If there is no model that can be used.
    """
    classifier = Classifier(folder)
    network = classifier.card.record.get("network", {})
    recipe = CLASSICS.get(name)
    measured = {each: measure(classifier, images) for each, images in sets.items()}
    of_digits = measured[MNIST].logits[:, : len(DIGITS)]  # ours may have one for "not a digit"
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
    """Return the table, and what one must know to read it."""
    counts = [f"{HEADINGS[name]} ({len(images):,})" for name, images in sets.items()]
    heads = ["network", "parameters", "MMAC", "reported", *counts, "loss on MNIST test"]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)], *map(_cells, rows)]
    table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
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
    """Return the same as JSON knows it."""
    counts = {name: len(images) for name, images in sets.items()}
    return {"images": counts, "rows": [asdict(row) for row in rows]}


def _cells(row: Row) -> list[str]:
    reported = "" if row.reported is None else f"{row.reported:.2%}"
    if row.reported_loss is not None:
        reported += f", loss {row.reported_loss:g}"
    return [
        f"`{row.name}`",
        f"{row.parameters:,}",
        f"{row.multiply_accumulates / 1e6:.1f}",
        reported or "-",
        *(f"{accuracy:.2%}" for accuracy in row.accuracy.values()),
        f"{row.loss:.3f}",
    ]

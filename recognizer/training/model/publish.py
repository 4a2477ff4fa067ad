"""Publishes trained networks: exports, calibrates and measures them, and then moves them.

The files in the folder stay unchanged until everything has succeeded.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from recognizer.errors import ModelError
from recognizer.network.classifier import Classifier, log_softmax
from recognizer.training.data.characters import (
    INK_FILES,
    character_paths,
    held_out_characters,
)
from recognizer.training.data.datasets import LabeledImages, load_digit_inks, load_mnist
from recognizer.training.draw.epochs import draw_plain
from recognizer.training.measure.accuracy import measure
from recognizer.training.measure.certainty import calibration_error, fit_temperature
from recognizer.training.model.export import export
from recognizer.training.model.fit import Networks
from recognizer.training.model.modelfolder import CARD, move_model, write_card
from recognizer.training.model.networks import multiply_accumulates
from recognizer.training.model.plane import write_plane
from recognizer.training.recipe import (
    MAX_LOST_ACCURACY,
    PATH_WEIGHT,
    PICTURE_WEIGHT,
    REJECT_BELOW,
    Recipe,
)

MEASURED = {each.name: each.measured for each in INK_FILES if each.measured}
"""The name of the `dev` digits of each ink file in the card."""
MNIST_TEST = "mnist-test"
SMALL = "small"
"""The folder of the eight-bit variant, in the folder of the model."""


def publish(networks: Networks, about: dict[str, Any], data: Path, folder: Path) -> Iterator[str]:
    """Export the networks, calibrate and measure them, and move their files into `folder`.

    A smaller and faster variant with eight-bit weights goes into the folder ``small`` in it. Each
    has a map of digits of its own.

    Yields a line for each measurement.

    Raises
    ------
    ModelError
        As `export`; or if it reads less of the digits than the model in `folder`.
    DataError, InkError
        If the data for measuring is missing.
    """
    held_out, sets = draw_plain(held_out_characters(data)), _measured_sets(data)
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".new-") as staging:
        for place in (SMALL, "."):
            made = Path(staging) / place
            export(networks, made, about, small=place == SMALL)
            yield f"{SMALL if place == SMALL else 'digits'}:"
            yield calibrate(made, held_out)
            yield from _measure(made, sets)
            yield write_plane(made, data)
        _refuse_worse(Path(staging), folder, sets)
        for place in (SMALL, "."):
            move_model(Path(staging) / place, folder / place)


def describe(networks: Networks, recipe: Recipe, origin: dict[str, Any]) -> dict[str, Any]:
    """Return the card's entries about the networks and their training."""
    sizes = {name: _size(model) for name, model in networks._asdict().items()}
    total = {key: sum(each[key] for each in sizes.values()) for key in sizes["picture"]}
    return {
        "network": total | sizes,
        "training": {
            "epochs": recipe.epochs,
            **asdict(recipe),
            "data": [
                "MNIST train (LeCun, Cortes, Burges; CC BY-SA 3.0)",
                *dict.fromkeys(each.origin for each in INK_FILES),
                "none of the characters: Omniglot (MIT)",
            ],
            **origin,
            "keras": f"{keras.__version__} on {keras.backend.backend()}",
            "python": platform.python_version(),
        },
    }


def _size(model: Any) -> dict[str, int]:
    return {
        "parameters": int(model.count_params()),
        "multiply_accumulates": multiply_accumulates(model),
    }


def _refuse_worse(new: Path, folder: Path, sets: dict[str, LabeledImages]) -> None:
    """Raise a `ModelError` if the model in `new` reads too much less of `dev` than in `folder`."""
    before, after = (_dev_accuracy(each / CARD, sets) for each in (folder, new))
    if before is not None and after is not None and before - after >= MAX_LOST_ACCURACY:
        raise ModelError(
            f"{folder}: the model there stays: it reads {before:.2%} of dev right, the new one "
            f"{after:.2%}. The training is kept; the same command with --out FOLDER writes it there"
        )


def _dev_accuracy(card: Path, sets: dict[str, LabeledImages]) -> float | None:
    """Return what part of all `dev` digits is read right by a card; None if it does not say so."""
    try:
        told = json.loads(card.read_text(encoding="utf-8"))["accuracy"]
        right = sum(told[name] * len(sets[name]) for name in MEASURED.values())
    except (OSError, KeyError):
        return None
    return float(right / sum(len(sets[name]) for name in MEASURED.values()))


def _measured_sets(data: Path) -> dict[str, LabeledImages]:
    """Return the data for measuring by its names in the card."""
    sets = {
        MEASURED[name]: draw_plain(load_digit_inks([path], "dev"))
        for name, path in zip(MEASURED, character_paths(data, MEASURED), strict=True)
    }
    return sets | {MNIST_TEST: load_mnist(data / "mnist", "t10k")}


def calibrate(folder: Path, held_out: LabeledImages) -> str:
    """Set what the card of the model in `folder` says of certainty; return it in words.

    `held_out` are characters of `train` writers that were not trained on.
    """
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    classifier = Classifier(folder)
    logits, _ = classifier.infer(held_out.fields)
    card["temperature"] = round(fit_temperature(logits, held_out.labels), 4)
    by_path = np.asarray(classifier.look(held_out.fields, held_out.paths).by_path)
    both = np.float32(PICTURE_WEIGHT) * log_softmax(logits) + np.float32(PATH_WEIGHT) * by_path
    shared = fit_temperature(both, held_out.labels)
    picture, path = round(PICTURE_WEIGHT / shared, 4), round(PATH_WEIGHT / shared, 4)
    card["path"] |= {"picture_weight": picture, "weight": path}
    card["reject_below"] = REJECT_BELOW
    write_card(folder / CARD, card)
    return (
        f"temperature {card['temperature']:.3f}, weights {picture:.3f} of the picture and "
        f"{path:.3f} of the path"
    )


def _measure(folder: Path, sets: dict[str, LabeledImages]) -> Iterator[str]:
    """Measure the model in `folder` and write the result into its card; yield it in words."""
    classifier = Classifier(folder)
    measured = {name: measure(classifier, images) for name, images in sets.items()}
    dev = [measured[name] for name in MEASURED.values()]
    chances, labels = (
        np.concatenate([getattr(each, name) for each in dev]) for name in ("chances", "labels")
    )
    error = calibration_error(chances.max(axis=1), chances.argmax(axis=1) == labels)
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    card["accuracy"] = {name: round(each.accuracy, 5) for name, each in measured.items()}
    card["calibration_error_on_dev"] = round(error, 5)
    write_card(folder / CARD, card)
    for name, each in measured.items():
        yield f"{name}: {each.accuracy:.2%} of {len(each.labels):,}"
    yield f"calibration error on dev {error:.2%}"

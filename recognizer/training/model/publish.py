"""Publishes a trained model: exports, measures and calibrates it, and then moves it to its folder.

The files in that folder stay unchanged until everything has succeeded.
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

from recognizer.network.classifier import Classifier, knownness
from recognizer.training.data.datasets import (
    DIGITS,
    INK_SOURCES,
    LabeledImages,
    ink_paths,
    load_digit_inks,
    load_mnist,
)
from recognizer.training.draw.epochs import draw_plain
from recognizer.training.measure.accuracy import Measured, measure
from recognizer.training.measure.certainty import (
    choose_rejection,
    expected_calibration_error,
    fit_temperature,
)
from recognizer.training.model.export import CARD, export, move_model, write_card
from recognizer.training.model.networks import multiply_accumulates
from recognizer.training.recipe import Recipe

MEASURED = {"unipen-digits": "unipen-dev", "pendigits-train": "pendigits-dev"}
"""The name of the `dev` part of each ink file in the card."""
SMALL = "small"
"""The folder of the eight-bit variant, in the folder of the model."""


def publish(model: Any, about: dict[str, Any], data: Path, folder: Path) -> Iterator[str]:
    """Export `model`, measure and calibrate it, and move its three files into `folder`.

    A smaller and faster variant with eight-bit weights goes into the folder ``small`` in it.

    Yields a line for each measurement.

    Raises
    ------
    ModelError
        As `export`.
    DataError, InkError
        If the data for measuring is missing.
    """
    sets = _held_out(data)
    for small, place in ((True, folder / SMALL), (False, folder)):
        place.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=place, prefix=".new-") as staging:
            export(model, Path(staging), about, small)
            yield f"{SMALL if small else 'digits'}:"
            yield from _measure_and_complete(Path(staging), sets)
            move_model(Path(staging), place)


def describe(model: Any, recipe: Recipe, origin: dict[str, Any]) -> dict[str, Any]:
    """Return the card's entries about the network and its training."""
    return {
        "network": {
            "parameters": int(model.count_params()),
            "multiply_accumulates": multiply_accumulates(model),
        },
        "training": {
            "epochs": recipe.epochs,
            **asdict(recipe),
            "data": [
                "MNIST train (LeCun, Cortes, Burges; CC BY-SA 3.0)",
                "UNIPEN train_r01_v07 digits, train writers (CC BY 4.0)",
                "UCI pendigits, train writers (CC BY 4.0)",
                "no digits: UNIPEN letters and symbols, train writers (CC BY 4.0); Omniglot (MIT)",
            ],
            **origin,
            "keras": f"{keras.__version__} on {keras.backend.backend()}",
            "python": platform.python_version(),
        },
    }


def _held_out(data: Path) -> dict[str, LabeledImages]:
    """Return the data for measuring by its names in the card; `dev` inks come first."""
    sets = {
        MEASURED[name]: draw_plain(load_digit_inks([path], "dev"))
        for name, path in zip(INK_SOURCES, ink_paths(data), strict=True)
    }
    return sets | {"mnist-test": load_mnist(data / "mnist", "t10k")}


def _measure_and_complete(folder: Path, sets: dict[str, LabeledImages]) -> Iterator[str]:
    """Measure the model in `folder`, calibrate it on `dev` and write both into its card."""
    classifier = Classifier(folder)
    measured = {name: measure(classifier, images) for name, images in sets.items()}
    dev = _join([measured[name] for name in MEASURED.values()])
    digits = dev.logits[:, : len(DIGITS)]
    temperature = fit_temperature(digits, dev.labels)
    accuracy = {name: round(each.accuracy, 5) for name, each in measured.items()}
    error = expected_calibration_error(digits, dev.labels, temperature)
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    card["temperature"] = round(temperature, 4)
    sure = knownness(dev.logits, range(len(DIGITS)), temperature)
    card["reject_below"] = round(choose_rejection(sure), 4)
    card["accuracy"] = accuracy
    card["calibration_error_on_dev"] = round(error, 5)
    write_card(folder / CARD, card)
    for name, each in measured.items():
        yield f"{name}: {each.accuracy:.2%} of {len(each.labels):,}"
    yield f"temperature {temperature:.3f}, calibration error on dev {error:.2%}"


def _join(parts: list[Measured]) -> Measured:
    return Measured(
        np.concatenate([part.logits for part in parts]),
        np.concatenate([part.labels for part in parts]),
    )

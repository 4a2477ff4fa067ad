"""A foreign model as a model folder, which board and `read` take with ``--model``."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from recognizer.errors import DataError, ModelError
from recognizer.ink.inkfile import read_ink_file
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import FIELD, PREPROCESSING_VERSION
from recognizer.training.data.datasets import DIGITS, LabeledImages
from recognizer.training.folders import make_folder
from recognizer.training.model.export import TOLERANCE, write_card
from recognizer.training.others.foreign import Foreign, as_ours, mended
from recognizer.training.others.valuerange import ValueRange, varied_strokes

KERAS, TFLITE, CARD = "digits.keras", "digits.tflite", "digits.json"


def examples_from(path: Path) -> LabeledImages:
    """Return the digits in the ink file `path`, each drawn by several hands, to measure with.

    Raises
    ------
    InkError, DataError
        If `path` cannot be read or holds no digit.
    """
    inks = [labeled for labeled in read_ink_file(path) if labeled.label in DIGITS]
    if not inks:
        raise DataError(f"{path}: no ink labelled with a digit")
    return varied_strokes(inks)


def adopt(foreign: Foreign, values: ValueRange, folder: Path, about: dict[str, Any]) -> None:
    """Write `foreign` into `folder` as ``digits.keras``, ``digits.tflite`` and ``digits.json``.

    What lies there stays as it is until all has gone well. A SavedModel has no ``digits.keras``:
    Keras could not load it again. Confidence is left as the model has it (temperature 1, nothing
    is called no digit): there is no held-out data here to calibrate it on, and the card says so.

    Parameters
    ----------
    foreign : Foreign
    values : ValueRange
        What numbers it wants for paper and ink.
    folder : Path
        Made if it is not there.
    about : dict
        What else the card says; with a key of the card it replaces it.

    Raises
    ------
    ModelError
        If Keras runs on another backend than TensorFlow, the model cannot be converted, or the
        converted model does not give what the Keras model gives.
    DataError
        If `folder` cannot be made.
    """
    require_tensorflow()
    make_folder(folder)
    with TemporaryDirectory(dir=folder, prefix=".new-") as staging:
        with mended("cannot be converted for LiteRT"):
            ours = as_ours(foreign, values)
            _export(ours, Path(staging), keep_keras=not foreign.is_saved_model)
        write_card(Path(staging) / CARD, _card(ours, Path(staging) / TFLITE, values) | about)
        _check_parity(ours, Classifier(Path(staging)))
        (folder / KERAS).unlink(missing_ok=True)  # an older model's, if this one has none
        for name in sorted(os.listdir(staging), key=(KERAS, TFLITE, CARD).index):
            os.replace(Path(staging) / name, folder / name)


def require_tensorflow() -> None:
    """Raise a `ModelError` if Keras runs on another backend than TensorFlow."""
    if keras.backend.backend() != "tensorflow":
        raise ModelError("exporting needs TensorFlow: run it again with KERAS_BACKEND=tensorflow")


def _export(model: Any, folder: Path, keep_keras: bool) -> None:
    model(np.zeros((1, FIELD, FIELD, 1), np.float32))  # export refuses a model never called
    model.export(folder / TFLITE, format="litert", verbose=False)
    if keep_keras:
        keras.Model(model.input, model.outputs[0]).save(folder / KERAS)


def _card(model: Any, tflite: Path, values: ValueRange) -> dict[str, Any]:
    return {
        "name": "foreign",
        "labels": list(DIGITS),
        "preprocessing": PREPROCESSING_VERSION,
        "temperature": 1.0,
        "reject_below": 0.0,
        "embedding_size": int(model.outputs[1].shape[-1]),
        "sha256": hashlib.sha256(tflite.read_bytes()).hexdigest(),
        "calibrated": False,
        "scaling": values.name,
    }


def _check_parity(model: Any, classifier: Classifier) -> None:
    """Compare Keras and LiteRT; on raw bytes activations are large, and so is their rounding."""
    fields = np.random.default_rng(0).random((8, FIELD, FIELD), np.float32)
    expected = model.predict(fields[..., None], verbose=0)
    got = classifier.infer(fields)
    for name, want, have in zip(("logits", "embedding"), expected, got, strict=True):
        worst = float(np.abs(want - have).max()) / max(1.0, float(np.abs(want).max()))
        if not worst <= TOLERANCE:  # also where it is no number
            raise ModelError(f"the exported {name} differ from Keras by {worst:.2g} of the largest")

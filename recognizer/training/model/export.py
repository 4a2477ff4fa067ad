"""Exports a trained Keras model to the three files that are shipped: .keras, .tflite, .json."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from recognizer.errors import ModelError
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import FIELD_PIXELS, PREPROCESSING_VERSION
from recognizer.training.data.datasets import DIGITS
from recognizer.training.model.networks import with_embedding

KERAS, TFLITE, CARD = "digits.keras", "digits.tflite", "digits.json"
TOLERANCE = 1e-4
"""Largest difference between Keras and LiteRT that may be rounding, as a part of the largest
output, or of 1 if that is less. The shipped model has 3e-7."""
ROUNDED_TOLERANCE = 0.05
"""The same for weights of eight bits; small enough to notice a wrong conversion. The shipped model
has 7e-3."""


def export(model: Any, folder: Path, about: dict[str, Any], small: bool = False) -> None:
    """Write ``digits.keras``, ``digits.tflite`` and ``digits.json`` into `folder`.

    The conversion needs Keras's TensorFlow backend, whatever backend has trained the model. The
    card is not complete until the model is measured: see `publish`.

    `about` holds more entries of the card, and replaces those with the same key. A `small` model
    has weights of eight bits: a quarter of the size, a third of the time. It has no
    ``digits.keras``.

    Raises
    ------
    ModelError
        If Keras runs on another backend, or if the outputs of the exported model differ from those
        of the Keras model.
    """
    require_tensorflow(
        "trained, and not yet exported: that needs TensorFlow. Run the same command again "
        "with KERAS_BACKEND=tensorflow, and only this last step is done"
    )
    folder.mkdir(parents=True, exist_ok=True)
    both = with_embedding(model)
    both(
        np.zeros((1, FIELD_PIXELS, FIELD_PIXELS, 1), np.float32)
    )  # export refuses a model that was never called
    tflite = folder / TFLITE
    if small:
        tflite.write_bytes(_rounded(both))
    else:
        save_keras(model, folder / KERAS)
        both.export(tflite, format="litert", verbose=False)
    named = {
        "name": "digits-small" if small else "digits",
        "outlier_logit": int(model.output.shape[-1]) > len(DIGITS),
    }
    write_card(folder / CARD, card_of(both, tflite) | named | about)
    check_parity(both, Classifier(folder), ROUNDED_TOLERANCE if small else TOLERANCE)


def require_tensorflow(message: str) -> None:
    """Raise a `ModelError` if Keras runs on another backend than TensorFlow."""
    if keras.backend.backend() != "tensorflow":
        raise ModelError(message)


def card_of(model: Any, tflite: Path) -> dict[str, Any]:
    """Return the card of a model with logits and an embedding that is not calibrated yet."""
    return {
        "labels": list(DIGITS),
        "preprocessing": PREPROCESSING_VERSION,
        "temperature": 1.0,
        "reject_below": 0.0,
        "embedding_size": int(model.outputs[1].shape[-1]),
        "sha256": hashlib.sha256(tflite.read_bytes()).hexdigest(),
    }


def move_model(staging: Path, folder: Path) -> None:
    """Move the files of a model; the card comes last, because it describes the others."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (name for name in (KERAS, TFLITE, CARD) if (staging / name).exists()):
        os.replace(staging / name, folder / name)


def _rounded(model: Any) -> bytes:
    """Return `model` for LiteRT with weights of eight bits ("dynamic range quantization")."""
    import tensorflow as tf  # only this conversion needs TensorFlow itself

    with TemporaryDirectory() as saved:
        model.export(saved, format="tf_saved_model", verbose=False)
        converter = tf.lite.TFLiteConverter.from_saved_model(saved)
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        return bytes(converter.convert())


def save_keras(model: Any, path: Path) -> None:
    """Save `model` without the parts that only training needs (two thirds of a checkpoint)."""
    bare = type(model).from_config(model.get_config())
    bare.set_weights(model.get_weights())
    bare.save(path)


def write_card(path: Path, card: dict[str, Any]) -> None:
    """Write a model card."""
    path.write_text(json.dumps(card, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def check_parity(model: Any, classifier: Classifier, tolerance: float = TOLERANCE) -> None:
    """Raise a `ModelError` if the outputs of LiteRT and Keras differ."""
    fields = np.random.default_rng(0).random((8, FIELD_PIXELS, FIELD_PIXELS), np.float32)
    expected = [np.asarray(out) for out in model.predict(fields[..., None], verbose=0)]
    for name, want, got in zip(
        ("logits", "embedding"), expected, classifier.infer(fields), strict=True
    ):
        worst = float(np.abs(want - got).max()) / max(1.0, float(np.abs(want).max()))
        if not worst <= tolerance:  # also true for NaN
            raise ModelError(f"the exported {name} differ from Keras by {worst:.2g} of the largest")

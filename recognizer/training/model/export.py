"""Exports trained Keras models to the files that are shipped: .keras, .tflite, .json."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import keras
import numpy as np

from recognizer.errors import ModelError
from recognizer.network.alphabet import alphabets_of
from recognizer.network.path import PATH_VERSION
from recognizer.network.runtime import FloatArray, Network
from recognizer.training.data.characters import LABELS
from recognizer.training.model.fit import Networks
from recognizer.training.model.modelfolder import (
    CARD,
    KERAS,
    PATH_KERAS,
    new_card,
    write_card,
)
from recognizer.training.model.networks import with_embedding

Infer = Callable[[FloatArray], tuple[FloatArray, FloatArray]]
"""What runs a network: logits and embeddings."""
TOLERANCE = 1e-4
"""Largest difference between Keras and LiteRT that may be rounding, as a part of the largest
output, or of 1 if that is less. The shipped model has 3e-7."""
ROUNDED_TOLERANCE = 0.05
"""The same for weights of eight bits; small enough to notice a wrong conversion. The shipped model
has 7e-3."""


def export(networks: Networks, folder: Path, about: dict[str, Any], small: bool = False) -> None:
    """Write both networks, as Keras and as LiteRT models, and their card into `folder`.

    The conversion needs Keras's TensorFlow backend, whatever backend has trained the model. The
    card is not complete until the model is measured: see `publish`.

    `about` holds more entries of the card, and replaces those with the same key. A `small` model
    has weights of eight bits: a quarter of the size, a third of the time. It has no Keras models.

    Raises
    ------
    ModelError
        If Keras runs on another backend, or if the outputs of the exported models differ from those
        of the Keras models.
    """
    require_tensorflow(
        "trained, and not yet exported: that needs TensorFlow. Run the same command again "
        "with KERAS_BACKEND=tensorflow, and only this last step is done"
    )
    folder.mkdir(parents=True, exist_ok=True)
    card = _export_one(networks.picture, folder / KERAS, small)
    card["path"] = _path_card(_export_one(networks.path, folder / PATH_KERAS, small))
    named = {
        "name": "digits-small" if small else "digits",
        "labels": list(LABELS),
        "outlier_logit": True,
        "alphabets": [each.as_record() for each in alphabets_of(LABELS)],
    }
    write_card(folder / CARD, card | named | about)


def _export_one(model: Any, keras_path: Path, small: bool) -> dict[str, Any]:
    """Write a network beside `keras_path`, check it, and return what a card says of it."""
    both, tflite = with_embedding(model), keras_path.with_suffix(".tflite")
    both(np.zeros((1, *model.input_shape[1:]), np.float32))  # export refuses one never called
    if small:
        tflite.write_bytes(_rounded(both))
    else:
        save_keras(model, keras_path)
        both.export(tflite, format="litert", verbose=False)
    card = new_card(tflite, int(both.outputs[1].shape[-1]))
    sizes = int(model.output_shape[-1]), card["embedding_size"]
    network = Network(tflite.read_bytes(), *sizes, model.input_shape[1:])
    check_parity(both, network.infer, ROUNDED_TOLERANCE if small else TOLERANCE)
    return card


def _path_card(card: dict[str, Any]) -> dict[str, Any]:
    """Return what a card says of the second network; its weight is not fitted yet."""
    told = {key: card[key] for key in ("embedding_size", "sha256")}
    return {"version": PATH_VERSION, "weight": 0.5, "picture_weight": 0.5} | told


def require_tensorflow(message: str) -> None:
    """Raise a `ModelError` if Keras runs on another backend than TensorFlow."""
    if keras.backend.backend() != "tensorflow":
        raise ModelError(message)


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


def check_parity(model: Any, infer: Infer, tolerance: float = TOLERANCE) -> None:
    """Raise a `ModelError` if the outputs of LiteRT, which `infer` gives, and of Keras differ.

    `infer` takes what `model` takes, n at a time.
    """
    given = np.random.default_rng(0).random((8, *model.input_shape[1:]), np.float32)
    expected = [np.asarray(out) for out in model(given, training=False)]
    for name, want, got in zip(("logits", "embedding"), expected, infer(given), strict=True):
        worst = float(np.abs(want - got).max()) / max(1.0, float(np.abs(want).max()))
        if not worst <= tolerance:  # also true for NaN
            raise ModelError(f"the exported {name} differ from Keras by {worst:.2g} of the largest")

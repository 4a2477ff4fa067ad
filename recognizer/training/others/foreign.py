"""Opens any Keras digit model, and gives it the inputs and outputs of our models.

It may be .h5 (also of Keras 2), .keras or a SavedModel. It takes fields of 28x28, 28x28x1 or 784
numbers, and gives ten probabilities or ten logits. The result takes (n, 28, 28, 1) float32 in
[0, 1], and gives logits and an embedding.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from keras import layers

from recognizer.errors import ModelError, ModelMissingError, RecognizerError
from recognizer.network.foreign import SHAPES
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.training.data.datasets import DIGITS
from recognizer.training.model.networks import EMBEDDING, LOGITS
from recognizer.training.others.valuerange import (
    FloatArray,
    ValueRange,
    as_chances,
    gives_chances,
)

SUFFIXES = (".h5", ".hdf5", ".keras")
_BEFORE_THE_END = ("linear", "softmax", "sigmoid")
"""Activations of a last layer that keep the order of the logits."""
_LEAST_CHANCE = 1e-7
_AS_TFLITE = (
    "where it was made, write `tf.lite.TFLiteConverter.from_keras_model(model).convert()` into a "
    ".tflite file, and export that"
)
_WAYS_ON = {
    "Lambda": "it has a Lambda layer, which is code of its maker and is not run",
    "could not be deserialized": "another version of Keras made it",
    "Could not locate class": "another version of Keras made it, or it has layers of its own",
}
"""By what Keras says: a `probability_model` of Keras 2, for instance, is a model in a model."""


@dataclass(frozen=True)
class Foreign:
    """A foreign digit model: (n, *shape) float32 -> (n, 10) probabilities or logits.

    `shape` is one of `SHAPES`. A SavedModel cannot be written to a Keras file.
    """

    model: Any
    shape: tuple[int, ...]
    is_saved_model: bool = False

    def outputs_of(self, fields: FloatArray) -> FloatArray:
        """Return the model's own (n, 10) output for (n, 28, 28) `fields` in its own range."""
        with mended("cannot be run"):
            given = fields.reshape(-1, *self.shape)
            return np.asarray(self.model.predict(given, verbose=0), np.float32)

    def chances_of(self, fields: FloatArray) -> FloatArray:
        """Return (n, 10) probabilities for (n, 28, 28) `fields` in the model's own range."""
        return as_chances(self.outputs_of(fields))


def open_foreign(path: Path, trust: bool = False) -> Foreign:
    """Open the model at `path`; a SavedModel only with `trust`.

    A SavedModel is a program of its maker, which can write files. A .h5 or a .keras file holds
    layers and weights; Keras refuses layers that would run code.

    Raises
    ------
    ModelMissingError
        If there is no model.
    ModelError
        If it is not a Keras model, or not one of single digits.
    """
    if not path.exists():
        raise ModelMissingError(f"{path}: there is no model here")
    is_saved_model = path.is_dir()
    if is_saved_model and not (path / "saved_model.pb").exists():
        raise ModelError(f"{path}: a folder, but not a SavedModel: it has no saved_model.pb")
    if not is_saved_model and path.suffix.lower() not in SUFFIXES:
        raise ModelError(f"{path}: give a .h5 or a .keras file, or the folder of a SavedModel")
    if is_saved_model and not trust:
        raise ModelError(
            f"{path}: a SavedModel runs its maker's program with your rights; "
            "if you trust its maker, add --trust"
        )
    with mended(f"{path}: cannot be loaded"):
        model = _saved_model(path) if is_saved_model else _keras_model(path)
    try:
        return as_foreign(model, is_saved_model)
    except ModelError as error:
        raise ModelError(f"{path}: {error}") from None


def as_foreign(model: Any, is_saved_model: bool = False) -> Foreign:
    """Check the inputs and outputs of a loaded `model`.

    Raises
    ------
    ModelError
        If it does not take an image of a digit and give ten numbers.
    """
    inputs, outputs = _tensors(model)
    if len(inputs) != 1 or len(outputs) != 1:
        raise ModelError(f"takes {len(inputs)} inputs and gives {len(outputs)} outputs, not 1 of 1")
    given, gives = tuple(inputs[0].shape[1:]), tuple(outputs[0].shape[1:])
    shape = next((shape for shape in SHAPES if _may_be(given, shape)), None)
    if shape is None:
        wanted = ", ".join(map(_written, SHAPES))
        raise ModelError(f"takes images of {_written(given)}; a digit model takes {wanted}")
    if gives != (len(DIGITS),):
        raise ModelError(f"gives {_written(gives)} numbers; a digit model gives {len(DIGITS)}")
    return Foreign(model, shape, is_saved_model)


def as_ours(foreign: Foreign, values: ValueRange) -> Any:
    """Return the network with the inputs and outputs of ours; it wants `values` for paper and ink.

    (n, 28, 28, 1) float32 in [0, 1] -> logits (n, 10), embedding (n, size), size not 10. If the
    network ends in a dense layer, the logits are those before softmax, and the embedding is the
    input of that layer. Otherwise the logits are its outputs, or the logarithms of its
    probabilities, and the embedding is the field itself.
    """
    field = keras.Input((FIELD_PIXELS, FIELD_PIXELS, 1), name="field")
    given = layers.Rescaling(values.factor, values.paper)(field)
    given = layers.Reshape(foreign.shape)(given)
    model = foreign.model if foreign.is_saved_model else _used_once(foreign.model)
    end, dense = _end_of(model)
    if dense is None:
        outputs = keras.Model(model.inputs, end, name="body")(given)
        needs_log = end is model.outputs[0] and gives_chances(foreign.outputs_of)
        return keras.Model(field, [_log(outputs) if needs_log else outputs, _flat(field)])
    body = keras.Model(model.inputs, dense.input, name="body")
    mistakable = dense.input.shape[-1] == len(DIGITS)  # sizes tell logits and embedding apart
    features = layers.Flatten(name=None if mistakable else EMBEDDING)(body(given))
    embedding = _flat(field) if mistakable else features
    return keras.Model(field, [_without_activation(dense, features), embedding])


@contextlib.contextmanager
def mended(what: str) -> Iterator[None]:
    """Turn any exception of Keras and TensorFlow in the block into a `ModelError` of one line.

    They raise anything from OSError to AttributeError for an unexpected file. Here all of them mean
    the same: there is something wrong with the user's model.
    """
    try:
        yield
    except RecognizerError:
        raise
    except Exception as error:
        raise ModelError(f"{what}: {_said(error)}") from None


def _said(error: Exception) -> str:
    """Return what is wrong in one line, with a way on where Keras knows none."""
    text = str(error).strip()
    for mark, what in _WAYS_ON.items():
        if mark in text:
            return f"{what}; {_AS_TFLITE}"
    return (text.splitlines() or [type(error).__name__])[0]


def _keras_model(path: Path) -> Any:
    return keras.models.load_model(path, compile=False, safe_mode=True)


def _saved_model(path: Path) -> Any:
    """Return a SavedModel as a Keras model: one opaque layer around its serving function."""
    import tensorflow as tf

    signatures = tf.saved_model.load(str(path)).signatures
    if "serving_default" not in signatures:
        raise ModelError(f"{path}: serves nothing: it has no signature serving_default")
    _, named = signatures["serving_default"].structured_input_signature
    if len(named) != 1:
        raise ModelError(f"{path}: takes {len(named)} inputs; a digit model takes one")
    ((name, wants),) = named.items()
    given = keras.Input(tuple(wants.shape[1:]), name=name, dtype=wants.dtype.name)
    served = keras.layers.TFSMLayer(str(path), call_endpoint="serving_default")(given)
    return keras.Model(given, list(served.values()))


def _tensors(model: Any) -> tuple[list[Any], list[Any]]:
    try:
        return list(model.inputs), list(model.outputs)
    except (AttributeError, TypeError, ValueError):
        raise ModelError("has no input shape: save it after it has been built") from None


def _may_be(given: tuple[int | None, ...], shape: tuple[int, ...]) -> bool:
    """Tell whether a model that takes `given` takes `shape`; None in `given` is any size."""
    return len(given) == len(shape) and all(
        side in (None, wanted) for side, wanted in zip(given, shape, strict=True)
    )


def _written(shape: tuple[int | None, ...]) -> str:
    return "x".join("?" if side is None else str(side) for side in shape)


def _used_once(model: Any) -> Any:
    """Return `model` with each layer used once: a Sequential built step by step reuses layers."""
    copy = keras.models.clone_model(model)
    copy.set_weights(model.get_weights())
    return copy


def _end_of(model: Any) -> tuple[Any, Any | None]:
    """Return the last tensor before a softmax, and the dense layer that gives it, or None."""
    end, last = model.outputs[0], model.layers[-1]
    if _gives(last, end) and _is_softmax(last):
        end = last.input
        last = next((layer for layer in reversed(model.layers) if _gives(layer, end)), None)
    ends_dense = isinstance(last, layers.Dense) and _gives(last, end)
    ranks = ends_dense and keras.activations.serialize(last.activation) in _BEFORE_THE_END
    return end, last if ranks else None


def _gives(layer: Any, tensor: Any) -> bool:
    try:
        return layer.output is tensor
    except (AttributeError, ValueError):  # used twice, or never
        return False


def _is_softmax(layer: Any) -> bool:
    named = isinstance(layer, layers.Activation) and layer.activation is keras.activations.softmax
    return named or isinstance(layer, layers.Softmax)


def _log(chances: Any) -> Any:
    return keras.ops.log(keras.ops.maximum(chances, _LEAST_CHANCE))


def _without_activation(dense: Any, features: Any) -> Any:
    logits = layers.Dense(dense.units, use_bias=dense.use_bias, name=LOGITS)
    outputs = logits(features)
    logits.set_weights(dense.get_weights())
    return outputs


def _flat(field: Any) -> Any:
    return layers.Flatten(name=EMBEDDING)(field)

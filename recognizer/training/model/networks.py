"""The layers of our two networks: a small CNN for pictures, and a smaller one for paths."""

from __future__ import annotations

import importlib
import math
from typing import Any

import keras
from keras import layers

from recognizer.errors import ModelError
from recognizer.network.runtime import FIELD_SHAPE, PATH_SHAPE

EMBEDDING = "embedding"
LOGITS = "logits"
MOMENTUM = 0.9
"""Of the running statistics of batch normalization, which then follow the last ten or so batches.
With Keras's .99 a run of some hundred steps reads as if it had learned nothing; at the end of a
long one, when the weights hardly move, both read alike (docs/measurements.md)."""
PATH_STAGES = ((64, 5, 1), (96, 5, 2), (128, 5, 2), (192, 3, 2))
"""Channels, width and stride of the convolutions along the path, in points."""


def build_pictures(classes: int, width: int = 24, dropout: float = 0.2) -> Any:
    """Return the CNN for pictures: (n, 28, 28, 1) float32 in [0, 1] -> (n, classes) logits.

    Layers: one 5x5 convolution of `width` channels, pooling, two 3x3 convolutions with twice as
    many channels, pooling, two with four times as many. Average pooling gives the embedding, and a
    dense layer above it the logits. In training, a part `dropout` of the embedding is left out. It
    is not compiled.
    """
    field = keras.Input(FIELD_SHAPE, name="field")
    x = _convolution(field, width, 5)
    x = layers.MaxPooling2D()(x)  # 14 x 14
    x = _convolution(x, 2 * width, 3)
    x = _convolution(x, 2 * width, 3)
    x = layers.MaxPooling2D()(x)  # 7 x 7
    x = _convolution(x, 4 * width, 3)
    x = _convolution(x, 4 * width, 3)
    x = layers.GlobalAveragePooling2D(name=EMBEDDING)(x)
    x = layers.Dropout(dropout)(x)
    return keras.Model(field, layers.Dense(classes, name=LOGITS)(x), name="pictures")


def build_paths(classes: int, dropout: float = 0.3) -> Any:
    """Return the CNN for paths: (n, 64, 7) float32, see `path_of`, -> (n, classes) logits.

    Each of `PATH_STAGES` is a convolution along the path, and a residual one (He et al. 2016, "Deep
    Residual Learning for Image Recognition"). The embedding is the average and the maximum over the
    path. In training, a part `dropout` of it is left out. It is not compiled.
    """
    path = keras.Input(PATH_SHAPE, name="path")
    x = path
    for filters, size, stride in PATH_STAGES:
        x = layers.Conv1D(filters, size, strides=stride, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.BatchNormalization(momentum=MOMENTUM)(x))
        y = layers.Conv1D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.ReLU()(layers.Add()([x, layers.BatchNormalization(momentum=MOMENTUM)(y)]))
    pooled = [layers.GlobalAveragePooling1D()(x), layers.GlobalMaxPooling1D()(x)]
    x = layers.Concatenate(name=EMBEDDING)(pooled)
    x = layers.Dropout(dropout)(x)
    return keras.Model(path, layers.Dense(classes, name=LOGITS)(x), name="paths")


def build_given(name: str, classes: int) -> Any:
    """Return the network that somebody else's function builds; `name` is ``module:function``.

    The function takes the number of classes. It returns a Keras model as `build_pictures` does,
    with a layer of the name ``embedding`` whose output is (n, size).

    Raises
    ------
    ModelError
        If there is no such function, or its network does not fit.
    """
    module, _, function = name.partition(":")
    try:
        model = getattr(importlib.import_module(module), function)(classes)
        takes, gives = tuple(model.input_shape[1:]), tuple(model.output_shape[1:])
        has_embedding = len(model.get_layer(EMBEDDING).output.shape) == 2
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ModelError(f"--network {name}: {error}") from None
    if (takes, gives) != (FIELD_SHAPE, (classes,)) or not has_embedding:
        raise ModelError(
            f"--network {name}: takes {takes} and gives {gives}, not {FIELD_SHAPE} and "
            f"{(classes,)}, or its layer {EMBEDDING!r} does not give a list of numbers"
        )
    return model


def with_embedding(model: Any) -> Any:
    """Return the same network with two outputs: logits, and the embedding before them."""
    return keras.Model(model.input, [model.output, model.get_layer(EMBEDDING).output])


def multiply_accumulates(model: Any) -> int:
    """Count the multiply-accumulate operations of one image or path through `model`."""
    total = 0
    for layer in model.layers:
        if isinstance(layer, (layers.Conv1D, layers.Conv2D)):
            places = math.prod(layer.output.shape[1:-1])
            total += places * math.prod(layer.kernel.shape)
        elif isinstance(layer, layers.Dense):
            total += math.prod(layer.kernel.shape)
    return int(total)


def _convolution(x: Any, filters: int, size: int) -> Any:
    x = layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization(momentum=MOMENTUM)(x)
    return layers.ReLU()(x)

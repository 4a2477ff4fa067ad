"""The layers of our network, a small CNN."""

from __future__ import annotations

import math
from typing import Any

import keras
from keras import layers

from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.training.data.datasets import DIGITS

EMBEDDING = "embedding"
LOGITS = "logits"


def build_digits(classes: int = len(DIGITS) + 1, width: int = 24, dropout: float = 0.2) -> Any:
    """Return the digit CNN: (n, 28, 28, 1) float32 in [0, 1] -> (n, classes) logits; uncompiled.

    Layers: one 5x5 convolution of `width` channels, pooling, two 3x3 convolutions with twice as
    many channels, pooling, two with four times as many. Average pooling gives the embedding, and a
    dense layer above it the logits. The last of 11 classes is "not a digit". In training, a part
    `dropout` of the embedding is left out.
    """
    field = keras.Input((FIELD_PIXELS, FIELD_PIXELS, 1), name="field")
    x = _convolution(field, width, 5)
    x = layers.MaxPooling2D()(x)  # 14 x 14
    x = _convolution(x, 2 * width, 3)
    x = _convolution(x, 2 * width, 3)
    x = layers.MaxPooling2D()(x)  # 7 x 7
    x = _convolution(x, 4 * width, 3)
    x = _convolution(x, 4 * width, 3)
    x = layers.GlobalAveragePooling2D(name=EMBEDDING)(x)
    x = layers.Dropout(dropout)(x)
    return keras.Model(field, layers.Dense(classes, name=LOGITS)(x), name="digits")


def with_embedding(model: Any) -> Any:
    """Return the same network with two outputs: logits, and the embedding before them."""
    return keras.Model(model.input, [model.output, model.get_layer(EMBEDDING).output])


def multiply_accumulates(model: Any) -> int:
    """Count the multiply-accumulate operations of one image through `model`."""
    total = 0
    for layer in model.layers:
        if isinstance(layer, layers.Conv2D):
            rows, cols = layer.output.shape[1:3]
            total += rows * cols * math.prod(layer.kernel.shape)
        elif isinstance(layer, layers.Dense):
            total += math.prod(layer.kernel.shape)
    return int(total)


def _convolution(x: Any, filters: int, size: int) -> Any:
    x = layers.Conv2D(filters, size, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)

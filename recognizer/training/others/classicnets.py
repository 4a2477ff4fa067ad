"""The layers of four networks that other drawing boards use; each without its compilation.

All take (n, 28, 28, 1) float32 and give (n, 10) chances, as their sources have them. How they are
trained, and what is assumed about them, is in `classicrecipes`.
"""

from __future__ import annotations

from typing import Any

import keras
from keras import layers

from recognizer.network.preprocess import FIELD


def build_dense() -> Any:
    """Return the network without convolutions: 784, 128, 32, 10."""
    return _network(
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(32, activation="relu"),
    )


def build_conv_small() -> Any:
    """Return two convolutions, each pooled, and nothing between them and the ten chances."""
    return _network(
        _convolution(32),
        layers.MaxPooling2D(),
        _convolution(64),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.5),
    )


def build_conv_wide() -> Any:
    """Return two convolutions with one pooling, and a wide dense layer after them."""
    return _network(
        _convolution(32),
        _convolution(64),
        layers.MaxPooling2D(),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(256, activation="relu"),
        layers.Dropout(0.5),
    )


def build_conv_flat() -> Any:
    """Return two convolutions without any pooling."""
    return _network(_convolution(64), _convolution(32), layers.Flatten())


def _network(*between: Any) -> Any:
    chances = layers.Dense(10, activation="softmax")
    return keras.Sequential([keras.Input((FIELD, FIELD, 1)), *between, chances])


def _convolution(filters: int) -> Any:
    return layers.Conv2D(filters, 3, activation="relu")

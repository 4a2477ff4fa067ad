"""The networks of other drawing boards, each trained as its source trains it.

All take (n, 28, 28, 1) float32 and give (n, 10) probabilities, as in their sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras
from keras import layers

from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.training.data.datasets import LabeledImages, load_mnist
from recognizer.training.model.export import require_tensorflow
from recognizer.training.model.networks import multiply_accumulates
from recognizer.training.others.adopt import NEEDS_TENSORFLOW, adopt
from recognizer.training.others.classicrecipes import CLASSICS, ClassicRecipe
from recognizer.training.others.correlation import build_correlation, correlate_with
from recognizer.training.others.foreign import as_foreign
from recognizer.training.others.valuerange import RANGES


def build_dense() -> Any:
    """Return the network without convolutions: 784, 128, 32, 10."""
    return _network(
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(32, activation="relu"),
    )


def build_conv_small() -> Any:
    """Return two convolutions, each pooled, and the ten outputs directly after them."""
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
    return keras.Sequential([keras.Input((FIELD_PIXELS, FIELD_PIXELS, 1)), *between, chances])


def _convolution(filters: int) -> Any:
    return layers.Conv2D(filters, 3, activation="relu")


@dataclass(frozen=True)
class Network:
    """How to build an untrained network, its number of parameters, and how it is trained."""

    build: Callable[[], Any]
    parameters: int
    recipe: ClassicRecipe


NETWORKS = {
    "correlation": Network(build_correlation, 7_840_000, CLASSICS["correlation"]),
    "dense": Network(build_dense, 104_938, CLASSICS["dense"]),
    "conv-small": Network(build_conv_small, 34_826, CLASSICS["conv-small"]),
    "conv-wide": Network(build_conv_wide, 2_380_938, CLASSICS["conv-wide"]),
    "conv-flat": Network(build_conv_flat, 203_434, CLASSICS["conv-flat"]),
}
"""Those of other drawing boards."""


def train(
    name: str,
    data: Path,
    epochs: int | None = None,
    seed: int = 1,
    limit: int = 0,
    verbose: int = 2,
) -> Any:
    """Train the network `name`, a key of `CLASSICS`, by its own recipe on MNIST train.

    `epochs` replaces the number in the recipe. `limit` is the number of images, 0 for all; it is
    for trials. `verbose` is that of Keras (2: a line for each epoch).

    Raises
    ------
    DataError
        If MNIST is missing or malformed.
    """
    recipe, mnist = CLASSICS[name], load_mnist(data / "mnist", "train")
    if limit:
        mnist = LabeledImages(mnist.images[:limit], mnist.labels[:limit])
    keras.utils.set_random_seed(seed)
    if recipe.epochs == 0:
        return correlate_with(mnist)
    model = NETWORKS[name].build()
    _fit(model, recipe, mnist, recipe.epochs if epochs is None else epochs, verbose)
    return model


def train_and_adopt(
    name: str,
    data: Path,
    folder: Path,
    epochs: int | None = None,
    seed: int = 1,
    limit: int = 0,
) -> None:
    """Train as `train` does and write the model folder `folder`.

    Raises
    ------
    DataError
        If MNIST is missing or malformed.
    ModelError
        As `adopt`.
    """
    require_tensorflow(NEEDS_TENSORFLOW)  # check before the training, not after it
    folder.mkdir(parents=True, exist_ok=True)
    model = train(name, data, epochs, seed, limit)
    values = RANGES[CLASSICS[name].values]
    adopt(as_foreign(model), values, folder, describe(name, model, epochs, seed))


def describe(name: str, model: Any, epochs: int | None = None, seed: int = 1) -> dict[str, Any]:
    """Return the card's entries about a classic and its training."""
    recipe = asdict(CLASSICS[name])
    reported = {key: recipe.pop(key) for key in ("reported", "reported_loss")}
    if epochs is not None and recipe["epochs"]:
        recipe["epochs"] = epochs
    return {
        "name": name,
        "network": {
            "parameters": int(model.count_params()),
            "multiply_accumulates": multiply_accumulates(model),
        },
        "training": recipe | {"seed": seed, "data": ["MNIST train (LeCun, Cortes, Burges)"]},
        "reported": reported,
    }


def _fit(
    model: Any, recipe: ClassicRecipe, mnist: LabeledImages, epochs: int, verbose: int
) -> None:
    optimizer = keras.optimizers.get(recipe.optimizer)
    optimizer.learning_rate = recipe.rate
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(
        RANGES[recipe.values].apply(mnist.fields)[..., None],
        mnist.labels,
        batch_size=recipe.batch,
        epochs=epochs,
        validation_split=recipe.validation,
        verbose=verbose,
    )

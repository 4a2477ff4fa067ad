"""Training the networks of other drawing boards, each the way its source does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import keras

from recognizer.training.data.datasets import LabeledImages, load_mnist
from recognizer.training.folders import make_folder
from recognizer.training.model.networks import build_digits, multiply_accumulates
from recognizer.training.others.adopt import adopt, require_tensorflow
from recognizer.training.others.classicnets import (
    build_conv_flat,
    build_conv_small,
    build_conv_wide,
    build_dense,
)
from recognizer.training.others.classicrecipes import CLASSICS, ClassicRecipe
from recognizer.training.others.correlation import build_correlation, correlate_with
from recognizer.training.others.foreign import as_foreign
from recognizer.training.others.valuerange import RANGES
from recognizer.training.recipe import Recipe


@dataclass(frozen=True)
class Network:
    """A network and how it is trained.

    Parameters
    ----------
    build : callable
        Returns it untrained: (n, 28, 28, 1) float32 -> (n, 10), ours (n, 11).
    parameters : int
        How many numbers it holds.
    recipe : Recipe or ClassicRecipe
        Ours, or that of the source it comes from.
    """

    build: Callable[[], Any]
    parameters: int
    recipe: Recipe | ClassicRecipe


NETWORKS = {
    "digits": Network(build_digits, 158_435, Recipe()),
    "correlation": Network(build_correlation, 7_840_000, CLASSICS["correlation"]),
    "dense": Network(build_dense, 104_938, CLASSICS["dense"]),
    "conv-small": Network(build_conv_small, 34_826, CLASSICS["conv-small"]),
    "conv-wide": Network(build_conv_wide, 2_380_938, CLASSICS["conv-wide"]),
    "conv-flat": Network(build_conv_flat, 203_434, CLASSICS["conv-flat"]),
}
"""Ours first, then those of other drawing boards."""


def train(
    name: str,
    data: Path,
    epochs: int | None = None,
    seed: int = 1,
    limit: int = 0,
    verbose: int = 2,
) -> Any:
    """Train the network `name` by its own recipe on MNIST train.

    Parameters
    ----------
    name : str
        A key of `classicrecipes.CLASSICS`.
    data : Path
        The shared data folder.
    epochs : int, optional
        The recipe's own if left out.
    seed : int
        The same seed is the same network, up to the backend's rounding.
    limit : int
        Use only so many images; 0 for all. For trials and tests.
    verbose : int
        Keras' progress: 0 none, 1 a bar, 2 a line for each epoch.

    Returns
    -------
    keras.Model
        (n, 28, 28, 1) float32 in the range of its recipe (`values_of`) -> (n, 10) chances, or
        logits where it is `correlation`.

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
        If MNIST is missing or malformed, or `folder` cannot be made.
    ModelError
        As `adopt`.
    """
    require_tensorflow()  # now is better than after the training
    make_folder(folder)
    model = train(name, data, epochs, seed, limit)
    values = RANGES[CLASSICS[name].values]
    adopt(as_foreign(model), values, folder, describe(name, model, epochs, seed))


def describe(name: str, model: Any, epochs: int | None = None, seed: int = 1) -> dict[str, Any]:
    """Return what the card says of a classic and its training."""
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

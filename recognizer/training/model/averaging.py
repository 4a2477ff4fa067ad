"""Averages the weights of models that were trained by one recipe with different seeds.

Wortsman et al. 2022, "Model soups: averaging weights of multiple fine-tuned models improves
accuracy without increasing inference time". The models must begin with the same weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import keras
import numpy as np

from recognizer.errors import ModelError, ModelMismatchError, naming
from recognizer.training.model.publish import MEASURED

REPORTED = (*MEASURED.values(), "mnist-test")


def load_models(folders: Sequence[Path]) -> list[Any]:
    """Return the Keras models in `folders`.

    Raises
    ------
    ModelError
        If one cannot be loaded.
    """
    models = []
    for folder in folders:
        with naming(folder / "digits.keras", ModelError, OSError, ValueError):
            models.append(keras.models.load_model(folder / "digits.keras", compile=False))
    return models


def average(models: Sequence[Any]) -> Any:
    """Return a model whose every weight is the mean of those of `models`.

    Raises
    ------
    ModelMismatchError
        If the shapes of their weights differ.
    """
    weights = [model.get_weights() for model in models]
    shapes = {tuple(each.shape for each in one) for one in weights}
    if len(shapes) != 1:
        raise ModelMismatchError("models of different networks have no average")
    result = keras.models.clone_model(models[0])
    result.set_weights([np.mean(each, axis=0) for each in zip(*weights, strict=True)])
    return result


def about_average(folders: Sequence[Path]) -> dict[str, Any]:
    """Return the card of the average: the first model's entries, with all seeds.

    Raises
    ------
    ModelError
        If a card, or an entry in it, is missing.
    """
    cards = [_card(folder) for folder in folders]
    try:
        training = dict(cards[0]["training"])
        starts = {card["training"].get("start") for card in cards}
        seeds = [card["training"]["seed"] for card in cards]
        runs = {name: _spread([card["accuracy"][name] for card in cards]) for name in REPORTED}
        network = cards[0]["network"]
    except (KeyError, TypeError) as error:
        raise ModelError(f"{folders[0]}: its card has no {error}") from None
    if len(starts) != 1 or None in starts:
        raise ModelMismatchError("only models that began with the same weights can be averaged")
    training["seed"] = seeds
    return {"network": network, "training": training | {"averaged": len(cards), "runs": runs}}


def _spread(values: Sequence[float]) -> dict[str, float]:
    """Return mean and standard deviation of the accuracies of the runs."""
    spread = stdev(values) if len(values) > 1 else 0.0
    return {"mean": round(mean(values), 5), "standard_deviation": round(spread, 5)}


def _card(folder: Path) -> dict[str, Any]:
    path = folder / "digits.json"
    with naming(path, ModelError, OSError, ValueError):
        card = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(card, dict):
        raise ModelError(f"{path}: no card")
    return card

"""Fitting: epoch after epoch of fresh renderings, with a checkpoint after each."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import keras

from recognizer.errors import DataError, reason
from recognizer.preprocess import PREPROCESSING_VERSION
from recognizer.training.datasets import LabeledImages
from recognizer.training.networks import build_digits
from recognizer.training.recipe import Phase, Recipe, Source
from recognizer.training.rendering import OUTLIER, EpochRenderer

NOTE = "recipe.json"


def fit(
    recipe: Recipe,
    source: Source,
    dev: LabeledImages,
    folder: Path,
    commit: str,
    verbose: int = 2,
    start: Path | None = None,
) -> Any:
    """Train the digit network, or go on where an interrupted run in `folder` stopped.

    Parameters
    ----------
    recipe, source
        The same values give the same run (up to the backend's rounding).
    dev : LabeledImages
        Reported after each epoch; chooses nothing.
    folder : Path
        Where the checkpoint of each finished epoch is kept.
    commit : str
        Of the code that begins the run; see `commit_of`.
    verbose : int
        Keras' progress: 0 none, 1 a bar, 2 a line for each epoch.
    start : Path, optional
        A ``.keras`` model to begin with the weights of; random ones if left out.

    Returns
    -------
    keras.Model

    Raises
    ------
    DataError
        If data is missing, or `folder` holds another recipe's checkpoint.
    """
    _keep_note(recipe, source, commit, folder)
    model, done = _start_or_resume(recipe, start, folder)
    held_out = (as_input(dev), dev.labels)
    with EpochRenderer(recipe, source) as renderer:
        for epoch in range(done, recipe.epochs):
            drawn = renderer.epoch(epoch)
            if recipe.begins_phase(epoch):
                _compile(model, recipe, recipe.phase_of(epoch), len(drawn))
            keras.utils.set_random_seed(recipe.seed * 1000 + epoch)
            if verbose:
                sys.stdout.write(f"Epoch {epoch + 1}/{recipe.epochs}\n")
            model.fit(
                as_input(drawn),
                drawn.labels,
                batch_size=recipe.batch,
                validation_data=held_out,
                verbose=verbose,
            )
            _save_checkpoint(model, folder, epoch + 1)
    return model


def as_input(images: LabeledImages) -> Any:
    """Return images as the network takes them: (n, 28, 28, 1) float32 in [0, 1]."""
    return images.fields[..., None]


def _compile(model: Any, recipe: Recipe, phase: Phase, images_per_epoch: int) -> None:
    steps = phase.epochs * -(-images_per_epoch // recipe.batch)
    warm_up = max(1, int(recipe.warm_up * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        phase.peak_rate / 100,
        decay_steps=max(1, steps - warm_up),
        warmup_target=phase.peak_rate,
        warmup_steps=warm_up,
    )
    model.compile(
        optimizer=keras.optimizers.AdamW(rate, weight_decay=recipe.weight_decay),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )


def forget(folder: Path) -> None:
    """Remove the checkpoint in `folder`: its model has been published."""
    for file in (*folder.glob("epoch-*.keras"), folder / NOTE):
        file.unlink(missing_ok=True)


def commit_of(folder: Path) -> str:
    """Return the commit of the code that began the run whose checkpoint is in `folder`."""
    return str(json.loads((folder / NOTE).read_text())["commit"])


def _keep_note(recipe: Recipe, source: Source, commit: str, folder: Path) -> None:
    """Write down what this run is made of, or check that the run in `folder` is the same."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / NOTE
    made_of = {"preprocessing": PREPROCESSING_VERSION, **asdict(recipe), **asdict(source)}
    made_of = json.loads(json.dumps(made_of, default=str))
    if not note.exists():
        note.write_text(json.dumps({"commit": commit, "made_of": made_of}, indent=1))
    elif json.loads(note.read_text())["made_of"] != made_of:
        raise DataError(
            f"{folder}: holds the checkpoint of another recipe or preprocessing; "
            f"remove it to begin anew"
        )


def _start_or_resume(recipe: Recipe, start: Path | None, folder: Path) -> tuple[Any, int]:
    checkpoints = sorted(folder.glob("epoch-*.keras"))
    if checkpoints:
        return keras.models.load_model(checkpoints[-1]), int(checkpoints[-1].stem[6:])
    keras.utils.set_random_seed(recipe.seed)
    model = build_digits(OUTLIER + 1, recipe.width, recipe.dropout)
    if start:
        take_weights(model, start)
    return model, 0


def take_weights(model: Any, start: Path) -> None:
    """Give `model` the weights of the one at `start`, layer by layer in order.

    Where a layer of `model` has more outputs, the further ones stay as they are: so a network that
    knows ten digits becomes one that also knows what is none.

    Raises
    ------
    DataError
        If `start` cannot be loaded or is of another kind.
    """
    try:
        given = keras.models.load_model(start, compile=False).get_weights()
    except (OSError, ValueError) as error:
        raise DataError(f"{start}: {reason(error)}") from None
    weights = model.get_weights()
    if len(weights) != len(given):
        raise DataError(f"{start}: a network of another kind")
    for mine, theirs in zip(weights, given, strict=True):
        if mine.shape[:-1] != theirs.shape[:-1] or mine.shape[-1] < theirs.shape[-1]:
            raise DataError(f"{start}: a network of another kind")
        mine[..., : theirs.shape[-1]] = theirs
    model.set_weights(weights)


def _save_checkpoint(model: Any, folder: Path, epoch: int) -> None:
    partial = folder / "partial.keras"
    model.save(partial)
    os.replace(partial, folder / f"epoch-{epoch:03d}.keras")
    for older in sorted(folder.glob("epoch-*.keras"))[:-1]:
        older.unlink()

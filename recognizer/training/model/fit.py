"""Trains the network: each epoch on newly rendered data, with a checkpoint after each."""

from __future__ import annotations

import hashlib
import json
import os
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import keras
import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError, ModelError, naming, reason
from recognizer.network.alphabet import NONE
from recognizer.network.card import read_card
from recognizer.network.preprocess import PREPROCESSING_VERSION
from recognizer.training.data.datasets import DIGITS, LabeledImages
from recognizer.training.draw.epochs import OUTLIER, EpochRenderer
from recognizer.training.epochlog import EpochRow, append_epoch
from recognizer.training.model.epochprogress import EpochProgress
from recognizer.training.model.networks import build_digits
from recognizer.training.recipe import Phase, Recipe, Source

NOTE = "recipe.json"
HISTORY = "history.csv"
TRAIN_INKS = 18_518
"""Digits in UNIPEN and pendigits train, from which the length of an epoch is estimated."""


def fit(
    recipe: Recipe,
    source: Source,
    dev: LabeledImages,
    folder: Path,
    commit: str,
    start: Path | None = None,
) -> Any:
    """Train the digit network, or go on where an interrupted run in `folder` stopped.

    The same recipe and source give the same run, up to rounding in the backend. `dev` is only
    reported after each epoch; nothing is chosen by it. `folder` keeps the checkpoint of the last
    finished epoch and the history (`HISTORY`). `commit` is that of the code that begins the run.
    The run begins with the weights of the model in the folder `start`, or with random ones.

    Raises
    ------
    DataError
        If data is missing, or `folder` holds another recipe's checkpoint.
    """
    _keep_note(recipe, source, start, commit, folder)
    model, done = _start_or_resume(recipe, start, folder)
    held_out = (as_input(dev), dev.labels)
    work = [recipe.phase_of(epoch).images(TRAIN_INKS) for epoch in range(recipe.epochs)]
    with EpochRenderer(recipe, source) as renderer, EpochProgress(work, done) as progress:
        for epoch in range(done, recipe.epochs):
            began = time.monotonic()
            drawn = renderer.epoch(epoch)
            if recipe.begins_phase(epoch):
                compile_model(model, recipe, recipe.phase_of(epoch), len(drawn))
            set_seed(model, recipe.seed * 1000 + epoch)
            logs = model.fit(
                as_input(drawn),
                drawn.labels,
                batch_size=recipe.batch,
                validation_data=held_out,
                callbacks=[progress],
                verbose=0,
            ).history
            row = _row(recipe, epoch, logs, time.monotonic() - began, len(drawn))
            append_epoch(folder / HISTORY, row)
            _save_checkpoint(model, folder, epoch + 1)
            progress.finish(row)
    return model


def _row(
    recipe: Recipe, epoch: int, logs: dict[str, list[float]], seconds: float, samples: int
) -> EpochRow:
    loss, accuracy, dev_loss, dev_accuracy = (
        float(logs[name][-1]) for name in ("loss", "accuracy", "val_loss", "val_accuracy")
    )
    phase = recipe.phase_of(epoch).name
    return EpochRow(epoch + 1, phase, loss, accuracy, dev_loss, dev_accuracy, seconds, samples)


def as_input(images: LabeledImages) -> Any:
    """Return images as the network takes them: (n, 28, 28, 1) float32 in [0, 1]."""
    return images.fields[..., None]


def compile_model(model: Any, recipe: Recipe, phase: Phase, images_per_epoch: int) -> None:
    """Compile `model` for the epochs of `phase`."""
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


def set_seed(model: Any, seed: int) -> None:
    """Fix all random choices from here on, so that a resumed run is the same run.

    Dropout has a state of its own, which no checkpoint holds.
    """
    keras.utils.set_random_seed(seed)
    for layer in model.layers:
        if isinstance(layer, keras.layers.Dropout):
            layer.seed_generator.state.assign(keras.random.SeedGenerator(seed).state)


def forget(folder: Path) -> None:
    """Remove the checkpoint in `folder` after its model was published. The history stays."""
    for file in (*folder.glob("epoch-*.keras"), folder / NOTE):
        file.unlink(missing_ok=True)


def origin_of(folder: Path) -> dict[str, Any]:
    """Return the origin of the run in `folder`, for the model card.

    It holds the ``commit`` of the code that began the run, and ``start``: the SHA-256 of the model
    whose weights it began with, null for random weights.
    """
    note = json.loads((folder / NOTE).read_text())
    return {"commit": note["commit"], "start": note["made_of"].get("start")}


def _keep_note(
    recipe: Recipe, source: Source, start: Path | None, commit: str, folder: Path
) -> None:
    """Write a note of this run's recipe, or check that the run in `folder` has the same."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / NOTE
    made_of = {"preprocessing": PREPROCESSING_VERSION, **asdict(recipe), **asdict(source)}
    made_of["start"] = _digest(start)
    made_of = json.loads(json.dumps(made_of, default=str))
    if not note.exists():
        partial = folder / f"partial-{NOTE}"
        partial.write_text(json.dumps({"commit": commit, "made_of": made_of}, indent=1))
        os.replace(partial, note)  # an incomplete note would stop every later run
    elif json.loads(note.read_text())["made_of"] != made_of:
        raise DataError(
            f"{folder}: holds the checkpoint of another recipe or preprocessing; "
            f"remove it to start again"
        )


def _digest(start: Path | None) -> str | None:
    """Return the SHA-256 of the model that a run begins with."""
    with naming(start, DataError):
        return hashlib.sha256((start / "digits.keras").read_bytes()).hexdigest() if start else None


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

    Those of the last layer, kernel and bias, go by the labels of its card. What `start` has no
    label for keeps its weights. So a network for ten digits becomes one that also has an output for
    "not a digit".

    Raises
    ------
    DataError
        If `start` cannot be loaded or is of another kind.
    """
    given, labels = _loaded(start)
    weights = model.get_weights()
    alike = [each.shape for each in weights[:-2]] == [each.shape for each in given[:-2]]
    if not alike or given[-1].shape != (len(labels),):
        raise DataError(f"{start}: a network of another kind")
    for mine, theirs in zip(weights[:-2], given[:-2], strict=True):
        mine[...] = theirs
    for place, label in enumerate((*DIGITS, NONE)):
        for mine, theirs in zip(weights[-2:], given[-2:], strict=True):
            if label in labels:
                mine[..., place] = theirs[..., labels.index(label)]
    model.set_weights(weights)


def _loaded(start: Path) -> tuple[list[npt.NDArray[np.float32]], tuple[str, ...]]:
    """Return the weights of a network, and what each of its logits stands for."""
    try:
        model = keras.models.load_model(start / "digits.keras", compile=False)
        card = read_card(start / "digits.json")
    except (OSError, ValueError) as error:
        raise DataError(f"{start}: {reason(error)}") from None
    except ModelError as error:
        raise DataError(str(error)) from None
    return model.get_weights(), (*card.labels, NONE)[: card.logit_count]


def _save_checkpoint(model: Any, folder: Path, epoch: int) -> None:
    partial = folder / "partial.keras"
    model.save(partial)
    os.replace(partial, folder / f"epoch-{epoch:03d}.keras")
    for older in sorted(folder.glob("epoch-*.keras"))[:-1]:
        older.unlink()

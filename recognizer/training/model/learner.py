"""A network in training: epoch by epoch, with a checkpoint and a line of history after each."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from recognizer.training.data.characters import LABELS, NONE_PLACE
from recognizer.training.data.datasets import LabeledImages
from recognizer.training.draw.epochs import Epoch
from recognizer.training.epochlog import EpochRow, append_epoch
from recognizer.training.measure.accuracy import digit_logits, places_of_digits
from recognizer.training.measure.certainty import negative_log_likelihood
from recognizer.training.model.epochprogress import EpochProgress
from recognizer.training.model.loss import AskedLoss
from recognizer.training.model.networks import build_given, build_paths, build_pictures
from recognizer.training.recipe import Counts, Phase, Recipe, Schedule


@dataclass(frozen=True)
class View:
    """What one of the networks sees.

    `suffix` stands in the names of its files, before their ending. `shown` is what it is shown of
    an epoch, `size` how much that is, and `as_input` how its network takes it.
    """

    name: str
    suffix: str
    build: Callable[[Recipe], Any]
    schedule: Callable[[Recipe], Schedule]
    shown: Callable[[Epoch], LabeledImages]
    size: Callable[[Phase, Counts], int]
    as_input: Callable[[LabeledImages], Any]


def fields_of(images: LabeledImages) -> Any:
    """Return images as their network takes them: (n, 28, 28, 1) float32 in [0, 1]."""
    return images.fields[..., None]


def paths_of(images: LabeledImages) -> Any:
    """Return the paths of inks as their network takes them: (n, 64, 7) float32."""
    return np.asarray(images.paths, np.float32)


PICTURE = View(
    "picture",
    "",
    build=lambda recipe: (
        build_given(recipe.network, NONE_PLACE + 1)
        if recipe.network
        else build_pictures(NONE_PLACE + 1, recipe.width, recipe.dropout)
    ),
    schedule=lambda recipe: recipe.picture,
    shown=lambda epoch: epoch.pictures,
    size=Phase.images,
    as_input=fields_of,
)
PATH = View(
    "path",
    ".path",
    build=lambda recipe: build_paths(NONE_PLACE + 1, recipe.path_dropout),
    schedule=lambda recipe: recipe.path,
    shown=lambda epoch: epoch.inks,
    size=Phase.inks,
    as_input=paths_of,
)
VIEWS = (PICTURE, PATH)
"""In the order of learning."""


class Learner:
    """The network of a view, as far as its run in `folder` has come: `done` epochs.

    Without a checkpoint there, it begins with random weights.
    """

    def __init__(self, view: View, recipe: Recipe, there: Counts, folder: Path) -> None:
        self.view, self._recipe, self._folder = view, recipe, folder
        self._schedule = view.schedule(recipe)
        checkpoints = self._checkpoints()
        self.done = int(checkpoints[-1].name[6:9]) if checkpoints else 0
        if checkpoints:
            self.model = keras.models.load_model(checkpoints[-1])
            return
        keras.utils.set_random_seed(recipe.seed)
        self.model = view.build(recipe)
        sizes = [view.size(recipe.phase_of(epoch), there) for epoch in range(recipe.epochs)]
        compile_model(self.model, self._schedule, sizes)

    def learn(self, drawn: Epoch, dev: LabeledImages, progress: EpochProgress) -> None:
        """Learn from the next epoch, measure on `dev` digits, and keep the result."""
        began, shown = time.monotonic(), self.view.shown(drawn)
        set_seed(self.model, self._recipe.seed * 1000 + self.done)
        logs = self.model.fit(
            self.view.as_input(shown),
            shown.labels,
            batch_size=self._schedule.batch,
            callbacks=[progress],
            verbose=0,
        ).history
        row = self._row(logs, dev, time.monotonic() - began, len(shown))
        append_epoch(self._folder / history_name(self.view), row)
        self._save_checkpoint(row.epoch)
        self.done = row.epoch
        progress.finish(row)

    def _row(
        self, logs: dict[str, list[float]], dev: LabeledImages, seconds: float, samples: int
    ) -> EpochRow:
        """Return the figures of the epoch just learned; `dev` is read as digits."""
        loss, accuracy = (float(logs[name][-1]) for name in ("loss", "accuracy"))
        logits = self.model.predict(self.view.as_input(dev), batch_size=512, verbose=0)
        best = digit_logits(logits, places_of_digits(LABELS)).argmax(axis=1)
        dev_loss = negative_log_likelihood(logits, dev.labels)
        dev_accuracy = float((best == dev.labels).mean())
        phase = self._recipe.phase_of(self.done).name
        figures = loss, accuracy, dev_loss, dev_accuracy
        return EpochRow(self.done + 1, phase, *figures, seconds, samples)

    def _checkpoints(self) -> list[Path]:
        return sorted(self._folder.glob(f"epoch-[0-9][0-9][0-9]{self.view.suffix}.keras"))

    def _save_checkpoint(self, epoch: int) -> None:
        partial = self._folder / "partial.keras"
        self.model.save(partial)
        os.replace(partial, self._folder / f"epoch-{epoch:03d}{self.view.suffix}.keras")
        for older in self._checkpoints()[:-1]:
            older.unlink()


def history_name(view: View) -> str:
    """Return the name of the file with the history of a view."""
    return f"history{view.suffix}.csv"


def compile_model(model: Any, schedule: Schedule, sizes: list[int]) -> None:
    """Compile `model` for epochs of these sizes."""
    steps = sum(-(-size // schedule.batch) for size in sizes)
    warm_up = max(1, int(schedule.warm_up * steps))
    rate = keras.optimizers.schedules.CosineDecay(
        schedule.peak_rate / 100,
        decay_steps=max(1, steps - warm_up),
        warmup_target=schedule.peak_rate,
        warmup_steps=warm_up,
    )
    model.compile(
        optimizer=keras.optimizers.AdamW(rate, weight_decay=schedule.weight_decay),
        loss=AskedLoss(),
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

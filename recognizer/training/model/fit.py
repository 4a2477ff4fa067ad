"""Trains both networks on the same epochs, each newly rendered; resumes an interrupted run."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from recognizer.errors import DataError
from recognizer.network.path import PATH_VERSION
from recognizer.network.preprocess import PREPROCESSING_VERSION
from recognizer.training.data.characters import LABELS
from recognizer.training.data.datasets import LabeledImages
from recognizer.training.draw.renderer import EpochRenderer
from recognizer.training.model.epochprogress import EpochProgress
from recognizer.training.model.learner import VIEWS, Learner
from recognizer.training.model.networks import multiply_accumulates
from recognizer.training.recipe import Counts, Recipe, Source

NOTE = "recipe.json"


class Networks(NamedTuple):
    """The Keras models: the one that sees pictures, and the one that sees paths."""

    picture: Any
    path: Any


def fit(recipe: Recipe, source: Source, dev: LabeledImages, folder: Path, commit: str) -> Networks:
    """Train the two networks, or go on where an interrupted run in `folder` stopped.

    The same recipe and source give the same run, up to rounding in the backend. `dev` digits are
    only reported after each epoch; nothing is chosen by them. `folder` keeps the checkpoints of the
    last finished epoch and the histories. `commit` is that of the code that begins the run.

    The networks learn one after the other: the renderer has the next epoch ready before they have
    both finished this one, so no core waits.

    Raises
    ------
    DataError, InkError
        If data is missing, or `folder` holds another recipe's checkpoint.
    ChildProcessError
        If the process that renders has died.
    """
    _keep_note(recipe, source, commit, folder)
    with EpochRenderer(recipe, source) as renderer:
        there = renderer.counts()
        learners = [Learner(view, recipe, there, folder) for view in VIEWS]
        done = sum(each.done for each in learners)
        with EpochProgress(_work(learners, recipe, there), done) as progress:
            left = range(min(each.done for each in learners), recipe.epochs)
            for epoch, drawn in renderer.epochs(left):
                for each in learners:
                    if each.done == epoch:
                        progress.begin(f"epoch {epoch + 1}/{recipe.epochs} {each.view.name}")
                        each.learn(drawn, dev, progress)
    return Networks(*(each.model for each in learners))


def forget(folder: Path) -> None:
    """Remove the checkpoints in `folder` after their model was published. The histories stay."""
    for file in (*folder.glob("epoch-*.keras"), folder / NOTE):
        file.unlink(missing_ok=True)


def commit_of(folder: Path) -> str:
    """Return the commit of the code that began the run in `folder`, for the model card."""
    return str(json.loads((folder / NOTE).read_text())["commit"])


def _work(learners: list[Learner], recipe: Recipe, there: Counts) -> list[int]:
    """Return the multiply-accumulates of each step: an epoch of one network, then of the other."""
    costs = [(each.view, multiply_accumulates(each.model)) for each in learners]
    return [
        cost * view.size(recipe.phase_of(epoch), there)
        for epoch in range(recipe.epochs)
        for view, cost in costs
    ]


def _keep_note(recipe: Recipe, source: Source, commit: str, folder: Path) -> None:
    """Write a note of this run's recipe, or check that the run in `folder` has the same."""
    folder.mkdir(parents=True, exist_ok=True)
    note = folder / NOTE
    versions = {"preprocessing": PREPROCESSING_VERSION, "path": PATH_VERSION, "labels": LABELS}
    made_of = {"versions": versions, "recipe": asdict(recipe), "source": asdict(source)}
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

"""Epochs come from a process of its own, as they would be rendered here."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recognizer.errors import DataError
from recognizer.training.draw.epochs import limited, load_training_data, render_epoch
from recognizer.training.draw.renderer import EpochRenderer
from recognizer.training.recipe import BOLD, CALM, Recipe, Source

LIMIT = 20
PHASES = (replace(BOLD, epochs=2), replace(CALM, epochs=1))
RECIPE = Recipe(PHASES)


def test_the_counts_are_those_of_the_data(data: Path) -> None:
    source = Source(data, LIMIT)
    with EpochRenderer(RECIPE, source) as renderer:
        assert renderer.counts() == load_training_data(source).counts


def test_epochs_are_rendered_as_their_numbers_ask(data: Path) -> None:
    source = Source(data, LIMIT)
    there = load_training_data(source)
    with EpochRenderer(RECIPE, source) as renderer:
        renderer.counts()
        rendered = dict(renderer.epochs(range(1, 3)))
    assert list(rendered) == [1, 2]
    for number, epoch in rendered.items():
        asked = render_epoch((RECIPE.seed, number), limited(PHASES[number - 1], LIMIT), there)
        np.testing.assert_array_equal(epoch.inks.images, asked.inks.images)
        np.testing.assert_array_equal(epoch.inks.paths, asked.inks.paths)
        np.testing.assert_array_equal(epoch.mnist.labels, asked.mnist.labels)


def test_leaving_ends_the_process_at_once(data: Path) -> None:
    with EpochRenderer(RECIPE, Source(data, LIMIT)) as renderer:
        renderer.counts()
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_missing_data_is_told(tmp_path: Path) -> None:
    with (
        EpochRenderer(RECIPE, Source(tmp_path / "nothing")) as renderer,
        pytest.raises(DataError, match="nothing"),
    ):
        renderer.counts()


@pytest.mark.parametrize("done", [0, 1])
def test_a_process_that_died_is_told(data: Path, done: int) -> None:
    with EpochRenderer(RECIPE, Source(data, LIMIT)) as renderer:
        renderer.counts()
        epochs = renderer.epochs(range(3))
        for _ in range(done):
            next(epochs)
        (process,) = multiprocessing.active_children()
        process.kill()
        process.join(60)
        with pytest.raises(ChildProcessError, match="renders epochs has died"):
            next(epochs)

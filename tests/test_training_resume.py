"""A training that is interrupted goes on where it stopped, with both networks."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from making import changed_environment, started
from trainingruns import TRAIN, checkpoints, last_line, places, run_keras, steps_finished, train

pytestmark = pytest.mark.tensorflow

RESUME = """
import sys
from dataclasses import replace
from pathlib import Path
import numpy as np
from tinytraining import DATA, PHASE
from recognizer.training.draw.epochs import draw_plain, render_epoch
from recognizer.training.model.epochprogress import EpochProgress
from recognizer.training.model.learner import VIEWS, Learner
from recognizer.training.recipe import Recipe, Schedule

hasty = Schedule(batch=8, peak_rate=1e-3, weight_decay=0.01, warm_up=0.1)
recipe = Recipe((replace(PHASE, epochs=2),), picture=hasty, path=hasty)
epochs = [render_epoch((1, number), PHASE, DATA) for number in range(2)]
dev = draw_plain(DATA.digits)

def weights(view, folder, interrupted):
    folder.mkdir()
    learner = Learner(view, recipe, DATA.counts, folder)
    with EpochProgress([1, 1]) as progress:
        for drawn in epochs:
            if interrupted:
                learner = Learner(view, recipe, DATA.counts, folder)
            learner.learn(drawn, dev, progress)
    assert learner.done == 2
    return learner.model.get_weights()

for view in VIEWS:
    folders = [Path(sys.argv[1]) / f"{view.name}-{often}" for often in (1, 2)]
    pairs = zip(weights(view, folders[0], False), weights(view, folders[1], True), strict=True)
    print(view.name, max(float(np.abs(one - other).max()) for one, other in pairs))
"""
PATIENCE_SECONDS = 900
STEPS = 8
"""Four epochs, each of two networks."""


def interrupt_in(data: Path, folder: Path, step: str) -> None:
    """Begin a run and press Ctrl+C as soon as the step before `step` is done."""
    options = [*places(data, folder), "--epochs", 3, "--calm-epochs", 1]
    with started(
        [sys.executable, "-u", TRAIN, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=changed_environment(),
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.startswith(step):
                running.send_signal(signal.SIGINT)
    assert line == "stopped; the same command goes on after the last finished step\n"
    assert running.returncode != 0


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE_SECONDS)
def test_a_run_that_is_killed_leaves_no_process_behind(data: Path, tmp_path: Path) -> None:
    with started(
        [sys.executable, "-u", TRAIN, *places(data, tmp_path), "--epochs", 3, "--calm-epochs", 1],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=changed_environment(),
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.kill()
        running.stdout.read()  # it ends when nobody is left who could write


def refuse_another_seed(data: Path, folder: Path) -> None:
    """Try to go on with another recipe: the checkpoints stay as they are."""
    before = checkpoints(folder)
    done = train(data, folder, "--epochs", 3, "--calm-epochs", 1, "--seed", 2)
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).startswith(f"train.py: {folder / 'steps'}: ")
    assert "another recipe" in last_line(done.stderr)
    assert checkpoints(folder) == before


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE_SECONDS)
@pytest.mark.parametrize("after", ["epoch 1/4 picture", "epoch 2/4 path"])
def test_an_interrupted_run_goes_on_where_it_stopped(
    data: Path, tmp_path: Path, after: str
) -> None:
    interrupt_in(data, tmp_path, after)
    done = sum(int(name[6:9]) for name in checkpoints(tmp_path))
    assert 1 <= done < STEPS
    refuse_another_seed(data, tmp_path)
    again = train(data, tmp_path, "--epochs", 3, "--calm-epochs", 1)
    assert again.returncode == 0, again.stderr
    assert steps_finished(again.stdout) == STEPS - done
    assert checkpoints(tmp_path) == []


def test_a_resumed_run_has_the_weights_of_one_that_was_not_interrupted(tmp_path: Path) -> None:
    lines = run_keras(RESUME, tmp_path).splitlines()
    apart = dict(line.split() for line in lines if line.split()[0] in ("picture", "path"))
    assert list(apart) == ["picture", "path"]
    assert max(map(float, apart.values())) < 1e-6

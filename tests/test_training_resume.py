"""A training that is interrupted goes on where it stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from making import changed_environment
from trainingruns import TRAIN, checkpoints, epochs_finished, last_line, places, run_keras, train

pytestmark = pytest.mark.tensorflow

RESUME = """
import sys
import keras
import numpy as np
from recognizer.training.model.fit import compile_model, set_seed
from recognizer.training.model.networks import build_digits
from recognizer.training.recipe import BOLD, Recipe

rng = np.random.default_rng(0)
images, labels = rng.random((64, 28, 28, 1), np.float32), rng.integers(0, 11, 64)

def weights(interrupted):
    keras.utils.set_random_seed(1)
    model = build_digits(11)
    compile_model(model, Recipe(), BOLD, len(images))
    for epoch in range(2):
        if epoch and interrupted:
            model.save(sys.argv[1])
            model = keras.models.load_model(sys.argv[1])
        set_seed(model, epoch)
        model.fit(images, labels, batch_size=32, verbose=0)
    return model.get_weights()

pairs = zip(weights(False), weights(True), strict=True)
print(max(float(np.abs(one - other).max()) for one, other in pairs))
"""
EPOCHS = 4


def interrupt_in_second_epoch(data: Path, folder: Path) -> None:
    """Begin a run and press Ctrl+C as soon as its first epoch is done."""
    options = [*places(data, folder), "--epochs", EPOCHS - 1, "--calm-epochs", 1]
    with subprocess.Popen(
        [sys.executable, "-u", str(TRAIN), *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=changed_environment(),
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.startswith("epoch 1/"):
                running.send_signal(signal.SIGINT)
    assert running.returncode != 0


def refuse_another_seed(data: Path, folder: Path) -> None:
    """Try to go on with another recipe: the checkpoint stays as it is."""
    before = checkpoints(folder)
    done = train(data, folder, "--epochs", EPOCHS - 1, "--calm-epochs", 1, "--seed", 2)
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).startswith(f"train.py: {folder / 'steps'}: ")
    assert "another recipe" in last_line(done.stderr)
    assert checkpoints(folder) == before


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_stopped(data: Path, tmp_path: Path) -> None:
    interrupt_in_second_epoch(data, tmp_path)
    (name,) = checkpoints(tmp_path)
    done = int(name[6:9])
    assert 1 <= done < EPOCHS
    refuse_another_seed(data, tmp_path)
    again = train(data, tmp_path, "--epochs", EPOCHS - 1, "--calm-epochs", 1)
    assert again.returncode == 0, again.stderr
    assert epochs_finished(again.stdout) == EPOCHS - done
    assert checkpoints(tmp_path) == []


def test_a_resumed_run_has_the_weights_of_one_that_was_not_interrupted(tmp_path: Path) -> None:
    assert float(run_keras(RESUME, tmp_path / "checkpoint.keras")) < 1e-6

"""How far the training is; Keras runs in a process of its own."""

from __future__ import annotations

import pytest
from making import run_python

pytestmark = pytest.mark.tensorflow

FIT = """
import io, sys
import keras, numpy as np
from recognizer.training.epochlog import EpochRow
from recognizer.training.model.epochprogress import EpochProgress

class Terminal(io.StringIO):
    def isatty(self):
        return True

real, nan = sys.stdout, float("nan")
sys.stdout = Terminal() if sys.argv[1] == "terminal" else io.StringIO()
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(loss=loss, metrics=["accuracy"])
x, y = np.zeros((8, 4), "f4"), np.zeros(8, "i4")
with EpochProgress([1, 3, 2], done=1) as progress:
    for epoch in (2, 3):
        progress.begin(f"epoch {epoch}/3")
        model.fit(x, y, batch_size=2, verbose=0, callbacks=[progress])
        dev = (0.04, 0.9871) if epoch == 2 else (nan, nan)
        progress.finish(EpochRow(epoch, "bold", 0.031, 0.9902, *dev, 1.0, 8))
text, sys.stdout = sys.stdout.getvalue(), real
print(text, end="")
"""


def fit(stream: str) -> str:
    """Return what is written to a terminal, or to a log, while two epochs of three go on."""
    done = run_python("-c", FIT, stream, timeout=300, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_in_a_log_there_is_one_line_for_each_epoch() -> None:
    first, second = fit("log").splitlines()
    line, left = first.rsplit("  ", 1)
    assert line == "epoch 2/3  loss 0.031  accuracy 99.02 %  dev loss 0.040  dev accuracy 98.71 %"
    assert left.endswith(" left")
    assert second == "epoch 3/3  loss 0.031  accuracy 99.02 %", "what was not measured is not told"


def test_on_a_terminal_a_bar_moves_over_the_whole_run_too() -> None:
    shown = fit("terminal").replace("\n", "\r").split("\r")
    assert any("epoch 2/3" in each and "accuracy 100.00 %" in each for each in shown)
    assert any("accuracy 98.71 %" in each for each in shown)
    assert any(" 17 % of the run" in each for each in shown), "an earlier run has done its part"

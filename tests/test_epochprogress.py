from __future__ import annotations

import io
import math
from importlib.util import find_spec
from typing import Any

import pytest
from making import run_python

from recognizer.training.history import EpochRow
from recognizer.training.model.epochprogress import UPDATE_EVERY, Progress, in_words

KERAS = """
import io, keras, numpy as np
from recognizer.training.model.epochprogress import Progress, keras_callback

class Terminal(io.StringIO):
    def isatty(self):
        return True

model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2)])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(loss=loss, metrics=["accuracy"])
terminal, seconds = Terminal(), iter(range(100))
progress = Progress([1, 1], terminal, lambda: next(seconds))
for epoch in (1, 2):
    callback = keras_callback(progress, epoch)
    x, y = np.zeros((8, 4), "f4"), np.zeros(8, "i4")
    model.fit(x, y, batch_size=2, verbose=0, callbacks=[callback])
print(*(line.strip() for line in terminal.getvalue().split("\\r")), sep="\\n")
"""


class Terminal(io.StringIO):
    """A stream somebody looks at."""

    def isatty(self) -> bool:
        return True

    @property
    def shown(self) -> list[str]:
        """What stood on the last line, one after another."""
        return [each.rstrip() for each in self.getvalue().replace("\n", "\r").split("\r") if each]


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def row(epoch: int, **changes: Any) -> EpochRow:
    measured = {"loss": 0.031, "accuracy": 0.9902, "dev_loss": 0.04, "dev_accuracy": 0.9871}
    return EpochRow(epoch, "bold", **{**measured, **changes}, seconds=60.0, samples=100)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("COLUMNS", "120")
    return Terminal()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_the_line_says_where_the_training_is(terminal: Terminal, clock: Clock) -> None:
    progress = Progress([1] * 24, terminal, clock)
    progress.update(3, 0.0, 0.05, 0.98)
    clock.seconds += 71.5
    progress.update(3, 0.61, 0.031, 0.9902)
    assert terminal.shown[-1] == "epoch  3/24   61 %  loss 0.031  accuracy 99.02 %  42 min left"


def test_nothing_is_said_of_the_time_left_before_it_is_known(
    terminal: Terminal, clock: Clock
) -> None:
    Progress([1, 1], terminal, clock).update(1, 0.01, 2.3, 0.1)
    assert terminal.shown == ["epoch 1/2    1 %  loss 2.300  accuracy 10.00 %"]


def test_the_line_changes_in_place(terminal: Terminal, clock: Clock) -> None:
    progress = Progress([1], terminal, clock)
    for part in (0.1, 0.2):
        progress.update(1, part, 0.5, 0.9)
        clock.seconds += 1
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().count("\r") == 1


def test_a_shorter_line_leaves_nothing_of_a_longer_one(terminal: Terminal, clock: Clock) -> None:
    progress = Progress([1, 1], terminal, clock)
    progress.update(1, 0.1, 12345.678, 0.9)
    clock.seconds += 1
    progress.update(1, 1.0, 0.1, 0.9)
    long, short = terminal.getvalue().split("\r")
    assert len(short) >= len(long)


def test_the_line_does_not_change_faster_than_one_can_read(
    terminal: Terminal, clock: Clock
) -> None:
    progress = Progress([1], terminal, clock)
    for batch in range(100):
        progress.update(1, batch / 100, 0.5, 0.9)
        clock.seconds += UPDATE_EVERY / 10
    assert len(terminal.shown) == pytest.approx(10, abs=1)


def test_a_line_never_wraps(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    terminal = Terminal()
    Progress([1], terminal, clock).finish(row(1))
    assert [len(line) for line in terminal.shown] == [29]


def test_a_finished_epoch_keeps_its_line_and_tells_of_dev(terminal: Terminal, clock: Clock) -> None:
    progress = Progress([1, 1], terminal, clock)
    progress.update(1, 0.0, 0.5, 0.9)
    clock.seconds += 30
    progress.finish(row(1))
    assert terminal.getvalue().endswith("\n")
    assert terminal.shown[-1] == (
        "epoch 1/2  loss 0.031  accuracy 99.02 %  dev loss 0.040  dev accuracy 98.71 %  30 s left"
    )


def test_without_a_terminal_there_is_one_line_for_each_epoch(clock: Clock) -> None:
    log = io.StringIO()
    with Progress([1, 1], log, clock) as progress:
        for epoch in (1, 2):
            for batch in range(5):
                progress.update(epoch, batch / 5, 0.5, 0.9)
                clock.seconds += 12
            progress.finish(row(epoch))
    assert log.getvalue().splitlines() == [
        "epoch 1/2  loss 0.031  accuracy 99.02 %  dev loss 0.040  dev accuracy 98.71 %  1 min left",
        "epoch 2/2  loss 0.031  accuracy 99.02 %  dev loss 0.040  dev accuracy 98.71 %",
    ]


def test_what_was_not_measured_is_not_told(clock: Clock) -> None:
    log = io.StringIO()
    Progress([1], log, clock).finish(row(1, dev_loss=math.nan, dev_accuracy=math.nan))
    assert log.getvalue() == "epoch 1/1  loss 0.031  accuracy 99.02 %\n"


def test_long_epochs_count_for_more_of_the_time_left(clock: Clock) -> None:
    log = io.StringIO()
    progress = Progress([100, 100, 300], log, clock)
    progress.update(1, 0.0, 0.5, 0.9)
    for epoch in (1, 2):
        clock.seconds += 100
        progress.finish(row(epoch))
    assert [line.split("  ")[-1] for line in log.getvalue().splitlines()] == [
        "7 min left",
        "5 min left",
    ]


def test_epochs_of_an_earlier_run_do_not_count_for_the_pace(clock: Clock) -> None:
    log = io.StringIO()
    progress = Progress([1] * 10, log, clock)
    progress.update(8, 0.0, 0.5, 0.9)
    clock.seconds += 50
    progress.finish(row(8))
    assert log.getvalue().endswith("  2 min left\n")


def test_an_interrupted_line_is_ended(terminal: Terminal, clock: Clock) -> None:
    with Progress([1], terminal, clock) as progress:
        progress.update(1, 0.5, 0.5, 0.9)
    assert terminal.getvalue().endswith("\n")


def test_nothing_shown_leaves_no_empty_line(terminal: Terminal) -> None:
    with Progress([1], terminal):
        pass
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (89, "1 min"),
        (42 * 60, "42 min"),
        (3599, "1 h 00 min"),
        (3900, "1 h 05 min"),
        (100_000, "27 h 47 min"),
    ],
)
def test_time_is_told_as_people_do(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.tensorflow
@pytest.mark.skipif(find_spec("tensorflow") is None, reason="needs TensorFlow: the train extra")
def test_keras_tells_of_each_batch() -> None:
    done = run_python("-c", KERAS, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    parts = [line.split("%")[0].split()[-1] for line in done.stdout.splitlines()]
    assert parts == ["25", "50", "75", "100"] * 2
    assert done.stdout.startswith("epoch 1/2   25 %  loss 0.693  accuracy 100.00 %\n")

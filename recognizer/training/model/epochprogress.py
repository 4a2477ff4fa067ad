"""How far the training is, on a terminal and in a log."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, TextIO

from recognizer.training.history import EpochRow

UPDATE_EVERY = 0.2
"""Seconds between two changes of the line: a person reads no faster, and each costs a little."""


class Progress:
    """One line for each epoch, with the time left over the whole run.

    On a terminal the line changes while the epoch goes on; elsewhere it comes when the epoch is
    done. A context manager; leaving it ends an unfinished line.

    Parameters
    ----------
    work : sequence of float
        How much each epoch of the run has to do, finished ones too, in any unit (images, say).
    stream : text file, optional
        Standard output if left out.
    clock : callable
        Returns seconds.
    """

    def __init__(
        self,
        work: Sequence[float],
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._work = tuple(work)
        self._line = _Line(sys.stdout if stream is None else stream)
        self._clock = clock
        self._begun: tuple[float, float] | None = None
        self._shown_at = float("-inf")

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.end()

    def update(self, epoch: int, part: float, loss: float, accuracy: float) -> None:
        """Show that `part` (in [0, 1]) of `epoch` (counted from 1) is done.

        `loss` (nats) and `accuracy` (in [0, 1]) are means over the epoch so far.
        """
        now = self._clock()
        left = self._time_left(now, epoch, part)
        if self._line.changes and now - self._shown_at >= UPDATE_EVERY:
            self._shown_at = now
            done = f"{100 * part:3.0f} %"
            self._line.show([self._name(epoch), done, *_measured("", loss, accuracy), left])

    def finish(self, row: EpochRow) -> None:
        """Show what a finished epoch has brought, and begin a new line."""
        learning = _measured("", row.loss, row.accuracy)
        dev = _measured("dev ", row.dev_loss, row.dev_accuracy)
        left = self._time_left(self._clock(), row.epoch, 1.0)
        self._line.show([self._name(row.epoch), *learning, *dev, left])
        self._line.end()
        self._shown_at = float("-inf")

    def _name(self, epoch: int) -> str:
        count = str(len(self._work))
        return f"epoch {epoch:{len(count)}}/{count}"

    def _time_left(self, now: float, epoch: int, part: float) -> str:
        """Return the time left in words, or "" if nothing is known of it or nothing is left.

        The pace is that since the first call: what comes before it, such as compiling, does
        not come again; drawing and measuring between epochs does.
        """
        done = sum(self._work[: epoch - 1]) + part * self._work[epoch - 1]
        if self._begun is None:
            self._begun = (now, done)
        seconds, worked = now - self._begun[0], done - self._begun[1]
        left = sum(self._work) - done
        return f"{in_words(seconds / worked * left)} left" if worked > 0 and left > 0 else ""


class _Line:
    """The last line of a stream, changed in place on a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self.changes = stream.isatty()
        self._stream = stream
        self._length = 0

    def show(self, parts: list[str]) -> None:
        """Replace the line by `parts`; those that are "" are left out."""
        text = "  ".join(part for part in parts if part)
        if self.changes:  # a line that is too long wraps, and then cannot be replaced
            text = text[: shutil.get_terminal_size().columns - 1]
        padding = " " * (self._length - len(text))
        self._stream.write(("\r" if self._length else "") + text + padding)
        self._stream.flush()
        self._length = len(text)

    def end(self) -> None:
        """End the line if there is one."""
        if self._length:
            self._stream.write("\n")
            self._stream.flush()
        self._length = 0


def in_words(seconds: float) -> str:
    """Return a time span as people say it: ``35 s``, ``42 min``, ``1 h 05 min``."""
    if round(seconds) < 60:
        return f"{round(seconds)} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def _measured(of: str, loss: float, accuracy: float) -> list[str]:
    """Return `loss` and `accuracy` in words; what is NaN was not measured, and is left out."""
    words = [f"{of}loss {loss:.3f}", f"{of}accuracy {100 * accuracy:.2f} %"]
    return [each for each in words if "nan" not in each]


def keras_callback(progress: Progress, epoch: int) -> Any:
    """Return a Keras callback that tells `progress` of each batch of `epoch`, counted from 1.

    For a `fit` of this one epoch. The end of the epoch is for the caller to tell, who knows
    what belongs into its `EpochRow`.
    """
    import keras  # here, so that the rest does without

    def batch_done(batch: int, logs: dict[str, float]) -> None:
        part = (batch + 1) / callback.params["steps"]
        progress.update(epoch, part, logs["loss"], logs["accuracy"])

    callback = keras.callbacks.LambdaCallback(on_train_batch_end=batch_done)
    return callback

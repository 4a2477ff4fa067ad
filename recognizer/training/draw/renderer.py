"""Renders the epochs of a run in a process of its own, one ahead of the training.

It is one process and one pipe. The worker of a pool of `concurrent.futures` stays when a run is
killed or crashes, and whoever waits for the end of the run's output then waits forever.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from recognizer.errors import RecognizerError
from recognizer.training.draw.epochs import Epoch, limited, load_training_data, render_epoch
from recognizer.training.recipe import Counts, Recipe, Source


class EpochRenderer:
    """A worker process that renders epochs.

    It is a context manager; leaving it ends the worker, whatever that does. The worker ends by
    itself when this process is gone.
    """

    def __init__(self, recipe: Recipe, source: Source) -> None:
        # "spawn", because a fork of a process with TensorFlow's threads may hang.
        context = multiprocessing.get_context("spawn")
        self._pipe, self._theirs = context.Pipe()
        arguments = (recipe, source, self._theirs)
        self._process = context.Process(target=_render_all, args=arguments, daemon=True)

    def __enter__(self) -> EpochRenderer:
        self._process.start()
        self._theirs.close()  # so that the pipe ends when the worker does
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._pipe.close()

    def counts(self) -> Counts:
        """Return how much data there is; to be asked once, before the epochs.

        Raises
        ------
        InkError, DataError
            As `load_training_data`.
        ChildProcessError
            If the worker has died.
        """
        answer: Counts | RecognizerError = self._received()
        if isinstance(answer, RecognizerError):
            raise answer
        return answer

    def epochs(self, numbers: range) -> Iterator[tuple[int, Epoch]]:
        """Yield the epochs of these numbers, each with its number.

        Raises
        ------
        ChildProcessError
            If the worker has died, for want of memory perhaps.
        """
        with suppress(ConnectionError):  # the first epoch will tell
            self._pipe.send(numbers)
        for number in numbers:
            yield number, self._received()

    def _received(self) -> Any:
        try:
            return self._pipe.recv()
        except (EOFError, OSError):  # the latter if it died within an epoch
            self._process.join()
            how = f"exit code {self._process.exitcode}"
            raise ChildProcessError(f"the process that renders epochs has died ({how})") from None


def _render_all(recipe: Recipe, source: Source, pipe: Connection) -> None:
    """Send the counts, receive numbers, send these epochs. This runs in the worker.

    The pipe holds less than an epoch of whole data, so the worker is no more than one ahead.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # after Ctrl+C the training ends it
    with suppress(EOFError, ConnectionError):  # the training has ended
        try:
            data = load_training_data(source)
        except RecognizerError as error:
            pipe.send(error)
            return
        pipe.send(data.counts)
        for number in pipe.recv():
            phase = limited(recipe.phase_of(number), source.limit)
            pipe.send(render_epoch((recipe.seed, number), phase, data))

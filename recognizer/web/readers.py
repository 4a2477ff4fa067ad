"""Readers for many requests at a time, each used by one at a time; none keeps what it has read."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from recognizer.adaptation import Adaptation
from recognizer.classifier import Classifier, FloatArray, Prediction
from recognizer.ink import Ink
from recognizer.learning import taught
from recognizer.lessons import Lesson
from recognizer.modelcard import ModelCard
from recognizer.numberreader import NumberReader
from recognizer.picture import Picture
from recognizer.picturereader import PictureReader
from recognizer.preprocess import FIELD, Field
from recognizer.reading import Reading
from recognizer.web.lessons import Example, adaptation_of
from recognizer.web.limits import RETRY_AFTER, WAIT, WORK
from recognizer.web.refusals import RefusedError


class WatchedClassifier(Classifier):
    """A classifier that stops when it has worked for long, and can tell what it has seen."""

    def __init__(self, model: Path | None = None) -> None:
        super().__init__(model)
        self._seen: dict[int, tuple[Prediction, Field]] = {}
        self._fields: FloatArray = np.zeros((0, FIELD, FIELD), np.float32)
        self._until = 0.0

    def begin(self, seconds: float, adaptation: Adaptation | None = None) -> None:
        """Forget what was seen and taught, and work for so long."""
        self.adaptation = adaptation
        self._seen.clear()
        self._until = time.monotonic() + seconds

    def infer(self, fields: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Do as `Classifier.infer`, and remember the fields.

        Raises
        ------
        RefusedError
            When the time is over. Whatever is read asks the network every millisecond or so.
        """
        if time.monotonic() > self._until:
            raise RefusedError(503, "too_slow", "this takes too long to read", RETRY_AFTER)
        self._fields = fields
        return super().infer(fields)

    def judge(self, logits: FloatArray, embeddings: FloatArray) -> list[Prediction]:
        """Do as `Classifier.judge`, for what has just been inferred."""
        predictions = super().judge(logits, embeddings)
        for prediction, field in zip(predictions, self._fields, strict=True):
            self._seen[id(prediction.candidates)] = prediction, field
        return predictions

    def field_of(self, digit: Reading) -> Field:
        """Return the (28, 28) field in [0, 1] from which `digit` was read since `begin`."""
        return self._seen[id(digit.candidates)][1]


class FreshReader:
    """Reads as `Reader` does, but each ink and picture as if it were the first.

    A `Reader` remembers the strokes it has read last, which no request sends twice.

    Parameters
    ----------
    model : Path, optional
        As for `Classifier`; the shipped model if left out.

    Raises
    ------
    ModelError
        If the model cannot be used.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._classifier = WatchedClassifier(model)

    @property
    def card(self) -> ModelCard:
        """The card of the model."""
        return self._classifier.card

    def read_ink(self, ink: Ink, examples: Sequence[Example] = ()) -> Reading:
        """Do as `Reader.read_ink`; `RefusedError` if it takes longer than `WORK` seconds.

        Parameters
        ----------
        ink : Ink
        examples : sequence of Example
            What the user has taught.
        """
        self._classifier.begin(WORK, adaptation_of(examples, self._classifier))
        return NumberReader(self._classifier).read(ink)

    def read_image(self, picture: Picture, examples: Sequence[Example] = ()) -> Reading:
        """Do as `Reader.read_image`; the rest as `read_ink`."""
        self._classifier.begin(WORK, adaptation_of(examples, self._classifier))
        return PictureReader(self._classifier).read(picture)

    def lesson(self, ink: Ink, label: str) -> Lesson:
        """Return what is taught by saying that `ink` is `label`, "" for no digit."""
        self._classifier.begin(WORK)
        return taught(ink, label, self._classifier)

    def field_of(self, digit: Reading) -> Field:
        """Return the (28, 28) field in [0, 1] that the network saw of a digit just read."""
        return self._classifier.field_of(digit)

    def forget(self) -> None:
        """Forget what has been read."""
        self._classifier.begin(0.0)


class Readers:
    """As many readers as there are cores, all of one model.

    More would only take each other's time, and the memory of a large picture each.

    Parameters
    ----------
    model : Path, optional
        As for `Classifier`; the shipped model if left out.

    Raises
    ------
    ModelError
        If the model cannot be used.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._free: queue.LifoQueue[FreshReader] = queue.LifoQueue()
        made = [FreshReader(model) for _ in range(cores())]
        for each in made:
            self._free.put(each)
        self.card = made[0].card

    @contextmanager
    def one(self) -> Iterator[FreshReader]:
        """Lend a reader that nobody else uses meanwhile.

        Raises
        ------
        RefusedError
            If none gets free within `WAIT` seconds.
        """
        try:
            reader = self._free.get(timeout=WAIT)
        except queue.Empty:
            busy = f"the server is busy: no reader was free within {WAIT:.0f} s"
            raise RefusedError(503, "too_slow", busy, RETRY_AFTER) from None
        try:
            yield reader
        finally:
            reader.forget()
            self._free.put(reader)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

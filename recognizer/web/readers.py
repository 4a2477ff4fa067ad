"""Readers for many requests at a time. A reader serves one request, then forgets what it read."""

from __future__ import annotations

import os
import queue
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from recognizer.errors import ModelError
from recognizer.ink import Ink
from recognizer.lessons import Lesson, new_lesson
from recognizer.network.alphabet import Alphabet
from recognizer.network.card import ModelCard
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.pictures.decode import Picture
from recognizer.reading.inside.dabs import Dabs, find_dabs
from recognizer.reading.inside.onplane import on_plane
from recognizer.reading.inside.strips import Inside, Strip
from recognizer.reading.pages.picture import PictureReader
from recognizer.reading.parting.numbers import NumberReader
from recognizer.reading.regions.structured import StructuredReader, is_of_sums
from recognizer.reading.result import Reading, Symbol
from recognizer.reading.seeing.seen import see_ink
from recognizer.reading.seeing.views import Views, views_of
from recognizer.web.inside import Spot
from recognizer.web.lessons import Example, adaptation_of
from recognizer.web.limits import RETRY_AFTER_SECONDS, WAIT_SECONDS, WORK_SECONDS
from recognizer.web.memory import give_memory_back
from recognizer.web.refusals import RefusedError


class FreshReader:
    """Reads like `Reader`, but remembers nothing from one request to the next.

    A `Reader` remembers the last strokes. That would not help here: no request sends them twice.

    Raises
    ------
    ModelError
        If the model cannot be used.
    """

    def __init__(self, model: Path | None = None) -> None:
        self._classifier = Classifier(model)
        self._classifier.pause = self.check_time  # called about every millisecond
        self._until = 0.0

    @property
    def card(self) -> ModelCard:
        """The card of the model."""
        return self._classifier.card

    @property
    def has_sums(self) -> bool:
        """Whether it reads sums."""
        return is_of_sums(self._classifier.alphabet)

    def begin(self, alphabet: str | None = None) -> None:
        """Begin to read `alphabet`. After `WORK_SECONDS` reading raises a `RefusedError`."""
        self._classifier.choose(alphabet)
        self._until = time.monotonic() + WORK_SECONDS

    def check_time(self) -> None:
        """Check that there is time left. A blank picture never asks the network, so ask here.

        Raises
        ------
        RefusedError
            503 if there is no time left.
        """
        if time.monotonic() > self._until:
            raise RefusedError(503, "too_slow", "this takes too long to read", RETRY_AFTER_SECONDS)

    def read_ink(self, ink: Ink, examples: Sequence[Example] = (), expected: str = "") -> Reading:
        """Read as `Reader.read_ink` does, with the user's lessons in `examples`."""
        self._classifier.adaptation = adaptation_of(examples, self._classifier)
        numbers = NumberReader(self._classifier)
        if self.has_sums:
            return StructuredReader(numbers).read(ink)
        return numbers.read_expecting(expected, ink)

    def read_image(self, picture: Picture, examples: Sequence[Example] = ()) -> Reading:
        """Read as `Reader.read_image` does, with the user's lessons in `examples`."""
        self._classifier.adaptation = adaptation_of(examples, self._classifier)
        return PictureReader(self._classifier).read(picture)

    def views(self, symbol: Symbol, ink: Ink) -> Views | None:
        """Return the views of `symbol`, which was read in `ink`; None if its path was not seen."""
        strokes = tuple(ink.strokes[k] for k in symbol.strokes)
        return views_of(symbol, Ink(strokes), self._classifier)

    def look_inside(
        self, ink: Ink, examples: Sequence[Example] = ()
    ) -> tuple[tuple[Strip, ...], Dabs, Spot]:
        """Return what is inside for `ink` as one symbol.

        The layers' maps, what would change its mind, and where it lies on the map of digits, among
        the user's lessons in `examples`.
        """
        numbers = NumberReader(self._classifier)
        self._classifier.adaptation = None
        dabs = find_dabs(ink, self._classifier, lambda drawn: len(numbers.read(drawn).symbols) == 1)
        seen = see_ink(self._classifier, ink)
        symbol = seen.symbol(seen.is_known, ink.bounding_box)
        ours = [each for each in examples if each.model == self._classifier.card.sha256]
        spot = Spot(on_plane(symbol, ours, self._classifier), seen.prediction.best.label)
        return self._inside.strips(preprocess_ink(ink), ink), dabs, spot

    @cached_property
    def _inside(self) -> Inside:
        return Inside(self._classifier)

    def teach(
        self, ink: Ink, label: str, examples: Sequence[Example] = ()
    ) -> tuple[Lesson, Reading]:
        """Return the lesson that `ink` is `label`, and how the ink is read with it.

        The ink is not empty. The label "" stands for no digit. `examples` are earlier lessons.
        """
        numbers = NumberReader(self._classifier)
        embedding = numbers.see(ink.strokes).evidence.embedding
        lesson = new_lesson(ink, label, embedding, self.card.sha256)
        new = Example(label, lesson.model, embedding)
        self._classifier.adaptation = adaptation_of((*examples, new), self._classifier)
        numbers.relearn()
        return lesson, numbers.read(ink)


class Readers:
    """Readers of one model, each used by one request at a time.

    Ink has one reader for each core: more would only slow each other down. Pictures have their own
    readers, one fewer. A photo takes a hundred times as long as ink, and must not keep ink waiting.
    Few readers also mean few large pictures in memory.

    Raises
    ------
    ModelError
        If the model cannot be used, or does not have the alphabet.
    """

    def __init__(self, model: Path | None = None, alphabet: str | None = None) -> None:
        self._for_ink = _made(model, cores())
        self._for_pictures = _made(model, max(1, cores() - 1))
        with _lent(self._for_ink, None) as one:
            self.card = one.card
        self.alphabet = self.card.alphabet(alphabet)

    def alphabet_asked(self, name: str | None) -> Alphabet:
        """Return the alphabet called `name`, or the default for None.

        Raises
        ------
        RefusedError
            422 if the model has no alphabet of that name.
        """
        try:
            return self.card.alphabet(name or self.alphabet.name)
        except ModelError as error:
            raise RefusedError(422, "unknown_alphabet", str(error)) from None

    @contextmanager
    def for_ink(self, alphabet: str | None = None) -> Iterator[FreshReader]:
        """Lend a reader of `alphabet`, or of the default. Nobody else uses it meanwhile.

        Raises
        ------
        RefusedError
            If no reader is free within `WAIT_SECONDS`, or the model has no such alphabet.
        """
        with _lent(self._for_ink, self.alphabet_asked(alphabet).name) as reader:
            yield reader

    @contextmanager
    def for_pictures(self, alphabet: str | None = None) -> Iterator[FreshReader]:
        """Lend a reader for pictures, as `for_ink` does for ink."""
        try:
            with _lent(self._for_pictures, self.alphabet_asked(alphabet).name) as reader:
                yield reader
        finally:
            give_memory_back()


_Readers = queue.LifoQueue[FreshReader]


def _made(model: Path | None, count: int) -> _Readers:
    readers: _Readers = queue.LifoQueue()
    for each in [FreshReader(model) for _ in range(count)]:
        readers.put(each)
    return readers


@contextmanager
def _lent(readers: _Readers, alphabet: str | None) -> Iterator[FreshReader]:
    try:
        reader = readers.get(timeout=WAIT_SECONDS)
    except queue.Empty:
        busy = f"the server is busy: no reader was free within {WAIT_SECONDS:.0f} s"
        raise RefusedError(503, "too_slow", busy, RETRY_AFTER_SECONDS) from None
    try:
        reader.begin(alphabet)
        yield reader
    finally:
        readers.put(reader)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1

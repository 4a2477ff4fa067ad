"""The `Reader`: reads ink and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, wraps
from pathlib import Path
from threading import RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import numpy.typing as npt

from recognizer.ink import BoundingBox, Ink
from recognizer.lessons import Lesson, Lessons
from recognizer.lessons.learning import adaptation_of, embedded, taught
from recognizer.network.alphabet import Alphabet
from recognizer.network.card import ModelCard
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.pictures.decode import Picture
from recognizer.pictures.turns import Turn, as_turn
from recognizer.reading.given import as_field, as_fields, as_picture, check_ink, in_groups, is_small
from recognizer.reading.inside.dabs import find_dabs
from recognizer.reading.inside.insight import Insight, at_a_glance, look_closer
from recognizer.reading.inside.onplane import on_plane
from recognizer.reading.inside.strips import Inside
from recognizer.reading.pages.picture import PictureReader
from recognizer.reading.parting.numbers import NumberReader
from recognizer.reading.regions.structured import StructuredReader, is_of_sums
from recognizer.reading.result import Reading, Symbol
from recognizer.reading.seeing.seen import see, see_ink
from recognizer.reading.seeing.views import views_of

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def _in_turn(
    work: Callable[Concatenate[Reader, _Given], _Result],
) -> Callable[Concatenate[Reader, _Given], _Result]:
    """Return `work` as a method that waits until no other thread uses the reader."""

    @wraps(work)
    def waiting(self: Reader, /, *given: _Given.args, **named: _Given.kwargs) -> _Result:
        with self._lock:
            return work(self, *given, **named)

    return waiting


class Reader:
    """Reads ink and pictures with one model.

    It can be pickled: the copy loads the model when it reads for the first time.

    Several threads may use it, one after the other: each call waits for those of other threads.
    Lessons and the alphabet are the same for all of them. Threads that need their own, or are to
    read at the same time, have a reader each.

    Parameters
    ----------
    model : Path or str, optional
        As for `Classifier`; the shipped model if left out.
    lessons : sequence of Lesson
        What a user has taught; see `learn`.
    alphabet : str, optional
        The name of what is written, one of those of the model card; its first if left out.

    Raises
    ------
    ModelError
        If the model cannot be used, or has no such alphabet.

    Examples
    --------
    >>> from recognizer import Ink, Reader
    >>> reading = Reader().read_ink(Ink.from_points([[(50, 0), (50, 90)], [(90, 0), (90, 90)]]))
    >>> reading.text
    '11'
    """

    def __init__(
        self,
        model: Path | str | None = None,
        lessons: Sequence[Lesson] = (),
        alphabet: str | None = None,
    ) -> None:
        path = None if model is None else Path(model)
        self.__setstate__({"_model": path, "_alphabet": alphabet, "_lessons": ()})
        self._numbers  # noqa: B018  (a model that cannot be used is an error now, not later)
        self.learn(lessons)

    def __getstate__(self) -> dict[str, Any]:
        return {"_model": self._model, "_alphabet": self._alphabet, "_lessons": self._lessons}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self._model: Path | None = state["_model"]
        self._alphabet: str | None = state["_alphabet"]
        self._lessons: Lessons = state["_lessons"]
        self._lock = RLock()
        self._loaded: Classifier | None = None

    @property
    def lessons(self) -> Lessons:
        """What it has learned, as it was given to `learn`."""
        return self._lessons

    @_in_turn
    def learn(self, lessons: Sequence[Lesson]) -> None:
        """Read as `lessons` show from now on, and only they; the same tuple again costs nothing."""
        if lessons is not self._lessons:
            known = tuple(lessons)
            self._relearn(known)
            self._lessons = known  # not before: work that is broken off is to begin anew

    def _relearn(self, lessons: Lessons) -> None:
        self._classifier.adaptation = adaptation_of(lessons, self._classifier)
        self._numbers.relearn()

    @_in_turn
    def embedded(self, lessons: Lessons) -> Lessons:
        """Return `lessons` with embeddings of this model; a millisecond for each that has none."""
        return embedded(lessons, self._classifier)

    @_in_turn
    def lesson(self, ink: Ink, label: str) -> Lesson:
        """Return what is taught by saying that `ink` is `label`; see `learning.taught`.

        Raises
        ------
        InkError
            If it is no `Ink`.
        """
        check_ink(ink)
        return taught(ink, label, self._classifier)

    @_in_turn
    def look(self, symbol: Symbol, ink: Ink, lessons: Lessons = ()) -> Insight:
        """Return what was made of `symbol` and its `ink`; see `insight.at_a_glance`."""
        views = views_of(symbol, ink, self._classifier)
        return at_a_glance(symbol, ink, lessons, views)

    @_in_turn
    def look_closer(self, insight: Insight) -> Insight:
        """Return `insight` with the heat; see `insight.look_closer`."""
        return look_closer(insight, self._classifier)

    @_in_turn
    def look_inside(self, insight: Insight, ink: Ink) -> Insight:
        """Return `insight` with maps of the layers; see `inside.Inside`.

        `ink` is that of the symbol; it is empty in a picture, which has no path.
        """
        return replace(insight, inside=self._inside.strips(insight.field, ink))

    @_in_turn
    def look_at_map(self, insight: Insight, symbol: Symbol, lessons: Lessons = ()) -> Insight:
        """Return `insight` with the place of `symbol` on the map; see `onplane.on_plane`."""
        return replace(insight, on_plane=on_plane(symbol, lessons, self._classifier))

    @_in_turn
    def look_for_dabs(self, insight: Insight, ink: Ink) -> Insight:
        """Return `insight` with what would change its mind; see `dabs.find_dabs`."""
        numbers = NumberReader(self._classifier)  # of its own: the page stays remembered

        def is_one(drawn: Ink) -> bool:
            return len(numbers.read(drawn).symbols) == 1

        return replace(insight, dabs=find_dabs(ink, self._classifier, is_one))

    @property
    def alphabet(self) -> Alphabet:
        """What may be written."""
        return self._classifier.alphabet

    @property
    def alphabets(self) -> tuple[str, ...]:
        """The names of all that the model knows."""
        return tuple(each.name for each in self.card.alphabets)

    @_in_turn
    def choose(self, alphabet: str) -> None:
        """Read that alphabet from now on; the same one again costs nothing.

        Raises
        ------
        ModelError
            If the model has none of that name.
        """
        if alphabet != (self._alphabet or self.card.alphabet().name):
            self._classifier.choose(alphabet)
            self._relearn(self._lessons)
            self._alphabet = alphabet  # not before: work that is broken off is to begin anew

    @property
    def card(self) -> ModelCard:
        """What the model is."""
        return self._classifier.card

    @property
    def _classifier(self) -> Classifier:
        """Once loaded, there without waiting: the loop of the board asks for the card."""
        return self._loaded or self._load()

    @_in_turn
    def _load(self) -> Classifier:
        if not self._loaded:
            classifier = Classifier(self._model, self._alphabet)
            classifier.adaptation = adaptation_of(self._lessons, classifier)
            self._loaded = classifier
        return self._loaded

    @cached_property
    def _pictures(self) -> PictureReader:
        return PictureReader(self._classifier)

    @cached_property
    def _numbers(self) -> NumberReader:
        return NumberReader(self._classifier)

    @cached_property
    def _sums(self) -> StructuredReader:
        return StructuredReader(self._numbers)

    @cached_property
    def _inside(self) -> Inside:
        return Inside(self._classifier)

    @contextmanager
    def pausing(self, pause: Callable[[], None]) -> Iterator[None]:
        """Within this, call `pause` before each look at a piece; what it raises ends the work.

        Other threads wait until the whole block is done.
        """
        with self._lock:
            self._classifier.pause, before = pause, self._classifier.pause
            try:
                yield
            finally:
                self._classifier.pause = before

    @_in_turn
    def read_ink(self, ink: Ink, expected: str = "") -> Reading:
        """Read all numbers in `ink`, line by line. A speck or an endless scribble is no digit.

        Strokes that were there at the last call, the same objects, are not read again. If digits
        are `expected`, and others are read, the reading has them `as_expected`, too.

        Raises
        ------
        InkError
            If there are more than `numbers.MAX_STROKES` strokes, or it is no `Ink`.
        """
        check_ink(ink)
        if is_of_sums(self.alphabet):
            return self._sums.read(ink)
        return self._numbers.read_expecting(expected, ink)

    @_in_turn
    def read_digit(self, ink: Ink) -> Reading:
        """Read `ink` as one digit, whatever it looks like.

        Raises
        ------
        InkError
            If it is no `Ink`.
        """
        check_ink(ink)
        if not ink:
            return Reading()
        strokes = tuple(range(len(ink.strokes)))
        seen = see_ink(self._classifier, ink)
        return Reading.of(seen.symbol(seen.is_known, ink.bounding_box, strokes))

    def read_images(self, images: Iterable[object], turn: int | str | None = None) -> list[Reading]:
        """Read one picture after the other; see `read_image`. Of small ones, each takes less time.

        They may come from a generator: at most `given.MAX_TOGETHER` of them are held at a time.
        """
        turned = None if turn is None else as_turn(turn)
        groups = in_groups(map(as_picture, images), is_small)
        return [reading for group in groups for reading in self._read_together(group, turned)]

    @_in_turn
    def _read_together(self, pictures: Sequence[Picture], turn: Turn | None) -> list[Reading]:
        return self._pictures.read_together(pictures, turn)

    def read_image(self, image: object, turn: int | str | None = None) -> Reading:
        """Read a photo or scan: a digit, a number or a page of them, line by line.

        It is an array, (rows, cols) gray or with 3 (BGR) or 4 (BGRA) layers, dark on light or light
        on dark; or a picture of Pillow. Floats go from 0 to 1. Boxes are in its pixels.

        `turn` is how it is turned before: 0, 90, 180 or 270 degrees clockwise, or "transposed" as
        the images of EMNIST are. If left out, a page that makes no sense as it lies is tried in
        other ways, and `Reading.turned` tells in which it was read.

        Raises
        ------
        PictureError
            If it has another shape, or other values; see `given.as_picture`. If there is no such
            `turn`.
        """
        return self.read_images([image], turn)[0]

    def read_fields(self, fields: object) -> list[Reading]:
        """Read (n, 28, 28) images of single symbols as they are.

        Ink is bright, as in MNIST: 1 in floats and truth values, 255 in whole numbers. See
        `read_field`.

        Raises
        ------
        PictureError
            If the array has another shape, or values beyond that range.
        """
        return [self.read_field(each) for each in as_fields(fields)]

    @_in_turn
    def read_field(self, field: object) -> Reading:
        """Read (28, 28), which the network is to see as it is: an image of MNIST, say.

        The box of the reading is all of the field. Values are as for `read_fields`.

        Raises
        ------
        PictureError
            As `read_fields`.
        """
        given = as_field(field)
        if not given.any():
            return Reading()
        seen = see(self._classifier, given)
        return Reading.of(seen.symbol(seen.is_known, BoundingBox(0, 0, FIELD_PIXELS, FIELD_PIXELS)))

    @property
    def classes(self) -> tuple[str, ...]:
        """The symbols of the alphabet, in the order of the columns of `predict_proba`."""
        return tuple(self.alphabet.places_in(self.card.labels))

    def predict(self, fields: object) -> npt.NDArray[np.str_]:
        """Return the likeliest label of each of (n, 28, 28) images, as `read_fields` takes them.

        Each counts as a symbol, even if it looks like none.

        Raises
        ------
        PictureError
            As `read_fields`.
        """
        classes, chances = self._chances(as_fields(fields))
        labels: npt.NDArray[np.str_] = np.array(classes)[chances.argmax(axis=1)]
        return labels

    def predict_proba(self, fields: object) -> npt.NDArray[np.float32]:
        """Return the confidence in each of `classes`, (n, classes); each row sums to 1.

        It says which symbol an image is if it is one; see `predict`.
        """
        return self._chances(as_fields(fields))[1]

    @_in_turn
    def _chances(
        self, fields: npt.NDArray[np.float32]
    ) -> tuple[tuple[str, ...], npt.NDArray[np.float32]]:
        classes = self.classes
        chances = np.empty((len(fields), len(classes)), np.float32)
        for row, each in zip(chances, self._classifier.predict(fields), strict=True):
            sure = {candidate.label: candidate.confidence for candidate in each.candidates}
            row[:] = [sure[label] for label in classes]
        return classes, chances

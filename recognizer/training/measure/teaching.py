"""Measures what lessons gain: writers correct their first misreadings.

The digits of a writer are read in the order of writing. A misread digit is corrected, up to a
number of times, and becomes a lesson. Each digit is read twice: with the lessons so far ("taught"),
and without lessons ("untaught"). Then errors are counted in two ways:

- Among the digits that were not corrected. If a writer may correct every error, none is left here,
  and an error that a lesson causes is corrected, too. So this count alone would mislead.
- Among all digits; a corrected digit counts as misread.

In a control, one half of the digits teaches and only the other half is counted. The network runs
once for each digit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from recognizer.errors import DataError
from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.lessons import Lesson, Lessons, new_lesson, with_lesson
from recognizer.lessons.learning import adaptation_of
from recognizer.network.classifier import Classifier, Prediction
from recognizer.network.path import path_of
from recognizer.network.preprocess import preprocess_ink

MIN_DIGITS = 40
"""Writers with fewer digits are not counted."""
CORRECTIONS = (1, 3, 5, 10)
"""The most digits that a writer corrects."""
WRONG_SHARE = 0.1
"""In the control with wrong lessons, this part of the lessons names another digit."""
RUNS = 5
"""Runs of each control, each with other wrong lessons, or the lessons of other writers."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
LabelOf = Callable[[str], str]


@dataclass(frozen=True, eq=False)
class Writer:
    """The n >= 1 digits of one writer in the order of writing, with the network's output.

    `logits` are (n, labels), `embeddings` (n, size).
    """

    name: str
    inks: tuple[Ink, ...]
    labels: tuple[str, ...]
    logits: npt.NDArray[np.float32]
    embeddings: npt.NDArray[np.float32]

    def part(self, begin: int, end: int | None) -> Writer:
        """Return the digits from `begin` to before `end`, or to the last, as a writer."""
        these = slice(begin, end)
        network = self.logits[these], self.embeddings[these]
        return Writer(self.name, self.inks[these], self.labels[these], *network)


@dataclass(frozen=True, eq=False)
class Readings:
    """How (n,) digits were read: which are right, and how sure each is, in [0, 1]."""

    right: Bools
    sure: Floats

    @property
    def errors(self) -> int:
        """How many were misread."""
        return int((~self.right).sum())

    def only(self, mask: Bools) -> Readings:
        """Return the readings for which (n,) `mask` is true."""
        return Readings(self.right[mask], self.sure[mask])


@dataclass(frozen=True, eq=False)
class WriterResult:
    """The n digits of one writer who taught `lessons` lessons, read without and with them.

    `taught` is each digit read with the lessons taught before it. `is_lesson` (n,) tells which
    digits became a lesson after they were read.
    """

    lessons: int
    untaught: Readings
    taught: Readings
    is_lesson: Bools

    @property
    def others(self) -> tuple[Readings, Readings]:
        """Untaught and taught readings of the digits that are not lessons."""
        return self.untaught.only(~self.is_lesson), self.taught.only(~self.is_lesson)

    @property
    def is_worse(self) -> bool:
        """Whether lessons cost more than one digit, corrected digits counted as misread."""
        return self.taught.errors > self.untaught.errors + 1


@dataclass(frozen=True)
class Teaching:
    """The measurements of the writers of one source, by how many corrections were allowed.

    `corrected` has one result for each writer. `halves` has two: each half of the digits, read with
    the lessons of the other half. `wrong` is as `corrected`, but `RUNS` times, with `WRONG_SHARE`
    of the lessons wrong. `others` is `RUNS` times with all lessons of another writer and no own.
    """

    writers: int
    corrected: Mapping[int, tuple[WriterResult, ...]]
    halves: Mapping[int, tuple[WriterResult, ...]]
    wrong: Mapping[int, tuple[tuple[WriterResult, ...], ...]]
    others: tuple[tuple[WriterResult, ...], ...]


def measure_teaching(classifier: Classifier, inks: Iterable[LabeledInk]) -> Teaching:
    """Let each writer of the single symbols `inks` teach, in the order of `inks`.

    This changes the classifier's adaptation; at the end it is None.

    Raises
    ------
    DataError
        If no writer has `MIN_DIGITS` of them.
    """
    writers = seen_by(classifier, inks)
    if not writers:
        raise DataError(f"no writer has {MIN_DIGITS} {classifier.alphabet.many}")
    try:
        return _measured(classifier, writers)
    finally:
        classifier.adaptation = None


def together(parts: Iterable[Teaching]) -> Teaching:
    """Return the measurements of several sources as those of one."""
    each = list(parts)
    return Teaching(
        sum(one.writers for one in each),
        {most: sum((one.corrected[most] for one in each), ()) for most in CORRECTIONS},
        {most: sum((one.halves[most] for one in each), ()) for most in CORRECTIONS},
        {most: _run_by_run([one.wrong[most] for one in each]) for most in CORRECTIONS},
        _run_by_run([one.others for one in each]),
    )


def seen_by(classifier: Classifier, inks: Iterable[LabeledInk]) -> list[Writer]:
    """Return every writer of at least `MIN_DIGITS` of `inks`, with the network's output."""
    by_name: dict[str, list[LabeledInk]] = {}
    for each in inks:
        by_name.setdefault(each.writer, []).append(each)
    return [
        _writer(classifier, name, own)
        for name, own in by_name.items()
        if name and len(own) >= MIN_DIGITS
    ]


def replay(
    classifier: Classifier, writer: Writer, most: int, label_of: LabelOf = str
) -> tuple[WriterResult, Lessons]:
    """Let `writer` correct the first `most` misreadings; return the result and the lessons.

    `label_of` maps the right label to the one that is taught. The classifier keeps the adaptation
    of the lessons.
    """
    lessons: Lessons = ()
    untaught = _read(classifier, writer, ())
    taught, is_lesson = list(untaught), np.zeros(len(writer.labels), bool)
    for place, label in enumerate(writer.labels):
        if is_lesson.sum() < most and taught[place].best.label != label:
            lesson = _lesson(classifier, writer, place, label_of(label))
            lessons, _ = with_lesson(lessons, lesson)
            is_lesson[place] = True
            taught[place + 1 :] = _read(classifier, writer, lessons, place + 1)
    both = _readings(writer, untaught), _readings(writer, taught)
    return WriterResult(int(is_lesson.sum()), *both, is_lesson), lessons


def read_with(classifier: Classifier, writer: Writer, lessons: Lessons) -> WriterResult:
    """Return the result of reading all digits of `writer` with `lessons` from elsewhere."""
    untaught, taught = (
        _readings(writer, _read(classifier, writer, each)) for each in ((), lessons)
    )
    return WriterResult(len(lessons), untaught, taught, np.zeros(len(writer.labels), bool))


def _measured(classifier: Classifier, writers: Sequence[Writer]) -> Teaching:
    corrected, lessons = {}, dict[str, Lessons]()
    for most in CORRECTIONS:
        pairs = [replay(classifier, writer, most) for writer in writers]
        corrected[most] = tuple(outcome for outcome, _ in pairs)
        lessons = {
            writer.name: known for writer, (_, known) in zip(writers, pairs, strict=True) if known
        }
    halves = {
        most: tuple(each for writer in writers for each in _by_halves(classifier, writer, most))
        for most in CORRECTIONS
    }
    wrong = {
        most: tuple(_mistaught(classifier, writers, most, seed) for seed in range(RUNS))
        for most in CORRECTIONS
    }
    others = tuple(
        tuple(_by_another(classifier, writers, lessons, distance))
        for distance in range(1, RUNS + 1)
    )
    return Teaching(len(writers), corrected, halves, wrong, others)


def _by_halves(classifier: Classifier, writer: Writer, most: int) -> Iterator[WriterResult]:
    """Read each half of the digits with the lessons of the other half."""
    middle = len(writer.labels) // 2
    halves = writer.part(0, middle), writer.part(middle, None)
    for teacher, reader in (halves, halves[::-1]):
        _, lessons = replay(classifier, teacher, most)
        yield read_with(classifier, reader, lessons)


def _mistaught(
    classifier: Classifier, writers: Sequence[Writer], most: int, seed: int
) -> tuple[WriterResult, ...]:
    """Replay with `WRONG_SHARE` of the lessons naming another digit."""
    draw = np.random.default_rng(seed)

    def label_of(label: str) -> str:
        if draw.random() >= WRONG_SHARE:
            return label
        return str(draw.choice([each for each in classifier.alphabet.symbols if each != label]))

    return tuple(replay(classifier, writer, most, label_of)[0] for writer in writers)


def _by_another(
    classifier: Classifier,
    writers: Sequence[Writer],
    lessons: Mapping[str, Lessons],
    distance: int,
) -> Iterator[WriterResult]:
    """Read each writer with the lessons of the `distance`-th next writer who has any."""
    for place, writer in enumerate(writers):
        further = [*writers[place + 1 :], *writers[:place]]
        teachers = [each.name for each in further if each.name in lessons]
        if not teachers:
            continue
        known = lessons[teachers[(distance - 1) % len(teachers)]]
        yield read_with(classifier, writer, known)


def _writer(classifier: Classifier, name: str, own: Sequence[LabeledInk]) -> Writer:
    fields = np.stack([preprocess_ink(each.ink) for each in own])
    paths = np.stack([path_of(each.ink) for each in own])
    inks, labels = tuple(each.ink for each in own), tuple(each.label for each in own)
    looked = classifier.look(fields, paths)
    return Writer(name, inks, labels, looked.logits, looked.embeddings)


def _lesson(classifier: Classifier, writer: Writer, place: int, label: str) -> Lesson:
    return new_lesson(writer.inks[place], label, writer.embeddings[place], classifier.card.sha256)


def _read(
    classifier: Classifier, writer: Writer, lessons: Lessons, begin: int = 0
) -> list[Prediction]:
    classifier.adaptation = adaptation_of(lessons, classifier)
    return classifier.judge(writer.logits[begin:], writer.embeddings[begin:])


def _readings(writer: Writer, predictions: Sequence[Prediction]) -> Readings:
    best = [each.best for each in predictions]
    pairs = zip(best, writer.labels, strict=True)
    right = np.array([one.label == label for one, label in pairs], bool)
    return Readings(right, np.array([one.confidence for one in best], np.float64))


def _run_by_run(
    parts: Sequence[tuple[tuple[WriterResult, ...], ...]],
) -> tuple[tuple[WriterResult, ...], ...]:
    return tuple(sum(runs, ()) for runs in zip(*parts, strict=True))

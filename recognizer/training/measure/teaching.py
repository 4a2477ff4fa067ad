"""What is gained by telling: writers who correct the first misreadings, and what is read then.

Each writer's digits come in the order in which they were written. What is misread is corrected, up
to so many times, and becomes a lesson; each digit is read as taught by then, and as untaught. Two
counts are needed: among the digits that are no lessons nothing is left to misread for who may
correct everything, and what a lesson spoils would hide among the next lessons. So all digits are
counted, too, the corrected ones as misread; and there is a control in which one half of the digits
teaches and the other half is read. The network runs once for each digit.
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
from recognizer.network.preprocess import preprocess_ink

LEAST = 40
"""Digits a writer must have written to count."""
CORRECTIONS = (1, 3, 5, 10)
"""How many times a writer corrects at most."""
WRONG = 0.1
"""The part of the lessons that name another digit, in the control with wrong ones."""
RUNS = 5
"""Of a control: with other lessons wrong, or with the lessons of other writers."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
LabelOf = Callable[[str], str]


@dataclass(frozen=True, eq=False)
class Writer:
    """The n >= 1 digits of one writer in the order in which they were written, seen by the network.

    `logits` are (n, labels), `embeddings` (n, size).
    """

    name: str
    inks: tuple[Ink, ...]
    labels: tuple[str, ...]
    logits: npt.NDArray[np.float32]
    embeddings: npt.NDArray[np.float32]

    def part(self, begin: int, end: int | None) -> Writer:
        """Return the digits from `begin` to before `end`, or to the last, as a writer's."""
        these = slice(begin, end)
        network = self.logits[these], self.embeddings[these]
        return Writer(self.name, self.inks[these], self.labels[these], *network)


@dataclass(frozen=True, eq=False)
class Readings:
    """How (n,) digits were read: whether right, and how sure of it, in [0, 1]."""

    right: Bools
    sure: Floats

    @property
    def errors(self) -> int:
        """How many were read wrong."""
        return int((~self.right).sum())

    def only(self, mask: Bools) -> Readings:
        """Return those for which (n,) `mask` is true."""
        return Readings(self.right[mask], self.sure[mask])


@dataclass(frozen=True, eq=False)
class WriterResult:
    """What came of one writer who taught so many lessons: the same n digits, read in two ways.

    `taught` is each digit read by what had been taught before it was written; `is_lesson` (n,)
    tells which of the digits were taught after that.
    """

    lessons: int
    untaught: Readings
    taught: Readings
    is_lesson: Bools

    @property
    def others(self) -> tuple[Readings, Readings]:
        """Untaught and taught, of the digits that are no lessons."""
        return self.untaught.only(~self.is_lesson), self.taught.only(~self.is_lesson)

    @property
    def is_worse(self) -> bool:
        """Whether more than one digit more is misread, the corrected ones among them."""
        return self.taught.errors > self.untaught.errors + 1


@dataclass(frozen=True)
class Teaching:
    """All that was measured of the writers of one source, by how many corrections were allowed.

    `corrected` has one outcome for each writer; `halves` two, one half of the digits read after the
    other one has taught; `wrong` the same as `corrected` `RUNS` times, with the part `WRONG` of the
    lessons wrong. `others` is `RUNS` times with all lessons of another writer and no own ones.
    """

    writers: int
    corrected: Mapping[int, tuple[WriterResult, ...]]
    halves: Mapping[int, tuple[WriterResult, ...]]
    wrong: Mapping[int, tuple[tuple[WriterResult, ...], ...]]
    others: tuple[tuple[WriterResult, ...], ...]


def measure_teaching(classifier: Classifier, inks: Iterable[LabeledInk]) -> Teaching:
    """Let each writer of the digits `inks`, labelled with one each, teach, in their order.

    The classifier's adaptation is changed, and None at the end.

    Raises
    ------
    DataError
        If no writer has `LEAST` digits.
    """
    writers = seen_by(classifier, inks)
    if not writers:
        raise DataError(f"no writer has {LEAST} digits")
    try:
        return _measured(classifier, writers)
    finally:
        classifier.adaptation = None


def together(parts: Iterable[Teaching]) -> Teaching:
    """Return what was measured of several sources as if it were of one."""
    each = list(parts)
    return Teaching(
        sum(one.writers for one in each),
        {most: sum((one.corrected[most] for one in each), ()) for most in CORRECTIONS},
        {most: sum((one.halves[most] for one in each), ()) for most in CORRECTIONS},
        {most: _run_by_run([one.wrong[most] for one in each]) for most in CORRECTIONS},
        _run_by_run([one.others for one in each]),
    )


def seen_by(classifier: Classifier, inks: Iterable[LabeledInk]) -> list[Writer]:
    """Return every writer of at least `LEAST` of `inks` with what the network makes of them."""
    by_name: dict[str, list[LabeledInk]] = {}
    for each in inks:
        by_name.setdefault(each.writer, []).append(each)
    return [
        _writer(classifier, name, own)
        for name, own in by_name.items()
        if name and len(own) >= LEAST
    ]


def replay(
    classifier: Classifier, writer: Writer, most: int, label_of: LabelOf = str
) -> tuple[WriterResult, Lessons]:
    """Let `writer` correct the first `most` misreadings; return the outcome and what is known then.

    `label_of` a label is what is taught in its place. The classifier keeps the adaptation of the
    lessons.
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
    """Return all digits of `writer` as read with `lessons`, of which they are none."""
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
    """Let each half of what was written teach, and read the other one."""
    middle = len(writer.labels) // 2
    halves = writer.part(0, middle), writer.part(middle, None)
    for teacher, reader in (halves, halves[::-1]):
        _, lessons = replay(classifier, teacher, most)
        yield read_with(classifier, reader, lessons)


def _mistaught(
    classifier: Classifier, writers: Sequence[Writer], most: int, seed: int
) -> tuple[WriterResult, ...]:
    """Replay with the part `WRONG` of the lessons naming another digit."""
    draw = np.random.default_rng(seed)

    def label_of(label: str) -> str:
        if draw.random() >= WRONG:
            return label
        return str(draw.choice([each for each in classifier.card.labels if each != label]))

    return tuple(replay(classifier, writer, most, label_of)[0] for writer in writers)


def _by_another(
    classifier: Classifier,
    writers: Sequence[Writer],
    lessons: Mapping[str, Lessons],
    distance: int,
) -> Iterator[WriterResult]:
    """Read each writer with the lessons of the one `distance` further who has taught any."""
    for place, writer in enumerate(writers):
        further = [*writers[place + 1 :], *writers[:place]]
        teachers = [each.name for each in further if each.name in lessons]
        if not teachers:
            continue
        known = lessons[teachers[(distance - 1) % len(teachers)]]
        yield read_with(classifier, writer, known)


def _writer(classifier: Classifier, name: str, own: Sequence[LabeledInk]) -> Writer:
    fields = np.stack([preprocess_ink(each.ink) for each in own])
    inks, labels = tuple(each.ink for each in own), tuple(each.label for each in own)
    return Writer(name, inks, labels, *classifier.infer(fields))


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

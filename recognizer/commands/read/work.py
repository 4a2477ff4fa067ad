"""Reads one file after the other, ink by ink or picture by picture: the work of one process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import cv2

from recognizer.commands.read.annotate import Annotator
from recognizer.commands.read.exercises import Page
from recognizer.commands.read.sets import TRANSPOSED_HINT, readings_of, seem_transposed
from recognizer.commands.read.standardinput import read_stream
from recognizer.commands.read.walk import NAMED, PDF, Source
from recognizer.errors import FileError, InkError, PictureError, RecognizerError
from recognizer.ink import Ink
from recognizer.ink.inkfile import SEVERAL as SEVERAL_INKS
from recognizer.ink.inkfile import UNIPEN_SUFFIXES, LabeledInk, is_ink_file, read_ink_file
from recognizer.pictures.decode import SUFFIXES as PICTURE_SUFFIXES
from recognizer.pictures.decode import Picture, check_is_file, is_picture_file
from recognizer.pictures.imagesets import SUFFIXES as SET_SUFFIXES
from recognizer.pictures.imagesets import ImageSet, is_image_set, load_images
from recognizer.pictures.pages import Pages, load_pages
from recognizer.pictures.turns import Turn
from recognizer.quiet import quiet_libraries
from recognizer.reading.given import MAX_SMALL_BYTES, is_small
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading

SEVERAL = (*SEVERAL_INKS, *SET_SUFFIXES)
"""Suffixes of files that may hold many inks or images."""


@dataclass(frozen=True)
class Stamp:
    """Size and time of a file, which tell whether it is still the same."""

    size: int
    mtime_ns: int


@dataclass(frozen=True)
class Job:
    """A source to read; lines or pages up to `after` are skipped because they have been read."""

    source: Source
    stamp: Stamp | None = None
    after: int = 0

    @property
    def is_local(self) -> bool:
        """Whether it must be done in this process."""
        return self.source.is_standard_input


@dataclass(frozen=True)
class Found:
    """What was read of one ink or picture, and its place: ``name``, or ``name:12`` of many.

    `line` counts from 1 in a file of many inks or pages; otherwise it is 0. It `needs_name` where
    only the content of the file told that there are many.
    """

    where: str
    page: Page
    line: int = 0
    needs_name: bool = False


@dataclass(frozen=True)
class Fault:
    """One line about a source that could not be read; `is_bad` is False if it was just empty."""

    message: str
    is_bad: bool = True


@dataclass(frozen=True)
class Note:
    """One line about a source that is read all the same."""

    message: str


Outcome = Found | Fault | Note
_Read = tuple[Picture, Reading]


@dataclass(frozen=True)
class FileReader:
    """Reads sources, small ones together. Can be pickled, because its reader can.

    The annotator, if there is one, gets every ink and picture with its reading. `decimal` is as for
    `sums_in`, `turn` as for `Reader.read_image`; the images of sets are never turned without it.
    """

    reader: Reader
    annotator: Annotator | None = None
    decimal: str = ""
    turn: Turn | None = None

    def __call__(self, jobs: Sequence[Job]) -> Iterator[Outcome | None]:
        """Yield the readings of each of `jobs`, its fault if it has one, and None at its end.

        What several of them hold is read together.
        """
        known = self._read_together(jobs) if len(jobs) > 1 else {}
        for k, job in enumerate(jobs):
            yield from self._outcomes_or_fault(job, known.get(k))
            yield None

    def _read_together(self, jobs: Sequence[Job]) -> dict[int, _Read]:
        """Read the small pictures of `jobs`. All else, and what cannot be read, is left out."""
        pictures = _small_pictures(jobs)
        readings = self.reader.read_images(pictures.values(), self._turn)
        return dict(zip(pictures, zip(pictures.values(), readings, strict=True), strict=True))

    def _outcomes_or_fault(self, job: Job, known: _Read | None) -> Iterator[Outcome]:
        try:
            if known:
                yield self._found(job.source, *known, 0)
            else:
                yield from self._outcomes(job)
        except RecognizerError as error:
            yield Fault(str(error))
        except MemoryError:
            yield Fault(f"{job.source.name}: there is not enough memory to read it")

    def _outcomes(self, job: Job) -> Iterator[Outcome]:
        source = job.source
        if source.fault:
            raise FileError(source.fault)
        bad: list[InkError] = []
        content = read_stream() if source.is_standard_input else _open(source.path, bad.append)
        if isinstance(content, Pages):
            yield from self._read_pages(job, content)
        elif isinstance(content, ImageSet):
            yield from self._read_set(job, content)
        else:
            yield from self._read_inks(job, content, bad)

    def _read_pages(self, job: Job, pages: Pages) -> Iterator[Found]:
        for number in pages.numbers:
            if not number or number > job.after:
                yield self._read_picture(job.source, pages.page(number), number)

    def _read_set(self, job: Job, images: ImageSet) -> Iterator[Outcome]:
        if self.turn:
            images = images.turned(self.turn)
        elif seem_transposed(self.reader, images):
            yield Note(f"{job.source.name}: {TRANSPOSED_HINT}")
        for number, reading in readings_of(self.reader, images, job.after):
            yield self._found(job.source, images.images[number - 1], reading, number)

    def _read_picture(self, source: Source, picture: Picture, number: int) -> Found:
        return self._found(source, picture, self.reader.read_image(picture, self._turn), number)

    @property
    def _turn(self) -> str | None:
        return self.turn.value if self.turn else None

    def _found(self, source: Source, picture: Picture, reading: Reading, number: int) -> Found:
        page = Page.of(reading, self.reader, self.decimal)
        if self.annotator:
            self.annotator.keep_picture(source, picture, page, number)
        needs_name = number > 0 and not source.is_standard_input
        return Found(_where(source, number), page, number, needs_name)

    def _read_inks(
        self, job: Job, inks: Iterable[LabeledInk], bad: list[InkError]
    ) -> Iterator[Outcome]:
        """Yield the readings of `inks`; before each the faults of `bad` lines since the last."""
        source, line = job.source, 0
        try:
            for line, labeled in _numbered(source, inks):
                yield from _faults(bad)
                if not line or line > job.after:
                    yield self._read_ink(source, labeled.ink, line)
        except InkError:
            yield from _faults(bad)
            raise
        if not line and not bad and not is_single(source):
            yield Fault(f"{source.name}: holds no ink", is_bad=False)
        yield from _faults(bad)

    def _read_ink(self, source: Source, ink: Ink, line: int) -> Outcome:
        where = _where(source, line)
        try:
            page = Page.of(self.reader.read_ink(ink), self.reader, self.decimal)
        except InkError as error:
            return Fault(f"{where}: {error}")
        if self.annotator:
            self.annotator.keep_ink(source, ink, page, line)
        return Found(where, page, line)


def may_be_small(job: Job) -> bool:
    """Tell by its file, without opening it, whether a job is a small picture."""
    source = job.source
    if source.fault or not source.name.lower().endswith(PICTURE_SUFFIXES):
        return False
    stamp = job.stamp or stamp_of(source)
    return stamp is not None and stamp.size <= MAX_SMALL_BYTES


def _small_pictures(jobs: Sequence[Job]) -> dict[int, Picture]:
    """Return the small ones of pictures that are alone in their files, by their number in `jobs`.

    What cannot be decoded is left out: whoever reads it by itself tells why.
    """
    found: dict[int, Picture] = {}
    with quiet_libraries():
        for k, job in enumerate(jobs):
            with suppress(RecognizerError, MemoryError):
                pages = load_pages(job.source.name)
                picture = pages.page(0) if not pages.places else None
                if picture is not None and is_small(picture):
                    found[k] = picture
    return found


def is_single(source: Source) -> bool:
    """Tell by its name whether `source` holds just one ink or picture."""
    return not source.is_standard_input and not source.name.lower().endswith(SEVERAL)


def stamp_of(source: Source) -> Stamp | None:
    """Return the stamp of the file of `source`, or None if it has none."""
    try:
        status = os.stat(source.name)
    except (OSError, ValueError):
        return None
    return Stamp(status.st_size, status.st_mtime_ns)


def prepare_process() -> None:
    """Let OpenCV use only one thread in this process, because there are many processes."""
    cv2.setNumThreads(1)


def died(job: Job, how: str) -> Outcome:
    """Return the fault of a source whose process has died."""
    return Fault(f"{job.source.name}: the process that read it ended ({how})")


def _where(source: Source, line: int) -> str:
    return f"{source.name}:{line}" if line else source.name


def _numbered(source: Source, inks: Iterable[LabeledInk]) -> Iterator[tuple[int, LabeledInk]]:
    """Yield each ink with its line, or with 0 if it is the only one in its file."""
    for labeled in inks:
        yield 0 if is_single(source) else labeled.line, labeled


def _faults(bad: list[InkError]) -> Iterator[Fault]:
    """Yield the errors in `bad` as faults, and clear it."""
    while bad:
        yield Fault(str(bad.pop(0)))


def _open(
    path: Path, on_bad: Callable[[InkError], None]
) -> Pages | ImageSet | Iterator[LabeledInk]:
    check_is_file(path)
    if is_image_set(path):
        return load_images(path)
    if is_picture_file(path) or path.name.lower().endswith(PDF):
        return load_pages(path)
    if is_ink_file(path) or path.name.lower().endswith(UNIPEN_SUFFIXES):
        return read_ink_file(path, on_bad)
    raise PictureError(f"{path}: not a kind of file that can be read ({' '.join(NAMED)})")

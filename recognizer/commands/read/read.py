"""``recognizer read``: reads files, and prints one line for each written line."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recognizer.commands.read.annotate import Annotator
from recognizer.commands.read.exercises import Score, is_of_sums
from recognizer.commands.read.gridlines import grid_lines
from recognizer.commands.read.processes import Duty, in_order
from recognizer.commands.read.progress import Progress
from recognizer.commands.read.resume import ResumeLog
from recognizer.commands.read.sets import Submission
from recognizer.commands.read.walk import Identity, identity, walk
from recognizer.commands.read.work import (
    SEVERAL,
    FileReader,
    Found,
    Job,
    Note,
    Outcome,
    died,
    may_be_small,
    prepare_process,
)
from recognizer.console import BAD_INPUT, NOTHING_READ, complain, json_line, printable
from recognizer.disk.sync import make_folder
from recognizer.errors import FileError, SettingsError, naming
from recognizer.lessons import Lessons
from recognizer.network.alphabet import SUMS
from recognizer.pictures.imagesets import is_image_set
from recognizer.pictures.turns import as_turn
from recognizer.reading.given import in_groups
from recognizer.reading.reader import Reader
from recognizer.reading.record import as_record
from recognizer.reading.words import turned_by
from recognizer.sums.record import sum_record

SOME_BAD = 1


def read_files(
    files: Sequence[str | Path],
    model: Path | None = None,
    as_json: bool = False,
    *,
    as_grid: bool = False,
    workers: int = 1,
    resume: Path | None = None,
    annotate: Path | None = None,
    lessons: Lessons = (),
    alphabet: str | None = None,
    decimal: str = "",
    with_score: bool = False,
    out: Path | None = None,
    turn: str | None = None,
) -> int:
    """Print each reading as soon as it is there, and return the exit code.

    A source is a file, a folder, which is walked, or "-" for standard input. One that cannot be
    read does not stop the rest. As JSON each line (see `recognizer.reading.record`) has the source
    as `file`. `as_grid`, only what stands in printed grids is printed, as CSV. With more than one
    of `workers`, processes read. `resume` is the file of a `ResumeLog`, `annotate` the folder of an
    `Annotator`. Of sums, `decimal` is the sign before tenths, else the first that is seen;
    `with_score` it is told how many are right, after each source or in each record. What is most
    likely in each image of a set is written to `out`, see `Submission`. `turn` is as for
    `Reader.read_image`, all else as for `Reader`.

    0: something was read; 1: nothing was, or some of several sources, or some lines of one, could
    not be read; 2: the only one could not be read.

    Raises
    ------
    ModelError
        If the model cannot be used.
    FileError
        If the results cannot be kept in `resume`, `annotate` or `out`.
    SettingsError
        If there is `decimal` or `with_score`, but another alphabet than that of sums; or `out`, and
        not all of one set of images is read.
    RecognizerError
        If a worker process cannot begin to work.
    """
    names = [str(each) for each in files]
    reader = Reader(model, lessons, alphabet)
    if (decimal or with_score) and not is_of_sums(reader):
        raise SettingsError(f"--decimal and --score are for sums: add --alphabet {SUMS.name}")
    submission = _submission(out, names, resume)
    work = FileReader(
        reader, _annotator(annotate, names), decimal, None if turn is None else as_turn(turn)
    )
    with ExitStack() as stack:
        log = stack.enter_context(ResumeLog(resume)) if resume else None
        jobs = _Jobs(names, _left_out(names, resume, annotate), log)
        outcomes = stack.enter_context(closing(_outcomes(work, jobs, workers)))
        shown = stack.enter_context(Progress(lambda: sum(1 for _ in jobs), sys.stderr))
        form = _Form(as_json, as_grid, _needs_names(names), is_of_sums(reader), with_score)
        teller = _Teller(form, shown, log)
        for job, outcome in outcomes:
            teller.tell(job, outcome)
            if submission and isinstance(outcome, Found):
                submission.add(outcome.page.reading)
    if submission and submission.guesses:
        submission.save()
    return teller.exit_code(is_batch=_is_batch(names))


@dataclass(frozen=True)
class _Jobs:
    """The jobs; each iteration walks the folders anew."""

    names: Sequence[str]
    left_out: Collection[Identity]
    log: ResumeLog | None

    def __iter__(self) -> Iterator[Job]:
        for source in walk(self.names, self.left_out):
            job = self.log.job(source) if self.log else Job(source)
            if job:
                yield job


@dataclass(frozen=True)
class _Form:
    """How a page is told: in words, as JSON or as CSV, with its name, with sums, with a score."""

    as_json: bool
    as_grid: bool
    with_names: bool
    with_sums: bool
    with_score: bool

    def lines(self, found: Found) -> list[str]:
        """Return what is printed of `found`."""
        if self.as_json:
            return [json_line(self.record(found))]
        if self.as_grid:
            first = [printable(found.where)] if self.with_names or found.needs_name else []
            return grid_lines(found.page.reading.tables, first)
        return [self.named(found.where, line, found.needs_name) for line in found.page.lines]

    def named(self, where: str, line: str, needs_name: bool = False) -> str:
        """Return `line` with its place before it, if it needs one."""
        return f"{printable(where)}: {line}" if self.with_names or needs_name else line

    def record(self, found: Found) -> dict[str, Any]:
        """Return what JSON has of `found`."""
        record = {"file": found.where, **as_record(found.page.reading)}
        if self.with_sums:
            record["sums"] = [sum_record(each) for each in found.page.sums]
        if self.with_score:
            record["score"] = vars(found.page.score)
        return record


class _Teller:
    """Prints outcomes, writes them to the log, and determines the exit code."""

    def __init__(self, form: _Form, shown: Progress, log: ResumeLog | None) -> None:
        self._form = form
        self._shown = shown
        self._log = log
        self._is_shown = sys.stdout.isatty()  # else it does not disturb the bar
        self._score = Score()
        self._is_bad = self._has_read = self._has_text = self._has_fault = False

    def tell(self, job: Job, outcome: Outcome | None) -> None:
        """Print an outcome of `job`; None is its end."""
        if isinstance(outcome, Found):
            self._tell_found(job, outcome)
        elif isinstance(outcome, Note):
            self._note(outcome.message)
        elif outcome is not None:
            self._has_fault = True
            self._is_bad = self._is_bad or outcome.is_bad
            with self._shown.aside():
                complain(outcome.message)
        else:
            if self._log:
                self._log.end(is_all=not self._has_fault)
            self._has_fault = False
            self._tell_score(job)
            self._shown.advance()

    def exit_code(self, is_batch: bool) -> int:
        """Return the exit code; a single bad file is bad input, but a bad part of one is not."""
        has_text = self._has_text or (self._log is not None and self._log.has_text)
        if self._is_bad:
            return SOME_BAD if is_batch or has_text or self._has_read else BAD_INPUT
        return 0 if has_text else NOTHING_READ

    def _tell_found(self, job: Job, found: Found) -> None:
        self._has_read = True
        reading = found.page.reading
        if self._form.as_grid and not reading.grids:
            with self._shown.aside():
                complain(f"{found.where}: no printed cells are seen")
        else:
            self._has_text = self._has_text or reading.has_known
        if self._form.with_score:
            self._score += found.page.score
        self._print(self._form.lines(found))
        if found.page.reading.turned and not self._form.as_json:
            self._note(f"{found.where}: {turned_by(found.page.reading.turned)}")
        if self._log:
            self._log.add(job, self._form.record(found), found.line)

    def _tell_score(self, job: Job) -> None:
        if self._form.with_score and not self._form.as_json and self._score.of:
            self._print([self._form.named(job.source.name, str(self._score))])
        self._score = Score()

    def _note(self, message: str) -> None:
        with self._shown.aside():
            complain(message)

    def _print(self, lines: Iterable[str]) -> None:
        with self._shown.aside() if self._is_shown else nullcontext():
            sys.stdout.write("".join(line + "\n" for line in lines))
            sys.stdout.flush()


def _outcomes(
    work: FileReader, jobs: Iterable[Job], workers: int
) -> Generator[tuple[Job, Outcome | None]]:
    """Yield each job with its outcomes, and with None at its end."""
    groups = in_groups(jobs, may_be_small)
    if workers > 1:
        duty = Duty(work, died, prepare_process)
        yield from in_order(duty, groups, workers, lambda job: job.is_local)
        return
    for group in groups:
        ahead = iter(group)
        job = next(ahead)
        for outcome in work(group):
            yield job, outcome
            if outcome is None:
                job = next(ahead, job)


def _submission(out: Path | None, names: Sequence[str], resume: Path | None) -> Submission | None:
    if out is None:
        return None
    if resume or len(names) > 1 or not is_image_set(Path(names[0])):
        raise SettingsError("--out is for one set of images, read without --resume")
    return Submission(out)


def _annotator(folder: Path | None, names: Sequence[str]) -> Annotator | None:
    """Return the annotator for `folder`, which is created."""
    if folder is None:
        return None
    with naming(folder, FileError, OSError, ValueError):
        make_folder(folder)
    here = identity(folder)
    if any(os.path.isdir(name) and identity(name) == here for name in names):
        raise FileError(f"{folder}: would be read and written; give --annotate another folder")
    return Annotator(folder)


def _left_out(names: Sequence[str], *written: Path | None) -> set[Identity]:
    """Return the files and folders that the walk must leave out because they are `written`."""
    own = {key for key in map(identity, filter(None, written)) if key}
    for name in names:
        if os.path.isfile(name) and identity(name) in own:
            raise FileError(f"{name}: would be read and written; give --resume another file")
    return own


def _is_batch(names: Sequence[str]) -> bool:
    return len(names) > 1 or os.path.isdir(names[0])


def _needs_names(names: Sequence[str]) -> bool:
    """Tell whether the output may come from several inks or pictures."""
    return _is_batch(names) or names[0].lower().endswith(SEVERAL)

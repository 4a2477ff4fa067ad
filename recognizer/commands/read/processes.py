"""Work spread over processes, its results in the order in which it was given out.

`concurrent.futures` would do but for three things: there, a process that dies takes the work of
all others with it and does not say what it was working at; Ctrl+C makes every process print a
traceback; and a result comes whole, where ours come one by one (a file may hold a million inks).
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from recognizer.errors import RecognizerError

Job = TypeVar("Job")
Result = TypeVar("Result")

_READY, _RESULT, _DONE = range(3)
_AHEAD = 16  # jobs for each process that are given out before the first of them is done
_MOST_KEPT = 256  # results of a job whose turn has not come; then its process has to wait


@dataclass(frozen=True)
class Duty(Generic[Job, Result]):
    """What is done with each job, and where.

    `work` yields the results of a job; `prepare` is called once in each process, at first; both are
    pickled for the processes. `died` returns a result for a job whose process ended before it,
    given in words how it ended.
    """

    work: Callable[[Job], Iterator[Result]]
    died: Callable[[Job, str], Result]
    prepare: Callable[[], None]


def in_order(
    duty: Duty[Job, Result],
    jobs: Iterable[Job],
    count: int,
    is_local: Callable[[Job], bool] = lambda _: False,
) -> Generator[tuple[Job, Result | None], None, None]:
    """Yield each job with its results, one by one as they come, and at its end with None.

    Close it (`contextlib.closing`) to end the processes, of which there are at most `count`. The
    next job is asked for only when there is somebody to do it. Those that are local are done in
    this process, when their turn comes.

    Raises
    ------
    RecognizerError
        If a process ends before it has begun to work.
    """
    pool = _Pool(duty, count)
    try:
        yield from pool.run(iter(jobs), is_local)
    finally:
        pool.close()


@dataclass
class _Task(Generic[Job, Result]):
    """A job that is given out, and what has come of it so far."""

    job: Job
    is_local: bool
    results: deque[Result] = field(default_factory=deque)
    is_done: bool = False


@dataclass
class _Worker(Generic[Job, Result]):
    """A process, our end of the pipe to it, and what it is at work on."""

    process: BaseProcess
    pipe: Connection
    task: _Task[Job, Result] | None = None
    is_ready: bool = False


class _Pool(Generic[Job, Result]):
    def __init__(self, duty: Duty[Job, Result], count: int) -> None:
        self._duty = duty
        self._count = count
        self._workers: list[_Worker[Job, Result]] = []
        self._line: deque[_Task[Job, Result]] = deque()

    def run(
        self, jobs: Iterator[Job], is_local: Callable[[Job], bool]
    ) -> Iterator[tuple[Job, Result | None]]:
        while True:
            self._give_out(jobs, is_local)
            if not self._line:
                return
            first = self._line[0]
            if first.is_local:
                yield from ((first.job, result) for result in self._duty.work(first.job))
                first.is_done = True
            while first.results:
                yield first.job, first.results.popleft()
            if first.is_done:
                self._line.popleft()
                yield first.job, None
            else:
                self._hear(first)

    def close(self) -> None:
        for worker in self._workers:
            worker.pipe.close()  # who waits for work ends by that
            if worker.task is not None:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def _give_out(self, jobs: Iterator[Job], is_local: Callable[[Job], bool]) -> None:
        while len(self._line) < self._count * _AHEAD and self._has_room():
            try:
                job = next(jobs)
            except StopIteration:
                return
            task: _Task[Job, Result] = _Task(job, is_local(job))
            self._line.append(task)
            if not task.is_local:
                self._hand_over(task)

    def _has_room(self) -> bool:
        return len(self._workers) < self._count or any(not each.task for each in self._workers)

    def _hand_over(self, task: _Task[Job, Result]) -> None:
        worker = next((each for each in self._workers if each.task is None), None)
        if worker is None:
            worker = self._start()
        worker.task = task
        try:
            worker.pipe.send(task.job)
        except OSError:  # it died of something else while it had nothing to do
            worker.task = None
            self._bury(worker)
            self._hand_over(task)

    def _start(self) -> _Worker[Job, Result]:
        context = multiprocessing.get_context("spawn")  # a fork of LiteRT's threads would hang
        ours, theirs = context.Pipe()
        arguments = (self._duty.work, self._duty.prepare, theirs)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        with _without_interrupts():
            process.start()
        theirs.close()  # so that its death ends the pipe
        worker: _Worker[Job, Result] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _hear(self, first: _Task[Job, Result]) -> None:
        """Take one message from each process that has one."""
        heard = [
            worker
            for worker in self._workers
            if worker.task and (worker.task is first or len(worker.task.results) < _MOST_KEPT)
        ]
        speaking = wait([worker.pipe for worker in heard])
        for worker in heard:
            if worker.pipe not in speaking:
                continue
            try:
                self._take(worker, worker.pipe.recv())
            except (EOFError, OSError):
                self._bury(worker)

    def _take(self, worker: _Worker[Job, Result], message: tuple[int, Any]) -> None:
        kind, result = message
        assert worker.task is not None  # noqa: S101  (else nobody listens)
        if kind == _READY:
            worker.is_ready = True
        elif kind == _RESULT:
            worker.task.results.append(result)
        else:
            worker.task.is_done = True
            worker.task = None

    def _bury(self, worker: _Worker[Job, Result]) -> None:
        """Put the result of a death into the place of what the process was at work on."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        task, how = worker.task, _how_it_ended(worker.process.exitcode)
        if not worker.is_ready:
            raise RecognizerError(f"a worker process ended before it had begun ({how})")
        if task is not None:
            task.results.append(self._duty.died(task.job, how))
            task.is_done = True


def _serve(
    work: Callable[[Job], Iterator[Result]], prepare: Callable[[], None], pipe: Connection
) -> None:
    """Do jobs until there are no more: what a process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started us
    with suppress(EOFError, ConnectionError):  # who started us has ended
        prepare()
        pipe.send((_READY, None))
        while True:
            job = pipe.recv()
            for result in work(job):
                pipe.send((_RESULT, result))
            pipe.send((_DONE, None))


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let what is started here not hear Ctrl+C; where signals are inherited, from the first on."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"

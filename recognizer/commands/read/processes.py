"""Spreads jobs over processes; the results come in the order of the jobs.

`concurrent.futures` has three problems here. A process that dies ends the work of all others, and
does not say which job it had. Ctrl+C makes every process print a traceback. And a result comes as a
whole, while a file may hold a million inks.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.resource_tracker import ensure_running
from typing import Generic, TypeVar

from recognizer.errors import RecognizerError

Job = TypeVar("Job")
Result = TypeVar("Result")

_JOBS_AHEAD = 256  # for each process, given out before the first of them is done
_MAX_WAITING_RESULTS = 256  # of a job whose turn has not come; with more its process waits


@dataclass(frozen=True)
class Duty(Generic[Job, Result]):
    """What is done with the jobs.

    `work` does some that were given out together: it yields the results of each, and None at its
    end. `prepare` is called once at the start of each process. Both
    are pickled for the processes. `died` returns a result for a job whose process ended too early;
    it is told in words how it ended.
    """

    work: Callable[[Sequence[Job]], Iterator[Result | None]]
    died: Callable[[Job, str], Result]
    prepare: Callable[[], None]


def in_order(
    duty: Duty[Job, Result],
    groups: Iterable[Sequence[Job]],
    count: int,
    is_local: Callable[[Job], bool] = lambda _: False,
) -> Generator[tuple[Job, Result | None], None, None]:
    """Yield each job with its results, one by one as they come, and with None at its end.

    There are at most `count` processes; close the generator (`contextlib.closing`) to end them. A
    group of jobs is taken from `groups` only when a process can do it, and given out as a whole.
    If its process dies, each of several is done again by itself, so that only what killed it is
    told to have died. Local jobs are done in this process when their turn comes; they are alone in
    their groups.

    Raises
    ------
    RecognizerError
        If a process ends before it has begun to work.
    """
    pool = _Pool(duty, count)
    try:
        yield from pool.run(iter(groups), is_local)
    finally:
        pool.close()


@dataclass
class _Task(Generic[Job, Result]):
    """A job that was given out, and its results so far."""

    job: Job
    is_local: bool
    results: deque[Result] = field(default_factory=deque)
    is_done: bool = False


@dataclass
class _Worker(Generic[Job, Result]):
    """A process, our end of the pipe to it, and the jobs that it has still to do."""

    process: BaseProcess
    pipe: Connection
    tasks: deque[_Task[Job, Result]] = field(default_factory=deque)
    is_ready: bool = False


class _Pool(Generic[Job, Result]):
    def __init__(self, duty: Duty[Job, Result], count: int) -> None:
        self._duty = duty
        self._count = count
        self._workers: list[_Worker[Job, Result]] = []
        self._line: deque[_Task[Job, Result]] = deque()
        self._again: deque[_Task[Job, Result]] = deque()

    def run(
        self, groups: Iterator[Sequence[Job]], is_local: Callable[[Job], bool]
    ) -> Iterator[tuple[Job, Result | None]]:
        while True:
            self._give_out(groups, is_local)
            if not self._line:
                return
            first = self._line[0]
            if first.is_local:
                results = self._duty.work([first.job])
                yield from ((first.job, result) for result in results if result is not None)
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
            worker.pipe.close()  # ends a process that waits for work
            if worker.tasks:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def _give_out(self, groups: Iterator[Sequence[Job]], is_local: Callable[[Job], bool]) -> None:
        while self._again and self._has_room():
            self._hand_over([self._again.popleft()])
        while len(self._line) < self._count * _JOBS_AHEAD and self._has_room():
            group = next(groups, None)
            if group is None:
                return
            tasks: list[_Task[Job, Result]] = [_Task(job, is_local(job)) for job in group]
            self._line += tasks
            if not tasks[0].is_local:
                self._hand_over(tasks)

    def _has_room(self) -> bool:
        return len(self._workers) < self._count or any(not each.tasks for each in self._workers)

    def _hand_over(self, tasks: Sequence[_Task[Job, Result]]) -> None:
        worker = next((each for each in self._workers if not each.tasks), None)
        if worker is None:
            worker = self._start()
        worker.tasks.extend(tasks)
        try:
            worker.pipe.send([each.job for each in tasks])
        except OSError:  # it died while it had nothing to do
            worker.tasks.clear()
            self._bury(worker)
            self._hand_over(tasks)

    def _start(self) -> _Worker[Job, Result]:
        context = multiprocessing.get_context("spawn")  # a fork of LiteRT's threads would hang
        ours, theirs = context.Pipe()
        arguments = (self._duty.work, self._duty.prepare, theirs)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        worker: _Worker[Job, Result] = _Worker(process, ours)
        with _interrupts_put_off():
            process.start()
            theirs.close()  # so that the pipe ends when the process dies
            self._workers.append(worker)
        return worker

    def _hear(self, first: _Task[Job, Result]) -> None:
        """Receive one message from each process that has one."""
        heard = [
            worker
            for worker in self._workers
            if worker.tasks
            and (worker.tasks[0] is first or len(worker.tasks[0].results) < _MAX_WAITING_RESULTS)
        ]
        speaking = wait([worker.pipe for worker in heard])
        for worker in heard:
            if worker.pipe not in speaking:
                continue
            try:
                self._take(worker, worker.pipe.recv())
            except (EOFError, OSError):
                self._bury(worker)

    def _take(self, worker: _Worker[Job, Result], results: Sequence[Result | None]) -> None:
        worker.is_ready = True
        for result in results:
            if result is None:
                worker.tasks.popleft().is_done = True
            else:
                worker.tasks[0].results.append(result)

    def _bury(self, worker: _Worker[Job, Result]) -> None:
        """Have the jobs of a dead process done again; or tell of its death, if it had only one."""
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)
        how = _how_it_ended(worker.process.exitcode)
        if not worker.is_ready:
            raise RecognizerError(f"a worker process ended before it had begun ({how})")
        if len(worker.tasks) == 1:
            (task,) = worker.tasks
            task.results.append(self._duty.died(task.job, how))
            task.is_done = True
        else:
            self._again += worker.tasks


def _serve(
    work: Callable[[Sequence[Job]], Iterator[Result | None]],
    prepare: Callable[[], None],
    pipe: Connection,
) -> None:
    """Do jobs until there are no more. This runs in the worker process.

    What several jobs give is sent at once: if it dies before, nothing of them is known.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is handled by the parent process
    with suppress(EOFError, ConnectionError):  # the parent process has ended
        prepare()
        pipe.send([])
        while True:
            jobs = pipe.recv()
            if len(jobs) > 1:
                pipe.send([*work(jobs)])
                continue
            for result in work(jobs):
                pipe.send([result])


@contextmanager
def _interrupts_put_off() -> Iterator[None]:
    """Let Ctrl+C wait for the end of the block, and processes that it starts never hear of it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number))
    try:
        with _interrupts_blocked():
            yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Block Ctrl+C in this thread, and for good in what it starts, where the system can do that."""
    if sys.platform == "win32":
        yield
        return
    ensure_running()  # else it is started with the first process, and unblocks Ctrl+C
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _how_it_ended(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"

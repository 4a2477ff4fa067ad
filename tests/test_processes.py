"""Here the work is that of classes of this file: the processes import it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from recognizer.commands.read.processes import Duty, in_order
from recognizer.errors import RecognizerError

END = None


def count_up(job: int) -> Iterator[int]:
    """Yield the numbers below `job`; even ones take a while, to come late."""
    if job % 2 == 0:
        time.sleep(0.02)
    yield from range(job)


def name_of_process(job: int) -> Iterator[int]:
    """Yield which process it is."""
    time.sleep(0.05)
    yield os.getpid()


def fall(job: int) -> Iterator[int]:
    """Yield one number; of 3 and 5 the process dies then."""
    yield job
    if job == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    if job == 5:
        os._exit(7)


def go_on(job: Path) -> Iterator[int]:
    """Tell that it has begun, and yield more than any pipe or patience holds."""
    job.write_text("begun")
    yield from range(10**9)


def no_fault(job: object, how: str) -> int:
    raise AssertionError(how)


def at_once() -> None:
    """Prepare nothing."""


def die_early() -> None:
    """Die before there is work."""
    os._exit(3)


class InterruptedStart:
    """Prepares nothing; Ctrl+C is pressed while the first process is being started with it."""

    def __call__(self) -> None:
        """Prepare nothing."""

    def __reduce__(self) -> tuple[Callable[[], Callable[[], None]], tuple[()]]:
        signal.raise_signal(signal.SIGINT)
        return InterruptedStart, ()


def grouped(outcomes: Iterator[tuple[int, int | str | None]]) -> list[tuple[int, list[object]]]:
    """Return each job with its results; every one must have an end."""
    every: list[tuple[int, list[object]]] = []
    results: list[object] = []
    for job, result in outcomes:
        if result is END:
            every.append((job, results))
            results = []
        else:
            results.append(result)
    assert results == []
    return every


@pytest.mark.parametrize("count", [1, 3])
def test_results_come_in_the_order_of_the_jobs(count: int) -> None:
    jobs = [4, 1, 0, 7, 2, 3, *range(40)]
    done = grouped(in_order(Duty(count_up, no_fault, at_once), jobs, count))
    assert done == [(job, list(range(job))) for job in jobs]


def test_more_results_than_a_pipe_holds_are_no_reason_to_hang() -> None:
    done = grouped(in_order(Duty(count_up, no_fault, at_once), [2, 20_001, 20_001], 2))
    assert [len(results) for _, results in done] == [2, 20_001, 20_001]


def test_without_jobs_there_is_nothing() -> None:
    assert list(in_order(Duty(count_up, no_fault, at_once), [], 2)) == []


def test_the_work_is_done_by_so_many_other_processes() -> None:
    duty = Duty(name_of_process, no_fault, at_once)
    seen = {result for _, result in in_order(duty, range(20), 2) if result is not END}
    assert len(seen) == 2
    assert os.getpid() not in seen


def test_no_more_processes_than_jobs_are_started() -> None:
    duty = Duty(name_of_process, no_fault, at_once)
    with closing(in_order(duty, range(2), 50)) as outcomes:
        next(outcomes)
        assert len(multiprocessing.active_children()) <= 2


def test_a_local_job_is_done_here_and_at_its_turn() -> None:
    duty: Duty[int, Any] = Duty(name_of_process, no_fault, at_once)
    done = grouped(in_order(duty, range(5), 2, lambda job: job == 2))
    assert [job for job, _ in done] == list(range(5))
    assert [results == [os.getpid()] for _, results in done] == [job == 2 for job in range(5)]


def test_jobs_are_asked_for_only_as_they_are_needed() -> None:
    asked = []

    def jobs() -> Iterator[int]:
        for job in range(10_000):
            asked.append(job)
            yield 1

    with closing(in_order(Duty(count_up, no_fault, at_once), jobs(), 2)) as outcomes:
        next(outcomes)
        assert len(asked) < 100


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
def test_a_death_is_the_result_of_its_job_and_of_no_other() -> None:
    # What tells of a death stays in this process.
    duty: Duty[int, Any] = Duty(fall, lambda job, how: f"{job} died: {how}", at_once)
    done = grouped(in_order(duty, range(8), 2))
    expected: list[tuple[int, list[object]]] = [(job, [job]) for job in range(8)]
    expected[3] = (3, [3, "3 died: SIGKILL"])
    expected[5] = (5, [5, "5 died: exit code 7"])
    assert done == expected


def test_processes_that_cannot_begin_are_an_error() -> None:
    with pytest.raises(RecognizerError, match=r"ended before it had begun \(exit code 3\)"):
        list(in_order(Duty(count_up, no_fault, die_early), [1, 2], 2))


def test_closing_ends_the_processes_in_the_midst_of_their_work(tmp_path: Path) -> None:
    jobs = [tmp_path / "1", tmp_path / "2"]
    with closing(in_order(Duty(go_on, no_fault, at_once), jobs, 2)) as outcomes:
        assert next(outcomes) == (jobs[0], 0)
    assert multiprocessing.active_children() == []


def test_an_interrupt_while_a_process_is_started_is_not_lost() -> None:
    with pytest.raises(KeyboardInterrupt):
        list(in_order(Duty(count_up, no_fault, InterruptedStart()), [1, 2], 2))
    assert multiprocessing.active_children() == []

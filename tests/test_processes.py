"""Here the work is that of classes of this file: the processes import it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from recognizer.commands.read.processes import Duty, in_order
from recognizer.errors import RecognizerError

END = None


def count_up(jobs: Sequence[int]) -> Iterator[int | None]:
    """Yield for each job the numbers below it; even ones take a while, to come late."""
    for job in jobs:
        if job % 2 == 0:
            time.sleep(0.02)
        yield from range(job)
        yield END


def name_of_process(jobs: Sequence[int]) -> Iterator[int | None]:
    """Yield for each job which process it is."""
    for _ in jobs:
        time.sleep(0.05)
        yield os.getpid()
        yield END


def fall(jobs: Sequence[int]) -> Iterator[int | None]:
    """Yield for each job its number; of 3 and 5 the process dies then."""
    for job in jobs:
        yield job
        if job == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        if job == 5:
            os._exit(7)
        yield END


def go_on(jobs: Sequence[Path]) -> Iterator[int | None]:
    """Tell that it has begun, and yield more than any pipe or patience holds."""
    jobs[0].write_text("begun")
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


def each_alone(jobs: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield groups of one job each."""
    return ([job] for job in jobs)


def with_results(
    outcomes: Iterator[tuple[int, int | str | None]],
) -> list[tuple[int, list[object]]]:
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
    done = with_results(in_order(Duty(count_up, no_fault, at_once), each_alone(jobs), count))
    assert done == [(job, list(range(job))) for job in jobs]


def test_more_results_than_a_pipe_holds_are_no_reason_to_hang() -> None:
    done = with_results(
        in_order(Duty(count_up, no_fault, at_once), each_alone([2, 20_001, 20_001]), 2)
    )
    assert [len(results) for _, results in done] == [2, 20_001, 20_001]


def test_without_jobs_there_is_nothing() -> None:
    assert list(in_order(Duty(count_up, no_fault, at_once), [], 2)) == []


def test_the_work_is_done_by_so_many_other_processes() -> None:
    duty = Duty(name_of_process, no_fault, at_once)
    seen = {result for _, result in in_order(duty, each_alone(range(20)), 2) if result is not END}
    assert len(seen) == 2
    assert os.getpid() not in seen


def test_no_more_processes_than_jobs_are_started() -> None:
    duty = Duty(name_of_process, no_fault, at_once)
    with closing(in_order(duty, each_alone(range(2)), 50)) as outcomes:
        next(outcomes)
        assert len(multiprocessing.active_children()) <= 2


def test_a_local_job_is_done_here_and_at_its_turn() -> None:
    duty: Duty[int, Any] = Duty(name_of_process, no_fault, at_once)
    done = with_results(in_order(duty, each_alone(range(5)), 2, lambda job: job == 2))
    assert [job for job, _ in done] == list(range(5))
    assert [results == [os.getpid()] for _, results in done] == [job == 2 for job in range(5)]


def test_jobs_are_asked_for_only_as_they_are_needed() -> None:
    asked = []

    def jobs() -> Iterator[int]:
        for job in range(10_000):
            asked.append(job)
            yield 1

    with closing(in_order(Duty(count_up, no_fault, at_once), each_alone(jobs()), 2)) as outcomes:
        next(outcomes)
        assert len(asked) < 1000


def test_jobs_that_are_given_out_together_are_done_by_one_process() -> None:
    duty: Duty[int, Any] = Duty(name_of_process, no_fault, at_once)
    done = with_results(in_order(duty, [[0, 1, 2], [3, 4], [5]], 3))
    assert [job for job, _ in done] == list(range(6))
    by = [results for _, results in done]
    assert by[0] == by[1] == by[2] != by[3] == by[4] != by[5]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs signals")
@pytest.mark.parametrize("groups", [[[k] for k in range(8)], [[0, 1, 2, 3, 4], [5, 6, 7]]])
def test_a_death_is_the_result_of_its_job_and_of_no_other(
    groups: list[list[int]],
) -> None:
    # What tells of a death stays in this process.
    duty: Duty[int, Any] = Duty(fall, lambda job, how: f"{job} died: {how}", at_once)
    done = with_results(in_order(duty, groups, 2))
    expected: list[tuple[int, list[object]]] = [(job, [job]) for job in range(8)]
    expected[3] = (3, [3, "3 died: SIGKILL"])
    expected[5] = (5, [5, "5 died: exit code 7"])
    assert done == expected


def test_processes_that_cannot_begin_are_an_error() -> None:
    with pytest.raises(RecognizerError, match=r"ended before it had begun \(exit code 3\)"):
        list(in_order(Duty(count_up, no_fault, die_early), [[1], [2]], 2))


def test_closing_ends_the_processes_in_the_midst_of_their_work(tmp_path: Path) -> None:
    jobs = [tmp_path / "1", tmp_path / "2"]
    with closing(in_order(Duty(go_on, no_fault, at_once), each_alone(jobs), 2)) as outcomes:
        assert next(outcomes) == (jobs[0], 0)
    assert multiprocessing.active_children() == []


def test_an_interrupt_while_a_process_is_started_is_not_lost() -> None:
    with pytest.raises(KeyboardInterrupt):
        list(in_order(Duty(count_up, no_fault, InterruptedStart()), [[1], [2]], 2))
    assert multiprocessing.active_children() == []

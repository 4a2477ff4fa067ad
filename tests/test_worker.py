"""Work beside the main thread: the newest question wins, and nothing is lost in silence."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from recognizer.board.threads import worker as worker_module
from recognizer.board.threads.worker import Worker
from recognizer.errors import InkError, UnexpectedError

Pause = Callable[[], None]

SOON = 60.0  # seconds: what takes longer hangs


class Gate:
    """Work that begins when it is let in, and tells when it has come."""

    def __init__(self) -> None:
        self.come, self.open = threading.Event(), threading.Event()
        self.begun: list[int] = []

    def __call__(self, question: int, pause: Pause) -> int:
        self.begun.append(question)
        self.come.set()
        assert self.open.wait(SOON)
        return -question


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate()
    yield gate
    gate.open.set()


def square(question: int, pause: Pause) -> int:
    return question * question


def settled(worker: Worker[int, int]) -> list[tuple[int, object]]:
    assert worker.settle(SOON)
    return list(worker.answers())


def test_a_question_is_answered() -> None:
    worker = Worker(square)
    worker.ask(7)
    assert settled(worker) == [(7, 49)]
    worker.close()


def test_an_answer_is_given_once() -> None:
    worker = Worker(square)
    worker.ask(7)
    assert settled(worker)
    assert not worker.has_answer
    assert worker.answers() == []
    worker.close()


def test_answers_wait_in_order_until_they_are_fetched() -> None:
    worker = Worker(square)
    for question in (3, 1, 2):
        worker.ask(question)
        assert worker.settle(SOON)
    assert worker.has_answer
    assert worker.answers() == [(3, 9), (1, 1), (2, 4)]
    worker.close()


def test_a_worker_that_was_never_asked_is_idle() -> None:
    worker = Worker(square)
    assert worker.settle(0)
    assert not worker.has_answer
    worker.close()


def test_nobody_waits_for_an_answer_under_way(gate: Gate) -> None:
    worker = Worker(gate)
    worker.ask(1)
    assert gate.come.wait(SOON)
    assert worker.answers() == []
    assert not worker.has_answer
    assert not worker.settle(0.01)
    gate.open.set()
    worker.close()


def test_the_newest_question_takes_the_place_of_those_that_have_not_begun(gate: Gate) -> None:
    worker = Worker(gate)
    worker.ask(1)
    assert gate.come.wait(SOON)
    for question in range(2, 6):
        worker.ask(question)
    gate.open.set()
    assert settled(worker) == [(1, -1), (5, -5)]
    assert gate.begun == [1, 5]
    worker.close()


def test_questions_of_others_wait_for_their_turn_and_do_not_break_off_the_work() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(question: int, pause: Pause) -> int:
        begun.set()
        assert go_on.wait(SOON)
        pause()
        return -question

    worker = Worker(work, asker=lambda question: question % 2)
    worker.ask(1)
    assert begun.wait(SOON)
    for question in (2, 4):
        worker.ask(question)
    go_on.set()
    assert settled(worker) == [(1, -1), (4, -4)]
    worker.close()


def test_of_a_thousand_questions_at_once_the_last_is_answered() -> None:
    worker = Worker(square)
    for question in range(1000):
        worker.ask(question)
    answers = settled(worker)
    assert answers[-1] == (999, 999**2)
    questions = [question for question, _ in answers]
    assert questions == sorted(set(questions))
    worker.close()


def test_long_work_is_abandoned_for_a_newer_question() -> None:
    begun = threading.Event()

    def work(question: int, pause: Pause) -> int:
        begun.set()
        while question == 1:
            pause()
        return -question

    worker = Worker(work)
    worker.ask(1)
    assert begun.wait(SOON)
    worker.ask(2)
    assert settled(worker) == [(2, -2)]
    worker.close()


def test_work_cannot_swallow_that_it_is_abandoned() -> None:
    begun = threading.Event()

    def work(question: int, pause: Pause) -> int:
        begun.set()
        while question == 1:
            with suppress(Exception):
                pause()
        return -question

    worker = Worker(work)
    worker.ask(1)
    assert begun.wait(SOON)
    worker.ask(2)
    assert settled(worker) == [(2, -2)]
    worker.close()


def test_work_behind_another_gives_way_to_it_and_is_begun_anew() -> None:
    begun, order = threading.Event(), list[str]()

    def second(question: int, pause: Pause) -> int:
        order.append("begun")
        begun.set()
        while order.count("begun") == 1:
            pause()
        return -question

    def first(question: int, pause: Pause) -> int:
        order.append("first")
        return question

    one = Worker(first)
    other: Worker[int, int] = Worker(second, behind=one)
    other.ask(7)
    assert begun.wait(SOON)
    one.ask(1)
    assert settled(one) == [(1, 1)]
    assert settled(other) == [(7, -7)]
    assert order == ["begun", "first", "begun"]
    one.close()


def test_work_behind_another_is_not_waited_for(gate: Gate) -> None:
    one = Worker(square)
    other = Worker(gate, behind=one)
    other.ask(7)
    assert gate.come.wait(SOON)
    assert one.settle(0)
    assert not other.settle(0.01)
    gate.open.set()
    other.close()


def test_a_pause_goes_on_when_nothing_newer_has_come() -> None:
    def work(question: int, pause: Pause) -> int:
        pause()
        return -question

    worker = Worker(work)
    worker.ask(1)
    assert settled(worker) == [(1, -1)]
    worker.close()


def test_what_a_user_can_mend_is_an_answer() -> None:
    def work(question: int, pause: Pause) -> int:
        raise InkError(f"no {question}")

    worker = Worker(work)
    worker.ask(4)
    ((question, error),) = settled(worker)
    assert question == 4
    assert isinstance(error, InkError)
    assert str(error) == "no 4"
    worker.close()


@pytest.mark.parametrize("kind", [ZeroDivisionError, MemoryError, SystemExit, KeyboardInterrupt])
def test_any_other_error_is_an_unexpected_one_and_the_next_question_is_answered(
    kind: type[BaseException],
) -> None:
    def work(question: int, pause: Pause) -> int:
        if question == 2:
            raise kind
        return -question

    worker = Worker(work, "adding")
    for question in (1, 2, 3):
        worker.ask(question)
        assert worker.settle(SOON)
    one, (_, error), three = worker.answers()
    assert (one, three) == ((1, -1), (3, -3))
    assert isinstance(error, UnexpectedError)
    assert isinstance(error.__cause__, kind)
    assert str(error) == f"adding failed unexpectedly ({kind.__name__})"
    worker.close()


def test_questions_may_be_false_and_answers_none() -> None:
    worker: Worker[int, None] = Worker(lambda question, pause: None)
    worker.ask(0)
    assert worker.settle(SOON)
    assert worker.answers() == [(0, None)]
    worker.close()


def test_work_is_done_on_one_other_thread() -> None:
    worker: Worker[int, int] = Worker(lambda question, pause: threading.get_ident())
    seen = set()
    for question in range(5):
        worker.ask(question)
        assert worker.settle(SOON)
        seen |= {thread for _, thread in worker.answers()}
    assert len(seen) == 1
    assert threading.get_ident() not in seen
    worker.close()


def test_the_worker_can_be_asked_by_its_own_work() -> None:
    def work(question: int, pause: Pause) -> int:
        if question:
            worker.ask(question - 1)
        return -question

    worker = Worker(work)
    worker.ask(2)
    assert settled(worker) == [(2, -2), (1, -1), (0, 0)]
    worker.close()


# The end


def test_closing_ends_the_thread() -> None:
    before = set(threading.enumerate())
    workers = [Worker(square) for _ in range(5)]
    threads = set(threading.enumerate()) - before
    assert len(threads) == 5
    for worker in workers:
        worker.ask(1)
        worker.close()
        worker.close()
    for thread in threads:
        thread.join(SOON)
        assert not thread.is_alive()


def test_closing_drops_the_question_that_has_not_begun(gate: Gate) -> None:
    worker = Worker(gate)
    worker.ask(1)
    assert gate.come.wait(SOON)
    threading.Thread(target=open_when_closed, args=(gate, worker)).start()
    worker.close()
    assert settled(worker) == [(1, -1)]
    assert gate.begun == [1]


def open_when_closed(gate: Gate, worker: Worker[int, int]) -> None:
    """Ask again and again until the worker takes no more questions, and let its work go on then."""
    with suppress(RuntimeError):
        while True:
            worker.ask(2)
            time.sleep(0.001)
    gate.open.set()


def test_closing_abandons_long_work() -> None:
    begun = threading.Event()

    def work(question: int, pause: Pause) -> int:
        begun.set()
        while True:
            pause()

    worker = Worker(work)
    worker.ask(1)
    assert begun.wait(SOON)
    worker.close()
    assert settled(worker) == []


def test_closing_does_not_wait_for_work_that_never_pauses(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "CLOSE_SECONDS", 0.1)
    worker = Worker(gate)
    worker.ask(1)
    assert gate.come.wait(SOON)
    worker.close()
    assert not worker.settle(0)


def test_what_was_answered_can_be_fetched_after_closing() -> None:
    worker = Worker(square)
    worker.ask(3)
    assert worker.settle(SOON)
    worker.close()
    assert worker.answers() == [(3, 9)]


def test_a_closed_worker_is_not_asked() -> None:
    worker = Worker(square)
    worker.close()
    with pytest.raises(RuntimeError, match="closed"):
        worker.ask(1)

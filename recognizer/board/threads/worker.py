"""A thread that answers questions. Of each asker only the newest counts; the loop collects them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from recognizer.errors import RecognizerError
from recognizer.keeping.faults import as_error

Q = TypeVar("Q")
A = TypeVar("A")

CLOSE_SECONDS = 10.0
"""The longest time that `Worker.close` waits."""


class _Abandoned(BaseException):  # no Exception, so that `except Exception` does not catch it
    """Ends work because a newer question has come, or the worker is closed."""


class Worker(Generic[Q, A]):
    """One thread that answers questions, one at a time.

    `work` is given a question and a function `pause`, and returns the answer. Long work calls
    `pause()` now and then. When a newer question has come, that raises an exception which ends the
    work. Other exceptions are answers, too: one that is no `RecognizerError` becomes an
    `UnexpectedError`, which says `name`.

    `asker` tells who asks a question: only questions of the same one replace each other. The others
    wait for their turn.

    A worker `behind` another shares its thread, and gives way to it: if the other is asked, its
    work ends at the next pause, and is done again later.
    """

    def __init__(
        self,
        work: Callable[[Q, Callable[[], None]], A],
        name: str = "work",
        behind: Worker[Any, Any] | None = None,
        asker: Callable[[Q], Hashable] = lambda _: None,
    ) -> None:
        self._work = work
        self._name = name
        self._asker = asker
        self._asked: dict[Hashable, Q] = {}  # the questions that have not begun, by their askers
        self._answers: Hashable = None  # whose question is being answered
        self._ready: list[tuple[Q, A | RecognizerError]] = []
        self._hands: _Hands = behind._hands if behind else _Hands(name)
        self._first = self._hands.join(self)

    def ask(self, question: Q) -> None:
        """Ask a question. It replaces one of the same asker that has not been answered.

        Raises
        ------
        RuntimeError
            If the worker is closed.
        """
        with self._hands.changed:
            if self._hands.is_closed:
                raise RuntimeError("the worker is closed")
            self._asked[self._asker(question)] = question
            self._hands.changed.notify_all()

    @property
    def is_asked(self) -> bool:
        """Whether a question is waiting."""
        return bool(self._asked)

    @property
    def is_busy(self) -> bool:
        """Whether a question has no answer yet."""
        return bool(self._asked) or self._hands.at_work is self

    @property
    def has_answer(self) -> bool:
        """Whether `answers` would return something. Asking costs next to nothing."""
        return bool(self._ready)

    def answers(self) -> list[tuple[Q, A | RecognizerError]]:
        """Return the new answers with their questions, in order. Does not wait."""
        with self._hands.changed:
            ready, self._ready = self._ready, []
            return ready

    def settle(self, timeout: float) -> bool:
        """Wait at most `timeout` seconds until all work is done; tell whether it is."""
        hands = self._hands
        with hands.changed:
            return hands.changed.wait_for(lambda: not self.is_busy, timeout)

    def close(self) -> None:
        """Drop waiting questions, and wait for the thread, which ends at its next pause.

        Python must not end while a thread is inside a C++ library: that aborts the process.
        Answers that are ready can still be collected.
        """
        self._hands.close()

    def take(self) -> Q:
        """Return the question that has waited longest, and forget it."""
        return self._asked.pop(next(iter(self._asked)))

    def drop(self) -> None:
        """Forget the questions that wait."""
        self._asked.clear()

    def answer(self, question: Q) -> None:
        """Answer a question; this runs on the thread."""
        self._answers = self._asker(question)
        try:
            answer: A | RecognizerError = self._work(question, self._pause)
        except _Abandoned:
            self._put_back(question)
            return
        except BaseException as error:
            answer = as_error(error, self._name)
        with self._hands.changed:
            self._ready.append((question, answer))

    def _put_back(self, question: Q) -> None:
        """Ask a question again that gave way to others, unless a newer one has come."""
        with self._hands.changed:
            if not self._hands.is_closed:
                self._asked.setdefault(self._asker(question), question)

    def _pause(self) -> None:
        is_outdated = self._answers in self._asked
        gives_way = any(each.is_asked for each in self._first if each is not self)
        if self._hands.is_closed or is_outdated or gives_way:
            raise _Abandoned


class _Hands:
    """One thread for several workers. A question to an earlier one is answered first."""

    def __init__(self, name: str) -> None:
        self.changed = threading.Condition()
        self.is_closed = False
        self.at_work: Worker[Any, Any] | None = None
        self._workers: tuple[Worker[Any, Any], ...] = ()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def join(self, worker: Worker[Any, Any]) -> tuple[Worker[Any, Any], ...]:
        """Add `worker` behind all others; return all workers that it gives way to, and itself."""
        with self.changed:
            self._workers = (*self._workers, worker)
            return self._workers

    def close(self) -> None:
        """Let the thread end, and wait for it."""
        with self.changed:
            self.is_closed = True
            for each in self._workers:
                each.drop()
            self.changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        while todo := self._next():
            worker, question = todo
            worker.answer(question)
            with self.changed:
                self.at_work = None
                self.changed.notify_all()

    def _next(self) -> tuple[Worker[Any, Any], Any] | None:
        """Wait for a question; return its worker and the question, or None when closed."""
        with self.changed:
            self.changed.wait_for(lambda: self.is_closed or any(w.is_asked for w in self._workers))
            if self.is_closed:
                return None
            self.at_work = next(each for each in self._workers if each.is_asked)
            return self.at_work, self.at_work.take()

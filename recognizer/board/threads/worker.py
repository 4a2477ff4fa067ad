"""Work beside the main thread: the newest question counts, answers are fetched when it suits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from recognizer.errors import RecognizerError
from recognizer.keeping.faults import as_error

Q = TypeVar("Q")
A = TypeVar("A")

CLOSE_SECONDS = 10.0
"""How long `Worker.close` waits at most."""


class _Abandoned(BaseException):  # like GeneratorExit: `except Exception` must not catch it
    """A newer question has come, or none will any more."""


class Worker(Generic[Q, A]):
    """One thread that answers questions, one at a time.

    Parameters
    ----------
    work : callable
        Is given a question and `pause`, and returns the answer. Long work calls `pause()` now and
        then: it does not return, but ends the work, once a newer question has come. An exception
        is an answer, too: what is no `RecognizerError` becomes an `UnexpectedError`.
    name : str
        What the work is, for such an error and for the thread: "reading".
    """

    def __init__(self, work: Callable[[Q, Callable[[], None]], A], name: str = "work") -> None:
        self._work = work
        self._name = name
        self._changed = threading.Condition()
        self._asked: list[Q] = []  # the question that has not begun, or none
        self._ready: list[tuple[Q, A | RecognizerError]] = []
        self._is_busy = False
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, question: Q) -> None:
        """Put a question in the place of the one that has not begun.

        Raises
        ------
        RuntimeError
            If the worker is closed.
        """
        with self._changed:
            if self._is_closed:
                raise RuntimeError("the worker is closed")
            self._asked = [question]
            self._changed.notify_all()

    @property
    def has_answer(self) -> bool:
        """Whether `answers` has something to give; costs next to nothing."""
        return bool(self._ready)

    def answers(self) -> list[tuple[Q, A | RecognizerError]]:
        """Return what has been answered since, with the questions, in order; never wait."""
        with self._changed:
            ready, self._ready = self._ready, []
            return ready

    def settle(self, timeout: float) -> bool:
        """Wait until there is nothing to do, `timeout` seconds at most; tell whether it is so."""
        with self._changed:
            return self._changed.wait_for(lambda: not (self._asked or self._is_busy), timeout)

    def close(self) -> None:
        """Drop what is asked, and wait for the thread to end: at the next pause of its work.

        Python must not end while a thread is inside a C++ library: that aborts the process.
        What is answered already can still be fetched.
        """
        with self._changed:
            self._is_closed = True
            self._asked = []
            self._changed.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        while question := self._next():
            answer = self._answer(question[0])
            with self._changed:
                self._is_busy = False
                self._ready += [(question[0], each) for each in answer]
                self._changed.notify_all()

    def _next(self) -> list[Q]:
        """Return the next question as soon as there is one; none when closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._asked or self._is_closed)
            question, self._asked = self._asked, []
            self._is_busy = bool(question)
            return question

    def _answer(self, question: Q) -> list[A | RecognizerError]:
        """Return the answer, or none if the work was abandoned."""
        try:
            return [self._work(question, self._pause)]
        except _Abandoned:
            return []
        except BaseException as error:
            return [as_error(error, self._name)]

    def _pause(self) -> None:
        if self._asked or self._is_closed:
            raise _Abandoned

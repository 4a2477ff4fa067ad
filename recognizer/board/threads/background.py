"""The threads for reading, looking closer and files: all that takes longer than a frame."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from recognizer.board.threads.worker import Worker
from recognizer.document.session import Question
from recognizer.errors import RecognizerError
from recognizer.ink import Ink
from recognizer.keeping.faults import as_error
from recognizer.reading.insight import Insight, at_a_glance
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, Symbol

SWITCH_SECONDS = 0.0005
Answer = Reading | RecognizerError


@dataclass(frozen=True, eq=False)
class Look:
    """A question for the looking glass; without a symbol for all the ink there is, as one thing.

    `insight` is what was seen at the first glance.
    """

    question: Question
    symbol: Symbol | None = None
    insight: Insight | None = None

    @property
    def ink(self) -> Ink:
        """What to look at."""
        whole = self.question.ink
        return Ink(tuple(whole.strokes[k] for k in self.symbol.strokes)) if self.symbol else whole


class Background:
    """The threads of a board. Whatever comes back is taken up by the loop, never in between.

    The reader is used on the reading thread only from now on.
    """

    def __init__(self, reader: Reader) -> None:
        # A thread at work gives way to the loop after half a millisecond, not five: else a frame
        # drawn while something is read takes 3 ms longer at the 99th percentile.
        sys.setswitchinterval(SWITCH_SECONDS)
        self._reader = reader
        self._reading: Worker[Question, Reading] = Worker(
            lambda q, pause: q.ask(reader, pause), "reading"
        )
        self._looking: Worker[Look, Insight | None] = Worker(
            self._look, "looking closer", behind=self._reading
        )
        self._files = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._keeping = ThreadPoolExecutor(1, thread_name_prefix="keeping")
        self._pending: list[tuple[Future[object], Callable[[object], None]]] = []

    def read(self, question: Question) -> None:
        """Have `question` read; the newest wins."""
        self._reading.ask(question)

    def finish_reading(self, seconds: float) -> None:
        """Wait until what is to be read has been, so many `seconds` at most."""
        self._reading.settle(seconds)

    def look(self, look: Look) -> None:
        """Have it looked at, or closer; the newest wins."""
        self._looking.ask(look)

    def do(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Do work on files; `then` gets what it returns, or its RecognizerError, on the loop."""
        self._pending.append((self._files.submit(_caught, work), then))

    def keep(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Do work on the journal, which no other file is to keep waiting; else as `do`."""
        self._pending.append((self._keeping.submit(_caught, work), then))

    @property
    def has_answer(self) -> bool:
        """Whether there is something to collect."""
        done = any(future.done() for future, _ in self._pending)
        return done or self._reading.has_answer or self._looking.has_answer

    def readings(self) -> list[tuple[Question, Answer]]:
        """Return the readings that are ready."""
        return self._reading.answers()

    def looks(self) -> list[tuple[Look, Insight | RecognizerError | None]]:
        """Return what was seen meanwhile."""
        return self._looking.answers()

    def finish_files(self) -> None:
        """Pass on the results of the work on files that is done."""
        for pair in [pair for pair in self._pending if pair[0].done()]:
            self._pending.remove(pair)
            future, then = pair
            then(future.result())

    def is_idle(self, seconds: float) -> bool:
        """Wait until nothing is under way; tell whether that came within `seconds`."""
        until = time.monotonic() + seconds
        wait([future for future, _ in self._pending], max(0.0, until - time.monotonic()))
        done = all(future.done() for future, _ in self._pending)
        return done and all(
            worker.settle(max(0.0, until - time.monotonic()))
            for worker in (self._reading, self._looking)
        )

    def close(self) -> None:
        """End the threads; work on files is done first, for nothing saved may be lost."""
        self._files.shutdown()
        self._keeping.shutdown()
        try:
            self.finish_files()  # what was opened asks to be read, which no closed thread hears
        finally:
            self._reading.close()  # and looking, on the same thread

    def _look(self, look: Look, pause: Callable[[], None]) -> Insight | None:
        with self._reader.pausing(pause):
            if look.insight is not None:
                return self._reader.look_closer(look.insight)
            symbol = look.symbol
            if symbol is None:
                self._reader.learn(look.question.lessons)
                symbol = self._reader.read_digit(look.ink).only
            if symbol is None:
                return None
            return at_a_glance(symbol, look.ink, look.question.lessons)


def _caught(work: Callable[[], object]) -> object:
    try:
        return work()
    except Exception as error:
        return as_error(error, "the work on files")

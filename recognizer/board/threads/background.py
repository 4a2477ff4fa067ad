"""The threads for reading, looking closer and files: all that takes longer than a frame."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from recognizer.board.threads.camera import Camera
from recognizer.board.threads.readsums import ReadSums
from recognizer.board.threads.worker import Worker
from recognizer.document.question import Question
from recognizer.errors import RecognizerError
from recognizer.ink import Ink
from recognizer.keeping.faults import as_error
from recognizer.reading.inside.insight import Insight
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading, Symbol

SWITCH_SECONDS = 0.0005
"""A thread at work gives way to the loop after so long. With the usual 5 ms, a frame drawn while
something is read takes 3 ms longer at the 99th percentile."""
Answer = Reading | RecognizerError


@dataclass(frozen=True, eq=False)
class Look:
    """A question of the looking glass about `symbol`; None means all ink as one symbol.

    At the first glance there is no `insight`. With it, a closer look adds the heat map, and one
    that has it looks for what would change its mind. A look `inside` adds the maps of the layers,
    one `on_map` the place on the map of symbols. One in `passing` is at what the pen is drawing: no
    closer look follows.
    """

    question: Question
    symbol: Symbol | None = None
    insight: Insight | None = None
    inside: bool = False
    on_map: bool = False
    passing: bool = False

    @property
    def ink(self) -> Ink:
        """The ink to look at."""
        whole = self.question.ink
        return Ink(tuple(whole.strokes[k] for k in self.symbol.strokes)) if self.symbol else whole


class Background:
    """The threads of a board. The loop asks them, and collects what they return.

    From now on only the reading thread may use the reader.
    """

    def __init__(self, reader: Reader) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        self._reader = reader
        self.sums = ReadSums()
        """The sums of the readings."""
        self._reading: Worker[Question, Reading] = Worker(
            self._read, "reading", asker=lambda question: question.session
        )
        self._looking: Worker[Look, Insight | None] = Worker(
            self._look, "looking closer", behind=self._reading
        )
        self._files = ThreadPoolExecutor(1, thread_name_prefix="files")
        self._keeping = ThreadPoolExecutor(1, thread_name_prefix="keeping")
        self._camera: Camera | None = None
        self._pending: list[tuple[Future[object], Callable[[object], None]]] = []

    def read(self, question: Question) -> None:
        """Have `question` read. It replaces one of the same session that has not been answered."""
        self._reading.ask(question)

    @property
    def is_reading(self) -> bool:
        """Whether something is being read, or was read and is not collected yet."""
        return self._reading.is_busy or self._reading.has_answer

    def finish_reading(self, seconds: float) -> None:
        """Wait at most so many `seconds` until nothing is left to read."""
        self._reading.settle(seconds)

    def look(self, look: Look) -> None:
        """Have the looking glass look. It replaces a look that has not begun."""
        self._looking.ask(look)

    def do(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Do work on files. The loop calls `then` with the result, or with a RecognizerError."""
        self._pending.append((self._files.submit(_caught, work), then))

    def keep(self, work: Callable[[], object], then: Callable[[object], None]) -> None:
        """Do work on the journal, as `do`. It does not wait for other files."""
        self._pending.append((self._keeping.submit(_caught, work), then))

    def open_camera(self) -> Camera:
        """Return the camera, which opens. Only one is open at a time, and at the end none."""
        before = self._camera
        if before:
            before.close()
        self._camera = Camera(before)
        return self._camera

    @property
    def has_answer(self) -> bool:
        """Whether the loop has something to collect."""
        done = any(future.done() for future, _ in self._pending)
        return done or self._reading.has_answer or self._looking.has_answer

    def readings(self) -> list[tuple[Question, Answer]]:
        """Return the readings that are ready."""
        return self._reading.answers()

    def looks(self) -> list[tuple[Look, Insight | RecognizerError | None]]:
        """Return the looks that are ready; None for one that saw nothing."""
        return self._looking.answers()

    def finish_files(self) -> None:
        """Pass on the results of finished work on files and the journal."""
        for pair in [pair for pair in self._pending if pair[0].done()]:
            self._pending.remove(pair)
            future, then = pair
            then(future.result())

    def is_idle(self, seconds: float) -> bool:
        """Wait at most so many `seconds` until all work is done; tell whether it is."""
        until = time.monotonic() + seconds
        wait([future for future, _ in self._pending], max(0.0, until - time.monotonic()))
        done = all(future.done() for future, _ in self._pending)
        return done and all(
            worker.settle(max(0.0, until - time.monotonic()))
            for worker in (self._reading, self._looking)
        )

    def close(self) -> None:
        """End the threads. Work on files is done first, so that nothing saved is lost."""
        if self._camera:
            self._camera.close()
            self._camera.wait()
        self._files.shutdown()
        self._keeping.shutdown()
        try:
            self.finish_files()  # an opened file may ask for a reading
        finally:
            self._reading.close()  # looking, too: it is the same thread

    def _read(self, question: Question, pause: Callable[[], None]) -> Reading:
        reading = question.ask(self._reader, pause)
        self.sums.of(reading)
        return reading

    def _look(self, look: Look, pause: Callable[[], None]) -> Insight | None:
        self._reader.choose(look.question.alphabet)
        with self._reader.pausing(pause):
            if look.insight is not None and look.insight.heat is not None:
                return self._reader.look_for_dabs(look.insight, look.ink)
            if look.insight is not None:
                return self._reader.look_closer(look.insight)
            symbol = look.symbol
            if symbol is None:
                self._reader.learn(look.question.lessons)
                symbol = self._reader.read_digit(look.ink).only
            if symbol is None:
                return None
            lessons = look.question.lessons
            insight = self._reader.look(symbol, look.ink, lessons)
            if look.on_map:
                return self._reader.look_at_map(insight, symbol, lessons)
            return self._reader.look_inside(insight, look.ink) if look.inside else insight


def _caught(work: Callable[[], object]) -> object:
    try:
        return work()
    except Exception as error:
        return as_error(error, "the work on files")

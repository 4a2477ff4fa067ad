"""What a player is asked: tasks of mental arithmetic, in sets."""

from __future__ import annotations

import random
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from recognizer.play.numberwords import in_words

TIMES, MINUS, GAP = "×", "−", "_"
ALL_TABLES = tuple(range(2, 11))
MAX_FACTOR = 10
KEPT_APART = 5
"""A task does not come again before so many others."""


@dataclass(frozen=True)
class Task:
    """What is asked, "7 + 8 =" or "7 + _ = 15", and the digits of its answer."""

    prompt: str
    answer: str

    @property
    def around(self) -> tuple[str, str]:
        """What stands before the answer and after it: "7 + " and " = 15"."""
        before, _, after = self.prompt.partition(GAP)
        return (before, after) if GAP in self.prompt else (f"{before} ", after)

    @property
    def solved(self) -> str:
        """The prompt with its answer in place, "7 + 8 = 15"; of a copy, the answer alone."""
        before, after = ("", "") if self.is_copy else self.around
        return f"{before}{self.answer}{after}"

    @property
    def is_copy(self) -> bool:
        """Whether it shows what is to be written."""
        return self.prompt == self.answer


Maker = Callable[[random.Random], Task]


@dataclass(frozen=True)
class TaskSet:
    """Tasks of one kind.

    `name` is that in the score book, `title` what the player reads.
    """

    name: str
    title: str
    make: Maker

    def tasks(self, rng: random.Random) -> Iterator[Task]:
        """Yield tasks without end; the last few that were asked do not come again."""
        asked: list[Task] = []
        while True:
            task = self.make(rng)
            for _ in range(2 * KEPT_APART):  # a set may have few tasks: then one comes again
                if task not in asked:
                    break
                task = self.make(rng)
            asked = [*asked, task][-KEPT_APART:]
            yield task


def plus_minus(limit: int) -> Maker:
    """Return a maker of additions and subtractions whose numbers are at most `limit`."""

    def make(rng: random.Random) -> Task:
        total = rng.randint(2, limit)
        part = rng.randint(1, total - 1)
        if rng.random() < 0.5:
            return Task(f"{part} + {total - part} =", str(total))
        return Task(f"{total} {MINUS} {part} =", str(total - part))

    return make


def tables(chosen: tuple[int, ...] = ALL_TABLES) -> Maker:
    """Return a maker of the times tables that are `chosen`; the larger factor may come first."""

    def make(rng: random.Random) -> Task:
        one, other = rng.choice(chosen), rng.randint(1, MAX_FACTOR)
        left, right = rng.sample((one, other), 2)
        return Task(f"{left} {TIMES} {right} =", str(one * other))

    return make


def missing(limit: int) -> Maker:
    """Return a maker of additions and subtractions in which a number is missing."""

    def make(rng: random.Random) -> Task:
        total = rng.randint(2, limit)
        part = rng.randint(1, total - 1)
        if rng.random() < 0.5:
            return Task(f"{part} + {GAP} = {total}", str(total - part))
        return Task(f"{total} {MINUS} {GAP} = {part}", str(total - part))

    return make


def mixed(*makers: Maker) -> Maker:
    """Return a maker that asks of all `makers` alike."""
    return lambda rng: rng.choice(makers)(rng)


SETS = (
    TaskSet("to-20", f"+ and {MINUS} to 20", plus_minus(20)),
    TaskSet("tables", "Times tables", tables()),
    TaskSet("to-100", f"+ and {MINUS} to 100", plus_minus(100)),
    TaskSet("missing", "Missing number", missing(20)),
    TaskSet("mixed", "Mixed", mixed(plus_minus(20), tables(), plus_minus(100), missing(20))),
)
"""The easiest first."""


def copying(digits: int) -> TaskSet:
    """Return the set in which a number of so many `digits`, 1 to 6, is written as it is shown."""

    def make(rng: random.Random) -> Task:
        low = 0 if digits == 1 else 10 ** (digits - 1)
        number = str(rng.randint(low, 10**digits - 1))
        return Task(number, number)

    return TaskSet(f"copy-{digits}", f"Copy {digits} digit{'s' * (digits > 1)}", make)


def from_words(name: str, title: str, digits: tuple[int, ...]) -> TaskSet:
    """Return the set in which numbers are shown in words; each has one of so many `digits`."""

    def make(rng: random.Random) -> Task:
        count = rng.choice(digits)
        number = rng.randint(0 if count == 1 else 10 ** (count - 1), 10**count - 1)
        return Task(f"{in_words(number)} =", str(number))

    return TaskSet(name, title, make)


def practicing(digits: tuple[str, ...]) -> TaskSet:
    """Return the set in which numbers of two digits are written, at least one of them of `digits`.

    It helps the reader as well: what was misread is written again, and learned.
    """

    def make(rng: random.Random) -> Task:
        pair = [rng.choice(digits), rng.choice(string.digits)]
        rng.shuffle(pair)
        return Task("".join(pair), "".join(pair))

    return TaskSet("practice", f"Practice {' and '.join(digits)}", make)

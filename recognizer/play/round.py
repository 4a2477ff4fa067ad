"""A round of a game: which task comes next, what was answered, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from recognizer.play.tasks import Task

MAX_MISTAKES = 2
"""After so many the answer is shown."""
AGAIN_AFTER = 3
"""A task that was not solved comes again after so many others."""
MAX_QUESTIONS = 2
"""A player is asked about a misreading so often in a round."""


@dataclass(frozen=True)
class Mode:
    """How long a round is: `tasks` to solve, or `seconds` to solve as many as one can."""

    name: str
    title: str
    tasks: int = 0
    seconds: float = 0.0
    shows_time: bool = True
    players: int = 1


CALM = Mode("calm", "10 calmly", tasks=10, shows_time=False)
SWIFT = Mode("swift", "20 against the clock", tasks=20)
MINUTE = Mode("minute", "60 seconds", seconds=60.0)
MODES = (CALM, SWIFT, MINUTE)


@dataclass(frozen=True)
class Solved:
    """A task that is done: after how many mistakes, in how many seconds, or skipped or shown."""

    task: Task
    mistakes: int
    seconds: float
    is_right: bool = True

    @property
    def at_first_try(self) -> bool:
        """Whether it was right without a mistake."""
        return self.is_right and self.mistakes == 0


def streaks(done: Iterable[Solved]) -> tuple[int, int]:
    """Return how many of the last were right at first try in a row, and the most ever."""
    now = best = 0
    for each in done:
        now = now + 1 if each.at_first_try else 0
        best = max(best, now)
    return now, best


@dataclass
class Round:
    """The tasks of one round, the one at hand first.

    `questions` is how often the player was asked about a misreading. Seconds are those of the
    round: a clock that stands still while the game pauses or asks.
    """

    tasks: Iterator[Task]
    mode: Mode = CALM
    current: Task = field(init=False)
    mistakes: int = 0
    began: float = 0.0
    done: list[Solved] = field(default_factory=list)
    questions: int = 0
    _again: list[tuple[int, Task]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.current = next(self.tasks)

    @property
    def number(self) -> int:
        """Which task is at hand, from 1."""
        return len(self.done) + 1

    @property
    def right(self) -> int:
        """How many tasks were solved."""
        return sum(each.is_right for each in self.done)

    @property
    def streak(self) -> int:
        """How many of the last were right at first try."""
        return streaks(self.done)[0]

    @property
    def may_ask(self) -> bool:
        """Whether the player may still be asked about a misreading."""
        return self.questions < MAX_QUESTIONS

    def is_over(self, seconds: float) -> bool:
        """Tell whether the round is over, after so many seconds of it."""
        if self.mode.tasks:
            return len(self.done) >= self.mode.tasks
        return seconds >= self.mode.seconds

    def solve(self, seconds: float) -> None:
        """Take note that the task at hand was answered right, and go on to the next."""
        self._finish(seconds, is_right=True)

    def miss(self) -> bool:
        """Take note of a wrong answer; tell whether it was the last: the answer is shown."""
        self.mistakes += 1
        return self.mistakes >= MAX_MISTAKES

    def give_up(self, seconds: float) -> None:
        """Go on without an answer; a task that was tried comes again three tasks later.

        One that was skipped at once does not: whoever skips all would see the same four again.
        """
        if self.mistakes:
            self._again.append((len(self.done) + 1 + AGAIN_AFTER, self.current))
        self._finish(seconds, is_right=False)

    def _finish(self, seconds: float, is_right: bool) -> None:
        taken = seconds - self.began
        self.done.append(Solved(self.current, self.mistakes, taken, is_right))
        self.mistakes, self.began = 0, seconds
        due = [pair for pair in self._again if pair[0] <= len(self.done)]
        if due:
            self._again.remove(due[0])
        self.current = due[0][1] if due else next(self.tasks)

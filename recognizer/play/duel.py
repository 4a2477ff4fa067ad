"""Two players at the same tasks: who was first, and how many points each has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recognizer.play.round import Mode
from recognizer.play.tasks import Task

TWO = Mode("two", "Two players", tasks=10, shows_time=False, players=2)


@dataclass(frozen=True)
class Stand:
    """How a player stands: since when the pen has rested, in seconds of any clock.

    `is_open` tells that the answer may still turn out right: it is being read, or asked about.
    """

    ready_from: float = 0.0
    is_right: bool = False
    is_open: bool = False


def winners(stands: Sequence[Stand]) -> tuple[int, ...]:
    """Return the places of those who get the point; nobody as long as that is not decided.

    The first right answer gets it. If one that was finished earlier is still open, it is waited
    for: nobody loses a point because the reader was in doubt. If that one is right, too, both get
    a point, because the other was kept waiting.
    """
    right = [k for k, each in enumerate(stands) if each.is_right]
    if not right:
        return ()
    first = min(stands[k].ready_from for k in right)
    waits = any(each.is_open and each.ready_from <= first for each in stands)
    return () if waits else tuple(right)


@dataclass
class Duel:
    """The tasks of two players, the one at hand first, and their points."""

    tasks: Iterator[Task]
    mode: Mode = TWO
    current: Task = field(init=False)
    points: tuple[int, int] = (0, 0)
    done: int = 0

    def __post_init__(self) -> None:
        self.current = next(self.tasks)

    @property
    def is_over(self) -> bool:
        """Whether all tasks are done."""
        return self.done >= self.mode.tasks

    def score(self, places: tuple[int, ...]) -> None:
        """Take note that the task is done, and who gets a point: one of the two, both or nobody."""
        left, right = self.points
        self.points = left + (0 in places), right + (1 in places)
        self.done += 1

    def go_on(self) -> None:
        """Begin the next task."""
        self.current = next(self.tasks)

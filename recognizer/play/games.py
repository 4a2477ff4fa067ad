"""The games that a player can choose: each is some sets of tasks."""

from __future__ import annotations

from dataclasses import dataclass

from recognizer.play.duel import TWO
from recognizer.play.round import MODES, Mode
from recognizer.play.tasks import ALL_TABLES, SETS, TaskSet, copying, tables

MAX_COPIED_DIGITS = 6


@dataclass(frozen=True)
class Game:
    """Something to play: sets of tasks, of which one is chosen by the words that go with it.

    Where there is one set, nothing is to be chosen, and its words are "". `modes` are the ways to
    play it.
    """

    title: str
    sets: tuple[tuple[str, TaskSet], ...]
    modes: tuple[Mode, ...] = (*MODES, TWO)
    key: str = ""

    @property
    def name(self) -> str:
        """What it is called on the command line: `key`, or the name of its first set."""
        return self.key or self.sets[0][1].name


def _reckoning(each: TaskSet) -> Game:
    if each.name != "tables":
        return Game(each.title, (("", each),))
    single = ((str(k), TaskSet(f"tables-{k}", f"Table of {k}", tables((k,)))) for k in ALL_TABLES)
    return Game(each.title, (("All", each), *single))


COPY = Game(
    "Copy a number",
    tuple((f"{k} digit{'s' * (k > 1)}", copying(k)) for k in range(1, MAX_COPIED_DIGITS + 1)),
    key="copy",
)
GAMES = (*map(_reckoning, SETS), COPY)
"""In the order in which they are offered."""


def place_of(name: str) -> int | None:
    """Return which of `GAMES` has that name; None if none has."""
    return next((k for k, each in enumerate(GAMES) if each.name == name), None)

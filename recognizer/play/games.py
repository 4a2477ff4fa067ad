"""The games that a player can choose: each is some sets of tasks."""

from __future__ import annotations

from dataclasses import dataclass

from recognizer.play.duel import TWO
from recognizer.play.guessing import MAX_GUESSED_DIGITS, TEN_DRAWN, drawing
from recognizer.play.ownsums import OWN, OWN_SUMS
from recognizer.play.round import MODES, Mode
from recognizer.play.tasks import ALL_TABLES, MINUS, SETS, TaskSet, copying, from_words, tables

MAX_COPIED_DIGITS = 6


@dataclass(frozen=True)
class Game:
    """Something to play: sets of tasks, of which one is chosen by the words that go with it.

    Where there is one set, nothing is to be chosen, and its words are "". `modes` are the ways to
    play it, and `example` shows what is to be done.
    """

    title: str
    sets: tuple[tuple[str, TaskSet], ...]
    modes: tuple[Mode, ...] = (*MODES, TWO)
    key: str = ""
    example: str = ""

    @property
    def name(self) -> str:
        """What it is called on the command line: `key`, or the name of its first set."""
        return self.key or self.sets[0][1].name


_EXAMPLES = {
    "to-20": "7 + 8 = _",
    "to-100": f"63 {MINUS} 27 = _",
    "missing": "7 + _ = 15",
    "mixed": "7 + 8 = _     6 × 9 = _     7 + _ = 15",
}


def _reckoning(each: TaskSet) -> Game:
    if each.name != "tables":
        return Game(each.title, (("", each),), example=_EXAMPLES[each.name])
    single = ((str(k), TaskSet(f"tables-{k}", f"Table of {k}", tables((k,)))) for k in ALL_TABLES)
    return Game(each.title, (("All", each), *single))


COPY = Game(
    "Copy a number",
    (
        *((f"{k} digit{'s' * (k > 1)}", copying(k)) for k in range(1, MAX_COPIED_DIGITS + 1)),
        ("Words", from_words("words", "Numbers in words", (1, 2))),
        ("Long words", from_words("long-words", "Long numbers in words", (3, 4, 5, 6))),
    ),
    key="copy",
)
GUESS = Game(
    "Guess first",
    tuple((f"{k} digit{'s' * (k > 1)}", drawing(k)) for k in range(1, MAX_GUESSED_DIGITS + 1)),
    (TEN_DRAWN,),
    key="guess",
)
OWN_GAME = Game(OWN_SUMS.title, (("", OWN_SUMS),), (OWN,), example="7 + 8 = 15")
GAMES = (*map(_reckoning, SETS), COPY)
"""In the order in which they are offered."""
BOARD_GAMES = (*GAMES[:-1], OWN_GAME, COPY, GUESS)
"""The same, and among them those that only the board can play."""


def place_of(name: str) -> int | None:
    """Return which of `BOARD_GAMES` has that name; None if none has."""
    return next((k for k, each in enumerate(BOARD_GAMES) if each.name == name), None)

"""The score book of a player: one file beside the profile, a round on each line.

It is JSON::

    {"format": "recognizer-scores", "version": 1, "rounds": [
    {"set": "to-20", "mode": "calm", "began": "2026-11-26T10:00:00+00:00", "by_hand": true,
     "is_over": true, "tasks": [["7 + 8 =", "15", 0, 3.2, true], ...], "misread": {"7": 1}},
    ...
    ]}

Of a task there are the prompt, the answer, how many mistakes were made, the seconds, and whether it
was solved. `misread` counts the digits that the reader took for others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from recognizer.disk.atomicfile import set_aside, write_atomically
from recognizer.disk.regularfile import read_regular
from recognizer.errors import FileError, reason
from recognizer.play.round import MODES, Solved
from recognizer.play.tasks import Task

FORMAT, VERSION = "recognizer-scores", 1
SUFFIX = ".scores"
MAX_ROUNDS = 2_000
"""The oldest are forgotten: years of a round each day."""
MAX_FILE_BYTES = 32 * 2**20
CHART_ROUNDS = 30
"""So many of the last rounds are drawn as a chart."""
MAX_PRACTICE_DIGITS = 2
"""So many digits are proposed to practice."""


@dataclass(frozen=True)
class PlayedRound:
    """A round as it stands in the score book; `began` is when, with the time zone."""

    set_name: str
    mode: str
    began: datetime
    done: tuple[Solved, ...] = ()
    misread: tuple[str, ...] = ()
    by_hand: bool = True
    is_over: bool = False

    @property
    def at_first_try(self) -> int:
        """How many tasks were right at first try."""
        return sum(each.at_first_try for each in self.done)

    @property
    def seconds(self) -> float:
        """How long all its tasks took."""
        return sum(each.seconds for each in self.done)


@dataclass(frozen=True)
class ScoreBook:
    """All rounds of a player, the oldest first."""

    rounds: tuple[PlayedRound, ...] = ()

    def with_round(self, played: PlayedRound) -> ScoreBook:
        """Return the book with a round, in place of what it had of the same one."""
        others = tuple(each for each in self.rounds if each.began != played.began)
        return ScoreBook((*others, played)[-MAX_ROUNDS:])

    def of(self, set_name: str, mode: str) -> tuple[PlayedRound, ...]:
        """Return the finished rounds of one game."""
        return tuple(
            each
            for each in self.rounds
            if each.is_over and (each.set_name, each.mode) == (set_name, mode)
        )

    def best(self, set_name: str, mode: str) -> PlayedRound | None:
        """Return the best finished round: of a set number of tasks, the fastest of the rightest."""
        is_timed = any(each.name == mode and each.seconds for each in MODES)

        def worth(each: PlayedRound) -> tuple[float, float]:
            return each.at_first_try, 0.0 if is_timed else -each.seconds

        return max(self.of(set_name, mode), key=worth, default=None)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which something was solved, each once."""
        days = {each.began.date() for each in self.rounds if each.done}
        return tuple(sorted(days))

    @property
    def last(self) -> tuple[PlayedRound, ...]:
        """The last rounds in which something was done, for a chart."""
        return tuple(each for each in self.rounds if each.done)[-CHART_ROUNDS:]

    @property
    def median_seconds(self) -> float:
        """The usual time for a task that was right at first try; 0 if there is none."""
        seconds = [s.seconds for each in self.rounds for s in each.done if s.at_first_try]
        return median(seconds) if seconds else 0.0

    @property
    def to_practice(self) -> tuple[str, ...]:
        """The digits that were misread most in the last rounds, the most frequent first."""
        counted = Counter(digit for each in self.last for digit in each.misread)
        return tuple(digit for digit, _ in counted.most_common(MAX_PRACTICE_DIGITS))


def scores_path(profile: Path) -> Path:
    """Return the score book beside the file of a profile."""
    return profile.with_suffix(SUFFIX)


def load_scores(path: Path) -> tuple[ScoreBook, str]:
    """Return the book at `path`, empty if there is none, and what was wrong with it, or "".

    A damaged file is set aside, never overwritten.
    """
    try:
        return ScoreBook(tuple(_rounds_in(read_regular(path, MAX_FILE_BYTES)))), ""
    except FileNotFoundError:
        return ScoreBook(), ""
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        return ScoreBook(), f"{path.name} cannot be used ({reason(error)}), {_put_away(path)}"


def save_scores(path: Path, book: ScoreBook) -> None:
    """Write `book` to `path`, whole or not at all.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    head = json.dumps({"format": FORMAT, "version": VERSION, "rounds": []}).removesuffix("]}")
    lines = ",\n".join(json.dumps(_record(each), ensure_ascii=False) for each in book.rounds)
    write_atomically(path, f"{head}\n{lines}\n]}}\n".encode())


def _put_away(path: Path) -> str:
    try:
        return f"and is now {set_aside(path).name}"
    except FileError as error:
        return f"and could not be moved: {error}"


def _rounds_in(content: bytes) -> Iterable[PlayedRound]:
    record = json.loads(content)
    if record["format"] != FORMAT or record["version"] != VERSION:
        raise ValueError("another format or version")
    for each in record["rounds"]:
        done = (
            Solved(Task(str(prompt), str(answer)), int(mistakes), float(seconds), bool(is_right))
            for prompt, answer, mistakes, seconds, is_right in each["tasks"]
        )
        misread = (str(d) for d, count in each["misread"].items() for _ in range(int(count)))
        began = datetime.fromisoformat(each["began"])
        if began.tzinfo is None:
            raise ValueError("a time without its zone")
        yield PlayedRound(
            str(each["set"]),
            str(each["mode"]),
            began,
            tuple(done),
            tuple(misread),
            bool(each["by_hand"]),
            bool(each["is_over"]),
        )


def _record(played: PlayedRound) -> dict[str, Any]:
    return {
        "set": played.set_name,
        "mode": played.mode,
        "began": played.began.isoformat(),
        "by_hand": played.by_hand,
        "is_over": played.is_over,
        "tasks": [
            [s.task.prompt, s.task.answer, s.mistakes, round(s.seconds, 2), s.is_right]
            for s in played.done
        ],
        "misread": dict(Counter(played.misread)),
    }

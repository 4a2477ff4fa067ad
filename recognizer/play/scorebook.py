"""The score book of a player: one file beside the profile, a round on each line.

It is JSON::

    {"format": "recognizer-scores", "version": 1, "rounds": [
    {"set": "to-20", "mode": "calm", "began": "2026-11-26T10:00:00+00:00", "by_hand": true,
     "is_over": true, "tasks": [["7 + 8 =", "15", 0, 3.2, true], ...], "misread": {"7": 1}},
    ...
    ],
    "digits": [
    {"label": "5", "confidence": 0.9998, "strokes": [[[3, 5], ...]]},
    ...
    ]}

Of a task there are the prompt, the answer, how many mistakes were made, the seconds, and whether it
was solved. `misread` counts the digits that the reader took for others. `digits` are the best of
the player's own, which may be left out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from statistics import median
from typing import Any

from recognizer.disk.atomicfile import set_aside, write_atomically
from recognizer.disk.regularfile import read_regular
from recognizer.errors import FileError, InkError, reason
from recognizer.ink import Ink
from recognizer.play.round import MODES, Solved
from recognizer.play.tasks import Task

FORMAT, VERSION = "recognizer-scores", 1
SUFFIX = ".scores"
MAX_ROUNDS = 2_000
"""The oldest are forgotten: years of a round each day."""
MAX_FILE_BYTES = 32 * 2**20
MAX_NUMBER = 1e6
"""More seconds for a task, mistakes or misreadings are damage, and so is what is no number."""
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

    @property
    def in_words(self) -> str:
        """How good it was: "9 of 10 in 48 seconds"; in a minute "9 right"."""
        right = self.at_first_try
        if self.is_timed:
            return f"{right} right"
        return f"{right} of {len(self.done)} in {self.time_in_words}"

    @property
    def is_timed(self) -> bool:
        """Whether there was a time for as many tasks as one can, not a number of them."""
        return any(each.name == self.mode and each.seconds for each in MODES)

    @property
    def time_in_words(self) -> str:
        """How long it took: "48 seconds"."""
        seconds = max(1, round(self.seconds))
        return f"{seconds} second{'s' * (seconds != 1)}"


@dataclass(frozen=True)
class OwnDigit:
    """A digit in the player's own ink, and how sure the reader was of it, in [0, 1]."""

    label: str
    confidence: float
    ink: Ink


@dataclass(frozen=True)
class ScoreBook:
    """All rounds of a player, the oldest first, and of each digit the one that was read surest."""

    rounds: tuple[PlayedRound, ...] = ()
    digits: tuple[OwnDigit, ...] = ()

    def with_round(self, played: PlayedRound) -> ScoreBook:
        """Return the book with a round, in place of what it had of the same one."""
        others = tuple(each for each in self.rounds if each.began != played.began)
        return replace(self, rounds=(*others, played)[-MAX_ROUNDS:])

    def with_digits(self, written: Iterable[OwnDigit]) -> ScoreBook:
        """Return the book with what was written, where it was read surer than what it had."""
        best = {each.label: each for each in self.digits}
        for each in written:
            if each.label not in best or each.confidence > best[each.label].confidence:
                best[each.label] = each
        return replace(self, digits=tuple(sorted(best.values(), key=lambda each: each.label)))

    def of(self, set_name: str, mode: str) -> tuple[PlayedRound, ...]:
        """Return the finished rounds of one game."""
        return tuple(
            each
            for each in self.rounds
            if each.is_over and (each.set_name, each.mode) == (set_name, mode)
        )

    def best(self, set_name: str, mode: str) -> PlayedRound | None:
        """Return the best finished round: of a set number of tasks, the fastest of the rightest.

        None if nothing was right at first try in any.
        """

        def worth(each: PlayedRound) -> tuple[float, float]:
            return each.at_first_try, 0.0 if each.is_timed else -each.seconds

        rounds = (each for each in self.of(set_name, mode) if each.at_first_try)
        return max(rounds, key=worth, default=None)

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


DAMAGE = (ValueError, TypeError, KeyError, RecursionError, InkError)
"""What reading a damaged score book may raise."""


def scores_path(profile: Path) -> Path:
    """Return the score book beside the file of a profile."""
    return profile.with_suffix(SUFFIX)


def load_scores(path: Path) -> tuple[ScoreBook, str]:
    """Return the book at `path`, empty if there is none, and what was wrong with it, or "".

    A damaged file is set aside, never overwritten.
    """
    try:
        return book_in(read_regular(path, MAX_FILE_BYTES)), ""
    except FileNotFoundError:
        return ScoreBook(), ""
    except (OSError, *DAMAGE) as error:
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
    digits = ",\n".join(json.dumps(_digit_record(each)) for each in book.digits)
    tail = f'],\n"digits": [\n{digits}\n]}}' if digits else "]}"
    write_atomically(path, f"{head}\n{lines}\n{tail}\n".encode())


def _put_away(path: Path) -> str:
    try:
        return f"and is now {set_aside(path).name}"
    except FileError as error:
        return f"and could not be moved: {error}"


def book_in(content: bytes) -> ScoreBook:
    """Return the book that is in the content of a file. Raises what `DAMAGE` lists."""
    record = json.loads(content)
    if record["format"] != FORMAT or record["version"] != VERSION:
        raise ValueError("another format or version")
    digits = (
        OwnDigit(str(each["label"]), float(each["confidence"]), Ink.from_record(each))
        for each in record.get("digits", ())
    )
    return ScoreBook(tuple(_rounds_in(record["rounds"])), tuple(digits))


def _rounds_in(records: Any) -> Iterable[PlayedRound]:
    for each in records:
        done = (
            Solved(
                Task(str(prompt), str(answer)),
                int(_number(mistakes)),
                _number(seconds),
                bool(is_right),
            )
            for prompt, answer, mistakes, seconds, is_right in each["tasks"]
        )
        counted = {str(digit): int(_number(count)) for digit, count in each["misread"].items()}
        began = datetime.fromisoformat(each["began"])
        if began.tzinfo is None:
            raise ValueError("a time without its zone")
        yield PlayedRound(
            str(each["set"]),
            str(each["mode"]),
            began,
            tuple(done),
            tuple(Counter(counted).elements()),
            bool(each["by_hand"]),
            bool(each["is_over"]),
        )


def _number(value: Any) -> float:
    number = float(value)
    if not 0 <= number <= MAX_NUMBER:  # NaN is not, either
        raise ValueError(f"{value} cannot be")
    return number


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


def _digit_record(digit: OwnDigit) -> dict[str, Any]:
    """Return a digit as JSON knows it; where its points lie is enough of its ink."""
    strokes = [stroke.points.round(1).tolist() for stroke in digit.ink.strokes]
    return {"label": digit.label, "confidence": round(digit.confidence, 6), "strokes": strokes}

"""Measures how fair the games are: answers to tasks, right and wrong, in recorded hands.

Each answer is built of digits of one writer, as the numbers of `--numbers` are. It is read as the
board reads it, and judged as the board judges it when the pen rests. Each answer has a seed of its
own, so the same call gives the same answers.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from recognizer.errors import DataError
from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS, Verdict, judge
from recognizer.play.tasks import SETS, Task
from recognizer.reading.reader import Reader
from recognizer.reading.result import Reading
from recognizer.reading.scoring import wilson_interval
from recognizer.training.draw.hands import Draw, Hand
from recognizer.training.draw.numbers import KINDS, compose_number
from recognizer.training.measure.tables import Table

ANSWERS_BUILT = 5000
"""Of right answers; there are as many wrong ones."""
ONE_LINE = tuple(each for each in KINDS if each != "two lines")
OUTCOMES = {
    Verdict.RIGHT: "accepted",
    Verdict.ASK: "asked about",
    Verdict.UNREAD: "to be written again",
    Verdict.WAIT: "waited for more",
    Verdict.WRONG: "called wrong",
}
SLIPS = ("off by one", "digits swapped", "another sign")


@dataclass(frozen=True)
class AnswerJudged:
    """What became of an answer; `slip` is what is wrong with it, one of `SLIPS`, or ""."""

    verdict: Verdict
    slip: str = ""


@dataclass(frozen=True)
class AnswersJudged:
    """All answers that were judged."""

    answers: tuple[AnswerJudged, ...]

    def record(self) -> dict[str, Any]:
        """Return the figures for JSON: of each kind how many, and how many had which outcome."""
        kinds = {
            "right": [each for each in self.answers if not each.slip],
            "wrong": [each for each in self.answers if each.slip],
            **{slip: [each for each in self.answers if each.slip == slip] for slip in SLIPS},
        }
        return {name: _figures(answers) for name, answers in kinds.items() if answers}

    def table(self) -> Table:
        """Return a row for each kind of answer."""
        head = ("answers", "n", *OUTCOMES.values(), "accepted, 95 % interval")
        rows = tuple((kind, *_cells(figures)) for kind, figures in self.record().items())
        return Table("Answers to tasks of mental arithmetic", head, rows)


def measure_play(
    reader: Reader, inks: Iterable[LabeledInk], count: int = ANSWERS_BUILT, seed: int = 0
) -> AnswersJudged:
    """Have `count` right answers and as many wrong ones written, read and judged.

    Raises
    ------
    DataError
        If nobody has written all the digits of an answer.
    """
    hands = _hands(inks)
    tasks = random.Random(seed)  # noqa: S311  (tasks are no secrets)
    asked = [each.tasks(tasks) for each in SETS]
    judged = []
    for i in range(count):
        task, kind = next(asked[i % len(asked)]), ONE_LINE[i % len(ONE_LINE)]
        for is_right in (True, False):
            rng = np.random.default_rng([seed, i, is_right])
            slip, text = ("", task.answer) if is_right else _mistake(task, rng)
            reading = reader.read_ink(_written(text, hands, kind, rng), task.answer)
            judged.append(AnswerJudged(_verdict(reading, task.answer), slip))
    return AnswersJudged(tuple(judged))


def _hands(inks: Iterable[LabeledInk]) -> list[Hand]:
    """Return what each writer has written, in order of their names."""
    by_writer: dict[str, dict[str, list[Ink]]] = defaultdict(lambda: defaultdict(list))
    for each in inks:
        if each.ink:
            by_writer[each.writer][each.label].append(each.ink)
    return [by_writer[writer] for writer in sorted(by_writer)]


def _written(text: str, hands: Sequence[Hand], kind: str, rng: Draw) -> Ink:
    able = [each for each in hands if {*text} <= {*each}]
    if not able:
        raise DataError(f"nobody has written all the digits of {text}")
    hand = able[int(rng.integers(len(able)))]
    return compose_number([hand[d][int(rng.integers(len(hand[d])))] for d in text], kind, rng)


def _verdict(reading: Reading, answer: str) -> Verdict:
    """Return what becomes of an answer whose writer waits; who is called is not asked again."""
    soon = judge(reading, answer, RIGHT_SECONDS).verdict
    return judge(reading, answer, WRONG_SECONDS).verdict if soon is Verdict.WAIT else soon


def _mistake(task: Task, rng: Draw) -> tuple[str, str]:
    """Return a wrong answer as a player might give it, and what is wrong with it."""
    right, (one, other) = int(task.answer), map(int, re.findall(r"\d+", task.prompt))
    swapped = task.answer[::-1]
    found = {
        SLIPS[0]: {right + 1, right - 1},
        SLIPS[1]: {int(swapped)} if swapped[0] != "0" else set(),
        SLIPS[2]: {one + other, abs(one - other)},
    }
    ways = [(slip, n) for slip, numbers in found.items() for n in sorted(numbers - {right})]
    slip, number = ways[int(rng.integers(len(ways)))]
    return slip, str(number)


def _figures(answers: Sequence[AnswerJudged]) -> dict[str, Any]:
    counted = Counter(each.verdict for each in answers)
    return {
        "n": len(answers),
        **{words: counted[verdict] for verdict, words in OUTCOMES.items()},
        "interval": list(wilson_interval(counted[Verdict.RIGHT], len(answers))),
    }


def _cells(figures: dict[str, Any]) -> tuple[str, ...]:
    count = figures["n"]
    parts = (f"{figures[words] / count:.2%}" for words in OUTCOMES.values())
    low, high = figures["interval"]
    return (f"{count:,}", *parts, f"{low:.2%} to {high:.2%}")

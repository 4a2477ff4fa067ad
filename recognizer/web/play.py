"""Play on the page: sets of tasks, and what becomes of an answer. The server keeps no round."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from recognizer.ink.modeldigits import ADVANCE, dots_of
from recognizer.play.games import GAMES
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS, Verdict, judge
from recognizer.play.round import AGAIN_AFTER, MAX_MISTAKES, MAX_QUESTIONS, MODES
from recognizer.play.scorebook import CHART_ROUNDS, FORMAT, MAX_PRACTICE_DIGITS, VERSION
from recognizer.play.tasks import Task, TaskSet, practicing
from recognizer.reading.result import Reading, Symbol
from recognizer.web.refusals import RefusedError

ANSWER_KEY, ASKS_KEY, JUDGMENT_KEY = "answer", "asks", "judgment"
MAX_ANSWER_DIGITS = 12
TASKS_SENT = 100
"""More than anybody solves in a round."""
PRACTICE = "practice"
_DOT_SPACING = 0.05  # of the models to trace, in heights of a digit

_SETS = {each.name: each for game in GAMES for _, each in game.sets}


@dataclass(frozen=True)
class Asked:
    """What is asked of ink: the digits of an `answer`; `asks` allows a question to the player."""

    answer: str
    asks: bool


def tasks_record(name: str, digits: str = "") -> dict[str, Any]:
    """Return tasks of the set called `name`, as JSON. The set "practice" is about `digits`.

    Raises
    ------
    RefusedError
        422 if there is no such set.
    """
    tasks = _set_called(name, digits)
    rng = random.Random()  # noqa: S311  (tasks are no secrets)
    found = [_task_record(each) for each in islice(tasks.tasks(rng), TASKS_SENT)]
    return {"set": tasks.name, "title": tasks.title, "tasks": found}


def asked_in(record: object) -> Asked:
    """Return what decoded JSON asks of its ink.

    Raises
    ------
    RefusedError
        422 if there is no answer of 1 to `MAX_ANSWER_DIGITS` digits.
    """
    given = record if isinstance(record, dict) else {}
    answer, asks = given.get(ANSWER_KEY), given.get(ASKS_KEY, True)
    is_answer = isinstance(answer, str) and re.fullmatch(f"[0-9]{{1,{MAX_ANSWER_DIGITS}}}", answer)
    if not is_answer or not isinstance(asks, bool):
        said = f"an answer has 1 to {MAX_ANSWER_DIGITS} digits; whether it asks is true or false"
        raise RefusedError(422, "bad_answer", said)
    return Asked(str(answer), asks)


def judgment_record(reading: Reading, asked: Asked) -> dict[str, Any]:
    """Return what becomes of `reading` if nothing more is written, as JSON.

    `after` are the seconds of pen up after which it holds; null if only the player can say that it
    is all. With the verdict "ask", `symbol` is what is in doubt, and `asked` the digit that it may
    have been meant as.
    """
    judgment, after = judge(reading, asked.answer, 0.0, entered=True, asks=asked.asks), None
    for seconds in (RIGHT_SECONDS, WRONG_SECONDS):
        by_itself = judge(reading, asked.answer, seconds, asks=asked.asks)
        if by_itself.verdict is not Verdict.WAIT:
            judgment, after = by_itself, seconds
            break
    return {
        "verdict": judgment.verdict.value,
        "after": after,
        "symbol": _symbol_record(judgment.symbol) if judgment.symbol else None,
        "asked": judgment.asked,
    }


def rules_record() -> dict[str, Any]:
    """Return what the page must know of rounds, scores and models to trace, as JSON."""
    return {
        "rightSeconds": RIGHT_SECONDS,
        "wrongSeconds": WRONG_SECONDS,
        "maxMistakes": MAX_MISTAKES,
        "againAfter": AGAIN_AFTER,
        "maxQuestions": MAX_QUESTIONS,
        "modes": {
            each.name: {
                "name": each.name,
                "title": each.title,
                "tasks": each.tasks,
                "seconds": each.seconds,
                "showsTime": each.shows_time,
            }
            for each in MODES
        },
        "scores": {"format": FORMAT, "version": VERSION},
        "chartRounds": CHART_ROUNDS,
        "maxPracticeDigits": MAX_PRACTICE_DIGITS,
        "advance": ADVANCE,
        "models": [dots_of(str(k), _DOT_SPACING).round(3).tolist() for k in range(10)],
    }


def _set_called(name: str, digits: str) -> TaskSet:
    if name == PRACTICE and re.fullmatch("[0-9]{1,10}", digits):
        return practicing(tuple(digits))
    if name not in _SETS:
        said = f"there is no such set of tasks; there are {', '.join(_SETS)}"
        raise RefusedError(422, "unknown_set", said)
    return _SETS[name]


def _task_record(task: Task) -> dict[str, Any]:
    before, after = task.around
    return {
        "prompt": task.prompt,
        "answer": task.answer,
        "before": before,
        "after": after,
        "is_copy": task.is_copy,
    }


def _symbol_record(symbol: Symbol) -> dict[str, Any]:
    """Return where a symbol lies, and whether it was read at all.

    It need not be one of the reading: the ink may be parted otherwise as the asked answer.
    """
    box = symbol.box
    return {
        "box": [box.left, box.top, box.right, box.bottom],
        "strokes": list(symbol.strokes),
        "is_unread": symbol.is_unread,
    }

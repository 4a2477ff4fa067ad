"""Sums of one's own: a player writes sums with their answers, ten different ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS, Judgment, Verdict
from recognizer.play.round import Mode
from recognizer.play.tasks import Task, TaskSet
from recognizer.sums import Outcome, Sum
from recognizer.sums.answers import written
from recognizer.sums.expression import Expression, Negative, Number
from recognizer.sums.printer import printed
from recognizer.sums.worth import worth

OWN = Mode("own", "10 different ones", tasks=10, shows_time=False)
WISH = Task("Write a sum with its answer", "Write a sum with its answer")
EXAMPLE = "For example: 7+8=15"
OWN_SUMS = TaskSet("own-sums", "Sums of your own", lambda _: WISH)
LIKELY = 0.5
"""A sum that is right is not asked about if each symbol is read as surely as this, in [0, 1]: it
seldom comes out by a misreading. For one that is wrong, all symbols must be sure."""

NO_SUM = "I cannot read a sum there. It needs a sign and an =, as in 7+8=15"
NO_ANSWER = "Write your answer behind the ="
HAD = "You have had that one. Write another"


@dataclass(frozen=True)
class SumJudgment(Judgment):
    """A verdict on a sum, the words for the player, and the sum as a task that was solved."""

    note: str = ""
    task: Task = WISH


WAIT = SumJudgment(Verdict.WAIT)


def judge_sum(
    sums: Sequence[Sum],
    had: Collection[Task],
    up_seconds: float,
    entered: bool = False,
    asks: bool = True,
) -> SumJudgment:
    """Return what becomes of the last of `sums`, those that were read, where some were `had`.

    The pen has been up for `up_seconds`; `entered` tells that the player says that this is all. If
    a question is not allowed any more (`asks`), what is in doubt counts as unread.
    """
    found = next((each for each in reversed(sums) if _is_whole(each)), None)
    if not found:
        return _unread(_missing(sums)) if entered else WAIT
    is_right = found.outcome is Outcome.RIGHT
    seconds = RIGHT_SECONDS if is_right else WRONG_SECONDS
    if not entered and (up_seconds < seconds or (not is_right and _may_go_on(found))):
        return WAIT
    doubted = found.unsure[:1] if not is_right or _least(found) < LIKELY else ()
    for taken in doubted:
        asking = SumJudgment(Verdict.ASK, taken.symbol, taken.label)
        return asking if asks else _unread("")
    task = _as_task(found)
    if task in had:
        return _unread(HAD)
    if is_right:
        return SumJudgment(Verdict.RIGHT, task=task)
    return SumJudgment(Verdict.WRONG, note=f"I read {found.text}. {_right_answer(found)}")


def _is_whole(found: Sum) -> bool:
    """Tell whether it is a sum with an answer: something is worked out, and stands beside "="."""
    plain = [_is_plain(side) for side in found.tree.sides]
    judged = found.outcome in (Outcome.RIGHT, Outcome.WRONG)
    return judged and found.tree.signs == ("=",) and plain.count(True) == 1


def _is_plain(side: Expression) -> bool:
    return isinstance(side, Number) or (isinstance(side, Negative) and _is_plain(side.inner))


def _sides(found: Sum) -> tuple[Expression, Expression]:
    """Return what is worked out, and what it is said to be."""
    left, right = found.tree.sides
    return (right, left) if _is_plain(left) else (left, right)


def _worked_out(found: Sum) -> str:
    return written(worth(_sides(found)[0], found.values), False, found.decimal or ".")


def _may_go_on(found: Sum) -> bool:
    """Tell whether more may still be written: digits are missing, or only the player knows."""
    said = found.tree.sides[-1]
    return not _is_plain(said) or len(printed(said)) < len(_worked_out(found))


def _least(found: Sum) -> float:
    return min(each.confidence for each in found.unsure) if found.unsure else 1.0


def _as_task(found: Sum) -> Task:
    asked, said = _sides(found)
    return Task(f"{printed(asked)} =", printed(said))


def _right_answer(found: Sum) -> str:
    return f"{printed(_sides(found)[0])} is {_worked_out(found)}"


def _missing(sums: Sequence[Sum]) -> str:
    """Return what is said of ink that is not a sum with an answer."""
    last = sums[-1] if sums else None
    if last and last.outcome is Outcome.ANSWER:
        return NO_ANSWER
    if last and last.trouble:
        return f"{last.trouble[0].upper()}{last.trouble[1:]}"
    return NO_SUM


def _unread(note: str) -> SumJudgment:
    return SumJudgment(Verdict.UNREAD, note=note)

"""Sums of one's own: a player writes sums with their answers, ten different ones."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from recognizer.errors import SumError
from recognizer.ink import BoundingBox
from recognizer.play.judging import (
    LIKELY_NATS,
    POSSIBLE_NATS,
    RIGHT_SECONDS,
    WRONG_SECONDS,
    Judgment,
    Verdict,
)
from recognizer.play.round import Mode
from recognizer.play.tasks import Task, TaskSet
from recognizer.reading.result import Symbol
from recognizer.sums import Outcome, Sum
from recognizer.sums.answers import decimal_sign, is_right, written
from recognizer.sums.expression import Chain, Expression, Negative, Number
from recognizer.sums.found import Taken
from recognizer.sums.grammar import parsed
from recognizer.sums.printer import printed
from recognizer.sums.worth import worth

OWN = Mode("own", "10 different ones", tasks=10, shows_time=False)
WISH = Task("Write a sum with its answer", "Write a sum with its answer")
EXAMPLE = "For example: 7+8=15, written or typed"
OWN_SUMS = TaskSet("own-sums", "Sums of your own", lambda _: WISH)
LIKELY = 0.2
"""If a symbol is less sure than this, in [0, 1], it is asked about. A right sum seldom comes out by
a misreading: of 800 wrong ones by `dev` hands none does. A wrong one is asked about, too, if
another reading of one symbol makes it right: so are 4 % of them. Of 800 right ones, 97 % count
without a question, and one is called wrong; with 0.5, it is 95 %."""

_LEAST_CHANCE = 1e-4
NO_SUM = "I cannot read a sum there. It needs a sign and an =, as in 7+8=15"
NO_ANSWER = "Write your answer behind the ="
HAD = "You have had that one. Write another"


@dataclass(frozen=True)
class SumJudgment(Judgment):
    """A verdict on a sum, the words for the player, and the sum as a task that was solved.

    With `ASK`, the words are for "No", if the sum is surely wrong then.
    """

    note: str = ""
    task: Task = WISH


WAIT = SumJudgment(Verdict.WAIT)
_TYPED_AS_SHOWN, _TYPED_TIMES = frozenset("0123456789+-/:=().,%"), frozenset("*xX")
_NO_PLACE = BoundingBox(0, 0, 0, 0)  # where a typed sum stands: it has no ink


def sign_of(character: str) -> str | None:
    """Return what a typed character adds to a sum: itself, or × where it means times.

    None if it is no part of a sum that is typed. But for x, letters are not: many are shortcuts.
    """
    if character in _TYPED_TIMES:
        return "\N{MULTIPLICATION SIGN}"
    return character if character in _TYPED_AS_SHOWN else None


def typed_sums(text: str) -> tuple[Sum, ...]:
    """Return the sum that was typed, to be judged like one that was read; none if it is not one."""
    try:
        tree = parsed(text)
    except SumError:
        return ()
    return (Sum(tree, 1.0, (), _NO_PLACE, decimal=decimal_sign(tree)),)


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
    if found.outcome is Outcome.RIGHT:
        return _right(found, had, asks) if entered or up_seconds >= RIGHT_SECONDS else WAIT
    if not entered and (up_seconds < WRONG_SECONDS or _may_go_on(found)):
        return WAIT
    return _not_right(found, had, asks)


def _right(found: Sum, had: Collection[Task], asks: bool) -> SumJudgment:
    if _least(found) < LIKELY:
        return _asking(found.unsure[0]) if asks else _unread("")
    task = _as_task(found.tree)
    return _unread(HAD) if task in had else SumJudgment(Verdict.RIGHT, task=task)


def _not_right(found: Sum, had: Collection[Task], asks: bool) -> SumJudgment:
    """Return what becomes of a wrong sum: it may be a right one that was misread."""
    note = f"I read {found.text}. {_right_answer(found)}"
    meant = min(_misread(found), key=lambda each: each.behind, default=None)
    if meant and meant.behind <= LIKELY_NATS:
        task = _as_task(meant.tree)
        return _unread(HAD) if task in had else SumJudgment(Verdict.RIGHT, task=task)
    is_sure = _least(found) >= LIKELY
    if is_sure and not meant:
        return SumJudgment(Verdict.WRONG, note=note)
    if not asks:
        return _unread("")
    if not meant:
        return _asking(found.unsure[0])
    return SumJudgment(Verdict.ASK, meant.symbol, meant.label, note if is_sure else "")


@dataclass(frozen=True)
class _Meant:
    """A right sum that may have been written, if `symbol` is `label`.

    Its logarithm of probability is `behind` that of what was read.
    """

    tree: Chain
    symbol: Symbol
    label: str
    behind: float


def _misread(found: Sum) -> Iterator[_Meant]:
    """Yield the right sums that come of another reading of one symbol, if that is possible."""
    labels = [each.label for each in found.taken]
    if "".join(labels) != found.text:
        return  # it stands at several heights
    for k, taken in enumerate(found.taken):
        for other in taken.symbol.candidates if taken.symbol.said is None else ():
            own = max(taken.symbol.chance_of(taken.label), _LEAST_CHANCE)
            behind = math.log(own / max(other.confidence, _LEAST_CHANCE))
            text = "".join([*labels[:k], other.label, *labels[k + 1 :]])
            tree = _right_tree(text, found) if behind <= POSSIBLE_NATS else None
            if tree and other.label != taken.label:
                yield _Meant(tree, taken.symbol, other.label, behind)


def _right_tree(text: str, found: Sum) -> Chain | None:
    """Return what `text` says in the place of `found`, if that is a right sum with an answer."""
    try:
        tree = parsed(text)
        return tree if _has_answer(tree) and is_right(tree, found.values) else None
    except SumError:
        return None


def _asking(taken: Taken) -> SumJudgment:
    return SumJudgment(Verdict.ASK, taken.symbol, taken.label)


def _is_whole(found: Sum) -> bool:
    """Tell whether it is a sum with an answer: something is worked out, and stands beside "="."""
    return found.outcome in (Outcome.RIGHT, Outcome.WRONG) and _has_answer(found.tree)


def _has_answer(tree: Chain) -> bool:
    plain = [_is_plain(side) for side in tree.sides]
    return tree.signs == ("=",) and len(plain) == 2 and plain.count(True) == 1


def _is_plain(side: Expression) -> bool:
    return isinstance(side, Number) or (isinstance(side, Negative) and _is_plain(side.inner))


def _sides(tree: Chain) -> tuple[Expression, Expression]:
    """Return what is worked out, and what it is said to be."""
    left, right = tree.sides
    return (right, left) if _is_plain(left) else (left, right)


def _worked_out(found: Sum) -> str:
    return written(worth(_sides(found.tree)[0], found.values), False, found.decimal or ".")


def _may_go_on(found: Sum) -> bool:
    """Tell whether more may still be written: digits are missing, or only the player knows."""
    said = found.tree.sides[-1]
    return not _is_plain(said) or len(printed(said)) < len(_worked_out(found))


def _least(found: Sum) -> float:
    return min(each.confidence for each in found.unsure) if found.unsure else 1.0


def _as_task(tree: Chain) -> Task:
    asked, said = _sides(tree)
    return Task(f"{printed(asked)} =", printed(said))


def _right_answer(found: Sum) -> str:
    return f"{printed(_sides(found.tree)[0])} is {_worked_out(found)}"


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

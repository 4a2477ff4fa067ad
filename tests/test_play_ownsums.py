"""Sums of one's own: which count, which are wrong, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS, Verdict
from recognizer.play.ownsums import HAD, NO_ANSWER, NO_SUM, SumJudgment, judge_sum
from recognizer.play.tasks import Task
from recognizer.reading.result import Symbol
from recognizer.sums import Sum
from recognizer.sums.found import Taken
from recognizer.sums.grammar import parsed

BOX = BoundingBox(0, 0, 100, 20)


def said(text: str, sure: float = 0.99) -> Sum:
    """Return a sum that was read; `sure` is its first symbol."""
    symbol = Symbol((Candidate(text[0], sure),), 1.0, True, BOX)
    return Sum(parsed(text), sure, (Taken(0, symbol, text[0], sure),), BOX)


def judged(text: str, seconds: float = WRONG_SECONDS, **more: bool) -> SumJudgment:
    return judge_sum([said(text)], [], seconds, **more)


@pytest.mark.parametrize(
    ("text", "seconds", "verdict"),
    [
        ("12+7=19", 0.0, "WAIT"),
        ("12+7=19", RIGHT_SECONDS, "RIGHT"),
        ("19=12+7", RIGHT_SECONDS, "RIGHT"),
        ("1⁄2+1⁄2=1", RIGHT_SECONDS, "RIGHT"),
        ("12+7=1", WRONG_SECONDS, "WAIT"),
        ("12+7=18", RIGHT_SECONDS, "WAIT"),
        ("12+7=18", WRONG_SECONDS, "WRONG"),
        ("19=12+8", WRONG_SECONDS, "WAIT"),
        ("12+7=", WRONG_SECONDS, "WAIT"),
    ],
)
def test_a_sum_has_its_time(text: str, seconds: float, verdict: str) -> None:
    assert judged(text, seconds).verdict is Verdict[verdict]


@pytest.mark.parametrize(
    ("text", "verdict", "note"),
    [
        ("12+7=1", "WRONG", "I read 12+7=1. 12+7 is 19"),
        ("18=12+7", "WRONG", "I read 18=12+7. 12+7 is 19"),
        ("7-9=2", "WRONG", "I read 7-9=2. 7-9 is -2"),
        ("12+7=", "UNREAD", NO_ANSWER),
        ("7", "UNREAD", NO_SUM),
        ("7=7", "UNREAD", NO_SUM),
        ("3+4=4+3", "UNREAD", NO_SUM),
        ("3+4<8", "UNREAD", NO_SUM),
        ("1÷0=5", "UNREAD", "A division by zero has no answer"),
    ],
)
def test_who_enters_is_told_what_is_missing_or_right(text: str, verdict: str, note: str) -> None:
    found = judged(text, 0.0, entered=True)
    assert (found.verdict, found.note) == (Verdict[verdict], note)


def test_nothing_written_is_no_sum() -> None:
    assert judge_sum([], [], WRONG_SECONDS).verdict is Verdict.WAIT
    assert judge_sum([], [], 0.0, entered=True).note == NO_SUM


def test_ten_are_different_ones() -> None:
    first = judged("12+7=19").task
    assert first == Task("12+7 =", "19")
    again = judge_sum([said("19=12+7")], [first], WRONG_SECONDS)
    assert (again.verdict, again.note) == (Verdict.UNREAD, HAD)
    assert judge_sum([said("7+12=19")], [first], WRONG_SECONDS).verdict is Verdict.RIGHT


def test_a_wrong_one_that_is_not_sure_is_asked_about() -> None:
    found = judge_sum([said("7+1=9", 0.85)], [], WRONG_SECONDS)
    assert (found.verdict, found.asked) == (Verdict.ASK, "7")
    assert found.symbol is not None
    silent = judge_sum([said("7+1=9", 0.85)], [], WRONG_SECONDS, asks=False)
    assert (silent.verdict, silent.note) == (Verdict.UNREAD, "")


@pytest.mark.parametrize(("sure", "verdict"), [(0.85, "RIGHT"), (0.4, "ASK")])
def test_a_right_one_is_seldom_a_misreading(sure: float, verdict: str) -> None:
    found = judge_sum([said("7+1=8", sure)], [], RIGHT_SECONDS)
    assert found.verdict is Verdict[verdict]


def test_what_the_player_has_said_is_not_asked_again() -> None:
    (taken,) = said("7+1=9", 0.5).taken
    told = replace(taken, symbol=replace(taken.symbol, said="7"))
    found = judge_sum([replace(said("7+1=9", 0.5), taken=(told,))], [], WRONG_SECONDS)
    assert found.verdict is Verdict.WRONG


def test_the_last_sum_counts() -> None:
    assert judge_sum([said("1+1=3"), said("1+1=2")], [], WRONG_SECONDS).verdict is Verdict.RIGHT

"""Sums of one's own: which count, which are wrong, and what is said of the others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS, Verdict
from recognizer.play.ownsums import (
    HAD,
    NO_ANSWER,
    NO_SUM,
    SumJudgment,
    judge_sum,
    sign_of,
    typed_sums,
)
from recognizer.play.tasks import Task
from recognizer.reading.result import Symbol
from recognizer.sums import Sum
from recognizer.sums.found import Taken
from recognizer.sums.grammar import parsed

BOX = BoundingBox(0, 0, 100, 20)


def said(text: str, sure: float = 0.99, other: str = "0", chance: float = 0.0) -> Sum:
    """Return a sum that was read; its first symbol is so `sure`, or `other` by that `chance`."""
    taken = []
    for k, label in enumerate(text):
        candidates = [Candidate(label, 1 - chance), Candidate(other, chance)]
        symbol = Symbol(tuple(candidates[: 2 - bool(k)]), 1.0, True, BOX)
        taken.append(Taken(k, symbol, label, 0.99 if k else sure))
    return Sum(parsed(text), sure, tuple(taken), BOX)


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


@pytest.mark.parametrize(
    ("chance", "verdict"), [(0.001, "WRONG"), (0.01, "ASK"), (0.2, "ASK"), (0.4, "RIGHT")]
)
def test_a_wrong_one_may_be_a_right_one_that_was_misread(chance: float, verdict: str) -> None:
    found = judge_sum([said("7+1=9", other="8", chance=chance)], [], WRONG_SECONDS)
    assert found.verdict is Verdict[verdict]
    if verdict == "ASK":
        assert (found.asked, found.note) == ("8", "I read 7+1=9. 7+1 is 8")
    if verdict == "RIGHT":
        assert found.task == Task("8+1 =", "9")


def test_another_reading_that_is_wrong_as_well_is_no_doubt() -> None:
    found = judge_sum([said("7+1=9", other="6", chance=0.3)], [], WRONG_SECONDS)
    assert found.verdict is Verdict.WRONG


@pytest.mark.parametrize("text", ["7+1=9", "7+1=8"])
def test_what_is_not_sure_at_all_is_asked_about_as_it_was_read(text: str) -> None:
    found = judge_sum([said(text, 0.1)], [], WRONG_SECONDS)
    assert (found.verdict, found.asked, found.note) == (Verdict.ASK, "7", "")
    silent = judge_sum([said(text, 0.1)], [], WRONG_SECONDS, asks=False)
    assert (silent.verdict, silent.note) == (Verdict.UNREAD, "")


@pytest.mark.parametrize(("text", "verdict"), [("7+1=8", "RIGHT"), ("7+1=9", "WRONG")])
def test_a_bare_1_that_is_hardly_sure_is_no_doubt(text: str, verdict: str) -> None:
    assert judge_sum([said(text, 0.5)], [], WRONG_SECONDS).verdict is Verdict[verdict]


def test_what_the_player_has_said_is_not_asked_again() -> None:
    found = said("7+1=9", 0.1, other="8", chance=0.4)
    first, *rest = found.taken
    told = replace(first, symbol=replace(first.symbol, said="7"))
    again = replace(found, taken=(told, *rest))
    assert judge_sum([again], [], WRONG_SECONDS).verdict is Verdict.WRONG


def test_the_last_sum_counts() -> None:
    assert judge_sum([said("1+1=3"), said("1+1=2")], [], WRONG_SECONDS).verdict is Verdict.RIGHT


def judged_typed(text: str, seconds: float = WRONG_SECONDS, **more: bool) -> SumJudgment:
    return judge_sum(typed_sums(text), [], seconds, **more)


@pytest.mark.parametrize(
    ("text", "verdict", "note"),
    [
        ("12×(3-1)=24", "RIGHT", ""),
        ("24=12×(3-1)", "RIGHT", ""),
        ("-2=7-9", "RIGHT", ""),
        ("12×(3-1)=23", "WRONG", "I read 12×(3-1)=23. 12×(3-1) is 24"),
        ("0,5+1=2,5", "WRONG", "I read 0,5+1=2,5. 0,5+1 is 1,5"),
        ("12×(3-1)=", "UNREAD", NO_ANSWER),
        ("12×(3-1=24", "UNREAD", NO_SUM),
        ("12+7", "UNREAD", NO_SUM),
        ("=", "UNREAD", NO_SUM),
        ("1/0=5", "UNREAD", "A division by zero has no answer"),
    ],
)
def test_a_typed_sum_is_judged_like_a_written_one(text: str, verdict: str, note: str) -> None:
    found = judged_typed(text, 0.0, entered=True)
    assert (found.verdict, found.note) == (Verdict[verdict], note)


def test_a_typed_sum_is_never_asked_about() -> None:
    assert judged_typed("7+1=9").verdict is Verdict.WRONG


@pytest.mark.parametrize("text", ["1", "12+", "12+7", "12+7=", "12+7=1"])
def test_what_is_typed_so_far_is_waited_for(text: str) -> None:
    assert judged_typed(text).verdict is Verdict.WAIT


def test_times_is_one_sign_however_it_is_typed() -> None:
    assert [sign_of(each) for each in "*xX"] == ["×"] * 3


def test_digits_and_signs_are_typed_and_other_keys_are_not() -> None:
    assert "".join(sign_of(each) or " " for each in "07+-/:=().,%aenp? ^") == "07+-/:=().,%       "

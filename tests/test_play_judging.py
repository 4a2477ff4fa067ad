"""What becomes of an answer: right, wrong, asked about; nobody is punished for a misreading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.play.judging import RIGHT_SECONDS, WRONG_SECONDS, Verdict, judge
from recognizer.reading.result import Line, Number, Reading, Symbol

LONG = 2 * WRONG_SECONDS


def symbol(label: str, sure: float = 0.99, other: str = "0", chance: float = 0.0) -> Symbol:
    candidates = (Candidate(label, 1 - chance), Candidate(other, chance))
    return Symbol(candidates, sure, sure >= 0.25, BoundingBox(0, 0, 10, 10))


def reading(*symbols: Symbol) -> Reading:
    return Reading((Line((Number(symbols, BoundingBox(0, 0, 10, 10)),)),))


def of(text: str) -> Reading:
    return reading(*map(symbol, text))


@pytest.mark.parametrize(
    ("text", "seconds", "verdict"),
    [
        ("15", 0.0, Verdict.WAIT),
        ("15", RIGHT_SECONDS, Verdict.RIGHT),
        ("1", LONG, Verdict.WAIT),
        ("17", WRONG_SECONDS - 0.01, Verdict.WAIT),
        ("17", WRONG_SECONDS, Verdict.WRONG),
        ("151", WRONG_SECONDS, Verdict.WRONG),
    ],
)
def test_an_answer_has_its_time(text: str, seconds: float, verdict: Verdict) -> None:
    assert judge(of(text), "15", seconds).verdict is verdict


@pytest.mark.parametrize(("text", "verdict"), [("15", "RIGHT"), ("1", "WRONG"), ("17", "WRONG")])
def test_who_enters_need_not_wait(text: str, verdict: str) -> None:
    assert judge(of(text), "15", 0.0, entered=True).verdict is Verdict[verdict]


def test_nothing_written_is_no_answer() -> None:
    assert judge(None, "15", LONG, entered=True).verdict is Verdict.WAIT
    assert judge(Reading(), "15", LONG, entered=True).verdict is Verdict.WAIT


@pytest.mark.parametrize(
    ("chance", "verdict"), [(0.001, "WRONG"), (0.01, "ASK"), (0.2, "ASK"), (0.3, "RIGHT")]
)
def test_what_may_be_the_asked_digit_is_asked_about_or_counts(chance: float, verdict: str) -> None:
    found = judge(reading(symbol("1"), symbol("7", other="5", chance=chance)), "15", LONG)
    assert found.verdict is Verdict[verdict]
    assert found.asked == ("5" if verdict == "ASK" else "")


def test_a_bare_bar_is_a_1_though_it_is_hardly_known_as_a_digit() -> None:
    assert judge(reading(symbol("1", sure=0.4)), "7", LONG).verdict is Verdict.WRONG


@pytest.mark.parametrize(("sure", "verdict"), [(0.2, "RIGHT"), (0.05, "ASK")])
def test_what_is_no_digit_but_looks_most_like_the_asked_one(sure: float, verdict: str) -> None:
    found = judge(reading(symbol("1"), symbol("5", sure=sure)), "15", LONG)
    assert found.verdict is Verdict[verdict]


def test_a_scrawl_that_looks_like_nothing_costs_nothing() -> None:
    assert judge(reading(symbol("1"), symbol("7", sure=0.01)), "15", LONG).verdict is Verdict.UNREAD


def test_a_dot_is_not_asked_about_whatever_it_looks_like_most() -> None:
    assert judge(reading(symbol("1", sure=0.0)), "1", LONG).verdict is Verdict.UNREAD


def test_who_writes_on_is_not_cut_short_by_a_likeness() -> None:
    likely = reading(symbol("7", other="1", chance=0.4))
    assert judge(likely, "1", RIGHT_SECONDS).verdict is Verdict.WAIT
    assert judge(likely, "1", WRONG_SECONDS).verdict is Verdict.RIGHT


@pytest.mark.parametrize(("read", "as_expected"), [("71", "4"), ("0", "10"), ("?", "28")])
def test_ink_that_reads_as_well_as_the_asked_digits_counts(read: str, as_expected: str) -> None:
    symbols = [symbol(each, 0.9) if each != "?" else symbol("0", 0.01) for each in read]
    found = replace(reading(*symbols), as_expected=of(as_expected))
    assert judge(found, as_expected, LONG).verdict is Verdict.RIGHT
    assert judge(found, "99", LONG).verdict is not Verdict.RIGHT


def test_of_digits_parted_as_asked_the_one_in_doubt_is_asked_about() -> None:
    parted = reading(symbol("1"), symbol("7", sure=0.5, other="5", chance=0.05))
    found = judge(replace(reading(symbol("4")), as_expected=parted), "15", LONG, entered=True)
    assert (found.verdict, found.symbol, found.asked) == (Verdict.ASK, parted.symbols[1], "5")


def test_a_sure_wrong_digit_beside_a_doubtful_one_is_wrong() -> None:
    assert judge(reading(symbol("3"), symbol("7", sure=0.5)), "15", LONG).verdict is Verdict.WRONG


def test_what_the_player_has_said_is_not_asked_again() -> None:
    said = replace(symbol("7", sure=0.5), said="7")
    assert judge(reading(symbol("1"), said), "15", LONG).verdict is Verdict.WRONG


def test_yes_counts() -> None:
    said = replace(symbol("7", sure=0.5), said="5")
    assert judge(reading(symbol("1"), said), "15", LONG).verdict is Verdict.RIGHT


def test_after_enough_questions_a_doubt_costs_nothing() -> None:
    doubt = reading(symbol("1"), symbol("7", other="5", chance=0.05))
    assert judge(doubt, "15", LONG, asks=False).verdict is Verdict.UNREAD


def test_a_number_too_long_that_is_not_sure_costs_nothing() -> None:
    assert judge(reading(symbol("1", 0.4), *map(symbol, "57")), "15", LONG).verdict is (
        Verdict.UNREAD
    )

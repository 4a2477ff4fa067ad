"""What may stand beside what: a symbol that could be two things is the one that fits the others."""

from __future__ import annotations

import numpy as np
import pytest

from recognizer.network.alphabet import DIGITS, LETTERS, NUMBERS, SUMS
from recognizer.reading.parting.syntax import CLASSES, class_of, in_context, is_of_numbers


def read(line: str, doubt: dict[int, str], sure: float = 0.6) -> str:
    """Return `line` as it is read where each place of `doubt` may be the one or the other.

    By itself it is what stands in `line`, by a chance of `sure`, or else what stands in `doubt`.
    """
    chances = np.full((len(line), len(CLASSES) + 1), 1e-4)
    for place, symbol in enumerate(line):
        chances[place, class_of(symbol)] = sure if place in doubt else 0.99
        if place in doubt:
            chances[place, class_of(doubt[place])] = 1 - sure
    told = np.log(chances) + in_context(chances)
    better = [told[k, class_of(doubt[k])] > told[k, class_of(line[k])] for k in doubt]
    found = dict(zip(doubt, better, strict=True))
    return "".join(doubt[k] if found.get(k) else each for k, each in enumerate(line))


@pytest.mark.parametrize(
    ("line", "doubt", "wanted"),
    [
        ("/2", {0: "1"}, "12"),
        ("27/", {2: "1"}, "271"),
        ("27//1", {3: "1"}, "27/11"),
        ("3+/2", {2: "1"}, "3+12"),
        ("2/(3", {1: "1"}, "2/(3"),
        ("1/2", {1: "1"}, "1/2"),
    ],
)
def test_a_slash_stands_between_two_numbers(line: str, doubt: dict[int, str], wanted: str) -> None:
    assert read(line, doubt) == wanted


@pytest.mark.parametrize(
    ("line", "doubt", "wanted"),
    [
        ("3-1)", {}, "3-1)"),
        ("(3-11=5", {4: ")"}, "(3-1)=5"),
        ("63-1)=5", {0: "("}, "(3-1)=5"),
        ("3-1)=5", {3: "1"}, "3-11=5"),
        ("((1+2)×31", {8: ")"}, "((1+2)×3)"),
        ("12-1(", {4: "6"}, "12-16"),
    ],
)
def test_brackets_come_in_pairs(line: str, doubt: dict[int, str], wanted: str) -> None:
    assert read(line, doubt) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "-7",
        "3.14",
        "12/05/2026",
        "5,-",
        "1+2=",
        "=5",
        "(3+4)×2=14",
        "50%",
        "2(3+1)",
        ".5",
        "3<5",
        "√9+1=",
        "2×√(4)",
    ],
)
def test_what_people_write_is_not_odd(line: str) -> None:
    chances = np.full((len(line), len(CLASSES) + 1), 1e-4)
    chances[range(len(line)), [*map(class_of, line)]] = 1
    told = in_context(chances)
    assert told[range(len(line)), [*map(class_of, line)]] == pytest.approx(0, abs=0.01)


def test_a_sure_sign_stays_where_it_is_odd() -> None:
    assert read("12/", {2: "1"}, sure=0.97) == "12/"


def test_what_is_none_may_stand_anywhere() -> None:
    other = "?"
    assert read(f"/{other}", {0: "1"}, sure=0.6) == f"1{other}"
    assert read(f"2/{other}", {1: "1"}, sure=0.6) == f"2/{other}"


def test_digits_alone_and_letters_have_no_syntax() -> None:
    assert [is_of_numbers(each) for each in (DIGITS, NUMBERS, SUMS, LETTERS)] == [
        False,
        True,
        True,
        False,
    ]

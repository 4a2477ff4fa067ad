"""A reading with the user's words in it."""

from __future__ import annotations

import pytest
from strokes import DIGITS, shifted

from recognizer import Ink, Reader, Reading, Verdict
from recognizer.document.corrections import Correction
from recognizer.document.overruling import Overruling
from recognizer.document.page import Page

WRITTEN = Ink(
    tuple(
        stroke
        for text, y in (("21", 0), ("40", 400))
        for place, digit in enumerate(text)
        for stroke in shifted(DIGITS[digit], 130.0 * place, y).strokes
    )
)
"""21, and 40 in the line below: the strokes are 2, 1, 4, 4, 0."""


@pytest.fixture
def read(reader: Reader) -> Reading:
    reading = reader.read_ink(WRITTEN)
    assert reading.text == "21\n40"
    return reading


def page(*said: tuple[tuple[int, ...], str]) -> Page:
    strokes = WRITTEN.strokes
    words = (Correction(tuple(strokes[k] for k in places), label) for places, label in said)
    return Page(strokes, corrections=tuple(words))


def test_where_nothing_was_said_it_is_the_very_reading(read: Reading) -> None:
    assert Overruling().of(read, WRITTEN.strokes, page()) is read


def test_what_was_said_stands_in_its_number_and_the_others_are_the_same(read: Reading) -> None:
    shown = Overruling().of(read, WRITTEN.strokes, page(((1,), "7")))
    assert shown.text == "27\n40"
    assert [digit.said for digit in shown.digits] == [None, "7", None, None]
    assert shown.digits[1].best == "1"
    assert shown.numbers[1] is read.numbers[1]


def test_a_number_stays_the_same_object_as_long_as_the_same_was_said(read: Reading) -> None:
    overruling = Overruling()
    shown, again, other = (
        overruling.of(read, WRITTEN.strokes, page(((1,), label))).numbers[0] for label in "774"
    )
    assert again is shown
    assert other.text == "24"


def test_a_word_holds_only_for_just_these_strokes(read: Reading) -> None:
    assert Overruling().of(read, WRITTEN.strokes, page(((2,), "6"))).text == "21\n40"
    assert Overruling().of(read, WRITTEN.strokes, page(((3, 2), "6"))).text == "21\n60"


def test_no_digit_is_a_gap_in_the_number(read: Reading) -> None:
    assert Overruling().of(read, WRITTEN.strokes, page(((0,), ""))).text == "?1\n40"


def test_what_was_no_digit_can_be_said_to_be_one(reader: Reader) -> None:
    ink = Ink.from_points([[(x % 2 * 50, x) for x in range(40)]])
    read = reader.read_ink(ink)
    assert read.verdict is Verdict.NOT_A_DIGIT
    said = (Correction(ink.strokes, "8"),)
    assert Overruling().of(read, ink.strokes, Page(ink.strokes, corrections=said)).text == "8"


def test_there_is_no_doubt_of_what_was_said(read: Reading) -> None:
    shown = Overruling().of(read, WRITTEN.strokes, page(((0,), "2"), ((1,), "7")))
    assert shown.numbers[0].confidence == 1
    assert shown.numbers[0].is_said
    assert not shown.is_said

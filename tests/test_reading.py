from __future__ import annotations

from dataclasses import replace

import pytest

from recognizer import BoundingBox, Candidate, Line, Number, Reading, Symbol, Verdict
from recognizer.reading.result import UNREAD, together

BOX = BoundingBox(0, 0, 10, 20)


def digit(label: str, confidence: float = 0.9, x: float = 0.0, y: float = 0.0) -> Symbol:
    """Return a digit of 10 x 20 whose upper left corner is at (x, y)."""
    candidates = (Candidate(label, confidence), Candidate("0", 1 - confidence))
    return Symbol(candidates, 0.95, True, BoundingBox(x, y, x + 10, y + 20), (0,))


def no_digit(knownness: float = 0.02) -> Symbol:
    """Return what looks most like an 8 but is none."""
    return Symbol((Candidate("8", 0.5),), knownness, False, BOX, (1,))


def number(*digits: Symbol) -> Number:
    return Number(digits, BoundingBox.around([each.box for each in digits]))


# A number.


def test_the_text_of_a_number_is_its_digits() -> None:
    assert number(*map(digit, "2026")).text == "2026"


def test_what_is_no_digit_is_marked_among_those_that_are() -> None:
    assert number(digit("2"), no_digit(), digit("6")).text == f"2{UNREAD}6"


def test_a_number_without_any_digit_is_marked_as_unread() -> None:
    none = number(no_digit())
    assert (none.text, none.has_known, none.has_unread) == (UNREAD, False, True)


def test_a_number_is_as_sure_as_its_least_sure_digit() -> None:
    assert number(digit("2", 0.9), digit("0", 0.5), digit("6", 0.8)).confidence == 0.5


def test_a_number_is_hardly_sure_where_something_is_unread() -> None:
    assert number(digit("2", 0.9), no_digit(0.02)).confidence == 0.02


def test_of_what_the_user_has_said_there_is_no_doubt() -> None:
    doubtful = digit("2", 0.4)
    assert number(replace(doubtful, said="7"), digit("0", 0.9)).confidence == 0.9
    assert replace(no_digit(), said="7").confidence == 1.0


def test_what_the_user_says_is_no_digit_is_not_unread() -> None:
    dealt_with = number(replace(no_digit(), said=""))
    assert (dealt_with.text, dealt_with.has_unread, dealt_with.confidence) == ("", False, 1.0)
    beside = number(digit("2", 0.9), replace(no_digit(), said=""))
    assert (beside.text, beside.has_unread, beside.confidence) == (f"2{UNREAD}", False, 0.9)


# A reading of one digit.


@pytest.mark.parametrize(("knownness", "which"), [(0.7, 0.9), (0.9, 0.7)])
def test_a_digit_is_as_sure_as_that_it_is_one_or_which_one(knownness: float, which: float) -> None:
    seen = Symbol((Candidate("7", which),), knownness, True, BOX)
    assert seen.confidence == 0.7


def test_a_digit_says_itself() -> None:
    seven = digit("7", 0.8)
    assert (seven.text, seven.label, seven.best, seven.confidence) == ("7", "7", "7", 0.8)
    read = Reading.of(seven)
    assert (read.text, read.best, read.confidence) == ("7", "7", 0.8)
    assert (read.symbols, read.digits, read.only) == ((seven,), (seven,), seven)


def test_a_digit_is_a_number_of_one_in_a_line_of_one() -> None:
    seven = digit("7")
    assert Reading.of(seven).lines == (Line((Number((seven,), seven.box),)),)


def test_what_is_no_digit_is_unread_but_there() -> None:
    none = no_digit()
    assert (none.text, none.label, none.best) == (UNREAD, "", "8")
    assert [each.text for each in Reading.of(none).numbers] == [UNREAD]


def test_what_is_surely_no_digit_is_never_a_sure_reading() -> None:
    scribble = Symbol((Candidate("8", 1.0),), 0.001, False, BOX)
    assert scribble.confidence == 0.001


def test_nothing_has_neither_text_nor_numbers_nor_digits() -> None:
    nothing = Reading()
    assert (nothing.text, nothing.best, nothing.confidence) == ("", "", 0.0)
    assert (nothing.numbers, nothing.digits, nothing.lines) == ((), (), ())


# A reading of several.


def test_numbers_are_parted_by_spaces_and_lines_by_newlines() -> None:
    lines = [
        [number(*map(digit, "20")), number(digit("6"))],
        [number(*map(digit, "314"))],
    ]
    reading = together(lines)
    assert reading.verdict is Verdict.NUMBERS
    assert reading.text == "20 6\n314"


def test_unread_numbers_and_lines_are_marked() -> None:
    blot = number(no_digit())
    reading = together([[blot], [number(digit("2")), blot, number(digit("6"))], [blot]])
    assert reading.text == "?\n2 ? 6\n?"
    assert (reading.has_known, reading.has_unread) == (True, True)


def test_what_the_user_says_is_no_digit_leaves_no_space_and_no_line() -> None:
    blot = number(replace(no_digit(), said=""))
    reading = together([[blot], [number(digit("2")), blot, number(digit("6"))], [blot]])
    assert (reading.text, reading.has_unread) == ("2 6", False)
    assert len(reading.numbers) == 5


def test_numbers_and_digits_come_in_reading_order() -> None:
    reading = together([[number(*map(digit, "20")), number(no_digit())], [number(digit("5"))]])
    assert [each.text for each in reading.numbers] == ["20", UNREAD, "5"]
    assert [each.best for each in reading.digits] == ["2", "0", "8", "5"]


def test_several_have_no_single_best_digit() -> None:
    reading = together([[number(*map(digit, "26"))]])
    assert (reading.best, reading.candidates) == ("", ())


def test_several_are_as_sure_as_the_least_sure_of_them() -> None:
    numbers = [number(digit("2", 0.9), digit("0", 0.5)), number(digit("6", 0.8))]
    assert together([numbers]).confidence == 0.5


def test_an_unread_line_takes_the_certainty_of_all() -> None:
    lines = [[number(digit("2", 0.9))], [number(no_digit(0.01))]]
    assert together(lines).confidence == 0.01


def test_several_are_as_likely_digits_as_the_least_likely_of_them() -> None:
    assert together([[number(digit("2"), no_digit(0.02))]]).knownness == 0.02


def test_several_lie_in_one_box() -> None:
    reading = together([[number(digit("2", x=5))], [number(digit("6", x=-50, y=100))]])
    assert reading.box == BoundingBox(-50, 0, 15, 120)


def test_several_of_which_none_is_a_digit_are_no_digit() -> None:
    reading = together([[number(no_digit()), number(no_digit())]])
    assert (reading.verdict, reading.text) == (Verdict.NOT_A_DIGIT, f"{UNREAD} {UNREAD}")
    assert len(reading.digits) == 2


def test_a_single_digit_alone_is_read_as_that_digit() -> None:
    seven = digit("7")
    assert together([[number(seven)]]) == Reading.of(seven)


@pytest.mark.parametrize("lines", [[], [[]], [[], []]])
def test_no_numbers_say_nothing(lines: list[list[Number]]) -> None:
    assert together(lines) == Reading()


def test_two_hundred_digits_are_as_sure_as_one_of_them() -> None:
    sure = together([[number(*(digit("1", 0.9) for _ in range(200)))]]).confidence
    assert sure == 0.9


def test_a_box_around_boxes_holds_them_all_and_no_more() -> None:
    boxes = [BoundingBox(0, 5, 10, 6), BoundingBox(-3, 7, 2, 40), BoundingBox(1, 1, 1, 1)]
    assert BoundingBox.around(boxes) == BoundingBox(-3, 1, 10, 40)
    assert BoundingBox.around(boxes[:1]) == boxes[0]

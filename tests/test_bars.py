"""An upright bar parts a number or stands around it; a 1 is as tall as the digits beside it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieceboxes import HEIGHT, Box, at, boxes
from strokes import DIGITS, moved, shifted
from writtennumbers import together, written

from recognizer import Ink, Reader
from recognizer.network.alphabet import DIGITS as OF_DIGITS
from recognizer.network.alphabet import LETTERS, NUMBERS, SUMS, alphabets_of
from recognizer.reading.parting.bars import MIN_BEYOND_HEIGHTS, find_bars
from recognizer.reading.parting.layout import find_numbers
from recognizer.reading.seeing.place import has_one_for_bar

DIGIT = 140.0  # the height of the digits


def upright(x: float, top: float, foot: float, lean: float = 0.0) -> Ink:
    """Return a straight stroke at `x`, from `top` above the digits to `foot` below them."""
    ends = (x + lean / 2, -top * DIGIT), (x - lean / 2, (1 + foot) * DIGIT)
    return Ink.from_points([np.linspace(*ends, 12)])


def end_of(ink: Ink) -> float:
    return ink.bounding_box.right


def piece(x: float, top: float = 0.0, foot: float = 1.0, width: float = 2.0) -> Box:
    """Return a piece from `top` to `foot`, in heights of the digits, that begins at `x`."""
    return at(x, top * HEIGHT, width, (foot - top) * HEIGHT)


# What is read.


@given(
    top=st.floats(0.25, 2.5),
    foot=st.floats(0.25, 2.5),
    gap=st.floats(15, 60),
    lean=st.floats(-8, 8),
    turn=st.sampled_from(["down", "up"]),
)
def test_a_bar_parts_two_numbers(
    reader: Reader, top: float, foot: float, gap: float, lean: float, turn: str
) -> None:
    first = written("38", 20)
    bar = upright(end_of(first) + gap, top, foot, lean)
    if turn == "up":
        bar = moved(bar, lambda points: points[::-1])
    assert reader.read_ink(together(first, bar, written("94", 20, end_of(bar) + gap))).text == (
        "38 94"
    )


@pytest.mark.parametrize("beyond", [0.14, 0.2])
def test_a_bar_may_be_little_taller_than_the_digits(reader: Reader, beyond: float) -> None:
    first = written("38", 20)
    bar = upright(end_of(first) + 35, beyond, beyond)
    ink = together(first, bar, written("94", 20, end_of(bar) + 35))
    assert reader.read_ink(ink).text == "38 94"


@given(top=st.floats(-0.1, 0.1), foot=st.floats(-0.1, 0.1), gap=st.floats(20, 60))
def test_a_one_is_a_digit_though_it_is_a_little_taller(
    reader: Reader, top: float, foot: float, gap: float
) -> None:
    first = written("38", 20)
    one = upright(end_of(first) + gap, top, foot, 6)
    ink = together(first, one, written("94", 20, end_of(one) + gap))
    assert reader.read_ink(ink).text == "38194"


@pytest.mark.parametrize(("top", "foot"), [(0.5, 0), (0.4, 0.1), (0, 0.4)])
def test_a_one_may_reach_far_up_or_far_down(reader: Reader, top: float, foot: float) -> None:
    first = written("20", 25)
    one = upright(end_of(first) + 35, top, foot)
    ink = together(first, one, written("6", 25, end_of(one) + 35))
    assert reader.read_ink(ink).text == "2016"


def test_bars_part_the_cells_of_a_form(reader: Reader) -> None:
    strokes: list[Ink] = []
    for k, digit in enumerate("5372"):
        strokes += [upright(150 * k - 25, 0.3, 0.3), shifted(DIGITS[digit], 150 * k, 0)]
    strokes.append(upright(150 * 4 - 25, 0.3, 0.3))
    assert reader.read_ink(together(*strokes)).text == "5 3 7 2"


@pytest.mark.parametrize("text", ["42", "308", "7"])
def test_bars_on_both_sides_are_no_ones(reader: Reader, text: str) -> None:
    number = written(text, 25)
    left, right = upright(-30, 0.3, 0.3), upright(end_of(number) + 30, 0.3, 0.3)
    assert reader.read_ink(together(left, number, right)).text == text


def test_a_number_in_a_box_of_four_lines_is_read_without_them(reader: Reader) -> None:
    number = written("42", 25)
    left, right = -35.0, end_of(number) + 35
    sides = upright(left, 0.3, 0.3), upright(right, 0.3, 0.3)
    lines = ([(left, y * DIGIT), (right, y * DIGIT)] for y in (-0.3, 1.3))
    assert reader.read_ink(together(number, *sides, Ink.from_points(lines))).text == "42"


# What counts as a bar.


@given(
    middle=st.floats(0.4, 0.6),
    height=st.floats(0.5, 1 / (1 - 2 * MIN_BEYOND_HEIGHTS) - 0.01),
    digits=st.integers(1, 3),
)
def test_what_is_not_far_taller_than_its_neighbors_is_no_bar(
    middle: float, height: float, digits: int
) -> None:
    row = [at(70 * k) for k in range(2 * digits)]
    tall = piece(70 * digits - 9, middle - height / 2, middle + height / 2)
    assert not find_bars(boxes(*row[:digits], tall, *row[digits:])).any()


@pytest.mark.parametrize("gap", [-12, 0, 3])
def test_a_long_stem_that_stands_close_to_a_piece_is_a_part_of_it(gap: float) -> None:
    bowl = at(70, 10, 50, 50)
    stem = piece(120 + gap, -0.3, 1.3)
    assert not find_bars(boxes(at(0), bowl, stem, at(180))).any()


def test_a_single_bar_before_or_behind_a_number_may_be_a_one() -> None:
    assert not find_bars(boxes(piece(-20, -0.4, 1.4), at(0), at(70))).any()
    assert not find_bars(boxes(at(0), at(70), piece(150, -0.4, 1.4))).any()


@pytest.mark.parametrize("gap", [20, 45])
def test_a_one_between_signs_is_no_bar(gap: float) -> None:
    plus = [piece(0, 0.5, 0.52, 0.5 * HEIGHT), piece(0.25 * HEIGHT, 0.26, 0.76)]
    cross = [piece(0, 0.25, 0.75, 0.5 * HEIGHT)] * 2
    for sign in (plus, cross):
        x, row = 0.0, []
        for k in range(3):
            row.append(piece(x))
            moved_sign = [
                at(left + x + gap, top, right - left, foot - top) for left, top, right, foot in sign
            ]
            row += moved_sign if k < 2 else []
            x += 2 * gap + 0.5 * HEIGHT
        assert not find_bars(boxes(*sorted(row, key=lambda box: box[0] + box[2]))).any()


def test_a_line_along_several_rows_parts_the_numbers_of_each() -> None:
    rows = [at(x, 180 * row) for row in range(4) for x in (0, 70, 170, 240)]
    line = at(149, -30, 2, 700)
    found = find_numbers(boxes(*rows, line), bars_part=True)
    assert found == [(k, k + 1) for k in range(0, 16, 2)]


def test_bars_part_nothing_unless_asked_for() -> None:
    row = boxes(at(0), at(70), piece(149, -0.3, 1.3), at(170), at(240))
    assert find_numbers(row) == [(0, 1, 2, 3, 4)]
    assert find_numbers(row, bars_part=True) == [(0, 1), (3, 4)]


def test_a_bar_is_left_out_where_it_is_no_symbol_and_a_one_is() -> None:
    assert all(map(has_one_for_bar, (OF_DIGITS, NUMBERS, SUMS)))
    text = alphabets_of([*"0123456789abcABC|"])[-1]
    assert not has_one_for_bar(text)
    assert not has_one_for_bar(LETTERS)

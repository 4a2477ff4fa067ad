"""Which pieces make a number, and which numbers a line."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieceboxes import HEIGHT, Box, at, boxes

from recognizer.reading.parting.layout import (
    MAX_NUMBER_GAP_HEIGHTS,
    find_numbers,
    find_rules,
    in_lines,
)
from recognizer.reading.seeing import neighbors
from recognizer.reading.seeing.neighbors import Boxes

PLACE, SIDE = st.integers(0, 600), st.one_of(st.just(0), st.integers(0, 120))
ANY_BOXES = st.lists(st.builds(at, PLACE, PLACE, SIDE, SIDE), min_size=1, max_size=60).map(
    lambda each: boxes(*each)
)
"""Boxes of all shapes, some of no extent, some inside others."""


# Which pieces make a number.


def test_without_pieces_there_are_no_numbers() -> None:
    assert find_numbers(boxes()) == []


@pytest.mark.parametrize("piece", [at(0), at(5, 5, 0, 0), at(0, 0, 90, 0), at(0, 0, 0, 90)])
def test_a_single_piece_is_a_number_whatever_its_shape(piece: Box) -> None:
    assert find_numbers(boxes(piece)) == [(0,)]


@pytest.mark.parametrize("gap", [-0.3, 0.0, 0.5, MAX_NUMBER_GAP_HEIGHTS])
def test_digits_side_by_side_are_a_number(gap: float) -> None:
    assert find_numbers(boxes(at(0), at(60 + gap * HEIGHT))) == [(0, 1)]


def test_digits_farther_apart_than_they_are_tall_are_two_numbers() -> None:
    assert find_numbers(boxes(at(0), at(61 + MAX_NUMBER_GAP_HEIGHTS * HEIGHT))) == [(0,), (1,)]


@pytest.mark.parametrize("down", [130, 160, 400])
def test_digits_below_each_other_are_two_numbers(down: float) -> None:
    assert find_numbers(boxes(at(0), at(0, down))) == [(0,), (1,)]


@pytest.mark.parametrize("down", [10, 30, 60])
def test_a_digit_that_stands_lower_belongs_to_the_number(down: float) -> None:
    assert find_numbers(boxes(at(0), at(80, down))) == [(0, 1)]


def test_the_pieces_of_a_number_come_from_left_to_right_however_they_were_drawn() -> None:
    assert find_numbers(boxes(at(160), at(0), at(240), at(80))) == [(1, 3, 0, 2)]


def test_numbers_come_by_the_piece_that_was_drawn_first() -> None:
    assert find_numbers(boxes(at(900), at(0), at(980))) == [(0, 2), (1,)]


@pytest.mark.parametrize(
    "late",
    [at(10, 50, 50, 4), at(0, 0, 60, 0), at(30, 0, 5, 100), at(0, -15, 60, 3), at(20, 40, 0, 0)],
    ids=["crossbar", "flat bar", "upright", "flag above", "dot"],
)
def test_a_late_stroke_stands_beside_the_digit_it_belongs_to(late: Box) -> None:
    (number,) = find_numbers(boxes(at(0), at(90), at(180), late))
    assert number.index(3) < number.index(1)


def test_a_bar_far_above_is_a_thing_of_its_own() -> None:
    assert find_numbers(boxes(at(0), at(0, -60, 60, 3))) == [(0,), (1,)]


@pytest.mark.parametrize("mark", [at(70, 105, 4, 4), at(-14, -20, 9, 9), at(75, 110, 0, 0)])
def test_a_small_mark_at_a_corner_of_a_digit_belongs_to_it(mark: Box) -> None:
    assert len(find_numbers(boxes(at(0), mark))) == 1


@pytest.mark.parametrize("mark", [at(70, 150, 4, 4), at(90, 120, 4, 4), at(-60, -20, 9, 9)])
def test_a_small_mark_far_from_a_digit_stands_alone(mark: Box) -> None:
    assert find_numbers(boxes(at(0), mark)) == [(0,), (1,)]


def test_a_small_mark_goes_with_the_nearest_of_two_digits() -> None:
    above, below = at(0), at(0, 145)
    assert find_numbers(boxes(above, below, at(70, 112, 4, 4))) == [(0, 2), (1,)]
    assert find_numbers(boxes(above, below, at(70, 130, 4, 4))) == [(0,), (1, 2)]


def test_a_mark_is_nearer_to_a_large_digit_than_to_a_small_one() -> None:
    small, large = at(0), at(0, 160, 110, 180)
    mark = at(-20, 128, 2, 2)  # 28 below the small one, 30 above the large one
    assert find_numbers(boxes(small, large, mark)) == [(0,), (2, 1)]


def test_a_mark_is_weighed_against_what_is_taller_only() -> None:
    dash_near, digit_far = at(0, 108, 60, 2), at(0, 0)
    assert find_numbers(boxes(digit_far, dash_near, at(30, 114, 2, 2))) == [(0, 1, 2)]


@given(pieces=ANY_BOXES)
def test_every_piece_is_a_rule_or_in_one_number(pieces: Boxes) -> None:
    found = [piece for number in find_numbers(pieces) for piece in number]
    assert sorted([*found, *np.flatnonzero(find_rules(pieces))]) == list(range(len(pieces)))


ROWS = [at(80 * x, 200 * y) for y in range(2) for x in range(3)]


@pytest.mark.parametrize(
    "rule",
    [
        at(-20, 130, 300, 4),
        at(-20, 320, 1500, 0),
        at(250, -50, 3, 400),
        at(-60, -20, 0, 350),
        at(-10, 104, 150, 6),
    ],
    ids=["between", "below", "beside", "margin", "underlining two"],
)
def test_a_rule_is_left_out_and_changes_nothing(rule: Box) -> None:
    assert find_numbers(boxes(*ROWS, rule)) == find_numbers(boxes(*ROWS))


@pytest.mark.parametrize(
    "bar",
    [at(20, 40, 70, 5), at(10, -12, 80, 6), at(50, 50, 60, 3)],
    ids=["of a 7", "of a 5", "of a 4"],
)
def test_the_bar_of_a_digit_is_no_rule(bar: Box) -> None:
    assert not find_rules(boxes(*ROWS, bar)).any()


@pytest.mark.parametrize("gap", [10, 15, 22, 40])
def test_rows_close_to_each_other_are_not_stacked(gap: float) -> None:
    pieces = boxes(*(at(80 * x, (HEIGHT + gap) * y) for y in range(3) for x in range(2)))
    assert find_numbers(pieces) == [(0, 1), (2, 3), (4, 5)]


def test_two_halves_of_a_digit_beside_a_whole_one_are_stacked() -> None:
    pieces = boxes(at(0), at(80, 0, 50, 45), at(78, 50, 55, 50))
    (number,) = find_numbers(pieces)
    assert {1, 2} <= {*number}


def test_a_large_digit_is_no_part_of_a_small_number() -> None:
    pieces = boxes(at(0), at(80), at(160, -400, 500, 900))
    assert find_numbers(pieces) == [(0, 1), (2,)]


@pytest.mark.parametrize(("gap", "count"), [(0.5, 1), (0.7, 2), (0.95, 2)])
def test_a_gap_much_wider_than_the_others_parts_two_numbers(gap: float, count: int) -> None:
    second = 130 + gap * HEIGHT
    pieces = boxes(at(0), at(70), at(second), at(second + 70))
    assert len(find_numbers(pieces)) == count


def test_where_all_gaps_are_wide_they_part_nothing() -> None:
    assert len(find_numbers(boxes(*(at(140 * k) for k in range(4))))) == 1


@given(pieces=ANY_BOXES)
def test_where_and_how_large_the_pieces_are_makes_no_difference(pieces: Boxes) -> None:
    assert find_numbers(pieces * 2.0**20 - 2.0**25) == find_numbers(pieces)


@pytest.mark.parametrize("seed", range(25))
def test_the_order_in_which_pieces_were_drawn_makes_no_difference(seed: int) -> None:
    # For a few specks beside a tall bar it does; such pages are not drawn by this generator.
    rng = np.random.default_rng(seed)
    corners = rng.integers(0, 600, (int(rng.integers(1, 60)), 2)).astype(np.float64)
    sides = rng.integers(0, 120, corners.shape) * rng.integers(0, 2, corners.shape)
    pieces = np.hstack([corners, corners + sides])
    order = rng.permutation(len(pieces))
    drawn_otherwise = [{int(order[k]) for k in number} for number in find_numbers(pieces[order])]
    as_drawn = [set(number) for number in find_numbers(pieces)]
    assert sorted(map(sorted, drawn_otherwise)) == sorted(map(sorted, as_drawn))


def test_a_page_of_ten_thousand_pieces_is_parted_like_a_small_one() -> None:
    digits = [at(80 * k + 300 * (k // 10), 150 * row) for row in range(100) for k in range(100)]
    order = np.random.default_rng(0).permutation(len(digits))
    found = find_numbers(boxes(*digits)[order])
    tens = {tuple(range(ten, ten + 10)) for ten in range(0, 10_000, 10)}
    assert {tuple(order[list(number)].tolist()) for number in found} == tens


@pytest.mark.parametrize("count", [2, 100, 1500])
def test_pieces_in_one_place_are_one_number(count: int) -> None:
    assert find_numbers(boxes(*[at(0)] * count)) == [tuple(range(count))]


def test_a_long_row_is_one_number_in_whatever_order_it_was_drawn() -> None:
    order = np.random.default_rng(0).permutation(2000)
    (number,) = find_numbers(boxes(*(at(90.0 * k) for k in order)))
    assert order[list(number)].tolist() == list(range(2000))


@pytest.mark.parametrize("place", [1e9, -1e9])
@pytest.mark.parametrize("size", [1e-6, 1e-3])
def test_tiny_pieces_at_the_end_of_the_world_are_parted_all_the_same(
    place: float, size: float
) -> None:
    assert len(find_numbers(boxes(at(place, place, size, size), at(-place, 0, 0, 0)))) == 2


# Which numbers make a line.


def test_without_numbers_there_are_no_lines() -> None:
    assert in_lines([]) == []


def test_lines_come_from_the_top_and_numbers_from_the_left() -> None:
    below_right, below_left, above_right, above_left = at(300, 200), at(0, 190), at(310), at(10, 5)
    assert in_lines([below_right, below_left, above_right, above_left]) == [[3, 2], [1, 0]]


@pytest.mark.parametrize("slope", [-0.2, 0.2])
def test_a_slanted_line_is_one_line(slope: float) -> None:
    line = [at(200.0 * k, slope * 200 * k) for k in range(9)]
    assert in_lines(line) == [list(range(9))]


@pytest.mark.parametrize("slope", [-0.2, 0.2])
def test_slanted_lines_are_told_apart_though_one_begins_where_the_other_ends(slope: float) -> None:
    pages = [at(200.0 * k, slope * 200 * k + 160 * row) for row in range(3) for k in range(9)]
    assert in_lines(pages) == [list(range(start, start + 9)) for start in (0, 9, 18)]


@pytest.mark.parametrize(("down", "lines"), [(45, [[0, 1]]), (55, [[0], [1]])])
def test_numbers_of_a_line_share_half_their_height(down: float, lines: list[list[int]]) -> None:
    assert in_lines([at(0), at(200, down)]) == lines


@pytest.mark.parametrize("number", [at(0, 50, 60, 0), at(0, 50, 0, 0)])
def test_a_flat_number_stands_in_the_line_it_is_level_with(number: Box) -> None:
    assert in_lines([number, at(200)]) == [[0, 1]]


@given(pieces=ANY_BOXES)
def test_every_number_stands_in_one_line_from_left_to_right(pieces: Boxes) -> None:
    numbers: list[Box] = [(a, b, c, d) for a, b, c, d in pieces.tolist()]
    lines = in_lines(numbers)
    assert sorted(each for line in lines for each in line) == list(range(len(numbers)))
    assert all(numbers[a][0] <= numbers[b][0] for line in lines for a, b in pairwise(line))


@pytest.mark.parametrize("at_a_time", [1, 50, 2**40])
def test_how_many_are_compared_at_a_time_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, at_a_time: int
) -> None:
    random = np.random.default_rng(7)
    corners = random.uniform(0, 900, (200, 2)).round(-1)
    boxes = np.hstack([corners, corners + random.exponential(30, (200, 2)).round(-1)])
    found = find_numbers(boxes)
    monkeypatch.setattr(neighbors, "PAIRS_AT_A_TIME", at_a_time)
    assert find_numbers(boxes) == found

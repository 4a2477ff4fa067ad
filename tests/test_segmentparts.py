"""A number is parted into digits: which pieces may be one, and which way to part it is best."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from anything import SEED
from hypothesis import given
from pieceboxes import HEIGHT, Box, at, boxes

from recognizer.reading.parting.grouping import INK
from recognizer.reading.parting.groups import (
    Group,
    best_groups,
    fused,
    group_score,
    possible_groups,
)
from recognizer.reading.parting.layout import (
    number_height,
)


def group(left: float, right: float, *pieces: int, height: float = 1.0, gap: float = 0.0) -> Group:
    """Return a group whose pieces are numbered from left to right."""
    return Group(pieces[0], pieces[-1] + 1, left, right, height, gap)


def always(answer: bool) -> Callable[[Group], bool]:
    return lambda _: answer


# Which pieces of a number may be a digit.


def possible(*pieces: Box) -> list[tuple[int, ...]]:
    return [each.pieces for each in possible_groups(boxes(*pieces), INK)]


def test_each_piece_alone_may_be_a_digit_however_wide_it_is() -> None:
    assert possible(at(0), at(80, 0, 900), at(1000)) == [(0,), (1,), (2,)]


def test_neighbors_may_be_a_digit_but_not_what_stands_apart() -> None:
    narrow = [at(15.0 * k, width=10) for k in range(3)]
    assert possible(*narrow) == [(0,), (0, 1), (0, 1, 2), (1,), (1, 2), (2,)]


def test_a_digit_has_no_more_pieces_than_digits_have() -> None:
    narrow = [at(6.0 * k, width=4) for k in range(9)]
    assert max(map(len, possible(*narrow))) == INK.max_symbol_pieces


def test_a_whole_that_was_cut_into_many_pieces_may_be_a_digit() -> None:
    pieces = boxes(at(-80), *(at(10 * k, width=10) for k in range(6)))
    groups = possible_groups(pieces, INK, wholes=(0, 1, 1, 1, 1, 1, 1))
    assert (1, 2, 3, 4, 5, 6) in [each.pieces for each in groups]
    assert (0, 1, 2, 3, 4, 5, 6) not in [each.pieces for each in groups]


def test_the_pieces_of_a_whole_do_not_count_for_the_height_of_a_number() -> None:
    pieces = boxes(at(-80), *(at(10 * k, 20 * k, 10, HEIGHT - 20 * k) for k in range(4)))
    groups = possible_groups(pieces, INK, wholes=(0, 1, 1, 1, 1))
    assert groups[0].height == 1.0


@pytest.mark.parametrize(
    ("gap", "may_be"), [(INK.max_gap_heights, True), (INK.max_gap_heights + 0.02, False)]
)
def test_no_digit_has_a_wide_gap(gap: float, may_be: bool) -> None:
    pieces = at(0, width=10), at(10 + gap * HEIGHT, width=10)
    assert ((0, 1) in possible(*pieces)) is may_be


@pytest.mark.parametrize(
    ("width", "may_be"),
    [(INK.max_symbol_width_heights, True), (INK.max_symbol_width_heights + 0.02, False)],
)
def test_no_digit_of_two_pieces_is_very_wide(width: float, may_be: bool) -> None:
    half = width * HEIGHT / 2
    assert ((0, 1) in possible(at(0, width=half), at(half, width=half))) is may_be


def test_a_group_is_measured_in_heights_of_its_number() -> None:
    pieces = boxes(at(0, 0, 20, 200), at(60, 50, 40, 150))
    both = next(each for each in possible_groups(pieces, INK) if len(each.pieces) == 2)
    height = number_height(pieces)
    measured = (both.left, both.right, both.height, both.gap)
    assert measured == pytest.approx((0, 100 / height, 200 / height, 40 / height))
    assert (both.begin, both.end) == (0, 2)


def test_a_piece_that_bridges_a_gap_closes_it() -> None:
    pieces = boxes(at(0, width=10), at(0, 90, 60, 4), at(50, width=10))
    groups = possible_groups(pieces, INK)
    assert next(each for each in groups if each.pieces == (0, 1, 2)).gap == 0


def test_the_height_of_a_number_is_that_of_its_digits_not_of_its_marks() -> None:
    assert number_height(boxes(at(0), at(80), at(160, 0, 5, 5), at(200, 0, 5, 5))) == HEIGHT


def test_one_long_tail_does_not_make_a_number_taller() -> None:
    assert number_height(boxes(at(0), at(80), at(160, height=180))) == HEIGHT


@pytest.mark.parametrize("piece", [at(0, 0, 0, 0), at(0, 0, 80, 0), at(0, 0, 0, 80)])
def test_there_is_no_number_without_height(piece: Box) -> None:
    assert number_height(boxes(piece, piece)) > 0


# Which way to part a number is best.


def scored(scores: dict[tuple[int, ...], float], *pieces: Box) -> list[tuple[int, ...]]:
    """Return the best way where `scores` says how good each group is; the others are bad."""
    groups = possible_groups(boxes(*pieces), INK)
    return [each.pieces for each in best_groups(groups, lambda g: scores.get(g.pieces, -9.0), INK)]


def test_without_groups_there_is_no_way() -> None:
    assert best_groups([], lambda _: 0.0, INK) == ()


def test_two_good_parts_beat_a_bad_whole() -> None:
    assert scored({(0,): -0.1, (1,): -0.1, (0, 1): -3}, at(0), at(62)) == [(0,), (1,)]


def test_a_good_whole_beats_two_bad_parts() -> None:
    assert scored({(0,): -0.1, (1,): -3, (0, 1): -0.1}, at(0), at(62)) == [(0, 1)]


def test_the_best_way_is_that_of_the_whole_number_not_of_its_begin() -> None:
    scores = {(0, 1): 0.0, (2,): -5.0, (0,): -1.0, (1, 2): -1.0}
    assert scored(scores, *(at(30.0 * k, width=25) for k in range(3))) == [(0,), (1, 2)]


def test_digits_do_not_overlap_much_if_there_is_another_way() -> None:
    scores = {(0,): -0.5, (1,): -0.5, (0, 1): -1.2}
    assert scored(scores, at(0), at(65)) == [(0,), (1,)]
    assert scored(scores, at(0), at(30)) == [(0, 1)]


def every_way(groups: list[Group], begin: int, end: int) -> Iterator[tuple[Group, ...]]:
    if begin == end:
        yield ()
    for each in groups:
        if each.begin == begin:
            for rest in every_way(groups, each.end, end):
                yield (each, *rest)


@given(seed=SEED)
def test_no_other_way_scores_better(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rules = replace(INK, overlap_cost=2.0)
    pieces = boxes(*(at(40.0 * k + rng.uniform(-20, 20), width=35) for k in range(7)))
    groups = possible_groups(pieces, rules)
    scores = {each.pieces: -float(rng.exponential()) for each in groups}

    def total(way: tuple[Group, ...]) -> float:
        pairs = pairwise(way)
        overlaps = sum(max(0.0, left.right - right.left) for left, right in pairs)
        return sum(scores[each.pieces] for each in way) - rules.overlap_cost * overlaps

    found = best_groups(groups, lambda each: scores[each.pieces], rules)
    assert total(found) == pytest.approx(max(map(total, every_way(groups, 0, 7))))


def test_a_sure_digit_scores_nothing_and_all_else_less() -> None:
    assert group_score(group(0, 0.6, 0), 1.0, 1.0, INK) == 0
    assert group_score(group(0, 0.6, 0), 0.5, 1.0, INK) < 0
    assert group_score(group(0, 0.6, 0), 1.0, 0.5, INK) < 0
    assert group_score(group(0, 0.6, 0, height=0.3), 1.0, 1.0, INK) < 0
    assert group_score(group(0, 0.6, 0, 1, gap=0.2), 1.0, 1.0, INK) < 0


def test_what_is_surely_no_digit_has_a_score_to_reckon_with() -> None:
    assert -100 < group_score(group(0, 0.6, 0), 0.0, 0.0, INK) < -9


# What cannot stand for itself.


def test_what_is_no_digit_is_not_parted_from_what_it_touches() -> None:
    parts = group(0, 0.5, 0), group(0.45, 1.0, 1)
    (one,) = fused(parts, always(False), INK)
    assert (one.pieces, one.begin, one.end) == ((0, 1), 0, 2)
    assert (one.left, one.right) == (0, 1.0)


def test_two_digits_that_touch_stay_two() -> None:
    parts = group(0, 0.5, 0), group(0.45, 1.0, 1)
    assert fused(parts, always(True), INK) == parts


def test_what_is_no_digit_stays_apart_from_what_it_does_not_touch() -> None:
    parts = group(0, 0.5, 0), group(0.6, 1.0, 1)
    assert fused(parts, always(False), INK) == parts


def test_what_is_said_to_be_apart_is_never_made_one() -> None:
    parts = group(0, 0.5, 0), group(0.45, 1.0, 1)
    assert fused(parts, always(False), INK, lambda left, right: True) == parts


def test_two_digits_in_one_place_are_one_gone_over_twice() -> None:
    assert len(fused((group(0, 0.5, 0), group(0.02, 0.55, 1)), always(True), INK)) == 1


def test_what_has_become_one_is_asked_again_whether_it_is_a_digit() -> None:
    parts = group(0, 0.5, 0), group(0.45, 0.9, 1), group(0.85, 1.4, 2)
    two = fused(parts, lambda each: each.pieces != (0,), INK)
    assert [each.pieces for each in two] == [(0, 1), (2,)]
    (one,) = fused(parts, lambda each: each.pieces == (2,), INK)
    assert one.pieces == (0, 1, 2)


def test_nothing_stays_nothing() -> None:
    assert fused((), always(False), INK) == ()

"""Ways to write 0, 6 and 9: what is true of each."""

from __future__ import annotations

import numpy as np
import pytest
from habitink import (
    LYING,
    SLASHED,
    ZERO,
    Change,
    added,
    distance,
    gap,
    length,
    line_of,
    many,
    meetings,
    slant,
)
from strokes import DIGITS, moved

from recognizer import Ink
from recognizer.training.draw.rings import (
    CLOCKWISE_NINE,
    add_inner_dot,
    add_slash,
    open_head,
    open_ring,
    shorten_stem,
)

SIX = DIGITS["6"]
CLOSED_NINE = Ink.from_points(
    [[(85, 20), (62, 2), (28, 8), (12, 36), (24, 66), (54, 68), (80, 44), (87, 22), (80, 140)]]
)
TURN = np.radians(np.linspace(-90, 270, 49))
RING = Ink.from_points([(np.stack([np.cos(TURN), np.sin(TURN)], axis=1) * (45, 70)).tolist()])


@pytest.mark.parametrize("change", [add_slash, add_inner_dot, open_ring, shorten_stem, open_head])
@pytest.mark.parametrize("ink", [SLASHED, LYING], ids=["two strokes", "lying"])
def test_a_digit_of_several_strokes_or_without_height_is_not_changed(
    change: Change, ink: Ink
) -> None:
    assert all(changed is ink for changed in many(change, ink))


# The slashed zero


def test_a_slash_goes_through_the_middle_of_the_zero() -> None:
    middle = np.array([48, 70])
    for changed in many(add_slash, ZERO):
        begin, end = added(changed)
        along = np.linspace(begin, end, 200)
        assert distance(along, middle) < 0.2 * ZERO.bounding_box.longer_side


def test_a_slash_crosses_the_line_of_the_zero_as_a_rule_on_both_sides() -> None:
    ring = ZERO.strokes[0].points
    crossed = np.array([meetings(ring, added(changed)) for changed in many(add_slash, ZERO)])
    assert (crossed >= 1).mean() > 0.95
    assert (crossed >= 2).mean() > 0.75


def test_a_slash_is_nearly_upright_to_diagonal() -> None:
    slants = np.abs([slant(added(changed)) for changed in many(add_slash, ZERO, 1000)])
    assert slants.max() < 45
    assert (slants < 5).mean() > 0.1
    assert (slants > 20).mean() > 0.1


def test_a_slash_that_is_not_upright_rises_to_the_right_nine_times_in_ten() -> None:
    slants = np.array([slant(added(changed)) for changed in many(add_slash, ZERO, 1000)])
    slanted = slants[np.abs(slants) > 12]
    assert (slanted > 0).mean() == pytest.approx(0.9, abs=0.04)


def test_a_slash_often_reaches_far_beyond_the_zero_at_either_end() -> None:
    box = ZERO.bounding_box
    ends = np.array([added(changed)[:, 1] for changed in many(add_slash, ZERO, 1000)])
    for beyond in ((ends[:, 0] - box.bottom) / box.height, (box.top - ends[:, 1]) / box.height):
        assert (beyond > 0.25).mean() == pytest.approx(0.4, abs=0.08)
        assert (beyond < 0).mean() == pytest.approx(0.23, abs=0.08)
        assert 0.45 < beyond.max() < 0.75


# The dotted zero


def test_a_dot_in_a_zero_is_a_point_or_a_short_upright_dash_about_its_middle() -> None:
    middle, height = (48, 70), ZERO.bounding_box.height
    for changed in many(add_inner_dot, ZERO):
        assert changed.strokes[:-1] == ZERO.strokes
        dot = changed.strokes[-1].points
        assert len(dot) in (1, 2)
        assert np.hypot(*(dot.mean(axis=0) - middle)) < 0.3 * height
        assert np.ptp(dot[:, 1]) <= 0.16 * height
    assert {len(changed.strokes[-1]) for changed in many(add_inner_dot, ZERO)} == {1, 2}


# The open zero


def test_an_open_zero_is_one_stroke_whose_ends_are_apart_by_less_than_half_its_height() -> None:
    gaps = np.array([gap(line_of(changed)) for changed in many(open_ring, RING, 500)]) / 140
    assert gaps.max() < 0.5
    assert (gaps > 0.15).mean() > 0.3


def test_an_open_zero_ends_before_its_beginning_or_after_having_passed_it() -> None:
    parts = [length(line_of(changed)) / length(line_of(RING)) for changed in many(open_ring, RING)]
    assert 0.8 < min(parts) < 0.92
    assert 1.05 < max(parts) < 1.2


def test_an_open_zero_runs_where_the_zero_ran_but_for_a_tenth_of_its_size() -> None:
    for changed in many(open_ring, RING):
        off = [distance(line_of(RING), point) for point in line_of(changed)]
        assert max(off) < 0.11 * 70 + 5


def test_an_open_zero_may_begin_anywhere_but_most_begin_where_they_did() -> None:
    begins = np.array([line_of(changed)[0] for changed in many(open_ring, RING, 500)])
    at_top = np.hypot(*(begins - line_of(RING)[0]).T) < 12
    assert 0.6 < at_top.mean() < 0.85
    assert (begins[:, 1] > 0).mean() > 0.08


def test_a_zero_that_is_open_is_not_opened() -> None:
    open_zero = moved(RING, lambda points: points[:-8])
    assert all(changed is open_zero for changed in many(open_ring, open_zero))


# The six with a short stem


def test_a_six_with_a_short_stem_has_its_loop_and_a_fifth_to_half_of_what_is_above_it() -> None:
    line, top = line_of(SIX), 77  # the highest point of its loop
    stems = []
    for changed in many(shorten_stem, SIX):
        kept = line_of(changed)
        loop = line[line.argmax(axis=0)[1] :]
        assert np.array_equal(kept[-len(loop) :], loop)
        stems.append((top - kept[0, 1]) / top)
    assert 0.05 < min(stems) < max(stems) < 0.6


def test_a_six_whose_stem_is_not_above_its_loop_is_not_changed() -> None:
    assert all(changed is RING for changed in many(shorten_stem, RING))


# The nine with an open head


def test_a_nine_with_an_open_head_keeps_its_stem_and_is_one_stroke() -> None:
    for changed in many(open_head, CLOSED_NINE):
        assert np.array_equal(line_of(changed)[-2:], line_of(CLOSED_NINE)[-2:])
        assert changed.bounding_box.height > 0.9 * CLOSED_NINE.bounding_box.height


def test_a_nine_is_opened_by_leaving_out_up_to_a_quarter_of_its_head() -> None:
    whole = length(line_of(CLOSED_NINE)[:-1])
    left_out = [
        1 - length(line_of(changed)[:-1]) / whole for changed in many(open_head, CLOSED_NINE)
    ]
    assert 0 < min(left_out) < max(left_out) < 0.27


def test_a_part_of_the_opened_nines_begins_below_and_goes_clockwise() -> None:
    below = [line_of(changed)[0, 1] > 30 for changed in many(open_head, CLOSED_NINE, 500)]
    assert np.mean(below) == pytest.approx(CLOCKWISE_NINE, abs=0.07)


def test_a_nine_that_is_written_clockwise_is_always_opened_below() -> None:
    head, stem = np.split(line_of(CLOSED_NINE), [8])
    clockwise = Ink.from_points([[*head[::-1].tolist(), *stem.tolist()]])
    for changed in many(open_head, clockwise):
        assert line_of(changed)[0, 1] > 30


@pytest.mark.parametrize(
    "nine",
    [
        [(80, 10), (20, 0), (0, 40), (40, 70), (50, 140)],
        [(0, 20), (40, 0), (80, 20), (40, 50), (5, 22), (40, 140)],
        [(80, 50), (40, 20), (0, 40), (40, 70), (78, 50), (80, 0), (60, 140)],
    ],
    ids=["it never comes back", "it begins at the left", "its stem goes up first"],
)
def test_a_nine_whose_head_is_not_closed_at_the_top_of_its_stem_stays(
    nine: list[tuple[int, int]],
) -> None:
    ink = Ink.from_points([nine])
    assert all(changed is ink for changed in many(open_head, ink))

"""What each habit draws: slashes, flags, feet, crossbars, hooks and stray dots."""

from __future__ import annotations

import numpy as np
import pytest
from habitink import (
    FLAGGED,
    FOOTED,
    LEANING_FAR,
    LYING,
    ONE,
    SEVEN,
    TWO_STROKE_ONE,
    ZERO,
    Points,
    added,
    each_digit,
    many,
)
from strokes import DIGITS, moved

from recognizer import Ink
from recognizer.training.draw.habits import (
    JOINED_CROSSBAR,
    add_crossbar,
    add_dot,
    add_flag,
    add_foot,
    add_hook,
    add_slash,
    is_bare_one,
    lean,
    strip,
)


def slant(points: Points) -> float:
    """Return how many degrees the way from the lowest point to the highest leans to the right."""
    dx, dy = points[points[:, 1].argmin()] - points[points[:, 1].argmax()]
    return float(np.degrees(np.arctan2(dx, -dy)))


def meetings(path: Points, line: Points) -> int:
    """Return how often the polyline `path` crosses the straight piece from line[0] to line[1]."""
    way = line[1] - line[0]
    beyond = (path - line[0]) @ np.array([-way[1], way[0]])
    (at,) = np.nonzero(np.signbit(beyond[1:]) != np.signbit(beyond[:-1]))
    part = beyond[at] / (beyond[at] - beyond[at + 1])
    crossed = path[at] + part[:, None] * (path[at + 1] - path[at])
    along = (crossed - line[0]) @ way / (way @ way)
    return int(((along >= 0) & (along <= 1)).sum())


def distance(points: Points, place: Points) -> float:
    """Return how far `place` is from the nearest of `points`."""
    return float(np.hypot(*(points - place).T).min())


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


# The flagged one


def flags() -> tuple[Points, Points]:
    """Return lengths, in heights of the one, and degrees of steepness of 1,000 flags."""
    top = ONE.strokes[0].points[0]
    starts = np.array([one.strokes[0].points[0] for one in many(add_flag, ONE, 1000)]) - top
    return (
        np.hypot(*starts.T) / ONE.bounding_box.height,
        np.degrees(np.arctan2(starts[:, 1], -starts[:, 0])),
    )


def test_a_flag_begins_left_of_the_top_and_not_below_the_foot() -> None:
    top = ONE.strokes[0].points[0]
    for changed in many(add_flag, ONE):
        x, y = changed.strokes[0].points[0]
        assert x < top[0]
        assert y < ONE.bounding_box.bottom


def test_a_flag_leads_into_the_bar_without_lifting_the_pen() -> None:
    bar = ONE.strokes[0].points
    for changed in many(add_flag, ONE):
        (stroke,) = changed.strokes
        assert np.array_equal(stroke.points[-len(bar) :], bar)


def test_a_flag_is_an_eighth_to_three_fifths_as_long_as_the_one_is_high() -> None:
    lengths, _ = flags()
    assert 0.1 < lengths.min() < 0.15
    assert 0.55 < lengths.max() <= 0.6


def test_a_flag_is_up_to_70_degrees_steep() -> None:
    _, steepness = flags()
    assert 65 < steepness.max() <= 70


def test_only_a_short_flag_is_level_for_a_long_one_would_make_a_seven() -> None:
    lengths, steepness = flags()
    assert -6 < steepness[lengths < 0.2].min() < 0
    assert steepness[lengths > 0.3].min() > 0
    assert steepness[lengths > 0.5].min() > 25


def test_a_flag_is_on_top_of_a_bar_that_was_written_upward_too() -> None:
    upward = moved(ONE, lambda points: points[::-1])
    assert many(add_flag, upward) == many(add_flag, ONE)


@pytest.mark.parametrize(
    ("ink", "bare"),
    [
        (ONE, True),
        (moved(ONE, lambda points: points[::-1]), True),
        (Ink.from_points([[(5, 0), (5, 9)]]), True),
        (Ink.from_points([[(0, 0), (60, 100)]]), True),
        (Ink.from_points([[(60, 0), (0, 100)]]), True),
        (LEANING_FAR, False),
        (LYING, False),
        (Ink.from_points([[(44, 10), (50, 0), (50, 140)]]), True),
        (Ink.from_points([[(40, 18), (50, 0), (50, 140)]]), False),
        (FLAGGED, False),
        (FOOTED, False),
        (TWO_STROKE_ONE, False),
        (Ink.from_points([[(5, 5)]]), False),
        (Ink.from_points([[(5, 5), (5, 5)]]), False),
        *((DIGITS[digit], False) for digit in "023456789"),
    ],
)
def test_a_bare_one_is_one_straight_bar_that_stands(ink: Ink, bare: bool) -> None:
    assert is_bare_one(ink) is bare


# The one that has lost its flag, and the one that leans


@pytest.mark.parametrize(
    ("ink", "top", "foot"),
    [
        (FLAGGED, (50, 0), (50, 140)),
        (moved(FLAGGED, lambda points: points[::-1]), (50, 0), (50, 140)),
        (SEVEN, (94, 3), (38, 140)),
        (ONE, (57, 0), (47, 140)),
    ],
    ids=["flagged", "flagged and written upward", "like a seven", "bare"],
)
def test_a_stripped_one_is_a_bare_bar_from_its_highest_to_its_lowest_point(
    ink: Ink, top: tuple[int, int], foot: tuple[int, int]
) -> None:
    for changed in many(strip, ink):
        (stroke,) = changed.strokes
        assert stroke.points[[0, -1]].tolist() == [[*top], [*foot]]
        assert is_bare_one(changed)


def test_a_stripped_one_is_slightly_bowed() -> None:
    bows = [changed.strokes[0].points[1, 0] - 50 for changed in many(strip, FLAGGED, 500)]
    assert np.mean(bows) == pytest.approx(0, abs=1)
    assert np.std(bows) / 140 == pytest.approx(0.03, rel=0.15)


@pytest.mark.parametrize(
    "ink",
    [
        FOOTED,
        TWO_STROKE_ONE,
        LYING,
        LEANING_FAR,
        Ink.from_points([[(5, 5)]]),
        Ink.from_points([[(5, 5), (5, 5)]]),
    ],
    ids=["footed", "two strokes", "lying", "leaning far", "dot", "dot touched twice"],
)
def test_what_would_be_no_standing_bar_is_not_stripped(ink: Ink) -> None:
    assert all(changed is ink for changed in many(strip, ink))


@pytest.mark.parametrize("ink", [Ink.from_points([[(50, 0), (50, 140)]]), FOOTED])
def test_a_leaning_one_leans_12_to_40_degrees_to_the_right(ink: Ink) -> None:
    slants = [slant(changed.strokes[0].points) for changed in many(lean, ink, 500)]
    assert np.degrees(0.2) <= min(slants) < 15
    assert 37 < max(slants) <= np.degrees(0.7)


def test_a_leaning_one_is_as_high_as_before_and_all_of_it_leans() -> None:
    for changed in many(lean, FOOTED):
        bar, foot = (stroke.points for stroke in changed.strokes)
        assert bar[:, 1].tolist() == [0, 140]
        assert np.allclose(foot - bar[1], [[-30, 0], [30, 0]])


# The foot of a one


@pytest.mark.parametrize("ink", [ONE, FLAGGED, moved(ONE, lambda points: points[::-1])])
def test_a_foot_stands_at_the_lowest_point_and_reaches_to_both_sides(ink: Ink) -> None:
    x, y = max(ink.strokes[0].points, key=lambda point: point[1])
    for changed in many(add_foot, ink):
        left, right = added(changed)
        assert left[0] < x < right[0]
        assert (left[1] + right[1]) / 2 == pytest.approx(y)


def test_a_foot_is_level_but_for_a_few_degrees() -> None:
    slopes = [np.diff(added(changed), axis=0)[0] for changed in many(add_foot, ONE)]
    degrees = np.degrees([np.arctan2(dy, dx) for dx, dy in slopes])
    assert np.median(np.abs(degrees)) < 8
    assert np.abs(degrees).max() < 35


def test_a_foot_is_shorter_than_the_one_is_high() -> None:
    feet = [np.ptp(added(changed)[:, 0]) for changed in many(add_foot, ONE)]
    assert 0.2 < min(feet) / ONE.bounding_box.height < max(feet) / ONE.bounding_box.height < 0.75


# The crossbar of a seven


@pytest.mark.parametrize(
    "ink",
    [
        SEVEN,
        Ink.from_points([[(0, 90), (0, 0), (90, 0), (30, 140)]]),
        Ink.from_points([[(0, 0), (90, 0), (88, 3), (60, 70), (30, 140)]]),
        Ink.from_points([[(0, 0), (90, 0), (90, 140)]]),
    ],
    ids=["of three points", "with a long serif", "of five points", "upright"],
)
def test_a_crossbar_crosses_the_stem(ink: Ink) -> None:
    stem = ink.strokes[0].points[-2:] if len(ink.strokes[0]) < 5 else ink.strokes[0].points[2:]
    assert all(meetings(stem, added(changed)) == 1 for changed in many(add_crossbar, ink))


def test_a_crossbar_lies_about_the_middle_of_the_height() -> None:
    box = SEVEN.bounding_box
    middles = [added(changed)[:, 1].mean() for changed in many(add_crossbar, SEVEN)]
    heights = (np.array(middles) - box.top) / box.height
    assert 0.4 <= heights.min() < heights.max() <= 0.65


def test_a_crossbar_reaches_to_the_left_and_to_the_right() -> None:
    for changed in many(add_crossbar, SEVEN):
        left, right = added(changed)
        assert 0.24 <= (right[0] - left[0]) / SEVEN.bounding_box.height <= 0.7


def test_a_seven_that_has_no_height_is_crossed_nonetheless() -> None:
    assert all(changed.point_count == 4 for changed in many(add_crossbar, LYING))


def is_joined(ink: Ink) -> bool:
    """Tell whether the bar of a seven of one stroke belongs to that stroke."""
    return len(ink.strokes) == 1


def test_a_crossbar_is_a_second_stroke_or_the_pen_goes_back_up_from_the_foot() -> None:
    line = SEVEN.strokes[0].points
    for changed in many(add_crossbar, SEVEN):
        assert np.array_equal(changed.strokes[0].points[: len(line)], line)
        lengths = [len(stroke) for stroke in changed.strokes]
        assert lengths == ([len(line) + 2] if is_joined(changed) else [len(line), 2])


def test_a_part_of_the_crossbars_is_joined() -> None:
    joined = np.mean([is_joined(changed) for changed in many(add_crossbar, SEVEN, 1000)])
    assert joined == pytest.approx(JOINED_CROSSBAR, abs=0.06)


def test_a_joined_crossbar_lies_where_the_others_lie() -> None:
    changed = many(add_crossbar, SEVEN, 1000)
    joined, apart = (
        np.mean([added(ink) for ink in changed if is_joined(ink) is kind], axis=0)
        for kind in (True, False)
    )
    assert np.allclose(joined, apart, atol=0.03 * SEVEN.bounding_box.height)


# Hooks and dots


@each_digit
def test_a_hook_is_one_small_step_at_one_end_of_one_stroke(digit: str) -> None:
    ink = DIGITS[digit]
    for changed in many(add_hook, ink):
        pairs = zip(ink.strokes, changed.strokes, strict=True)
        ((old, new),) = ((old.points, new.points) for old, new in pairs if old != new)
        steps = np.hypot(*np.diff(new, axis=0).T) / ink.bounding_box.longer_side
        assert np.array_equal(new[1:], old) or np.array_equal(new[:-1], old)
        assert 0.03 <= (steps[0] if np.array_equal(new[1:], old) else steps[-1]) <= 0.1


def test_hooks_come_at_the_start_and_at_the_end() -> None:
    start = DIGITS["3"].strokes[0].points[0]
    kept = [
        np.array_equal(changed.strokes[0].points[0], start)
        for changed in many(add_hook, DIGITS["3"])
    ]
    assert 0.35 < np.mean(kept) < 0.65


def test_a_stroke_of_two_points_gets_no_hook() -> None:
    line = Ink.from_points([[(0, 0), (0, 9)]])
    assert set(many(add_hook, line)) == {line}


@each_digit
def test_a_dot_is_one_point_in_or_just_outside_the_digit(digit: str) -> None:
    box = DIGITS[digit].bounding_box
    for changed in many(add_dot, DIGITS[digit]):
        ((x, y),) = added(changed)
        assert -0.12 <= (x - box.left) / box.width <= 1.12
        assert -0.12 <= (y - box.top) / box.height <= 1.12

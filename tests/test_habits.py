"""Habits of hands: slashed zeros, flagged and footed ones, crossed sevens, hooks, stray dots."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS, moved, scaled, shifted

from recognizer import Ink
from recognizer.training.draw.habits import (
    CROSSED_SEVEN,
    FLAGGED_ONE,
    FOOTED_ONE,
    HOOK,
    JOINED_CROSSBAR,
    LEANING_ONE,
    SLASHED_ZERO,
    STRAY_DOT,
    STRIPPED_ONE,
    add_crossbar,
    add_dot,
    add_flag,
    add_foot,
    add_hook,
    add_slash,
    is_bare_one,
    lean,
    strip,
    vary_habit,
)

Points = npt.NDArray[np.float64]
Change = Callable[[Ink, np.random.Generator], Ink]

SEEDS = range(100)
ZERO, ONE, SEVEN = DIGITS["0"], DIGITS["1"], DIGITS["7"]
FLAGGED = Ink.from_points([[(10, 40), (50, 0), (50, 140)]])
FOOTED = Ink.from_points([[(50, 0), (50, 140)], [(20, 140), (80, 140)]])
SLASHED = Ink((*ZERO.strokes, *Ink.from_points([[(0, 140), (95, 0)]]).strokes))
CROSSED = Ink((*SEVEN.strokes, *Ink.from_points([[(40, 75), (90, 75)]]).strokes))
TWO_STROKE_ONE = Ink.from_points([[(50, 0), (50, 70)], [(50, 70), (50, 140)]])
LYING = Ink.from_points([[(0, 50), (140, 50)]])
LEANING_FAR = Ink.from_points([[(0, 0), (140, 100)]])

each_digit = pytest.mark.parametrize("digit", DIGITS)
each_change = pytest.mark.parametrize(
    ("change", "ink"),
    [
        (add_slash, ZERO),
        (add_flag, ONE),
        (add_foot, ONE),
        (add_crossbar, SEVEN),
        (add_hook, DIGITS["3"]),
        (add_dot, DIGITS["3"]),
        (strip, FLAGGED),
        (lean, ONE),
    ],
    ids=["slash", "flag", "foot", "crossbar", "hook", "dot", "strip", "lean"],
)
each_addition = pytest.mark.parametrize(
    ("change", "ink"),
    [(add_slash, ZERO), (add_foot, ONE), (add_dot, DIGITS["5"])],
    ids=["slash", "foot", "dot"],
)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def many(change: Change, ink: Ink, times: int = len(SEEDS)) -> list[Ink]:
    """Return `ink` changed with each of `SEEDS`, or with more of them."""
    return [change(ink, rng(seed)) for seed in range(times)]


def added(ink: Ink) -> Points:
    """Return the two points, or the one of a dot, that came last."""
    return ink.strokes[-1].points[-2:]


def one_line(ink: Ink) -> Points:
    """Return all points, seen from the corner of their box."""
    points = np.concatenate([stroke.points for stroke in ink.strokes])
    return np.asarray(points - points.min(axis=0))


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


def share(ink: Ink, label: str, tells: Callable[[Ink], bool], strength: float) -> float:
    """Return how often `tells` is true of `ink` in 2,000 variations."""
    generator = rng(7)
    return float(np.mean([tells(vary_habit(ink, label, generator, strength)) for _ in range(2000)]))


# Every habit


@each_change
def test_the_same_seed_gives_the_same_change(change: Change, ink: Ink) -> None:
    assert many(change, ink) == many(change, ink)


@each_change
def test_other_seeds_give_other_changes(change: Change, ink: Ink) -> None:
    assert len(set(many(change, ink))) == len(SEEDS)


@each_addition
def test_what_was_written_is_untouched_and_one_stroke_is_added(change: Change, ink: Ink) -> None:
    assert all(changed.strokes[:-1] == ink.strokes for changed in many(change, ink))


@each_change
def test_the_digit_does_not_become_twice_as_large(change: Change, ink: Ink) -> None:
    largest = max(changed.bounding_box.longer_side for changed in many(change, ink))
    assert largest < 2 * ink.bounding_box.longer_side


@each_change
def test_where_and_how_large_the_ink_is_makes_no_difference(change: Change, ink: Ink) -> None:
    for seed in SEEDS:
        moved_first = change(shifted(scaled(ink, 3), 40, -70), rng(seed))
        moved_last = shifted(scaled(change(ink, rng(seed)), 3), 40, -70)
        assert np.allclose(one_line(moved_first), one_line(moved_last))


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


# Which digit is written in which habit, and how often


@each_digit
def test_without_strength_nothing_changes(digit: str) -> None:
    ink = DIGITS[digit]
    assert all(vary_habit(ink, digit, rng(seed), 0.0) is ink for seed in SEEDS)


@each_digit
def test_a_habit_is_the_same_for_the_same_seed(digit: str) -> None:
    once, again = (
        [vary_habit(DIGITS[digit], digit, rng(seed)) for seed in SEEDS] for _ in range(2)
    )
    assert once == again


def is_slashed(ink: Ink) -> bool:
    """Tell whether a slash has been added to `ZERO`; a dot is shorter."""
    return any(len(stroke) == 2 for stroke in ink.strokes)


def is_flagged(ink: Ink) -> bool:
    """Tell whether `ONE` begins with a flag, which is two points more; a hook is one."""
    return len(ink.strokes[0]) >= len(ONE.strokes[0]) + 2


def is_leaning(ink: Ink) -> bool:
    """Tell whether `ONE` leans and has no flag; a hook makes it no more than 15 wider."""
    return not is_flagged(ink) and float(np.ptp(ink.strokes[0].points[:, 0])) > 30


def is_stripped(ink: Ink) -> bool:
    """Tell whether `FLAGGED` has lost the point it begins with."""
    return not (ink.strokes[0].points == FLAGGED.strokes[0].points[0]).all(axis=1).any()


def is_footed(ink: Ink) -> bool:
    """Tell whether a one has a foot; a dot is one point."""
    return any(len(stroke) == 2 for stroke in ink.strokes[1:])


def is_crossed(ink: Ink) -> bool:
    """Tell whether a bar has been added to `SEVEN`, which is two points more; a hook is one."""
    return is_crossed_apart(ink) or len(ink.strokes[0]) >= len(SEVEN.strokes[0]) + 2


def is_crossed_apart(ink: Ink) -> bool:
    """Tell whether a bar has been added to `SEVEN` with the pen lifted before."""
    return any(len(stroke) == 2 for stroke in ink.strokes[1:])


def has_dot(ink: Ink) -> bool:
    """Tell whether one of the strokes is a point."""
    return any(len(stroke) == 1 for stroke in ink.strokes)


def is_hooked(ink: Ink) -> bool:
    """Tell whether a stroke of `DIGITS["3"]` has got one point more."""
    return len(ink.strokes[0]) == len(DIGITS["3"].strokes[0]) + 1


@pytest.mark.parametrize(
    ("ink", "label", "tells", "often"),
    [
        (ZERO, "0", is_slashed, SLASHED_ZERO),
        (ONE, "1", is_flagged, FLAGGED_ONE),
        (ONE, "1", is_footed, FLAGGED_ONE * FOOTED_ONE),
        (FLAGGED, "1", is_stripped, STRIPPED_ONE),
        (SEVEN, "7", is_crossed, CROSSED_SEVEN),
        (SEVEN, "7", is_crossed_apart, CROSSED_SEVEN * (1 - JOINED_CROSSBAR)),
        (DIGITS["3"], "3", is_hooked, HOOK),
        (DIGITS["3"], "3", has_dot, STRAY_DOT),
    ],
    ids=[
        *["slashed", "flagged", "footed", "stripped"],
        *["crossed", "crossed apart", "hooked", "dotted"],
    ],
)
@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_each_habit_is_as_frequent_as_said(
    ink: Ink, label: str, tells: Callable[[Ink], bool], often: float, strength: float
) -> None:
    expected = often * strength
    spread = 4 * np.sqrt(expected * (1 - expected) / 2000)
    assert share(ink, label, tells, strength) == pytest.approx(expected, abs=spread)


@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_a_part_of_the_ones_that_stay_bare_leans(strength: float) -> None:
    expected = (1 - FLAGGED_ONE * strength) * LEANING_ONE * strength
    assert share(ONE, "1", is_leaning, strength) == pytest.approx(expected, abs=0.03)


def test_a_stripped_one_may_get_another_flag_or_lean() -> None:
    generator = rng()
    ones = [vary_habit(FLAGGED, "1", generator) for _ in range(1000)]
    stripped = [one for one in ones if is_stripped(one)]
    flagged = [one for one in stripped if len(one.strokes[0]) >= 5]
    leaning = [one for one in stripped if one not in flagged and is_leaning(one)]
    assert flagged
    assert leaning


def test_a_one_stands_on_a_foot_only_if_it_has_a_flag() -> None:
    generator = rng()
    ones = [vary_habit(ONE, "1", generator) for _ in range(1000)]
    footed = [one for one in ones if is_footed(one)]
    assert footed
    assert all(is_flagged(one) for one in footed)


@pytest.mark.parametrize(
    ("ink", "label"),
    [
        (ZERO, "6"),
        (ONE, "4"),
        (SEVEN, "2"),
        (SLASHED, "0"),
        (FOOTED, "1"),
        (TWO_STROKE_ONE, "1"),
        (LYING, "1"),
        (CROSSED, "7"),
        *((ink, digit) for digit, ink in DIGITS.items() if digit not in "017"),
    ],
)
def test_other_labels_and_dressed_digits_get_hooks_and_dots_at_most(ink: Ink, label: str) -> None:
    generator = rng()
    for _ in range(500):
        changed = vary_habit(ink, label, generator)
        dots = len(changed.strokes) - len(ink.strokes)
        assert dots in (0, 1)
        assert all(len(stroke) == 1 for stroke in changed.strokes[len(ink.strokes) :])
        assert changed.point_count - ink.point_count - dots in (0, 1)

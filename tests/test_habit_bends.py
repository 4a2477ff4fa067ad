"""Ways to write 2, 3, 5 and 7: what is true of each."""

from __future__ import annotations

import numpy as np
import pytest
from habitink import (
    CROSSED,
    LYING,
    SEVEN,
    Change,
    added,
    gap,
    length,
    line_of,
    many,
    meetings,
)
from strokes import DIGITS

from recognizer import Ink
from recognizer.training.draw.bends import (
    JOINED_CROSSBAR,
    add_crossbar,
    add_serif,
    cut_foot,
    flatten_top,
    join_bar,
    lengthen_stem,
    loop_head,
    narrow,
)

TWO, THREE, FIVE = DIGITS["2"], DIGITS["3"], DIGITS["5"]


@pytest.mark.parametrize(
    "change", [cut_foot, loop_head, flatten_top, add_crossbar, lengthen_stem, add_serif]
)
def test_a_digit_of_several_strokes_is_not_changed(change: Change) -> None:
    assert all(changed is CROSSED for changed in many(change, CROSSED))


# The two


def test_a_narrow_two_is_a_third_to_half_as_wide_as_high() -> None:
    boxes = [changed.bounding_box for changed in many(narrow, TWO)]
    parts = [box.width / box.height for box in boxes]
    assert 0.3 <= min(parts) < max(parts) <= 0.55
    assert {box.height for box in boxes} == {TWO.bounding_box.height}


def test_a_two_that_is_narrower_is_not_made_wider() -> None:
    thin = Ink.from_points([[(0, 20), (20, 0), (30, 20), (0, 140), (35, 140)]])
    assert all(changed is thin for changed in many(narrow, thin))


def test_a_two_without_a_foot_is_the_two_up_to_its_corner_and_a_bit_of_the_foot() -> None:
    line = line_of(TWO)
    corner = line[:, 0].argmin()
    for changed in many(cut_foot, TWO):
        kept = line_of(changed)
        assert np.array_equal(kept[: corner + 1], line[: corner + 1])
        part = (length(kept) - length(line[: corner + 1])) / length(line[corner:])
        assert 0.18 < part < 0.52


@pytest.mark.parametrize(
    "two",
    [
        [(0, 5), (80, 0), (85, 20), (0, 140), (90, 138)],
        [(0, 40), (30, 0), (90, 20), (80, 110), (0, 130), (20, 110), (90, 140)],
    ],
    ids=["it would be a seven", "it would be a bracket"],
)
def test_a_two_that_would_be_no_two_keeps_its_foot(two: list[tuple[int, int]]) -> None:
    ink = Ink.from_points([two])
    assert all(changed is ink for changed in many(cut_foot, ink))


def test_a_looped_head_comes_back_to_where_the_two_begins_and_the_two_stays() -> None:
    line, box = line_of(TWO), TWO.bounding_box
    for changed in many(loop_head, TWO):
        assert np.array_equal(line_of(changed)[-len(line) :], line)
        loop = line_of(changed)[: -len(line) + 1]
        assert np.ptp(loop, axis=0).max() < 0.9 * box.width
        assert length(loop) > 2 * gap(loop) or gap(loop) > 0.5 * np.ptp(loop, axis=0).max()
        assert (loop[:, 0] > box.left - 0.2 * box.width).all()
        assert (loop[:, 1] < box.top + 0.75 * box.height).all()


def test_a_two_that_does_not_begin_upward_gets_no_loop() -> None:
    level = Ink.from_points([[(0, 5), (80, 0), (85, 20), (0, 140), (90, 138)]])
    assert all(changed is level for changed in many(loop_head, level))


# The three with a flat top


def test_a_three_with_a_flat_top_begins_level_and_keeps_its_lower_bowl() -> None:
    line, box = line_of(THREE), THREE.bounding_box
    bowl = line[line.tolist().index([34, 63]) :]
    for changed in many(flatten_top, THREE):
        left, right, *rest = line_of(changed)
        assert np.array_equal(rest, bowl)
        assert 0.4 * box.width < right[0] - left[0] < 1.2 * box.width
        assert np.abs([left[1] - box.top, right[1] - box.top]).max() < 0.15 * box.height


@pytest.mark.parametrize("digit", "17")
def test_what_has_no_waist_gets_no_flat_top(digit: str) -> None:
    assert all(changed is DIGITS[digit] for changed in many(flatten_top, DIGITS[digit]))


# The five in one stroke


@pytest.mark.parametrize("bar_first", [False, True])
@pytest.mark.parametrize("bar_leftward", [False, True])
@pytest.mark.parametrize("body_upward", [False, True])
def test_a_five_in_one_stroke_goes_along_the_bar_to_the_left_and_then_down(
    bar_first: bool, bar_leftward: bool, body_upward: bool
) -> None:
    body, bar = (stroke.points for stroke in FIVE.strokes)
    strokes = [body[::-1] if body_upward else body, bar[::-1] if bar_leftward else bar]
    five = Ink.from_points([stroke.tolist() for stroke in strokes[:: -1 if bar_first else 1]])
    for joined in many(join_bar, five, 1):
        assert np.array_equal(line_of(joined), [*bar[::-1], *body])


@pytest.mark.parametrize(
    "ink",
    [
        SEVEN,
        CROSSED,
        Ink.from_points([[(5, 60), (60, 90), (5, 140)], [(60, 0), (90, 0)]]),
    ],
    ids=["one stroke", "no bar at the top", "a bar far from the body"],
)
def test_what_has_no_bar_to_join_stays(ink: Ink) -> None:
    assert many(join_bar, ink, 1) == [ink]


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


# The stem and the serif of a seven


def test_a_long_stem_is_a_fifth_to_four_fifths_longer_and_the_head_stays() -> None:
    left, corner, foot = line_of(SEVEN)
    factors = []
    for changed in many(lengthen_stem, SEVEN, 500):
        assert np.array_equal(line_of(changed)[:2], [left, corner])
        stem = line_of(changed)[2] - corner
        factors.append(np.hypot(*stem) / np.hypot(*(foot - corner)))
        assert np.allclose(stem / np.hypot(*stem), (foot - corner) / np.hypot(*(foot - corner)))
    assert 1.2 <= min(factors) < 1.25
    assert 1.55 < max(factors) <= 1.8


def test_a_seven_never_becomes_as_narrow_as_a_one() -> None:
    thin = Ink.from_points([[(0, 0), (60, 0), (40, 140)]])
    assert all(changed is thin for changed in many(lengthen_stem, thin))
    for changed in many(lengthen_stem, SEVEN):
        box = changed.bounding_box
        assert box.width > 0.39 * box.height


def test_a_serif_is_a_short_upstroke_to_the_beginning_of_the_seven() -> None:
    for changed in many(add_serif, SEVEN):
        assert np.array_equal(line_of(changed)[1:], line_of(SEVEN))
        dx, dy = line_of(changed)[0] - line_of(SEVEN)[0]
        assert 0.08 <= dy / SEVEN.bounding_box.height <= 0.28
        assert abs(dx) <= 0.06 * SEVEN.bounding_box.height


def test_a_seven_that_has_a_serif_gets_no_other() -> None:
    serifed = Ink.from_points([[(0, 40), (2, 0), (90, 0), (30, 140)]])
    assert all(changed is serifed for changed in many(add_serif, serifed))

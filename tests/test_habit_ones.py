"""Ways to write a 1: what is true of each."""

from __future__ import annotations

import numpy as np
import pytest
from habitink import (
    DOT,
    FLAGGED,
    FOOTED,
    LEANING_FAR,
    LYING,
    ONE,
    SEVEN,
    TOUCHED_TWICE,
    TWO_STROKE_ONE,
    Change,
    Points,
    added,
    line_of,
    many,
    slant,
)
from strokes import DIGITS, moved

from recognizer import Ink
from recognizer.training.draw.ones import (
    LOOPED_UPSTROKE,
    add_flag,
    add_foot,
    add_level_flag,
    add_serifs,
    add_upstroke,
    lean,
    stem_of,
    strip,
)

UPRIGHT = Ink.from_points([[(50, 0), (50, 140)]])
UPWARD = moved(ONE, lambda points: points[::-1])

each_dress = pytest.mark.parametrize(
    "change", [add_flag, add_level_flag, add_upstroke, add_serifs, lean]
)


# Whatever the way


@each_dress
@pytest.mark.parametrize(
    "ink",
    [FOOTED, TWO_STROKE_ONE, LYING, LEANING_FAR, DOT, TOUCHED_TWICE],
    ids=["footed", "two strokes", "lying", "leaning far", "dot", "dot touched twice"],
)
def test_a_one_without_a_standing_stem_of_one_stroke_is_not_changed(
    change: Change, ink: Ink
) -> None:
    assert all(changed is ink for changed in many(change, ink))


@pytest.mark.parametrize("change", [add_flag, add_level_flag, add_upstroke, add_serifs])
@pytest.mark.parametrize("ink", [ONE, UPWARD, UPRIGHT])
def test_what_a_one_is_dressed_with_is_drawn_in_one_stroke_with_its_stem(
    change: Change, ink: Ink
) -> None:
    stem = line_of(strip(ink))
    for changed in many(change, ink):
        line = line_of(changed)
        starts = range(len(line) - len(stem) + 1)
        assert any(np.array_equal(line[at : at + len(stem)], stem) for at in starts)


@each_dress
def test_a_flag_that_a_one_has_gives_way_to_the_new_one(change: Change) -> None:
    assert many(change, FLAGGED) == many(change, UPRIGHT)


@each_dress
def test_a_stem_that_was_written_upward_is_written_downward(change: Change) -> None:
    assert many(change, UPWARD) == many(change, ONE)


@pytest.mark.parametrize("change", [add_flag, add_level_flag, add_upstroke, lean])
def test_the_foot_of_a_one_stays_where_it_was(change: Change) -> None:
    foot = line_of(ONE)[-1]
    assert all(np.allclose(line_of(changed)[-1], foot) for changed in many(change, ONE))


# The flag


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


def test_a_level_flag_is_level_and_at_most_a_quarter_as_long_as_the_one_is_high() -> None:
    starts = np.array([line_of(changed)[0] for changed in many(add_level_flag, UPRIGHT, 500)])
    flag = starts - (50, 0)
    assert 0.1 <= np.hypot(*flag.T).min() / 140 < np.hypot(*flag.T).max() / 140 <= 0.25
    assert (flag[:, 0] < 0).all()
    assert np.degrees(np.arctan2(flag[:, 1], -flag[:, 0])).max() < 15


# The long upstroke


def upstrokes(times: int = 1000) -> list[Points]:
    """Return what the pen draws before the stem of `UPRIGHT`, which begins at (50, 0)."""
    return [line_of(changed)[:-2] for changed in many(add_upstroke, UPRIGHT, times)]


def test_an_upstroke_begins_from_the_middle_of_the_one_to_a_bit_below_its_foot() -> None:
    depths = np.array([upstroke[0, 1] for upstroke in upstrokes()]) / 140
    assert 0.4 <= depths.min() < 0.45
    assert 1.1 < depths.max() <= 1.15
    assert (depths > 0.9).mean() > 0.3


def test_an_upstroke_begins_left_of_the_stem_close_to_it_or_up_to_four_fifths_apart() -> None:
    gaps = np.array([50 - upstroke[0, 0] for upstroke in upstrokes()]) / 140
    assert 0 < gaps.min() < 0.05
    assert 0.7 < gaps.max() <= 0.8
    assert (gaps < 0.15).mean() > 0.1


def test_an_upstroke_goes_up_all_the_way_to_the_top_of_the_stem() -> None:
    for upstroke in upstrokes():
        assert (np.diff(upstroke[:10, 1]) < 0).all()
        assert abs(upstroke[9, 1]) <= 0.2 * 140
        assert abs(upstroke[9, 0] - 50) <= 0.12 * 140


def test_some_upstrokes_are_straight_and_others_curved_to_either_side() -> None:
    bows = []
    for upstroke in upstrokes():
        way = upstroke[9] - upstroke[0]
        off = upstroke[4] - upstroke[0]
        bows.append((way[0] * off[1] - way[1] * off[0]) / (way @ way))
    assert (np.abs(bows) < 0.02).mean() > 0.1
    assert (np.array(bows) > 0.05).mean() > 0.1
    assert (np.array(bows) < -0.05).mean() > 0.1


def test_a_part_of_the_upstrokes_crosses_the_stem_and_loops_back_over_its_top() -> None:
    looped = [upstroke for upstroke in upstrokes() if len(upstroke) > 10]
    assert len(looped) / 1000 == pytest.approx(LOOPED_UPSTROKE, abs=0.05)
    assert all((upstroke[9:, 0] > 50).all() for upstroke in looped)


# The bare one, and the one that leans


@pytest.mark.parametrize(
    ("ink", "stands"),
    [
        (ONE, True),
        (FLAGGED, True),
        (Ink.from_points([[(5, 0), (5, 9)]]), True),
        (Ink.from_points([[(0, 0), (60, 100)]]), True),
        (Ink.from_points([[(60, 0), (0, 100)]]), True),
        (SEVEN, True),
        (LEANING_FAR, False),
        (Ink.from_points([[(50, 0), (0, 50), (50, 100)]]), False),
        *((DIGITS[digit], False) for digit in "034568"),
    ],
)
def test_a_stem_is_one_straight_bar_that_stands(ink: Ink, stands: bool) -> None:
    assert (stem_of(ink) is not None) is stands


@pytest.mark.parametrize(
    ("ink", "stem"),
    [
        (FLAGGED, [(50, 0), (50, 140)]),
        (moved(FLAGGED, lambda points: points[::-1]), [(50, 0), (50, 140)]),
        (SEVEN, [(94, 3), (38, 140)]),
        (ONE, line_of(ONE).tolist()),
        (UPWARD, line_of(ONE).tolist()),
        (Ink.from_points([[(0, 150), (50, 0), (52, 130)]]), [(50, 0), (52, 130)]),
        (Ink.from_points([[(50, 140), (50, 0), (30, 40)]]), [(50, 0), (50, 140)]),
        (Ink.from_points([[(20, 30), (50, 0), (48, 70), (50, 140), (60, 130)]]), 3),
    ],
    ids=[
        "flagged",
        "flagged upward",
        "like a seven",
        "bare",
        "bare upward",
        "begun below its foot",
        "flagged last",
        "with a hook",
    ],
)
def test_a_stripped_one_is_its_stem_as_it_was_written(
    ink: Ink, stem: list[tuple[int, int]] | int
) -> None:
    expected = line_of(ink)[1 : 1 + stem] if isinstance(stem, int) else stem
    assert np.array_equal(line_of(strip(ink)), expected)


@pytest.mark.parametrize(
    "ink",
    [FOOTED, TWO_STROKE_ONE, LYING, LEANING_FAR, DOT, TOUCHED_TWICE],
    ids=["footed", "two strokes", "lying", "leaning far", "dot", "dot touched twice"],
)
def test_what_would_be_no_standing_bar_is_not_stripped(ink: Ink) -> None:
    assert strip(ink) is ink


@pytest.mark.parametrize("ink", [UPRIGHT, ONE, FLAGGED, Ink.from_points([[(0, 0), (60, 140)]])])
def test_a_leaning_one_leans_6_to_20_degrees_to_the_right_however_it_leaned(ink: Ink) -> None:
    slants = [slant(line_of(changed)) for changed in many(lean, ink, 500)]
    assert np.degrees(0.1) <= min(slants) + 1e-9 < 8
    assert 18 < max(slants) <= np.degrees(0.35)


def test_a_leaning_one_is_as_high_as_before_and_stands_on_its_foot() -> None:
    for changed in many(lean, ONE):
        line = line_of(changed)
        assert np.allclose(line[:, 1], line_of(ONE)[:, 1])
        assert np.allclose(line[-1], line_of(ONE)[-1])


# Serifs and foot


def test_a_one_with_serifs_has_a_short_one_at_the_top_left_and_one_to_both_sides_of_its_foot() -> (
    None
):
    for changed in many(add_serifs, UPRIGHT):
        head, _, _, left, right = line_of(changed) - (50, 0)
        assert -0.22 * 140 <= head[0] <= -0.08 * 140
        assert abs(head[1]) <= 0.16 * 140
        assert left[0] < -0.1 * 140
        assert right[0] > 0.1 * 140
        assert (left[1] + right[1]) / 2 == pytest.approx(140)


@pytest.mark.parametrize("ink", [ONE, FLAGGED, UPWARD])
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

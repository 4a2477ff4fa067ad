"""Ink: values that never change, their extent, and what is no stroke."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from strokes import FULL, POINTS

from recognizer import BoundingBox, Ink, InkError, Stroke
from recognizer.ink import MAX_COORDINATE

# Values


def test_points_are_kept_as_float64() -> None:
    assert Stroke([(1, 2)]).points.dtype == np.float64


def test_a_stroke_does_not_follow_the_array_it_was_made_from() -> None:
    points = np.zeros((2, 2))
    stroke = Stroke(points)
    points[0] = 7
    assert not stroke.points.any()


def test_making_a_stroke_leaves_the_array_writeable() -> None:
    points = np.zeros((2, 2))
    Stroke(points)
    assert points.flags.writeable


@pytest.mark.parametrize("name", ["points", "times", "pressures"])
def test_the_numbers_of_a_stroke_cannot_be_changed(name: str) -> None:
    with pytest.raises(ValueError, match="read-only"):
        getattr(FULL, name)[0] = 9


@pytest.mark.parametrize("name", ["points", "times", "pressures", "pen_width"])
def test_the_parts_of_a_stroke_cannot_be_exchanged(name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(FULL, name, None)


def test_the_strokes_of_an_ink_cannot_be_exchanged() -> None:
    with pytest.raises(FrozenInstanceError):
        Ink().strokes = (FULL,)  # type: ignore[misc]


def test_an_ink_does_not_follow_the_list_it_was_made_from() -> None:
    strokes = [FULL]
    ink = Ink(strokes)  # type: ignore[arg-type]
    strokes.clear()
    assert ink.strokes == (FULL,)


def test_strokes_with_the_same_numbers_are_equal() -> None:
    assert Stroke(POINTS, pen_width=3) == Stroke(np.array(POINTS), pen_width=3.0)


def test_strokes_with_the_same_unknown_times_are_equal() -> None:
    assert Stroke(POINTS, times=[0, np.nan, 1]) == Stroke(POINTS, times=[0, np.nan, 1])


@pytest.mark.parametrize(
    "other",
    [
        Stroke(POINTS[::-1]),
        Stroke(POINTS[:2]),
        Stroke(POINTS, times=[0, 1, 2]),
        Stroke(POINTS, pressures=[0, 0.5, 1]),
        Stroke(POINTS, pen_width=3),
        POINTS,
    ],
    ids=["order", "length", "times", "pressures", "pen width", "type"],
)
def test_strokes_that_differ_in_anything_are_not_equal(other: object) -> None:
    assert Stroke(POINTS) != other


def test_equal_inks_have_one_hash() -> None:
    again = Ink.from_points([POINTS])
    assert len({again, Ink.from_points([POINTS])}) == 1


def test_the_order_of_strokes_matters() -> None:
    one, other = [(0, 0), (1, 1)], [(5, 5), (6, 6)]
    assert Ink.from_points([one, other]) != Ink.from_points([other, one])


def test_the_point_count_is_over_all_strokes() -> None:
    assert Ink.from_points([POINTS, POINTS[:2]]).point_count == 5


def test_an_empty_ink_is_false_and_has_no_points() -> None:
    assert not Ink()
    assert Ink().point_count == 0


def test_an_ink_of_one_point_is_true() -> None:
    assert Ink.from_points([[(0, 0)]])


def test_the_pen_width_is_given_to_every_stroke() -> None:
    ink = Ink.from_points([POINTS, POINTS], pen_width=7)
    assert [stroke.pen_width for stroke in ink.strokes] == [7, 7]


# Extent


def test_the_bounding_box_holds_every_stroke() -> None:
    ink = Ink.from_points([[(1, 20), (4, -3)], [(-2, 5)]])
    assert ink.bounding_box == BoundingBox(left=-2, top=-3, right=4, bottom=20)


def test_a_box_knows_its_sides() -> None:
    box = BoundingBox(left=-2, top=-3, right=4, bottom=20)
    assert (box.width, box.height, box.longer_side) == (6, 23, 23)


def test_the_box_of_a_point_has_no_extent() -> None:
    assert Ink.from_points([[(3, 4)]]).bounding_box.longer_side == 0


def test_an_empty_ink_has_no_bounding_box() -> None:
    with pytest.raises(ValueError, match="empty"):
        _ = Ink().bounding_box


@pytest.mark.parametrize(
    ("points", "pen_width", "is_dot"),
    [
        ([(3, 4)], None, True),
        ([(3, 4), (3, 4)], None, True),
        ([(3, 4), (3.1, 4)], None, False),
        ([(0, 0), (8, 8)], 8, True),
        ([(0, 0), (8, 9)], 8, False),
    ],
    ids=["a point", "a point twice", "a short line", "within the pen", "beyond the pen"],
)
def test_a_dot_has_no_extent_beyond_its_pen(
    points: list[tuple[float, float]], pen_width: float | None, is_dot: bool
) -> None:
    assert Ink.from_points([points], pen_width).is_dot is is_dot


def test_two_dots_apart_are_no_dot() -> None:
    assert not Ink.from_points([[(0, 0)], [(50, 0)]], pen_width=8).is_dot


def test_an_empty_ink_is_no_dot() -> None:
    assert not Ink().is_dot


# What is no stroke


@pytest.mark.parametrize(
    "points",
    [
        [],
        [1, 2],
        [[1, 2, 3]],
        [[[1, 2]]],
        [[1, 2], [3]],
        [["a", "b"]],
        [[np.nan, 0]],
        [[0, np.inf]],
        [[0, -np.inf]],
        [[MAX_COORDINATE * 1.001, 0]],
        None,
    ],
    ids=repr,
)
def test_points_that_are_none_are_refused(points: Any) -> None:
    with pytest.raises(InkError):
        Stroke(points)


def test_the_largest_coordinate_is_allowed() -> None:
    assert len(Stroke([(MAX_COORDINATE, -MAX_COORDINATE)])) == 1


@pytest.mark.parametrize("width", [0, -1, np.nan, np.inf])
def test_a_pen_has_a_width(width: float) -> None:
    with pytest.raises(InkError, match="pen width"):
        Stroke(POINTS, pen_width=width)


@pytest.mark.parametrize("name", ["times", "pressures"])
@pytest.mark.parametrize("values", [[], [0, 1], [[0, 1, 2]]], ids=repr)
def test_every_point_has_its_time_and_pressure(name: str, values: Any) -> None:
    with pytest.raises(InkError, match=name):
        Stroke(POINTS, **{name: values})


# What one board or tablet in a thousand sends


def test_times_may_be_those_of_a_clock() -> None:
    ink = Ink.from_json('{"strokes": [[[1, 2, 1763711999.5], [3, 4, 1763712000.0]]]}')
    assert ink.strokes[0].times.tolist() == [1763711999.5, 1763712000.0]
    assert Ink.from_json(ink.to_json()) == ink


@pytest.mark.parametrize("pressures", [[-0.1, 0.5], [0.5, 1.1], [np.inf, 0.5]])
def test_pressures_outside_their_range_are_refused(pressures: list[float]) -> None:
    with pytest.raises(InkError, match="pressures must lie in"):
        Stroke([[0, 0], [1, 1]], pressures=pressures)


def test_infinite_times_are_refused() -> None:
    with pytest.raises(InkError, match="times must lie in"):
        Stroke([[0, 0], [1, 1]], times=[0, np.inf])


def test_times_that_are_all_unknown_are_none() -> None:
    assert Stroke([[0, 0]], times=[np.nan]).times is None


@pytest.mark.parametrize("points", [[[10**400, 0]], [[1, 2], [3]], [["1", "2"]], [[1j, 2]]])
def test_points_that_are_no_pairs_of_numbers_are_refused(points: list[Any]) -> None:
    with pytest.raises(InkError, match="points"):
        Ink.from_points([points])


def test_ink_too_small_for_its_numbers_is_a_dot() -> None:
    assert Ink.from_json('{"strokes": [[[0, 0], [1e-320, 0]]]}').is_dot


def test_equal_strokes_have_equal_hashes_whatever_the_sign_of_zero() -> None:
    assert hash(Stroke([[0.0, 0.0]])) == hash(Stroke([[-0.0, 0.0]]))

"""Ink: values that never change, and their JSON."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from strokes import DIGITS, shifted, with_pen_width

from recognizer import BoundingBox, Ink, InkError, Stroke
from recognizer.ink import MAX_COORDINATE, MAX_POINTS

POINTS = [(1.0, 2.0), (3.0, 5.0), (4.0, 4.5)]
FULL = Stroke(POINTS, times=[0.0, 0.5, 1.25], pressures=[0.25, 0.5, 1.0], pen_width=24.0)


def ink_with(**keys: Any) -> str:
    """Return the JSON of an ink of one stroke of two points, with other keys beside."""
    return json.dumps({"strokes": [[[1, 2], [3, 4]]], **keys})


def strokes_json(strokes: str) -> str:
    """Return the JSON of an ink whose list of strokes is written as `strokes`."""
    return f'{{"strokes": {strokes}}}'


def refusal(text: str | bytes) -> str:
    """Return what is said about `text`, in one short line, when it is refused."""
    with pytest.raises(InkError) as caught:
        Ink.from_json(text)
    message = str(caught.value)
    assert 0 < len(message) < 200
    assert "\n" not in message
    return message


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


# JSON, there and back


@pytest.mark.parametrize("ink", DIGITS.values(), ids=DIGITS)
def test_a_digit_comes_back_from_json(ink: Ink) -> None:
    assert Ink.from_json(ink.to_json()) == ink


@pytest.mark.parametrize(
    "ink",
    [
        Ink(),
        Ink((FULL,)),
        Ink((FULL, Stroke(POINTS))),
        Ink((Stroke(POINTS, times=[0, np.nan, 2]),)),
        Ink((Stroke(POINTS, pressures=[0.5, np.nan, 1]),)),
        Ink((Stroke([(-0.1, 1 / 3)], pen_width=0.1),)),
        shifted(DIGITS["3"], 1e8, -1e8),
    ],
    ids=["empty", "full", "mixed", "times", "pressures only", "fractions", "far away"],
)
def test_whatever_an_ink_knows_comes_back_from_json(ink: Ink) -> None:
    assert Ink.from_json(ink.to_json()) == ink


def test_json_is_one_line() -> None:
    assert "\n" not in with_pen_width(DIGITS["5"], 24).to_json()


def test_json_names_its_format_and_version() -> None:
    record = json.loads(Ink().to_json())
    assert record == {"format": "recognizer-ink", "version": 1, "strokes": []}


def test_whole_numbers_are_written_without_a_point() -> None:
    assert "[1,2.5]" in Ink.from_points([[(1.0, 2.5)]]).to_json()


def test_an_unknown_time_is_written_as_null() -> None:
    ink = Ink((Stroke([(1, 2)], pressures=[0.5]),))
    assert json.loads(ink.to_json())["strokes"] == [[[1, 2, None, 0.5]]]


def test_a_pen_width_stands_beside_its_stroke() -> None:
    ink = Ink((Stroke([(1, 2)], pen_width=3), Stroke([(4, 5)])))
    assert json.loads(ink.to_json())["pen_widths"] == [3, None]


# JSON from elsewhere


def test_strokes_are_all_that_is_needed() -> None:
    assert Ink.from_json(strokes_json("[[[1, 2], [3, 4]]]")) == Ink.from_points([[(1, 2), (3, 4)]])


def test_integers_and_floats_are_the_same_numbers() -> None:
    assert Ink.from_json(strokes_json("[[[1, -2]]]")) == Ink.from_json(
        strokes_json("[[[1.0, -0.2e1]]]")
    )


def test_bytes_are_read_like_text() -> None:
    assert Ink.from_json(ink_with().encode()) == Ink.from_json(ink_with())


def test_a_line_of_the_shared_data_is_an_ink() -> None:
    line = (
        '{"label": "7", "writer": "unipen/aga/amywl", "source": "unipen", "split": "train", '
        '"strokes": [[[0, 0], [10, 0], [5, 9]], [[2, 5], [8, 5]]]}'
    )
    assert Ink.from_json(line) == Ink.from_points([[(0, 0), (10, 0), (5, 9)], [(2, 5), (8, 5)]])


def test_other_keys_are_ignored() -> None:
    assert Ink.from_json(ink_with(color="blue", format="recognizer-ink", times={"a": []}))


def test_points_of_one_stroke_may_tell_more_or_less() -> None:
    stroke = Ink.from_json(strokes_json("[[[1, 2], [3, 4, 0.5], [5, 6, null, 0.25]]]")).strokes[0]
    np.testing.assert_array_equal(stroke.times, [np.nan, 0.5, np.nan])
    np.testing.assert_array_equal(stroke.pressures, [np.nan, np.nan, 0.25])


@pytest.mark.parametrize(
    ("alike", "unlike"),
    [
        ("[1, 2], [3, 4.5]", "[1, 2, null], [3, 4.5]"),
        ("[1, 2, 1.7e12], [3, 4, 1.8e12]", "[1, 2, 1.7e12, null], [3, 4, 1.8e12]"),
        ("[1, 2, 7, 0.5], [3, 4, 8, 1]", "[1.0, 2, 7.0, 0.5], [3, 4, 8, 1]"),
    ],
)
def test_it_does_not_matter_whether_points_are_written_alike(alike: str, unlike: str) -> None:
    one, other = (Ink.from_json(f'{{"strokes": [[{each}]]}}') for each in (alike, unlike))
    assert one == other


def test_times_and_pressures_that_are_all_null_are_left_out() -> None:
    assert Ink.from_json(strokes_json("[[[1, 2, null, null]]]")) == Ink.from_points([[(1, 2)]])


def test_pen_widths_may_be_null() -> None:
    assert Ink.from_json(ink_with(pen_widths=None)) == Ink.from_json(ink_with())
    assert Ink.from_json(ink_with(pen_widths=[None])) == Ink.from_json(ink_with())


def test_a_stroke_without_points_is_dropped_with_its_pen_width() -> None:
    text = '{"strokes": [[[1, 2]], [], [[3, 4]]], "pen_widths": [5, 6, 7]}'
    assert Ink.from_json(text) == Ink(
        (Stroke([(1, 2)], pen_width=5), Stroke([(3, 4)], pen_width=7))
    )


@pytest.mark.parametrize("strokes", ["[]", "[[]]", "[[], []]"])
def test_no_points_make_an_empty_ink(strokes: str) -> None:
    assert Ink.from_json(strokes_json(strokes)) == Ink()


# JSON that is refused


@pytest.mark.parametrize(
    "text", ["", " ", "{", "ink", "{'strokes': []}", '{"strokes": [],}', b"\xff\xfe", b"\x00"]
)
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    assert "not JSON" in refusal(text)


@pytest.mark.parametrize(
    "text", ["null", "7", '"ink"', "[]", "{}", '{"strokes": null}', '{"strokes": {}}']
)
def test_json_without_a_list_of_strokes_is_refused(text: str) -> None:
    assert "not ink" in refusal(text)


@pytest.mark.parametrize("name", ["NaN", "Infinity", "-Infinity"])
def test_a_coordinate_that_is_not_finite_is_refused_by_its_name(name: str) -> None:
    assert name in refusal(strokes_json(f"[[[{name}, 0]]]"))


@pytest.mark.parametrize(
    "x",
    [
        "1e400",
        "-1e400",
        "1.1e9",
        str(10**400),
        "1" + "0" * 5000,
        "true",
        "null",
        '"1"',
        "[1]",
        "{}",
    ],
    ids=lambda x: x[:12],
)
def test_a_coordinate_that_is_no_number_is_refused(x: str) -> None:
    refusal(strokes_json(f"[[[0, 0], [{x}, 0]]]"))
    refusal(strokes_json(f"[[[0, 0], [0, {x}]]]"))


@pytest.mark.parametrize("value", ["1e400", str(10**400), "false", '"1"', "[]", "NaN"])
def test_a_time_or_pressure_that_is_no_number_is_refused(value: str) -> None:
    refusal(strokes_json(f"[[[0, 0, {value}]]]"))
    refusal(strokes_json(f"[[[0, 0, 0, {value}]]]"))


@pytest.mark.parametrize("point", ["[]", "[1]", "[1, 2, 3, 4, 5]", "7", "null", '"12"', "{}"])
def test_a_point_that_is_none_is_refused(point: str) -> None:
    assert "stroke 1" in refusal(strokes_json(f"[[[0, 0]], [{point}]]"))


@pytest.mark.parametrize("stroke", ["7", "null", "{}", '"abc"', '""', "false"])
def test_a_stroke_that_is_no_list_is_refused_by_its_number(stroke: str) -> None:
    assert "stroke 1" in refusal(strokes_json(f"[[[0, 0]], {stroke}]"))


@pytest.mark.parametrize("depth", [3, 300, 960, 980, 1000, 100_000])
@pytest.mark.parametrize("form", ["%s", '{"strokes": %s}', '{"strokes": [[%s]]}'])
def test_lists_in_lists_are_refused_however_deep(depth: int, form: str) -> None:
    refusal(form % ("[" * depth + "null" + "]" * depth))


def test_a_million_points_are_refused_by_their_number() -> None:
    text = strokes_json("[[" + "[0,0]," * 999_999 + "[0,0]]]")
    assert "1,000,000 points" in refusal(text)


def test_points_are_counted_over_all_strokes() -> None:
    half = [[0, 0]] * (MAX_POINTS // 2)
    with pytest.raises(InkError, match="points"):
        Ink.from_record({"strokes": [half, half, [[0, 0]]]})


@pytest.mark.parametrize("version", [0, 2, "1", None, 1.5])
def test_another_version_is_refused(version: object) -> None:
    assert "version" in refusal(ink_with(version=version))


@pytest.mark.parametrize("name", ["inkml", "", None, 7])
def test_another_format_is_refused(name: object) -> None:
    assert "recognizer-ink" in refusal(ink_with(format=name))


@pytest.mark.parametrize(
    "widths", [[1, 2], 7, "7", {"0": 7}, [0], [-1], ["7"], [True], [10**400], [[7]]], ids=repr
)
def test_pen_widths_that_are_none_are_refused(widths: object) -> None:
    message = refusal(ink_with(pen_widths=widths))
    assert "pen width" in message.replace("_", " ")


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

"""Ink as JSON: there and back, from elsewhere, and refused."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from strokes import DIGITS, FULL, POINTS, shifted, with_pen_width

from recognizer import Ink, InkError, Stroke
from recognizer.ink import MAX_POINTS


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

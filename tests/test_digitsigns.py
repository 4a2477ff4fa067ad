"""Where only digits are read, slashes, brackets and other signs part numbers."""

from __future__ import annotations

import re

import cv2
import numpy as np
import pytest
from drawnpictures import coverage, painted
from printedcells import line
from writtennumbers import together, written

from recognizer import Ink, Reader
from recognizer.ink.raster import rasterize
from recognizer.reading.parting.marks import (
    NO_BOXES,
    Drawn,
    find_dashes,
    find_points,
    find_stacks,
    marks_beside,
)
from recognizer.reading.parting.slashes import Upright, find_slashes

HIGH, GAP = 140.0, 24.0


def slash(x: float, lean: float = 0.55, beyond: float = 0.12) -> Ink:
    """Return a slash that begins at `x`, and reaches `beyond` the digits at head and foot."""
    tall = HIGH * (1 + 2 * beyond)
    ends = (x + lean * tall, -beyond * HIGH), (x, (1 + beyond) * HIGH)
    return Ink.from_points([np.linspace(*ends, 14)])


def bracket(x: float, is_open: bool) -> Ink:
    angles = np.linspace(-np.pi / 3, np.pi / 3, 24)
    bent = 80 * (np.cos(angles) - 0.5)
    across = x + (40 - bent if is_open else bent)
    return Ink.from_points([np.stack([across, 70 + 98 * np.sin(angles)], axis=1)])


def point(x: float, y: float = 138.0) -> Ink:
    return Ink.from_points([[(x, y), (x + 3, y + 1)]])


def sign(name: str, x: float) -> Ink:
    """Return a plus, a times, division or equals sign that begins at `x`, in straight strokes."""
    middle = x + 32
    level = (x, 71), (x + 64, 69)
    lines = {
        "+": (level, ((middle + 1, 36), (middle - 1, 104))),
        "\N{MULTIPLICATION SIGN}": (((x, 40), (x + 60, 104)), ((x + 62, 42), (x + 2, 102))),
        "÷": (level, ((middle, 40), (middle + 3, 42)), ((middle, 99), (middle + 2, 101))),
        "=": (((x, 57), (x + 64, 55)), ((x + 2, 86), (x + 62, 85))),
    }
    return Ink.from_points([np.linspace(*ends, 14) for ends in lines[name]])


def row(*parts: str, slashes: dict[str, float], gap: float = GAP) -> Ink:
    """Return `parts` in a row: digits, "/", "(", ")", "-", ".", ",", ":" and what `sign` knows.

    `slashes` as for `slash`.
    """
    inks: list[Ink] = []
    x = 0.0
    for part in parts:
        if part == "/":
            inks.append(slash(x, **slashes))
        elif part in "()":
            inks.append(bracket(x, part == "("))
        elif part == ".":
            inks.append(point(x))
        elif part == ",":
            inks.append(Ink.from_points([np.linspace((x + 12, 128), (x, 165), 6)]))
        elif part == ":":
            inks.append(together(point(x, 45), point(x + 1, 115)))
        elif part in "+\N{MULTIPLICATION SIGN}÷=":
            inks.append(sign(part, x))
        elif part == "-":
            inks.append(Ink.from_points([np.linspace((x, 75), (x + 60, 74), 10)]))
        else:
            inks.append(written(part, GAP, x))
        x = inks[-1].bounding_box.right + gap
    return together(*inks)


@pytest.mark.parametrize(
    "parts", [("12", "/", "05", "/", "2026"), ("31", "/", "12"), ("1", "/", "2")]
)
@pytest.mark.parametrize("lean", [0.45, 0.6])
def test_a_slash_between_digits_parts_them(
    reader: Reader, parts: tuple[str, ...], lean: float
) -> None:
    wanted = " ".join(each for each in parts if each != "/")
    assert reader.read_ink(row(*parts, slashes={"lean": lean})).text == wanted


@pytest.mark.parametrize("text", ["212", "3114", "1111", "71717"])
@pytest.mark.parametrize("lean", [0.0, 0.2, 0.35])
def test_a_1_that_leans_is_a_1(reader: Reader, text: str, lean: float) -> None:
    parts = ["/" if each == "1" else each for each in text]
    ink = row(*parts, slashes={"lean": lean, "beyond": 0.0})
    assert " " not in reader.read_ink(ink).text


@pytest.mark.parametrize("lean", [0.5, 0.6])
def test_a_1_leans_as_its_stem_does_whatever_its_flag(reader: Reader, lean: float) -> None:
    """A bare 1 that leans as far as the one with a flag is no slash."""
    inks = [written("285", GAP)]
    x = inks[-1].bounding_box.right + GAP
    flag, stem = ((x + 10, 50), (x + lean * HIGH, 0)), ((x + lean * HIGH, 0), (x, HIGH))
    inks.append(Ink.from_points([np.vstack([np.linspace(*flag, 6), np.linspace(*stem, 12)])]))
    inks.append(written("8", GAP, inks[-1].bounding_box.right + GAP))
    inks.append(slash(inks[-1].bounding_box.right + GAP, lean, 0.05))
    inks.append(written("4", GAP, inks[-1].bounding_box.right + GAP))
    assert reader.read_ink(together(*inks)).text == "2851814"


@pytest.mark.parametrize("gap", [0.07 * HIGH, 0.1 * HIGH, GAP])
@pytest.mark.parametrize("sign", [".", ",", ":"])
def test_a_point_between_digits_parts_them(reader: Reader, sign: str, gap: float) -> None:
    assert reader.read_ink(row("3", sign, "14", slashes={}, gap=gap)).text == "3 14"
    parts = ["12", sign, "05", sign, "20"]
    assert reader.read_ink(row(*parts, slashes={}, gap=gap)).text == "12 05 20"


@pytest.mark.parametrize("name", "+\N{MULTIPLICATION SIGN}÷=")
@pytest.mark.parametrize("alphabet", ["digits", "numbers"])
def test_a_sign_that_is_no_symbol_parts_the_numbers_beside_it(alphabet: str, name: str) -> None:
    ink = row("12", name, "34", slashes={})
    wanted = f"12{name}34" if (alphabet, name) == ("numbers", "+") else "12 34"
    assert Reader(alphabet=alphabet).read_ink(ink).text == wanted


@pytest.mark.parametrize("name", "+\N{MULTIPLICATION SIGN}÷=")
def test_in_a_picture_a_sign_parts_the_digits_beside_it(reader: Reader, name: str) -> None:
    picture = 255 - np.pad(rasterize(row("8", name, "3", slashes={}), 0.03), 60)
    assert reader.read_image(picture).text == "8 3"


def test_a_whole_sum_is_its_numbers(reader: Reader) -> None:
    assert reader.read_ink(row("6", "+", "2", "=", "8", slashes={})).text == "6 2 8"
    assert reader.read_ink(row("24", "+", "35", "=", slashes={})).text == "24 35"


def test_a_digit_that_was_taught_is_no_sign_however_much_it_looks_like_one() -> None:
    def like_a_plus(x: float) -> Ink:
        lines = ((x, 71), (x + 64, 69)), ((x + 33, 10), (x + 31, 134))
        return Ink.from_points([np.linspace(*ends, 14) for ends in lines])

    before = written("2", GAP)
    four = like_a_plus(before.bounding_box.right + GAP)
    ink = together(before, four, written("3", GAP, four.bounding_box.right + GAP))
    reader = Reader()
    assert reader.read_ink(ink).text == "2 3"
    reader.learn([reader.lesson(like_a_plus(x), "4") for x in (0.0, 10.0)])
    assert reader.read_ink(ink).text == "243"


@pytest.mark.parametrize("name", "+÷")
def test_a_sign_far_from_both_numbers_is_no_thing_of_its_own(reader: Reader, name: str) -> None:
    """It stands in no row with them: it is lower than any digit."""
    left, between = written("58", GAP), sign(name, 270)
    reading = reader.read_ink(together(left, between, written("20", GAP, 420)))
    assert (reading.text, len(reading.symbols)) == ("58 20", 4)


def test_an_x_before_a_number_may_be_a_letter(reader: Reader) -> None:
    reading = reader.read_ink(row("\N{MULTIPLICATION SIGN}", "2", slashes={}))
    assert reading.text.endswith("2")
    assert len(reading.symbols) == 2


@pytest.mark.parametrize("text", ["444", "14141", "4040"])
def test_a_4_is_no_plus(reader: Reader, text: str) -> None:
    for gap in (4.0, GAP, 50.0):
        assert reader.read_ink(written(text, gap)).text == text


@pytest.mark.parametrize("y", [10.0, 70.0])
def test_a_stray_tap_parts_no_digits(reader: Reader, y: float) -> None:
    three, rest = written("3"), written("14", GAP, 140)
    dot = point(three.bounding_box.right + GAP, y)
    assert "3 14" not in reader.read_ink(together(three, dot, rest)).text


def test_where_slashes_are_written_one_leans_more_than_the_ones_of_its_line() -> None:
    numbers = Reader(alphabet="numbers")
    shape = {"lean": 0.45, "beyond": 0.05}
    assert numbers.read_ink(row("1", "/", "2", slashes=shape)).text == "1/2"
    assert numbers.read_ink(row("21", "/", "4", slashes=shape)).text == "21/4"
    assert numbers.read_ink(row("2", "/", "/", "4", slashes=shape)).text == "2114"


def test_brackets_part_numbers(reader: Reader) -> None:
    ink = row("(", "420", ")", "3", "-", "42", slashes={})
    assert reader.read_ink(ink).text == "420 3 42"


@pytest.mark.parametrize("sign", ["(", ")"])
def test_a_bracket_alone_is_no_digit(reader: Reader, sign: str) -> None:
    reading = reader.read_ink(bracket(0, sign == "("))
    assert (reading.text, len(reading.symbols)) == ("?", 1)


def test_in_a_picture_a_slash_parts_a_date(reader: Reader) -> None:
    picture = 255 - np.pad(rasterize(row("12", "/", "05", "/", "2026", slashes={}), 0.02), 60)
    assert reader.read_image(picture).text == "12 05 2026"


@pytest.mark.parametrize("pen", [0.02, 0.05])
def test_in_a_picture_a_speck_is_a_point_between_digits_at_their_foot(pen: float) -> None:
    """Where numbers are read, other specks are dirt."""
    numbers = Reader(alphabet="numbers")
    three, rest = written("3"), written("24", GAP, 140)
    x = three.bounding_box.right + GAP
    specks = {
        "3.24": together(three, point(x), rest),
        "324": together(three, point(x, 40), rest),
        "12": together(point(-GAP), written("12", GAP), point(190)),
    }
    for text, ink in specks.items():
        picture = 255 - np.pad(rasterize(ink, pen), 60)
        assert numbers.read_image(picture).text == text


def test_in_a_picture_a_dash_parts_a_score(reader: Reader) -> None:
    cover = np.zeros((180, 420))
    for digit, x in (("3", 40), ("0", 280)):
        shape = coverage(digit, 100, margin=0)
        cover[40 : 40 + shape.shape[0], x : x + shape.shape[1]] = shape
    line(cover, (160, 90), (230, 90), 9)
    assert reader.read_image(painted(cover, ink=40, paper=230)).text == "3 0"


def test_a_dash_is_flat_clear_and_in_the_middle_of_both_digits() -> None:
    left, right = (0, 0, 60, 100), (150, 0, 210, 100)
    dashes = {
        (80, 48, 130, 52): True,
        (62, 48, 130, 52): False,  # the bar of a 4
        (80, 2, 130, 8): False,  # that of a 5
        (80, 94, 130, 99): False,  # the foot of a 2
        (80, 30, 130, 70): False,  # too high
        (80, 49, 95, 52): False,  # too short
    }
    for dash, is_dash in dashes.items():
        found = find_dashes(np.array([left, dash, right], float))
        assert found.tolist() == [False, is_dash, False], dash
    assert not find_dashes(np.array([(80, 48, 130, 52), right], float)).any()


def test_a_point_is_small_clear_of_both_digits_and_at_their_foot() -> None:
    left, right = (0, 0, 60, 100), (100, 0, 160, 100)
    points = {
        (78, 94, 82, 98): True,
        (74, 90, 84, 116): True,  # a comma
        (78, 44, 82, 48): False,  # in the middle
        (62, 94, 66, 98): False,  # it touches the digit: its foot
        (66, 94, 94, 98): False,  # too wide: a dash that hangs
        (78, 60, 82, 98): False,  # too high
    }
    for point, is_point in points.items():
        found = find_points(np.array([left, point, right], float))
        assert found.tolist() == [False, is_point, False], point
    colon = [(78, 30, 82, 34), (79, 80, 83, 84)]
    assert find_points(np.array([left, *colon, right], float)).tolist() == [
        False,
        True,
        True,
        False,
    ]
    assert not find_points(np.array([left, (78, 94, 82, 98)], float)).any()


def test_an_equals_or_division_sign_is_of_bars_and_points_above_each_other() -> None:
    digit = (0, 0, 60, 100)
    stacks = {
        ((80, 36, 130, 40), (82, 60, 128, 65)): True,
        ((80, 48, 130, 52), (102, 20, 106, 24), (103, 78, 106, 81)): True,
        ((80, 48, 130, 52), (102, 20, 106, 24)): False,  # one point
        ((80, 36, 130, 40), (82, 60, 98, 65)): False,  # a bar and a dab
        ((62, 36, 130, 40), (64, 60, 128, 65)): False,  # it touches the digit
        ((80, 2, 130, 6), (82, 90, 128, 94)): False,  # head and foot of a broken 2
    }
    for stack, is_sign in stacks.items():
        pieces = sorted(stack, key=lambda box: box[0] + box[2])
        found = find_stacks(np.array([digit, *pieces], float))
        assert found.tolist() == [False, *[is_sign] * len(stack)], stack


def test_a_slash_leans_more_than_the_ones_of_its_number() -> None:
    def upright(x: float, lean: float) -> Upright:
        return Upright((x, -5.0, x + 20, 105.0), 0.5, lean, True)

    def digit(x: float) -> Upright:
        return Upright((x, 0.0, x + 60, 100.0), -9.0, 0.0, False)

    leaning = [digit(0), upright(70, 0.5), digit(130), upright(200, 0.5), digit(260)]
    assert not any(find_slashes([digit(0), upright(70, 0.5), digit(130)]))
    assert not any(find_slashes([*leaning, upright(330, 0.5)][2:]))
    assert find_slashes([upright(-40, 0.0), *leaning[:3]]) == [False, False, True, False]
    assert not any(find_slashes([*leaning[:3], upright(200, 0.4), digit(260)]))
    assert find_slashes([upright(-40, 0.0), *leaning, digit(330)]) == [
        False,
        False,
        True,
        False,
        True,
        False,
        False,
    ]


def in_picture(ink: Ink, pen: int = 9, margin: int = 40) -> np.ndarray:
    """Return dark ink on light paper, a pixel for each unit."""
    box = ink.bounding_box
    shape = round(box.height) + 2 * margin, round(box.width) + 2 * margin
    drawn = np.full(shape, 230, np.uint8)
    for stroke in ink.strokes:
        points = stroke.points - (box.left - margin, box.top - margin)
        fixed = np.rint(points * 16).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(drawn, [fixed], False, 40, pen, cv2.LINE_AA, 4)
    return drawn


@pytest.mark.parametrize("behind", ["97", "48", "98"])
@pytest.mark.parametrize("gap", [10.0, 12.0])
def test_in_a_picture_a_point_may_stand_under_the_edge_of_the_digit_behind_it(
    reader: Reader, behind: str, gap: float
) -> None:
    before = written("5", 2 * GAP)
    mark = point(before.bounding_box.right + GAP)
    ink = together(before, mark, written(behind, 2 * GAP, mark.bounding_box.right + gap))
    assert reader.read_image(in_picture(ink)).text == f"5 {behind}"


def test_a_comma_stands_beside_all_of_a_digit_that_was_cut_apart() -> None:
    """The head of a wide 2 is a piece of its own, and stands above the comma."""
    seven, comma, head, rest = (0, 0, 50, 90), (58, 76, 70, 102), (70, 15, 82, 27), (82, 0, 150, 93)
    boxes, number = np.array([seven, comma, head, rest], float), [[0, 1, 2, 3]]
    wholes = np.array([0, 1, 2, 2])
    assert marks_beside(number, boxes, Drawn(7.0, NO_BOXES, wholes)) == [[1]]


@pytest.mark.parametrize("date", ["12/05/2026", "05/02/26", "3/4/98", "2026/03/09"])
@pytest.mark.parametrize("lean", [0.3, 0.45])
def test_among_numbers_two_slashes_of_a_date_are_no_ones(date: str, lean: float) -> None:
    reader = Reader(alphabet="numbers")
    parts = [*re.split("(/)", date)]
    ink = row(*parts, slashes={"lean": lean})
    assert reader.read_ink(ink).text == date
    assert reader.read_image(in_picture(ink)).text == date


@pytest.mark.parametrize(
    ("number", "lean"),
    [("1210512026", 0.0), ("05102126", 0.0), ("31419", 0.0), ("1210512026", 0.2)],
)
def test_ones_in_the_places_of_slashes_are_ones(number: str, lean: float) -> None:
    """If they lean, others that lean as far tell it."""
    parts = ["/" if each == "1" else each for each in number]
    ink = row(*parts, slashes={"lean": lean, "beyond": 0.0})
    assert Reader(alphabet="numbers").read_ink(ink).text == number

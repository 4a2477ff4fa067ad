"""Where only digits are read, slashes, brackets and dashes part numbers; they are no digits."""

from __future__ import annotations

import numpy as np
import pytest
from drawnpictures import coverage, painted
from printedcells import line
from writtennumbers import together, written

from recognizer import Ink, Reader
from recognizer.ink.raster import rasterize
from recognizer.reading.bars import find_dashes
from recognizer.reading.slashes import Upright, find_slashes

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


def row(*parts: str, slashes: dict[str, float]) -> Ink:
    """Return `parts` in a row: digits, "/", "(", ")" and "-"; `slashes` as for `slash`."""
    inks: list[Ink] = []
    x = 0.0
    for part in parts:
        if part == "/":
            inks.append(slash(x, **slashes))
        elif part in "()":
            inks.append(bracket(x, part == "("))
        elif part == "-":
            inks.append(Ink.from_points([np.linspace((x, 75), (x + 60, 74), 10)]))
        else:
            inks.append(written(part, GAP, x))
        x = inks[-1].bounding_box.right + GAP
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


def test_a_slash_leans_more_than_the_ones_of_its_number() -> None:
    def upright(x: float, lean: float) -> Upright:
        return Upright((x, -5.0, x + 20, 105.0), 0.5, lean, True)

    def digit(x: float) -> Upright:
        return Upright((x, 0.0, x + 60, 100.0), -9.0, 0.0, False)

    leaning = [digit(0), upright(70, 0.5), digit(130), upright(200, 0.5), digit(260)]
    assert not any(find_slashes([digit(0), upright(70, 0.5), digit(130)]))
    assert not any(find_slashes([*leaning, upright(330, 0.5)][2:]))
    assert find_slashes([upright(-40, 0.0), *leaning[:3]]) == [False, False, True, False]

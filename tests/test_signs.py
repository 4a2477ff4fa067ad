"""Signs among digits are told by their place and size; ones with a long upstroke are read as 1."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from strokes import DIGITS, scaled, shifted

from recognizer import Ink, Reader
from recognizer.training.draw.lines import bowed, one_stroke
from recognizer.training.draw.ones import add_upstroke

SIGNS = {
    "-": [[(0, 72), (55, 70)]],
    ".": [[(0, 136), (2, 140), (0, 140)]],
    ",": [[(8, 130), (8, 142), (0, 160)]],
    ":": [[(0, 50), (2, 54)], [(0, 118), (2, 121)]],
    "+": [[(30, 40), (30, 100)], [(0, 70), (60, 70)]],
    "\N{MULTIPLICATION SIGN}": [[(0, 42), (56, 98)], [(55, 42), (2, 99)]],
    "=": [[(0, 55), (60, 54)], [(0, 85), (62, 86)]],
    "(": [[(24, -6), (6, 30), (0, 70), (6, 112), (26, 148)]],
    ")": [[(0, -6), (18, 30), (24, 70), (18, 112), (0, 148)]],
}
CHARACTERS = DIGITS | {sign: Ink.from_points(strokes) for sign, strokes in SIGNS.items()}


def written(text: str, gap: float = 24.0) -> Ink:
    """Return the characters of `text` side by side, each at its own height."""
    return Ink(tuple(stroke for ink in _placed(text, gap) for stroke in ink.strokes))


def _placed(text: str, gap: float) -> Iterator[Ink]:
    x = 0.0
    for character in text:
        box = CHARACTERS[character].bounding_box
        yield shifted(CHARACTERS[character], x - box.left, 0)
        x += box.width + gap


@pytest.fixture(scope="module")
def numbers() -> Reader:
    return Reader(alphabet="numbers")


@pytest.fixture(scope="module")
def sums() -> Reader:
    return Reader(alphabet="sums")


@pytest.mark.parametrize(
    "text", ["-7", "3.14", "12:30", "2,50", "3-0", "555-0232", "2026", "+49", "12.5.20"]
)
def test_a_number_may_hold_signs(numbers: Reader, text: str) -> None:
    assert numbers.read_ink(written(text)).text == text


@pytest.mark.parametrize("text", ["12.05", "5.2", "12.202"])
def test_a_level_dab_of_the_pen_is_a_point_and_no_minus(numbers: Reader, text: str) -> None:
    before, behind = text.split(".")
    ink = written(before)
    x = ink.bounding_box.right + 24
    dab = Ink.from_points([[(x, 138), (x + 3, 139)]])
    both = (*ink.strokes, *dab.strokes, *shifted(written(behind), x + 27, 0).strokes)
    assert numbers.read_ink(Ink(both)).text == text


@pytest.mark.parametrize("text", ["23+4=27", "5-2=3", "(7-4)×2=6", "8×8=64"])
def test_a_sum_is_read_sign_by_sign(sums: Reader, text: str) -> None:
    assert sums.read_ink(written(text)).text == text


def test_the_same_dash_is_low_between_words_and_in_the_middle_of_a_sum(sums: Reader) -> None:
    low = shifted(CHARACTERS["-"], 130, 64)
    dash = shifted(CHARACTERS["-"], 130, 0)
    digit = DIGITS["5"].strokes
    assert sums.read_ink(Ink((*digit, *dash.strokes))).text == "5-"
    assert sums.read_ink(Ink((*digit, *low.strokes))).text != "5."


def test_what_stands_raised_is_no_digit_of_the_number(numbers: Reader) -> None:
    power = shifted(scaled(DIGITS["5"], 0.45), 190, -20)
    assert numbers.read_ink(Ink((*written("20").strokes, *power.strokes))).text == "20 5"


def test_degrees_are_no_further_zero(numbers: Reader) -> None:
    ring = shifted(scaled(DIGITS["0"], 0.3), 190, -8)
    assert numbers.read_ink(Ink((*written("90").strokes, *ring.strokes))).text != "900"


def upstroke_one(rng: np.random.Generator) -> Ink:
    """Return a 1 with an upstroke: about 1 high, its foot at (0, 1)."""
    top = np.array([np.clip(rng.normal(0.12, 0.14), -0.15, 0.45), 0.0])
    stem = bowed(top, np.array([0.0, 1.0]), float(rng.normal(0, 0.02)), 8)
    return add_upstroke(one_stroke(stem), rng)


def test_a_one_may_have_a_long_upstroke() -> None:
    rng = np.random.default_rng(3)
    reader = Reader()
    read = [reader.read_ink(upstroke_one(rng)).text for _ in range(200)]
    assert read.count("1") >= 0.97 * len(read)


@pytest.mark.parametrize("lean", [-12, 0, 12])
def test_where_digits_are_written_a_bare_bar_is_a_one(lean: float) -> None:
    """By itself it could be an apostrophe or a point; who has chosen digits writes none."""
    digit = Reader().read_digit(Ink.from_points([[(lean, 0), (lean / 2, 50), (0, 100)]]))
    assert digit.candidates[0].label == "1"
    assert digit.knownness > 0.75


def test_a_tap_that_is_no_digit_is_a_point_once_numbers_are_read() -> None:
    tap = Ink.from_points([[(150.0, 138.0)]])
    three, four = CHARACTERS["3"], shifted(CHARACTERS["4"], 190, 0)
    ink = Ink((*three.strokes, *tap.strokes, *four.strokes))
    reader = Reader()
    assert "." not in reader.read_ink(ink).text
    reader.choose("numbers")
    assert reader.read_ink(ink).text == Reader(alphabet="numbers").read_ink(ink).text == "3.4"


def test_any_text_is_told_by_place_and_size_too() -> None:
    assert Reader(alphabet="text").read_ink(written("3,4")).text == "3,4"

"""Which strokes are scribbles, and what lies under them; what may be a symbol never is one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from anything import SEED
from habitink import CROSSED, SLASHED
from hypothesis import given
from hypothesis import strategies as st
from scribbling import around, by_hand, zigzag
from strokes import DIGITS, GRID

from recognizer import Ink, Stroke
from recognizer.document.strikeout import MIN_COVERED
from recognizer.ink import BoundingBox
from recognizer.ink.inkfile import read_ink_file
from recognizer.ink.scribble import MIN_SWINGS, MIN_SWINGS_AMONG_LETTERS, Scribble
from recognizer.training.data.characters import character_paths

SQUARE = BoundingBox(0, 0, 100, 100)
PEN_WIDTH = 8.0
LETTERS = {
    "m": zigzag(6, BoundingBox(0, 0, 110, 100)),
    "w": zigzag(4, SQUARE),
    "z": zigzag(3, SQUARE, lies=True),
    "E": zigzag(6, BoundingBox(0, 0, 80, 140), lies=True),
}


def scribble_of(ink: Ink, among_letters: bool = True) -> Scribble | None:
    """Return the scribble that an ink of one stroke is, drawn with the pen."""
    (stroke,) = ink.strokes
    return Scribble.of(replace(stroke, pen_width=PEN_WIDTH), among_letters)


def traced_twice(ink: Ink) -> Ink:
    """Return a stroke that goes along all of `ink`, and back again."""
    points = np.concatenate([stroke.points for stroke in ink.strokes])
    return Ink.from_points([np.concatenate([points, points[::-1]])])


# What is a scribble


@given(st.integers(MIN_SWINGS_AMONG_LETTERS + 2, 30), st.booleans(), SEED)
def test_many_swings_over_a_digit_strike_it_out_however_they_lie(swings, lies, seed):
    for digit in DIGITS.values():
        drawn = by_hand(zigzag(swings, around(digit.bounding_box), lies), seed)
        scribble = scribble_of(drawn)
        assert scribble is not None
        assert scribble.share_covered(digit.strokes) >= MIN_COVERED


@pytest.mark.parametrize(
    ("among_letters", "least"), [(True, MIN_SWINGS_AMONG_LETTERS), (False, MIN_SWINGS)]
)
def test_a_few_dense_swings_are_enough(among_letters, least):
    assert scribble_of(zigzag(least, SQUARE), among_letters) is not None
    assert scribble_of(zigzag(least - 1, SQUARE), among_letters) is None


def test_few_swings_that_go_on_in_wide_steps_are_a_letter_or_a_wave():
    for swings in (MIN_SWINGS, MIN_SWINGS_AMONG_LETTERS):
        wave = zigzag(swings, BoundingBox(0, 0, 300, 100))
        assert scribble_of(wave) is scribble_of(wave, among_letters=False) is None


# What is none


@pytest.mark.parametrize(
    "ink",
    [*DIGITS.values(), CROSSED, SLASHED, GRID, *LETTERS.values()],
    ids=[*DIGITS, "crossed 7", "slashed 0", "#", *LETTERS],
)
def test_no_stroke_of_a_symbol_is_a_scribble(ink):
    assert not any(scribble_of(Ink((stroke,))) for stroke in ink.strokes)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_digit_traced_twice_is_none(digit):
    assert scribble_of(traced_twice(DIGITS[digit])) is None


def test_a_ring_drawn_many_times_is_none():
    (ring,) = DIGITS["0"].strokes
    assert scribble_of(Ink.from_points([np.concatenate([ring.points] * 8)])) is None


def test_a_dot_that_is_made_bolder_is_none():
    side = 2 * PEN_WIDTH
    assert scribble_of(zigzag(20, BoundingBox(0, 0, side, side))) is None


def test_a_tap_is_none():
    for points in ([(5, 5)], [(5, 5), (5, 5)], [(5, 5), (5, 5), (6, 5)]):
        assert Scribble.of(Stroke(points, pen_width=PEN_WIDTH)) is None


@pytest.mark.slow
def test_no_ink_of_the_writers_is_a_scribble(data_dir: Path):
    """The sources make each ink as large as the next. A dot alone is then no dot any more."""
    pen_width = 80.0  # of 1,000, the longer side of each ink
    found = [
        (path.name, each.label)
        for path in character_paths(data_dir)
        for each in read_ink_file(path)
        if each.split == "dev" and each.label != "."
        for stroke in each.ink.strokes
        if Scribble.of(replace(stroke, pen_width=pen_width), each.label.isalpha())
    ]
    assert found == []


# What lies under it


def test_ink_counts_by_its_length_under_the_scribble():
    scribble = scribble_of(zigzag(20, SQUARE))
    half, outside = [(20, 50), (180, 50)], [(200, 0), (200, 100)]
    assert scribble.share_covered(Ink.from_points([half]).strokes) == pytest.approx(0.5, abs=0.05)
    assert scribble.share_covered(Ink.from_points([outside]).strokes) == 0.0
    assert scribble.share_covered(Ink.from_points([[(50, 50)]]).strokes) == 1.0

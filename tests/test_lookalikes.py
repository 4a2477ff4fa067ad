"""Look-alikes of digits are left out of what is no digit, by name and by shape."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import ink_line, write_lines
from outlierfiles import STEPS, file_of
from strokes import DIGITS, scaled, shifted

from recognizer import Ink
from recognizer.training.draw.outliers import (
    FILES,
    LETTERS_LIKE_DIGITS,
    SYMBOLS_LIKE_DIGITS,
    dev_outliers,
    is_ring_or_bar,
    load_outliers,
)

ANGLES = np.linspace(0, 2 * np.pi, 40)
CIRCLE = 50 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
BOX = 90 * np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
TWO_TURNS = np.concatenate([0.5 * CIRCLE, CIRCLE])
SPIRAL = np.linspace(0.1, 1, 80)[:, None] * np.concatenate([CIRCLE, CIRCLE])

LIKE_DIGITS: dict[str, Any] = {
    "ring": [CIRCLE],
    "flat ring": [CIRCLE * (1, 0.6)],
    "egg": [CIRCLE * (0.7, 1) + CIRCLE[:, 1:] * (0.15, 0)],
    "ring that is not quite closed": [CIRCLE[:-3]],
    "ring the other way round": [CIRCLE[::-1]],
    "standing bar": [[(5, 0), (0, 90)]],
    "bar that leans": [[(0, 0), (90, 60)]],
    "bent bar": [[(0, 0), (8, 45), (0, 90)]],
    "dot": [[(3, 4)]],
    "dot touched twice": [[(3, 4), (3, 4)]],
}
UNLIKE_DIGITS: dict[str, Any] = {
    "lying bar": [[(0, 0), (90, 5)]],
    "triangle": [[(0, 80), (46, 0), (92, 80), (0, 80)]],
    "spiral": [SPIRAL],
    "two rings": [TWO_TURNS],
    "half a ring": [CIRCLE[:20]],
    "box": [BOX],
    "wide box": [BOX * (1.4, 1)],
    "box that is not quite closed": [[(0, 0), (90, 0), (90, 90), (0, 90), (2, 12)]],
    "flat loop": [CIRCLE * (1, 0.4)],
    "steps": [stroke.points for stroke in STEPS.strokes],
    "two bars": [[(0, 0), (0, 90)], [(40, 0), (40, 90)]],
    "ring and bar": [CIRCLE, [(0, -90), (0, 90)]],
    "thin loop": [CIRCLE * (1, 0.2)],
}


# Look-alikes are left out


@pytest.mark.parametrize("strokes", LIKE_DIGITS.values(), ids=list(LIKE_DIGITS))
def test_rings_standing_bars_and_dots_are_like_digits(
    strokes: list[list[tuple[float, float]]],
) -> None:
    assert is_ring_or_bar(Ink.from_points(strokes))


@pytest.mark.parametrize("strokes", UNLIKE_DIGITS.values(), ids=list(UNLIKE_DIGITS))
def test_other_things_are_not(strokes: list[list[tuple[float, float]]]) -> None:
    assert not is_ring_or_bar(Ink.from_points(strokes))


@pytest.mark.parametrize("strokes", [*LIKE_DIGITS.values(), *UNLIKE_DIGITS.values()])
def test_place_and_size_do_not_matter(strokes: list[list[tuple[float, float]]]) -> None:
    ink = Ink.from_points(strokes)
    assert is_ring_or_bar(shifted(scaled(ink, 30), 5000, -800)) is is_ring_or_bar(ink)


@pytest.mark.parametrize("digit", DIGITS)
def test_of_our_digits_only_the_zero_and_the_bare_one_are_ring_and_bar(digit: str) -> None:
    assert is_ring_or_bar(DIGITS[digit]) is (digit in "01")


@pytest.mark.parametrize(
    ("kind", "alike", "kept"),
    [
        ("letters", "OoDIilSsZzbGgq", "AEFHKMNRTWXkmtwx"),
        ("symbols", "|/\\!',.`()", "+=*?&%#@<>{}"),
    ],
)
def test_what_is_named_like_a_digit_is_left_out(
    own_data: Path, kind: str, alike: str, kept: str
) -> None:
    lines = [
        ink_line(shifted(STEPS, x, 0), label=label, split="dev")
        for x, label in enumerate(alike + kept)
    ]
    write_lines(file_of(own_data, kind), lines)
    first = {ink.bounding_box.left for ink in dev_outliers(own_data, kind)}
    assert first == set(range(len(alike), len(alike + kept)))


def test_what_is_alike_is_named_by_one_character_each() -> None:
    assert all(len(label) == 1 for label in LETTERS_LIKE_DIGITS | SYMBOLS_LIKE_DIGITS)


@pytest.mark.parametrize("kind", FILES)
def test_what_is_drawn_like_a_digit_is_left_out_whatever_its_name(
    own_data: Path, kind: str
) -> None:
    drawn = [*(Ink.from_points(strokes) for strokes in LIKE_DIGITS.values()), STEPS]
    write_lines(file_of(own_data, kind), [ink_line(i, label="X", split="dev") for i in drawn])
    assert dev_outliers(own_data, kind) == [STEPS]


def test_such_drawings_train_nothing_either(own_data: Path) -> None:
    drawn = [*(Ink.from_points(strokes) for strokes in LIKE_DIGITS.values()), STEPS]
    lines = [ink_line(ink, label="X", split="train") for ink in drawn]
    write_lines(file_of(own_data, "drawings"), lines)
    assert load_outliers(own_data, []).files == {"drawings": [STEPS]}

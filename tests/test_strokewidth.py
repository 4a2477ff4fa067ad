from __future__ import annotations

import numpy as np
import pytest
from anything import DIGIT
from hypothesis import given
from hypothesis import strategies as st
from strokes import DIGITS

from recognizer.ink.pixels import stroke_width
from recognizer.ink.raster import Pixels, rasterize
from recognizer.network.preprocess import preprocess_ink, preprocess_pixels
from recognizer.network.strokewidth import (
    THIN_PEN_SIDES,
    WANTED_PEN_SIDES,
    preprocess_found,
    thickened,
)

SIDE = 300


def drawn(label: str, pen: float, side: int = SIDE) -> Pixels:
    return rasterize(DIGITS[label], pen, size=side)


def width_of(ink: Pixels) -> float:
    return stroke_width((ink > 96).astype(np.uint8))


@given(label=st.sampled_from("0137"), pen=st.floats(0.02, 0.2))
def test_the_width_of_the_pen_is_known(label: str, pen: float) -> None:
    assert width_of(drawn(label, pen)) == pytest.approx(pen * SIDE, abs=0.12 * pen * SIDE + 1.5)


@given(label=DIGIT, pen=st.floats(0.01, 0.045))
def test_thin_strokes_become_as_wide_as_wanted(label: str, pen: float) -> None:
    assert width_of(thickened(drawn(label, pen))) == pytest.approx(WANTED_PEN_SIDES * SIDE, rel=0.2)


@pytest.mark.parametrize("pen", [0.08, 0.11, 0.25])
def test_wide_strokes_stay_as_they_are(pen: float) -> None:
    ink = drawn("5", pen)
    assert thickened(ink) is ink


def test_strokes_at_the_edge_of_the_picture_grow_beyond_it() -> None:
    ink = np.zeros((200, 40), np.uint8)
    ink[:, 0] = 255
    assert width_of(thickened(ink)) == pytest.approx(WANTED_PEN_SIDES * 200, abs=3)


@pytest.mark.parametrize("label", sorted(DIGITS))
def test_the_network_sees_a_thin_pen_as_it_sees_its_own(label: str) -> None:
    thin, usual = drawn(label, 0.02), preprocess_ink(DIGITS[label])
    as_it_is = np.abs(preprocess_pixels(thin) - usual).mean()
    assert np.abs(preprocess_found(thin) - usual).mean() < 0.5 * as_it_is


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (28, 28)])
def test_a_picture_without_ink_stays_empty(shape: tuple[int, int]) -> None:
    empty = np.zeros(shape, np.uint8)
    assert thickened(empty) is empty
    assert stroke_width(empty) == 0
    assert not preprocess_found(empty).any()


def test_a_speck_is_no_thin_stroke() -> None:
    dot = np.zeros((9, 9), np.uint8)
    dot[4, 4] = 255
    assert thickened(dot) is dot
    assert THIN_PEN_SIDES < WANTED_PEN_SIDES

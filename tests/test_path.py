"""The path that a network sees: where the pen went, in which direction and order."""

from __future__ import annotations

import numpy as np
import pytest
from strokes import DIGITS, scaled, shifted

from recognizer import Ink
from recognizer.ink import Stroke
from recognizer.network.path import CHANNELS, LIFTED_LENGTH, PATH_POINTS, STEP_SCALE, path_of

X, Y, STEP_X, STEP_Y, COSINE, SINE, LIFTED = range(len(CHANNELS))
BAR = Ink.from_points([[(0, 0), (0, 90)]])
TWO_BARS = Ink.from_points([[(0, 0), (0, 90)], [(60, 0), (60, 90)]])


def backwards(ink: Ink) -> Ink:
    return Ink(tuple(Stroke(stroke.points[::-1]) for stroke in reversed(ink.strokes)))


@pytest.mark.parametrize("ink", [*DIGITS.values(), Ink(()), Ink.from_points([[(3, 4)]])])
def test_every_ink_has_as_many_points(ink: Ink) -> None:
    path = path_of(ink)
    assert (path.shape, path.dtype) == ((PATH_POINTS, len(CHANNELS)), np.float32)
    assert np.isfinite(path).all()


@pytest.mark.parametrize("ink", DIGITS.values(), ids=list(DIGITS))
def test_place_and_size_make_no_difference(ink: Ink) -> None:
    assert np.allclose(path_of(shifted(scaled(ink, 3.5), -70, 900)), path_of(ink), atol=1e-5)


@pytest.mark.parametrize("ink", DIGITS.values(), ids=list(DIGITS))
def test_the_longer_side_reaches_from_edge_to_edge(ink: Ink) -> None:
    places = path_of(ink)[:, : Y + 1]
    assert np.abs(places).max() <= 1 + 1e-6
    assert np.ptp(places, axis=0).max() > 1.9


def test_points_are_evenly_spaced_however_often_the_tablet_looked() -> None:
    often = Ink.from_points([[(0, y) for y in range(91)]])
    assert np.allclose(path_of(often), path_of(BAR), atol=1e-5)


def test_a_bar_goes_down_in_even_steps() -> None:
    path = path_of(BAR)
    assert np.allclose(path[:, Y], np.linspace(-1, 1, PATH_POINTS), atol=1e-6)
    assert np.allclose(path[1:, STEP_Y], STEP_SCALE * 2 / (PATH_POINTS - 1), atol=1e-5)
    assert np.allclose(path[1:, [COSINE, SINE]], [0, 1], atol=1e-6)
    assert not path[:, LIFTED].any()


def test_the_first_point_comes_from_nowhere() -> None:
    assert not path_of(BAR)[0, STEP_X : SINE + 1].any()


def test_the_other_direction_is_another_path() -> None:
    there, back = path_of(TWO_BARS), path_of(backwards(TWO_BARS))
    assert np.allclose(there[:, [X, Y]], back[::-1, [X, Y]], atol=1e-5)
    assert not np.allclose(there[:, SINE], back[:, SINE], atol=0.5)


def test_a_lifted_pen_is_marked_and_counts_less() -> None:
    lifted = path_of(TWO_BARS)[:, LIFTED]
    jump = LIFTED_LENGTH * np.hypot(60, 90)
    assert set(lifted.tolist()) == {0.0, 1.0}
    assert lifted.mean() == pytest.approx(jump / (jump + 180), abs=2 / PATH_POINTS)


def test_a_dot_is_a_point_in_the_middle() -> None:
    assert not path_of(Ink.from_points([[(7, 7)]])).any()
    assert not path_of(Ink.from_points([[(7, 7), (7, 7)]])).any()

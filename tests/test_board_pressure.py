"""How hard the pen is pressed, seen in the line."""

from __future__ import annotations

import numpy as np
import pytest

from recognizer.board.ink.pressure import extend_widths, relative_widths, with_widths
from recognizer.ink import Stroke

NAN = float("nan")


def pressed(*pressures: float, spacing: float = 1000.0) -> Stroke:
    """Return a straight stroke with these pressures; far apart, so that each shows in full."""
    points = [(spacing * i, 0.0) for i in range(len(pressures))]
    return Stroke(points, pressures=pressures, pen_width=10)


def widths(*pressures: float, spacing: float = 1000.0) -> list[float]:
    found = relative_widths(pressed(*pressures, spacing=spacing))
    assert found is not None
    return list(found)


def test_the_width_follows_the_pressure() -> None:
    assert widths(0.25, 0.5, 0.75) == pytest.approx([0.7, 1.0, 1.3])


def test_the_width_stays_within_its_bounds() -> None:
    assert widths(1e-6, 1 - 1e-6) == pytest.approx([0.4, 1.6], abs=1e-5)


@pytest.mark.parametrize("unknown", [(0.0, 0.0), (1.0, 1.0), (0.0, 1.0), (NAN, 1.0), (NAN, NAN)])
def test_pressures_that_say_nothing_leave_the_line_even(unknown: tuple[float, ...]) -> None:
    assert relative_widths(pressed(*unknown)) is None


def test_a_stroke_without_pressures_is_even() -> None:
    assert relative_widths(Stroke([(0, 0), (5, 5)])) is None


def test_a_line_is_as_wide_as_the_pen_until_a_pressure_is_known() -> None:
    assert widths(0.0, 1.0, NAN, 0.75) == pytest.approx([1, 1, 1, 1.3])


def test_a_pressure_that_is_lost_for_a_moment_does_not_show() -> None:
    assert widths(0.75, 1.0, NAN, 0.0, 0.75) == pytest.approx([1.3] * 5)


def test_a_sudden_pressure_widens_the_line_little_by_little() -> None:
    steps = np.diff(widths(*[0.1] * 5, *[0.9] * 60, spacing=1.0))
    assert (steps >= 0).all()
    assert steps.max() < 0.1
    assert steps.sum() == pytest.approx(0.96, abs=0.01)


def test_the_line_gets_smooth_by_its_length_whatever_its_unit_and_sampling() -> None:
    coarse = widths(0.1, *[0.9] * 10, spacing=4.0)
    fine = widths(*[0.1], *[0.9] * 40, spacing=1.0)
    assert coarse == pytest.approx(fine[::4])


def test_widths_found_point_by_point_are_those_found_at_once() -> None:
    stroke = pressed(0.2, 0.9, NAN, 0.4, 1.0, 0.5, spacing=3.0)
    assert stroke.pressures is not None
    points, pressures = stroke.points.tolist(), stroke.pressures.tolist()
    grown: list[float] = []
    for count in (1, 2, 2, 5, 6):
        extend_widths(grown, points[:count], pressures[:count], 10)
    at_once = relative_widths(stroke)
    assert at_once is not None
    assert grown == at_once.tolist()


def test_widths_become_a_third_column_unless_all_are_one() -> None:
    points = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert with_widths(points, None) is points
    assert with_widths(points, [1.0, 1.0]) is points
    np.testing.assert_array_equal(with_widths(points, [1.0, 0.5]), [[1, 2, 1], [3, 4, 0.5]])

"""Paths are smoothed for the eye, and drawn as wide at each point as asked."""

from __future__ import annotations

import numpy as np
import pytest
from drawnlines import area, each_digit, smooth
from strokes import DIGITS

from recognizer import Ink
from recognizer.ink.raster import (
    Pixels,
    _runs_within,
    cover_path,
    lengths_along,
    moved_path,
    path_bounds,
    points_along,
    smooth_path,
)

# Smoothing, for the eye


@each_digit
def test_a_smooth_path_begins_and_ends_where_the_stroke_does(ink: Ink) -> None:
    for stroke in ink.strokes:
        path = smooth_path(stroke.points)
        np.testing.assert_array_equal(path[[0, -1]], stroke.points[[0, -1]])


@each_digit
def test_a_smooth_path_stays_within_the_convex_hull(ink: Ink) -> None:
    angles = np.linspace(0, 2 * np.pi, 90)
    directions = np.stack([np.cos(angles), np.sin(angles)])
    for stroke in ink.strokes:
        reach = (stroke.points @ directions).max(axis=0)
        assert (smooth_path(stroke.points) @ directions <= reach + 1e-9).all()


def test_a_smooth_path_turns_little_by_little() -> None:
    path = smooth_path(np.array([(0.0, 0.0), (400.0, 0.0), (400.0, 400.0)]))
    step = np.diff(path, axis=0)
    turns = np.abs(np.diff(np.arctan2(step[:, 1], step[:, 0])))
    assert turns.max() < np.radians(10)


@pytest.mark.parametrize("count", [1, 2])
def test_a_point_and_a_line_are_smooth_already(count: int) -> None:
    points = np.array([(1.0, 2.0), (5.0, 7.0)])[:count]
    np.testing.assert_array_equal(smooth_path(points), points)


def test_a_straight_line_stays_straight() -> None:
    path = smooth_path(np.array([(0.0, 0.0), (10.0, 5.0), (30.0, 15.0), (40.0, 20.0)]))
    np.testing.assert_allclose(path[:, 0], 2 * path[:, 1])


def test_a_repeated_point_does_no_harm_to_a_smooth_path() -> None:
    path = smooth_path(np.array([(0.0, 0.0), (50.0, 0.0), (50.0, 0.0), (50.0, 50.0)]))
    assert np.isfinite(path).all()


def test_a_path_that_leaves_the_picture_is_cut_into_as_few_runs_as_it_has() -> None:
    x = np.linspace(-50, 150, 400)
    wave = np.stack([x, 50 + 80 * np.sin(x / 20)], axis=1)
    low, high = np.array([0.0, 0.0]), np.array([100.0, 100.0])
    runs = list(_runs_within(wave, low, high))
    inside = ((wave >= low) & (wave <= high)).all(axis=1)
    assert len(runs) == np.count_nonzero(np.diff(inside.astype(int)) == 1)
    assert all(((run >= low - 1e-9) & (run <= high + 1e-9)).all() for run in runs)


def test_a_path_within_the_picture_is_one_run() -> None:
    path = np.array([[1.0, 1.0], [50.0, 60.0], [99.0, 3.0]])
    (run,) = _runs_within(path, np.zeros(2), np.full(2, 100.0))
    assert run is path


# A width at each point


def tapered(*points: tuple[float, float, float], width: int = 20) -> Pixels:
    """Return one line of (x, y, width as a multiple) on 200 x 200 pixels."""
    return smooth(*points, width=width)  # type: ignore[arg-type]


def test_a_line_is_as_wide_at_each_point_as_asked() -> None:
    canvas = tapered((100, 20, 0.4), (100, 100, 1.0), (100, 180, 1.6))
    assert [area(canvas[row]) for row in (20, 60, 100, 140, 180)] == pytest.approx(
        [8, 14, 20, 26, 32], abs=1
    )


def test_a_line_that_widens_has_no_steps() -> None:
    canvas = tapered((100, 10, 0.4), (100, 190, 1.6))
    thickness = canvas[15:185].sum(axis=1) / 255
    assert np.abs(np.diff(thickness)).max() <= 1


def test_a_width_of_one_everywhere_is_the_line_without_widths() -> None:
    path = smooth_path(DIGITS["8"].strokes[0].points + 20)
    even, with_ones = np.zeros((2, 200, 200), np.uint8)
    cover_path(even, path, 9)
    cover_path(with_ones, np.column_stack([path, np.ones(len(path))]), 9)
    np.testing.assert_array_equal(with_ones, even)


def test_a_lone_point_is_a_disc_of_its_width() -> None:
    assert area(tapered((100, 100, 1.5))) == pytest.approx(np.pi / 4 * 30**2, rel=0.1)


@pytest.mark.parametrize("multiple", [0.01, 0.4])
def test_a_very_thin_line_is_still_there(multiple: float) -> None:
    canvas = tapered((100, 20, multiple), (100, 180, multiple), width=1)
    assert canvas[20:181, 100].all()


def test_a_line_with_widths_is_cut_off_at_the_edge() -> None:
    canvas = tapered((-1e5, 100, 0.5), (100, 100, 1.0), (1e5, 100, 1.0))
    assert canvas[100].all()
    assert area(canvas[:, 100]) == pytest.approx(20, abs=1)


@each_digit
def test_the_bounds_of_a_line_with_widths_hold_all_that_is_drawn(ink: Ink) -> None:
    points = ink.strokes[0].points + 30
    path = np.column_stack([points, np.linspace(0.4, 1.6, len(points))])
    canvas = np.zeros((250, 250), np.uint8)
    cover_path(canvas, path, 17)
    left, top, width, height = path_bounds(path, 17)
    canvas[top : top + height, left : left + width] = 0
    assert not canvas.any()


@each_digit
def test_widths_are_smoothed_along_with_the_path_and_bend_nothing(ink: Ink) -> None:
    points = ink.strokes[0].points
    widths = np.linspace(0.4, 1.6, len(points))
    path = smooth_path(np.column_stack([points, widths]))
    np.testing.assert_array_equal(path[:, :2], smooth_path(points))
    np.testing.assert_array_equal(path[[0, -1], 2], widths[[0, -1]])
    assert (np.diff(path[:, 2]) >= 0).all()


def test_a_path_is_moved_and_its_widths_are_not() -> None:
    path = np.array([[1.0, 2.0, 0.5], [3.0, 4.0, 1.5]])
    np.testing.assert_array_equal(moved_path(path, 10, -20), [[11, -18, 0.5], [13, -16, 1.5]])
    np.testing.assert_array_equal(moved_path(path[:, :2], 10, -20), [[11, -18], [13, -16]])


def test_widths_do_not_make_a_path_longer() -> None:
    path = np.array([[0.0, 0.0, 0.4], [3.0, 4.0, 1.6]])
    np.testing.assert_array_equal(lengths_along(path), [0, 5])
    np.testing.assert_allclose(points_along(path, np.array([2.5])), [[1.5, 2.0, 1.0]])

from __future__ import annotations

import numpy as np
import pytest

from recognizer.training.measure.certainty import (
    calibration_error,
    coverage_curve,
)

SCORES = np.array([0.9, 0.2, 0.8, 0.4])
RIGHT = np.array([True, False, False, True])


@pytest.mark.parametrize(("right", "error"), [([1, 1, 1, 0], 0.0), ([0, 0, 0, 0], 0.75)])
def test_the_calibration_error_is_the_gap_of_confidence_and_accuracy(
    right: list[int], error: float
) -> None:
    found = calibration_error(np.full(4, 0.75), np.array(right, bool))
    assert found == pytest.approx(error)


def test_gaps_of_different_bins_do_not_make_up_for_each_other() -> None:
    found = calibration_error(np.array([0.6, 0.9]), np.array([True, False]))
    assert found == pytest.approx((0.4 + 0.9) / 2)


def test_certainty_and_doubt_have_bins() -> None:
    assert calibration_error(np.array([1.0, 0.0]), np.array([True, False])) == 0.0


def test_the_surest_are_read_first() -> None:
    every, half, one = coverage_curve(SCORES, RIGHT, (1.0, 0.5, 0.25))
    assert (every.read, every.wrong, every.bar) == (4, 2, 0.2)
    assert (half.read, half.wrong, half.bar) == (2, 1, 0.8)
    assert (one.read, one.wrong, one.bar) == (1, 0, 0.9)
    assert half.error == 0.5


def test_at_least_one_is_read() -> None:
    (least,) = coverage_curve(SCORES, RIGHT, (0.001,))
    assert (least.read, least.error) == (1, 0.0)


def test_among_equals_the_first_are_read() -> None:
    (half,) = coverage_curve(np.ones(4), RIGHT, (0.5,))
    assert half.wrong == 1

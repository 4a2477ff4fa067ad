"""Slips of the pen: hooks, stray dots, taps beside the digit."""

from __future__ import annotations

import numpy as np
from habitink import ONE, added, each_digit, many
from strokes import DIGITS

from recognizer import Ink
from recognizer.training.draw.slips import add_dot, add_hook, add_tap


@each_digit
def test_a_hook_is_one_small_step_at_one_end_of_one_stroke(digit: str) -> None:
    ink = DIGITS[digit]
    for changed in many(add_hook, ink):
        pairs = zip(ink.strokes, changed.strokes, strict=True)
        ((old, new),) = ((old.points, new.points) for old, new in pairs if old != new)
        steps = np.hypot(*np.diff(new, axis=0).T) / ink.bounding_box.longer_side
        assert np.array_equal(new[1:], old) or np.array_equal(new[:-1], old)
        assert 0.03 <= (steps[0] if np.array_equal(new[1:], old) else steps[-1]) <= 0.1


def test_hooks_come_at_the_start_and_at_the_end() -> None:
    start = DIGITS["3"].strokes[0].points[0]
    kept = [
        np.array_equal(changed.strokes[0].points[0], start)
        for changed in many(add_hook, DIGITS["3"])
    ]
    assert 0.35 < np.mean(kept) < 0.65


def test_a_stroke_of_two_points_gets_no_hook() -> None:
    line = Ink.from_points([[(0, 0), (0, 9)]])
    assert set(many(add_hook, line)) == {line}


@each_digit
def test_a_dot_is_one_point_in_or_just_outside_the_digit(digit: str) -> None:
    box = DIGITS[digit].bounding_box
    for changed in many(add_dot, DIGITS[digit]):
        ((x, y),) = added(changed)
        assert -0.12 <= (x - box.left) / box.width <= 1.12
        assert -0.12 <= (y - box.top) / box.height <= 1.12


@each_digit
def test_a_tap_is_a_point_or_a_tiny_line_beside_the_digit(digit: str) -> None:
    ink = DIGITS[digit]
    box, size = ink.bounding_box, ink.bounding_box.longer_side
    for changed in many(add_tap, ink):
        assert changed.strokes[:-1] == ink.strokes
        tap = changed.strokes[-1].points
        x, y = tap[0]
        beside = max(box.left - x, x - box.right, box.top - y, y - box.bottom)
        assert 0.08 * size < beside <= 0.45 * size
        assert len(tap) in (1, 2)
        assert np.ptp(tap, axis=0).max() < 0.08 * size


def test_a_tap_is_never_above_or_below_a_one_for_that_would_be_an_i() -> None:
    box = ONE.bounding_box
    for changed in many(add_tap, ONE, 500):
        x, _ = changed.strokes[-1].points[0]
        assert not box.left <= x <= box.right


def test_taps_come_on_all_sides_of_a_digit() -> None:
    box = DIGITS["3"].bounding_box
    taps = np.array([tap.strokes[-1].points[0] for tap in many(add_tap, DIGITS["3"], 500)])
    for beyond in (
        taps[:, 0] < box.left,
        taps[:, 0] > box.right,
        taps[:, 1] < box.top,
        taps[:, 1] > box.bottom,
    ):
        assert beyond.mean() > 0.15

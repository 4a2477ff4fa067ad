"""The way of the pen: the same picture, drawn in another way."""

from __future__ import annotations

import numpy as np
import pytest
from anything import DIGIT_INK, SEED
from habitink import DOT, SEEDS, SEVEN, ZERO, Change, Points, each_digit, line_of, many, rng
from hypothesis import given
from strokes import DIGITS, moved

from recognizer import Ink, Stroke
from recognizer.network.preprocess import preprocess_ink
from recognizer.training.draw.penorder import (
    BACKWARD_STROKE,
    OTHER_ORDER,
    backwards,
    begun_anywhere,
    reordered,
    ring_of,
)

BARS = Ink.from_points([[(x, 0), (x + 1, 90)] for x in (0, 20, 40)])
EIGHT = DIGITS["8"]


def strokes_forward(ink: Ink) -> list[Stroke]:
    """Return the strokes of `BARS`, each turned to go down, as they come."""
    return [
        stroke if stroke.points[0, 1] == 0 else Stroke(stroke.points[::-1])
        for stroke in ink.strokes
    ]


def is_clockwise(ring: Points) -> bool:
    """Tell which way points around the middle of `ZERO` go."""
    (x, y), (dx, dy) = (ring[:-1] - (48, 70)).T, np.diff(ring, axis=0).T
    return bool((x * dy - y * dx).sum() > 0)


@given(ink=DIGIT_INK, seed=SEED)
def test_another_order_and_direction_give_the_same_picture(ink: Ink, seed: int) -> None:
    field = preprocess_ink(ink)
    assert np.abs(preprocess_ink(reordered(ink, rng(seed))) - field).max() < 0.1
    assert np.abs(preprocess_ink(backwards(ink)) - field).max() < 0.1


@pytest.mark.parametrize("ink", [ZERO, EIGHT])
def test_a_ring_that_is_begun_anywhere_gives_the_same_picture(ink: Ink) -> None:
    field = preprocess_ink(ink)
    for changed in many(begun_anywhere, ink):
        assert np.abs(preprocess_ink(changed) - field).mean() < 0.01


def test_a_part_of_the_strokes_is_backward() -> None:
    inks = [reordered(BARS, rng(seed)) for seed in range(1000)]
    backward = [stroke.points[0, 1] > 0 for ink in inks for stroke in ink.strokes]
    assert np.mean(backward) == pytest.approx(BACKWARD_STROKE, abs=0.03)


def test_a_part_of_the_inks_has_its_strokes_in_another_order_each_as_often() -> None:
    orders = [
        tuple(BARS.strokes.index(stroke) for stroke in strokes_forward(reordered(BARS, rng(seed))))
        for seed in range(2000)
    ]
    others = [order for order in orders if order != (0, 1, 2)]
    assert len(others) / 2000 == pytest.approx(OTHER_ORDER, abs=0.03)
    assert min(others.count(order) for order in set(others)) > 0.1 * len(others)
    assert len(set(others)) == 5


def test_backwards_is_from_the_last_point_to_the_first_and_twice_is_forward() -> None:
    assert [stroke.points[0].tolist() for stroke in backwards(BARS).strokes] == [
        [41, 90],
        [21, 90],
        [1, 90],
    ]
    assert backwards(backwards(BARS)) == BARS


def test_a_ring_begins_at_any_of_its_points_in_either_direction() -> None:
    rings = [line_of(ink) for ink in many(begun_anywhere, ZERO, 500)]
    begins = {tuple(ring[0]) for ring in rings}
    assert len(begins) > 30
    assert begins <= {tuple(point) for point in line_of(ZERO)}
    assert np.mean([is_clockwise(ring) for ring in rings]) == pytest.approx(0.5, abs=0.1)


def test_a_ring_ends_where_it_begins() -> None:
    for changed in many(begun_anywhere, ZERO):
        assert np.array_equal(line_of(changed)[0], line_of(changed)[-1])


def test_what_goes_on_after_the_ring_is_closed_is_left_out() -> None:
    closed = line_of(ZERO)
    longer = Stroke(np.vstack([closed, closed[1:4]]))
    ring = ring_of(longer)
    assert ring is not None
    assert len(ring) <= len(closed)


@pytest.mark.parametrize(
    "ink",
    [SEVEN, DOT, DIGITS["6"], DIGITS["3"], moved(ZERO, lambda points: points[:-8])],
    ids=["7", "dot", "6", "3", "open 0"],
)
def test_a_stroke_that_is_no_ring_begins_where_it_did(ink: Ink) -> None:
    assert set(many(begun_anywhere, ink)) == {ink}


@each_digit
@pytest.mark.parametrize("change", [reordered, begun_anywhere])
def test_the_same_seed_gives_the_same_order(change: Change, digit: str) -> None:
    once, again = ([change(DIGITS[digit], rng(seed)) for seed in SEEDS] for _ in range(2))
    assert once == again

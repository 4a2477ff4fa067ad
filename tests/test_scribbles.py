"""Drawings made on the fly that are no digits."""

from __future__ import annotations

import numpy as np
import pytest

from recognizer import Ink
from recognizer.training.draw.scribbles import (
    SCRIBBLES,
    UNSEEN_SHAPES,
    Maker,
    crossing,
    hatching,
    infinity,
    polygon,
    scribble,
    spiral,
    zigzag,
)

MAKERS = tuple(dict.fromkeys(SCRIBBLES + UNSEEN_SHAPES))
each_maker = pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
SEEDS = range(100)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def drawings(maker: Maker) -> list[Ink]:
    """Return what `maker` draws for each of `SEEDS`."""
    return [scribble(rng(seed), (maker,)) for seed in SEEDS]


@each_maker
def test_there_is_always_something_drawn(maker: Maker) -> None:
    assert all(ink and not ink.is_dot for ink in drawings(maker))


@each_maker
def test_a_drawing_is_finite_and_not_far_away(maker: Maker) -> None:
    # An Ink holds no NaN and nothing infinite: it cannot even be made of such.
    assert all(
        np.abs(stroke.points).max() < 10 for ink in drawings(maker) for stroke in ink.strokes
    )


@each_maker
def test_a_drawing_is_neither_tiny_nor_huge(maker: Maker) -> None:
    assert all(0.4 < ink.bounding_box.longer_side < 10 for ink in drawings(maker))


@each_maker
def test_a_drawing_is_no_thin_bar(maker: Maker) -> None:
    boxes = [ink.bounding_box for ink in drawings(maker)]
    assert all(min(box.width, box.height) > 0.05 * box.longer_side for box in boxes)


@each_maker
def test_a_drawing_has_a_few_hundred_points_at_most(maker: Maker) -> None:
    assert all(2 <= ink.point_count < 500 for ink in drawings(maker))


@each_maker
def test_a_drawing_is_the_same_for_the_same_seed(maker: Maker) -> None:
    assert drawings(maker) == drawings(maker)


@each_maker
def test_no_two_drawings_are_alike(maker: Maker) -> None:
    assert len(set(drawings(maker))) == len(SEEDS)


def test_a_scribble_is_the_same_for_the_same_seed() -> None:
    assert [scribble(rng(seed)) for seed in SEEDS] == [scribble(rng(seed)) for seed in SEEDS]


def test_no_two_scribbles_are_alike() -> None:
    assert len({scribble(rng(seed)) for seed in SEEDS}) == len(SEEDS)


def test_one_generator_makes_scribble_after_scribble() -> None:
    generator = rng()
    assert len({scribble(generator) for _ in SEEDS}) == len(SEEDS)


def test_scribbles_come_of_one_stroke_and_of_many() -> None:
    counts = {len(scribble(rng(seed)).strokes) for seed in SEEDS}
    assert min(counts) == 1
    assert max(counts) > 4


def test_unseen_shapes_are_not_among_the_trained_ones() -> None:
    assert UNSEEN_SHAPES
    assert not set(UNSEEN_SHAPES) & set(SCRIBBLES)


def test_a_zigzag_turns_back_four_times_or_more() -> None:
    for seed in SEEDS:
        (path,) = zigzag(rng(seed))
        steps = np.diff(path, axis=0)
        back = (steps[1:] * steps[:-1]).sum(axis=1) < 0
        assert back.sum() >= 4


def test_a_spiral_turns_twice_or_more() -> None:
    for seed in SEEDS:
        (path,) = spiral(rng(seed))
        turned = np.ptp(np.unwrap(np.arctan2(path[:, 1], path[:, 0])))
        assert turned >= 4 * np.pi - 1e-6


def test_a_spiral_goes_outward_all_the_time() -> None:
    for seed in SEEDS:
        (path,) = spiral(rng(seed))
        assert (np.diff(np.hypot(*path.T)) > 0).all()


def test_a_polygon_is_closed_and_has_three_or_four_corners() -> None:
    outlines = [polygon(rng(seed))[0] for seed in SEEDS]
    assert all(np.array_equal(outline[0], outline[-1]) for outline in outlines)
    assert {len(outline) - 1 for outline in outlines} == {3, 4}


@pytest.mark.parametrize(("maker", "least"), [(hatching, 4), (crossing, 3)])
def test_bundles_of_lines_have_more_lines_than_a_digit(maker: Maker, least: int) -> None:
    assert min(len(maker(rng(seed))) for seed in SEEDS) >= least


def test_an_8_that_lies_down_is_wider_than_high() -> None:
    sides = [np.ptp(infinity(rng(seed))[0], axis=0) for seed in SEEDS]
    assert all(width > height for width, height in sides)

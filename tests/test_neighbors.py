"""Which boxes lie near each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from anything import SEED
from hypothesis import given

from recognizer.reading.seeing import neighbors
from recognizer.reading.seeing.neighbors import MAX_IN_PLACE, Boxes, Lengths, near_pairs, united


@pytest.fixture(params=["swept", "by size"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pairs found in one of the two ways, however many boxes there are."""
    if request.param == "by size":
        monkeypatch.setattr(neighbors, "PAIRS_PER_SWEEP", -(10**9))


def random_boxes(seed: int, count: int = 60) -> Boxes:
    """Return boxes of all sizes over four powers of ten, some of no extent."""
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 1000, (count, 2))
    sides = 10.0 ** rng.uniform(-1, 3, (count, 2)) * rng.integers(0, 2, (count, 2))
    return np.hstack([corners, corners + sides])


def every_pair(boxes: Boxes, reach: Lengths) -> set[tuple[int, int]]:
    """Return the pairs by comparing each with each."""
    gaps = np.maximum(
        (boxes[:, None, :2] - boxes[None, :, 2:]).max(axis=2),
        (boxes[None, :, :2] - boxes[:, None, 2:]).max(axis=2),
    )
    near = gaps <= np.maximum(reach[:, None], reach[None])
    return {(i, j) for i, j in np.argwhere(near).tolist() if i < j}


def found_pairs(boxes: Boxes, reach: Lengths) -> list[tuple[int, int]]:
    each = (np.stack([one, other], 1) for one, other, _, _ in near_pairs(boxes, reach))
    return [(min(pair), max(pair)) for pair in np.concatenate(list(each)).tolist()]


@given(seed=SEED)
@pytest.mark.usefixtures("way")
def test_every_near_pair_comes_once(seed: int) -> None:
    boxes = random_boxes(seed)
    reach = np.abs(boxes[:, 2:] - boxes[:, :2]).max(axis=1) * (1 + seed % 3 / 2)
    found = found_pairs(boxes, reach)
    assert len(found) == len({*found})
    assert {*found} == every_pair(boxes, reach)


@given(seed=SEED)
@pytest.mark.usefixtures("way")
def test_each_pair_says_how_far_apart_it_is(seed: int) -> None:
    boxes = random_boxes(seed)
    for one, other, across, down in near_pairs(boxes, np.full(len(boxes), 50.0)):
        beyond = np.maximum(boxes[one, :2] - boxes[other, 2:], boxes[other, :2] - boxes[one, 2:])
        assert np.array_equal(np.stack([across, down], 1), beyond)


def pair_count(boxes: Boxes) -> int:
    sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    return sum(len(one) for one, _, _, _ in near_pairs(boxes, sides))


SQUARE = np.array([0.0, 0.0, 10.0, 10.0])


def nested(count: int) -> Boxes:
    """Return boxes each of which lies within the one before."""
    inset = np.arange(count)[:, None] / count
    return SQUARE + inset * np.array([[4.0, 4.0, -4.0, -4.0]])


def crowd(count: int) -> Boxes:
    corners = np.random.default_rng(0).uniform(0, 10, (count, 2))
    return np.hstack([corners, corners + 10])


def column(count: int) -> Boxes:
    return SQUARE + np.outer(np.arange(count), [0.0, 15.0, 0.0, 15.0])


def giant_and_dots(count: int) -> Boxes:
    dots = np.random.default_rng(0).uniform(0, 1000, (count - 1, 2))
    return np.vstack([[0.0, 0.0, 1000.0, 1000.0], np.hstack([dots, dots + 1])])


def same(count: int) -> Boxes:
    return np.tile(SQUARE, (count, 1))


Shape = Callable[[int], Boxes]
SHAPES: list[Shape] = [same, nested, crowd, column, giant_and_dots]


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_as_many_boxes_are_about_twice_as_many_pairs(shape: Shape) -> None:
    few, many = pair_count(shape(3000)), pair_count(shape(6000))
    assert many <= 2.5 * few + 1000
    assert many <= 6000 * 12 * MAX_IN_PLACE


@pytest.mark.parametrize("shape", [same, nested, crowd, giant_and_dots])
def test_what_crowds_hangs_together_all_the_same(shape: Shape) -> None:
    boxes = shape(4000)
    sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    (one,) = united(len(boxes), ((one, other) for one, other, _, _ in near_pairs(boxes, sides)))
    assert one == list(range(len(boxes)))


def test_what_is_linked_by_others_is_one_set() -> None:
    links = [(np.array([3, 0]), np.array([4, 1])), (np.array([4]), np.array([0]))]
    assert united(6, links) == [[0, 1, 3, 4], [2], [5]]

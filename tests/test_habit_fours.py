"""Ways to write a 4, drawn from nothing: what is true of each."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from habitink import SEEDS, Points, length, line_of, meetings, rng

from recognizer import Ink
from recognizer.training.draw.fours import (
    NO_WAY_UP,
    TWO_STROKES,
    closed_four,
    four_like_nine,
    open_four,
)

Draw = Callable[[np.random.Generator], Ink]

each_four = pytest.mark.parametrize("draw", [open_four, closed_four, four_like_nine])


def drawn(draw: Draw, times: int = len(SEEDS)) -> list[Ink]:
    return [draw(rng(seed)) for seed in range(times)]


def corner_of(line: Points) -> int:
    """Return the number of the point farthest to the left, where the bar begins."""
    return int(line[:, 0].argmin())


@each_four
def test_each_four_is_another_and_the_same_seed_draws_it_again(draw: Draw) -> None:
    assert len(set(drawn(draw))) == len(SEEDS)
    assert drawn(draw) == drawn(draw)


@each_four
def test_a_four_goes_down_to_its_left_corner_along_a_bar_and_ends_at_its_foot(draw: Draw) -> None:
    for four in drawn(draw):
        first = four.strokes[0].points
        assert 0.25 < first[corner_of(first), 1] < 0.8
        assert first[0, 1] < 0.4
        foot = four.strokes[-1].points[-1]
        assert foot[1] == pytest.approx(four.bounding_box.bottom)
        assert 0.6 < four.bounding_box.height < 1.2


def test_an_open_four_is_one_stroke_and_open_at_the_top() -> None:
    for four in drawn(open_four):
        line = line_of(four)
        stem = line[len(line) // 2 :]
        assert np.hypot(*(stem - line[0]).T).min() > 0.05


def test_a_part_of_the_open_fours_goes_down_from_the_bar_at_once() -> None:
    down = [
        bool((np.diff(line_of(four)[corner_of(line_of(four)) + 8 :, 1]) > -0.01).all())
        for four in drawn(open_four, 500)
    ]
    assert NO_WAY_UP - 0.06 < np.mean(down) < NO_WAY_UP + 0.1


def test_a_closed_four_is_one_stroke_or_two() -> None:
    two = [len(four.strokes) == 2 for four in drawn(closed_four, 500)]
    assert np.mean(two) == pytest.approx(TWO_STROKES, abs=0.07)


def test_the_second_stroke_of_a_closed_four_begins_at_the_top_and_crosses_the_bar() -> None:
    for head, stem in (four.strokes for four in drawn(closed_four) if len(four.strokes) == 2):
        assert np.hypot(*(stem.points[0] - head.points[0])) < 0.2
        bar = head.points[corner_of(head.points) :]
        assert meetings(bar, stem.points[[0, -1]]) >= 1


def test_a_four_like_a_nine_is_one_stroke_that_comes_back_to_its_top() -> None:
    for four in drawn(four_like_nine):
        line = line_of(four)
        half = line[len(line) // 2 :]
        assert np.hypot(*(half - line[0]).T).min() < 0.2
        assert 2 < length(line) < 5

"""How sure it is where a number is parted: what is as good in another way is in doubt."""

from __future__ import annotations

import pytest

from recognizer.reading.parting.doubts import Run, sureness


def free(left: Run, right: Run) -> float:
    return 0.0


def test_what_is_as_good_in_another_way_is_as_likely_as_not() -> None:
    scores = {(0, 1): -1.0, (1, 2): -1.0, (0, 2): -2.0}
    assert sureness([(0, 2)], scores, free) == [0.5]
    assert sureness([(0, 1), (1, 2)], scores, free) == [0.5, 0.5]


def test_what_is_far_better_than_any_other_way_is_sure() -> None:
    scores = {(0, 1): -1.0, (1, 2): -9.0, (0, 2): -0.1}
    assert sureness([(0, 2)], scores, free) == [pytest.approx(1.0, abs=1e-6)]


def test_the_only_way_is_sure() -> None:
    assert sureness([(0, 1)], {(0, 1): -3.0}, free) == [pytest.approx(1.0)]


def test_a_doubt_at_one_end_is_none_at_the_other() -> None:
    scores = {(0, 1): 0.0, (1, 2): -1.0, (2, 3): -1.0, (1, 3): -2.1, (0, 2): -9.0}
    first, *others = sureness([(0, 1), (1, 2), (2, 3)], scores, free)
    assert first > 0.99
    assert others == [pytest.approx(0.55, abs=0.01)] * 2


def test_what_it_costs_that_one_follows_another_counts() -> None:
    scores = {(0, 1): 0.0, (1, 2): 0.0, (0, 2): -1.0}
    (whole,) = sureness([(0, 2)], scores, lambda left, right: 5.0)
    assert whole > 0.99

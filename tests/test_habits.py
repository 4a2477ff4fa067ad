"""Habits of hands: what is true of each, and which digit is written in which habit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from anything import DIGIT, SEED, WAY, inks, powers
from habitink import (
    CROSSED,
    DOT,
    FLAGGED,
    FOOTED,
    LYING,
    ONE,
    SEEDS,
    SEVEN,
    SLASHED,
    TOUCHED_TWICE,
    TWO_STROKE_ONE,
    ZERO,
    Change,
    Points,
    each_digit,
    many,
    rng,
)
from hypothesis import given
from hypothesis import strategies as st
from strokes import DIGITS, scaled, shifted

from recognizer import Ink
from recognizer.training.draw.bends import JOINED_CROSSBAR
from recognizer.training.draw.habits import HABITS, SLIPS, choose_habit, vary_habit

CHANCES = {(label, habit.name): habit.chance for label in HABITS for habit in HABITS[label]}
SLIP_CHANCES = {slip.name: slip.chance for slip in SLIPS}
WITHOUT_CHANCE = {"bare", "one stroke", "from its loop"}
"""Habits in which an ink is always written in the same way."""

HABIT = st.sampled_from(
    [(label, habit) for label in HABITS for habit in (*HABITS[label], *SLIPS)]
).map(lambda pair: (DIGITS[pair[0]], pair[1].change))
"""A digit of ours, and what one of its habits makes of it."""
ANY_INK = inks(
    *(FLAGGED, FOOTED, SLASHED, CROSSED, TWO_STROKE_ONE, LYING, DOT, TOUCHED_TWICE),
    Ink.from_points([[(5, 0), (5, 90), (5, 20)]]),
    Ink.from_points([[(0, 0), (9, 9)], [(5, 5)], [(5, 5), (5, 5)]]),
)


def one_line(ink: Ink) -> Points:
    """Return all points, seen from the corner of their box."""
    points = np.concatenate([stroke.points for stroke in ink.strokes])
    return np.asarray(points - points.min(axis=0))


def share(ink: Ink, label: str, tells: Callable[[Ink], bool], strength: float) -> float:
    """Return how often `tells` is true of `ink` in 2,000 variations."""
    generator = rng(7)
    return float(np.mean([tells(vary_habit(ink, label, generator, strength)) for _ in range(2000)]))


# Every habit


@given(which=HABIT, seed=SEED)
def test_the_same_seed_gives_the_same_change(which: tuple[Ink, Change], seed: int) -> None:
    ink, change = which
    assert change(ink, rng(seed)) == change(ink, rng(seed))


@each_digit
def test_other_seeds_give_other_changes(digit: str) -> None:
    for habit in (*HABITS[digit], *SLIPS):
        changed = len(set(many(habit.change, DIGITS[digit])))
        assert changed == 1 if habit.name in WITHOUT_CHANCE else changed > len(SEEDS) / 3


@given(which=HABIT, seed=SEED)
def test_the_digit_does_not_become_twice_as_large(which: tuple[Ink, Change], seed: int) -> None:
    ink, change = which
    assert change(ink, rng(seed)).bounding_box.longer_side < 2 * ink.bounding_box.longer_side


@given(which=HABIT, seed=SEED, way=WAY, size=powers(-3, 3))
def test_where_and_how_large_the_ink_is_makes_no_difference(
    which: tuple[Ink, Change], seed: int, way: tuple[float, float], size: float
) -> None:
    ink, change = which
    moved_first = change(shifted(scaled(ink, size), *way), rng(seed))
    moved_last = shifted(scaled(change(ink, rng(seed)), size), *way)
    assert np.allclose(one_line(moved_first), one_line(moved_last), atol=1e-6 * size + 1e-6)


@given(ink=ANY_INK, digit=DIGIT, seed=SEED, size=powers(-3, 6))
def test_whatever_the_ink_it_stays_one_that_can_be_drawn(
    ink: Ink, digit: str, seed: int, size: float
) -> None:
    small_or_large = scaled(ink, size)
    longest = small_or_large.bounding_box.longer_side or 1.0
    for habit in (*HABITS[digit], *SLIPS):
        changed = habit.change(small_or_large, rng(seed))
        assert 1 <= len(changed.strokes) <= len(ink.strokes) + 1
        assert changed.bounding_box.longer_side <= 2.5 * longest


# Which digit is written in which habit, and how often


def test_every_digit_has_habits_of_different_names_and_is_mostly_written_without() -> None:
    assert list(HABITS) == list(DIGITS)
    for label, habits in HABITS.items():
        assert habits
        assert len({habit.name for habit in habits}) == len(habits)
        assert all(habit.name.isascii() and 0 < habit.chance <= 0.25 for habit in habits), label
        assert sum(habit.chance for habit in habits) < 0.6


@each_digit
@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_each_habit_is_chosen_as_often_as_its_chance_says(digit: str, strength: float) -> None:
    generator = rng(3)
    chosen = Counter(choose_habit(digit, generator, strength) for _ in range(4000))
    for habit in HABITS[digit]:
        expected = habit.chance * strength
        spread = 4 * np.sqrt(expected * (1 - expected) / 4000)
        assert chosen[habit] / 4000 == pytest.approx(expected, abs=spread)


@each_digit
def test_without_strength_nothing_changes(digit: str) -> None:
    ink = DIGITS[digit]
    assert all(vary_habit(ink, digit, rng(seed), 0.0) is ink for seed in SEEDS)


@pytest.mark.parametrize("label", ["A", "l", "+", "none"])
def test_what_is_no_digit_has_no_habits(label: str) -> None:
    assert all(vary_habit(ONE, label, rng(seed)) is ONE for seed in SEEDS)


@each_digit
def test_a_habit_is_the_same_for_the_same_seed(digit: str) -> None:
    once, again = (
        [vary_habit(DIGITS[digit], digit, rng(seed)) for seed in SEEDS] for _ in range(2)
    )
    assert once == again


def is_slashed(ink: Ink) -> bool:
    """Tell whether a slash has been added to `ZERO`; dots, dashes and taps are shorter."""
    return any(stroke.bounding_box.height > 40 for stroke in ink.strokes[1:])


def is_flagged(ink: Ink) -> bool:
    """Tell whether `ONE` begins left of its top, but for a hook."""
    return bool(ink.strokes[0].points[:3, 0].min() < 54)


def is_footed(ink: Ink) -> bool:
    """Tell whether a one has a foot; a dot is one point, and a tap is tiny."""
    return any(stroke.bounding_box.width > 20 for stroke in ink.strokes[1:])


def is_crossed_apart(ink: Ink) -> bool:
    """Tell whether a bar has been added to `SEVEN` with the pen lifted before."""
    return any(stroke.bounding_box.width > 20 for stroke in ink.strokes[1:])


def has_dot(ink: Ink) -> bool:
    """Tell whether something has been added to a digit of one stroke."""
    return len(ink.strokes) > 1


def is_hooked(ink: Ink) -> bool:
    """Tell whether a stroke of `DIGITS["3"]` has got one point more."""
    return len(ink.strokes[0]) == len(DIGITS["3"].strokes[0]) + 1


CROSSED_SEVENS = CHANCES["7", "crossed"] + CHANCES["7", "serif and bar"]


@pytest.mark.parametrize(
    ("ink", "label", "tells", "often"),
    [
        (ZERO, "0", is_slashed, CHANCES["0", "slashed"]),
        (ONE, "1", is_footed, CHANCES["1", "flag and foot"]),
        (SEVEN, "7", is_crossed_apart, CROSSED_SEVENS * (1 - JOINED_CROSSBAR)),
        (DIGITS["3"], "3", is_hooked, SLIP_CHANCES["hook"]),
        (DIGITS["6"], "6", has_dot, SLIP_CHANCES["stray dot"] + SLIP_CHANCES["tap beside"]),
    ],
    ids=["slashed", "footed", "crossed apart", "hooked", "dotted"],
)
@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_what_is_drawn_is_as_frequent_as_said(
    ink: Ink, label: str, tells: Callable[[Ink], bool], often: float, strength: float
) -> None:
    expected = often * strength
    spread = 4 * np.sqrt(expected * (1 - expected) / 2000)
    assert share(ink, label, tells, strength) == pytest.approx(expected, abs=spread)


def test_a_one_stands_on_a_foot_only_if_it_has_a_flag() -> None:
    generator = rng()
    ones = [vary_habit(ONE, "1", generator) for _ in range(2000)]
    footed = [one for one in ones if is_footed(one)]
    assert footed
    assert all(is_flagged(one) for one in footed)


@pytest.mark.parametrize(
    ("ink", "label"),
    [
        (SLASHED, "0"),
        (FOOTED, "1"),
        (TWO_STROKE_ONE, "1"),
        (LYING, "1"),
        (CROSSED, "7"),
        (ONE, "5"),
        (SEVEN, "8"),
    ],
)
def test_digits_that_are_dressed_get_hooks_dots_and_taps_at_most(ink: Ink, label: str) -> None:
    generator = rng()
    for _ in range(500):
        changed = vary_habit(ink, label, generator)
        extra = len(changed.strokes) - len(ink.strokes)
        assert extra in (0, 1, 2)
        slips = changed.strokes[len(ink.strokes) :]
        assert all(stroke.bounding_box.longer_side < 20 for stroke in slips)
        kept = sum(len(stroke) for stroke in changed.strokes[: len(ink.strokes)])
        assert kept - ink.point_count in (0, 1)

"""Habits of hands: what is true of each, and which digit is written in which habit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from habitink import (
    CROSSED,
    FLAGGED,
    FOOTED,
    LYING,
    ONE,
    SEEDS,
    SEVEN,
    SLASHED,
    TWO_STROKE_ONE,
    ZERO,
    Change,
    Points,
    each_digit,
    many,
    rng,
)
from strokes import DIGITS, scaled, shifted

from recognizer import Ink
from recognizer.training.draw.habits import (
    CROSSED_SEVEN,
    FLAGGED_ONE,
    FOOTED_ONE,
    HOOK,
    JOINED_CROSSBAR,
    LEANING_ONE,
    SLASHED_ZERO,
    STRAY_DOT,
    STRIPPED_ONE,
    add_crossbar,
    add_dot,
    add_flag,
    add_foot,
    add_hook,
    add_slash,
    lean,
    strip,
    vary_habit,
)

each_change = pytest.mark.parametrize(
    ("change", "ink"),
    [
        (add_slash, ZERO),
        (add_flag, ONE),
        (add_foot, ONE),
        (add_crossbar, SEVEN),
        (add_hook, DIGITS["3"]),
        (add_dot, DIGITS["3"]),
        (strip, FLAGGED),
        (lean, ONE),
    ],
    ids=["slash", "flag", "foot", "crossbar", "hook", "dot", "strip", "lean"],
)
each_addition = pytest.mark.parametrize(
    ("change", "ink"),
    [(add_slash, ZERO), (add_foot, ONE), (add_dot, DIGITS["5"])],
    ids=["slash", "foot", "dot"],
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


@each_change
def test_the_same_seed_gives_the_same_change(change: Change, ink: Ink) -> None:
    assert many(change, ink) == many(change, ink)


@each_change
def test_other_seeds_give_other_changes(change: Change, ink: Ink) -> None:
    assert len(set(many(change, ink))) == len(SEEDS)


@each_addition
def test_what_was_written_is_untouched_and_one_stroke_is_added(change: Change, ink: Ink) -> None:
    assert all(changed.strokes[:-1] == ink.strokes for changed in many(change, ink))


@each_change
def test_the_digit_does_not_become_twice_as_large(change: Change, ink: Ink) -> None:
    largest = max(changed.bounding_box.longer_side for changed in many(change, ink))
    assert largest < 2 * ink.bounding_box.longer_side


@each_change
def test_where_and_how_large_the_ink_is_makes_no_difference(change: Change, ink: Ink) -> None:
    for seed in SEEDS:
        moved_first = change(shifted(scaled(ink, 3), 40, -70), rng(seed))
        moved_last = shifted(scaled(change(ink, rng(seed)), 3), 40, -70)
        assert np.allclose(one_line(moved_first), one_line(moved_last))


# Which digit is written in which habit, and how often


@each_digit
def test_without_strength_nothing_changes(digit: str) -> None:
    ink = DIGITS[digit]
    assert all(vary_habit(ink, digit, rng(seed), 0.0) is ink for seed in SEEDS)


@each_digit
def test_a_habit_is_the_same_for_the_same_seed(digit: str) -> None:
    once, again = (
        [vary_habit(DIGITS[digit], digit, rng(seed)) for seed in SEEDS] for _ in range(2)
    )
    assert once == again


def is_slashed(ink: Ink) -> bool:
    """Tell whether a slash has been added to `ZERO`; a dot is shorter."""
    return any(len(stroke) == 2 for stroke in ink.strokes)


def is_flagged(ink: Ink) -> bool:
    """Tell whether `ONE` begins with a flag, which is two points more; a hook is one."""
    return len(ink.strokes[0]) >= len(ONE.strokes[0]) + 2


def is_leaning(ink: Ink) -> bool:
    """Tell whether `ONE` leans and has no flag; a hook makes it no more than 15 wider."""
    return not is_flagged(ink) and float(np.ptp(ink.strokes[0].points[:, 0])) > 30


def is_stripped(ink: Ink) -> bool:
    """Tell whether `FLAGGED` has lost the point it begins with."""
    return not (ink.strokes[0].points == FLAGGED.strokes[0].points[0]).all(axis=1).any()


def is_footed(ink: Ink) -> bool:
    """Tell whether a one has a foot; a dot is one point."""
    return any(len(stroke) == 2 for stroke in ink.strokes[1:])


def is_crossed(ink: Ink) -> bool:
    """Tell whether a bar has been added to `SEVEN`, which is two points more; a hook is one."""
    return is_crossed_apart(ink) or len(ink.strokes[0]) >= len(SEVEN.strokes[0]) + 2


def is_crossed_apart(ink: Ink) -> bool:
    """Tell whether a bar has been added to `SEVEN` with the pen lifted before."""
    return any(len(stroke) == 2 for stroke in ink.strokes[1:])


def has_dot(ink: Ink) -> bool:
    """Tell whether one of the strokes is a point."""
    return any(len(stroke) == 1 for stroke in ink.strokes)


def is_hooked(ink: Ink) -> bool:
    """Tell whether a stroke of `DIGITS["3"]` has got one point more."""
    return len(ink.strokes[0]) == len(DIGITS["3"].strokes[0]) + 1


@pytest.mark.parametrize(
    ("ink", "label", "tells", "often"),
    [
        (ZERO, "0", is_slashed, SLASHED_ZERO),
        (ONE, "1", is_flagged, FLAGGED_ONE),
        (ONE, "1", is_footed, FLAGGED_ONE * FOOTED_ONE),
        (FLAGGED, "1", is_stripped, STRIPPED_ONE),
        (SEVEN, "7", is_crossed, CROSSED_SEVEN),
        (SEVEN, "7", is_crossed_apart, CROSSED_SEVEN * (1 - JOINED_CROSSBAR)),
        (DIGITS["3"], "3", is_hooked, HOOK),
        (DIGITS["3"], "3", has_dot, STRAY_DOT),
    ],
    ids=[
        *["slashed", "flagged", "footed", "stripped"],
        *["crossed", "crossed apart", "hooked", "dotted"],
    ],
)
@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_each_habit_is_as_frequent_as_said(
    ink: Ink, label: str, tells: Callable[[Ink], bool], often: float, strength: float
) -> None:
    expected = often * strength
    spread = 4 * np.sqrt(expected * (1 - expected) / 2000)
    assert share(ink, label, tells, strength) == pytest.approx(expected, abs=spread)


@pytest.mark.parametrize("strength", [1.0, 0.4])
def test_a_part_of_the_ones_that_stay_bare_leans(strength: float) -> None:
    expected = (1 - FLAGGED_ONE * strength) * LEANING_ONE * strength
    assert share(ONE, "1", is_leaning, strength) == pytest.approx(expected, abs=0.03)


def test_a_stripped_one_may_get_another_flag_or_lean() -> None:
    generator = rng()
    ones = [vary_habit(FLAGGED, "1", generator) for _ in range(1000)]
    stripped = [one for one in ones if is_stripped(one)]
    flagged = [one for one in stripped if len(one.strokes[0]) >= 5]
    leaning = [one for one in stripped if one not in flagged and is_leaning(one)]
    assert flagged
    assert leaning


def test_a_one_stands_on_a_foot_only_if_it_has_a_flag() -> None:
    generator = rng()
    ones = [vary_habit(ONE, "1", generator) for _ in range(1000)]
    footed = [one for one in ones if is_footed(one)]
    assert footed
    assert all(is_flagged(one) for one in footed)


@pytest.mark.parametrize(
    ("ink", "label"),
    [
        (ZERO, "6"),
        (ONE, "4"),
        (SEVEN, "2"),
        (SLASHED, "0"),
        (FOOTED, "1"),
        (TWO_STROKE_ONE, "1"),
        (LYING, "1"),
        (CROSSED, "7"),
        *((ink, digit) for digit, ink in DIGITS.items() if digit not in "017"),
    ],
)
def test_other_labels_and_dressed_digits_get_hooks_and_dots_at_most(ink: Ink, label: str) -> None:
    generator = rng()
    for _ in range(500):
        changed = vary_habit(ink, label, generator)
        dots = len(changed.strokes) - len(ink.strokes)
        assert dots in (0, 1)
        assert all(len(stroke) == 1 for stroke in changed.strokes[len(ink.strokes) :])
        assert changed.point_count - ink.point_count - dots in (0, 1)

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS, scaled

from recognizer import Ink
from recognizer.errors import DataError
from recognizer.ink import BoundingBox
from recognizer.ink.inkfile import LabeledInk
from recognizer.training.draw.numbers import (
    BASELINE_VARIATION_HEIGHTS,
    DIGIT_HEIGHT,
    KINDS,
    MAX_DIGITS,
    MAX_GAP_HEIGHTS,
    MAX_SLOPE,
    MIN_GAP_HEIGHTS,
    SIZE_VARIATION_HEIGHTS,
    Composed,
    compose_numbers,
)

EVEN = [LabeledInk(DIGITS[digit], digit, "amy") for digit in "02468"]
ODD = [LabeledInk(DIGITS[digit], digit, "bob") for digit in "13579"]
BUILT = list(compose_numbers(EVEN + ODD, 200))

each_kind = pytest.mark.parametrize("kind", KINDS)


def of_kind(kind: str) -> list[Composed]:
    return [each for each in BUILT if each.kind == kind]


def digits_of(built: Composed) -> list[tuple[str, Ink]]:
    """Return each digit's label and ink."""
    labels = built.text.replace("\n", "")
    inks = (Ink(tuple(built.ink.strokes[k] for k in group)) for group in built.groups)
    return list(zip(labels, inks, strict=True))


def boxes_of(built: Composed) -> list[BoundingBox]:
    return [ink.bounding_box for _, ink in digits_of(built)]


def bottoms(boxes: Sequence[BoundingBox]) -> npt.NDArray[np.float64]:
    return np.array([box.bottom for box in boxes])


def test_the_same_call_builds_the_same_numbers() -> None:
    assert list(compose_numbers(EVEN + ODD, 200)) == BUILT


def test_a_longer_run_begins_like_a_shorter_one() -> None:
    assert list(compose_numbers(EVEN + ODD, 20)) == BUILT[:20]


def test_another_seed_builds_other_numbers() -> None:
    assert list(compose_numbers(EVEN + ODD, 20, seed=1)) != BUILT[:20]


def test_the_order_of_the_writers_makes_no_difference() -> None:
    assert list(compose_numbers(ODD + EVEN, 20)) == BUILT[:20]


@pytest.mark.parametrize("inks", [[], [LabeledInk(Ink(), "3", "amy")]], ids=["none", "empty"])
def test_without_ink_there_is_nothing_to_build_of(inks: list[LabeledInk]) -> None:
    with pytest.raises(DataError, match="no digits"):
        list(compose_numbers(inks, 1))


def test_all_kinds_come_in_turn() -> None:
    assert [each.kind for each in BUILT[:8]] == [*KINDS, *KINDS]


def test_one_hand_writes_a_number() -> None:
    hands = {frozenset(each.text) - {"\n"} <= set("02468") for each in BUILT}
    assert hands == {True, False}
    for each in BUILT:
        digits = set(each.text) - {"\n"}
        assert digits <= set("02468") or digits <= set("13579")


@each_kind
def test_a_line_has_one_to_eight_digits(kind: str) -> None:
    counts = {len(line) for each in of_kind(kind) for line in each.text.split("\n")}
    assert counts == set(range(1, MAX_DIGITS + 1))


@each_kind
def test_the_groups_are_the_digits_of_the_text(kind: str) -> None:
    for built in of_kind(kind):
        assert sorted(k for group in built.groups for k in group) == list(
            range(len(built.ink.strokes))
        )
        for label, ink in digits_of(built):
            factor = DIGITS[label].bounding_box.longer_side / ink.bounding_box.longer_side
            for stroke, drawn in zip(
                scaled(ink, factor).strokes, DIGITS[label].strokes, strict=True
            ):
                moves = stroke.points - drawn.points
                assert moves == pytest.approx(np.broadcast_to(moves[0], moves.shape), abs=1e-6)


@pytest.mark.parametrize("kind", ["plain", "slanted", "late strokes"])
def test_digits_stand_as_far_apart_as_is_said(kind: str) -> None:
    for built in of_kind(kind):
        for left, right in pairwise(boxes_of(built)):
            assert right.left - left.right == pytest.approx(built.gap * DIGIT_HEIGHT)


def test_gaps_go_from_overlapping_to_wide() -> None:
    gaps = [each.gap for each in BUILT]
    assert MIN_GAP_HEIGHTS <= min(gaps) < MIN_GAP_HEIGHTS + 0.05
    assert MAX_GAP_HEIGHTS - 0.05 < max(gaps) <= MAX_GAP_HEIGHTS


def test_sizes_vary_as_is_said() -> None:
    sizes = [box.longer_side / DIGIT_HEIGHT for each in BUILT for box in boxes_of(each)]
    assert 1 - SIZE_VARIATION_HEIGHTS <= min(sizes) < 1 - SIZE_VARIATION_HEIGHTS + 0.02
    assert 1 + SIZE_VARIATION_HEIGHTS - 0.02 < max(sizes) <= 1 + SIZE_VARIATION_HEIGHTS


@pytest.mark.parametrize("kind", ["plain", "late strokes"])
def test_baselines_vary_as_is_said(kind: str) -> None:
    spreads = [np.ptp(bottoms(boxes_of(each))) / DIGIT_HEIGHT for each in of_kind(kind)]
    assert max(spreads) <= 2 * BASELINE_VARIATION_HEIGHTS + 1e-9
    assert max(spreads) > BASELINE_VARIATION_HEIGHTS


def test_slanted_lines_rise_or_fall() -> None:
    slopes = []
    for built in of_kind("slanted"):
        boxes = boxes_of(built)
        if len(boxes) > 4:
            way = np.array([box.left for box in boxes])
            slopes.append(float(np.polyfit(way, bottoms(boxes), 1)[0]))
    assert min(slopes) < -MAX_SLOPE / 2
    assert max(slopes) > MAX_SLOPE / 2


def test_two_lines_stand_below_each_other() -> None:
    for built in of_kind("two lines"):
        above, below = built.text.split("\n")
        boxes = boxes_of(built)
        assert len(boxes) == len(above) + len(below)
        assert bottoms(boxes[: len(above)]).max() < bottoms(boxes[len(above) :]).min()


@pytest.mark.parametrize("kind", ["plain", "slanted", "two lines"])
def test_strokes_come_digit_by_digit(kind: str) -> None:
    for built in of_kind(kind):
        assert [k for group in built.groups for k in group] == list(range(len(built.ink.strokes)))


def test_late_strokes_come_after_all_others() -> None:
    late = [each for each in of_kind("late strokes") if set(each.text) & set("45")]
    assert late
    for built in late:
        last = {group[-1] for group in built.groups if len(group) > 1}
        first = {group[0] for group in built.groups}
        assert min(last) > max(first)

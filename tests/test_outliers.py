"""What is no digit: read from files, made of digits, made on the fly."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from making import NO_DIGITS, ink_line, write_lines
from outlierfiles import STEPS, file_of
from strokes import DIGITS, scaled, shifted

from recognizer import Ink
from recognizer.errors import DataError, InkError
from recognizer.training.data.datasets import ink_paths, load_digit_inks
from recognizer.training.draw.outliers import (
    FILES,
    OUTLIER_KINDS,
    SHARES,
    OutlierSource,
    beside,
    dev_outliers,
    framed,
    load_outliers,
    sample_outliers,
)

SEEDS = range(60)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def dev_digits(data: Path) -> list[Ink]:
    return [labeled.ink for labeled in load_digit_inks(ink_paths(data), "dev")]


# Reading


def test_what_is_learned_as_characters_is_no_outlier_in_training(data: Path) -> None:
    source = load_outliers(data, [SEVEN])
    assert {kind: len(inks) for kind, inks in source.files.items()} == {"drawings": 3}
    assert source.digits == [SEVEN]


def test_the_splits_have_nothing_in_common(data: Path) -> None:
    assert not {*load_outliers(data, []).files["drawings"]} & {*dev_outliers(data, "drawings")}


@pytest.mark.parametrize("kind", FILES)
def test_a_missing_file_is_named(own_data: Path, kind: str) -> None:
    file_of(own_data, kind).unlink()
    with pytest.raises(InkError, match=FILES[kind]):
        dev_outliers(own_data, kind)


@pytest.mark.parametrize("kind", FILES)
def test_a_file_with_nothing_to_show_is_named(own_data: Path, kind: str) -> None:
    write_lines(file_of(own_data, kind), [ink_line(STEPS, label="X", split="train")])
    with pytest.raises(DataError, match=rf"{FILES[kind]}.*'dev'"):
        dev_outliers(own_data, kind)


def test_drawings_to_train_with_are_of_train(own_data: Path) -> None:
    write_lines(file_of(own_data, "drawings"), [ink_line(STEPS, label="X", split="dev")])
    with pytest.raises(DataError, match=r"omniglot-drawings.*'train'"):
        load_outliers(own_data, [])


# Beside each other


@pytest.mark.parametrize("names", ["10", "47", "317"])
@pytest.mark.parametrize("gap", [0.02, 0.5])
def test_digits_stand_beside_each_other_in_order_and_apart(names: str, gap: float) -> None:
    inks = [DIGITS[name] for name in names]
    for seed in SEEDS:
        strokes = list(beside(inks, [gap] * (len(inks) - 1), rng(seed)).strokes)
        right = -gap
        for ink in inks:
            own, strokes = Ink(tuple(strokes[: len(ink.strokes)])), strokes[len(ink.strokes) :]
            assert own.bounding_box.left == pytest.approx(right + gap)
            right = own.bounding_box.right
        assert not strokes


def test_a_negative_gap_lets_digits_touch() -> None:
    left, right = beside([DIGITS["0"], DIGITS["0"]], [-0.2], rng()).strokes
    assert right.points[:, 0].min() == pytest.approx(left.points[:, 0].max() - 0.2)


def test_digits_beside_each_other_are_of_comparable_height() -> None:
    small, large = DIGITS["2"], shifted(scaled(DIGITS["3"], 40), 900, 900)
    for seed in SEEDS:
        heights = [np.ptp(s.points[:, 1]) for s in beside([small, large], [0.1], rng(seed)).strokes]
        assert 0.7 < heights[0] / heights[1] < 1.4


def test_digits_beside_each_other_stand_about_level() -> None:
    for seed in SEEDS:
        one, other = beside([DIGITS["2"], DIGITS["3"]], [0.1], rng(seed)).strokes
        assert abs(one.points[:, 1].min() - other.points[:, 1].min()) < 0.5


def test_a_digit_keeps_its_shape_beside_others() -> None:
    first, _ = beside([DIGITS["3"], DIGITS["7"]], [0.1], rng()).strokes
    plain, placed = DIGITS["3"].strokes[0].points, first.points
    factor = np.ptp(placed[:, 0]) / np.ptp(plain[:, 0])
    assert np.allclose(placed - placed[0], factor * (plain - plain[0]))


def test_every_gap_lies_between_two_inks() -> None:
    with pytest.raises(ValueError, match="zip"):
        beside([DIGITS["2"], DIGITS["3"]], [0.1, 0.1], rng())


# Framed


@pytest.mark.parametrize("digit", DIGITS)
def test_a_framed_digit_is_untouched_and_has_one_stroke_more(digit: str) -> None:
    inks = [framed(DIGITS[digit], rng(seed)) for seed in SEEDS]
    assert all(ink.strokes[:-1] == DIGITS[digit].strokes for ink in inks)


@pytest.mark.parametrize("digit", DIGITS)
def test_a_frame_surrounds_the_digit_or_runs_all_over_it(digit: str) -> None:
    box = DIGITS[digit].bounding_box
    for seed in SEEDS:
        frame = Ink(framed(DIGITS[digit], rng(seed)).strokes[-1:]).bounding_box
        assert frame.left < box.left
        assert box.right < frame.right
        assert frame.height > 0.8 * box.height


def test_there_are_boxes_rings_and_crossings_out() -> None:
    def form(ink: Ink) -> str:
        points = ink.strokes[-1].points
        if len(points) in (5, 40):
            return {5: "box", 40: "ring"}[len(points)]
        there_and_back = np.diff(np.sign(np.diff(points[:, 1])))
        return "crossing out" if there_and_back.all() else "unknown"

    forms = Counter(form(framed(DIGITS["2"], rng(seed))) for seed in range(600))
    parts = {name: count / 600 for name, count in forms.items()}
    assert parts == pytest.approx({"box": 0.4, "ring": 0.3, "crossing out": 0.3}, abs=0.08)


def test_boxes_and_rings_leave_the_digit_inside() -> None:
    box = DIGITS["2"].bounding_box
    whole = [ink.strokes[-1] for ink in (framed(DIGITS["2"], rng(seed)) for seed in SEEDS)]
    frames = [Ink((stroke,)).bounding_box for stroke in whole if len(stroke) in (5, 40)]
    assert frames
    assert all(frame.top < box.top and box.bottom < frame.bottom for frame in frames)


def test_where_and_how_large_a_digit_is_makes_no_difference_to_its_frame() -> None:
    for seed in SEEDS:
        before = framed(shifted(scaled(DIGITS["4"], 3), 50, -20), rng(seed)).strokes[-1]
        after = shifted(scaled(framed(DIGITS["4"], rng(seed)), 3), 50, -20).strokes[-1]
        assert np.allclose(before.points, after.points)


# To measure with


@pytest.fixture(scope="module")
def measured(data: Path) -> dict[str, list[Ink]]:
    """Each kind of outliers of `dev`."""
    return {kind: dev_outliers(data, kind) for kind in OUTLIER_KINDS}


@pytest.mark.parametrize("kind", OUTLIER_KINDS)
def test_outliers_to_measure_with_are_always_the_same(
    data: Path, measured: dict[str, list[Ink]], kind: str
) -> None:
    assert dev_outliers(data, kind) == measured[kind]


@pytest.mark.parametrize("kind", OUTLIER_KINDS)
def test_outliers_to_measure_with_take_nothing_from_train(
    own_data: Path, measured: dict[str, list[Ink]], kind: str
) -> None:
    for path in (own_data / "ink").iterdir():
        lines = gzip.decompress(path.read_bytes()).decode().splitlines()
        write_lines(path, [line for line in lines if json.loads(line)["split"] == "dev"])
    assert dev_outliers(own_data, kind) == measured[kind]


@pytest.mark.parametrize("kind", OUTLIER_KINDS)
def test_no_kind_to_measure_with_is_empty(measured: dict[str, list[Ink]], kind: str) -> None:
    assert len(measured[kind]) == (3 if kind in FILES else 2000)
    assert all(ink and np.isfinite(ink.bounding_box.longer_side) for ink in measured[kind])


def test_kinds_that_are_made_are_not_made_of_the_same_chances(
    measured: dict[str, list[Ink]],
) -> None:
    scribbles, shapes = (set(measured[kind]) for kind in ("scribbles", "unseen shapes"))
    assert not scribbles & shapes


def test_framed_ones_to_measure_with_hold_dev_digits(
    data: Path, measured: dict[str, list[Ink]]
) -> None:
    digits = {ink.strokes for ink in dev_digits(data)}
    assert {ink.strokes[:-1] for ink in measured["framed"]} == digits


def test_pairs_to_measure_with_are_of_two_or_three_digits(
    data: Path, measured: dict[str, list[Ink]]
) -> None:
    longest = max(len(ink.strokes) for ink in dev_digits(data))
    assert all(2 <= len(ink.strokes) <= 3 * longest for ink in measured["pairs"])


# To train with


SEVEN = DIGITS["7"]  # one stroke of three points: no scribble is made of such alone
SOURCE = OutlierSource({"drawings": list(NO_DIGITS["omniglot-drawings"].values())}, [SEVEN])


def kind_of(ink: Ink) -> str:
    """Return of what kind a sample of `SOURCE` is."""
    for kind, inks in SOURCE.files.items():
        if ink in inks:
            return kind
    if ink.strokes[0] == SEVEN.strokes[0]:
        return "framed"
    return "pairs" if {len(stroke) for stroke in ink.strokes} == {3} else "scribbles"


def test_every_kind_is_trained_but_characters_and_the_unseen_shapes() -> None:
    assert set(SHARES) == set(OUTLIER_KINDS) - {"letters", "symbols", "unseen shapes"}


def test_samples_are_of_all_kinds_in_the_given_shares() -> None:
    kinds = Counter(map(kind_of, sample_outliers(SOURCE, 1800, rng())))
    wanted = {kind: 1800 * share / sum(SHARES.values()) for kind, share in SHARES.items()}
    assert dict(kinds) == pytest.approx(wanted, abs=75)


def test_one_group_in_five_is_of_three_digits() -> None:
    pairs = [ink for ink in sample_outliers(SOURCE, 3000, rng()) if kind_of(ink) == "pairs"]
    sizes = Counter(len(ink.strokes) for ink in pairs)
    assert set(sizes) == {2, 3}
    assert sizes[3] / len(pairs) == pytest.approx(0.2, abs=0.06)


def test_the_digits_of_a_group_never_overlap() -> None:
    for ink in sample_outliers(SOURCE, 500, rng()):
        if kind_of(ink) == "pairs":
            spans = [(s.points[:, 0].min(), s.points[:, 0].max()) for s in ink.strokes]
            assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_samples_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    one, again, other = (sample_outliers(SOURCE, 50, rng(seed)) for seed in (1, 1, 2))
    assert one == again
    assert one != other


@pytest.mark.parametrize("count", [0, 1, 17])
def test_as_many_samples_are_made_as_asked_for(count: int) -> None:
    assert len(sample_outliers(SOURCE, count, rng())) == count

"""What is no digit: taken from files without look-alikes, made of digits, made on the fly."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import NO_DIGITS, copy_model, ink_line, write_data_folder, write_lines
from strokes import DIGITS, scaled, shifted

from recognizer import Ink, Reader
from recognizer.errors import DataError, InkError, ModelMissingError
from recognizer.resources import models_dir
from recognizer.training.data.datasets import ink_paths, load_digit_inks
from recognizer.training.draw.outliers import (
    FILES,
    LETTERS_LIKE_DIGITS,
    LOOK_ALIKE_DIGITNESS,
    OUTLIER_KINDS,
    SHARES,
    SYMBOLS_LIKE_DIGITS,
    OutlierSource,
    beside,
    dev_outliers,
    framed,
    is_ring_or_bar,
    load_outliers,
    sample_outliers,
    without_look_alikes,
)

SEEDS = range(60)
STEPS = Ink.from_points([[(0, 0), (30, 0), (30, 30), (60, 30), (60, 60), (90, 60)]])
ANGLES = np.linspace(0, 2 * np.pi, 40)
CIRCLE = 50 * np.stack([np.cos(ANGLES), np.sin(ANGLES)], axis=1)
BOX = 90 * np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]])
TWO_TURNS = np.concatenate([0.5 * CIRCLE, CIRCLE])
SPIRAL = np.linspace(0.1, 1, 80)[:, None] * np.concatenate([CIRCLE, CIRCLE])

LIKE_DIGITS: dict[str, Any] = {
    "ring": [CIRCLE],
    "flat ring": [CIRCLE * (1, 0.6)],
    "egg": [CIRCLE * (0.7, 1) + CIRCLE[:, 1:] * (0.15, 0)],
    "ring that is not quite closed": [CIRCLE[:-3]],
    "ring the other way round": [CIRCLE[::-1]],
    "standing bar": [[(5, 0), (0, 90)]],
    "bar that leans": [[(0, 0), (90, 60)]],
    "bent bar": [[(0, 0), (8, 45), (0, 90)]],
    "dot": [[(3, 4)]],
    "dot touched twice": [[(3, 4), (3, 4)]],
}
UNLIKE_DIGITS: dict[str, Any] = {
    "lying bar": [[(0, 0), (90, 5)]],
    "triangle": [[(0, 80), (46, 0), (92, 80), (0, 80)]],
    "spiral": [SPIRAL],
    "two rings": [TWO_TURNS],
    "half a ring": [CIRCLE[:20]],
    "box": [BOX],
    "wide box": [BOX * (1.4, 1)],
    "box that is not quite closed": [[(0, 0), (90, 0), (90, 90), (0, 90), (2, 12)]],
    "flat loop": [CIRCLE * (1, 0.4)],
    "steps": [stroke.points for stroke in STEPS.strokes],
    "two bars": [[(0, 0), (0, 90)], [(40, 0), (40, 90)]],
    "ring and bar": [CIRCLE, [(0, -90), (0, 90)]],
    "thin loop": [CIRCLE * (1, 0.2)],
}


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.fixture
def own_data(tmp_path: Path) -> Path:
    """A data folder that the test may change."""
    return write_data_folder(tmp_path / "data")


def file_of(data: Path, kind: str) -> Path:
    return data / "ink" / f"{FILES[kind]}.jsonl.gz"


def dev_digits(data: Path) -> list[Ink]:
    return [labeled.ink for labeled in load_digit_inks(ink_paths(data), "dev")]


# Look-alikes are left out


@pytest.mark.parametrize("strokes", LIKE_DIGITS.values(), ids=list(LIKE_DIGITS))
def test_rings_standing_bars_and_dots_are_like_digits(
    strokes: list[list[tuple[float, float]]],
) -> None:
    assert is_ring_or_bar(Ink.from_points(strokes))


@pytest.mark.parametrize("strokes", UNLIKE_DIGITS.values(), ids=list(UNLIKE_DIGITS))
def test_other_things_are_not(strokes: list[list[tuple[float, float]]]) -> None:
    assert not is_ring_or_bar(Ink.from_points(strokes))


@pytest.mark.parametrize("strokes", [*LIKE_DIGITS.values(), *UNLIKE_DIGITS.values()])
def test_place_and_size_do_not_matter(strokes: list[list[tuple[float, float]]]) -> None:
    ink = Ink.from_points(strokes)
    assert is_ring_or_bar(shifted(scaled(ink, 30), 5000, -800)) is is_ring_or_bar(ink)


@pytest.mark.parametrize("digit", DIGITS)
def test_of_our_digits_only_the_zero_and_the_bare_one_are_ring_and_bar(digit: str) -> None:
    assert is_ring_or_bar(DIGITS[digit]) is (digit in "01")


@pytest.mark.parametrize(
    ("kind", "alike", "kept"),
    [
        ("letters", "OoDIilSsZzbGgq", "AEFHKMNRTWXkmtwx"),
        ("symbols", "|/\\!',.`()", "+=*?&%#@<>{}"),
    ],
)
def test_what_is_named_like_a_digit_is_left_out(
    own_data: Path, kind: str, alike: str, kept: str
) -> None:
    lines = [
        ink_line(shifted(STEPS, x, 0), label=label, split="train")
        for x, label in enumerate(alike + kept)
    ]
    write_lines(file_of(own_data, kind), lines)
    first = {ink.bounding_box.left for ink in load_outliers(own_data, "train").files[kind]}
    assert first == set(range(len(alike), len(alike + kept)))


def test_what_is_alike_is_named_by_one_character_each() -> None:
    assert all(len(label) == 1 for label in LETTERS_LIKE_DIGITS | SYMBOLS_LIKE_DIGITS)


@pytest.mark.parametrize("kind", FILES)
def test_what_is_drawn_like_a_digit_is_left_out_whatever_its_name(
    own_data: Path, kind: str
) -> None:
    drawn = [*(Ink.from_points(strokes) for strokes in LIKE_DIGITS.values()), STEPS]
    write_lines(file_of(own_data, kind), [ink_line(i, label="X", split="train") for i in drawn])
    assert load_outliers(own_data, "train").files[kind] == [STEPS]


RULES = range(0, 101, 25)
GRID = Ink.from_points([[(0, y), (100, y)] for y in RULES] + [[(x, 0), (x, 100)] for x in RULES])


def everywhere(*inks: Ink) -> OutlierSource:
    """Return a source that has the same inks of every kind."""
    return OutlierSource({kind: list(inks) for kind in FILES}, [DIGITS["8"]])


def test_what_an_earlier_model_takes_for_a_digit_is_left_out() -> None:
    source = everywhere(GRID, DIGITS["3"], DIGITS["7"], GRID, DIGITS["0"])
    assert without_look_alikes(source, models_dir()) == everywhere(GRID, GRID)


def test_half_sure_is_what_a_model_takes_for_a_digit(reader: Reader) -> None:
    inks = [*DIGITS.values(), GRID, *(ink for kind in NO_DIGITS.values() for ink in kind.values())]
    kept = without_look_alikes(everywhere(*inks), models_dir()).files["drawings"]
    assert kept == [ink for ink in inks if reader.read_ink(ink).knownness < LOOK_ALIKE_DIGITNESS]


def test_without_a_model_to_judge_all_stay() -> None:
    source = everywhere(GRID, DIGITS["3"])
    assert without_look_alikes(source, None) is source


def test_a_model_that_does_not_know_what_is_no_digit_is_no_judge(tmp_path: Path) -> None:
    source = everywhere(GRID, DIGITS["3"])
    judge = copy_model(tmp_path, labels=list("0123456789a"), outlier_logit=False)
    assert without_look_alikes(source, judge) is source


def test_a_model_that_leaves_nothing_of_a_kind_is_named() -> None:
    source = OutlierSource({"letters": [DIGITS["3"]], "symbols": [GRID]}, [])
    with pytest.raises(DataError, match=r"models: takes all letters for digits$"):
        without_look_alikes(source, models_dir())


def test_a_judge_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="nowhere"):
        without_look_alikes(everywhere(GRID), tmp_path / "nowhere")


def test_what_is_measured_is_not_judged(own_data: Path) -> None:
    for kind in FILES:
        write_lines(file_of(own_data, kind), [ink_line(DIGITS["3"], label="X", split="dev")])
        assert dev_outliers(own_data, kind) == [DIGITS["3"]]


# Reading


@pytest.mark.parametrize("split", ["train", "dev"])
def test_a_source_holds_every_kind_of_file_and_digits(data: Path, split: str) -> None:
    source = load_outliers(data, split)
    assert {kind: len(inks) for kind, inks in source.files.items()} == dict.fromkeys(FILES, 3)
    assert source.digits == [each.ink for each in load_digit_inks(ink_paths(data), split)]


@pytest.mark.parametrize("kind", FILES)
def test_the_splits_have_nothing_in_common(data: Path, kind: str) -> None:
    train, dev = (set(load_outliers(data, split).files[kind]) for split in ("train", "dev"))
    assert not train & dev


@pytest.mark.parametrize("kind", FILES)
def test_a_missing_file_is_named(own_data: Path, kind: str) -> None:
    file_of(own_data, kind).unlink()
    with pytest.raises(InkError, match=FILES[kind]):
        load_outliers(own_data, "train")


@pytest.mark.parametrize("kind", FILES)
def test_a_file_with_nothing_to_show_is_named(own_data: Path, kind: str) -> None:
    write_lines(file_of(own_data, kind), [ink_line(STEPS, label="X", split="dev")])
    with pytest.raises(DataError, match=rf"{FILES[kind]}.*'train'"):
        load_outliers(own_data, "train")


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
SOURCE = OutlierSource(
    {kind: list(NO_DIGITS[name].values()) for kind, name in FILES.items()}, [SEVEN]
)


def kind_of(ink: Ink) -> str:
    """Return of what kind a sample of `SOURCE` is."""
    for kind, inks in SOURCE.files.items():
        if ink in inks:
            return kind
    if ink.strokes[0] == SEVEN.strokes[0]:
        return "framed"
    return "pairs" if {len(stroke) for stroke in ink.strokes} == {3} else "scribbles"


def test_every_kind_is_trained_but_the_unseen_shapes() -> None:
    assert set(SHARES) == set(OUTLIER_KINDS) - {"unseen shapes"}


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

"""What an epoch shows: characters in both views, MNIST and what is none, drawn anew each time."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import HELD_OUT, ink_line, write_lines
from strokes import DIGITS
from tinytraining import DATA, INKS, LETTERS, MNIST, NOTHING, PHASE, SIGN_INKS

from recognizer import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.path import path_of
from recognizer.training.data.characters import LABELS, NONE_PLACE, place_of
from recognizer.training.data.datasets import ink_paths
from recognizer.training.draw.epochs import (
    Epoch,
    draw_plain,
    limited,
    load_training_data,
    render_epoch,
    render_varied,
)
from recognizer.training.recipe import Counts, Phase, Source

MINUS_ONE = Ink.from_points([[(0, 0), (100, 0)]])
X, Y = 0, 1


def epoch(phase: Phase = PHASE, seed: tuple[int, int] = (1, 0)) -> Epoch:
    return render_epoch(seed, phase, DATA)


def same(one: Epoch, other: Epoch) -> bool:
    pairs = zip((one.inks, one.mnist), (other.inks, other.mnist), strict=True)
    return all(
        np.array_equal(a.images, b.images) and np.array_equal(a.labels, b.labels) for a, b in pairs
    ) and np.array_equal(one.inks.paths, other.inks.paths)


def test_an_epoch_is_the_same_for_the_same_seed_and_number() -> None:
    assert same(epoch(seed=(1, 2)), epoch(seed=(1, 2)))


@pytest.mark.parametrize("other", [(1, 1), (2, 2)], ids=["another number", "another seed"])
def test_another_epoch_is_drawn_anew(other: tuple[int, int]) -> None:
    one, two = epoch(seed=(1, 2)), epoch(seed=other)
    assert not np.array_equal(one.inks.images, two.inks.images)
    assert not np.array_equal(one.inks.paths, two.inks.paths)


def test_an_epoch_holds_what_the_phase_says() -> None:
    drawn = epoch()
    assert (drawn.inks.images.shape, drawn.inks.images.dtype) == ((15, 28, 28), np.uint8)
    assert (drawn.inks.paths.shape, drawn.inks.paths.dtype) == ((15, 64, 7), np.float16)
    assert (drawn.mnist.images.shape, drawn.mnist.paths) == ((6, 28, 28), None)
    assert len(drawn.inks) == PHASE.inks(DATA.counts)
    assert len(drawn.pictures) == PHASE.images(DATA.counts)


def test_digits_are_drawn_several_times_letters_and_signs_once_at_most() -> None:
    counts = Counter(epoch().inks.labels.tolist())
    assert [counts.pop(int(each.label)) for each in INKS] == [2, 2, 2]
    assert counts.pop(NONE_PLACE) == 5
    assert [counts.pop(place_of(each.label)) for each in SIGN_INKS] == [1, 1]
    assert list(counts.values()) == [1, 1], "two of three letters"
    assert set(counts) < {place_of(each.label) for each in LETTERS}


def test_other_letters_are_drawn_in_another_epoch() -> None:
    letters = {place_of(each.label) for each in LETTERS}
    phase = replace(NOTHING, letters=1)
    assert {int(epoch(phase, (1, n)).inks.labels[0]) for n in range(20)} == letters


def test_pictures_are_those_of_ink_and_of_mnist() -> None:
    drawn = epoch()
    assert np.array_equal(drawn.pictures.images[:15], drawn.inks.images)
    assert np.array_equal(drawn.pictures.images[15:], drawn.mnist.images)
    labels = [*drawn.inks.labels, *drawn.mnist.labels]
    assert drawn.pictures.labels.tolist() == labels


def test_both_views_of_an_ink_show_the_same_variation() -> None:
    """A bar that is turned is turned in both, whatever way the pen went."""
    drawn = render_varied([MINUS_ONE], [0], 60, 1.0, np.random.default_rng(0))
    for image, path in zip(drawn.images, drawn.paths.astype(float), strict=True):
        rows, cols = np.nonzero(image > 127)
        seen = np.polyfit(cols, rows, 1)[0]
        walked = np.polyfit(path[:, X], path[:, Y], 1)[0]
        assert seen == pytest.approx(walked, abs=0.12)
    assert len(np.unique(drawn.paths, axis=0)) == 60


def test_a_path_may_be_walked_the_other_way_round() -> None:
    """The picture tells nothing of it, so what is learned of the pen must not depend on it."""
    drawn = render_varied([MINUS_ONE], [0], 200, 0.4, np.random.default_rng(0))
    backwards = (drawn.paths[:, -1, X] < drawn.paths[:, 0, X]).mean()
    assert 0.05 < backwards < 0.3


def test_without_strength_both_views_are_those_of_the_app() -> None:
    ink = DIGITS["4"]
    plain, drawn = (
        draw_plain([LabeledInk(ink, "4")]),
        render_varied([ink], [4], 30, 0.0, np.random.default_rng(0)),
    )
    near = np.abs(drawn.paths[:, :, [X, Y]] - plain.paths[:, :, [X, Y]]).max(axis=(1, 2)) < 0.1
    assert 0.5 < near.mean() < 1, "but for those drawn in another order"
    assert np.array_equal(plain.paths[0], path_of(ink))
    assert plain.labels.tolist() == [4]


def test_characters_are_drawn_plainly_with_their_labels() -> None:
    inks = [LabeledInk(DIGITS["7"], label) for label in ("7", "H", "÷", "")]
    assert draw_plain(inks).labels.tolist() == [7, LABELS.index("H"), LABELS.index("÷"), NONE_PLACE]


def test_every_image_and_path_shows_something() -> None:
    drawn = epoch(replace(PHASE, outliers=40)).inks
    assert drawn.images.any(axis=(1, 2)).all()
    assert drawn.paths.any(axis=(1, 2)).all()
    assert np.isfinite(drawn.paths).all()


def test_outliers_are_drawn_anew_each_time() -> None:
    drawn = epoch(replace(NOTHING, outliers=30)).inks
    assert (drawn.labels == NONE_PLACE).all()
    assert len(np.unique(drawn.images, axis=0)) == 30


@pytest.mark.parametrize(("limit", "outliers"), [(0, 5), (3, 3), (5, 5), (9, 5)])
def test_a_limit_for_trials_limits_the_outliers_too(limit: int, outliers: int) -> None:
    assert limited(PHASE, limit) == replace(PHASE, outliers=outliers)


def test_what_is_trained_on_is_of_train_writers_who_are_not_held_out(data: Path) -> None:
    known = load_training_data(Source(data))
    inks = [*known.digits, *known.letters, *known.signs]
    assert {labeled.split for labeled in inks} == {"train"}
    assert HELD_OUT not in {labeled.writer for labeled in inks}
    assert known.outliers.digits == [labeled.ink for labeled in known.digits]
    assert known.counts == Counts(mnist=30, digits=60, letters=6, signs=6)


def test_a_limit_for_trials_takes_some_of_each_kind(data: Path) -> None:
    assert load_training_data(Source(data, 3)).counts == Counts(3, 3, 3, 3)


def test_fragments_of_digits_train_nothing(own_data: Path) -> None:
    stem = Ink.from_points([[(50, 0), (50, 140)]])
    lines = [ink_line(stem, label=label, split="train") for label in "0147"]
    write_lines(ink_paths(own_data)[0], lines)
    digits = load_training_data(Source(own_data)).digits
    assert [labeled.label for labeled in digits if labeled.ink == stem] == ["1"]


def test_an_epoch_draws_no_image_of_mnist_twice() -> None:
    drawn = epoch(replace(NOTHING, mnist_per_epoch=1000))
    assert sorted(drawn.mnist.labels) == list(range(10))


@pytest.mark.parametrize(("part", "count"), [(0.0, 0), (0.5, 3), (1.0, 6)])
def test_a_part_of_mnist_may_stay_as_it_is(part: float, count: int) -> None:
    drawn = epoch(replace(PHASE, untouched=part)).mnist
    originals = {image.tobytes() for image in MNIST.images}
    assert sum(image.tobytes() in originals for image in drawn.images) == count


@pytest.mark.parametrize(
    ("part", "count"),
    [("mnist_per_epoch", 6), ("renderings", 6), ("letters", 2), ("signs", 2), ("outliers", 5)],
)
def test_an_epoch_may_be_of_one_kind_alone(part: str, count: int) -> None:
    alone = replace(NOTHING, **{part: getattr(PHASE, part)})
    assert len(epoch(alone).pictures) == alone.images(DATA.counts) == count

"""What an epoch shows: ink, MNIST and what is no digit, drawn anew each time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from making import ink_line, write_data_folder, write_lines
from strokes import DIGITS, GRID
from tinytraining import DATA, INKS, MNIST, PHASE

from recognizer import Ink
from recognizer.resources import models_dir
from recognizer.training.data.datasets import LabeledImages, ink_paths
from recognizer.training.draw.epochs import OUTLIER, limited, load_training_data, render_epoch
from recognizer.training.draw.outliers import FILES
from recognizer.training.recipe import Source


def same_images(one: LabeledImages, other: LabeledImages) -> bool:
    return np.array_equal(one.images, other.images) and np.array_equal(one.labels, other.labels)


def test_an_epoch_is_the_same_for_the_same_seed_and_number() -> None:
    assert same_images(render_epoch((1, 2), PHASE, DATA), render_epoch((1, 2), PHASE, DATA))


def test_the_next_epoch_is_another() -> None:
    one, other = (render_epoch((1, number), PHASE, DATA) for number in (1, 2))
    assert not np.array_equal(one.images, other.images)


def test_another_seed_gives_another_epoch() -> None:
    one, other = (render_epoch((seed, 1), PHASE, DATA) for seed in (1, 2))
    assert not np.array_equal(one.images, other.images)


def test_an_epoch_holds_what_the_phase_says() -> None:
    epoch = render_epoch((1, 0), PHASE, DATA)
    assert (epoch.images.shape, epoch.images.dtype) == ((17, 28, 28), np.uint8)
    assert (epoch.labels.shape, epoch.labels.dtype) == ((17,), np.uint8)
    assert len(epoch) == PHASE.images(len(INKS))


def test_what_is_no_digit_is_the_eleventh_kind() -> None:
    labels = render_epoch((1, 0), PHASE, DATA).labels
    assert OUTLIER == 10
    assert (labels == OUTLIER).sum() == 5
    assert (labels < OUTLIER).sum() == 12


def test_every_image_shows_something() -> None:
    assert render_epoch((1, 0), replace(PHASE, outliers=40), DATA).images.any(axis=(1, 2)).all()


def test_an_epoch_may_show_digits_only() -> None:
    assert OUTLIER not in render_epoch((1, 0), replace(PHASE, outliers=0), DATA).labels


def test_outliers_are_drawn_anew_each_time() -> None:
    alone = replace(PHASE, mnist_per_epoch=0, renderings=0, outliers=30)
    epoch = render_epoch((1, 0), alone, DATA)
    assert (epoch.labels == OUTLIER).all()
    assert len(np.unique(epoch.images, axis=0)) == 30


@pytest.mark.parametrize(("limit", "outliers"), [(0, 5), (3, 3), (5, 5), (9, 5)])
def test_a_limit_for_trials_limits_the_outliers_too(limit: int, outliers: int) -> None:
    assert limited(PHASE, limit) == replace(PHASE, outliers=outliers)


def test_what_is_trained_on_is_of_train_splits_only(tmp_path: Path) -> None:
    data = load_training_data(Source(write_data_folder(tmp_path / "data")))
    assert {labeled.split for labeled in data.inks} == {"train"}
    assert data.outliers.digits == [labeled.ink for labeled in data.inks]
    assert (len(data.mnist), len(data.inks)) == (30, 20)


def test_fragments_of_digits_train_nothing(tmp_path: Path) -> None:
    folder = write_data_folder(tmp_path / "data")
    stem = Ink.from_points([[(50, 0), (50, 140)]])
    lines = [ink_line(stem, label=label, split="train") for label in "0147"]
    write_lines(ink_paths(folder)[0], lines)
    inks = load_training_data(Source(folder)).inks
    assert [labeled.label for labeled in inks if labeled.ink == stem] == ["1"]


def test_look_alikes_train_nothing_if_there_is_a_judge(tmp_path: Path) -> None:
    folder = write_data_folder(tmp_path / "data")
    shown = [DIGITS["3"], GRID]
    for name in FILES.values():
        lines = [ink_line(ink, label="X", split="train") for ink in shown]
        write_lines(folder / "ink" / f"{name}.jsonl.gz", lines)
    every, judged = (
        load_training_data(Source(folder, judge=judge)).outliers for judge in (None, models_dir())
    )
    assert every.files == dict.fromkeys(FILES, shown)
    assert judged.files == {kind: [GRID] for kind in FILES}
    assert judged.digits == every.digits


def test_an_epoch_draws_no_image_of_mnist_twice() -> None:
    whole = replace(PHASE, mnist_per_epoch=1000, renderings=1, outliers=0)
    labels = render_epoch((1, 0), whole, DATA).labels
    assert sorted(labels) == sorted([*range(10), 1, 4, 7])


def test_an_epoch_mixes_ink_with_mnist() -> None:
    labels = render_epoch((1, 0), replace(PHASE, renderings=8, outliers=0), DATA).labels
    assert labels[-24:].tolist() != 8 * [1] + 8 * [4] + 8 * [7]


@pytest.mark.parametrize(("part", "count"), [(0.0, 0), (0.5, 3), (1.0, 6)])
def test_a_part_of_mnist_may_stay_as_it_is(part: float, count: int) -> None:
    phase = replace(PHASE, renderings=0, outliers=0, untouched=part)
    epoch = render_epoch((1, 0), phase, DATA)
    originals = {image.tobytes() for image in MNIST.images}
    assert sum(image.tobytes() in originals for image in epoch.images) == count


@pytest.mark.parametrize(
    ("part", "count"), [("mnist_per_epoch", 6), ("renderings", 6), ("outliers", 5)]
)
def test_an_epoch_may_be_of_one_kind_alone(part: str, count: int) -> None:
    nothing = replace(PHASE, mnist_per_epoch=0, renderings=0, outliers=0)
    alone = replace(nothing, **{part: getattr(PHASE, part)})
    assert len(render_epoch((1, 0), alone, DATA)) == count

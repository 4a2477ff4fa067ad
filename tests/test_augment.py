from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from making import digit_images
from strokes import DIGITS, scaled, shifted

from recognizer import Ink
from recognizer.inkfile import LabeledInk
from recognizer.preprocess import preprocess_ink
from recognizer.training.augment import (
    PEN_MEDIAN,
    PEN_RANGE,
    random_affine,
    random_pen,
    resample,
    vary_image,
    vary_images,
    vary_ink,
)
from recognizer.training.datasets import LabeledImages
from recognizer.training.recipe import Phase
from recognizer.training.rendering import draw_plain, render_epoch

each_digit = pytest.mark.parametrize("digit", DIGITS)

PHASE = Phase(epochs=3, peak_rate=1e-3, strength=1.0, mnist_per_epoch=6, renderings=2)
MNIST = LabeledImages(*digit_images())
INKS = [LabeledInk(DIGITS[digit], label=digit) for digit in "147"]
DOT = Ink.from_points([[(5, 5)]])


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def way_along(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the length of each step."""
    return np.hypot(*np.diff(points, axis=0).T)


def same_images(one: LabeledImages, other: LabeledImages) -> bool:
    return np.array_equal(one.images, other.images) and np.array_equal(one.labels, other.labels)


@each_digit
def test_a_varied_ink_is_the_same_for_the_same_seed(digit: str) -> None:
    assert vary_ink(DIGITS[digit], rng(3)) == vary_ink(DIGITS[digit], rng(3))


@each_digit
def test_a_varied_ink_differs_for_another_seed(digit: str) -> None:
    assert vary_ink(DIGITS[digit], rng(3)) != vary_ink(DIGITS[digit], rng(4))


@each_digit
def test_a_varied_ink_has_as_many_strokes(digit: str) -> None:
    assert len(vary_ink(DIGITS[digit], rng()).strokes) == len(DIGITS[digit].strokes)


@each_digit
def test_a_varied_ink_is_about_one_unit_large_and_in_the_middle(digit: str) -> None:
    box = vary_ink(DIGITS[digit], rng()).bounding_box
    assert 0.6 < box.longer_side < 1.7
    assert abs(box.left + box.right) < 0.6
    assert abs(box.top + box.bottom) < 0.6


@each_digit
def test_where_and_how_large_an_ink_is_makes_no_difference(digit: str) -> None:
    plain = vary_ink(DIGITS[digit], rng())
    moved = vary_ink(scaled(shifted(DIGITS[digit], 70, -30), 4), rng())
    assert np.allclose(plain.bounding_box.width, moved.bounding_box.width)
    assert len(plain.strokes[0]) == len(moved.strokes[0])


def test_an_ink_is_not_changed_by_varying_it() -> None:
    ink = Ink.from_points([[(0, 0), (3, 4)]])
    vary_ink(ink, rng())
    assert ink == Ink.from_points([[(0, 0), (3, 4)]])


def test_a_dot_stays_a_point() -> None:
    assert vary_ink(DOT, rng()).point_count == 1


def test_a_pen_is_always_in_range() -> None:
    pens = [random_pen(rng(seed)) for seed in range(2000)]
    assert (min(pens), max(pens)) == PEN_RANGE


def test_half_the_pens_are_wider_than_the_median() -> None:
    generator = rng()
    pens = [random_pen(generator) for _ in range(2000)]
    assert np.median(pens) == pytest.approx(PEN_MEDIAN, rel=0.05)


def test_the_mean_of_many_affine_maps_is_near_the_identity() -> None:
    generator = rng()
    mean = np.mean([random_affine(generator) for _ in range(3000)], axis=0)
    assert np.allclose(mean, np.eye(2), atol=0.03)


def test_an_affine_map_keeps_the_area() -> None:
    generator = rng()
    areas = [np.linalg.det(random_affine(generator)) for _ in range(50)]
    assert np.allclose(areas, 1)


@pytest.mark.parametrize("spacing", [0.5, 3.0, 7.0, 1000.0])
@each_digit
def test_resampling_keeps_the_ends(digit: str, spacing: float) -> None:
    points = DIGITS[digit].strokes[0].points
    again = resample(points, spacing)
    assert np.array_equal(again[[0, -1]], points[[0, -1]])


@pytest.mark.parametrize("spacing", [0.5, 3.0, 7.0])
@each_digit
def test_resampled_points_are_no_farther_apart_than_asked(digit: str, spacing: float) -> None:
    again = resample(DIGITS[digit].strokes[0].points, spacing)
    assert way_along(again).max() <= spacing + 1e-9


@pytest.mark.parametrize(("spacing", "count"), [(1.0, 11), (3.0, 5), (4.0, 4), (10.0, 2), (99, 2)])
def test_a_straight_line_is_cut_into_equal_steps(spacing: float, count: int) -> None:
    line = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 0.0]])
    again = resample(line, spacing)
    assert len(again) == count
    assert np.allclose(way_along(again), 10 / (count - 1))


@pytest.mark.parametrize("points", [[[3.0, 4.0]], [[3.0, 4.0]] * 5], ids=["one", "repeated"])
def test_a_point_is_resampled_to_itself(points: list[list[float]]) -> None:
    assert resample(np.array(points), 0.1).tolist() == [[3.0, 4.0]]


@pytest.mark.parametrize("seed", range(10))
def test_a_varied_image_keeps_its_form(seed: int) -> None:
    varied = vary_image(MNIST.images[seed], rng(seed))
    assert (varied.shape, varied.dtype) == ((28, 28), np.uint8)


@pytest.mark.parametrize("seed", range(10))
def test_a_varied_image_keeps_most_of_its_ink(seed: int) -> None:
    image = MNIST.images[seed]
    assert 0.3 < vary_image(image, rng(seed)).sum() / image.sum() < 3


@pytest.mark.parametrize("seed", range(10))
def test_no_ink_comes_from_nowhere(seed: int) -> None:
    assert not vary_image(np.zeros((28, 28), np.uint8), rng(seed)).any()


def test_varied_images_are_the_same_for_the_same_seed() -> None:
    assert np.array_equal(vary_images(MNIST.images, rng(3)), vary_images(MNIST.images, rng(3)))


def test_varied_images_differ_for_another_seed() -> None:
    assert not np.array_equal(vary_images(MNIST.images, rng(3)), vary_images(MNIST.images, rng(4)))


def test_images_are_not_changed_by_varying_them() -> None:
    before = MNIST.images.copy()
    vary_images(MNIST.images, rng())
    assert np.array_equal(MNIST.images, before)


def test_an_epoch_is_the_same_for_the_same_seed_and_number() -> None:
    assert same_images(
        render_epoch((1, 2), PHASE, MNIST, INKS), render_epoch((1, 2), PHASE, MNIST, INKS)
    )


def test_the_next_epoch_is_another() -> None:
    one, other = (render_epoch((1, number), PHASE, MNIST, INKS) for number in (1, 2))
    assert not np.array_equal(one.images, other.images)


def test_another_seed_gives_another_epoch() -> None:
    one, other = (render_epoch((seed, 1), PHASE, MNIST, INKS) for seed in (1, 2))
    assert not np.array_equal(one.images, other.images)


def test_an_epoch_holds_what_the_phase_says() -> None:
    epoch = render_epoch((1, 0), PHASE, MNIST, INKS)
    assert (epoch.images.shape, epoch.images.dtype) == ((12, 28, 28), np.uint8)
    assert (epoch.labels.shape, epoch.labels.dtype) == ((12,), np.uint8)


def test_an_epoch_draws_no_image_of_mnist_twice() -> None:
    whole = replace(PHASE, mnist_per_epoch=1000, renderings=1)
    labels = render_epoch((1, 0), whole, MNIST, INKS).labels
    assert sorted(labels) == sorted([*range(10), 1, 4, 7])


def test_an_epoch_mixes_ink_with_mnist() -> None:
    labels = render_epoch((1, 0), replace(PHASE, renderings=8), MNIST, INKS).labels
    assert labels[-24:].tolist() != 8 * [1] + 8 * [4] + 8 * [7]


@pytest.mark.parametrize(("part", "count"), [(0.0, 0), (0.5, 3), (1.0, 6)])
def test_a_part_of_mnist_may_stay_as_it_is(part: float, count: int) -> None:
    phase = replace(PHASE, renderings=0, untouched=part)
    epoch = render_epoch((1, 0), phase, MNIST, INKS)
    originals = {image.tobytes() for image in MNIST.images}
    assert sum(image.tobytes() in originals for image in epoch.images) == count


def test_an_epoch_may_be_of_ink_alone_or_of_mnist_alone() -> None:
    ink = render_epoch((1, 0), replace(PHASE, mnist_per_epoch=0), MNIST, INKS)
    mnist = render_epoch((1, 0), replace(PHASE, renderings=0), MNIST, INKS)
    assert (len(ink), len(mnist)) == (6, 6)


@pytest.mark.parametrize("seed", range(5))
def test_an_image_varied_with_no_strength_is_the_same(seed: int) -> None:
    image = MNIST.images[seed]
    assert np.array_equal(vary_image(image, rng(seed), strength=0.0), image)


def test_ink_varied_with_no_strength_keeps_its_shape() -> None:
    plain, varied = INKS[0].ink, vary_ink(INKS[0].ink, rng(), strength=0.0)
    box = varied.bounding_box
    assert box.width / box.height == pytest.approx(
        plain.bounding_box.width / plain.bounding_box.height, rel=0.02
    )


def test_less_strength_varies_less() -> None:
    def spread(strength: float) -> float:
        matrices = [random_affine(rng(seed), strength) for seed in range(300)]
        return float(np.std(matrices, axis=0).mean())

    assert spread(0.4) == pytest.approx(0.4 * spread(1.0), rel=0.1)


def test_without_strength_every_pen_is_the_median_one() -> None:
    pens = [random_pen(rng(seed), 0.0) for seed in range(9)]
    assert pens == pytest.approx([PEN_MEDIAN] * 9)


def test_plain_drawing_shows_what_the_app_sees() -> None:
    drawn = draw_plain(INKS)
    seen = np.stack([preprocess_ink(labeled.ink) for labeled in INKS])
    assert np.array_equal(drawn.images, np.rint(seen * 255))
    assert drawn.labels.tolist() == [1, 4, 7]


def test_plain_drawing_of_nothing_is_empty() -> None:
    assert draw_plain([]).images.shape == (0, 28, 28)

"""Ink and images are varied: as much as asked, and the same for the same seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from anything import DIGIT, powers
from hypothesis import given
from hypothesis import strategies as st
from strokes import DIGITS, scaled, shifted
from tinytraining import DATA, INKS, MNIST, NOTHING

from recognizer import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.preprocess import preprocess_ink
from recognizer.training.draw.augment import (
    ANY_PEN_SHARE,
    BLURRED_SHARE,
    PEN_MEDIAN,
    PEN_RANGE,
    PEN_SPREAD,
    random_affine,
    random_pen,
    resample,
    round_corners,
    soften,
    vary_image,
    vary_images,
    vary_ink,
)
from recognizer.training.draw.epochs import (
    draw_plain,
    render_epoch,
)

each_digit = pytest.mark.parametrize("digit", DIGITS)
DOT = Ink.from_points([[(5, 5)]])


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def way_along(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the length of each step."""
    return np.hypot(*np.diff(points, axis=0).T)


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


def test_half_the_pens_are_wider_than_about_the_median() -> None:
    generator = rng()
    pens = [random_pen(generator) for _ in range(2000)]
    assert np.median(pens) == pytest.approx(PEN_MEDIAN, rel=0.08)


@pytest.mark.parametrize("strength", [1.0, 0.5])
def test_a_part_of_the_pens_has_any_width_alike(strength: float) -> None:
    """What is far wider than the usual pens comes from that part but for a few."""
    generator, wide = rng(), 0.17
    pens = np.array([random_pen(generator, strength) for _ in range(4000)])
    alike = strength * ANY_PEN_SHARE * (PEN_RANGE[1] - wide) / np.ptp(PEN_RANGE)
    usual = generator.lognormal(np.log(PEN_MEDIAN), strength * PEN_SPREAD, 20_000)
    expected = alike + (1 - strength * ANY_PEN_SHARE) * (usual > wide).mean()
    assert (pens > wide).mean() == pytest.approx(expected, abs=0.015)


def test_the_mean_of_many_affine_maps_is_near_the_identity() -> None:
    generator = rng()
    mean = np.mean([random_affine(generator) for _ in range(3000)], axis=0)
    assert np.allclose(mean, np.eye(2), atol=0.03)


def test_an_affine_map_keeps_the_area() -> None:
    generator = rng()
    areas = [np.linalg.det(random_affine(generator)) for _ in range(50)]
    assert np.allclose(areas, 1)


@given(digit=DIGIT, spacing=powers(-0.3, 3))
def test_resampling_keeps_the_ends(digit: str, spacing: float) -> None:
    points = DIGITS[digit].strokes[0].points
    again = resample(points, spacing)
    assert np.array_equal(again[[0, -1]], points[[0, -1]])


@given(digit=DIGIT, spacing=st.floats(0.5, 7))
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


@each_digit
def test_rounding_no_times_changes_nothing(digit: str) -> None:
    points = DIGITS[digit].strokes[0].points
    assert np.array_equal(round_corners(points, 0), points)


@each_digit
@pytest.mark.parametrize("times", [1, 3])
def test_rounding_keeps_the_ends_and_the_count(digit: str, times: int) -> None:
    points = DIGITS[digit].strokes[0].points
    rounded = round_corners(points, times)
    assert rounded.shape == points.shape
    assert np.array_equal(rounded[[0, -1]], points[[0, -1]])


@each_digit
def test_each_rounding_makes_the_way_shorter(digit: str) -> None:
    points = DIGITS[digit].strokes[0].points
    ways = [way_along(round_corners(points, times)).sum() for times in range(4)]
    assert ways == sorted(ways, reverse=True)
    assert ways[0] > ways[-1]


def test_a_corner_is_drawn_halfway_to_the_middle_of_its_neighbors() -> None:
    corner = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 8.0]])
    assert round_corners(corner, 1).tolist() == [[0, 0], [3, 2], [4, 8]]


def test_a_straight_line_of_equal_steps_is_not_changed_by_rounding() -> None:
    line = np.stack([np.arange(7.0), 2 * np.arange(7.0)], axis=1)
    assert np.allclose(round_corners(line, 3), line)


@pytest.mark.parametrize("points", [[[3.0, 4.0]], [[3.0, 4.0], [5.0, 6.0]]], ids=["one", "two"])
def test_what_has_no_corner_is_not_rounded(points: list[list[float]]) -> None:
    assert round_corners(np.array(points), 3).tolist() == points


def test_points_are_not_changed_by_rounding_them() -> None:
    points = np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 8.0]])
    round_corners(points, 2)
    assert points.tolist() == [[0, 0], [4, 0], [4, 8]]


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


IMAGE = MNIST.images[4]


def sharpness(image: npt.NDArray[np.uint8]) -> float:
    """Return how much of the ink is as dark as can be; 1 if all of it is."""
    ink = image.astype(float) / 255
    return float((ink**2).sum() / ink.sum())


def test_an_eighth_of_the_images_is_out_of_focus_and_the_others_are_as_they_were() -> None:
    generator = rng()
    softened = [soften(IMAGE, generator) for _ in range(2000)]
    blurred = [image for image in softened if not np.array_equal(image, IMAGE)]
    assert len(blurred) / 2000 == pytest.approx(BLURRED_SHARE, abs=0.03)
    assert all(sharpness(image) < sharpness(IMAGE) for image in blurred)


def test_an_image_out_of_focus_has_the_same_form_and_as_much_ink() -> None:
    for seed in range(100):
        image = soften(IMAGE, rng(seed))
        assert (image.shape, image.dtype) == ((28, 28), np.uint8)
        assert image.sum(dtype=int) == pytest.approx(IMAGE.sum(dtype=int), rel=0.02)


def test_images_are_out_of_focus_more_or_less() -> None:
    generator = rng()
    values = np.array([sharpness(soften(IMAGE, generator)) for _ in range(2000)])
    blurred = values[values < sharpness(IMAGE)]
    assert blurred.min() < 0.8 * blurred.max()


def test_an_image_is_not_changed_by_softening_it() -> None:
    before = IMAGE.copy()
    for seed in range(30):
        soften(IMAGE, rng(seed))
    assert np.array_equal(IMAGE, before)


def test_inks_of_an_epoch_are_out_of_focus_as_often() -> None:
    """Seen on one bar that is drawn by the same hand and pen each time."""
    bar = LabeledInk(Ink.from_points([[(50, 0), (50, 140)]]), "1")
    phase = replace(NOTHING, strength=0.0, renderings=1500)
    drawn = render_epoch((1, 0), phase, replace(DATA, digits=[bar])).inks.images
    values = np.array([sharpness(image) for image in drawn])
    assert (values < 0.98 * np.median(values)).mean() == pytest.approx(BLURRED_SHARE, abs=0.03)


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

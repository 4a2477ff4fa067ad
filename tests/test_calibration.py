from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest
from strokes import DIGITS

from recognizer import Reader
from recognizer.ink.inkfile import LabeledInk
from recognizer.network.classifier import Classifier, knownness, softmax
from recognizer.reading.scoring import wilson_interval
from recognizer.training.draw.epochs import draw_plain
from recognizer.training.measure.accuracy import Measured, digit_logits, measure, places_of_digits
from recognizer.training.measure.certainty import (
    calibration_error,
    choose_rejection,
    fit_temperature,
    negative_log_likelihood,
)

Logits = npt.NDArray[np.float32]
Labels = npt.NDArray[np.uint8]


def drawn(count: int = 6000) -> tuple[Logits, Labels]:
    """Return logits of ten classes, and labels drawn with just the chances they promise."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0.0, 2.0, (count, 10)).astype(np.float32)
    reached = softmax(logits).cumsum(axis=1) > rng.random((count, 1))
    return logits, reached.argmax(axis=1).astype(np.uint8)


def sure_by(chance: float, right: int, wrong: int) -> tuple[Logits, Labels]:
    """Return chances that give class 0 of two `chance`, and labels of which `right` are 0."""
    chances = np.array([[chance, 1 - chance]] * (right + wrong), np.float32)
    return chances, np.array([0] * right + [1] * wrong, np.uint8)


def error_of(chances: Logits, labels: Labels) -> float:
    """Return the calibration error of who reads the likeliest class."""
    return calibration_error(chances.max(axis=1), chances.argmax(axis=1) == labels)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.7, 3.0])
def test_the_temperature_that_was_put_in_is_found(temperature: float) -> None:
    logits, labels = drawn()
    found = fit_temperature(logits * np.float32(temperature), labels)
    assert found == pytest.approx(temperature, rel=0.06)


def test_the_found_temperature_is_likelier_than_its_neighbors() -> None:
    logits, labels = drawn()
    best = fit_temperature(logits * 2, labels)
    loss, colder, hotter = (
        negative_log_likelihood(logits * 2 / np.float32(best * factor), labels)
        for factor in (1.0, 0.9, 1.1)
    )
    assert loss < min(colder, hotter)


@pytest.mark.parametrize("classes", [2, 10])
def test_not_knowing_costs_the_logarithm_of_the_classes(classes: int) -> None:
    loss = negative_log_likelihood(np.zeros((3, classes), np.float32), np.arange(3, dtype="u1") % 2)
    assert loss == pytest.approx(math.log(classes))


def test_large_logits_do_not_overflow() -> None:
    logits = np.array([[2000.0, 0.0]], np.float32)
    assert negative_log_likelihood(logits, np.array([1], np.uint8)) == pytest.approx(2000)


@pytest.mark.parametrize(("chance", "right", "wrong"), [(0.75, 3, 1), (0.9, 9, 1), (0.6, 6, 4)])
def test_who_is_right_as_often_as_sure_has_no_calibration_error(
    chance: float, right: int, wrong: int
) -> None:
    error = error_of(*sure_by(chance, right, wrong))
    assert error == pytest.approx(0, abs=1e-6)


def test_who_is_sure_and_wrong_has_all_the_calibration_error() -> None:
    error = error_of(*sure_by(0.75, 0, 4))
    assert error == pytest.approx(0.75)


def test_the_errors_of_bins_are_weighed_by_what_they_hold() -> None:
    (few, label), (many, labels) = sure_by(0.75, 0, 1), sure_by(0.9, 27, 3)
    chances, labels = np.concatenate([few, many]), np.concatenate([label, labels])
    error = error_of(chances, labels)
    assert error == pytest.approx(0.75 / 31, abs=1e-6)


def test_full_confidence_falls_into_the_last_bin() -> None:
    chances, labels = np.array([[1.0, 0.0]], np.float32), np.array([0], np.uint8)
    assert error_of(chances, labels) == 0


def test_logits_are_better_calibrated_at_the_found_temperature() -> None:
    logits, labels = drawn()
    found = fit_temperature(logits * 3, labels)
    before, after = (
        error_of(softmax(logits * 3 / np.float32(each)), labels) for each in (1.0, found)
    )
    assert after < before / 3


@pytest.mark.parametrize("keep", [0.5, 0.9, 0.99, 0.995])
def test_the_threshold_lets_the_asked_part_pass(keep: float) -> None:
    logits, _ = drawn(2000)
    sure = knownness(logits, range(9), 1.0)
    assert (sure >= choose_rejection(sure, keep)).mean() == pytest.approx(keep, abs=1e-3)


@pytest.mark.parametrize(("keep", "threshold"), [(1.0, 0.1), (0.75, 0.2), (0.5, 0.3), (0.0, 0.5)])
def test_the_threshold_is_the_quantile_of_what_may_fail(keep: float, threshold: float) -> None:
    sure = np.array([0.5, 0.1, 0.4, 0.3, 0.2], np.float32)
    assert choose_rejection(sure, keep) == pytest.approx(threshold)


def test_of_equally_sure_digits_all_pass() -> None:
    sure = np.full(9, 0.75, np.float32)
    assert choose_rejection(sure) == 0.75


def test_the_usual_threshold_costs_one_digit_of_a_hundred() -> None:
    sure = np.linspace(0, 1, 101, dtype=np.float32)
    assert choose_rejection(sure) == pytest.approx(0.01)


def test_accuracy_is_the_part_whose_likeliest_digit_is_the_label() -> None:
    chances = np.array([[0.7, 0.3], [0.7, 0.3], [0.2, 0.8], [0, 1]], np.float32)
    labels = np.array([0, 1, 1, 1], np.uint8)
    assert Measured(chances, np.ones(4, np.float32), labels).accuracy == 0.75


def test_what_stands_in_for_a_digit_counts_for_it_and_other_characters_do_not() -> None:
    places = places_of_digits([*"0123456789OXl"])
    logits = np.full((1, 13), -9.0, np.float32)
    logits[0, [0, 3, 10, 11]] = np.log([0.3, 0.4, 0.2, 0.9])
    chances = softmax(digit_logits(logits, places))
    assert chances[0, [0, 3]] == pytest.approx([5 / 9, 4 / 9], abs=1e-3)


def test_digits_are_measured_as_the_program_reads_them(reader: Reader) -> None:
    inks = [LabeledInk(ink, digit) for digit, ink in DIGITS.items()]
    measured = measure(Classifier(), draw_plain(inks))
    read = [reader.read_digit(each.ink) for each in inks]
    assert measured.accuracy == 1.0
    assert measured.known == pytest.approx([each.knownness for each in read], abs=0.02)
    surest = [each.candidates[0].confidence for each in read]
    assert measured.chances.max(axis=1) == pytest.approx(surest, abs=0.02)


@pytest.mark.parametrize(
    ("correct", "n", "low", "high"),
    [
        # R. G. Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_of_a_proportion_is_that_of_the_literature(
    correct: int, n: int, low: float, high: float
) -> None:
    assert wilson_interval(correct, n) == pytest.approx((low, high), abs=6e-5)


@pytest.mark.parametrize(("correct", "n"), [(0, 7), (3, 7), (7, 7), (9967, 10_000)])
def test_the_interval_holds_the_proportion_and_stays_in_range(correct: int, n: int) -> None:
    low, high = wilson_interval(correct, n)
    assert 0 <= low <= correct / n <= high <= 1


@pytest.mark.parametrize(("correct", "n"), [(0, 7), (3, 7), (9967, 10_000)])
def test_right_and_wrong_have_mirrored_intervals(correct: int, n: int) -> None:
    low, high = wilson_interval(correct, n)
    assert wilson_interval(n - correct, n) == pytest.approx((1 - high, 1 - low))


def test_nothing_measured_says_nothing() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)

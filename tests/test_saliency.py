"""Where the network looked: what is covered, what that means, how it is broken off."""

from contextlib import contextmanager

import numpy as np
import pytest
from making import NO_DIGITS
from strokes import DIGITS

from recognizer.errors import ModelError
from recognizer.network.alphabet import NONE
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import FIELD_PIXELS, preprocess_ink
from recognizer.network.saliency import PATCH_PIXELS, occlusion


@pytest.fixture(scope="module")
def classifier():
    return Classifier()


class EnoughError(Exception):
    pass


def log_odds(classifier, field, label):
    """Return the odds of `label`, reckoned from the chances and not from the logits."""
    logits = classifier.infer(field[None])[0][0].astype(np.float64)
    chances = np.exp(logits - logits.max())
    of_label = classifier.alphabet.places_in(classifier.card.labels).get(label)
    mine = chances[list(of_label)].sum() if of_label else np.delete(chances, classifier.used).sum()
    return np.log(mine / (chances.sum() - mine))


def covered(field, row, col):
    changed, reach = field.copy(), PATCH_PIXELS // 2
    changed[max(0, row - reach) : row + reach + 1, max(0, col - reach) : col + reach + 1] = 0
    return changed


@pytest.mark.parametrize("digit", sorted(DIGITS))
def test_heat_is_a_map_of_the_field_from_0_to_1(classifier, digit):
    heat = occlusion(classifier, preprocess_ink(DIGITS[digit]), digit)
    assert (heat.shape, heat.dtype) == ((FIELD_PIXELS, FIELD_PIXELS), np.float32)
    assert heat.min() >= 0
    assert heat.max() == pytest.approx(1)


@pytest.mark.parametrize("digit", sorted(DIGITS))
def test_the_hottest_place_when_covered_makes_the_network_doubt(classifier, digit):
    field = preprocess_ink(DIGITS[digit])
    heat = occlusion(classifier, field, digit)
    hottest = np.unravel_index(heat.argmax(), heat.shape)
    fall = log_odds(classifier, field, digit) - log_odds(
        classifier, covered(field, *hottest), digit
    )
    assert fall > 2


@pytest.mark.parametrize("digit", sorted(DIGITS))
def test_covering_the_hot_ink_costs_more_than_covering_the_cold(classifier, digit):
    field = preprocess_ink(DIGITS[digit])
    heat = occlusion(classifier, field, digit)
    inked = heat[field > 0.5]
    hot, cold = np.quantile(inked, (0.75, 0.25))
    without_hot = np.where((field > 0.5) & (heat >= hot), np.float32(0), field)
    without_cold = np.where((field > 0.5) & (heat <= cold), np.float32(0), field)
    assert log_odds(classifier, without_hot, digit) < log_odds(classifier, without_cold, digit)


def test_far_from_all_ink_it_is_dark(classifier):
    field = preprocess_ink(DIGITS["1"])
    heat = occlusion(classifier, field, "1")
    ink_cols = np.flatnonzero((field > 0).any(axis=0))
    assert not heat[:, : ink_cols[0] - PATCH_PIXELS].any()
    assert not heat[:, ink_cols[-1] + PATCH_PIXELS + 1 :].any()


def test_another_label_has_another_map(classifier):
    field = preprocess_ink(DIGITS["9"])
    assert not np.allclose(occlusion(classifier, field, "9"), occlusion(classifier, field, "4"))


def test_none_of_the_labels_has_a_map_too(classifier):
    field = preprocess_ink(NO_DIGITS["unipen-letters"]["k"])
    heat = occlusion(classifier, field, NONE)
    hottest = np.unravel_index(heat.argmax(), heat.shape)
    assert log_odds(classifier, covered(field, *hottest), NONE) < log_odds(classifier, field, NONE)


def test_without_ink_there_is_no_heat(classifier):
    assert not occlusion(classifier, np.zeros((FIELD_PIXELS, FIELD_PIXELS), np.float32), "3").any()


def test_a_label_the_model_does_not_know_is_refused(classifier):
    with pytest.raises(ModelError, match="x"):
        occlusion(classifier, preprocess_ink(DIGITS["3"]), "x")


@contextmanager
def pausing(classifier, pause):
    before, classifier.pause = classifier.pause, pause
    try:
        yield
    finally:
        classifier.pause = before


def test_it_pauses_before_each_place(classifier):
    pauses = []
    field = preprocess_ink(DIGITS["8"])
    with pausing(classifier, lambda: pauses.append(1)):
        heat = occlusion(classifier, field, "8")
    assert len(pauses) >= 50
    np.testing.assert_array_equal(heat, occlusion(classifier, field, "8"))


def test_what_a_pause_raises_ends_the_work(classifier):
    pauses = []

    def pause():
        pauses.append(1)
        if len(pauses) == 3:
            raise EnoughError

    with pytest.raises(EnoughError), pausing(classifier, pause):
        occlusion(classifier, preprocess_ink(DIGITS["8"]), "8")
    assert len(pauses) == 3


def test_even_a_field_full_of_ink_takes_few_calls(classifier):
    pauses = []
    full = np.ones((FIELD_PIXELS, FIELD_PIXELS), np.float32)
    with pausing(classifier, lambda: pauses.append(1)):
        occlusion(classifier, full, "1")
    assert len(pauses) <= 300  # at 0.4 ms each within 120 ms


def test_the_field_is_left_as_it_was(classifier):
    field = preprocess_ink(DIGITS["5"])
    before = field.copy()
    occlusion(classifier, field, "5")
    np.testing.assert_array_equal(field, before)

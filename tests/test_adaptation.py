from __future__ import annotations

import numpy as np
import pytest

from recognizer.network.adaptation import (
    MAX_SHOWN,
    MIN_COSINE,
    WEIGHT_NATS,
    Adaptation,
    FloatArray,
    closeness,
)

SIZE, COUNT = 96, 11
RANDOM = np.random.default_rng(5)
SEVEN, ONE, OTHER = RANDOM.normal(size=(3, SIZE)).astype(np.float32)


def near(embedding: FloatArray, cosine: float) -> FloatArray:
    """Return an embedding at that cosine from another."""
    along = embedding / np.linalg.norm(embedding)
    across = OTHER - (OTHER @ along) * along
    side = np.sqrt(1 - cosine**2) * across / np.linalg.norm(across)
    return np.asarray(cosine * along + side, np.float32)


def taught(*pairs: tuple[FloatArray, int]) -> Adaptation:
    return Adaptation(np.array([each for each, _ in pairs]), [place for _, place in pairs])


def shift_of(adaptation: Adaptation, embedding: FloatArray) -> FloatArray:
    (shift,) = adaptation.shift(embedding[None], COUNT)
    return shift


def test_the_same_again_gets_the_whole_weight_for_its_label_and_nothing_for_others() -> None:
    shift = shift_of(taught((SEVEN, 1)), SEVEN)
    assert shift[1] == pytest.approx(WEIGHT_NATS, rel=1e-4)
    assert not np.delete(shift, 1).any()


@pytest.mark.parametrize("length", [1e-3, 7.0, 1e4])
def test_only_the_direction_of_an_embedding_counts(length: float) -> None:
    assert shift_of(taught((SEVEN, 1)), length * SEVEN)[1] == pytest.approx(WEIGHT_NATS, rel=1e-4)


def test_what_is_far_from_every_example_is_left_alone() -> None:
    assert not shift_of(taught((SEVEN, 1), (ONE, 3)), near(SEVEN, MIN_COSINE - 0.01)).any()


def test_the_closer_the_more() -> None:
    shifts = [shift_of(taught((SEVEN, 1)), near(SEVEN, c))[1] for c in (0.8, 0.85, 0.9, 0.95, 1.0)]
    assert shifts == sorted(shifts)
    assert shifts[0] == pytest.approx(0, abs=1e-3)
    assert shifts[2] == pytest.approx(WEIGHT_NATS / 2, rel=1e-3)


def test_what_is_repeated_counts_for_more_up_to_a_bound() -> None:
    closeness = [(0.9,), (0.9, 0.95), (0.9, 1.0), (1.0, 1.0), (1.0, 1.0, 0.9), (1.0,) * 50]
    shown = [shift_of(taught(*[(near(SEVEN, c), 1) for c in each]), SEVEN)[1] for each in closeness]
    np.testing.assert_allclose(
        np.array(shown) / WEIGHT_NATS, [0.5, 1.25, 1.5, MAX_SHOWN, MAX_SHOWN, MAX_SHOWN], atol=1e-3
    )


def test_each_label_is_moved_by_its_own_examples() -> None:
    mixed = taught((SEVEN, 7), (near(SEVEN, 0.95), 1), (SEVEN, 10), (near(SEVEN, 0.9), 7))
    shift = shift_of(mixed, SEVEN)
    assert shift[7] == pytest.approx(1.5 * WEIGHT_NATS, rel=1e-3)
    assert shift[10] == pytest.approx(WEIGHT_NATS, rel=1e-3)
    assert shift[1] == pytest.approx(0.75 * WEIGHT_NATS, rel=1e-3)
    assert np.count_nonzero(shift) == 3


def test_an_example_of_none_says_nothing_to_a_model_that_knows_no_none() -> None:
    assert not taught((SEVEN, 10)).shift(SEVEN[None], 10).any()


def test_many_are_moved_as_each_alone() -> None:
    adaptation = taught((SEVEN, 1), (ONE, 1), (OTHER, 4))
    asked = np.array([SEVEN, near(ONE, 0.9), OTHER, near(SEVEN, 0.5)], np.float32)
    together = adaptation.shift(asked, COUNT)
    assert together.shape == (4, COUNT)
    for embedding, shift in zip(asked, together, strict=True):
        np.testing.assert_allclose(shift_of(adaptation, embedding), shift, atol=1e-5)


def test_closeness_is_told_for_each_example_in_their_order() -> None:
    close = closeness(SEVEN[None], np.array([ONE, SEVEN, near(SEVEN, 0.9)], np.float32))
    assert close.shape == (1, 3)
    np.testing.assert_allclose(close[0], [0, 1, 0.5], atol=1e-3)


def test_an_embedding_of_zeros_is_close_to_nothing() -> None:
    zeros = np.zeros(SIZE, np.float32)
    assert not shift_of(taught((SEVEN, 1), (zeros, 2)), zeros).any()

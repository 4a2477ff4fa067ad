"""What two views say is put together, and can be taken apart again."""

from __future__ import annotations

import numpy as np
import pytest

from recognizer.network.card import PathCard
from recognizer.network.classifier import softmax
from recognizer.network.pooling import halved, log_softmax, parted, pooled

CARD = PathCard(1, weight=0.6, picture_weight=0.5, embedding_size=1, sha256="")
RANDOM = np.random.default_rng(5)
PICTURE = RANDOM.normal(0, 6, (50, 94)).astype(np.float32)
PATH = RANDOM.normal(0, 12, (50, 94)).astype(np.float32)


def test_two_views_that_say_the_same_with_half_the_weight_each_say_it_together() -> None:
    card = PathCard(1, 0.5, 0.5, 1, "")
    pool = pooled(PICTURE, log_softmax(PICTURE), card, 1.0)
    assert softmax(pool) == pytest.approx(softmax(PICTURE), abs=1e-6)


def test_the_view_with_more_weight_prevails() -> None:
    seven, one = np.log(np.array([[[0.9, 0.1]], [[0.1, 0.9]]], np.float32))
    for weight, best in ((0.4, 0), (0.6, 1)):
        card = PathCard(1, weight, 1 - weight, 1, "")
        assert pooled(seven, halved(one), card, 1.0).argmax() == best


@pytest.mark.parametrize("temperature", [0.5, 1.0, 1.7])
def test_apart_again_the_picture_says_what_it_said(temperature: float) -> None:
    by_path = halved(PATH)
    pool = pooled(PICTURE, by_path, CARD, temperature)
    again = parted(pool, by_path, CARD, temperature)
    assert log_softmax(again) == pytest.approx(log_softmax(PICTURE), abs=1e-3)


def test_what_is_kept_of_the_path_loses_nothing_in_half_the_memory() -> None:
    kept = halved(PATH).astype(np.float16)
    assert np.array_equal(kept.astype(np.float32), halved(PATH))
    assert softmax(kept.astype(np.float32)) == pytest.approx(softmax(PATH), abs=1e-3)


def test_what_no_path_can_be_stays_a_number() -> None:
    never = halved(np.array([[0.0, -1e30]], np.float32))
    assert np.isfinite(never.astype(np.float16)).all()
    assert np.isfinite(pooled(PICTURE[:1, :2], never, CARD, 1.0)).all()


def test_a_picture_without_weight_says_nothing_apart() -> None:
    card = PathCard(1, 1.0, 0.0, 1, "")
    by_path = halved(PATH)
    chances = softmax(parted(pooled(PICTURE, by_path, card, 1.0), by_path, card, 1.0))
    assert chances == pytest.approx(1 / 94, abs=0.01)

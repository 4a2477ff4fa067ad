"""What is none of the symbols: its logit, and how sure a model is that it sees one at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import copy_model
from strokes import DIGITS, GRID

from recognizer.network.classifier import (
    BRACKET_NATS,
    BRACKETS,
    OTHER_NATS,
    Classifier,
    knownness,
    softmax,
)
from recognizer.network.preprocess import preprocess_ink

Fields = npt.NDArray[np.float32]

FIELDS: Fields = np.stack([preprocess_ink(ink) for ink in DIGITS.values()])


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def all_labels(folder: Path, **changes: Any) -> Path:
    """Copy the shipped model as one that gives no logit but those of its labels."""
    card = Classifier().card
    labels = [*card.labels, *["none"] * card.outlier_logit]
    return copy_model(folder, **{"labels": labels, "outlier_logit": False} | changes)


def knowing_none(folder: Path) -> tuple[Path, Fields]:
    """Copy the shipped model as one whose last logit stands for none of its labels.

    If it has no such logit, that of the 9 is called so. The field (28, 28) shows such a thing.
    """
    if Classifier().card.outlier_logit:
        return copy_model(folder), preprocess_ink(GRID)
    return copy_model(folder, labels=list("012345678"), outlier_logit=True), FIELDS[9]


@pytest.mark.parametrize("field", FIELDS, ids=list(DIGITS))
@pytest.mark.parametrize("make", [knowing_none, all_labels])
def test_confidences_are_the_softmax_over_the_symbols_alone(
    tmp_path: Path, make: Callable[[Path], Any], field: Fields
) -> None:
    make(tmp_path)
    told = Classifier(tmp_path)
    chances = softmax(told.infer(field[None])[0][0] / np.float32(told.card.temperature))
    places = told.alphabet.places_in(told.card.labels)
    of_symbols = {each: float(chances[list(those)].sum()) for each, those in places.items()}
    whole = sum(of_symbols.values())
    given = {each.label: each.confidence for each in told.predict(field[None])[0].candidates}
    assert given == pytest.approx({each: part / whole for each, part in of_symbols.items()}, 1e-5)
    assert sum(given.values()) == pytest.approx(1, abs=1e-5)


def test_what_the_last_logit_stands_for_is_no_digit_but_has_a_likeliest_one(
    tmp_path: Path,
) -> None:
    folder, none = knowing_none(tmp_path)
    told = Classifier(folder)
    prediction = told.predict(none[None])[0]
    assert (prediction.knownness < 0.5, prediction.is_known) == (True, False)
    assert sorted(each.label for each in prediction.candidates) == list(told.alphabet.symbols)
    assert sum(each.confidence for each in prediction.candidates) == pytest.approx(1, abs=1e-5)


def test_a_label_passes_where_the_last_logit_stands_for_none(tmp_path: Path) -> None:
    seven = Classifier(knowing_none(tmp_path)[0]).predict(FIELDS[7:8])[0]
    assert (seven.best.label, seven.is_known) == ("7", True)


def test_a_card_that_says_nothing_of_it_promises_no_logit_for_none(tmp_path: Path) -> None:
    assert not Classifier(all_labels(tmp_path, outlier_logit=None)).card.outlier_logit


def test_a_model_gives_a_logit_for_each_label(tmp_path: Path) -> None:
    card = Classifier(all_labels(tmp_path)).card
    assert (card.outlier_logit, card.logit_count) == (False, len(card.labels))


def test_a_model_may_give_one_logit_more(tmp_path: Path) -> None:
    card = Classifier(knowing_none(tmp_path)[0]).card
    assert (card.outlier_logit, card.logit_count) == (True, len(card.labels) + 1)


def test_a_prediction_says_how_sure_it_is_of_a_digit_at_all(classifier: Classifier) -> None:
    """Labels that are no digits are less likely than in training, but not what is none of them."""
    card, (logits, _) = classifier.card, classifier.infer(FIELDS)
    others = [k for k in range(len(card.labels)) if k not in classifier.used]
    nats = [BRACKET_NATS if card.labels[k] in BRACKETS else OTHER_NATS for k in others]
    logits[:, others] -= np.array(nats) * card.temperature
    sure = knownness(logits, classifier.used, card.temperature)
    assert [each.knownness for each in classifier.predict(FIELDS)] == pytest.approx(sure.tolist())


def test_a_digit_is_what_is_sure_enough(classifier: Classifier) -> None:
    threshold = classifier.card.reject_below
    noise = np.random.default_rng(0).random((20, 28, 28), np.float32)
    predictions = classifier.predict(np.concatenate([FIELDS, noise]))
    assert [each.is_known for each in predictions] == [
        each.knownness >= threshold for each in predictions
    ]


def test_what_just_reaches_the_threshold_is_a_digit(tmp_path: Path) -> None:
    threshold = Classifier(copy_model(tmp_path, temperature=8.0)).predict(FIELDS[:1])[0].knownness
    at = Classifier(copy_model(tmp_path, temperature=8.0, reject_below=threshold))
    above = Classifier(copy_model(tmp_path, temperature=8.0, reject_below=threshold + 1e-6))
    assert at.predict(FIELDS[:1])[0].is_known
    assert not above.predict(FIELDS[:1])[0].is_known


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_with_no_logit_for_none_digitness_is_the_best_confidence(temperature: float) -> None:
    logits = np.random.default_rng(0).normal(0, 3, (9, 10)).astype(np.float32)
    best = softmax(logits / np.float32(temperature)).max(axis=1)
    assert knownness(logits, range(10), temperature).tolist() == best.tolist()


@given(none=st.floats(1e-4, 0.9999), part=st.floats(1e-4, 0.9999), temperature=st.floats(0.5, 3))
def test_with_a_logit_for_none_digitness_is_all_but_its_chance_whichever_digit_it_may_be(
    none: float, part: float, temperature: float
) -> None:
    chances = [part * (1 - none), (1 - part) * (1 - none), none]
    logits = np.float32(temperature) * np.log(np.array([chances], np.float32))
    assert knownness(logits, range(2), temperature).tolist() == pytest.approx([1 - none], abs=1e-6)


def test_digitness_is_never_more_than_one() -> None:
    logits = np.random.default_rng(0).normal(0, 3, (5000, 11)).astype(np.float32)
    logits[:, 10] = -99
    sure = knownness(logits, range(10), 1.0)
    assert sure.max() == 1
    assert sure.min() > 0.999


def test_the_likelier_none_is_the_less_is_it_a_digit() -> None:
    logits = np.zeros((30, 11), np.float32)
    logits[:, 3], logits[:, 10] = 4, np.linspace(-9, 9, 30)
    assert (np.diff(knownness(logits, range(10), 1.0)) < 0).all()


def test_digitness_of_nothing_is_empty() -> None:
    assert knownness(np.zeros((0, 11), np.float32), range(10), 1.0).shape == (0,)

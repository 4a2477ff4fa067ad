"""A label of a network that stands for several symbols: a bar may be a large I or a small l."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import copy_model, labels_for
from strokes import DIGITS as INKS

from recognizer import Reader
from recognizer.network.adaptation import Adaptation
from recognizer.network.alphabet import NONE, Alphabet
from recognizer.network.classifier import OTHER_NATS, Classifier, Prediction
from recognizer.network.preprocess import preprocess_ink
from recognizer.network.saliency import occlusion

NAMES = ("O", "|", "L", "I", "l", "1", "i", "C", "7")
"""What the digits of the shipped network are called here: a 1 is a bar."""
LETTERS: dict[str, Any] = {
    "name": "letters",
    "symbols": ["C", "I", "L", "O"],
    "stand_ins": {"I": "i1|", "L": "l|1", "C": "c"},
    "one": "letter",
    "many": "letters",
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return model_of(tmp_path_factory.mktemp("model"), LETTERS)


def model_of(folder: Path, alphabet: dict[str, Any]) -> Path:
    return copy_model(folder, labels=labels_for(NAMES), alphabets=[alphabet], temperature=1.0)


def judged(model: Path, chances: dict[str, float], taught: str | None = None) -> Prediction:
    """Return the prediction of a network that gives such `chances` to labels, the others none.

    The same may have been taught as a symbol.
    """
    classifier = Classifier(model)
    logits = np.full((1, classifier.card.logit_count), -300.0, np.float32)
    for label, chance in chances.items():
        logits[0, classifier.card.labels.index(label)] = np.log(chance)
    embeddings = np.ones((1, 8), np.float32)
    if taught:
        classifier.adaptation = Adaptation(embeddings, [classifier.place_of(taught)])
    (prediction,) = classifier.judge(logits, embeddings)
    return prediction


def confidences(prediction: Prediction) -> dict[str, float]:
    return {each.label: each.confidence for each in prediction.candidates}


def test_it_is_divided_as_the_labels_of_each_symbol_alone_say(model: Path) -> None:
    told = judged(model, {"|": 0.4, "1": 0.2, "L": 0.01, "l": 0.2, "I": 0.04, "i": 0.03, "O": 0.12})
    parts = {"L": 0.21 + 0.6 * 0.75, "I": 0.07 + 0.6 * 0.25, "O": 0.12, "C": 0}
    assert confidences(told) == pytest.approx(parts, abs=1e-6)
    assert told.best.label == "L"


def test_it_counts_for_what_is_one_of_the_symbols(model: Path) -> None:
    told = judged(model, {"|": 0.7, "l": 0.1, "I": 0.05, "7": 0.15})
    assert told.knownness == pytest.approx(0.85 / (0.85 + 0.15 * np.exp(-OTHER_NATS)))
    assert told.is_known


def test_where_nothing_tells_its_symbols_apart_each_has_the_same_part(model: Path) -> None:
    told = confidences(judged(model, {"1": 1.0}))
    assert told == pytest.approx({"I": 0.5, "L": 0.5, "O": 0, "C": 0})


def test_each_is_divided_between_its_own_symbols(tmp_path: Path) -> None:
    model = model_of(tmp_path, LETTERS | {"stand_ins": {"I": "1", "L": "1|", "O": "|"}})
    told = judged(model, {"I": 0.2, "L": 0.1, "O": 0.1, "1": 0.3, "|": 0.3})
    parts = {"I": 0.2 + 0.2, "L": 0.1 + 0.1 + 0.15, "O": 0.1 + 0.15, "C": 0}
    assert confidences(told) == pytest.approx(parts)


def test_it_stands_for_those_symbols_only_that_the_network_knows() -> None:
    alphabet = Alphabet.from_record(LETTERS)
    assert alphabet.places_in("I1|iLl") == {"I": (0, 3), "L": (4, 5)}
    assert alphabet.shared_in("I1|iLl") == {1: ("I", "L"), 2: ("I", "L")}
    assert alphabet.shared_in("Li1") == {2: ("I", "L")}
    assert alphabet.shared_in("1OI") == {0: ("I",)}
    assert (alphabet.places_in("1O"), alphabet.shared_in("1O")) == ({"O": (1,)}, {})


def test_what_looks_like_it_is_read_as_one_of_its_symbols(model: Path) -> None:
    symbol = Reader(model).read_digit(INKS["1"]).only
    assert symbol is not None
    assert (symbol.is_known, symbol.best in "IL") == (True, True)
    assert sum(each.confidence for each in symbol.candidates) == pytest.approx(1)


def test_a_lesson_tells_for_which_of_its_symbols_it_stands(model: Path) -> None:
    bar = {"|": 0.9, "l": 0.07, "I": 0.03}
    assert judged(model, bar).best.label == "L"
    assert judged(model, bar, taught="I").best.label == "I"


def test_the_heat_of_each_of_its_symbols_is_about_it_too(model: Path) -> None:
    classifier = Classifier(model)
    labels = classifier.card.labels
    places = {each: [labels[k] for k in classifier.places_of(each)] for each in "ILO"}
    assert places == {"I": [*"Ii|1"], "L": [*"Ll|1"], "O": ["O"]}
    assert not {*"Ii|1LlO"} & {labels[k] for k in classifier.places_of(NONE) if k < len(labels)}
    assert occlusion(classifier, preprocess_ink(INKS["1"]), "L").max() == pytest.approx(1)

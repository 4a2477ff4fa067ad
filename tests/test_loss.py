"""The loss that asks a network what the app asks: which label, and which symbol of an alphabet."""

from __future__ import annotations

import json
from typing import Any

import pytest
from making import run_python

pytestmark = pytest.mark.tensorflow

KERAS_SAYS = """
import json
import numpy as np
from recognizer.training.data.characters import LABELS, NONE_PLACE
from recognizer.training.model.loss import AskedLoss

def loss(label, **probabilities):
    "Return the loss of `label`; labels that are not named share the rest."
    names = {"none": NONE_PLACE, **{each: place for place, each in enumerate(LABELS)}}
    rest = 1 - sum(probabilities.values())
    p = np.full(NONE_PLACE + 1, rest / (NONE_PLACE + 1 - len(probabilities)))
    for name, share in probabilities.items():
        p[names[name]] = share
    return float(AskedLoss()(np.array([names[label]]), np.log(p)[None].astype(np.float32)))

print(json.dumps({
    "0 as O": loss("0", O=0.99), "0 as q": loss("0", q=0.99),
    "0 half O": loss("0", **{"0": 0.5, "O": 0.49999}), "O half o": loss("O", O=0.5, o=0.49999),
    "z as Z": loss("z", Z=0.5, z=0.49999),
    "times as x": loss("\\u00d7", x=0.5, **{"\\u00d7": 0.49999}),
    "l as bar": loss("l", l=0.5, **{"|": 0.49999}), "I as 1": loss("I", I=0.5, **{"1": 0.49999}),
    "l as I": loss("l", l=0.5, I=0.49999),
    "question": loss("?", **{"?": 0.5}), "none": loss("none", none=0.5),
    "sure": loss("7", **{"7": 0.999999}),
}))
"""
LN_2 = 0.693


@pytest.fixture(scope="module")
def losses() -> dict[str, Any]:
    """What Keras says of some characters and probabilities."""
    done = run_python("-c", KERAS_SAYS, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("case", ["0 half O", "O half o", "z as Z", "times as x"])
def test_labels_that_stand_for_one_symbol_cost_only_as_labels(
    losses: dict[str, Any], case: str
) -> None:
    assert losses[case] == pytest.approx(LN_2, abs=0.01)


@pytest.mark.parametrize("case", ["l as bar", "I as 1"])
def test_a_label_that_stands_for_several_symbols_costs_only_as_a_label(
    losses: dict[str, Any], case: str
) -> None:
    assert losses[case] == pytest.approx(LN_2, abs=0.01)


def test_two_symbols_that_are_not_told_apart_cost_twice(losses: dict[str, Any]) -> None:
    assert losses["l as I"] == pytest.approx(2 * LN_2, abs=0.01)


@pytest.mark.parametrize("case", ["question", "none"])
def test_what_is_in_no_alphabet_is_asked_twice_among_all(losses: dict[str, Any], case: str) -> None:
    assert losses[case] == pytest.approx(2 * LN_2, abs=0.01)


def test_a_letter_that_no_digit_looks_like_costs_more_than_one_that_stands_for_it(
    losses: dict[str, Any],
) -> None:
    assert losses["0 as q"] > losses["0 as O"] + 1


def test_a_sure_right_answer_costs_nothing(losses: dict[str, Any]) -> None:
    assert losses["sure"] == pytest.approx(0.0, abs=0.001)

"""The networks by name: how large they are, and what they take and give."""

from __future__ import annotations

import json
from typing import Any

import pytest
from making import run_python

from recognizer.resources import models_dir
from recognizer.training.others.classicrecipes import CLASSICS

pytestmark = pytest.mark.tensorflow

KERAS_SAYS = """
import json
from recognizer.training.model.networks import multiply_accumulates
from recognizer.training.others.classics import NETWORKS

def say(network):
    model = network.build()
    return {
        "promised": network.parameters,
        "parameters": model.count_params(),
        "multiply_accumulates": multiply_accumulates(model),
        "shapes": [list(model.input_shape), list(model.output_shape)],
        "layers": [type(layer).__name__ for layer in model.layers],
    }

print(json.dumps({name: say(network) for name, network in NETWORKS.items()}))
"""


@pytest.fixture(scope="module")
def networks() -> dict[str, Any]:
    """What Keras says of each network, by name."""
    done = run_python("-c", KERAS_SAYS, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_registry_names_ours_and_every_classic(networks: dict[str, Any]) -> None:
    assert list(networks) == ["digits", *CLASSICS]


@pytest.mark.parametrize("name", ["digits", *CLASSICS])
def test_a_network_has_as_many_parameters_as_the_registry_says(
    networks: dict[str, Any], name: str
) -> None:
    assert networks[name]["parameters"] == networks[name]["promised"]


@pytest.mark.parametrize("name", ["digits", *CLASSICS])
def test_a_network_takes_fields_and_gives_a_number_for_each_digit(
    networks: dict[str, Any], name: str
) -> None:
    """Ours gives one more: for what is no digit."""
    numbers = 11 if name == "digits" else 10
    assert networks[name]["shapes"] == [[None, 28, 28, 1], [None, numbers]]


def test_ours_is_the_shipped_network(networks: dict[str, Any]) -> None:
    shipped = json.loads((models_dir() / "digits.json").read_text(encoding="utf-8"))["network"]
    built = networks["digits"]
    assert {key: built[key] for key in ("parameters", "multiply_accumulates")} == shipped


def test_ours_is_small(networks: dict[str, Any]) -> None:
    assert networks["digits"]["parameters"] == 158_435
    assert networks["digits"]["multiply_accumulates"] <= 20_000_000


def test_conv_small_has_exactly_the_parameters_its_source_counts(networks: dict[str, Any]) -> None:
    assert networks["conv-small"]["parameters"] == 34_826


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("dense", "Flatten Dense Dense Dense"),
        ("conv-small", "Conv2D MaxPooling2D Conv2D MaxPooling2D Flatten Dropout Dense"),
        ("conv-wide", "Conv2D Conv2D MaxPooling2D Dropout Flatten Dense Dropout Dense"),
        ("conv-flat", "Conv2D Conv2D Flatten Dense"),
    ],
)
def test_a_classic_has_the_layers_of_its_source(
    networks: dict[str, Any], name: str, layers: str
) -> None:
    assert networks[name]["layers"] == layers.split()

"""The networks by name: how large they are, and what they take and give."""

from __future__ import annotations

import json
from typing import Any

import pytest
from making import run_python

from recognizer.training.others.classicrecipes import CLASSICS

pytestmark = pytest.mark.tensorflow

KERAS_SAYS = """
import json
from recognizer.training.model.networks import (
    EMBEDDING, build_paths, build_pictures, multiply_accumulates, with_embedding,
)
from recognizer.training.others.classics import NETWORKS

def say(model, promised=None):
    return {
        "promised": promised,
        "parameters": model.count_params(),
        "multiply_accumulates": multiply_accumulates(model),
        "shapes": [list(model.input_shape), list(model.output_shape)],
        "layers": [type(layer).__name__ for layer in model.layers],
    }

said = {name: say(each.build(), each.parameters) for name, each in NETWORKS.items()}
ours = {"picture": build_pictures(106), "path": build_paths(106), "ten": build_pictures(10)}
for name, model in ours.items():
    both = with_embedding(model)
    said[name] = {**say(model), "outputs": [list(each.shape) for each in both.outputs]}
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def networks() -> dict[str, Any]:
    """What Keras says of each network, by name."""
    done = run_python("-c", KERAS_SAYS, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_the_registry_names_every_classic(networks: dict[str, Any]) -> None:
    assert list(networks) == [*CLASSICS, "picture", "path", "ten"]


@pytest.mark.parametrize("name", CLASSICS)
def test_a_network_has_as_many_parameters_as_the_registry_says(
    networks: dict[str, Any], name: str
) -> None:
    assert networks[name]["parameters"] == networks[name]["promised"]


@pytest.mark.parametrize("name", CLASSICS)
def test_a_classic_takes_fields_and_gives_a_number_for_each_digit(
    networks: dict[str, Any], name: str
) -> None:
    assert networks[name]["shapes"] == [[None, 28, 28, 1], [None, 10]]


def test_ours_take_fields_and_paths_and_give_a_number_for_each_class(
    networks: dict[str, Any],
) -> None:
    assert networks["picture"]["shapes"] == [[None, 28, 28, 1], [None, 106]]
    assert networks["path"]["shapes"] == [[None, 64, 7], [None, 106]]
    assert networks["ten"]["shapes"] == [[None, 28, 28, 1], [None, 10]]


def test_what_ours_see_can_be_compared_by_what_they_make_of_it(networks: dict[str, Any]) -> None:
    assert networks["picture"]["outputs"] == [[None, 106], [None, 96]]
    assert networks["path"]["outputs"] == [[None, 106], [None, 384]]


def test_ours_are_small(networks: dict[str, Any]) -> None:
    sizes = {name: networks[name]["parameters"] for name in ("picture", "path")}
    assert sizes == {"picture": 167_650, "path": 412_458}
    assert networks["picture"]["multiply_accumulates"] == 12_673_344
    assert networks["path"]["multiply_accumulates"] == 6_082_304


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

"""Training with a network of one's own, and what keeps a good model safe."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from making import run_python
from trainingruns import TRAIN, checkpoints, last_line, places, run_keras

from recognizer.network.classifier import Classifier
from recognizer.training.data.characters import INK_FILES, NONE_PLACE
from recognizer.training.model.modelfolder import CARD

MINE = """
import keras
from keras import layers

def build(classes):
    field = keras.Input((28, 28, 1))
    x = layers.Flatten()(layers.AveragePooling2D(4)(field))
    x = layers.Dense(12, activation="relu", name="embedding")(x)
    return keras.Model(field, layers.Dense(classes)(x))

def nameless(classes):
    return keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten(), layers.Dense(classes)])

def flat(classes):
    given = keras.Input((784,))
    x = layers.Dense(12, name="embedding")(given)
    return keras.Model(given, layers.Dense(classes)(x))
"""

BUILD = """
import json, sys
from recognizer.errors import ModelError
from recognizer.training.model.networks import build_given

sys.path.append(sys.argv[1])
said = {}
for name in sys.argv[2:]:
    try:
        build_given(name, 106)
    except ModelError as error:
        said[name] = str(error)
print(json.dumps(said))
"""
UNFIT = {
    "mine:nothing": "nothing",
    "nowhere:build": "nowhere",
    "mine:nameless": "embedding",
    "mine:flat": "784",
}
"""What does not fit, and a word of what is said of it."""


def train_in(folder: Path, data: Path, *options: object) -> subprocess.CompletedProcess[str]:
    """Run scripts/train.py for one epoch in `folder`, where mine.py lies."""
    (folder / "mine.py").write_text(MINE)
    short = ["--epochs", 1, "--calm-epochs", 0]
    command = [TRAIN, *places(data, folder), *short, *options]
    return run_python(*command, timeout=600, cwd=folder)


@pytest.mark.tensorflow
def test_a_network_of_ones_own_learns_to_see_pictures(data: Path, tmp_path: Path) -> None:
    done = train_in(tmp_path, data, "--network", "mine:build")
    assert done.returncode == 0, done.stderr
    card = Classifier(tmp_path / "models").card
    assert card.embedding_size == 12
    assert card.record["training"]["network"] == "mine:build"
    own = 49 * 12 + 12 + 13 * (NONE_PLACE + 1)
    assert card.record["network"]["picture"]["parameters"] == own


@pytest.mark.tensorflow
def test_a_network_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(MINE)
    said = json.loads(run_keras(BUILD, tmp_path, *UNFIT).splitlines()[-1])
    assert all(text.startswith(f"--network {name}: ") for name, text in said.items())
    assert all(why in said[name] for name, why in UNFIT.items())


@pytest.mark.tensorflow
def test_it_is_refused_before_the_training(data: Path, tmp_path: Path) -> None:
    done = train_in(tmp_path, data, "--network", "mine:nothing")
    assert done.returncode == 2
    assert last_line(done.stderr).startswith("train.py: --network mine:nothing: ")
    assert not checkpoints(tmp_path)


@pytest.mark.parametrize("name", ["mine", "mine:", "a:b:c", "mine.py:build()"])
def test_what_names_no_network_is_refused(data: Path, tmp_path: Path, name: str) -> None:
    done = train_in(tmp_path, data, "--network", name)
    assert done.returncode == 2
    assert "is none of digits" in last_line(done.stderr)


@pytest.mark.tensorflow
def test_a_worse_model_does_not_take_the_place_of_a_better_one(data: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    sets = [each.measured for each in INK_FILES if each.measured]
    better = json.dumps({"accuracy": dict.fromkeys(sets, 1.0)})
    (models / CARD).write_text(better)
    done = train_in(tmp_path, data)
    assert done.returncode == 2
    assert "the model there stays" in last_line(done.stderr)
    assert [each.name for each in models.iterdir()] == [CARD]
    assert (models / CARD).read_text() == better
    done = train_in(tmp_path, data, "--out", tmp_path / "beside")
    assert done.returncode == 0, done.stderr
    assert "epoch 1" not in done.stdout, "what was learned is kept"
    assert Classifier(tmp_path / "beside").card.name == "digits"


def test_missing_data_names_what_fetches_it(tmp_path: Path) -> None:
    done = train_in(tmp_path, tmp_path / "nowhere")
    assert done.returncode == 2
    assert "fetch_data.py" in last_line(done.stderr)

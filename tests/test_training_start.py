"""A training that begins with the weights of another model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from trainingruns import checkpoints, last_line, run_keras, train

from recognizer.network.classifier import Classifier
from recognizer.resources import models_dir

pytestmark = pytest.mark.tensorflow

TAKE_WEIGHTS = """
import json, sys
from pathlib import Path
import numpy as np
from recognizer.errors import DataError
from recognizer.resources import models_dir
from recognizer.training.model.fit import take_weights
from recognizer.training.model.networks import build_digits
from recognizer.training.others.classics import NETWORKS

folder = Path(sys.argv[1])
shipped = json.loads((models_dir() / "digits.json").read_text())
fields = np.random.default_rng(5).random((3, 28, 28, 1), np.float32)
starts = {
    "eleven": build_digits(),
    "ten": build_digits(10),
    "twelve": build_digits(12),
    "wide": build_digits(width=32),
    "dense": NETWORKS["dense"].build(),
}
for name, network in starts.items():
    (folder / name).mkdir()
    network.save(folder / name / "digits.keras")
    card = shipped | {"outlier_logit": name != "ten"}
    (folder / name / "digits.json").write_text(json.dumps(card))
backwards = {"labels": shipped["labels"][::-1], "outlier_logit": False}
(folder / "backwards").mkdir()
starts["ten"].save(folder / "backwards" / "digits.keras")
(folder / "backwards" / "digits.json").write_text(json.dumps(shipped | backwards))
(folder / "garbage").mkdir()
(folder / "garbage" / "digits.keras").write_text("no model")
said = {"refused": {}}

def logits(network):
    return network.predict(fields, verbose=0)

model = build_digits()
take_weights(model, folder / "eleven")
said["same as eleven"] = bool(np.allclose(logits(model), logits(starts["eleven"]), atol=1e-5))
model = build_digits()
none = [weights[..., 10:] for weights in model.get_weights()[-2:]]
take_weights(model, folder / "ten")
after = [weights[..., 10:] for weights in model.get_weights()[-2:]]
digits = logits(model)[:, :10]
said["digits as ten"] = bool(np.allclose(digits, logits(starts["ten"]), atol=1e-5))
model = build_digits()
take_weights(model, folder / "backwards")
same = np.allclose(logits(model)[:, 9::-1], logits(starts["ten"]), atol=1e-5)
said["digits by their labels"] = bool(same)
said["none as before"] = all(map(np.array_equal, none, after))
before = model.get_weights()
for name in ("twelve", "wide", "dense", "garbage", "nowhere"):
    try:
        take_weights(model, folder / name)
    except DataError as error:
        said["refused"][name] = str(error)
said["untouched"] = all(map(np.array_equal, before, model.get_weights()))
print(json.dumps(said))
"""


@pytest.mark.slow
def test_a_run_without_epochs_publishes_the_model_it_begins_with(
    data: Path, tmp_path: Path
) -> None:
    done = train(data, tmp_path, "--epochs", 0, "--calm-epochs", 0, "--start", models_dir())
    assert done.returncode == 0, done.stderr
    fields = np.random.default_rng(5).random((3, 28, 28), np.float32)
    same, first = (
        Classifier(each).infer(fields)[0] for each in (tmp_path / "models", models_dir())
    )
    assert np.allclose(same, first, atol=1e-4)


@pytest.mark.slow
def test_a_run_may_begin_with_another_model(data: Path, tmp_path: Path) -> None:
    """One calm epoch on a few images spoils little; from random weights it would read nothing."""
    start = models_dir()
    done = train(data, tmp_path, "--epochs", 0, "--calm-epochs", 1, "--start", start)
    assert done.returncode == 0, done.stderr
    begun = Classifier(tmp_path / "models").card.record
    digest = hashlib.sha256((start / "digits.keras").read_bytes()).hexdigest()
    assert begun["training"]["start"] == digest
    assert min(begun["accuracy"].values()) >= 0.8


@pytest.mark.parametrize("place", ["nowhere", "digits.keras"])
def test_a_start_that_is_no_model_folder_is_told_in_one_line(
    data: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "digits.keras").touch()
    done = train(data, tmp_path, "--start", tmp_path / place)
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).startswith(f"train.py: {tmp_path / place}: ")
    assert "Traceback" not in done.stderr
    assert not checkpoints(tmp_path)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What becomes of our network when it is given the weights of others."""
    folder = tmp_path_factory.mktemp("starts")
    return dict(json.loads(run_keras(TAKE_WEIGHTS, folder)))


def test_weights_are_taken_as_they_are(taken: dict[str, Any]) -> None:
    assert taken["same as eleven"]


def test_a_network_of_ten_digits_becomes_one_that_also_knows_what_is_none(
    taken: dict[str, Any],
) -> None:
    assert taken["digits as ten"]
    assert taken["digits by their labels"]
    assert taken["none as before"]


@pytest.mark.parametrize("name", ["twelve", "wide", "dense", "garbage", "nowhere"])
def test_weights_of_another_kind_are_refused_in_one_line(taken: dict[str, Any], name: str) -> None:
    message = taken["refused"][name]
    assert f"/{name}: " in message
    assert "\n" not in message


def test_a_refused_start_leaves_the_network_as_it_was(taken: dict[str, Any]) -> None:
    assert taken["untouched"]

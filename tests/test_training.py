"""A training from beginning to end, on a handful of images.

Keras runs in processes of its own: TensorFlow and pygame do not share one gladly.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import run_python
from trainingruns import TRAIN, checkpoints, epochs_finished, last_line, run_keras, train

from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import PREPROCESSING_VERSION
from recognizer.pictures.decode import load_picture
from recognizer.training.epochlog import read_epoch_log

pytestmark = pytest.mark.tensorflow

KERAS_SAYS = """
import json, sys
import keras, numpy as np
from recognizer.training.model.networks import with_embedding

fields = np.load(sys.argv[2])
model = keras.models.load_model(sys.argv[1])
logits, embedding = with_embedding(model).predict(fields[..., None], verbose=0)
print(json.dumps({
    "parameters": model.count_params(),
    "compiled": bool(model.compiled),
    "logits": logits.tolist(),
    "embedding": embedding.tolist(),
}))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the model of `trained` and its checkpoint lie."""
    return tmp_path_factory.mktemp("trained")


@pytest.fixture(scope="module")
def trained(data: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A run of two epochs, one of each kind, from beginning to end."""
    done = train(data, folder, "--epochs", 1, "--calm-epochs", 1)
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def models(trained: subprocess.CompletedProcess[str], folder: Path) -> Path:
    """The folder that holds the trained model."""
    assert trained.returncode == 0
    return folder / "models"


@pytest.fixture(scope="module")
def card(models: Path) -> dict[str, Any]:
    """The card of the trained model."""
    return dict(json.loads((models / "digits.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def fields(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of fields to compare Keras and LiteRT on."""
    path = tmp_path_factory.mktemp("fields") / "fields.npy"
    np.save(path, np.random.default_rng(5).random((7, 28, 28), np.float32))
    return path


@pytest.fixture(scope="module")
def keras_says(models: Path, fields: Path) -> dict[str, Any]:
    """What Keras makes of the trained model."""
    return dict(json.loads(run_keras(KERAS_SAYS, models / "digits.keras", fields)))


def test_a_run_ends_with_three_files_and_a_small_variant(models: Path) -> None:
    names = sorted(path.name for path in models.iterdir())
    assert names == ["digits.json", "digits.keras", "digits.tflite", "small"]


def test_a_run_that_is_done_keeps_no_checkpoint(models: Path, folder: Path) -> None:
    assert models.is_dir()
    assert checkpoints(folder) == []


def test_a_run_reports_each_epoch(trained: subprocess.CompletedProcess[str]) -> None:
    assert epochs_finished(trained.stdout) == 2


def test_a_run_tells_what_it_has_measured(trained: subprocess.CompletedProcess[str]) -> None:
    for name in ("unipen-dev", "pendigits-dev", "mnist-test"):
        assert re.search(rf"^{name}: \d+\.\d\d% of 10$", trained.stdout, re.MULTILINE)


def test_the_saved_model_is_the_network_and_nothing_else(keras_says: dict[str, Any]) -> None:
    assert keras_says["parameters"] == 158_435
    assert not keras_says["compiled"]


@pytest.mark.parametrize(("position", "name"), [(0, "logits"), (1, "embedding")])
def test_litert_gives_what_keras_gives(
    models: Path, fields: Path, keras_says: dict[str, Any], position: int, name: str
) -> None:
    given = Classifier(models).infer(np.load(fields))[position]
    assert np.allclose(given, keras_says[name], atol=1e-4)


def test_the_card_says_what_the_program_must_know(card: dict[str, Any], models: Path) -> None:
    assert card["labels"] == list("0123456789")
    assert card["preprocessing"] == PREPROCESSING_VERSION
    assert 0.25 <= card["temperature"] <= 4
    assert 0 <= card["reject_below"] <= 1
    assert Classifier(models).card.record == card


def test_the_card_says_how_the_model_was_made(card: dict[str, Any]) -> None:
    training = card["training"]
    assert (training["seed"], training["epochs"]) == (1, 2)
    assert [phase["epochs"] for phase in training["phases"]] == [1, 1]
    assert training["phases"][0]["strength"] > training["phases"][1]["strength"]
    assert [source.split()[0] for source in training["data"]] == ["MNIST", "UNIPEN", "UCI", "no"]
    assert training["start"] is None
    assert re.fullmatch(r"[0-9a-f]{40}\+?|unknown", training["commit"])


def test_the_card_says_how_large_the_network_is(card: dict[str, Any]) -> None:
    assert card["network"]["parameters"] == 158_435
    assert card["network"]["multiply_accumulates"] <= 20_000_000


def test_the_card_says_what_the_model_reaches(card: dict[str, Any]) -> None:
    assert set(card["accuracy"]) == {"unipen-dev", "pendigits-dev", "mnist-test"}
    assert all(0 <= accuracy <= 1 for accuracy in card["accuracy"].values())
    assert 0 <= card["calibration_error_on_dev"] <= 1


def test_a_run_leaves_its_history(models: Path, folder: Path) -> None:
    assert models.is_dir()
    rows = read_epoch_log(folder / "report" / "history.csv")
    assert [(row.epoch, row.phase) for row in rows] == [(1, "bold"), (2, "calm")]
    assert all(row.samples > 0 and row.seconds > 0 for row in rows)


@pytest.mark.parametrize(
    "name", ["learning-curves", "confusion", "misread", "reliability", "coverage", "samples"]
)
def test_a_run_leaves_pictures(models: Path, folder: Path, name: str) -> None:
    assert models.is_dir()
    picture = load_picture(folder / "report" / f"{name}.png")
    assert min(picture.shape[:2]) > 20
    assert picture.min() < picture.max()


def test_a_run_leaves_a_report_on_each_digit(models: Path, folder: Path) -> None:
    assert models.is_dir()
    report = (folder / "report" / "report.txt").read_text(encoding="utf-8")
    assert re.findall(r"^ +(\d) +[\d.]+ ", report, re.MULTILINE) == list("0123456789")


def test_a_model_knows_what_is_no_digit(card: dict[str, Any], models: Path) -> None:
    assert card["outlier_logit"] is True
    assert Classifier(models).infer(np.zeros((1, 28, 28), np.float32))[0].shape == (1, 11)


def test_the_small_variant_is_small_and_says_nearly_the_same(models: Path, fields: Path) -> None:
    small = models / "small"
    assert sorted(path.name for path in small.iterdir()) == ["digits.json", "digits.tflite"]
    sizes = [(folder / "digits.tflite").stat().st_size for folder in (small, models)]
    assert sizes[0] < sizes[1] / 3
    given, wanted = (Classifier(each).infer(np.load(fields))[0] for each in (small, models))
    assert 0 < np.abs(given - wanted).max() < 1


def test_a_preview_shows_what_the_network_sees_and_trains_nothing(
    data: Path, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.png"
    done = train(data, tmp_path, "--preview", sheet)
    assert done.returncode == 0, done.stderr
    habits = tmp_path / "sheet-habits.png"
    assert done.stdout == f"{sheet}, {habits}: written\n"
    assert load_picture(sheet).size > 28 * 28 * 100
    assert load_picture(habits).size > 28 * 28 * 100
    assert not (tmp_path / "models").exists()


@pytest.mark.slow
def test_a_classic_is_trained_by_its_name(data: Path, tmp_path: Path) -> None:
    done = train(data, tmp_path, "--network", "conv-small", "--epochs", 1)
    assert done.returncode == 0, done.stderr
    assert Classifier(tmp_path / "models").card.record["network"]["parameters"] == 34_826


def test_a_classic_never_takes_the_place_of_the_shipped_model(data: Path) -> None:
    done = run_python(TRAIN, "--data", data, "--network", "dense")
    assert done.returncode == 2
    assert last_line(done.stderr).endswith("give --out, too; models/ is for the shipped one")


def test_missing_data_is_told_in_one_line(tmp_path: Path) -> None:
    done = train(tmp_path / "nowhere", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).startswith(f"train.py: {tmp_path / 'nowhere'}")
    assert "Traceback" not in done.stderr

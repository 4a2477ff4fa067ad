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
from making import LEARNED, run_python
from strokes import DIGITS
from trainingruns import TRAIN, checkpoints, last_line, run_keras, steps_finished, train

from recognizer import Reader
from recognizer.network.classifier import Classifier, log_softmax
from recognizer.network.path import PATH_VERSION, path_of
from recognizer.network.preprocess import PREPROCESSING_VERSION
from recognizer.pictures.decode import load_picture
from recognizer.training.data.characters import LABELS
from recognizer.training.epochlog import read_epoch_log
from recognizer.training.recipe import PATH_WEIGHT, PICTURE_WEIGHT, REJECT_BELOW

pytestmark = pytest.mark.tensorflow

KERAS_SAYS = """
import json, sys
import keras, numpy as np
from recognizer.training.model.networks import with_embedding

given = np.load(sys.argv[2])
model = keras.models.load_model(sys.argv[1])
logits, embedding = with_embedding(model).predict(given, verbose=0)
print(json.dumps({
    "parameters": model.count_params(),
    "compiled": bool(model.compiled),
    "logits": logits.tolist(),
    "embedding": embedding.tolist(),
}))
"""
SETS = ("unipen-dev", "pendigits-dev", "ipad-dev", "uji-dev", "mnist-test")
FIELDS = np.random.default_rng(5).random((7, 28, 28), np.float32)
PATHS = np.stack([path_of(DIGITS[digit]) for digit in "0123456"])


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
def keras_says(models: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What Keras makes of each of the trained networks."""
    place, said = tmp_path_factory.mktemp("given"), {}
    for name, given in (("digits.keras", FIELDS[..., None]), ("digits.path.keras", PATHS)):
        np.save(place / "given.npy", given)
        said[name] = json.loads(run_keras(KERAS_SAYS, models / name, place / "given.npy"))
    return said


def test_a_run_ends_with_two_networks_a_card_a_map_and_a_small_variant(models: Path) -> None:
    networks = [f"digits{each}" for each in (".keras", ".path.keras", ".path.tflite", ".tflite")]
    files = sorted(["digits.json", "digits.plane.json", *networks])
    assert sorted(path.name for path in models.iterdir()) == [*files, "small"]


@pytest.mark.parametrize("place", [".", "small"])
def test_both_have_a_map_of_the_digits(models: Path, place: str) -> None:
    classifier = Classifier(models / place)
    assert classifier.plane
    assert classifier.plane.labels == tuple(DIGITS)
    assert 0 <= classifier.card.record["plane"]["neighbors_right_on_dev"] <= 1


def test_a_run_that_is_done_keeps_no_checkpoint(models: Path, folder: Path) -> None:
    assert models.is_dir()
    assert checkpoints(folder) == []


def test_a_run_reports_each_epoch_of_each_network(
    trained: subprocess.CompletedProcess[str],
) -> None:
    assert steps_finished(trained.stdout) == 4
    told = re.findall(r"^epoch (\d)/2 (\w+) ", trained.stdout, re.MULTILINE)
    assert told == [("1", "picture"), ("1", "path"), ("2", "picture"), ("2", "path")]


def test_a_run_tells_what_it_has_measured(trained: subprocess.CompletedProcess[str]) -> None:
    for name in SETS:
        assert re.search(rf"^{name}: \d+\.\d\d% of 10$", trained.stdout, re.MULTILINE)
    assert len(re.findall(r"^map of digits: \d+\.\d%", trained.stdout, re.MULTILINE)) == 2


def test_the_saved_models_are_the_networks_and_nothing_else(
    keras_says: dict[str, dict[str, Any]], card: dict[str, Any]
) -> None:
    for name, view in (("digits.keras", "picture"), ("digits.path.keras", "path")):
        assert keras_says[name]["parameters"] == card["network"][view]["parameters"]
        assert not keras_says[name]["compiled"]


@pytest.mark.parametrize(("position", "name"), [(0, "logits"), (1, "embedding")])
def test_litert_gives_what_keras_gives_of_pictures(
    models: Path, keras_says: dict[str, dict[str, Any]], position: int, name: str
) -> None:
    given = Classifier(models).infer(FIELDS)[position]
    assert np.allclose(given, keras_says["digits.keras"][name], atol=1e-4)


def test_litert_gives_what_keras_gives_of_paths(
    models: Path, keras_says: dict[str, dict[str, Any]]
) -> None:
    said = keras_says["digits.path.keras"]
    looked = Classifier(models).look(FIELDS, PATHS)
    rounded = 4e-3  # to 16 bits, between 4 and 8 nats
    assert np.allclose(looked.by_path, log_softmax(np.array(said["logits"])), atol=rounded)
    features = np.array(said["embedding"])
    directions = features / np.linalg.norm(features, axis=1, keepdims=True)
    assert np.allclose(looked.embeddings[:, -features.shape[1] :], directions, atol=1e-4)


def test_the_card_says_what_the_program_must_know(card: dict[str, Any], models: Path) -> None:
    assert card["labels"] == list(LABELS)
    assert card["preprocessing"] == PREPROCESSING_VERSION
    assert 0.25 <= card["temperature"] <= 4
    assert 0 <= card["reject_below"] <= 1
    assert card["path"]["version"] == PATH_VERSION
    most = PATH_WEIGHT / 0.25  # the lowest temperature that is fitted
    assert all(0 <= card["path"][name] <= most for name in ("weight", "picture_weight"))
    assert card["alphabets"][0]["symbols"] == list("0123456789")
    assert Classifier(models).card.record == card


def test_the_program_reads_ink_with_both_networks(models: Path) -> None:
    reader = Reader(models)
    assert Classifier(models).sees_paths
    for ink in DIGITS.values():
        candidates = reader.read_digit(ink).candidates
        assert sorted(each.label for each in candidates) == list("0123456789")


def test_both_views_speak_as_sure_as_the_writers_held_out_allow(
    card: dict[str, Any],
) -> None:
    """Both networks are unfit after two short epochs; what they say is not taken as it is."""
    weights = card["path"]["picture_weight"], card["path"]["weight"]
    assert weights[1] / weights[0] == pytest.approx(PATH_WEIGHT / PICTURE_WEIGHT, rel=1e-3)
    assert weights[0] != PICTURE_WEIGHT


def test_the_threshold_is_not_fitted_to_the_writers_held_out(
    card: dict[str, Any], models: Path
) -> None:
    small = json.loads((models / "small" / "digits.json").read_text(encoding="utf-8"))
    assert card["reject_below"] == small["reject_below"] == REJECT_BELOW


def test_the_card_says_how_the_model_was_made(card: dict[str, Any]) -> None:
    training = card["training"]
    assert (training["seed"], training["epochs"]) == (1, 2)
    assert [phase["epochs"] for phase in training["phases"]] == [1, 1]
    assert training["phases"][0]["strength"] > training["phases"][1]["strength"]
    assert {training[view]["batch"] for view in ("picture", "path")} == {128, 256}
    named = " ".join(training["data"])
    assert all(name in named for name in ("MNIST", "UNIPEN", "pendigits", "UJI", "detexify"))
    assert re.fullmatch(r"[0-9a-f]{40}\+?|unknown", training["commit"])


def test_the_card_says_how_large_the_networks_are(card: dict[str, Any]) -> None:
    sizes = card["network"]
    for key in ("parameters", "multiply_accumulates"):
        assert sizes[key] == sizes["picture"][key] + sizes["path"][key] > 0


def test_the_card_says_what_the_model_reaches(card: dict[str, Any]) -> None:
    assert set(card["accuracy"]) == set(SETS)
    assert all(0 <= accuracy <= 1 for accuracy in card["accuracy"].values())
    assert 0 <= card["calibration_error_on_dev"] <= 1


@pytest.mark.parametrize("name", ["history.csv", "history.path.csv"])
def test_a_run_leaves_the_history_of_each_network(models: Path, folder: Path, name: str) -> None:
    assert models.is_dir()
    rows = read_epoch_log(folder / "report" / name)
    assert [(row.epoch, row.phase) for row in rows] == [(1, "bold"), (2, "calm")]
    assert all(row.samples > 0 and row.seconds > 0 for row in rows)


@pytest.mark.parametrize(
    "name",
    [
        *("learning-curves", "learning-curves.path", "confusion", "misread"),
        *("reliability", "coverage", "samples"),
    ],
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


def test_a_model_knows_what_is_none_of_its_characters(card: dict[str, Any], models: Path) -> None:
    assert card["outlier_logit"] is True
    assert Classifier(models).infer(FIELDS)[0].shape == (7, len(LABELS) + 1)


def test_the_small_variant_is_small_and_says_nearly_the_same(models: Path) -> None:
    small = models / "small"
    networks = ["digits.path.tflite", "digits.tflite"]
    names = sorted(["digits.json", "digits.plane.json", *networks])
    assert sorted(path.name for path in small.iterdir()) == names
    for name in networks:
        assert (small / name).stat().st_size < (models / name).stat().st_size / 3
    given, wanted = (Classifier(each).look(FIELDS, PATHS) for each in (small, models))
    assert 0 < np.abs(given.by_path - wanted.by_path).max() < 1
    pictures = [Classifier(each).infer(FIELDS)[0] for each in (small, models)]
    assert 0 < np.abs(pictures[0] - pictures[1]).max() < 1


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


def test_a_run_without_a_source_tells_how_it_is_read_and_keeps_no_model(
    data: Path, tmp_path: Path
) -> None:
    done = train(data, tmp_path, "--epochs", 1, "--calm-epochs", 0, "--leave-out", LEARNED)
    assert done.returncode == 0, done.stderr
    (row,) = re.findall(rf"^ +{LEARNED} .*", done.stdout, re.MULTILINE)
    name, digits, right, *refused, bar = re.split(r"  +", row.strip())
    assert (name, digits) == (LEARNED, "10")
    assert re.fullmatch(r"\d+\.\d\d%", right)
    shares = [float(each.partition("%")[0]) for each in refused]
    assert len(shares) > 1
    assert shares == sorted(shares)
    assert 0 <= float(bar) <= 1
    assert not (tmp_path / "models").exists()
    assert list((tmp_path / "steps").rglob("epoch-*")) == []


def test_a_source_that_is_left_out_must_be_there(data: Path, tmp_path: Path) -> None:
    done = train(data, tmp_path, "--leave-out", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).endswith("no digits of train writers of nobody")


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

"""Training from end to end on a handful of images.

Keras runs in processes of its own: TensorFlow and pygame do not share one gladly.
"""

from __future__ import annotations

import hashlib
import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import ROOT, changed_environment, run_python

from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import PREPROCESSING_VERSION
from recognizer.pictures.decode import load_picture
from recognizer.resources import models_dir
from recognizer.training.epochlog import read_epoch_log

pytestmark = pytest.mark.tensorflow

TRAIN = ROOT / "scripts" / "train.py"
KERAS_SAYS = """
import json, sys
import keras, numpy as np
from recognizer.training.model.networks import build_digits, multiply_accumulates, with_embedding

fields = np.load(sys.argv[2])
model = keras.models.load_model(sys.argv[1])
logits, embedding = with_embedding(model).predict(fields[..., None], verbose=0)
new = build_digits()
print(json.dumps({
    "parameters": new.count_params(),
    "multiply_accumulates": multiply_accumulates(new),
    "shapes": [list(new.input_shape), list(new.output_shape)],
    "trained_parameters": model.count_params(),
    "compiled": bool(model.compiled),
    "logits": logits.tolist(),
    "embedding": embedding.tolist(),
}))
"""
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
RESUME = """
import sys
import keras
import numpy as np
from recognizer.training.model.fit import compile_model, set_seed
from recognizer.training.model.networks import build_digits
from recognizer.training.recipe import BOLD, Recipe

rng = np.random.default_rng(0)
images, labels = rng.random((64, 28, 28, 1), np.float32), rng.integers(0, 11, 64)

def weights(interrupted):
    keras.utils.set_random_seed(1)
    model = build_digits(11)
    compile_model(model, Recipe(), BOLD, len(images))
    for epoch in range(2):
        if epoch and interrupted:
            model.save(sys.argv[1])
            model = keras.models.load_model(sys.argv[1])
        set_seed(model, epoch)
        model.fit(images, labels, batch_size=32, verbose=0)
    return model.get_weights()

pairs = zip(weights(False), weights(True), strict=True)
print(max(float(np.abs(one - other).max()) for one, other in pairs))
"""
EPOCHS = 4


def train(data: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run scripts/train.py on the data folder `data` with all that it writes in `folder`."""
    command = [TRAIN, *_options(data, folder), *arguments]
    return run_python(*command, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")


def _options(data: Path, folder: Path) -> list[object]:
    places = ["--data", data, "--out", folder / "models", "--checkpoints", folder / "steps"]
    return [*places, "--report", folder / "report", "--limit", 20]


def checkpoints(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "steps").glob("epoch-*"))


def epochs_finished(output: str) -> int:
    """Return how many epochs have been reported."""
    return len(re.findall(r"^epoch .* dev accuracy [\d.]+ %", output, re.MULTILINE))


def last_line(text: str) -> str:
    """Return our own line; before it TensorFlow talks about itself."""
    return text.splitlines()[-1]


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
    """What Keras makes of the network and of the trained model."""
    done = run_python(
        "-c", KERAS_SAYS, models / "digits.keras", fields, timeout=600, TF_CPP_MIN_LOG_LEVEL="3"
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


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


def test_the_network_has_the_promised_size(keras_says: dict[str, Any]) -> None:
    assert keras_says["parameters"] == 158_435
    assert keras_says["multiply_accumulates"] <= 20_000_000
    assert keras_says["shapes"] == [[None, 28, 28, 1], [None, 11]]


def test_the_saved_model_is_the_network_and_nothing_else(keras_says: dict[str, Any]) -> None:
    assert keras_says["trained_parameters"] == keras_says["parameters"]
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


@pytest.mark.slow
def test_a_run_without_epochs_publishes_the_model_it_begins_with(
    data: Path, models: Path, tmp_path: Path
) -> None:
    done = train(data, tmp_path, "--epochs", 0, "--calm-epochs", 0, "--start", models)
    assert done.returncode == 0, done.stderr
    fields = np.random.default_rng(5).random((3, 28, 28), np.float32)
    same, first = (Classifier(folder).infer(fields)[0] for folder in (tmp_path / "models", models))
    assert np.allclose(same, first, atol=1e-4)


def test_the_small_variant_is_small_and_says_nearly_the_same(models: Path, fields: Path) -> None:
    small = models / "small"
    assert sorted(path.name for path in small.iterdir()) == ["digits.json", "digits.tflite"]
    sizes = [(folder / "digits.tflite").stat().st_size for folder in (small, models)]
    assert sizes[0] < sizes[1] / 3
    given, wanted = (Classifier(each).infer(np.load(fields))[0] for each in (small, models))
    assert 0 < np.abs(given - wanted).max() < 1


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
    done = run_python("-c", TAKE_WEIGHTS, folder, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


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


def test_the_card_says_how_large_the_network_is(card: dict[str, Any]) -> None:
    assert card["network"]["parameters"] == 158_435
    assert card["network"]["multiply_accumulates"] <= 20_000_000


def test_the_card_says_what_the_model_reaches(card: dict[str, Any]) -> None:
    assert set(card["accuracy"]) == {"unipen-dev", "pendigits-dev", "mnist-test"}
    assert all(0 <= accuracy <= 1 for accuracy in card["accuracy"].values())
    assert 0 <= card["calibration_error_on_dev"] <= 1


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_stopped(data: Path, tmp_path: Path) -> None:
    interrupt_in_second_epoch(data, tmp_path)
    (name,) = checkpoints(tmp_path)
    done = int(name[6:9])
    assert 1 <= done < EPOCHS
    refuse_another_seed(data, tmp_path)
    again = train(data, tmp_path, "--epochs", EPOCHS - 1, "--calm-epochs", 1)
    assert again.returncode == 0, again.stderr
    assert epochs_finished(again.stdout) == EPOCHS - done
    assert checkpoints(tmp_path) == []


def test_a_resumed_run_has_the_weights_of_one_that_was_not_interrupted(tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoint.keras"
    done = run_python("-c", RESUME, checkpoint, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 1e-6


def interrupt_in_second_epoch(data: Path, folder: Path) -> None:
    """Begin a run and press Ctrl+C as soon as its first epoch is done."""
    options = [*_options(data, folder), "--epochs", EPOCHS - 1, "--calm-epochs", 1]
    with subprocess.Popen(
        [sys.executable, "-u", str(TRAIN), *map(str, options)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=changed_environment(),
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.startswith("epoch 1/"):
                running.send_signal(signal.SIGINT)
    assert running.returncode != 0


def refuse_another_seed(data: Path, folder: Path) -> None:
    """Try to go on with another recipe: the checkpoint stays as it is."""
    before = checkpoints(folder)
    done = train(data, folder, "--epochs", EPOCHS - 1, "--calm-epochs", 1, "--seed", 2)
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).startswith(f"train.py: {folder / 'steps'}: ")
    assert "another recipe" in last_line(done.stderr)
    assert checkpoints(folder) == before


def test_missing_data_is_told_in_one_line(tmp_path: Path) -> None:
    done = train(tmp_path / "nowhere", tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).startswith(f"train.py: {tmp_path / 'nowhere'}")
    assert "Traceback" not in done.stderr


# Averages


def copied(models: Path, place: Path, start: str, seed: int, shift: float) -> Path:
    """Copy a model as if it had come from `start` with another seed, its weights `shift` more."""
    place.mkdir()
    card = json.loads((models / "digits.json").read_text(encoding="utf-8"))
    card["training"] |= {"start": start, "seed": seed}
    (place / "digits.json").write_text(json.dumps(card), encoding="utf-8")
    code = (
        "import sys, keras\n"
        "model = keras.models.load_model(sys.argv[1], compile=False)\n"
        "model.set_weights([w + float(sys.argv[3]) for w in model.get_weights()])\n"
        "model.save(sys.argv[2])"
    )
    names = (models / "digits.keras", place / "digits.keras")
    done = run_python("-c", code, *names, shift, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")
    assert done.returncode == 0, done.stderr
    return place


def average(data: Path, out: Path, *folders: Path) -> subprocess.CompletedProcess[str]:
    """Run the script that averages."""
    script = ROOT / "scripts" / "average.py"
    return run_python(script, *folders, "--out", out, "--data", data, timeout=600)


@pytest.mark.slow
def test_the_average_of_models_has_the_mean_of_their_weights(
    data: Path, models: Path, fields: Path, keras_says: dict[str, Any], tmp_path: Path
) -> None:
    one = copied(models, tmp_path / "one", "abc", 1, 0.01)
    two = copied(models, tmp_path / "two", "abc", 2, -0.01)
    done = average(data, tmp_path / "both", one, two)
    assert done.returncode == 0, done.stderr
    assert "mnist-test: " in done.stdout
    card = json.loads((tmp_path / "both" / "digits.json").read_text(encoding="utf-8"))
    assert (card["training"]["seed"], card["training"]["averaged"]) == ([1, 2], 2)
    assert card["training"]["runs"]["mnist-test"]["standard_deviation"] == 0
    logits, _ = Classifier(tmp_path / "both").infer(np.load(fields))
    assert logits == pytest.approx(np.array(keras_says["logits"]), abs=1e-3)


@pytest.mark.slow
def test_models_of_different_starts_are_not_averaged(
    data: Path, models: Path, tmp_path: Path
) -> None:
    one = copied(models, tmp_path / "one", "abc", 1, 0.0)
    two = copied(models, tmp_path / "two", "def", 2, 0.0)
    done = average(data, tmp_path / "both", one, two)
    assert done.returncode == 2
    assert "began with the same weights" in last_line(done.stderr)
    assert not (tmp_path / "both").exists()

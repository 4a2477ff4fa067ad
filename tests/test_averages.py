"""scripts/average.py: one model of several from the same start."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from making import ROOT, run_python
from trainingruns import last_line, run_keras

from recognizer.network.classifier import Classifier
from recognizer.resources import models_dir

pytestmark = pytest.mark.tensorflow


def copied(place: Path, start: str, seed: int, shift: float) -> Path:
    """Copy the shipped model as one from `start` with another seed, its weights `shift` more."""
    place.mkdir()
    card = json.loads((models_dir() / "digits.json").read_text(encoding="utf-8"))
    card["training"] |= {"start": start, "seed": seed}
    (place / "digits.json").write_text(json.dumps(card), encoding="utf-8")
    code = (
        "import sys, keras\n"
        "model = keras.models.load_model(sys.argv[1], compile=False)\n"
        "model.set_weights([w + float(sys.argv[3]) for w in model.get_weights()])\n"
        "model.save(sys.argv[2])"
    )
    names = (models_dir() / "digits.keras", place / "digits.keras")
    run_keras(code, *names, shift)
    return place


def average(data: Path, out: Path, *folders: Path) -> subprocess.CompletedProcess[str]:
    """Run the script that averages."""
    script = ROOT / "scripts" / "average.py"
    return run_python(script, *folders, "--out", out, "--data", data, timeout=600)


@pytest.mark.slow
def test_the_average_of_models_has_the_mean_of_their_weights(data: Path, tmp_path: Path) -> None:
    one = copied(tmp_path / "one", "abc", 1, 0.01)
    two = copied(tmp_path / "two", "abc", 2, -0.01)
    done = average(data, tmp_path / "both", one, two)
    assert done.returncode == 0, done.stderr
    assert "mnist-test: " in done.stdout
    card = json.loads((tmp_path / "both" / "digits.json").read_text(encoding="utf-8"))
    assert (card["training"]["seed"], card["training"]["averaged"]) == ([1, 2], 2)
    assert card["training"]["runs"]["mnist-test"]["standard_deviation"] == 0
    fields = np.random.default_rng(5).random((7, 28, 28), np.float32)
    mean, first = (Classifier(each).infer(fields)[0] for each in (tmp_path / "both", models_dir()))
    assert mean == pytest.approx(first, abs=1e-3)


@pytest.mark.slow
def test_models_of_different_starts_are_not_averaged(data: Path, tmp_path: Path) -> None:
    one = copied(tmp_path / "one", "abc", 1, 0.0)
    two = copied(tmp_path / "two", "def", 2, 0.0)
    done = average(data, tmp_path / "both", one, two)
    assert done.returncode == 2
    assert "began with the same weights" in last_line(done.stderr)
    assert not (tmp_path / "both").exists()

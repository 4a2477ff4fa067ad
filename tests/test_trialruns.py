"""`scripts/train.py` for a trial never takes the place of the shipped model."""

from __future__ import annotations

from pathlib import Path

import pytest
from making import ROOT, run_python
from trainingruns import TRAIN, last_line

from recognizer.training.recipe import BOLD, CALM

MODELS = ROOT / "models"
TRIALS = {
    "fewer bold epochs": ["--epochs", BOLD.epochs - 1],
    "no bold epochs": ["--epochs", 0],
    "fewer calm epochs": ["--calm-epochs", CALM.epochs - 1],
    "little data": ["--limit", 500],
    "more epochs on little data": ["--epochs", BOLD.epochs + 1, "--limit", 500],
    "the folder by its name": ["--epochs", 1, "--out", MODELS / ".." / MODELS.name],
    "a folder within": ["--epochs", 1, "--out", MODELS / "small"],
    "a profile": ["--personal", "ada", "--out", MODELS / "small"],
}
NOT_WRITTEN = {
    "the whole recipe": [],
    "a folder of its own": ["--limit", 500, "--out", "trial"],
    "a preview": ["--limit", 500, "--preview", "sheet.png"],
    "without a source": ["--limit", 500, "--leave-out", "pendigits"],
}


@pytest.mark.parametrize("arguments", TRIALS.values(), ids=list(TRIALS))
def test_a_trial_run_needs_a_folder_of_its_own(tmp_path: Path, arguments: list[object]) -> None:
    done = run_python(TRAIN, "--data", tmp_path, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    said = "train.py: error: a trial run needs --out FOLDER: models/ is for the shipped model"
    assert last_line(done.stderr) == said


@pytest.mark.parametrize("arguments", NOT_WRITTEN.values(), ids=list(NOT_WRITTEN))
def test_other_runs_begin_and_miss_only_their_data(
    tmp_path: Path, arguments: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run_python(TRAIN, "--data", tmp_path / "nowhere", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert last_line(done.stderr).startswith(f"train.py: {tmp_path / 'nowhere'}")
    assert not list(tmp_path.iterdir())

"""scripts/spread.py: how far runs with other seeds lie apart, in the card of the model."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from making import ROOT, copy_model, run_python

from recognizer import Reader


def spread(*folders: Path) -> subprocess.CompletedProcess[str]:
    return run_python(ROOT / "scripts" / "spread.py", *folders)


def run_of(folder: Path, seed: int, accuracy: dict[str, float], **training: Any) -> Path:
    folder.mkdir()
    return copy_model(folder, accuracy=accuracy, training={"seed": seed, "epochs": 3, **training})


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return run_of(tmp_path / "model", 1, {"a": 0.99}, epochs=12)


def test_the_card_says_mean_and_standard_deviation_over_the_runs(
    tmp_path: Path, model: Path
) -> None:
    before = json.loads((model / "digits.json").read_text(encoding="utf-8"))
    before.pop("spread", None)  # of the shipped model, of which it is a copy
    runs = [
        run_of(tmp_path / str(seed), seed, {"a": a, "b": 0.5})
        for seed, a in ((1, 0.97), (2, 0.98), (5, 0.99))
    ]
    done = spread(model, *runs)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "a: 98.00%, 1.00%\nb: 50.00%, 0.00%\n"
    card = json.loads((model / "digits.json").read_text(encoding="utf-8"))
    assert card.pop("spread") == {
        "seeds": [1, 2, 5],
        "epochs": 3,
        "mean": {"a": 0.98, "b": 0.5},
        "standard_deviation": {"a": 0.01, "b": 0.0},
    }
    assert card == before
    assert Reader(model).card.record["spread"]["epochs"] == 3


@pytest.mark.parametrize(
    ("seed", "change", "complaint"),
    [
        (1, {}, "give two runs or more, each with another seed"),
        (2, {"epochs": 4}, "the runs were not trained and measured alike"),
    ],
)
def test_runs_that_cannot_be_compared_are_refused(
    tmp_path: Path, model: Path, seed: int, change: dict[str, Any], complaint: str
) -> None:
    before = (model / "digits.json").read_bytes()
    runs = [
        run_of(tmp_path / "1", 1, {"a": 0.9}),
        run_of(tmp_path / "2", seed, {"a": 0.9}, **change),
    ]
    done = spread(model, *runs)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"spread.py: {complaint}\n"
    assert (model / "digits.json").read_bytes() == before


def test_a_run_without_a_card_is_named(tmp_path: Path, model: Path) -> None:
    done = spread(model, tmp_path / "nowhere")
    assert done.returncode == 2
    assert done.stderr == f"spread.py: {tmp_path / 'nowhere' / 'digits.json'}: no model card here\n"

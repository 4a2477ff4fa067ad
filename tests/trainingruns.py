"""Runs of the scripts that train, in processes of their own, and what they leave behind."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from making import ROOT, run_python

TRAIN = ROOT / "scripts" / "train.py"


def train(data: Path, folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run scripts/train.py on the data folder `data` with all that it writes in `folder`."""
    command = [TRAIN, *places(data, folder), *arguments]
    return run_python(*command, timeout=600, TF_CPP_MIN_LOG_LEVEL="3")


def places(data: Path, folder: Path) -> list[object]:
    """Return the options of scripts/train.py for a short run on `data`, all below `folder`."""
    written = ["--out", folder / "models", "--checkpoints", folder / "steps"]
    return ["--data", data, *written, "--report", folder / "report", "--limit", 20]


def run_keras(code: str, *arguments: object) -> str:
    """Run Python code that uses Keras, and return what it prints."""
    path = f"{ROOT}{os.pathsep}{ROOT / 'tests'}"
    done = run_python(
        "-c", code, *arguments, timeout=600, TF_CPP_MIN_LOG_LEVEL="3", PYTHONPATH=path
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def checkpoints(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "steps").glob("epoch-*"))


def steps_finished(output: str) -> int:
    """Return how many epochs of a network have been reported."""
    return len(re.findall(r"^epoch .* dev accuracy [\d.]+ %", output, re.MULTILINE))


def last_line(text: str) -> str:
    """Return our own line; before it TensorFlow talks about itself."""
    return text.splitlines()[-1]

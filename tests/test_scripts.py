"""Every script says what it does; those that make pictures and figures do make them."""

import ast
import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np
import pytest
from making import changed_environment

SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"
NO_OPTIONS = {"handevents.py", "make_icon.py", "storm.py"}


def run(name, *arguments, cwd=None):
    command = [sys.executable, str(SCRIPTS / name), *map(str, arguments)]
    done = subprocess.run(
        command, env=changed_environment(), capture_output=True, text=True, cwd=cwd
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", sorted({path.name for path in SCRIPTS.glob("*.py")} - NO_OPTIONS))
def test_every_script_says_what_it_does_without_doing_it(tmp_path, name):
    said = run(name, "--help", cwd=tmp_path)
    assert said.startswith(f"usage: {name} ")
    first_line = ast.get_docstring(ast.parse((SCRIPTS / name).read_text())).splitlines()[0]
    assert " ".join(first_line.split()) in " ".join(said.split())
    assert not list(tmp_path.iterdir())


def test_the_animation_shows_a_digit_read_and_what_is_none(tmp_path):
    out = tmp_path / "board.webp"
    run("animation.py", out)
    done, animation = cv2.imreadanimation(str(out))
    assert done
    assert len(animation.frames) > 40
    assert np.abs(animation.frames[0].astype(int) - animation.frames[-1]).mean() > 1


@pytest.mark.slow
@pytest.mark.tensorflow
def test_the_benchmark_prints_every_figure():
    figures = json.loads(run("benchmark.py", "--runs", 1, "--quick", "--json"))
    machine = [figures.pop(when) for when in ("before", "after")]
    assert all("Python" in each for each in machine)
    assert all(value > 0 for value in figures.values()), figures
    for word in (
        "first usable frame",
        "pen-up",
        "classifier call",
        "lessons",
        "idle CPU",
        "memory",
        "size",
    ):
        assert any(word in name for name in figures)
    if find_spec("tensorflow"):
        assert any("import tensorflow" in name for name in figures)


@pytest.mark.skipif(sys.platform == "win32", reason="its limits are those of Unix")
@pytest.mark.parametrize("kind", ["settings", "resume", "png"])
def test_damaged_input_is_read_or_refused(tmp_path, kind):
    said = run("fuzz.py", "--only", kind, "--count", 60, "--engine", "mutation", "--keep", tmp_path)
    assert said.splitlines()[0].split() == [kind, "60", "inputs"]
    assert said.rstrip().endswith("0 findings")
    assert not list(tmp_path.iterdir())

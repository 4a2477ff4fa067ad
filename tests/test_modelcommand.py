"""`recognizer model` checks and shows models, and other commands point to it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commandline import Run

from recognizer.resources import models_dir

pytest_plugins = ["commandfixtures"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the small shipped model."""
    return Path(shutil.copytree(models_dir() / "small", tmp_path / "small"))


def test_the_shipped_model_reads_digits(run: Run) -> None:
    code, out, err = run("model", "check")
    assert (code, err) == (0, "")
    assert "the shipped model: loads and runs" in out
    assert "of 200 digits of ours right" in out


def test_a_model_whose_labels_are_in_another_order_is_found_out(run: Run, small: Path) -> None:
    card = json.loads((small / "digits.json").read_text(encoding="utf-8"))
    card["labels"][:10] = reversed(card["labels"][:10])
    (small / "digits.json").write_text(json.dumps(card), encoding="utf-8")
    code, _, err = run("model", "check", small)
    assert code == 1
    assert "does not read digits" in err


def test_a_model_is_shown(run: Run, small: Path) -> None:
    code, out, _ = run("model", "show", small)
    lines = {line.partition(":")[0]: line.partition(":")[2].strip() for line in out.splitlines()}
    assert code == 0
    assert lines["name"] == "digits-small"
    assert lines["digits"] == "0 1 2 3 4 5 6 7 8 9"
    assert lines["networks"].startswith("pictures, and the path of the pen")


def test_the_card_is_shown_as_json(run: Run) -> None:
    code, out, _ = run("model", "show", "--json")
    card = json.loads((models_dir() / "digits.json").read_text(encoding="utf-8"))
    assert (code, json.loads(out)) == (0, card)


@pytest.mark.parametrize("name", ["mnist.h5", "mnist.keras", "mnist.onnx", "a net.tflite"])
def test_a_model_that_is_no_folder_yet_is_sent_to_the_export(
    run: Run, tmp_path: Path, three: Path, name: str
) -> None:
    (tmp_path / name).write_text("a network")
    code, _, err = run("read", "--model", tmp_path / name, three)
    assert code == 2
    assert "recognizer model export " in err
    assert name in err


def test_a_saved_model_is_sent_to_the_export(run: Run, tmp_path: Path, three: Path) -> None:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "saved_model.pb").write_text("a network")
    code, _, err = run("read", "--model", tmp_path / "saved", three)
    assert (code, "recognizer model export " in err) == (2, True)


@pytest.mark.parametrize("scale", ["1..1", "low..high", "..", "nan", "0..inf"])
def test_a_scale_that_is_no_range_is_refused(run: Run, scale: str) -> None:
    code, _, err = run("model", "export", "mnist.h5", f"--scale={scale}")
    assert code == 2
    assert "is no range such as 0..255" in err

"""A model of others is tried in a process of its own; what lies there ends that and not this."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert import schema_py_generated as schema
from making import copy_model, run_python
from strokes import DIGITS

from recognizer.disk.places import HOME_VARIABLE, tried_models_path
from recognizer.errors import ModelError
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.resources import models_dir

SEVEN = preprocess_ink(DIGITS["7"])[None]

LIES = {
    "where its tables lie": b"\0\0\0",
    "how wide a step is": b"\xff\xff\xff\xff",
    "how its tensors are called": b"\xe8\3\0\0",
}
"""What a damaged model says, and the bytes that say so; `place_of` tells where they stand."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which no model has been tried."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    return tmp_path / "home"


def place_of(lie: str, content: bytes) -> int:
    """Return the place in the `content` of a LiteRT model of what says that."""
    root = int.from_bytes(content[:4], "little")
    network = schema.Model.GetRootAs(content).Subgraphs(0)
    first = network.Operators(0).BuiltinOptions()  # of a convolution
    return {
        "where its tables lie": root - int.from_bytes(content[root : root + 4], "little") + 8,
        "how wide a step is": first.Pos + first.Offset(6),
        "how its tensors are called": content.index(network.Tensors(0).Name()) - 4,
    }[lie]


def model_of(folder: Path, content: bytes, source: Path) -> Path:
    """Write a model with `content` and the card of `source`, which has the right checksum."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("*.keras", "small"))
    card = json.loads((source / "digits.json").read_text(encoding="utf-8"))
    card["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "digits.json").write_text(json.dumps(card), encoding="utf-8")
    (folder / "digits.tflite").write_bytes(content)
    return folder


def foreign_model(folder: Path) -> Path:
    """Return the shipped model as one of others: with a byte behind its end."""
    return model_of(folder, (models_dir() / "digits.tflite").read_bytes() + b"\0", models_dir())


def no_process_can_be_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no python"))


@pytest.mark.parametrize("lie", LIES)
def test_a_network_that_lies_is_refused_and_ends_nothing(tmp_path: Path, lie: str) -> None:
    small = models_dir() / "small"
    content = bytearray((small / "digits.tflite").read_bytes())
    place = place_of(lie, bytes(content))
    content[place : place + len(LIES[lie])] = LIES[lie]
    folder = model_of(tmp_path / "lying", bytes(content), small)
    with pytest.raises(ModelError) as caught:
        Classifier(folder)
    assert str(caught.value).startswith(f"{folder / 'digits.tflite'}: ")
    assert "\n" not in str(caught.value)


def test_a_network_of_others_that_is_sound_is_used(tmp_path: Path) -> None:
    classifier = Classifier(foreign_model(tmp_path / "theirs"))
    assert classifier.predict(SEVEN)[0].best.label == "7"


def test_it_is_tried_but_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = foreign_model(tmp_path / "theirs")
    Classifier(folder)
    no_process_can_be_started(monkeypatch, tmp_path)
    assert Classifier(folder).predict(SEVEN)[0].best.label == "7"


def test_one_that_was_not_tried_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_process_can_be_started(monkeypatch, tmp_path)
    with pytest.raises(ModelError, match="could not be tried"):
        Classifier(foreign_model(tmp_path / "theirs"))


def test_the_shipped_models_need_no_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_process_can_be_started(monkeypatch, tmp_path)
    (tmp_path / "copy").mkdir()
    for model in (None, models_dir() / "small", copy_model(tmp_path / "copy")):
        assert Classifier(model).predict(SEVEN)[0].best.label == "7"


@pytest.mark.parametrize("content", [b"", b"\xff\0" * 100, b"x" * 2**21])
def test_what_was_remembered_may_be_damaged(tmp_path: Path, home: Path, content: bytes) -> None:
    home.mkdir()
    tried_models_path().write_bytes(content)
    folder = foreign_model(tmp_path / "theirs")
    assert Classifier(folder).predict(SEVEN)[0].best.label == "7"
    assert Classifier(folder).card.sha256 in tried_models_path().read_text(encoding="ascii")


def test_nothing_can_be_remembered_where_nothing_can_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_bytes(b"")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "a file"))
    folder = foreign_model(tmp_path / "theirs")
    assert Classifier(folder).predict(SEVEN)[0].best.label == "7"


def test_the_trial_finds_the_package_wherever_it_is_started(tmp_path: Path) -> None:
    folder = foreign_model(tmp_path / "theirs")
    (tmp_path / "numpy.py").write_text("raise SystemExit('not this one')")
    code = (
        "import sys; sys.path.remove(''); from pathlib import Path; "
        "from recognizer.network.classifier import Classifier; Classifier(Path(sys.argv[1]))"
    )
    done = run_python("-c", code, folder, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("name", ["digits.json", "digits.tflite"])
def test_a_pipe_in_the_place_of_a_file_hangs_nothing(tmp_path: Path, name: str) -> None:
    copy_model(tmp_path)
    (tmp_path / name).unlink()
    os.mkfifo(tmp_path / name)
    with pytest.raises(ModelError, match="not a regular file"):
        Classifier(tmp_path)


def test_numbers_that_are_none_never_come_out(tmp_path: Path) -> None:
    fields = np.full((1, 28, 28), np.nan, np.float32)
    with pytest.raises(ModelError, match="no number"):
        Classifier().predict(fields)

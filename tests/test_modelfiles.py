"""A model as files: how it is named, and what is refused as none."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from making import copy_model
from strokes import DIGITS

from recognizer.errors import ModelError, ModelMismatchError, ModelMissingError
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import PREPROCESSING_VERSION, preprocess_ink

FIELDS = np.stack([preprocess_ink(ink) for ink in DIGITS.values()])
NEEDED = ("name", "labels", "preprocessing", "temperature", "reject_below", "sha256")


def error_of(model: Path, kind: type[ModelError]) -> str:
    with pytest.raises(kind) as caught:
        Classifier(model)
    assert type(caught.value) is kind
    return str(caught.value)


def replace_network(folder: Path, content: bytes) -> None:
    """Put other bytes in the place of the network, and their sum into its card."""
    (folder / "digits.tflite").write_bytes(content)
    card = json.loads((folder / "digits.json").read_text())
    card["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "digits.json").write_text(json.dumps(card))


def test_a_model_may_be_named_by_its_folder_or_by_its_file(tmp_path: Path) -> None:
    folder = copy_model(tmp_path)
    by_folder, by_file = Classifier(folder), Classifier(folder / "digits.tflite")
    assert by_folder.predict(FIELDS) == by_file.predict(FIELDS)


def test_a_model_file_may_have_another_name(tmp_path: Path) -> None:
    copy_model(tmp_path)
    for file in list(tmp_path.iterdir()):
        file.rename(tmp_path / file.name.replace("digits", "other"))
    assert Classifier(tmp_path / "other.tflite").card.name == "digits"


@pytest.mark.parametrize("missing", ["", "digits.tflite", "digits.json"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    folder = copy_model(tmp_path) if missing else tmp_path / "nowhere"
    if missing:
        (folder / missing).unlink()
    assert str(folder / missing) in error_of(folder, ModelMissingError)


def test_a_truncated_network_is_told_by_its_sum(tmp_path: Path) -> None:
    network = copy_model(tmp_path) / "digits.tflite"
    network.write_bytes(network.read_bytes()[:-1])
    message = error_of(tmp_path, ModelMismatchError)
    assert str(network) in message
    assert "truncated" in message


@pytest.mark.parametrize("content", [b"", b"TFL3", b"no network" * 100, bytes(5000)])
def test_garbage_is_no_network_even_if_its_card_agrees(tmp_path: Path, content: bytes) -> None:
    replace_network(copy_model(tmp_path), content)
    message = error_of(tmp_path, ModelError)
    assert message.startswith(f"{tmp_path / 'digits.tflite'}: ")
    assert "\n" not in message


@pytest.mark.parametrize("end", [100, 10_000, 300_000])
def test_half_a_network_is_none_even_if_its_card_agrees(tmp_path: Path, end: int) -> None:
    whole = (copy_model(tmp_path) / "digits.tflite").read_bytes()
    replace_network(tmp_path, whole[:end])
    assert "no LiteRT model" in error_of(tmp_path, ModelError)


@pytest.mark.parametrize("key", [*NEEDED, "embedding_size"])
def test_a_key_missing_in_the_card_is_named(tmp_path: Path, key: str) -> None:
    copy_model(tmp_path, **{key: None})
    message = error_of(tmp_path, ModelError)
    assert str(tmp_path / "digits.json") in message
    assert key in message


@pytest.mark.parametrize(
    "content",
    [b"", b"no JSON", b"[]", b"null", b"7", b'{"name": "digits"', b"[" * 9999, bytes(range(256))],
    ids=lambda content: ascii(content)[:20],
)
def test_a_card_that_is_none_is_named(tmp_path: Path, content: bytes) -> None:
    (copy_model(tmp_path) / "digits.json").write_bytes(content)
    assert error_of(tmp_path, ModelError).startswith(f"{tmp_path / 'digits.json'}: no ")


@pytest.mark.parametrize("name", ["digits.json", "digits.tflite"])
def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path, name: str) -> None:
    (copy_model(tmp_path) / name).unlink()
    (tmp_path / name).mkdir()
    assert str(tmp_path / name) in error_of(tmp_path, ModelError)


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": []},
        {"labels": 10},
        {"temperature": 0},
        {"temperature": -1},
        {"temperature": float("nan")},
        {"temperature": float("inf")},
        {"temperature": 10**400},
        {"temperature": "warm"},
        {"temperature": 5e-324},
        {"temperature": 1e308},
        {"labels": [*range(10)]},
        {"labels": "0123456789"},
        {"labels": [*"012345678", ["9"]]},
        {"labels": [*"012345678", ""]},
        {"labels": [*"012345678", "9\033[2J"]},
        {"name": "\033]0;title\a"},
        {"embedding_size": -1},
        {"network": []},
        {"training": "long"},
        {"accuracy": {"dev": float("nan")}},
        {"reject_below": 1.5},
        {"reject_below": float("nan")},
        {"preprocessing": float("inf")},
        {"preprocessing": "first"},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_a_card_of_nonsense_is_named(tmp_path: Path, changes: dict[str, Any]) -> None:
    copy_model(tmp_path, **changes)
    assert error_of(tmp_path, ModelError).startswith(f"{tmp_path / 'digits.json'}: no model card")


@pytest.mark.parametrize("said", ["null", "0", "1", "1.0", '"true"', "[]", "{}"])
def test_whether_there_is_a_logit_for_none_is_said_by_true_or_false(
    tmp_path: Path, said: str
) -> None:
    card = copy_model(tmp_path, outlier_logit="said") / "digits.json"
    card.write_text(card.read_text().replace('"said"', said))
    assert error_of(tmp_path, ModelError) == f"{card}: no model card: outlier_logit cannot be"


def test_a_model_of_another_preprocessing_is_refused(tmp_path: Path) -> None:
    copy_model(tmp_path, preprocessing=PREPROCESSING_VERSION + 1)
    message = error_of(tmp_path, ModelMismatchError)
    assert str(tmp_path / "digits.tflite") in message
    assert f"preprocessing {PREPROCESSING_VERSION + 1}" in message


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": list("012345678")},
        {"labels": list("0123456789a")},
        {"outlier_logit": False},
        {"embedding_size": 95},
        {"embedding_size": 11},  # as many as there are logits
    ],
    ids=str,
)
def test_a_card_of_another_network_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    copy_model(tmp_path, **changes)
    message = error_of(tmp_path, ModelMismatchError)
    assert str(tmp_path / "digits.tflite") in message
    assert "its card promises" in message

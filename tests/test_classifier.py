from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from making import copy_model, run_python
from strokes import DIGITS

from recognizer.classifier import Classifier, softmax
from recognizer.errors import ModelError, ModelMismatchError, ModelMissingError
from recognizer.preprocess import PREPROCESSING_VERSION, preprocess_ink

Fields = npt.NDArray[np.float32]

FIELDS: Fields = np.stack([preprocess_ink(ink) for ink in DIGITS.values()])
NEEDED = ("name", "labels", "preprocessing", "temperature", "reject_below", "sha256")


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


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


def test_the_shipped_model_knows_ten_digits(classifier: Classifier) -> None:
    assert classifier.card.labels == tuple("0123456789")


def test_the_shipped_model_is_made_for_this_preprocessing(classifier: Classifier) -> None:
    assert classifier.card.preprocessing == PREPROCESSING_VERSION


def test_clean_digits_are_classified_right(classifier: Classifier) -> None:
    assert [each.best.label for each in classifier.predict(FIELDS)] == list(DIGITS)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_batch_gives_one_row_for_each_field(classifier: Classifier, count: int) -> None:
    logits, embeddings = classifier.infer(FIELDS[:count])
    assert logits.shape == (count, 10)
    assert embeddings.shape == (count, classifier.card.embedding_size)
    assert len(classifier.predict(FIELDS[:count])) == count


def test_a_batch_says_the_same_as_one_by_one(classifier: Classifier) -> None:
    alone = [classifier.predict(field[None])[0] for field in FIELDS]
    assert classifier.predict(FIELDS) == alone


def test_an_earlier_field_leaves_nothing_behind(classifier: Classifier) -> None:
    first = classifier.infer(FIELDS[:1])[0]
    classifier.infer(FIELDS[1:])
    assert np.array_equal(classifier.infer(FIELDS[:1])[0], first)


@pytest.mark.parametrize("field", FIELDS, ids=list(DIGITS))
def test_confidences_sum_to_one(classifier: Classifier, field: Fields) -> None:
    candidates = classifier.predict(field[None])[0].candidates
    assert sum(each.confidence for each in candidates) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("field", FIELDS, ids=list(DIGITS))
def test_candidates_are_all_labels_the_surest_first(classifier: Classifier, field: Fields) -> None:
    candidates = classifier.predict(field[None])[0].candidates
    confidences = [each.confidence for each in candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert sorted(each.label for each in candidates) == list(DIGITS)


def test_different_digits_have_different_embeddings(classifier: Classifier) -> None:
    _, embeddings = classifier.infer(FIELDS)
    assert len(np.unique(embeddings, axis=0)) == len(FIELDS)


@pytest.mark.parametrize("shape", [(28, 28), (1, 28, 28, 1), (1, 27, 28), (1, 28, 29), (1, 784)])
def test_fields_of_another_shape_are_refused(
    classifier: Classifier, shape: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match=r"must have shape \(n, 28, 28\); got"):
        classifier.infer(np.zeros(shape, np.float32))


def test_a_model_may_be_named_by_its_folder_or_by_its_file(tmp_path: Path) -> None:
    folder = copy_model(tmp_path)
    by_folder, by_file = Classifier(folder), Classifier(folder / "digits.tflite")
    assert by_folder.predict(FIELDS) == by_file.predict(FIELDS)


def test_a_model_file_may_have_another_name(tmp_path: Path) -> None:
    copy_model(tmp_path)
    for file in list(tmp_path.iterdir()):
        file.rename(tmp_path / f"other{file.suffix}")
    assert Classifier(tmp_path / "other.tflite").card.name == "digits"


def test_temperature_changes_confidence_but_not_the_order(tmp_path: Path) -> None:
    cool = Classifier(copy_model(tmp_path, temperature=2.0)).predict(FIELDS)
    hot = Classifier(copy_model(tmp_path, temperature=4.0)).predict(FIELDS)
    for one, other in zip(cool, hot, strict=True):
        assert [c.label for c in one.candidates] == [c.label for c in other.candidates]
        assert one.best.confidence > other.best.confidence


def test_what_just_reaches_the_bar_is_a_digit(tmp_path: Path) -> None:
    best = Classifier(copy_model(tmp_path, temperature=8.0)).predict(FIELDS[:1])[0].best
    bar = best.confidence
    at = Classifier(copy_model(tmp_path, temperature=8.0, reject_below=bar))
    above = Classifier(copy_model(tmp_path, temperature=8.0, reject_below=bar + 1e-6))
    assert at.predict(FIELDS[:1])[0].is_digit
    assert not above.predict(FIELDS[:1])[0].is_digit


def test_softmax_survives_large_logits() -> None:
    chances = softmax(np.array([[1000.0, 1000.0, -1000.0]], np.float32))
    assert chances.tolist() == [[0.5, 0.5, 0.0]]


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
    "text", ["", "no JSON", "[]", "null", "7", '{"name": "digits"', "[" * 9999]
)
def test_a_card_that_is_none_is_named(tmp_path: Path, text: str) -> None:
    (copy_model(tmp_path) / "digits.json").write_text(text)
    assert error_of(tmp_path, ModelError).startswith(f"{tmp_path / 'digits.json'}: no ")


def test_a_card_that_is_no_text_is_named(tmp_path: Path) -> None:
    (copy_model(tmp_path) / "digits.json").write_bytes(bytes(range(256)))
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


def test_a_model_of_another_preprocessing_is_refused(tmp_path: Path) -> None:
    copy_model(tmp_path, preprocessing=PREPROCESSING_VERSION + 1)
    message = error_of(tmp_path, ModelMismatchError)
    assert str(tmp_path / "digits.tflite") in message
    assert f"preprocessing {PREPROCESSING_VERSION + 1}" in message


@pytest.mark.parametrize(
    "changes",
    [{"labels": list("012345678")}, {"labels": list("0123456789a")}, {"embedding_size": 95}],
    ids=str,
)
def test_a_card_of_another_network_is_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    copy_model(tmp_path, **changes)
    message = error_of(tmp_path, ModelMismatchError)
    assert str(tmp_path / "digits.tflite") in message
    assert "its card promises" in message


def test_logits_are_not_taken_for_the_embedding(tmp_path: Path) -> None:
    copy_model(tmp_path, embedding_size=10)
    assert "its card promises" in error_of(tmp_path, ModelMismatchError)


def test_nothing_is_written_to_standard_error() -> None:
    code = (
        "import numpy as np; from recognizer.classifier import Classifier; "
        "print(len(Classifier().predict(np.zeros((1, 28, 28), np.float32))))"
    )
    done = run_python("-c", code)
    assert (done.stdout, done.stderr) == ("1\n", "")

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from making import copy_model, run_python
from strokes import DIGITS

from recognizer import Ink
from recognizer.errors import ModelError, ModelMismatchError, ModelMissingError
from recognizer.network.classifier import Classifier, knownness, softmax
from recognizer.network.preprocess import PREPROCESSING_VERSION, preprocess_ink

Fields = npt.NDArray[np.float32]

FIELDS: Fields = np.stack([preprocess_ink(ink) for ink in DIGITS.values()])
RULES = range(0, 101, 25)
GRID = Ink.from_points([[(0, y), (100, y)] for y in RULES] + [[(x, 0), (x, 100)] for x in RULES])
NEEDED = ("name", "labels", "preprocessing", "temperature", "reject_below", "sha256")


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def error_of(model: Path, kind: type[ModelError]) -> str:
    with pytest.raises(kind) as caught:
        Classifier(model)
    assert type(caught.value) is kind
    return str(caught.value)


def all_labels(folder: Path, **changes: Any) -> Path:
    """Copy the shipped model as one that gives no logit but those of its labels."""
    card = Classifier().card
    labels = [*card.labels, *["none"] * card.outlier_logit]
    return copy_model(folder, **{"labels": labels, "outlier_logit": False} | changes)


def knowing_none(folder: Path) -> tuple[Path, Fields]:
    """Copy the shipped model as one whose last logit stands for none of its labels.

    If it has no such logit, that of the 9 is called so. The field (28, 28) shows such a thing.
    """
    if Classifier().card.outlier_logit:
        return copy_model(folder), preprocess_ink(GRID)
    return copy_model(folder, labels=list("012345678"), outlier_logit=True), FIELDS[9]


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
    assert logits.shape == (count, classifier.card.logit_count)
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
@pytest.mark.parametrize("make", [knowing_none, all_labels])
def test_confidences_are_the_softmax_over_the_symbols_alone(
    tmp_path: Path, make: Callable[[Path], Any], field: Fields
) -> None:
    make(tmp_path)
    told = Classifier(tmp_path)
    symbols = told.alphabet.symbols
    logits = told.infer(field[None])[0][0, : len(symbols)]
    chances = softmax(logits / np.float32(told.card.temperature))
    given = {each.label: each.confidence for each in told.predict(field[None])[0].candidates}
    assert given == pytest.approx(dict(zip(symbols, chances.tolist(), strict=True)))
    assert sum(given.values()) == pytest.approx(1, abs=1e-5)


def test_what_the_last_logit_stands_for_is_no_digit_but_has_a_likeliest_one(
    tmp_path: Path,
) -> None:
    folder, none = knowing_none(tmp_path)
    told = Classifier(folder)
    prediction = told.predict(none[None])[0]
    assert (prediction.knownness < 0.5, prediction.is_known) == (True, False)
    assert sorted(each.label for each in prediction.candidates) == list(told.card.labels)
    assert sum(each.confidence for each in prediction.candidates) == pytest.approx(1, abs=1e-5)


def test_a_label_passes_where_the_last_logit_stands_for_none(tmp_path: Path) -> None:
    seven = Classifier(knowing_none(tmp_path)[0]).predict(FIELDS[7:8])[0]
    assert (seven.best.label, seven.is_known) == ("7", True)


def test_a_card_that_says_nothing_of_it_promises_no_logit_for_none(tmp_path: Path) -> None:
    assert not Classifier(all_labels(tmp_path, outlier_logit=None)).card.outlier_logit


def test_a_model_gives_a_logit_for_each_label(tmp_path: Path) -> None:
    card = Classifier(all_labels(tmp_path)).card
    assert (card.outlier_logit, card.logit_count) == (False, len(card.labels))


def test_a_model_may_give_one_logit_more(tmp_path: Path) -> None:
    card = Classifier(knowing_none(tmp_path)[0]).card
    assert (card.outlier_logit, card.logit_count) == (True, len(card.labels) + 1)


def test_a_prediction_says_how_sure_it_is_of_a_digit_at_all(classifier: Classifier) -> None:
    logits, _ = classifier.infer(FIELDS)
    sure = knownness(logits, range(10), classifier.card.temperature)
    assert [each.knownness for each in classifier.predict(FIELDS)] == pytest.approx(sure.tolist())


def test_a_digit_is_what_is_sure_enough(classifier: Classifier) -> None:
    threshold = classifier.card.reject_below
    noise = np.random.default_rng(0).random((20, 28, 28), np.float32)
    predictions = classifier.predict(np.concatenate([FIELDS, noise]))
    assert [each.is_known for each in predictions] == [
        each.knownness >= threshold for each in predictions
    ]


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_with_no_logit_for_none_digitness_is_the_best_confidence(temperature: float) -> None:
    logits = np.random.default_rng(0).normal(0, 3, (9, 10)).astype(np.float32)
    best = softmax(logits / np.float32(temperature)).max(axis=1)
    assert knownness(logits, range(10), temperature).tolist() == best.tolist()


@given(none=st.floats(1e-4, 0.9999), part=st.floats(1e-4, 0.9999), temperature=st.floats(0.5, 3))
def test_with_a_logit_for_none_digitness_is_all_but_its_chance_whichever_digit_it_may_be(
    none: float, part: float, temperature: float
) -> None:
    chances = [part * (1 - none), (1 - part) * (1 - none), none]
    logits = np.float32(temperature) * np.log(np.array([chances], np.float32))
    assert knownness(logits, range(2), temperature).tolist() == pytest.approx([1 - none], abs=1e-6)


def test_digitness_is_never_more_than_one() -> None:
    logits = np.random.default_rng(0).normal(0, 3, (5000, 11)).astype(np.float32)
    logits[:, 10] = -99
    sure = knownness(logits, range(10), 1.0)
    assert sure.max() == 1
    assert sure.min() > 0.999


def test_the_likelier_none_is_the_less_is_it_a_digit() -> None:
    logits = np.zeros((30, 11), np.float32)
    logits[:, 3], logits[:, 10] = 4, np.linspace(-9, 9, 30)
    assert (np.diff(knownness(logits, range(10), 1.0)) < 0).all()


def test_digitness_of_nothing_is_empty() -> None:
    assert knownness(np.zeros((0, 11), np.float32), range(10), 1.0).shape == (0,)


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


def test_what_just_reaches_the_threshold_is_a_digit(tmp_path: Path) -> None:
    threshold = Classifier(copy_model(tmp_path, temperature=8.0)).predict(FIELDS[:1])[0].knownness
    at = Classifier(copy_model(tmp_path, temperature=8.0, reject_below=threshold))
    above = Classifier(copy_model(tmp_path, temperature=8.0, reject_below=threshold + 1e-6))
    assert at.predict(FIELDS[:1])[0].is_known
    assert not above.predict(FIELDS[:1])[0].is_known


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


def test_nothing_is_written_to_standard_error() -> None:
    code = (
        "import numpy as np; from recognizer.network.classifier import Classifier; "
        "print(len(Classifier().predict(np.zeros((1, 28, 28), np.float32))))"
    )
    done = run_python("-c", code)
    assert (done.stdout, done.stderr) == ("1\n", "")

"""The network at work: fields in, logits, embeddings and predictions out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from making import copy_model, run_python
from strokes import DIGITS

from recognizer.network.alphabet import DIGITS as DIGIT_ALPHABET
from recognizer.network.classifier import Classifier, softmax
from recognizer.network.preprocess import PREPROCESSING_VERSION, preprocess_ink

Fields = npt.NDArray[np.float32]

FIELDS: Fields = np.stack([preprocess_ink(ink) for ink in DIGITS.values()])


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


def test_the_shipped_model_knows_the_ten_digits_first(classifier: Classifier) -> None:
    assert classifier.card.labels[:10] == tuple("0123456789")
    assert classifier.alphabet == DIGIT_ALPHABET


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


@pytest.mark.parametrize(("alphabet", "read"), [("sums", "7"), ("text", ">")])
def test_among_digits_a_comparison_is_rarer_than_a_7_that_looks_like_it(
    alphabet: str, read: str
) -> None:
    classifier = Classifier(alphabet=alphabet)
    card = classifier.card
    logits = np.zeros((1, card.logit_count), np.float32)
    logits[0, [card.labels.index("7"), card.labels.index(">")]] = 9, 10
    embeddings = np.zeros((1, card.embedding_size), np.float32)
    assert classifier.judge(logits, embeddings)[0].best.label == read


def test_a_batch_says_the_same_as_one_by_one(classifier: Classifier) -> None:
    alone = [classifier.predict(field[None])[0] for field in FIELDS]
    assert classifier.predict(FIELDS) == alone


def test_an_earlier_field_leaves_nothing_behind(classifier: Classifier) -> None:
    first = classifier.infer(FIELDS[:1])[0]
    classifier.infer(FIELDS[1:])
    assert np.array_equal(classifier.infer(FIELDS[:1])[0], first)


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


def test_temperature_changes_confidence_but_not_the_order(tmp_path: Path) -> None:
    digits = {"name": "digits", "symbols": list(DIGITS), "one": "digit", "many": "digits"}
    model = copy_model(tmp_path, temperature=2.0, alphabets=[digits])
    cool = Classifier(model).predict(FIELDS)
    hot = Classifier(copy_model(tmp_path, temperature=4.0, alphabets=[digits])).predict(FIELDS)
    for one, other in zip(cool, hot, strict=True):
        assert [c.label for c in one.candidates] == [c.label for c in other.candidates]
        assert one.best.confidence > other.best.confidence


def test_softmax_survives_large_logits() -> None:
    chances = softmax(np.array([[1000.0, 1000.0, -1000.0]], np.float32))
    assert chances.tolist() == [[0.5, 0.5, 0.0]]


def test_nothing_is_written_to_standard_error() -> None:
    code = (
        "import numpy as np; from recognizer.network.classifier import Classifier; "
        "print(len(Classifier().predict(np.zeros((1, 28, 28), np.float32))))"
    )
    done = run_python("-c", code)
    assert (done.stdout, done.stderr) == ("1\n", "")

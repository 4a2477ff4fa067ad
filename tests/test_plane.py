"""The map of digits: a plane in the model folder, and what is on it."""

import hashlib
import json
import shutil
from datetime import datetime, timezone

import numpy as np
import pytest
from making import copy_model
from strokes import DIGITS

from recognizer.errors import ModelError, ModelMismatchError
from recognizer.lessons import Lesson
from recognizer.network.classifier import Classifier
from recognizer.network.plane import Plane, plane_record
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.onplane import on_plane
from recognizer.reading.seeing.seen import see, see_ink
from recognizer.resources import models_dir
from recognizer.training.model.plane import fit_plane, neighbors_right

SMALL = models_dir() / "small"


@pytest.fixture(scope="module", params=[models_dir(), SMALL], ids=["shipped", "small"])
def classifier(request):
    return Classifier(request.param)


@pytest.fixture
def folder(tmp_path):
    """A copy of the model folder, where files may be damaged."""
    for path in models_dir().glob("digits*.*"):
        if path.suffix != ".keras":
            shutil.copy(path, tmp_path)
    return tmp_path


def symbol_of(ink, classifier):
    seen = see_ink(classifier, ink)
    return seen.symbol(seen.is_known, ink.bounding_box)


def test_most_digits_lie_in_their_own_region(classifier):
    plane = classifier.plane
    nearest = []
    for digit, ink in DIGITS.items():
        spot = on_plane(symbol_of(ink, classifier), (), classifier).spot
        (shares,) = plane.shares_at(np.array([spot]))
        nearest.append(plane.labels[int(shares.argmax())] == digit)
    assert sum(nearest) >= 8


def test_a_region_is_whole_in_its_middle_and_nothing_far_away(classifier):
    plane = classifier.plane
    np.testing.assert_allclose(np.diag(plane.shares_at(plane.middles)), 1)
    assert plane.shares_at(np.full((1, 2), 1e3)).max() < 1e-6


def test_a_lesson_stands_where_its_ink_lies(classifier):
    seven, now = symbol_of(DIGITS["7"], classifier), datetime.now(timezone.utc)
    lessons = tuple(
        Lesson(DIGITS["7"], label, seven.evidence.embedding, classifier.card.sha256, now)
        for label in ("1", "")
    )
    seen = on_plane(seven, lessons, classifier)
    assert [label for label, _ in seen.flags] == ["1", "none"]
    assert {place for _, place in seen.flags} == {seen.spot}


def test_a_picture_has_no_place_since_its_path_is_not_known(classifier):
    seen = see(classifier, preprocess_ink(DIGITS["3"]))
    symbol = seen.symbol(seen.is_known, DIGITS["3"].bounding_box)
    assert on_plane(symbol, (), classifier).spot is None


def test_a_model_may_have_no_map(tmp_path):
    bare = Classifier(copy_model(tmp_path, plane=None))
    assert bare.plane is None
    assert on_plane(symbol_of(DIGITS["3"], bare), (), bare).plane is None


def test_the_card_tells_how_good_it_is_and_of_whom_it_was_made(classifier):
    named = classifier.card.record["plane"]
    assert named["neighbors_right_on_dev"] > 0.86
    assert all(each.endswith("train writers") for each in named["data"])


def test_one_that_the_card_does_not_name_is_refused_when_it_is_asked_for(folder):
    (folder / "digits.plane.json").write_text("{}")
    classifier = Classifier(folder)
    with pytest.raises(ModelMismatchError, match="not the map that the model card names"):
        classifier.plane  # noqa: B018


def test_a_missing_one_is_told(folder):
    (folder / "digits.plane.json").unlink()
    with pytest.raises(ModelError, match=r"digits\.plane\.json"):
        Classifier(folder).plane  # noqa: B018


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("axes", [[1, 2]]),
        ("labels", []),
        ("middles", "no"),
        ("offset", [0, float("nan")]),
        ("spreads", [[[0, 0], [0, 0]]] * 10),
    ],
)
def test_what_makes_no_sense_is_refused(folder, classifier, name, value):
    record = plane_record(classifier.plane) | {name: value}
    content = json.dumps(record).encode()
    (folder / "digits.plane.json").write_bytes(content)
    card = json.loads((folder / "digits.json").read_text())
    card["plane"]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "digits.json").write_text(json.dumps(card))
    with pytest.raises(ModelError, match="no map of symbols"):
        Classifier(folder).plane  # noqa: B018


def clouds(seed):
    """Return places in 12 dimensions around the corners of a cube, and the names of the corners."""
    rng, names = np.random.default_rng(seed), list("abcdef")
    corners = np.random.default_rng(7).normal(0, 3, (6, 12))
    labels = [names[k] for k in rng.integers(0, 6, 400)]
    middles = np.array([corners[names.index(each)] for each in labels])
    return middles + rng.normal(0, 1, (400, 12)), labels


def test_a_fitted_plane_parts_what_lies_apart():
    known, asked = clouds(1), clouds(2)
    plane = fit_plane(*known)
    assert plane.labels == tuple("abcdef")
    assert neighbors_right(plane, known, asked) > 0.9
    first_two = Plane(np.eye(2, 12), np.zeros(2), plane.labels, plane.middles, plane.spreads)
    assert neighbors_right(first_two, known, asked) < neighbors_right(plane, known, asked)


def test_the_middles_of_a_fitted_plane_are_those_of_its_labels():
    embeddings, labels = clouds(1)
    plane = fit_plane(embeddings, labels)
    places = np.array([plane.place_of(each) for each in embeddings])
    for label, middle in zip(plane.labels, plane.middles, strict=True):
        ours = places[[each == label for each in labels]]
        np.testing.assert_allclose(ours.mean(axis=0), middle, atol=1e-6)

"""What would change its mind: dabs of ink that make another symbol of the picture."""

import numpy as np
import pytest
from making import NO_DIGITS
from strokes import DIGITS

from recognizer.ink import MAX_COORDINATE, Ink, Stroke
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.dabs import MAX_DABS, NO_DABS, find_dabs


@pytest.fixture(scope="module")
def classifier():
    return Classifier()


def with_dabs(ink, dabs):
    return Ink((*ink.strokes, *(Stroke(each) for each in dabs.strokes)))


def looks_like(ink, classifier):
    """Return what a picture looks like, seen without a path."""
    return classifier.predict(preprocess_ink(ink)[None])[0].best.label


@pytest.fixture(scope="module")
def found(classifier):
    return {digit: find_dabs(ink, classifier, lambda _: True) for digit, ink in DIGITS.items()}


def test_many_digits_are_some_dabs_away_from_another_one(found):
    assert sum(bool(dabs.marks) for dabs in found.values()) >= 5
    assert all(len(dabs.strokes) == len(dabs.marks) <= MAX_DABS for dabs in found.values())


def test_with_the_dabs_drawn_the_picture_looks_as_it_is_told(found, classifier):
    for digit, dabs in found.items():
        if dabs.marks:
            assert dabs.label != digit
            assert looks_like(with_dabs(DIGITS[digit], dabs), classifier) == dabs.label


def test_whether_the_whole_is_read_so_is_told_rightly(found, reader):
    for digit, dabs in found.items():
        if dabs.marks:
            symbol = reader.read_digit(with_dabs(DIGITS[digit], dabs)).only
            assert dabs.is_read == (symbol.is_known and symbol.best == dabs.label)


def test_the_marks_lie_where_the_dabs_will_be_seen(found):
    for digit, dabs in found.items():
        before, after = (
            preprocess_ink(each) for each in (DIGITS[digit], with_dabs(DIGITS[digit], dabs))
        )
        for mark in dabs.marks:
            col, row = mark.mean(axis=0).astype(int)
            near = slice(row - 2, row + 3), slice(col - 2, col + 3)  # more ink moves the middle
            assert after[near].sum() > before[near].sum() + 2


def test_what_is_read_as_two_symbols_is_no_change_of_mind(classifier):
    assert find_dabs(DIGITS["5"], classifier, lambda _: False) is NO_DABS


@pytest.mark.parametrize(
    "ink", [Ink(), Ink.from_points([[(3, 3)]]), NO_DIGITS["unipen-letters"]["k"]]
)
def test_of_what_is_no_symbol_nothing_is_told(ink, classifier):
    assert find_dabs(ink, classifier, lambda _: True) is NO_DABS


@pytest.mark.parametrize("alphabet", ["digits", "numbers", "sums", "text"])
def test_where_all_is_ink_there_is_no_room_for_a_dab(alphabet):
    """A filled square is a point, to those who know points."""
    to_and_fro = [(100 * (k // 2 % 2 != k % 2), 5 * (k // 2)) for k in range(42)]
    found = find_dabs(Ink.from_points([to_and_fro]), Classifier(alphabet=alphabet), lambda _: True)
    assert found == NO_DABS


@pytest.mark.parametrize("digit", "1347")
def test_no_dab_lies_farther_out_than_ink_may(digit, classifier):
    box = DIGITS[digit].bounding_box
    scale = 2 * MAX_COORDINATE / box.longer_side
    corner = np.array([box.left, box.top])
    far = [(each.points - corner) * scale - MAX_COORDINATE for each in DIGITS[digit].strokes]
    ink = Ink(tuple(Stroke(points.clip(-MAX_COORDINATE, MAX_COORDINATE)) for points in far))
    dabs = find_dabs(ink, classifier, lambda _: True)
    assert all(np.abs(points).max() <= MAX_COORDINATE for points in dabs.strokes)


def test_it_gives_way_to_reading(classifier):
    tries = []

    class Reading(BaseException):
        """A question has come."""

    def pause():
        tries.append(1)
        if len(tries) > 3:
            raise Reading

    classifier.pause, before = pause, classifier.pause
    with pytest.raises(Reading):
        find_dabs(DIGITS["5"], classifier, lambda _: True)
    classifier.pause = before

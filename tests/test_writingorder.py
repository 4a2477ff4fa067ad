"""A network for paths sees the strokes of a symbol in the order of writing."""

from __future__ import annotations

import numpy as np
import pytest
from strokes import DIGITS, shifted

from recognizer import Ink
from recognizer.network.classifier import Classifier, FloatArray, Outputs
from recognizer.network.path import path_of
from recognizer.reading.parting.numbers import NumberReader

FOUR = DIGITS["4"]
BACKWARD = Ink(FOUR.strokes[::-1])


class PathKeeper(Classifier):
    """Keeps the paths that it is asked about; has no network for them, and needs none here."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[FloatArray] = []

    @property
    def sees_paths(self) -> bool:
        return True

    def look(self, fields: FloatArray, paths: FloatArray | None = None) -> Outputs:
        self.paths.extend(() if paths is None else paths)
        return super().look(fields, paths)

    def has_seen(self, ink: Ink) -> bool:
        return any(np.array_equal(path, path_of(ink)) for path in self.paths)


@pytest.mark.parametrize("ink", [FOUR, BACKWARD], ids=["forward", "backward"])
def test_the_path_of_a_digit_is_in_the_order_of_writing(ink: Ink) -> None:
    classifier = PathKeeper()
    assert NumberReader(classifier).read(ink).text == "4"
    assert classifier.has_seen(ink)
    assert not classifier.has_seen(Ink(ink.strokes[::-1]))


def test_the_order_of_writing_is_kept_beside_what_was_written_before() -> None:
    """The 4 on the left is begun after the 7 on the right, and its stem is drawn first."""
    seven, four = shifted(DIGITS["7"], 150, 0), BACKWARD
    classifier = PathKeeper()
    numbers = NumberReader(classifier)
    strokes = [*seven.strokes, *four.strokes]
    for count in range(1, len(strokes) + 1):
        reading = numbers.read(Ink(tuple(strokes[:count])))
    assert reading.text == "47"
    assert classifier.has_seen(four)
    assert not classifier.has_seen(FOUR)

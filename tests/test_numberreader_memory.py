"""How often the network is asked: what was read is remembered, and forgotten in the end."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import numpy as np
import pytest
from making import NO_DIGITS
from strokes import FLAGGED, shifted
from writtennumbers import assert_holds_together, groups, random_strokes, together, written

from recognizer import Ink, Reading, Stroke
from recognizer.lessons.learning import adaptation_of, taught
from recognizer.network.classifier import Classifier, FloatArray
from recognizer.reading.parting.grouping import INK
from recognizer.reading.parting.numbers import MAX_SEEN_PER_STROKE, NumberReader


class CountingClassifier(Classifier):
    """Counts what it is asked."""

    looks = 0

    def infer(self, fields: FloatArray) -> tuple[FloatArray, FloatArray]:
        found = super().infer(fields)
        self.looks += len(fields)
        return found


@pytest.fixture(scope="module")
def classifier() -> CountingClassifier:
    return CountingClassifier()


@pytest.fixture
def numbers(classifier: CountingClassifier) -> NumberReader:
    """A reader that remembers nothing yet."""
    return NumberReader(classifier)


def looks_at(classifier: CountingClassifier, numbers: NumberReader, ink: Ink) -> int:
    """Read `ink` and return how often the network was asked."""
    before = classifier.looks
    numbers.read(ink)
    return classifier.looks - before


def test_ten_thousand_strokes_are_read_with_a_look_at_each_thing(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    row = [[(60 * k, 0), (60 * k + 20, 90)] for k in range(250)]
    rows = [[(x, y + 200 * r) for x, y in stroke] for r in range(40) for stroke in row]
    ink = Ink.from_points(rows)
    assert looks_at(classifier, numbers, ink) == 40
    assert_holds_together(ink, numbers.read(ink))


def test_what_has_been_read_is_not_read_again(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    ink = together(written("2045"), written("716", y=260))
    first = numbers.read(ink)
    assert looks_at(classifier, numbers, ink) == 0
    assert numbers.read(ink) == first


def test_a_new_number_leaves_the_others_as_they_are(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    old, new = written("2045"), written("7", y=260)
    before = numbers.read(old)
    assert looks_at(classifier, numbers, together(old, new)) == 1
    after = numbers.read(together(old, new))
    assert after.numbers[0] is before.numbers[0]


def test_a_stroke_that_is_added_to_a_number_asks_for_the_groups_it_may_be_in_only(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    number = written("23680239", gap=6)
    assert looks_at(classifier, numbers, number) >= 8
    right = number.bounding_box.right
    assert (
        1
        <= looks_at(classifier, numbers, together(number, written("2", x=right + 6)))
        <= INK.max_symbol_pieces
    )


def test_a_stroke_costs_as_many_looks_on_a_full_board_as_on_an_empty_one(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    hundred = together(*(written("0123456789", y=260 * row) for row in range(10)))
    numbers.read(hundred)
    new = written("4", y=260 * 10)
    on_empty = looks_at(classifier, NumberReader(classifier), new)
    assert looks_at(classifier, numbers, together(hundred, new)) == on_empty


def test_taking_back_a_stroke_shifts_the_strokes_after_it_and_asks_nothing(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    first, others = written("7"), together(written("45", y=260), written("2", y=520))
    whole = together(first, others)
    before = numbers.read(whole)
    assert groups(before) == [(0,), (1, 2), (3, 4), (5,)]
    assert looks_at(classifier, numbers, others) == 0
    assert groups(numbers.read(others)) == [(0, 1), (2, 3), (4,)]
    assert numbers.read(whole) == before


def test_undo_of_a_stroke_within_a_number_brings_the_old_reading_back(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    ink, stroke = written("2026"), written("5", x=420)
    before = numbers.read(ink)
    assert numbers.read(together(ink, stroke)).text == "20265"
    assert looks_at(classifier, numbers, ink) == 0
    assert numbers.read(ink) == before


def edited(seed: int) -> Iterator[Ink]:
    """Yield a page while strokes come, go and come back anywhere in their order."""
    rng = np.random.default_rng(seed)
    pool, page = random_strokes(rng, 10), list[Stroke]()
    for _ in range(25):
        if page and rng.random() < 0.35:
            page.pop(int(rng.integers(len(page))))
        else:
            page.insert(int(rng.integers(len(page) + 1)), pool[int(rng.integers(len(pool)))])
        yield Ink(tuple(page))


@pytest.mark.parametrize("seed", range(8))
def test_what_was_read_before_makes_no_difference_to_what_is_read(
    classifier: CountingClassifier, numbers: NumberReader, seed: int
) -> None:
    for ink in edited(seed):
        assert numbers.read(ink) == NumberReader(classifier).read(ink)


def test_what_is_taught_is_followed_and_the_network_not_asked_again() -> None:
    classifier = CountingClassifier()
    numbers = NumberReader(classifier)
    numbers.relearn()
    ink = together(written("2071"), shifted(FLAGGED, 700, 0))
    before = numbers.read(ink)
    assert before.text == "2071 7"
    classifier.adaptation = adaptation_of((taught(FLAGGED, "1", classifier),), classifier)
    numbers.relearn()
    assert looks_at(classifier, numbers, ink) == 0
    assert numbers.read(ink).text == "2071 1"
    fresh = NumberReader(classifier).read(ink)
    assert sureness(numbers.read(ink)) == pytest.approx(sureness(fresh), abs=1e-5)
    classifier.adaptation = None
    numbers.relearn()
    assert numbers.read(ink).text == "2071 7"
    assert sureness(numbers.read(ink)) == pytest.approx(sureness(before), abs=1e-5)


def sureness(reading: Reading) -> list[float]:
    return [each for digit in reading.digits for each in (digit.confidence, digit.knownness)]


def test_what_is_long_gone_is_forgotten(numbers: NumberReader) -> None:
    alive = weakref.WeakSet[Stroke]()
    most = MAX_SEEN_PER_STROKE * (1 + INK.max_number_pieces)
    for k in range(most + 100):
        ink = Ink.from_points([[(k, 0), (k, 90)]])
        alive.update(ink.strokes)
        numbers.read(ink)
    gc.collect()
    assert len(alive) <= 110


def test_forgetting_costs_no_look_at_what_is_still_there(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    letter = shifted(NO_DIGITS["unipen-letters"]["H"], 0, 600)
    first, page = written("7"), together(written("2045", y=260), letter)
    for k in range(MAX_SEEN_PER_STROKE * (len(page.strokes) + 2 + INK.max_number_pieces) + 100):
        numbers.read(together(first, page, Ink.from_points([[(k, 900), (k, 990)]])))
    assert looks_at(classifier, numbers, page) == 0
    assert numbers.read(page).text == "2045\n?"


def test_reading_can_be_ended_between_two_looks_and_goes_on_from_there(
    classifier: CountingClassifier, numbers: NumberReader
) -> None:
    row = written("0123456789", gap=140)
    all_looks = looks_at(classifier, NumberReader(classifier), row)
    enough = classifier.looks + 4

    def end() -> None:
        if classifier.looks == enough:
            raise KeyboardInterrupt

    classifier.pause = end
    with pytest.raises(KeyboardInterrupt):
        numbers.read(row)
    classifier.pause = lambda: None
    assert looks_at(classifier, numbers, row) == all_looks - 4
    assert numbers.read(row).text.replace(" ", "") == "0123456789"

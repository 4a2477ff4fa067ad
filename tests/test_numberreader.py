"""Numbers in ink: which strokes make a digit, which digits a number, which numbers a line."""

from __future__ import annotations

import numpy as np
import pytest
from anything import SEED, WAY, powers
from hypothesis import example, given
from hypothesis import strategies as st
from making import NO_DIGITS
from strokes import DIGITS, moved, scaled, shifted
from writtennumbers import assert_holds_together, groups, random_strokes, together, written

from recognizer import Ink, Reading, Stroke, Verdict
from recognizer.errors import InkError
from recognizer.network.classifier import Classifier
from recognizer.reading.parting.bars import MAX_BAR_FLATNESS
from recognizer.reading.parting.grouping import INK
from recognizer.reading.parting.layout import find_numbers, find_rules
from recognizer.reading.parting.numbers import MAX_STROKES, NumberReader, boxes_of
from recognizer.reading.result import UNREAD


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier()


@pytest.fixture
def numbers(classifier: Classifier) -> NumberReader:
    """A reader that remembers nothing yet."""
    return NumberReader(classifier)


# What is read.


@given(
    text=st.sampled_from(["2026", "0123456789", "45", "7", "1234", "5555", "4444", "0000"]),
    gap=st.floats(-8, 84),
)
def test_a_number_is_read_digit_by_digit(numbers: NumberReader, text: str, gap: float) -> None:
    reading = numbers.read(written(text, gap))
    assert reading.text == text
    assert [digit.text for digit in reading.digits] == list(text)


def test_each_digit_knows_its_strokes_and_its_box(numbers: NumberReader) -> None:
    ink = written("452")
    reading = numbers.read(ink)
    assert groups(reading) == [(0, 1), (2, 3), (4,)]
    for digit in reading.digits:
        assert digit.box == Ink(tuple(ink.strokes[k] for k in digit.strokes)).bounding_box


def test_numbers_that_stand_apart_are_parted_by_a_space(numbers: NumberReader) -> None:
    ink = together(written("26", x=700), written("20"))
    assert numbers.read(ink).text == "20 26"


def test_lines_are_read_from_the_top_whatever_was_written_first(numbers: NumberReader) -> None:
    ink = together(written("59", y=500), written("314", y=250), written("2026"))
    reading = numbers.read(ink)
    assert reading.text == "2026\n314\n59"
    assert [len(line.numbers) for line in reading.lines] == [1, 1, 1]


@pytest.mark.parametrize("slope", [-0.15, 0.15])
def test_slanted_lines_are_read_like_level_ones(numbers: NumberReader, slope: float) -> None:
    level = together(written("20263"), written("71", x=800), written("314", y=260))
    slanted = moved(level, lambda p: p + np.outer(p[:, 0] * slope, (0, 1)))
    assert numbers.read(slanted).text == "20263 71\n314"


@given(factor=powers(-4, 5), way=WAY)
def test_where_the_ink_lies_and_how_large_it_is_makes_no_difference(
    numbers: NumberReader, factor: float, way: tuple[float, float]
) -> None:
    ink = together(written("2045"), written("716", x=800), written("398", y=260))
    reading = numbers.read(shifted(scaled(ink, factor), *way))
    assert reading.text == "2045 716\n398"
    assert groups(reading) == groups(numbers.read(ink))


@pytest.mark.parametrize("text", ["45", "54", "4455", "2450"])
def test_second_strokes_drawn_last_join_their_digits(numbers: NumberReader, text: str) -> None:
    ink = written(text)
    owners = [k for k, digit in enumerate(text) for _ in DIGITS[digit].strokes]
    second = [k > 0 and owners[k - 1] == owners[k] for k in range(len(owners))]
    order = sorted(range(len(owners)), key=second.__getitem__)
    reading = numbers.read(Ink(tuple(ink.strokes[k] for k in order)))
    assert reading.text == text
    assert [{owners[order[k]] for k in group} for group in groups(reading)] == [
        {k} for k in range(len(text))
    ]


SEVEN = DIGITS["7"].strokes[0]
LATE = {
    "a crossbar": Stroke(np.array([(30.0, 70.0), (85.0, 66.0)])),
    "a dot on it": Stroke(np.array([(50.0, 60.0)])),
    "a dot below it": Stroke(np.array([(30.0, 150.0)])),
    "the same stroke again": Stroke(SEVEN.points),
    "the same object again": SEVEN,
    "nearly the same stroke": Stroke(SEVEN.points + 3),
    "a stretch gone over": Stroke(np.add(SEVEN.points[1:], (2, 1))),
}


@pytest.mark.parametrize("late", LATE.values(), ids=list(LATE))
def test_what_is_added_late_to_a_seven_joins_it(numbers: NumberReader, late: Stroke) -> None:
    reading = numbers.read(together(Ink((SEVEN,)), written("26", x=120), Ink((late,))))
    assert reading.text == "726"
    assert groups(reading) == [(0, 3), (1,), (2,)]


@pytest.mark.parametrize("name", ["H", "W", "+", "fork", "step", "tent"])
def test_what_is_no_digit_is_not_parted_into_digits(numbers: NumberReader, name: str) -> None:
    ink = next(drawn[name] for drawn in NO_DIGITS.values() if name in drawn)
    reading = numbers.read(ink)
    assert (reading.verdict, reading.text) == (Verdict.NOT_A_DIGIT, UNREAD)
    assert groups(reading) == [tuple(range(len(ink.strokes)))]


def test_a_digit_beside_what_is_none_is_read(numbers: NumberReader) -> None:
    tent = shifted(NO_DIGITS["omniglot-drawings"]["tent"], 120, 20)
    reading = numbers.read(together(written("2"), tent))
    assert (reading.text, groups(reading)) == ("2?", [(0,), (1, 2)])
    assert reading.verdict is Verdict.NUMBERS


def test_two_things_that_are_no_digit_are_both_unread(numbers: NumberReader) -> None:
    reading = numbers.read(Ink.from_points([[(0, 0)], [(500, 500)]]))
    assert (reading.verdict, reading.text) == (Verdict.NOT_A_DIGIT, "?\n?")
    assert len(reading.digits) == 2


def test_ink_that_says_nothing_is_not_kept_silent(numbers: NumberReader) -> None:
    tent = shifted(NO_DIGITS["omniglot-drawings"]["tent"], 900, 900)
    reading = numbers.read(together(written("26"), tent))
    assert (reading.text, len(reading.digits)) == ("26\n?", 3)
    assert reading.confidence < 0.5


def test_empty_ink_says_nothing(numbers: NumberReader) -> None:
    assert numbers.read(Ink()) == Reading()


# Any ink at all.

_TO_AND_FRO = [(100 * (i % 2), i) for i in range(60)]
ODD = {
    "a point": [[(5, 5)]],
    "points in one place": [[(5, 5)]] * 9,
    "a row of points": [[(20 * k, 0)] for k in range(40)],
    "an upright bar": [[(0, 0), (0, 90)]],
    "a flat bar": [[(0, 0), (90, 0)]],
    "flat bars in a row": [[(120 * k, 0), (120 * k + 90, 0)] for k in range(5)],
    "flat bars above each other": [[(0, 20 * k), (90, 20 * k)] for k in range(5)],
    "a fence": [[(30 * k, 0), (30 * k, 90)] for k in range(30)],
    "squared paper": [[(0, 50 * k), (450, 50 * k)] for k in range(10)]
    + [[(50 * k, 0), (50 * k, 450)] for k in range(10)],
    "boxes in boxes": [
        [(k, k), (200 - k, k), (200 - k, 200 - k), (k, 200 - k), (k, k)] for k in range(0, 100, 9)
    ],
    "a scribble": [_TO_AND_FRO, [(y, x) for x, y in _TO_AND_FRO]],
    "the corners of the world": [[(x, y)] for x in (-1e9, 1e9) for y in (-1e9, 1e9)],
    "from end to end": [[(-1e9, -1e9), (1e9, 1e9)], [(-1e9, 1e9), (1e9, -1e9)], [(0, 0)]],
    "as small as can be": [[(0, 0), (5e-324, 5e-324)], [(1e-300, 0), (1e-300, 1e-300)]],
    "small and far away": [[(1e9, 1e9 - 1e-6), (1e9 - 1e-6, 1e9)], [(1e9, 1e9)]],
    "small and large": [[(0, 0), (1e-6, 1e-6)], [(0, 0), (1e9, 1e9)], [(50, 0), (50, 90)]],
}


@pytest.mark.parametrize("strokes", ODD.values(), ids=list(ODD))
def test_odd_ink_is_read_without_fuss(
    numbers: NumberReader, strokes: list[list[tuple[float, float]]]
) -> None:
    ink = Ink.from_points(strokes)
    assert_holds_together(ink, numbers.read(ink))


def test_identical_strokes_are_one_thing(numbers: NumberReader) -> None:
    ink = Ink(DIGITS["3"].strokes * 60)
    assert groups(numbers.read(ink)) == [tuple(range(60))]


@pytest.mark.parametrize(
    ("count", "things"), [(INK.max_number_pieces, 200), (INK.max_number_pieces + 1, 1)]
)
def test_more_strokes_than_a_number_has_are_one_thing(
    numbers: NumberReader, count: int, things: int
) -> None:
    bars = Ink.from_points([[(60 * k, 0), (60 * k, 90)] for k in range(count)])
    assert len(numbers.read(bars).digits) == things


@given(seed=SEED)
@example(seed=149)
def test_every_stroke_is_a_rule_or_a_bar_or_in_one_digit_only(
    numbers: NumberReader, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    strokes = tuple(random_strokes(rng, int(rng.integers(1, 15))))
    boxes = boxes_of(strokes)
    rules = set(np.flatnonzero(find_rules(boxes)).tolist())
    without_bars = {piece for number in find_numbers(boxes, bars_part=True) for piece in number}
    bars = {*range(len(strokes))} - rules - without_bars
    assert all(is_upright_line(strokes[bar]) for bar in bars)
    ink = Ink(strokes)
    assert_holds_together(ink, numbers.read(ink), rules | bars)


def is_upright_line(stroke: Stroke) -> bool:
    box = stroke.bounding_box
    return box.width <= MAX_BAR_FLATNESS * box.height


# What would take too long.


def test_more_strokes_than_are_read_are_refused_in_one_line(numbers: NumberReader) -> None:
    with pytest.raises(InkError, match=r"^10,001 strokes: at most 10,000 are read$"):
        numbers.read(Ink(DIGITS["1"].strokes * (MAX_STROKES + 1)))


# Small digits beside a tall one.


def beside(tall: str, small: str, height: float, x: float, y: float) -> Ink:
    """Return `tall` six times as large as drawn, and `small` with its corner at (x, y)."""
    drawn = written(small, gap=30)
    return together(scaled(DIGITS[tall], 6), shifted(scaled(drawn, height / 140), x, y))


@given(
    tall=st.sampled_from("023456789"),
    small=st.sampled_from(["42", "2", "7"]),
    place=st.sampled_from([(620, 0), (620, 300), (620, 700), (-250, 300)]),
)
def test_small_digits_beside_a_tall_one_are_no_marks_of_it(
    numbers: NumberReader, tall: str, small: str, place: tuple[float, float]
) -> None:
    x, y = place
    reading = numbers.read(beside(tall, small, 140, x, y))
    assert sorted(each.text for each in reading.digits) == sorted(tall + small)


@pytest.mark.parametrize("height", [150, 300])
def test_a_raised_digit_is_read_by_itself(numbers: NumberReader, height: float) -> None:
    assert numbers.read(beside("5", "2", height, 590, -60)).text == "5 2"


def test_a_mark_that_is_no_digit_stays_with_the_tall_one(numbers: NumberReader) -> None:
    bar = Ink.from_points([[(600, 40), (680, 36)]])
    reading = numbers.read(together(scaled(DIGITS["5"], 6), bar))
    assert groups(reading) == [(0, 1, 2)]


# A bowl beside its stem.


def parted_nine(gap: float, bowl: float, stem_top: float = 0.0) -> Ink:
    """Return a 9 of a ring, `bowl` high, and a stem, so far to the right of it; 140 high."""
    turn = np.radians(np.linspace(-50, -400, 40))
    ring = np.stack([30 + 30 * np.cos(turn), bowl / 2 * (1 + np.sin(turn))], axis=1)
    stem = np.linspace((64 + gap, stem_top), (56 + gap, 140), 12)
    return Ink.from_points([ring, stem])


@given(gap=st.floats(-3, 8), bowl=st.floats(56, 80), before=st.sampled_from(["4", "2", "30"]))
def test_a_nine_of_bowl_and_stem_is_no_zero_beside_a_one(
    numbers: NumberReader, gap: float, bowl: float, before: str
) -> None:
    first = written(before, 25)
    nine = shifted(parted_nine(gap, bowl), first.bounding_box.right + 30, 0)
    last = written("7", x=nine.bounding_box.right + 30)
    assert numbers.read(together(first, nine, last)).text == f"{before}97"


@pytest.mark.parametrize("gap", [25, 60])
def test_a_zero_as_high_as_the_one_behind_it_is_a_zero(numbers: NumberReader, gap: float) -> None:
    pair = shifted(parted_nine(gap, 138), 120, 0)
    assert numbers.read(together(written("4"), pair)).text == "401"


# What is expected.


@pytest.mark.parametrize(
    ("drawn", "expected", "parted"),
    [("44", "44", [(0, 1), (2, 3)]), ("44", "1411", [(0,), (1,), (2,), (3,)]), ("44", "141", None)],
)
def test_ink_is_parted_into_the_digits_that_are_expected(
    numbers: NumberReader, drawn: str, expected: str, parted: list[tuple[int, ...]] | None
) -> None:
    ink = written(drawn)
    numbers.read(ink)
    found = numbers.read_as(expected, ink)
    assert found is not None
    if parted:
        assert groups(found) == parted
    assert len(found.symbols) == len(expected)


@pytest.mark.parametrize("expected", ["444", "4444444"])
def test_no_digit_has_no_stroke(numbers: NumberReader, expected: str) -> None:
    ink = written("44") if expected == "4444444" else written("11")
    numbers.read(ink)
    assert numbers.read_as(expected, ink) is None


def test_strokes_far_apart_are_not_one_digit(numbers: NumberReader) -> None:
    ink = written("11", 150)
    numbers.read(ink)
    assert numbers.read_as("4", ink) is None

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from anything import DIGIT_INK, WAY, powers
from hypothesis import given
from hypothesis import strategies as st
from making import Bytes, copy_model, picture_of
from strokes import DIGITS, GRID, scaled, shifted, with_pen_width

from recognizer import BoundingBox, Candidate, Ink, PictureError, Reader, Reading, Symbol, Verdict
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.result import UNREAD
from recognizer.reading.words import MIN_NAMED_KNOWNNESS, describe, percent

each_digit = pytest.mark.parametrize("digit", DIGITS)

DOTS = {
    "one point": Ink.from_points([[(5, 5)]]),
    "one point twice": Ink.from_points([[(5, 5), (5, 5)], [(5, 5)]]),
    "within the pen's width": Ink.from_points([[(5, 5), (9, 12)]], pen_width=24),
}

TO_AND_FRO = [(100 * (i % 2), i) for i in range(30)]
ENDLESS = {
    "to and fro": Ink.from_points([TO_AND_FRO]),
    "to and fro and up and down": Ink.from_points(
        [TO_AND_FRO[:16], [(y, x) for x, y in TO_AND_FRO[:16]]]
    ),
    "a zero gone over and over": Ink(DIGITS["0"].strokes * 9),
}
RULED_OUT = {**DOTS, **ENDLESS}


SURE = (Candidate("4", 0.75), Candidate("9", 0.25))


def four(knownness: float, is_known: bool = True) -> Reading:
    return Reading.of(Symbol(SURE, knownness, is_known, BoundingBox(0, 0, 9, 9)))


TWENTY_SIX = Ink((*DIGITS["2"].strokes, *shifted(DIGITS["6"], 150, 0).strokes))


def pickled(reader: Reader) -> Reader:
    """Return what another process would get of `reader`."""
    copy = pickle.loads(pickle.dumps(reader))  # noqa: S301  (our own)
    assert isinstance(copy, Reader)
    return copy


def same_reading(one: Reading, other: Reading) -> bool:
    return one.text == other.text and abs(one.confidence - other.confidence) < 0.02


@each_digit
def test_a_clean_ink_is_read_right(reader: Reader, digit: str) -> None:
    reading = reader.read_ink(DIGITS[digit])
    assert (reading.verdict, reading.text) == (Verdict.DIGIT, digit)


@each_digit
def test_a_clean_picture_is_read_right(reader: Reader, digit: str) -> None:
    reading = reader.read_image(picture_of(DIGITS[digit]))
    assert (reading.verdict, reading.text) == (Verdict.DIGIT, digit)


@each_digit
def test_light_on_dark_is_read_like_dark_on_light(reader: Reader, digit: str) -> None:
    dark = picture_of(DIGITS[digit])
    assert same_reading(reader.read_image(255 - dark), reader.read_image(dark))


@each_digit
def test_a_color_picture_is_read_like_a_gray_one(reader: Reader, digit: str) -> None:
    gray = picture_of(DIGITS[digit])
    color = np.repeat(gray[..., None], 3, axis=2)
    assert same_reading(reader.read_image(color), reader.read_image(gray))


@given(ink=DIGIT_INK, way=WAY)
def test_where_the_ink_lies_makes_no_difference(
    reader: Reader, ink: Ink, way: tuple[float, float]
) -> None:
    assert same_reading(reader.read_ink(shifted(ink, *way)), reader.read_ink(ink))


@given(ink=DIGIT_INK, factor=powers(-4, 5))
def test_how_large_the_ink_is_makes_no_difference(reader: Reader, ink: Ink, factor: float) -> None:
    assert same_reading(reader.read_ink(scaled(ink, factor)), reader.read_ink(ink))


@given(ink=DIGIT_INK, width=st.floats(0.5, 60))
def test_how_thick_the_pen_was_makes_no_difference(reader: Reader, ink: Ink, width: float) -> None:
    assert reader.read_ink(with_pen_width(ink, width)).candidates == reader.read_ink(ink).candidates


@each_digit
def test_reading_twice_says_the_same(reader: Reader, digit: str) -> None:
    assert reader.read_ink(DIGITS[digit]) == reader.read_ink(DIGITS[digit])


@pytest.mark.parametrize("ink", [Ink(), Ink.from_points([])], ids=["no strokes", "empty list"])
def test_an_empty_ink_says_nothing(reader: Reader, ink: Ink) -> None:
    assert reader.read_ink(ink) == Reading()


@pytest.mark.parametrize("ink", RULED_OUT.values(), ids=list(RULED_OUT))
def test_a_speck_or_an_endless_scribble_is_not_a_digit_even_to_the_boldest_model(
    tmp_path: Path, ink: Ink
) -> None:
    reading = Reader(copy_model(tmp_path, reject_below=0.0)).read_ink(ink)
    assert (reading.verdict, reading.text) == (Verdict.NOT_A_DIGIT, UNREAD)
    assert (reading.knownness, reading.confidence) == (0, 0)


def test_what_is_not_ruled_out_is_a_digit_to_the_boldest_model(tmp_path: Path) -> None:
    bold = Reader(copy_model(tmp_path, reject_below=0.0))
    assert bold.read_ink(Ink.from_points([[(0, 0), (90, 0), (0, 90)]])).verdict is Verdict.DIGIT


@pytest.mark.parametrize("ink", RULED_OUT.values(), ids=list(RULED_OUT))
def test_what_is_ruled_out_still_has_a_best_guess_and_a_box(reader: Reader, ink: Ink) -> None:
    reading = reader.read_ink(ink)
    assert len(reading.candidates) == 10
    assert reading.box == ink.bounding_box


@each_digit
def test_a_clean_ink_is_surely_a_digit(reader: Reader, digit: str) -> None:
    assert 0.5 < reader.read_ink(DIGITS[digit]).knownness <= 1


@each_digit
def test_confidences_of_a_digit_sum_to_one(reader: Reader, digit: str) -> None:
    candidates = reader.read_ink(DIGITS[digit]).candidates
    assert sum(each.confidence for each in candidates) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("ink", [GRID, *RULED_OUT.values()], ids=["grid", *RULED_OUT])
def test_confidences_of_no_digit_sum_to_one_too(reader: Reader, ink: Ink) -> None:
    candidates = reader.read_ink(ink).candidates
    assert sum(each.confidence for each in candidates) == pytest.approx(1, abs=1e-5)


def test_digits_and_a_grid_differ_in_digitness(reader: Reader) -> None:
    least = min(reader.read_ink(ink).knownness for ink in DIGITS.values())
    assert reader.read_ink(GRID).knownness < least


def test_nothing_is_no_digit_at_all(reader: Reader) -> None:
    assert reader.read_ink(Ink()).knownness == 0


@pytest.mark.parametrize("value", [0, 128, 255])
@pytest.mark.parametrize("shape", [(1, 1), (40, 60), (40, 60, 1), (40, 60, 3), (40, 60, 4)])
def test_a_blank_picture_says_nothing(reader: Reader, value: int, shape: tuple[int, ...]) -> None:
    blank = np.full(shape, value, np.uint8)
    assert reader.read_image(blank) == Reading()


def test_the_grain_of_paper_says_nothing(reader: Reader) -> None:
    paper = np.random.default_rng(0).integers(235, 245, (300, 200)).astype(np.uint8)
    assert reader.read_image(paper).verdict is Verdict.NOTHING


@pytest.mark.parametrize(
    "image",
    [
        np.full((9, 9), 200.0),
        np.zeros(9, np.uint8),
        np.zeros((9, 9, 2), np.uint8),
        np.zeros((0, 9), "u1"),
    ],
    ids=["floats beyond 1", "one axis", "two channels", "no rows"],
)
def test_an_array_that_is_no_picture_is_refused(reader: Reader, image: Bytes) -> None:
    with pytest.raises(PictureError, match="picture"):
        reader.read_image(image)


def test_the_box_is_where_the_ink_lies(reader: Reader) -> None:
    ink = Ink.from_points([[(-20, 300.5), (40, 390)], [(45, 320), (44, 330)]])
    assert reader.read_ink(ink).box == BoundingBox(-20, 300.5, 45, 390)


def test_the_box_does_not_grow_with_the_pen(reader: Reader) -> None:
    ink = DIGITS["3"]
    assert reader.read_ink(with_pen_width(ink, 30)).box == ink.bounding_box


def test_the_box_of_a_digit_in_a_picture_is_around_its_ink(reader: Reader) -> None:
    picture = picture_of(DIGITS["3"])
    box = reader.read_image(picture).box
    rows, cols = np.nonzero(picture != picture[0, 0])
    assert box is not None
    assert (box.left, box.right) == pytest.approx((cols.min(), cols.max() + 1), abs=4)
    assert (box.top, box.bottom) == pytest.approx((rows.min(), rows.max() + 1), abs=4)


def test_a_field_is_read_as_it_is(reader: Reader) -> None:
    field = preprocess_ink(DIGITS["3"])
    (prediction,) = Classifier().predict(field[None])
    assert reader.read_field(field).candidates == prediction.candidates


def test_a_field_without_ink_says_nothing(reader: Reader) -> None:
    assert reader.read_field(np.zeros((28, 28), np.float32)).verdict is Verdict.NOTHING


def test_digits_beside_each_other_are_a_number(reader: Reader) -> None:
    reading = reader.read_ink(TWENTY_SIX)
    assert (reading.verdict, reading.text) == (Verdict.NUMBERS, "26")
    assert [digit.strokes for digit in reading.digits] == [(0,), (1,)]
    assert reading.box == TWENTY_SIX.bounding_box


def test_ink_can_be_read_as_one_digit_whatever_it_looks_like(reader: Reader) -> None:
    reading = reader.read_digit(TWENTY_SIX)
    assert len(reading.digits) == 1
    assert reading.verdict in (Verdict.DIGIT, Verdict.NOT_A_DIGIT)
    assert reading.box == TWENTY_SIX.bounding_box


@each_digit
def test_a_digit_is_the_same_whether_it_is_looked_for_or_not(reader: Reader, digit: str) -> None:
    found, given = reader.read_ink(DIGITS[digit]), reader.read_digit(DIGITS[digit])
    assert (found.text, found.candidates) == (given.text, given.candidates)


@pytest.mark.parametrize("ink", RULED_OUT.values(), ids=list(RULED_OUT))
def test_what_is_ruled_out_is_so_as_one_digit_too(reader: Reader, ink: Ink) -> None:
    reading = reader.read_digit(ink)
    assert (reading.verdict, reading.knownness) == (Verdict.NOT_A_DIGIT, 0)


def test_an_empty_ink_is_nothing_as_one_digit_too(reader: Reader) -> None:
    assert reader.read_digit(Ink()) == Reading()


def test_pictures_are_read_one_after_the_other(reader: Reader) -> None:
    images = [picture_of(DIGITS[digit]) for digit in "314"]
    assert [each.text for each in reader.read_images(images)] == ["3", "1", "4"]
    assert reader.read_images([]) == []


def test_a_pickled_reader_reads_the_same(reader: Reader) -> None:
    reading = reader.read_ink(TWENTY_SIX)
    assert pickled(reader).read_ink(TWENTY_SIX) == reading


def test_a_pickled_reader_is_small_whatever_it_has_read(reader: Reader) -> None:
    reader.read_ink(TWENTY_SIX)
    assert len(pickle.dumps(reader)) < 1000


def test_a_pickled_reader_keeps_its_model(tmp_path: Path) -> None:
    bold = Reader(copy_model(tmp_path, reject_below=0.0))
    assert pickled(bold).read_ink(GRID) == bold.read_ink(GRID) != Reader().read_ink(GRID)


def test_a_reading_of_a_digit_says_the_surest_candidate() -> None:
    reading = four(0.9)
    assert (reading.text, reading.best, reading.confidence) == ("4", "4", 0.75)


def test_a_reading_of_no_digit_is_unread_but_has_a_best_guess() -> None:
    reading = four(0.3, is_known=False)
    assert (reading.text, reading.best, reading.confidence) == (UNREAD, "4", 0.3)


def test_a_reading_of_nothing_is_empty() -> None:
    reading = Reading()
    assert (reading.text, reading.best, reading.confidence) == ("", "", 0.0)
    assert (reading.candidates, reading.box) == ((), None)


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.0, "< 0.1 %"),
        (0.0009, "< 0.1 %"),
        (0.001, "0.1 %"),
        (0.5, "50.0 %"),
        (0.9919, "99.1 %"),
        (0.9999, "99.9 %"),
        (1.0, "99.9 %"),
    ],
)
def test_a_percentage_is_rounded_down(confidence: float, words: str) -> None:
    assert percent(confidence) == words


def test_a_percentage_of_one_decimal_is_said_as_it_is() -> None:
    thousandths = range(1, 1000)
    assert [percent(n / 1000) for n in thousandths] == [f"{n / 10:.1f} %" for n in thousandths]


@given(confidence=st.floats(0, 1))
def test_nobody_is_quite_sure(confidence: float) -> None:
    assert percent(confidence) not in ("0.0 %", "100.0 %")


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (four(0.7), "4 (70.0 %)"),
        (four(0.9), "4 (75.0 %)"),
        (four(0.0, is_known=False), "not a digit"),
        (four(MIN_NAMED_KNOWNNESS - 0.01, is_known=False), "not a digit"),
        (four(MIN_NAMED_KNOWNNESS, is_known=False), "not a digit (perhaps 4)"),
        (four(0.9, is_known=False), "not a digit (perhaps 4)"),
        (Reading(), "nothing to read"),
    ],
    ids=["digit", "sure digit", "surely none", "hardly any", "perhaps", "likely", "nothing"],
)
def test_a_reading_is_put_into_words(reading: Reading, words: str) -> None:
    assert describe(reading) == words


@pytest.mark.parametrize("ink", RULED_OUT.values(), ids=list(RULED_OUT))
def test_what_is_ruled_out_is_not_said_to_be_perhaps_a_digit(reader: Reader, ink: Ink) -> None:
    assert describe(reader.read_ink(ink)) == "not a digit"


def test_only_what_is_not_read_as_expected_is_parted_so() -> None:
    reader, four = Reader(), DIGITS["4"]
    assert reader.read_ink(four, "4").as_expected is None
    assert reader.read_ink(four).as_expected is None
    parted = reader.read_ink(four, "11")
    assert parted == reader.read_ink(four)
    assert parted.as_expected is not None
    assert [each.strokes for each in parted.as_expected.symbols] == [(0,), (1,)]

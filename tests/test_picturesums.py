"""Pictures of sums: small signs are read, and dirt is none; fractions and columns are sums."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from strokes import Points, densified, moved, shifted
from sumtrees import seeded
from test_picturereader import any_picture
from typesetting import DIGIT_HEIGHT, Typesetter, inked, on_paper

from recognizer import Ink, Reader
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums import Outcome, Sum, sums_in
from recognizer.sums.grammar import parsed

CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")

Picture = npt.NDArray[np.uint8]

HEIGHT, MARGIN, LEADING = 48, 50, 2.2
SHEET = ["12+7=19", "23-8=15", "6×7=41", "84÷7=12", "36:4=9", "3.5+1.2=4.7", "(8-3)×4=20"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(alphabet="sums")


def sheet(lines: Sequence[str], pen: float = 5.0) -> Picture:
    """Return a picture of one sum below the other, each symbol as it stands in the text."""
    drawn = [inked(Typesetter(seeded(k), 0.03).text(text).glyphs) for k, text in enumerate(lines)]
    placed = [shifted(ink, 0, k * LEADING * DIGIT_HEIGHT) for k, ink in enumerate(drawn)]
    return photo(Ink(tuple(stroke for ink in placed for stroke in ink.strokes)), pen)


def photo(ink: Ink, pen: float, height: float = HEIGHT) -> Picture:
    """Return a gray, noisy picture of digits of that `height`, by a hand that trembles a little."""
    rng, box = np.random.default_rng(0), ink.bounding_box

    def placed(points: Points) -> Points:
        trembling = points + rng.normal(0, 1.5, points.shape) - (box.left, box.top)
        return trembling * height / DIGIT_HEIGHT + MARGIN

    rows, cols = (round(side * height / DIGIT_HEIGHT) for side in (box.height, box.width))
    rows, cols = rows + 2 * MARGIN, cols + 6 * MARGIN
    fine = np.zeros((4 * rows, 4 * cols), np.uint8)
    for stroke in moved(densified(ink, 12), placed).strokes:
        line = np.rint(stroke.points * 4).astype(np.int32)
        cv2.polylines(fine, [line], False, 255, round(4 * pen), cv2.LINE_8)
    cover = cv2.resize(fine, (cols, rows), interpolation=cv2.INTER_AREA) / 255
    picture = 230 - 180 * cover + rng.normal(0, 4, cover.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def test_a_sheet_of_sums_is_read(reader: Reader) -> None:
    assert reader.read_image(sheet(SHEET)).text.split("\n") == SHEET


@pytest.mark.parametrize("pen", [3.0, 6.5])
def test_points_are_read_however_thick_the_pen_is(reader: Reader, pen: float) -> None:
    lines = ["84÷7=12", "36:4=9", "2.5+1.4=3.9"]
    assert reader.read_image(sheet(lines, pen=pen)).text.split("\n") == lines


def test_a_comma_is_no_small_1(reader: Reader) -> None:
    lines = ["3,5+4=7,5", "20,6-0,5="]
    assert reader.read_image(sheet(lines)).text.split("\n") == lines


def test_a_minus_is_no_part_of_the_digit_before_it(reader: Reader) -> None:
    lines = ["67-51=16", "20+65-2=83"]
    assert reader.read_image(sheet(lines, pen=6.5)).text.split("\n") == lines


@pytest.mark.parametrize("alphabet", ["numbers", "sums"])
def test_specks_on_the_paper_are_no_points(alphabet: str) -> None:
    picture = sheet(["23", "4690"])
    for x, y in [(300, 70), (340, 160), (20, 200), (390, 60), (180, 20)]:
        cv2.circle(picture, (x, y), 1, (60,), cv2.FILLED)
    assert Reader(alphabet=alphabet).read_image(picture).text == "23\n4690"


def test_a_blot_in_the_margin_is_no_point(reader: Reader) -> None:
    picture = sheet(["23+4="])
    cv2.circle(picture, (picture.shape[1] - 30, 110), 4, (60,), cv2.FILLED)
    assert reader.read_image(picture).text == "23+4="


@pytest.mark.parametrize("seed", range(8))
def test_any_picture_is_read_with_boxes_within_it(reader: Reader, seed: int) -> None:
    picture = any_picture(seed)
    rows, cols = picture.shape[:2]
    reading = reader.read_image(picture)
    boxes = [each.box for each in reading.symbols] + [each.box for each in sums_in(reading)]
    for box in boxes:
        assert -0.01 <= box.left < box.right <= cols + 0.01
        assert -0.01 <= box.top < box.bottom <= rows + 0.01


def only_sum(reader: Reader, ink: Ink) -> Sum:
    (found,) = sums_in(reader.read_image(photo(ink, pen=5.0, height=80)))
    return found


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("1⁄2+1⁄4=", "1⁄2+1⁄4=3⁄4"),
        ("12⁄35+7=", "12⁄35+7=257⁄35"),
        ("(3+4)⁄2=", "(3+4)⁄2=7⁄2"),
        ("√9+2=", "√9+2=5"),
        ("2^10=", "2^10=1024"),
        ("1 1⁄2+3=", "1 1⁄2+3=9⁄2"),
    ],
)
def test_what_stands_above_below_or_under_something_belongs_to_it(
    reader: Reader, text: str, completed: str
) -> None:
    drawn = inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)
    assert only_sum(reader, drawn).completed == completed


def column(rows: Sequence[str], result: str) -> Ink:
    """Return numbers under each other, a line, and below it the result; digit under digit."""
    drawn = [inked(Typesetter(seeded(1)).text(row).glyphs) for row in (*rows, result) if row]
    placed = [
        shifted(ink, -ink.bounding_box.right, k * 1.4 * DIGIT_HEIGHT) for k, ink in enumerate(drawn)
    ]
    left = min(ink.bounding_box.left for ink in placed)
    y = (1.4 * len(rows) - 0.2) * DIGIT_HEIGHT
    line = Ink.from_points([[(left - 20, y), (20, y)]])
    return Ink(tuple(stroke for ink in (*placed, line) for stroke in ink.strokes))


@pytest.mark.parametrize(
    ("rows", "result", "completed", "outcome"),
    [
        (["347", "+285"], "632", "347+285=632", Outcome.RIGHT),
        (["92", "-47"], "46", "92-47=46", Outcome.WRONG),
        (["12", "35", "+48"], "", "12+35+48=95", Outcome.ANSWER),
    ],
)
def test_numbers_under_each_other_are_a_sum(
    reader: Reader, rows: list[str], result: str, completed: str, outcome: Outcome
) -> None:
    found = only_sum(reader, column(rows, result))
    assert found.is_column
    assert (found.completed, found.outcome) == (completed, outcome)


def test_the_end_of_a_plus_is_no_point(reader: Reader) -> None:
    ink = inked(Typesetter(seeded(1)).set(parsed("23+4=")).glyphs)
    assert [each.text for each in sums_in(reader.read_image(on_paper(ink)))] == ["23+4="]

"""Sums that are drawn: what is read of strokes by the shipped model, and where they stand."""

from __future__ import annotations

import pytest
from strokes import DIGITS, shifted
from sumtrees import seeded
from typesetting import Typesetter, glyph, inked

from recognizer import Ink, Reader
from recognizer.network.card import read_card
from recognizer.resources import models_dir
from recognizer.sums import sums_in
from recognizer.sums.grammar import parsed

CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(alphabet="sums")


def drawn(text: str) -> Ink:
    return inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)


def column() -> Ink:
    """Return 24 + 45 as numbers under each other, and a line below them."""
    upper = Typesetter(seeded(1)).text("24").moved(1, 0)
    lower = Typesetter(seeded(1)).text("+45").moved(0.25, 1.5)
    return inked((*upper.glyphs, *lower.glyphs, glyph("-", 0.1, 2.75, 2.6, 2.8)))


def read(ink: Ink, reader: Reader) -> list[str]:
    return [each.text for each in sums_in(reader.read_ink(ink))]


@pytest.mark.parametrize(
    "text",
    [
        "23+4=27",
        "1⁄2+3⁄4=",
        "(2+3)⁄(4×5)=",
        "2 3⁄4-2=",
        "2^5+3=",
        "√25+3=",
        "√(12345+6789)=",
        "8·3=24",
        "1⁄2:3⁄4=",
        "√4÷√9=",
        "√(2+3)·1⁄2=",
        "8.3+4=",
        "(1⁄2)⁄3=",
        "3⁄8+2⁄5=",
        "5⁄3+1⁄5=",
        "5⁄5=",
    ],
)
def test_what_is_drawn_is_understood(reader: Reader, text: str) -> None:
    assert read(drawn(text), reader) == [text]


def test_the_bars_of_an_equals_sign_may_be_unequal(reader: Reader) -> None:
    half = drawn("1⁄2")
    box = half.bounding_box
    middle = (box.top + box.bottom) / 2
    bars = ([(0, -12), (110, -8)], [(60, 20), (110, 22)])
    placed = [[(box.right + 40 + x, middle + y) for x, y in bar] for bar in bars]
    assert read(Ink((*half.strokes, *Ink.from_points(placed).strokes)), reader) == ["1⁄2="]


def test_a_slanted_minus_between_two_fractions_is_one(reader: Reader) -> None:
    glyphs = Typesetter(seeded(1)).set(parsed("3⁄4-1⁄2=")).glyphs
    (minus,) = (each.box for each in glyphs if each.box.top == 0.47)
    others = inked([each for each in glyphs if each.box != minus])
    slanted = [(140 * minus.left, 45.0), (140 * minus.right, 80.0)]
    drawn = Ink((*others.strokes, *Ink.from_points([slanted]).strokes))
    assert read(drawn, reader) == ["3⁄4-1⁄2="]


def test_signs_between_fractions_may_be_large_or_slanted(reader: Reader) -> None:
    glyphs = Typesetter(seeded(1)).set(parsed("3⁄4:1⁄2=")).glyphs
    colon, equals = (next(g.box for g in glyphs if g.best == sign) for sign in ":=")
    others = inked([each for each in glyphs if each.best not in ":="])
    x, end = 140 * colon.left, 140 * equals.left
    dots = [[(x, y), (x + 26, y + 28), (x + 4, y + 18)] for y in (25.0, 115.0)]
    bars = [[(end, 50.0), (end + 55, 70.0)], [(end + 5, 96.0), (end + 60, 122.0)]]
    placed = Ink.from_points([*dots, *bars])
    assert read(Ink((*others.strokes, *placed.strokes)), reader) == ["3⁄4:1⁄2="]


def test_a_wide_cross_between_fractions_is_no_equals_sign(reader: Reader) -> None:
    glyphs = Typesetter(seeded(1)).set(parsed("3⁄4×1⁄2=")).glyphs
    (cross,) = (g.box for g in glyphs if g.best == "×")
    others = inked([each for each in glyphs if each.best != "×"])
    x, y = 140 * cross.left - 10, 50.0
    strokes = [[(x, y), (x + 80, y + 45)], [(x + 80, y), (x, y + 45)]]
    placed = Ink.from_points(strokes)
    assert read(Ink((*others.strokes, *placed.strokes)), reader) == ["3⁄4×1⁄2="]


def test_digits_of_a_column_may_stand_close_above_each_other(reader: Reader) -> None:
    upper, lower = Typesetter(seeded(1)).text("8"), Typesetter(seeded(1)).text("+7")
    numbers = [upper.moved(0.85, 1.1 * row).glyphs for row in range(2)]
    last = lower.moved(0.1, 2.2).glyphs
    rows = (*numbers[0], *numbers[1], *last)
    assert read(inked((*rows, glyph("-", -0.2, 3.4, 1.6, 3.44))), reader) == ["8+8+7="]


def test_rows_of_a_column_are_no_fraction_above_and_below_the_foot_of_a_1(reader: Reader) -> None:
    upper, lower = Typesetter(seeded(1)).text("51"), Typesetter(seeded(1)).text("+27")
    rows = inked((*upper.moved(1).glyphs, *lower.moved(0.15, 1.4).glyphs))
    one = upper.moved(1).glyphs[-1].box
    foot = [(one.left - 0.35, 1.0), (one.right + 0.35, 1.02)]
    line = [(-0.2, 2.6), (2.6, 2.62)]
    drawn_lines = Ink.from_points([[(140 * x, 140 * y) for x, y in each] for each in (foot, line)])
    assert read(Ink((*rows.strokes, *drawn_lines.strokes)), reader) == ["51+27="]


def test_the_bar_of_a_5_is_no_fraction_under_another_row(reader: Reader) -> None:
    assert read(column(), reader) == ["24+45="]


def test_each_line_is_understood_by_itself(reader: Reader) -> None:
    ink = Ink((*drawn("1⁄2+3=").strokes, *shifted(drawn("4-2="), 0, 600).strokes))
    assert read(ink, reader) == ["1⁄2+3=", "4-2="]


def test_a_single_digit_is_a_number(reader: Reader) -> None:
    assert read(DIGITS["7"], reader) == ["7"]


def test_each_stroke_is_in_one_symbol(reader: Reader) -> None:
    ink = drawn("1⁄2+3=")
    symbols = reader.read_ink(ink).symbols
    assert sorted(k for each in symbols for k in each.strokes) == list(range(len(ink.strokes)))


def test_a_fraction_is_in_reading_order(reader: Reader) -> None:
    assert reader.read_ink(drawn("1⁄2+3=")).text == "1-2+3="


def test_what_has_not_changed_is_the_same_object(reader: Reader) -> None:
    ink, below = drawn("1⁄2+3="), shifted(drawn("4-2="), 0, 600)
    before = reader.read_ink(ink).numbers
    assert reader.read_ink(Ink((*ink.strokes, *below.strokes))).numbers[0] is before[0]


def test_nothing_drawn_is_nothing(reader: Reader) -> None:
    assert reader.read_ink(Ink(())).symbols == ()


def test_a_frame_is_no_minus(reader: Reader) -> None:
    ink = drawn("42")
    box = ink.bounding_box
    left, top, right, bottom = box.left - 60, box.top - 60, box.right + 60, box.bottom + 60
    frame = Ink.from_points([[(left, y), (right, y)] for y in (top, bottom)])
    assert reader.read_ink(Ink((*ink.strokes, *frame.strokes))).text == "42"


def test_a_bar_with_nothing_below_it_yet_is_no_sum_that_is_understood(reader: Reader) -> None:
    ink = drawn("42")
    box = ink.bounding_box
    line = [(box.left - 60, box.bottom + 40), (box.right + 60, box.bottom + 40)]
    below = Ink((*ink.strokes, *Ink.from_points([line]).strokes))
    assert [each.text for each in sums_in(reader.read_ink(below))] == []


def test_a_minus_that_is_quite_level_is_no_dot(reader: Reader) -> None:
    """A mouse draws one along a row of pixels: its box has no height."""
    three, minus, *rest = drawn("3-2=").strokes
    box = minus.bounding_box
    level = Ink.from_points([[(box.left, box.top), (box.right, box.top)]])
    ink = Ink((three, *level.strokes, *rest))
    assert [each.completed for each in sums_in(reader.read_ink(ink))] == ["3-2=1"]

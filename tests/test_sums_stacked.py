"""Calculations close above each other: a written addition has its own rows, and no others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sumtrees import seeded
from typesetting import Set, Typesetter, glyph, inked

from recognizer import Reader
from recognizer.network.card import read_card
from recognizer.reading.regions.glyph import Glyph
from recognizer.resources import models_dir
from recognizer.sums import sums_in
from recognizer.sums.grammar import parsed

CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")
LINE = 0.05
"""How thick the line of a column is, in heights of a digit, as all lengths here."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(alphabet="sums")


def line(text: str) -> Set:
    return Typesetter(seeded(1)).set(parsed(text))


def column(rows: Sequence[str], answer: str = "", step: float = 1.5) -> Set:
    """Return numbers under each other that end at one place, a line, and maybe an answer."""
    texts = [Typesetter(seeded(1)).text(each) for each in (*rows, answer) if each]
    width = max(each.width for each in texts)
    foot = step * (len(rows) - 1) + 1.25
    tops = [step * k for k in range(len(rows))] + [foot + 0.25]
    placed = [each.moved(width - each.width, top) for each, top in zip(texts, tops, strict=False)]
    glyphs = [each for row in placed for each in row.glyphs]
    return Set((*glyphs, glyph("-", -0.3, foot, width + 0.3, foot + LINE)), width)


def texts_of(reader: Reader, upper: Set, lower: Set, gap: float) -> list[str]:
    """Return what is read where one thing stands so far above another."""
    moved = lower.moved(0, upper.foot + gap - lower.top)
    glyphs: tuple[Glyph, ...] = (*upper.glyphs, *moved.glyphs)
    return sorted(each.text for each in sums_in(reader.read_ink(inked(glyphs))))


@pytest.mark.parametrize("gap", [0.5, 0.8, 1.5])
@pytest.mark.parametrize(
    "text", ["1⁄2+1⁄4=", "2 1⁄4-1=", "(3+4)⁄2=", "2⁄(3+4)=", "12+7=", "24+8=35", "120+304-22="]
)
def test_a_line_just_above_a_column_is_no_row_of_it(reader: Reader, text: str, gap: float) -> None:
    found = texts_of(reader, line(text), column(["34", "+28"]), gap)
    assert found == sorted([text, "34+28="])


def test_a_column_that_is_answered_may_stand_just_above_another(reader: Reader) -> None:
    found = texts_of(reader, column(["12", "+23"], "35"), column(["34", "+28"]), gap=0.6)
    assert found == ["12+23=35", "34+28="]


def test_a_number_that_may_be_an_answer_or_a_row_is_taken_for_neither(reader: Reader) -> None:
    lower = column(["35", "24", "+28"], step=1.4)
    assert texts_of(reader, column(["12", "+23"]), lower, gap=0.6) == []


def test_the_bars_of_fives_hang_nothing_below_them(reader: Reader) -> None:
    drawn = inked(column(["5", "5", "5", "5", "+5"]).glyphs)
    assert [each.text for each in sums_in(reader.read_ink(drawn))] == ["5+5+5+5+5="]

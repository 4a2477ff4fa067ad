"""A letter with a value can be used below: in the order of the lines on the page."""

from __future__ import annotations

import pytest
from strokes import shifted
from sumtrees import seeded
from typesetting import Typesetter, confused, inked, read_as

from recognizer import Ink, Reader, Stroke
from recognizer.network.card import read_card
from recognizer.reading.regions.glyph import Glyph
from recognizer.resources import models_dir
from recognizer.sums import Outcome, Sum, sums_in
from recognizer.sums.grammar import parsed

CARD = read_card(models_dir() / "digits.json")


def glyphs_of(*lines: str) -> list[Glyph]:
    """Return typed lines as glyphs, one below the other."""
    found: list[Glyph] = []
    for row, text in enumerate(lines):
        placed = Typesetter(seeded(1)).set(parsed(text, "x")).moved(0, 3 * row)
        found += placed.glyphs
    return found


def sums_of(glyphs: list[Glyph]) -> tuple[Sum, ...]:
    return sums_in(read_as(glyphs))


def completed(*lines: str) -> list[str]:
    return [each.completed for each in sums_of(glyphs_of(*lines))]


def outcomes(*lines: str) -> list[Outcome]:
    return [each.outcome for each in sums_of(glyphs_of(*lines))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["a=5", "2a+1="], "2a+1=11"),
        (["a=5", "b=a+1", "b^2="], "b^2=36"),
        (["a=5", "a=6", "a+1="], "a+1=7"),
        (["a=2+3="], "a=2+3=5"),
        (["a=5", "a="], "a=5"),
        (["a=5", "a⁄2="], "a⁄2=5⁄2"),
        (["a=1⁄2", "2a="], "2a=1"),
        (["x=5", "2x+1="], "2x+1=11"),
        (["x=5", "2x-3="], "2x-3=7"),
        (["x=5", "2x3="], "2×3=6"),
        (["x=5", "x^2+1="], "x^2+1=26"),
        (["2×-3="], "2×-3=-6"),
    ],
)
def test_a_letter_has_the_value_of_the_last_line_that_gave_it_one(
    lines: list[str], expected: str
) -> None:
    assert completed(*lines)[-1] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["a=5"], Outcome.NOTHING),
        (["a+1="], Outcome.NOTHING),
        (["2a=10"], Outcome.NOTHING),
        (["a+1=", "a=5"], Outcome.NOTHING),
        (["a=5", "a=1/0", "a+1="], Outcome.NOTHING),
        (["a=b", "a+1="], Outcome.NOTHING),
        (["a=5", "2a=10"], Outcome.RIGHT),
        (["a=5", "2a=11"], Outcome.WRONG),
        (["a=5", "a=a+1"], Outcome.WRONG),
        (["a=5", "5=a"], Outcome.RIGHT),
        (["a=2+3=6"], Outcome.WRONG),
        (["a=5", "1/(a-5)="], Outcome.TROUBLE),
    ],
)
def test_what_has_a_letter_without_a_value_is_left_alone(
    lines: list[str], expected: Outcome
) -> None:
    assert outcomes(*lines)[-1] is expected


def test_a_letter_that_cannot_be_worked_out_says_why() -> None:
    (found,) = sums_of(glyphs_of("a=1/0"))
    assert (found.outcome, found.trouble) == (Outcome.TROUBLE, "a division by zero has no answer")


def test_a_value_that_is_not_sure_makes_the_answers_below_wait() -> None:
    first, equals, seven, *below = glyphs_of("a=7", "b=a+1", "2b=")
    sums = sums_of([first, equals, confused(seven, "1", 0.7), *below])
    assert [each.label for each in sums[-1].unsure] == ["7"]
    assert sums[-1].confidence == pytest.approx(0.7, abs=0.02)
    assert sums[-1].completed == "2b=16"


def test_a_digit_that_may_be_a_letter_stays_a_digit_where_that_has_no_value() -> None:
    first, equals, five, unclear, *rest = glyphs_of("a=5", "9+1=")
    below = [confused(unclear, "a", 0.2), *rest]
    assert [each.completed for each in sums_of(below)] == ["9+1=10"]
    every = sums_of([first, equals, five, *below])
    assert [each.completed for each in every] == ["a=5", "a+1=6"]


@pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("a=5", "2a+1="), ["a=5", "2a+1=11"]),
        (("n=8", "n^2-4="), ["n=8", "n^2-4=60"]),
        (("×=5", "3×+2="), ["x=5", "3x+2=17"]),
        (("a+2=",), ["a+2="]),
    ],
)
def test_a_letter_that_is_drawn_is_a_variable(lines: tuple[str, ...], expected: list[str]) -> None:
    strokes: list[Stroke] = []
    for row, text in enumerate(lines):
        typesetter = Typesetter(seeded(1))
        line = typesetter.text(text) if "×" in text else typesetter.set(parsed(text))
        strokes += shifted(inked(line.glyphs), 0, 400 * row).strokes
    sums = sums_in(Reader(alphabet="sums").read_ink(Ink(tuple(strokes))))
    assert [each.completed for each in sums] == expected

"""The text of a sum, character by character: each knows which symbol was taken for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from anything import SEED
from hypothesis import given
from sumtrees import Trees, seeded
from typesetting import Typesetter, glyph, read_as

from recognizer.reading.regions.glyph import Glyph
from recognizer.sums import Sum, sums_in
from recognizer.sums.grammar import parsed
from recognizer.sums.spelled import spelled


def sums_of(glyphs: Sequence[Glyph]) -> tuple[Sum, ...]:
    return sums_in(read_as(glyphs))


def sum_of(text: str) -> Sum:
    (found,) = sums_of(Typesetter(seeded(1)).set(parsed(text)).glyphs)
    return found


def labels(found: Sum) -> list[tuple[str, ...]]:
    """Return for each character the labels of what was taken for it."""
    return [tuple(each.label for each in character.taken) for character in spelled(found)]


@given(SEED)
def test_the_characters_make_the_text_and_each_symbol_is_in_it_once(seed):
    tree = Trees(seeded(seed)).chain(2)
    for found in sums_of(Typesetter(seeded(seed)).set(tree).glyphs):
        characters = spelled(found)
        assert "".join(each.text for each in characters) == found.text
        used = [taken.index for each in characters for taken in each.taken]
        assert sorted(used) == sorted(each.index for each in found.taken if each.label)


def test_a_bar_stands_between_what_is_above_and_below_it():
    assert labels(sum_of("2⁄3=")) == [("2",), ("-",), ("3",), ("=",)]


@pytest.mark.parametrize("text", ["(1+2)⁄3=", "2^(1+1)=", "√(4-1)="])
def test_parentheses_that_nobody_wrote_come_from_no_symbol(text):
    by_sign = dict(zip(text, labels(sum_of(text)), strict=True))
    assert by_sign["("] == by_sign[")"] == ()


def test_parentheses_that_were_written_come_from_their_symbols():
    assert labels(sum_of("(1+2)=")) == [(each,) for each in "(1+2)="]


def test_the_line_of_a_written_addition_is_its_equals_sign():
    upper = Typesetter(seeded(1)).text("24").moved(1, 0)
    lower = Typesetter(seeded(1)).text("+45").moved(0.25, 1.5)
    line = glyph("-", 0.1, 2.75, 2.6, 2.8)
    (found,) = sums_of((*upper.glyphs, *lower.glyphs, line))
    assert found.text == "24+45="
    assert [each.taken[0].label for each in spelled(found)] == ["2", "4", "+", "4", "5", "-"]


def test_two_bars_may_be_one_equals_sign():
    written = Typesetter(seeded(1)).text("1+2").glyphs
    equals = [
        glyph("-", left, top, left + 0.5, top + 0.04) for left, top in ((2.5, 0.38), (2.5, 0.6))
    ]
    (found,) = sums_of((*written, *equals))
    assert labels(found)[-1] == ("=", "=")

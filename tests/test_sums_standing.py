"""Where answers stand: behind what is written and as large, or digit under digit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sumtrees import seeded
from typesetting import Set, Typesetter, glyph

from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.reading.regions.glyph import Glyph
from recognizer.reading.result import Number, Symbol, together
from recognizer.sums import Sum, sums_in
from recognizer.sums.grammar import parsed
from recognizer.sums.lettering import Pieces, box_of, set_in_type
from recognizer.sums.printer import FRACTION_SLASH
from recognizer.sums.standing import Around, standing, words_standing, written_result

ANYWHERE = Around(BoundingBox(-1000, -1000, 1000, 1000))
ROW, LINE = 1.2, 2.4
"""In heights of a digit: from one row of a column to the next, and where its line is."""


def sum_of(glyphs: Sequence[Glyph]) -> Sum:
    """Return what is understood of glyphs that are read without a doubt."""
    symbols = tuple(Symbol((Candidate(each.best, 1.0),), 1.0, True, each.box) for each in glyphs)
    box = BoundingBox.around([each.box for each in glyphs])
    (found,) = sums_in(together([[Number(symbols, box)]]))
    return found


def line_of(text: str) -> Sum:
    """Return a sum written in a line, whose digits reach from y = 0 to 1."""
    return sum_of(Typesetter(seeded(1)).set(parsed(text)).glyphs)


def column_of(*rows: str) -> Sum:
    """Return two numbers that end at x = 0 above a line, and perhaps a third below it."""
    parts = [Typesetter(seeded(1)).text(each) for each in rows]
    moved = [part.moved(-part.width, k * ROW) for k, part in enumerate(parts[:2])]
    moved += [part.moved(-part.width, LINE + 0.3) for part in parts[2:]]
    line = Set((glyph("-", -max(part.width for part in parts) - 0.2, LINE, 0.2, LINE + 0.05),))
    return sum_of([each for part in (*moved, line) for each in part.glyphs])


def middles(pieces: Pieces) -> list[float]:
    return [(each.box.left + each.box.right) / 2 for each in pieces]


def text_of(pieces: Pieces) -> str:
    return "".join(each.text for each in pieces)


@pytest.mark.parametrize("text", ["23+4=", "5×(3-2)=", "1+1=2=", "23+4=28", "2^3="])
def test_an_answer_is_as_large_as_the_writing_and_on_its_base_line(text: str) -> None:
    found = line_of(text)
    pieces = standing(found, found.answer, ANYWHERE)
    assert text_of(pieces) == found.answer
    assert all((each.box.top, each.box.bottom) == (0.0, 1.0) for each in pieces)
    assert 0 < pieces[0].box.left - found.box.right < 1


def test_behind_another_result_it_stands_farther_off_than_behind_the_sign() -> None:
    asked, written = line_of("23+4="), line_of("23+4=28")
    gaps = [box_of(standing(e, "27", ANYWHERE)).left - e.box.right for e in (asked, written)]
    assert gaps[1] > 2 * gaps[0] > 0


def test_it_keeps_off_writing_that_is_thick() -> None:
    found = line_of("23+4=")
    pieces = standing(found, "27", Around(ANYWHERE.room, gap=2.0))
    assert box_of(pieces).left == found.box.right + 2.0


def test_it_has_a_box_for_each_character() -> None:
    pieces = standing(line_of("23+4="), "-1.5", ANYWHERE)
    assert [each.text for each in pieces] == list("-1.5")
    assert all(one.box.right == other.box.left for one, other in pairwise(pieces))


def test_beside_fractions_it_stands_at_the_height_of_their_bars() -> None:
    found = line_of("1⁄2+3⁄4=")
    (sign,) = (each.symbol.box for each in found.taken if each.label == "=")
    (bar,) = (each.box for each in standing(found, "5⁄4", ANYWHERE) if each.is_bar)
    assert (bar.top + bar.bottom) / 2 == pytest.approx((sign.top + sign.bottom) / 2)


def test_a_fraction_stands_over_and_under_its_bar() -> None:
    minus, top, *bottom, bar = set_in_type("-3⁄16")
    assert (minus.text, top.text, [each.text for each in bottom]) == ("-", "3", ["1", "6"])
    assert bar.text == FRACTION_SLASH
    assert top.box.bottom < bar.box.top < bar.box.bottom < bottom[0].box.top
    assert minus.box.right <= bar.box.left
    for each in (top, *bottom):
        assert bar.box.left < each.box.left < each.box.right < bar.box.right


def test_an_exponent_is_raised_and_smaller() -> None:
    pieces = set_in_type("1.5×10^(-9)")
    assert text_of(pieces) == "1.5×10-9"
    base, raised = pieces[5].box, pieces[7].box
    assert raised.height < base.height
    assert raised.bottom < (base.top + base.bottom) / 2
    assert raised.left >= base.right


def test_where_the_window_ends_it_goes_on_in_a_row_below() -> None:
    found = line_of("23+4=")
    room = BoundingBox(-1, -1, found.box.right + 0.5, 10)
    pieces = standing(found, "27", Around(room))
    assert box_of(pieces).top > found.box.bottom
    assert box_of(pieces).height == pytest.approx(1.0)
    assert box_of(pieces).right <= room.right


def test_at_the_foot_of_the_window_it_goes_above() -> None:
    found = line_of("23+4=")
    room = BoundingBox(-1, -5, found.box.right + 0.5, 1.2)
    assert box_of(standing(found, "27", Around(room))).bottom < found.box.top


def test_it_stands_smaller_before_other_ink() -> None:
    found = line_of("23+4=")
    wall = BoundingBox(found.box.right + 1.9, -100, found.box.right + 2, 100)
    pieces = standing(found, "27", Around(ANYWHERE.room, [wall]))
    assert box_of(pieces).height == pytest.approx(0.8)
    assert box_of(pieces).bottom == pytest.approx(1.0)
    assert box_of(pieces).right < wall.left


@given(
    room=st.tuples(*[st.floats(0.3, 12)] * 4),
    answer=st.sampled_from(["27", "-0.3333333333", "721828800000000", "17⁄25", "1.5×10^300"]),
)
def test_it_never_leaves_the_window(room: tuple[float, ...], answer: str) -> None:
    found = line_of("23+4=")
    left, top, right, bottom = room
    box = BoundingBox(-left, -top, right, bottom)
    stands = box_of(standing(found, answer, Around(box)))
    slack = 1e-9
    assert box.left - slack <= stands.left < stands.right <= box.right + slack
    assert box.top - slack <= stands.top < stands.bottom <= box.bottom + slack


@given(
    boxes=st.lists(
        st.tuples(st.floats(-3, 12), st.floats(-6, 6), st.floats(0.1, 2), st.floats(0.1, 2)),
        max_size=6,
    )
)
def test_where_there_is_room_it_never_lies_over_other_ink(
    boxes: list[tuple[float, float, float, float]],
) -> None:
    """Above and below, all is free: in a window so high there is always room."""
    found = line_of("23+4=")
    others = [BoundingBox(x, y, x + wide, y + high) for x, y, wide, high in boxes]
    stands = box_of(standing(found, "27", Around(ANYWHERE.room, others)))
    own = [each.symbol.box for each in found.taken]
    tried = box_of(standing(found, "27", ANYWHERE))
    lies_over = [each for each in (*others, *own) if _overlap(stands, each)]
    assert not lies_over or _overlap(tried, lies_over[0])


def _overlap(one: BoundingBox, other: BoundingBox) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.bottom, other.bottom) - max(one.top, other.top) > 0


@pytest.mark.parametrize(
    ("rows", "answer", "under"),
    [
        (("258", "+67"), "325", [0, 1, 2]),
        (("95", "+27"), "122", [0, 1]),
        (("6.50", "+2.75"), "9.25", [0, 2, 3]),
    ],
)
def test_in_a_column_each_digit_stands_under_those_of_its_place(
    rows: tuple[str, str], answer: str, under: list[int]
) -> None:
    found = column_of(*rows)
    assert (found.is_column, found.answer) == (True, answer)
    pieces = standing(found, answer, ANYWHERE)
    assert text_of(pieces) == answer
    assert all(each.box.top > found.box.bottom for each in pieces)
    assert middles(pieces) == sorted(middles(pieces))
    for k in under:
        symbol = found.taken[k].symbol.box
        middle = (symbol.left + symbol.right) / 2
        assert any(abs(each - middle) < 0.1 for each in middles(pieces))


def test_below_a_column_at_the_foot_of_the_window_it_stands_beside() -> None:
    found = column_of("258", "+67")
    room = BoundingBox(-10, -10, 10, found.box.bottom + 0.5)
    stands = box_of(standing(found, "325", Around(room)))
    assert stands.left > found.box.right
    assert stands.bottom <= room.bottom


def test_quiet_words_are_smaller_and_stand_in_its_place() -> None:
    found = line_of("2/0=")
    (words,) = words_standing(found, "has no answer", ANYWHERE)
    assert words.text == "has no answer"
    assert words.box.left > found.box.right
    assert 0 < words.box.top < words.box.bottom < 1


@pytest.mark.parametrize(
    ("found", "labels"),
    [
        (line_of("23+4=28"), "28"),
        (line_of("1+1=2=3-1"), "3-1"),
        (column_of("25", "+8", "34"), "34"),
    ],
)
def test_the_written_result_is_behind_the_last_sign_or_below_the_line(
    found: Sum, labels: str
) -> None:
    box = written_result(found)
    inside = [
        each.label
        for each in sorted(found.taken, key=lambda each: each.symbol.box.left)
        if _overlap(each.symbol.box, box)
    ]
    assert "".join(inside) == labels

"""How much is said of sums: nothing, whether a result is right, or also what would be right."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sumtrees import seeded
from typesetting import Typesetter

from recognizer.board.activities.sumhelp import Help, key_of, notes_of, text_with_answers, untagged
from recognizer.ink import BoundingBox
from recognizer.network.classifier import Candidate
from recognizer.reading.result import Number, Reading, Symbol, together
from recognizer.sums import Sum, sums_in
from recognizer.sums.grammar import parsed
from recognizer.sums.standing import Around

ROOM = Around(BoundingBox(-100, -100, 100, 100))


def reading_of(*texts: str, unsure: str = "") -> Reading:
    """Return what was read of lines; of the sign `unsure` less surely."""
    rows = []
    for k, text in enumerate(texts):
        glyphs = Typesetter(seeded(1)).set(parsed(text)).moved(0, 4 * k).glyphs
        symbols = tuple(_symbol(each.best, each.box, unsure) for each in glyphs)
        rows.append([Number(symbols, BoundingBox.around([each.box for each in symbols]))])
    return together(rows)


def _symbol(label: str, box: BoundingBox, unsure: str) -> Symbol:
    sure = 0.8 if label == unsure else 1.0
    return Symbol((Candidate(label, sure), Candidate("0", 1 - sure)), 1.0, True, box)


def said(reading: Reading, more: Help) -> list[str]:
    """Return of each sum its answer, "right" or "look again", or both."""
    notes = notes_of(sums_in(reading), reading, ROOM, more)
    return [
        "".join(each.text for each in note.pieces)
        + (" right" if note.right else "")
        + (" look again" if note.wrong else "")
        for note in notes
    ]


@pytest.mark.parametrize(
    ("way", "notes"),
    [
        ("off", []),
        ("check", [" right", " look again", "has no answer"]),
        ("answer", ["5", " right", " look again", "has no answer"]),
        ("correct", ["5", " right", "5 look again", "has no answer"]),
    ],
)
def test_each_way_says_more_than_the_one_before(way: str, notes: list[str]) -> None:
    assert said(reading_of("2+3=", "2+3=5", "2+3=6", "4/0=", "2+3"), Help(way)) == notes


def test_what_is_too_large_is_said_where_the_answer_would_stand() -> None:
    assert said(reading_of("9^9^9="), Help()) == ["is too large"]


def test_an_unsure_symbol_makes_the_answer_wait_until_the_user_has_said_what_it_is() -> None:
    reading = reading_of("2+7=", unsure="7")
    assert said(reading, Help()) == []
    ((number,),) = (line.numbers for line in reading.lines)
    named = [replace(each, said=each.best) if each.best == "7" else each for each in number.symbols]
    assert said(together([[Number(tuple(named), number.box)]]), Help()) == ["9"]


def test_a_result_that_is_perhaps_misread_is_not_called_wrong() -> None:
    assert said(reading_of("2+3=7", unsure="7"), Help()) == []


def test_no_result_makes_a_wrong_comparison_right() -> None:
    reading = reading_of("2+3<4")
    (found,) = sums_in(reading)
    assert said(reading, Help(told=frozenset({key_of(found)}))) == [" look again"]


def test_answers_of_two_sums_keep_off_each_other() -> None:
    reading = reading_of("2+3=", "7-5=")
    first, other = notes_of(sums_in(reading), reading, ROOM, Help())
    assert first.pieces[0].box.bottom < other.pieces[0].box.top


def test_what_is_in_no_sum_is_copied_as_it_was_read() -> None:
    reading = reading_of("2+3=", "7", "2+3=6")
    assert text_with_answers(reading, sums_in(reading), Help()) == "2+3=5\n7\n2+3=6"
    assert text_with_answers(reading, sums_in(reading), Help("off")) == "2+3=\n7\n2+3=6"


def test_only_what_is_in_no_sum_or_asks_nothing_keeps_its_tag() -> None:
    def tagged(reading: Reading) -> list[str]:
        hidden: tuple[Sum, ...] = sums_in(reading)
        bare = untagged(hidden, reading)
        return [each.text for each in reading.numbers if each not in bare]

    assert tagged(reading_of("2+3=", "7")) == ["7"]
    assert tagged(reading_of("2+7=", unsure="7")) == []
    assert tagged(reading_of("2+7")) == ["2+7"]
    assert tagged(reading_of("3⁄4")) == []

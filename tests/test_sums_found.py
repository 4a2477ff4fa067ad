"""The sums that a reading holds: each with what is to be said of it."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from sumtrees import seeded
from typesetting import Typesetter, inked

from recognizer import Ink, Reader, Reading
from recognizer.network.card import read_card
from recognizer.reading.result import Line
from recognizer.resources import models_dir
from recognizer.sums import Outcome, Sum, sums_in
from recognizer.sums.grammar import parsed

CARD = read_card(models_dir() / "digits.json")
pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(alphabet="sums")


def drawn(text: str) -> Ink:
    return inked(Typesetter(seeded(1)).set(parsed(text)).glyphs)


def only_sum(reader: Reader, text: str) -> Sum:
    (found,) = sums_in(reader.read_ink(drawn(text)))
    return found


@pytest.mark.parametrize(
    ("text", "outcome", "completed"),
    [
        ("23+4=", Outcome.ANSWER, "23+4=27"),
        ("23+4=27", Outcome.RIGHT, "23+4=27"),
        ("23+4=28", Outcome.WRONG, "23+4=28"),
        ("23+4", Outcome.NOTHING, "23+4"),
        ("7", Outcome.NOTHING, "7"),
        ("2⁄0=", Outcome.TROUBLE, "2⁄0="),
    ],
)
def test_a_sum_says_what_becomes_of_it(
    reader: Reader, text: str, outcome: Outcome, completed: str
) -> None:
    found = only_sum(reader, text)
    assert (found.outcome, found.completed) == (outcome, completed)


def test_a_wrong_answer_has_a_right_one(reader: Reader) -> None:
    assert only_sum(reader, "23+4=28").answer == "27"


def test_a_sum_can_be_sent_to_another_process(reader: Reader) -> None:
    found = only_sum(reader, "23+4=")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  (it is our own)


def test_each_symbol_is_one_of_the_reading(reader: Reader) -> None:
    reading = reader.read_ink(drawn("23+4="))
    (found,) = sums_in(reading)
    assert [each.label for each in found.taken] == list("23+4=")
    assert all(reading.symbols[each.index] is each.symbol for each in found.taken)


def test_who_has_said_what_a_symbol_is_is_not_asked_again(reader: Reader) -> None:
    reading = reader.read_ink(drawn("15/3="))
    (slash,) = sums_in(reading)[0].unsure
    assert (slash.label, slash.index) == ("/", 2)
    (number,) = reading.numbers
    known = replace(slash.symbol, said="/")
    said = replace(number, symbols=(*number.symbols[:2], known, *number.symbols[3:]))
    assert sums_in(Reading((Line((said,)),)))[0].unsure == ()


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("6:8=", ("0.75", "3⁄4")),
        ("23+4=", ("27",)),
        ("√2=", ("≈1.414213562",)),
        ("2/0=", ()),
    ],
)
def test_an_answer_has_a_second_form_if_it_is_a_fraction(
    reader: Reader, text: str, forms: tuple[str, ...]
) -> None:
    found = only_sum(reader, text)
    assert found.forms == forms

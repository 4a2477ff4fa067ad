"""The sums of readings: each found once, before the loop asks for them."""

from __future__ import annotations

import pytest
from test_sums_found import CARD, drawn

from recognizer import Reader, Reading, Session
from recognizer.board.threads.background import Background
from recognizer.board.threads.readsums import ReadSums
from recognizer.document.page import Page
from recognizer.network.alphabet import SUMS

pytestmark = pytest.mark.skipif(CARD.path is None, reason="the shipped model knows no signs")


@pytest.fixture(scope="module")
def sums_reader() -> Reader:
    return Reader(alphabet=SUMS.name)


def test_the_sums_of_a_reading_are_found_once(sums_reader: Reader) -> None:
    sums = ReadSums()
    reading = sums_reader.read_ink(drawn("23+4="))
    (found,) = sums.of(reading)
    assert found.answer == "27"
    assert sums.of(reading)[0] is found
    sums.of(sums_reader.read_ink(drawn("2+3=")))
    assert sums.of(reading)[0] is found


def test_what_was_read_as_something_else_has_none() -> None:
    digits = Reader().read_ink(drawn("23"))
    assert digits.text == "23"
    sums = ReadSums()
    assert sums.of(digits) == sums.of(None) == sums.of(Reading()) == ()


def test_they_are_there_as_soon_as_the_reading_is(sums_reader: Reader) -> None:
    background = Background(sums_reader)
    session = Session(sums_reader, 10.0, Page(drawn("23+4=").strokes))
    background.read(session.question())
    assert background.is_idle(10)
    ((_, reading),) = background.readings()
    background.close()
    assert isinstance(reading, Reading)
    assert [each.completed for each in background.sums.of(reading)] == ["23+4=27"]

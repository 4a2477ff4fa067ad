"""What is written can be chosen: the session then has its page read as that."""

from __future__ import annotations

from pathlib import Path

import pytest
from alphabets import DIGITS, LETTERS, SUMS, TEXT, model_of_alphabets
from sessions import PEN_WIDTH, write
from strokes import DIGITS as INKS

from recognizer import Reader, Session
from recognizer.document.page import Page


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return Reader(model_of_alphabets(tmp_path))


@pytest.fixture
def session(reader: Reader) -> Session:
    return Session(reader, PEN_WIDTH)


def test_it_begins_with_what_the_reader_reads_or_with_another(reader: Reader) -> None:
    assert Session(reader, PEN_WIDTH).alphabets == (DIGITS, SUMS, LETTERS, TEXT)
    assert Session(reader, PEN_WIDTH).alphabet == DIGITS
    session = Session(reader, PEN_WIDTH, Page(INKS["6"].strokes), alphabet=LETTERS)
    assert (session.alphabet, session.read().text) == (LETTERS, "A")


def test_after_a_choice_the_same_ink_is_read_anew(session: Session) -> None:
    write(session, INKS["6"])
    assert session.read().text == "?"
    session.choose(LETTERS)
    assert not session.is_read
    assert session.reads_this_ink
    assert session.read().text == "A"
    assert session.reading.symbols[0].alphabet == LETTERS


def test_until_then_the_reading_of_before_stays(session: Session) -> None:
    write(session, INKS["3"])
    before = session.read()
    session.choose(LETTERS)
    assert session.reading is before


def test_an_answer_in_the_alphabet_of_before_is_not_taken(session: Session, reader: Reader) -> None:
    write(session, INKS["6"])
    question = session.question()
    session.choose(LETTERS)
    assert not session.accept(question, question.ask(reader))


def test_each_session_is_read_in_its_own_alphabet(reader: Reader) -> None:
    sessions = [
        Session(reader, PEN_WIDTH, Page(INKS["6"].strokes), alphabet=alphabet)
        for alphabet in (TEXT, DIGITS)
    ]
    for _ in range(2):
        assert [each.read().text for each in sessions] == ["A", "?"]


def test_what_was_taught_in_one_alphabet_counts_again_after_another(session: Session) -> None:
    def sure(label: str) -> float:
        found = {each.label: each.confidence for each in session.read().symbols[0].candidates}
        return found[label]

    session.choose(TEXT)
    write(session, INKS["6"])
    before = sure("B")
    session.teach(session.reading.symbols[0], "B")
    taught = sure("B")
    assert taught > 10 * before
    session.choose(DIGITS)
    assert {each.label for each in session.read().symbols[0].candidates} == {*DIGITS.symbols}
    session.choose(TEXT)
    assert sure("B") == pytest.approx(taught)


def test_a_written_question_mark_is_no_sign_of_something_unread(session: Session) -> None:
    session.choose(TEXT)
    write(session, INKS["8"])
    reading = session.read()
    assert (reading.text, reading.has_known, reading.has_unread) == ("?", True, False)
    session.choose(DIGITS)
    reading = session.read()
    assert (reading.text, reading.has_known, reading.has_unread) == ("?", False, True)

"""The threads of a board: what is asked of them comes back, on the loop and in order."""

import threading

import numpy as np
import pytest
from strokes import DIGITS

from recognizer import Ink, InkError, Session, Verdict
from recognizer.board.threads.background import Background, Look
from recognizer.document.page import Page
from recognizer.errors import UnexpectedError
from recognizer.reading.inside.insight import Insight
from recognizer.reading.parting.numbers import MAX_STROKES

SOON = 60.0  # seconds: what takes longer hangs


@pytest.fixture
def background(reader):
    opened = Background(reader)
    yield opened
    opened.is_idle(SOON)
    opened.close()


def question_of(reader, ink):
    return Session(reader, 10.0, Page(ink.strokes)).question()


def test_a_question_comes_back_with_its_reading(background, reader):
    question = question_of(reader, DIGITS["4"])
    background.read(question)
    assert background.is_idle(SOON)
    assert background.has_answer
    ((asked, reading),) = background.readings()
    assert asked is question
    assert reading.text == "4"
    assert not background.has_answer


def test_of_many_questions_the_newest_is_answered(background, reader):
    questions = [question_of(reader, DIGITS[digit]) for digit in "0123456789" * 5]
    for question in questions:
        background.read(question)
    assert background.is_idle(SOON)
    answered = background.readings()
    assert answered[-1][0] is questions[-1]
    assert answered[-1][1].text == "9"
    order = [questions.index(question) for question, _ in answered]
    assert order == sorted(order)


def test_a_board_that_is_closed_does_not_wait_until_all_is_read(reader):
    opened = Background(reader)
    full = Ink.from_points([[(0, 200 * row), (9, 200 * row + 100)] for row in range(9000)])
    opened.read(question_of(reader, full))
    opened.close()
    assert opened.readings() == []


def test_its_threads_end_even_if_a_result_cannot_be_passed_on(reader):
    def fail(result):
        raise ValueError(result)

    opened = Background(reader)
    opened.do(lambda: "no room", fail)
    with pytest.raises(ValueError, match="no room"):
        opened.close()
    with pytest.raises(RuntimeError, match="closed"):
        opened.read(question_of(reader, DIGITS["4"]))


def test_ink_of_too_many_strokes_is_refused_in_words(background, reader):
    background.read(question_of(reader, Ink(DIGITS["1"].strokes * (MAX_STROKES + 1))))
    assert background.is_idle(SOON)
    ((_, answer),) = background.readings()
    assert str(answer) == "10,001 strokes: at most 10,000 are read"


def test_nothing_is_read_on_an_empty_page(background, reader):
    background.read(question_of(reader, Ink()))
    background.is_idle(SOON)
    ((_, reading),) = background.readings()
    assert reading.verdict is Verdict.NOTHING


def test_a_look_comes_at_a_glance_and_then_closer(background, reader):
    question = question_of(reader, DIGITS["3"])
    background.look(Look(question))
    background.is_idle(SOON)
    ((_, glance),) = background.looks()
    assert isinstance(glance, Insight)
    assert glance.heat is None
    background.look(Look(question, insight=glance))
    background.is_idle(SOON)
    ((_, closer),) = background.looks()
    assert closer.heat is not None
    np.testing.assert_array_equal(closer.field, glance.field)


def test_an_empty_page_has_nothing_to_look_at(background, reader):
    background.look(Look(question_of(reader, Ink())))
    background.is_idle(SOON)
    ((_, seen),) = background.looks()
    assert seen is None


def test_work_on_files_is_done_in_order_and_passed_on_by_the_loop(background):
    here, order, told = threading.current_thread(), [], []

    def work(name):
        order.append((name, threading.current_thread() is here))
        return name

    def then(name):
        told.append((name, threading.current_thread() is here))

    for name in "abc":
        background.do(lambda name=name: work(name), then)
    assert background.is_idle(SOON)
    assert told == []
    background.finish_files()
    assert order == [("a", False), ("b", False), ("c", False)]
    assert told == [("a", True), ("b", True), ("c", True)]


def test_what_a_user_can_mend_is_passed_on_like_a_result(background):
    told = []

    def work():
        raise InkError("no ink")

    background.do(work, told.append)
    background.is_idle(SOON)
    background.finish_files()
    assert [str(error) for error in told] == ["no ink"]


def test_a_fault_of_the_program_is_passed_on_as_one(background):
    told = []
    background.do(lambda: 1 / 0, told.append)
    background.do(lambda: "done", told.append)
    background.is_idle(SOON)
    background.finish_files()
    assert isinstance(told[0], UnexpectedError)
    assert isinstance(told[0].__cause__, ZeroDivisionError)
    assert told[1:] == ["done"]


def test_it_is_not_idle_while_a_file_is_written(background):
    may_end = threading.Event()
    background.do(lambda: may_end.wait(SOON), lambda _: None)
    assert not background.is_idle(0.01)
    may_end.set()
    assert background.is_idle(SOON)


def test_files_are_finished_at_the_end_even_if_they_are_to_be_read(reader):
    background = Background(reader)
    may_end, told = threading.Event(), []

    def then(page):
        told.append(page)
        background.read(question_of(reader, DIGITS["3"]))

    background.do(lambda: may_end.wait(SOON), then)
    threading.Timer(0.05, may_end.set).start()
    background.close()
    assert told == [True]
    background.is_idle(SOON)

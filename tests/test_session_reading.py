"""A session: what is read, and what the user teaches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from making import picture_of
from sessions import PEN_WIDTH, draw, write
from strokes import DIGITS, FLAGGED, densified, shifted, with_pen_width

from recognizer import Ink, Reader, Session, Symbol, Verdict
from recognizer.document.corrections import of_all
from recognizer.document.page import BoardPicture, Page
from recognizer.lessons import MAX_LESSON_POINTS, Lesson

pytest_plugins = ["sessionfixtures"]


def seven_on_paper() -> BoardPicture:
    return BoardPicture("seven.png", np.dstack([picture_of(DIGITS["7"])] * 3))


# Reading


def test_an_empty_board_reads_as_nothing(session: Session) -> None:
    assert session.read().verdict is Verdict.NOTHING


@pytest.mark.parametrize("digit", DIGITS)
def test_what_was_written_is_read(session: Session, digit: str) -> None:
    write(session, DIGITS[digit])
    assert session.read().text == digit


def test_a_reading_is_kept(session: Session) -> None:
    write(session, DIGITS["3"])
    reading = session.read()
    assert session.reading is reading


def test_what_is_read_is_all_the_ink(session: Session, reader: Reader) -> None:
    write(session, DIGITS["4"])
    assert session.read() == reader.read_ink(session.ink)


def test_the_stroke_under_the_pen_is_read_too(session: Session) -> None:
    session.pen_down(10, 20)
    session.pen_move(10, 120)
    reading = session.read()
    assert reading.box == session.ink.bounding_box
    assert session.is_pen_down


def test_a_tap_is_not_a_digit(session: Session) -> None:
    draw(session, (50, 50))
    assert session.read().verdict is Verdict.NOT_A_DIGIT


def test_a_reading_stays_while_more_is_drawn(session: Session) -> None:
    draw(session, (10, 20), (10, 120))
    reading = session.read()
    draw(session, (50, 20), (50, 120))
    assert session.reading is reading


def test_a_reading_is_of_what_is_there_until_that_changes(session: Session) -> None:
    assert not session.is_read
    write(session, DIGITS["3"])
    session.read()
    assert session.is_read
    draw(session, (50, 20), (50, 120))
    assert not session.is_read


@pytest.mark.parametrize("change", [Session.undo, Session.clear], ids=["undo", "clear"])
def test_an_empty_board_has_no_reading(session: Session, change: Callable[[Session], bool]) -> None:
    draw(session, (10, 20), (10, 120))
    session.read()
    change(session)
    assert session.reading is None


def test_a_reading_stays_while_some_ink_is_left(session: Session) -> None:
    write(session, DIGITS["4"])
    reading = session.read()
    session.undo()
    assert session.reading is reading
    assert not session.is_read


def test_a_reading_under_the_pen_holds_only_for_that_moment(session: Session) -> None:
    session.pen_down(10, 20)
    session.pen_move(10, 120)
    session.read()
    assert not session.is_read


def test_an_answer_that_comes_too_late_is_not_kept(session: Session, reader: Reader) -> None:
    write(session, DIGITS["3"])
    question = session.question()
    late = question.ask(reader)
    draw(session, (50, 20), (50, 120))
    assert not session.is_current(question)
    assert not session.accept(question, late)
    assert session.reading is None


def test_an_answer_in_time_is_kept(session: Session, reader: Reader) -> None:
    write(session, DIGITS["3"])
    question = session.question()
    answer = question.ask(reader)
    assert session.is_current(question)
    assert session.accept(question, answer)
    assert session.reading is answer


def test_an_answer_is_taken_by_the_session_that_asked_and_by_no_other(reader: Reader) -> None:
    asking, other = Session(reader, PEN_WIDTH), Session(reader, PEN_WIDTH)
    for session in (asking, other):  # as often changed as the other one
        write(session, DIGITS["3"])
    question = asking.question()
    answer = question.ask(reader)
    assert not other.accept(question, answer)
    assert other.reading is None
    assert asking.accept(question, answer)


def test_only_an_outdated_reading_is_forgotten(session: Session) -> None:
    write(session, DIGITS["4"])
    reading = session.read()
    session.forget_reading()
    assert session.reading is reading
    draw(session, (5, 5), (6, 6))
    session.forget_reading()
    assert session.reading is None


def test_a_picture_without_ink_is_read(session: Session) -> None:
    session.open(Page(picture=seven_on_paper()))
    assert session.read().text == "7"
    assert not session.is_empty


def test_ink_over_a_picture_is_read_instead_of_it(session: Session) -> None:
    session.open(Page(picture=seven_on_paper()))
    write(session, DIGITS["2"])
    assert session.read().text == "2"


# What the user teaches


def other_than(text: str) -> str:
    return "1" if text == "7" else "7"


def read_one(session: Session) -> Symbol:
    (symbol,) = session.read().symbols
    return symbol


def test_what_the_user_says_stands_there_at_once_and_is_learned(session: Session) -> None:
    write(session, DIGITS["1"])
    digit = read_one(session)
    assert session.teach(digit, "7")
    assert session.reading is not None
    assert (session.reading.text, session.reading.best) == ("7", "1")
    assert session.page.label == "7"
    assert [(each.label, each.ink) for each in session.lessons] == [("7", session.ink)]


def test_a_lesson_has_the_same_read_anew(session: Session) -> None:
    write(session, FLAGGED)
    before = session.read()
    session.teach(before.symbols[0], other_than(before.text))
    assert not session.is_read
    assert session.reads_this_ink
    write(session, shifted(FLAGGED, 300, 0))
    one = other_than(before.text)
    assert session.read().text == f"{one} {one}"


def test_undo_takes_the_lesson_back_and_redo_gives_it_again(session: Session) -> None:
    write(session, FLAGGED)
    before = session.read()
    session.teach(before.symbols[0], other_than(before.text))
    (lesson,) = session.lessons
    session.undo()
    assert session.lessons == ()
    assert session.page.label is None
    assert session.read().text == before.text
    session.redo()
    assert session.lessons == (lesson,)
    assert session.page.label == other_than(before.text)


def test_one_digit_of_a_number_is_named_and_the_others_stay(session: Session) -> None:
    write(session, DIGITS["2"])
    write(session, shifted(DIGITS["1"], 130, 0))
    assert session.read().text == "21"
    assert session.reading is not None
    session.teach(session.reading.digits[1], "7")
    assert session.reading.text == "27"
    assert session.reading.numbers[0].text == "27"
    assert session.page.label is None
    assert [each.ink for each in session.lessons] == [
        with_pen_width(shifted(DIGITS["1"], 130, 0), PEN_WIDTH)
    ]


def test_what_was_said_holds_while_something_is_drawn_beside(session: Session) -> None:
    write(session, DIGITS["1"])
    session.teach(read_one(session), "7")
    write(session, shifted(DIGITS["2"], 130, 0))
    session.read()
    assert session.reading is not None
    assert session.reading.text == "72"


def test_a_stroke_that_joins_the_digit_makes_it_another(session: Session) -> None:
    first, second = DIGITS["4"].strokes
    write(session, Ink((first,)))
    session.teach(read_one(session), "6")
    write(session, Ink((second,)))
    session.read()
    assert session.reading is not None
    assert session.reading.text == "4"
    session.undo()
    session.read()
    assert session.reading.text == "6"


def test_what_was_said_goes_with_the_ink_and_the_lesson_stays(session: Session) -> None:
    write(session, DIGITS["1"])
    session.teach(read_one(session), "7")
    session.clear()
    assert len(session.lessons) == 1
    session.undo()
    assert session.page.label == "7"


def test_no_digit_can_be_said_too(session: Session) -> None:
    write(session, DIGITS["1"])
    session.teach(read_one(session), "")
    assert session.reading is not None
    assert (session.reading.text, session.reading.is_said) == ("", True)
    assert session.lessons[0].label == ""


def test_a_word_said_twice_is_one_step(session: Session) -> None:
    write(session, DIGITS["1"])
    digit = read_one(session)
    session.teach(digit, "7")
    assert not session.teach(digit, "7")
    session.undo()
    assert session.page.label is None
    assert len(session.strokes) == len(DIGITS["1"].strokes)


def test_another_word_takes_the_place_of_the_first(session: Session) -> None:
    write(session, DIGITS["1"])
    digit = read_one(session)
    session.teach(digit, "7")
    session.teach(digit, "4")
    assert [each.label for each in session.lessons] == ["4"]
    session.undo()
    assert [each.label for each in session.lessons] == ["7"]
    assert session.page.label == "7"


def test_a_label_that_came_with_the_ink_can_still_be_taught(session: Session) -> None:
    session.open(Page(DIGITS["1"].strokes, corrections=of_all(DIGITS["1"].strokes, "7")))
    digit = read_one(session)
    assert session.lessons == ()
    assert session.teach(digit, "7")
    assert len(session.lessons) == 1


def test_a_forgotten_lesson_takes_its_word_along_and_undo_brings_both_back(
    session: Session,
) -> None:
    write(session, DIGITS["1"])
    session.teach(read_one(session), "7")
    (lesson,) = session.lessons
    assert session.forget(lesson)
    assert not session.forget(lesson)
    assert (session.lessons, session.page.label) == ((), None)
    session.undo()
    assert (session.lessons, session.page.label) == ((lesson,), "7")


def test_the_digit_of_a_picture_is_named_and_teaches(session: Session) -> None:
    session.open(Page(picture=seven_on_paper()))
    assert session.teach(read_one(session), "1")
    assert session.reading is not None
    assert session.reading.text == "1"
    assert [each.label for each in session.lessons] == ["1"]


def test_a_session_begins_with_what_was_taught_before(session: Session, reader: Reader) -> None:
    write(session, FLAGGED)
    before = session.read()
    session.teach(before.symbols[0], other_than(before.text))
    following = Session(reader, PEN_WIDTH, lessons=session.lessons)
    write(following, FLAGGED)
    assert following.read().text == other_than(before.text)
    assert following.page.label is None


def test_an_ink_of_very_many_points_teaches_as_few_as_a_lesson_may_have(session: Session) -> None:
    write(session, densified(DIGITS["4"], 0.05))
    digit = read_one(session)
    assert session.ink.point_count > MAX_LESSON_POINTS
    session.teach(digit, "9")
    (lesson,) = session.lessons
    assert lesson.ink.point_count <= MAX_LESSON_POINTS
    assert Lesson.from_record(lesson.as_record()).ink == lesson.ink
    assert not session.teach(digit, "9")

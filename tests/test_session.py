"""A session: strokes, undo, redo, clear and the reading, without a window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from making import picture_of
from strokes import DIGITS, densified, shifted, with_pen_width

from recognizer import Ink, Reader, Session, Symbol, Verdict
from recognizer.document.corrections import of_all
from recognizer.document.page import BoardPicture, Change, Page
from recognizer.lessons import MOST_POINTS as MOST_LESSON_POINTS
from recognizer.lessons import Lesson

PEN_WIDTH = 24.0


@pytest.fixture
def session(reader: Reader) -> Iterator[Session]:
    yield Session(reader, PEN_WIDTH)
    reader.learn(())


def draw(session: Session, *points: tuple[float, float]) -> None:
    """Draw one stroke through `points`."""
    session.pen_down(*points[0])
    for point in points[1:]:
        session.pen_move(*point)
    session.pen_up()


def write(session: Session, ink: Ink) -> None:
    for stroke in ink.strokes:
        draw(session, *map(tuple, stroke.points.tolist()))


def paths(session: Session) -> list[list[tuple[float, float]]]:
    """Return the points of every finished stroke."""
    return [[tuple(point) for point in stroke.points.tolist()] for stroke in session.strokes]


def seven_on_paper() -> BoardPicture:
    return BoardPicture("seven.png", np.dstack([picture_of(DIGITS["7"])] * 3))


# The pen


def test_a_new_session_is_empty(session: Session) -> None:
    assert session.ink == Ink()
    assert session.strokes == ()
    assert session.pen_points == ()
    assert not session.is_pen_down
    assert session.reading is None


def test_down_move_and_up_make_a_stroke(session: Session) -> None:
    session.pen_down(1, 2)
    session.pen_move(3, 4)
    session.pen_move(5, 6.5)
    session.pen_up()
    assert paths(session) == [[(1, 2), (3, 4), (5, 6.5)]]


def test_strokes_are_kept_in_order(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    draw(session, (5, 5))
    draw(session, (2, 2), (3, 3))
    assert [path[0] for path in paths(session)] == [(0, 0), (5, 5), (2, 2)]


@pytest.mark.parametrize("ink", DIGITS.values(), ids=DIGITS)
def test_what_is_drawn_is_the_ink(session: Session, ink: Ink) -> None:
    write(session, ink)
    assert session.ink == with_pen_width(ink, PEN_WIDTH)


def test_a_tap_is_a_stroke_of_one_point(session: Session) -> None:
    session.pen_down(7, 8)
    assert session.pen_up()
    assert paths(session) == [[(7, 8)]]


def test_a_stroke_is_in_the_ink_while_it_is_drawn(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.pen_down(5, 5)
    session.pen_move(6, 6)
    assert [len(stroke) for stroke in session.ink.strokes] == [2, 2]
    assert len(session.strokes) == 1


def test_the_points_under_the_pen_are_told(session: Session) -> None:
    session.pen_down(5, 5)
    session.pen_move(6, 7)
    assert list(session.pen_points) == [(5, 5), (6, 7)]
    session.pen_up()
    assert list(session.pen_points) == []


def test_the_pen_is_down_from_down_to_up(session: Session) -> None:
    session.pen_down(0, 0)
    assert session.is_pen_down
    session.pen_up()
    assert not session.is_pen_down


def test_a_repeated_point_is_dropped(session: Session) -> None:
    session.pen_down(1, 2)
    assert not session.pen_move(1, 2)
    assert session.pen_move(3, 4)
    assert not session.pen_move(3, 4)
    session.pen_up()
    assert paths(session) == [[(1, 2), (3, 4)]]


def test_a_point_that_is_come_back_to_is_kept(session: Session) -> None:
    draw(session, (1, 2), (3, 4), (1, 2))
    assert paths(session) == [[(1, 2), (3, 4), (1, 2)]]


def test_a_move_without_a_pen_down_is_ignored(session: Session) -> None:
    assert not session.pen_move(3, 4)
    assert not session.pen_up()
    assert session.ink == Ink()


def test_a_move_after_the_pen_is_up_is_ignored(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.pen_move(9, 9)
    assert paths(session) == [[(0, 0), (1, 1)]]


def test_a_stroke_begun_while_another_is_open_keeps_both(session: Session) -> None:
    session.pen_down(0, 0)
    session.pen_move(1, 1)
    session.pen_down(5, 5)
    session.pen_move(6, 6)
    session.pen_up()
    assert paths(session) == [[(0, 0), (1, 1)], [(5, 5), (6, 6)]]


def test_times_and_pressures_are_kept(session: Session) -> None:
    session.pen_down(0, 0, time=1.5, pressure=0.25)
    session.pen_move(1, 0, time=1.625)
    session.pen_up()
    stroke = session.strokes[0]
    np.testing.assert_array_equal(stroke.times, [1.5, 1.625])
    np.testing.assert_array_equal(stroke.pressures, [0.25, np.nan])


def test_times_and_pressures_that_nobody_told_are_none(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    assert session.strokes[0].times is None
    assert session.strokes[0].pressures is None


def test_a_new_pen_width_holds_for_later_strokes(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.pen_width = 7
    draw(session, (5, 5), (6, 6))
    assert [stroke.pen_width for stroke in session.strokes] == [PEN_WIDTH, 7]


NOWHERE = [float("nan"), float("inf"), -float("inf"), 1e10]


@pytest.mark.parametrize("x", NOWHERE)
def test_a_point_that_is_nowhere_is_dropped_and_the_stroke_goes_on(
    session: Session, x: float
) -> None:
    draw(session, (x, 0), (0, 0), (1, x), (1, 1), (x, x))
    assert paths(session) == [[(0, 0), (1, 1)]]


@pytest.mark.parametrize("x", NOWHERE)
def test_a_stroke_that_was_nowhere_is_none(session: Session, x: float) -> None:
    session.pen_down(x, 0)
    assert session.is_empty
    assert session.open_stroke is None
    assert not session.ink
    assert not session.pen_move(0, x)
    assert not session.pen_up()
    assert not session.can_undo


@pytest.mark.parametrize("odd", [float("nan"), float("inf")])
def test_an_odd_time_costs_no_stroke(session: Session, odd: float) -> None:
    session.pen_down(0, 0, time=odd)
    session.pen_move(1, 0, time=2.0)
    session.pen_up()
    np.testing.assert_array_equal(session.strokes[0].times, [np.nan, 2.0])


# Taken for a palm's


def test_a_stroke_that_is_dropped_was_never_there(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.pen_down(5, 5)
    session.drop_stroke()
    assert not session.is_pen_down
    assert paths(session) == [[(0, 0), (1, 1)]]
    session.undo()
    assert not session.can_undo


def test_a_sweep_that_is_dropped_cannot_be_made_again(session: Session) -> None:
    draw(session, (0, 0), (10, 0))
    draw(session, (0, 9), (10, 9))
    session.erase((5, 0), (5, 1), 2)
    session.erase((5, 1), (5, 9), 2, goes_on=True)
    assert session.is_empty
    assert session.drop_sweep()
    assert len(session.strokes) == 2
    assert not session.can_redo
    assert not session.drop_sweep()


def test_no_other_step_is_dropped_for_a_sweep(session: Session) -> None:
    draw(session, (0, 0), (10, 0))
    session.erase((5, 0), (5, 1), 2)
    draw(session, (0, 9), (10, 9))
    assert not session.drop_sweep()
    assert len(session.strokes) == 1


# Undo, redo, clear


def test_undo_takes_back_the_last_stroke(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    draw(session, (5, 5), (6, 6))
    assert session.undo()
    assert paths(session) == [[(0, 0), (1, 1)]]


def test_redo_brings_it_back(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    before = session.ink
    session.undo()
    assert session.redo()
    assert session.ink == before


def test_on_an_empty_board_there_is_nothing_to_take_back(session: Session) -> None:
    assert not session.undo()
    assert not session.redo()
    assert not session.clear()


def test_without_an_undo_there_is_nothing_to_redo(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    assert not session.redo()
    assert len(session.strokes) == 1


def test_undo_takes_back_the_stroke_under_the_pen(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.pen_down(5, 5)
    assert session.undo()
    assert not session.is_pen_down
    assert paths(session) == [[(0, 0), (1, 1)]]


def test_a_stroke_taken_back_from_under_the_pen_can_be_redone(session: Session) -> None:
    session.pen_down(5, 5)
    session.pen_move(6, 6)
    session.undo()
    session.redo()
    assert paths(session) == [[(5, 5), (6, 6)]]


def test_a_new_stroke_drops_what_could_be_redone(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.undo()
    draw(session, (5, 5), (6, 6))
    assert not session.redo()
    assert paths(session) == [[(5, 5), (6, 6)]]


def test_nothing_is_redone_under_the_pen(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.undo()
    session.pen_down(5, 5)
    assert not session.redo()
    assert session.is_pen_down


def test_clear_takes_everything_off_the_board(session: Session) -> None:
    write(session, DIGITS["5"])
    assert session.clear()
    assert session.ink == Ink()


def test_clear_takes_the_stroke_under_the_pen_too(session: Session) -> None:
    session.pen_down(5, 5)
    assert session.clear()
    assert session.ink == Ink()
    assert not session.is_pen_down


def test_one_undo_brings_everything_back_after_a_clear(session: Session) -> None:
    write(session, DIGITS["4"])
    before = session.ink
    session.clear()
    assert session.undo()
    assert session.ink == before


def test_a_clear_can_be_redone(session: Session) -> None:
    write(session, DIGITS["4"])
    session.clear()
    session.undo()
    assert session.redo()
    assert session.ink == Ink()


def test_the_stroke_that_a_clear_broke_off_is_kept_in_the_history(session: Session) -> None:
    session.pen_down(5, 5)
    session.pen_move(6, 6)
    session.clear()
    session.undo()
    assert paths(session) == [[(5, 5), (6, 6)]]


def test_a_clear_of_an_empty_board_is_no_step(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.clear()
    session.clear()
    session.undo()
    assert paths(session) == [[(0, 0), (1, 1)]]


def test_the_history_goes_back_over_a_clear(session: Session) -> None:
    draw(session, (0, 0), (1, 1))
    session.clear()
    draw(session, (5, 5), (6, 6))
    seen = [len(session.strokes)]
    while session.undo():
        seen.append(len(session.strokes))
    assert seen == [1, 0, 1, 0]


def test_a_thousand_strokes_can_be_taken_back_and_redone(session: Session) -> None:
    for i in range(1000):
        draw(session, (i, 0), (i, 1))
    whole = session.ink
    assert sum(session.undo() for _ in range(1001)) == 1000
    assert session.ink == Ink()
    assert sum(session.redo() for _ in range(1001)) == 1000
    assert session.ink == whole


def test_an_ink_that_was_taken_from_the_board_does_not_change(session: Session) -> None:
    session.pen_down(0, 0)
    ink = session.ink
    session.pen_move(1, 1)
    session.clear()
    assert ink.point_count == 1


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


# The eraser


def test_the_eraser_takes_whole_strokes_and_leaves_the_others(session: Session) -> None:
    draw(session, (0, 0), (100, 0))
    draw(session, (0, 200), (100, 200))
    assert session.erase((50, -40), (50, 40), reach=1)
    assert paths(session) == [[(0, 200), (100, 200)]]


def test_beside_all_strokes_the_eraser_does_nothing(session: Session) -> None:
    draw(session, (0, 0), (100, 0))
    assert not session.erase((0, 50), (100, 50), reach=10)
    assert len(session.strokes) == 1


def test_an_erased_stroke_comes_back_in_its_old_place(session: Session) -> None:
    for y in (0, 200, 400):
        draw(session, (0, y), (100, y))
    before = session.ink
    session.erase((50, 200), (50, 200), reach=1)
    session.undo()
    assert session.ink == before


def test_the_eraser_finishes_the_stroke_under_the_pen_first(session: Session) -> None:
    session.pen_down(0, 0)
    session.pen_move(100, 0)
    assert session.erase((50, 0), (50, 0), reach=1)
    assert session.is_empty
    session.undo()
    assert paths(session) == [[(0, 0), (100, 0)]]


def three_lines(session: Session) -> None:
    for y in (0, 200, 400):
        draw(session, (0, y), (100, y))


def test_one_sweep_of_the_eraser_is_one_step(session: Session) -> None:
    three_lines(session)
    before = session.ink
    session.erase((50, 390), (50, 410), reach=1)
    session.erase((50, 410), (50, 20), reach=1, goes_on=True)
    session.erase((50, 20), (50, -20), reach=1, goes_on=True)
    assert session.is_empty
    session.undo()
    assert session.ink == before
    session.redo()
    assert session.is_empty


def test_two_sweeps_are_two_steps(session: Session) -> None:
    three_lines(session)
    session.erase((50, 0), (50, 0), reach=1)
    session.erase((50, 100), (50, 100), reach=1)
    session.erase((50, 100), (50, 200), reach=1, goes_on=True)
    session.undo()
    assert paths(session) == [[(0, 200), (100, 200)], [(0, 400), (100, 400)]]


def test_what_comes_between_parts_a_sweep(session: Session) -> None:
    three_lines(session)
    session.erase((50, 0), (50, 0), reach=1)
    session.undo()
    session.erase((50, 0), (50, 200), reach=1, goes_on=True)
    assert paths(session) == [[(0, 400), (100, 400)]]
    session.undo()
    assert len(session.strokes) == 3


def test_a_sweep_that_goes_on_after_redo_leaves_nothing_to_redo(session: Session) -> None:
    three_lines(session)
    session.erase((50, 0), (50, 0), reach=1)
    session.clear()
    session.undo()
    session.erase((50, 0), (50, 200), reach=1, goes_on=True)
    assert not session.can_redo
    session.undo()
    assert len(session.strokes) == 3


# What the user teaches


FLAGGED = Ink.from_points([[(5, 15), (62, 5), (60, 100)]])
"""A 7, or a 1 with a long flag."""


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
    assert session.ink.point_count > MOST_LESSON_POINTS
    session.teach(digit, "9")
    (lesson,) = session.lessons
    assert lesson.ink.point_count <= MOST_LESSON_POINTS
    assert Lesson.from_record(lesson.as_record()).ink == lesson.ink
    assert not session.teach(digit, "9")


# Opening


def test_what_is_opened_takes_the_place_of_all_and_is_one_step(session: Session) -> None:
    write(session, DIGITS["4"])
    before = session.page
    seven = Page(DIGITS["7"].strokes, corrections=of_all(DIGITS["7"].strokes, "7"))
    session.open(seven)
    assert session.page == seven
    session.undo()
    assert session.page == before
    session.redo()
    assert session.page == seven


def test_a_session_may_begin_with_a_page_that_is_no_step(reader: Reader) -> None:
    session = Session(reader, PEN_WIDTH, Page(DIGITS["4"].strokes))
    assert session.read().text == "4"
    assert not session.undo()


# The history


def test_whatever_was_done_can_be_taken_back_step_by_step_and_redone(session: Session) -> None:
    """Strokes, erasing, clearing, lessons and opened pages, mixed by a seed."""
    rng, two = np.random.default_rng(4), DIGITS["2"].strokes
    steps: list[Callable[[float], object]] = [
        lambda x: draw(session, (x, 0), (x, 90)),
        lambda x: draw(session, (x, 50), (x + 40, 90)),
        lambda x: session.erase((x, -10), (x + 30, 100), 5),
        lambda x: session.strokes and session.teach(newest(session), str(int(x) % 10)),
        lambda x: session.open(Page(two, corrections=of_all(two, "2"))),
        lambda x: session.clear(),
    ]
    chances = [0.4, 0.3, 0.1, 0.15, 0.02, 0.03]
    states = [(session.page, session.lessons)]
    while len(states) <= 1200:
        rng.choice(np.array(steps), p=chances)(float(rng.integers(0, 900)))
        if session.page is not states[-1][0]:
            states.append((session.page, session.lessons))
    assert max(len(lessons) for _, lessons in states) > 2
    for state in reversed(states[:-1]):
        assert session.undo()
        assert (session.page, session.lessons) == state
    assert not session.undo()
    for state in states[1:]:
        assert session.redo()
        assert (session.page, session.lessons) == state
    assert not session.redo()


def newest(session: Session) -> Symbol:
    """Return the stroke drawn last as if it had been read as a digit."""
    place = len(session.strokes) - 1
    return Symbol((), 1.0, True, session.strokes[place].bounding_box, (place,))


def test_each_change_and_the_page_it_led_to_are_told(reader: Reader) -> None:
    told: list[tuple[Change, Page]] = []
    session = Session(reader, PEN_WIDTH, on_change=lambda *pair: told.append(pair))
    draw(session, (0, 0), (100, 0))
    session.erase((50, 0), (50, 0), 1)
    session.undo()
    session.teach(newest(session), "1")
    session.clear()
    page = Page()
    for change, after in told:
        page = change.apply(page)
        assert page == after
    assert len(told) == 5


def test_what_changes_nothing_is_not_told(reader: Reader) -> None:
    told: list[Change] = []
    session = Session(reader, PEN_WIDTH, on_change=lambda change, _: told.append(change))
    session.undo()
    session.redo()
    session.clear()
    session.erase((0, 0), (9, 9), 1)
    session.pen_down(0, 0)
    session.pen_move(5, 5)
    assert told == []


def test_a_session_needs_no_pygame() -> None:
    script = "import sys; sys.modules['pygame'] = None; import recognizer.document.session"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")

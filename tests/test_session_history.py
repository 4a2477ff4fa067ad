"""A session: undo, redo, clear, what is opened, and the changes that are told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sessions import PEN_WIDTH, draw, paths, write
from strokes import DIGITS

from recognizer import Ink, Reader, Session, Symbol
from recognizer.document.corrections import of_all
from recognizer.document.page import Change, Page

pytest_plugins = ["sessionfixtures"]


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


def test_what_is_begun_anew_cannot_be_brought_back(session: Session) -> None:
    write(session, DIGITS["3"])
    session.undo()
    session.begin_anew()
    assert not session.redo()
    write(session, DIGITS["3"])
    session.begin_anew()
    assert session.is_empty
    assert session.reading is None
    assert not session.undo()

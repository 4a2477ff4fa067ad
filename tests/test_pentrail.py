"""Where the pen has been since somebody asked last."""

from __future__ import annotations

from recognizer import Reader, Session
from recognizer.board.input.pentrail import PenTrail


def test_it_gives_each_point_of_a_stroke_once_while_it_is_drawn(reader: Reader) -> None:
    session = Session(reader, 10.0)
    trail = PenTrail(session)
    session.pen_down(1, 2)
    assert trail.new_points() == [(1, 2)]
    assert trail.new_points() == []
    session.pen_move(3, 4)
    session.pen_move(5, 6)
    assert trail.new_points() == [(3, 4), (5, 6)]


def test_a_stroke_that_came_between_two_questions_is_not_missed(reader: Reader) -> None:
    session = Session(reader, 10.0)
    trail = PenTrail(session)
    session.pen_down(1, 2)
    session.pen_move(3, 4)
    session.pen_up()
    assert trail.new_points() == [(1, 2), (3, 4)]
    session.undo()
    assert trail.new_points() == []


def test_what_was_there_before_is_not_new(reader: Reader) -> None:
    session = Session(reader, 10.0)
    session.pen_down(1, 2)
    session.pen_up()
    assert PenTrail(session).new_points() == []

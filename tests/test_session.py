"""A session without a window: what the pen draws and the eraser takes."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from sessions import PEN_WIDTH, draw, paths, write
from strokes import DIGITS, with_pen_width

from recognizer import Ink, Session

pytest_plugins = ["sessionfixtures"]


# The pen


def test_a_new_session_is_empty(session: Session) -> None:
    assert session.ink == Ink()
    assert session.strokes == ()
    assert session.open_stroke is None
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
    assert session.open_stroke
    assert session.open_stroke.points == [(5, 5), (6, 7)]
    session.pen_up()
    assert session.open_stroke is None


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


def test_a_session_needs_no_pygame() -> None:
    script = "import sys; sys.modules['pygame'] = None; import recognizer.document.session"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")

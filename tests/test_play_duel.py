"""Two players: who gets the point, and that nobody loses one to a misreading."""

from __future__ import annotations

from itertools import count

from recognizer.play.duel import TWO, Duel, Stand, winners
from recognizer.play.tasks import Task


def test_as_long_as_nobody_is_right_nobody_gets_a_point() -> None:
    assert winners([Stand(1.0), Stand(2.0, is_open=True)]) == ()


def test_who_alone_is_right_gets_it() -> None:
    assert winners([Stand(1.0), Stand(2.0, is_right=True)]) == (1,)


def test_a_question_about_what_was_written_earlier_is_waited_for() -> None:
    assert winners([Stand(1.0, is_open=True), Stand(2.0, is_right=True)]) == ()


def test_a_question_about_what_was_written_later_is_not() -> None:
    assert winners([Stand(3.0, is_open=True), Stand(2.0, is_right=True)]) == (1,)


def test_who_was_kept_waiting_does_not_lose_the_point() -> None:
    assert winners([Stand(1.0, is_right=True), Stand(2.0, is_right=True)]) == (0, 1)


def test_a_game_counts_points_and_ends_after_ten_tasks() -> None:
    duel = Duel(Task(f"{k} + 0 =", str(k)) for k in count())
    for places in [(0,), (1,), (0, 1), (), *[(0,)] * (TWO.tasks - 4)]:
        assert not duel.is_over
        duel.score(places)
        duel.go_on()
    assert duel.is_over
    assert duel.points == (TWO.tasks - 2, 2)
    assert duel.current.answer == str(TWO.tasks)

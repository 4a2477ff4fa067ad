"""A round: what was not solved comes again, a streak is of first tries, and it ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from recognizer.play.round import AGAIN_AFTER, CALM, MAX_QUESTIONS, MINUTE, Round, streaks
from recognizer.play.tasks import Task


def tasks() -> Iterator[Task]:
    return (Task(f"{k} + 0 =", str(k)) for k in count(1))


def test_ten_calmly_are_ten() -> None:
    played = Round(tasks(), CALM)
    for k in range(10):
        assert not played.is_over(1e6)
        played.solve(float(k))
    assert played.is_over(0.0)
    assert (played.right, played.streak) == (10, 10)


def test_a_minute_ends_by_its_clock() -> None:
    played = Round(tasks(), MINUTE)
    played.solve(59.0)
    assert (played.is_over(59.9), played.is_over(60.0)) == (False, True)


def test_a_task_has_its_own_seconds() -> None:
    played = Round(tasks())
    played.solve(2.0)
    played.solve(5.0)
    assert [each.seconds for each in played.done] == [2.0, 3.0]


def test_after_the_first_mistake_one_may_try_again() -> None:
    played = Round(tasks())
    assert not played.miss()
    played.solve(1.0)
    assert (played.right, played.streak, played.done[0].mistakes) == (1, 0, 1)


def test_after_the_second_mistake_the_answer_is_shown_and_the_task_comes_again() -> None:
    played = Round(tasks())
    missed = played.current
    played.miss()
    assert played.miss()
    played.give_up(1.0)
    seen = []
    for k in range(AGAIN_AFTER + 1):
        seen.append(played.current)
        played.solve(2.0 + k)
    assert seen.index(missed) == AGAIN_AFTER


def test_skipping_costs_nothing_but_the_streak() -> None:
    played = Round(tasks())
    played.solve(1.0)
    played.give_up(2.0)
    assert (played.right, *streaks(played.done)) == (1, 0, 1)


def test_a_player_is_asked_at_most_twice() -> None:
    played = Round(tasks())
    assert played.may_ask
    played.questions = MAX_QUESTIONS
    assert not played.may_ask


def test_a_task_that_was_skipped_at_once_does_not_come_again() -> None:
    played = Round(tasks(), MINUTE)
    asked = []
    for k in range(4 * AGAIN_AFTER):
        asked.append(played.current)
        played.give_up(float(k))
    assert len({*asked}) == len(asked)

"""Tasks of mental arithmetic: each has one answer, and the last few do not come again."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from recognizer.play.numberwords import MAX_NUMBER, in_words
from recognizer.play.tasks import KEPT_APART, SETS, Task, TaskSet, copying, from_words, tables
from recognizer.sums import value


def some(tasks: TaskSet, count: int = 300) -> list[Task]:
    return list(islice(tasks.tasks(random.Random(1)), count))  # noqa: S311  (no secret)


@pytest.mark.parametrize("tasks", SETS, ids=lambda each: each.name)
def test_the_answer_is_right(tasks: TaskSet) -> None:
    for task in some(tasks):
        left, right = task.solved.replace("−", "-").split("=")
        assert value(left) == value(right)


@pytest.mark.parametrize("tasks", SETS, ids=lambda each: each.name)
def test_an_answer_is_a_number_of_digits(tasks: TaskSet) -> None:
    assert all(
        task.answer.isdigit() and task.answer == str(int(task.answer)) for task in some(tasks)
    )


@pytest.mark.parametrize("tasks", SETS, ids=lambda each: each.name)
def test_the_last_few_do_not_come_again(tasks: TaskSet) -> None:
    asked = some(tasks)
    windows = (asked[k : k + KEPT_APART] for k in range(len(asked) - KEPT_APART))
    assert all(len({*window}) == len(window) for window in windows)


def test_the_same_seed_gives_the_same_tasks() -> None:
    assert some(SETS[0]) == some(SETS[0])


def test_numbers_stay_within_their_limit() -> None:
    sets = {each.name: each for each in SETS}
    for name, limit in (("to-20", 20), ("missing", 20), ("to-100", 100)):
        for task in some(sets[name]):
            words = task.solved.split()
            assert all(int(word) <= limit for word in words if word.isdigit())


def test_only_the_chosen_tables_are_asked() -> None:
    for task in some(TaskSet("sevens", "Sevens", tables((7,)))):
        assert int(task.answer) % 7 == 0


@pytest.mark.parametrize("digits", range(1, 7))
def test_a_number_to_copy_has_as_many_digits_as_asked(digits: int) -> None:
    assert {len(task.answer) for task in some(copying(digits), 50)} == {digits}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (20, "twenty"),
        (47, "forty-seven"),
        (100, "one hundred"),
        (305, "three hundred five"),
        (1000, "one thousand"),
        (12_040, "twelve thousand forty"),
        (999_999, "nine hundred ninety-nine thousand nine hundred ninety-nine"),
    ],
)
def test_a_number_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


def test_no_two_numbers_have_the_same_words() -> None:
    numbers = [*range(2000), *range(2000, MAX_NUMBER, 997)]
    assert len({in_words(each) for each in numbers}) == len(numbers)


@pytest.mark.parametrize("number", [-1, MAX_NUMBER + 1])
def test_a_number_beyond_what_is_said_is_an_error(number: int) -> None:
    with pytest.raises(ValueError, match="not from 0"):
        in_words(number)


def test_numbers_in_words_have_as_many_digits_as_they_are_to_have() -> None:
    for task in some(from_words("words", "Words", (1, 6)), 60):
        assert len(task.answer) in (1, 6)
        assert task.prompt == f"{in_words(int(task.answer))} ="


def test_a_solved_task_is_told_whole_and_a_copied_number_once() -> None:
    assert Task("7 + _ = 15", "8").solved == "7 + 8 = 15"
    assert Task("42", "42").solved == "42"

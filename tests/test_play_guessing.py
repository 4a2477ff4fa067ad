"""Numbers that are drawn, and how the opinion of them grows; what is read is real."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest
from strokes import DIGITS

from recognizer import Ink
from recognizer.play.guessing import (
    FIRST_DIGIT_SECONDS,
    MAX_CURVES,
    MAX_DIGIT_SECONDS,
    MIN_DIGIT_SECONDS,
    SPACING_HEIGHTS,
    Drawn,
    Opinion,
    curves,
    drawing,
    opinion_of,
    paced,
)
from recognizer.play.tasks import TaskSet
from recognizer.reading.reader import Reader


def drawn(tasks: TaskSet, count: int = 60) -> list[Drawn]:
    rng = random.Random(7)  # noqa: S311  (tasks are no secrets)
    return [each for each in islice(tasks.tasks(rng), count) if isinstance(each, Drawn)]


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_numbers_have_the_digits_that_are_wanted_and_are_drawn_at_one_speed(digits: int) -> None:
    for task in drawn(drawing(digits)):
        assert len(task.answer) == digits
        for stroke in task.strokes:
            steps = np.hypot(*np.diff(stroke, axis=0).T)
            assert steps.max() < 1.5 * SPACING_HEIGHTS


def test_the_reader_knows_each_number_once_it_is_drawn(reader: Reader) -> None:
    for task in drawn(drawing(2), 30):
        reading = reader.read_ink(Ink.from_points([each * 200 for each in task.strokes]))
        assert opinion_of(reading, 1.0).knows(task.answer), task.answer


def test_what_is_drawn_is_at_times_in_the_hand_of_the_player() -> None:
    own = {digit: [ink] for digit, ink in DIGITS.items()}
    corners = set()
    for task in drawn(drawing(1).of(own), 200):
        points = np.concatenate(task.strokes)
        width = float(np.ptp(points[:, 0]))
        box = DIGITS[task.answer].bounding_box
        corners.add(abs(width - box.width / box.longer_side) < 1e-6)
    assert corners == {True, False}


def test_a_drawing_has_little_to_say_at_first_and_all_in_the_end(reader: Reader) -> None:
    ink = DIGITS["3"]
    (stroke,) = ink.strokes
    begun = Ink.from_points([stroke.points[: len(stroke) // 4]])
    first, last = opinion_of(reader.read_ink(begun), 0.2), opinion_of(reader.read_ink(ink), 1.0)
    assert not first.knows("3")
    assert first.chance("3") < last.chance("3")
    assert last.knows("3")


def test_two_digits_are_one_opinion(reader: Reader) -> None:
    (task,) = drawn(drawing(2), 1)
    reading = reader.read_ink(Ink.from_points([each * 200 for each in task.strokes]))
    opinion = opinion_of(reading, 1.0)
    assert [text for text, _ in opinion.chances] == [task.answer]
    assert opinion.sureness == reading.confidence


def test_nothing_is_known_of_what_is_not_read() -> None:
    assert not Opinion(0.5, "?", (("7", 0.95),)).knows("7")
    assert Opinion(0.5, "?").sureness == 0.0


def test_the_curves_are_of_the_answer_and_of_what_it_was_taken_for_most() -> None:
    opinions = [
        Opinion(0.5, "1", (("1", 0.8), ("7", 0.1), ("4", 0.05), *((c, 0.3) for c in "23569"))),
        Opinion(1.0, "7", (("7", 0.97), ("1", 0.02))),
    ]
    shown = dict(curves(opinions, "7"))
    assert list(shown)[:2] == ["7", "1"]
    assert len(shown) == MAX_CURVES
    assert "4" not in shown
    assert shown["7"] == ((0.5, 0.1), (1.0, 0.97))


def test_who_wins_gets_faster_drawings_and_who_does_not_gets_slower_ones() -> None:
    assert paced(FIRST_DIGIT_SECONDS, player_won=True) < FIRST_DIGIT_SECONDS
    assert paced(FIRST_DIGIT_SECONDS, player_won=False) > FIRST_DIGIT_SECONDS
    assert paced(MIN_DIGIT_SECONDS, player_won=True) == MIN_DIGIT_SECONDS
    assert paced(MAX_DIGIT_SECONDS, player_won=False) == MAX_DIGIT_SECONDS

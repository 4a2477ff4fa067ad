"""The sheet on which one sees what each habit makes of digits."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from strokes import DIGITS

from recognizer.ink.inkfile import LabeledInk
from recognizer.network.preprocess import FIELD_PIXELS
from recognizer.pictures.contactsheet import ZOOM
from recognizer.training.draw.habits import HABITS, SLIPS
from recognizer.training.draw.habitsheet import AS_WRITTEN, draw_habits
from recognizer.training.recipe import BOLD

INKS = [LabeledInk(ink, label=digit) for digit, ink in DIGITS.items() for _ in range(5)]
ROWS = sum(map(len, HABITS.values())) + len(SLIPS)


def fields_across(sheet: npt.NDArray[np.uint8]) -> int:
    """Return the largest number of fields, black at their edges, that a row of pixels crosses."""
    side = FIELD_PIXELS * ZOOM
    black = np.cumsum(sheet < 60, axis=1)
    return int((black[:, side:] - black[:, :-side] == side).sum(axis=1).max())


def test_each_habit_has_a_row_of_digits_as_written_and_in_that_habit() -> None:
    sheet = draw_habits(1, BOLD, INKS, per_habit=3)
    assert fields_across(sheet) == AS_WRITTEN + 3
    assert fields_across(sheet.T) == ROWS


def test_a_sheet_is_the_same_for_the_same_seed() -> None:
    once, again, other = (draw_habits(seed, BOLD, INKS, per_habit=2) for seed in (1, 1, 2))
    assert np.array_equal(once, again)
    assert not np.array_equal(once, other)


def test_where_there_is_no_digit_for_a_habit_its_row_is_blank() -> None:
    sheet = draw_habits(1, BOLD, [each for each in INKS if each.label != "0"], per_habit=2)
    assert sheet.shape == draw_habits(1, BOLD, INKS, per_habit=2).shape
    assert fields_across(sheet.T) == ROWS - len(HABITS["0"])

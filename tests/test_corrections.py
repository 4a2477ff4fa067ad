"""What the user has said of single digits, and its way through JSON."""

from __future__ import annotations

import json

import pytest
from strokes import DIGITS

from recognizer import Stroke
from recognizer.document.corrections import (
    Correction,
    as_records,
    from_records,
    moved_to,
    of_all,
    with_correction,
    without_strokes,
)
from recognizer.ink import BoundingBox

ONE, TWO, THREE = (DIGITS[digit].strokes[0] for digit in "123")
ALL = (ONE, TWO, THREE)
SAID = (Correction((THREE, ONE), "4"), Correction((TWO,), ""))


def test_of_nothing_said_there_is_no_correction() -> None:
    assert of_all(ALL, None) == ()
    assert of_all(ALL, "") == (Correction(ALL, ""),)


def test_a_word_makes_room_for_one_on_a_part_of_the_same() -> None:
    new = Correction((ONE, TWO), "7")
    assert with_correction(SAID, new) == (new,)
    assert with_correction(SAID, Correction((TWO,), "7")) == (SAID[0], Correction((TWO,), "7"))


def test_of_a_picture_there_is_one_word() -> None:
    before, after = Correction((), "1"), Correction((), "7")
    assert with_correction((*SAID, before), after) == (*SAID, after)
    assert with_correction((before,), SAID[1]) == (before, SAID[1])


def test_of_each_digit_of_a_picture_there_is_a_word_of_its_own() -> None:
    one, other = (Correction((), "1", BoundingBox(x, 0, x + 5, 9)) for x in (0, 10))
    again = Correction((), "7", one.box)
    assert with_correction((one, other), again) == (other, again)
    records = json.loads(json.dumps(as_records((one, *SAID), ALL)))
    assert records[0] == [[], "1", [0, 0, 5, 9]]
    assert from_records(records, ALL) == (one, *SAID)


@pytest.mark.parametrize("box", [None, [], [1, 2, 3], [1, 2, 3, "4"], [1, 2, 3, float("nan")], 7])
def test_a_place_that_is_none_is_refused(box: object) -> None:
    with pytest.raises(ValueError, match="place"):
        from_records([[[], "1", box]], ALL)


def test_only_the_very_strokes_that_go_take_a_word_along() -> None:
    assert without_strokes(SAID, [ONE]) == SAID[1:]
    assert without_strokes(SAID, [Stroke(ONE.points)]) == SAID


def test_corrections_come_back_from_json() -> None:
    records = json.loads(json.dumps(as_records(SAID, ALL)))
    assert records == [[[2, 0], "4"], [[1], ""]]
    assert from_records(records, ALL) == SAID


def test_what_speaks_of_strokes_that_are_gone_is_not_written() -> None:
    assert as_records(SAID, ALL[:2]) == [[[1], ""]]


def test_they_follow_the_strokes_to_where_these_are_moved() -> None:
    moved = tuple(Stroke(stroke.points + 5) for stroke in ALL)
    said = moved_to(SAID, ALL, moved)
    assert said == (Correction((moved[2], moved[0]), "4"), Correction((moved[1],), ""))


@pytest.mark.parametrize(
    "records", [None, {}, "4", [4], [[[0], 4]], [[0, "4"]], [[[3], "4"]], [[[True], "4"]]], ids=str
)
def test_what_is_no_correction_is_refused(records: object) -> None:
    with pytest.raises(ValueError, match="correction"):
        from_records(records, ALL)

"""A pen that shows how a number is written: in the order of its strokes, in time."""

from __future__ import annotations

import numpy as np
import pytest

from recognizer.ink.modeldigits import strokes_of
from recognizer.play.penway import (
    LIFT_SECONDS,
    MAX_SECONDS,
    REST_SECONDS,
    showing_seconds,
    written_at,
)


@pytest.mark.parametrize("number", ["4", "20", "777373"])
def test_it_begins_with_the_first_stroke_and_ends_when_all_is_written(number: str) -> None:
    written, point = written_at(number, 0.0)
    assert written == ()
    assert point == pytest.approx(tuple(strokes_of(number)[0][0]))
    written, point = written_at(number, showing_seconds(number) - REST_SECONDS + 1e-6)
    assert point is None
    for stroke, whole in zip(written, strokes_of(number), strict=True):
        assert np.array_equal(stroke, whole)


@pytest.mark.parametrize("number", ["4", "58"])
def test_what_is_written_grows_and_its_end_is_where_the_point_is(number: str) -> None:
    before = 0.0
    for seconds in np.arange(0.02, showing_seconds(number) - REST_SECONDS, 0.02):
        written, point = written_at(number, float(seconds))
        length = sum(float(np.hypot(*np.diff(each, axis=0).T).sum()) for each in written)
        assert length >= before - 1e-9
        ends = [tuple(each[0]) for each in strokes_of(number)] + [tuple(written[-1][-1])]
        assert point is not None
        assert min(np.hypot(point[0] - x, point[1] - y) for x, y in ends) < 1e-6
        before = length


def test_it_rests_between_two_strokes() -> None:
    first = strokes_of("4")[0]
    times = [k / 100 for k in range(600) if len(written_at("4", k / 100)[0]) == 1]
    whole = [each for each in times if np.array_equal(written_at("4", each)[0][0], first)]
    assert whole[-1] - whole[0] == pytest.approx(LIFT_SECONDS, abs=0.02)


def test_a_long_number_takes_no_longer() -> None:
    assert showing_seconds("1") < showing_seconds("20") < showing_seconds("888888")
    assert showing_seconds("888888") == pytest.approx(MAX_SECONDS + REST_SECONDS)

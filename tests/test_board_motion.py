"""What moves by itself, on a clock that is given."""

import itertools

import numpy as np
import pytest

from recognizer.board.draw.motion import SLIDE_SECONDS, Slide

NOW = 50.0


@pytest.mark.parametrize("is_open", [False, True])
def test_at_first_it_stands_still_where_it_is(is_open):
    slide = Slide(is_open)
    assert slide.share(NOW) == float(is_open)
    assert not slide.moves(NOW)


@pytest.mark.parametrize("opens", [True, False])
def test_it_goes_all_the_way_in_its_time_and_never_back(opens):
    slide = Slide(not opens)
    slide.turn(opens, NOW)
    shares = [slide.share(NOW + SLIDE_SECONDS * i / 20) for i in range(21)]
    assert shares[0] == float(not opens)
    assert shares[-1] == pytest.approx(float(opens))
    assert shares == sorted(shares, reverse=not opens)


def test_it_starts_and_stops_gently():
    slide = Slide()
    slide.turn(True, NOW)
    shares = [slide.share(NOW + SLIDE_SECONDS * i / 20) for i in range(21)]
    steps = [after - before for before, after in itertools.pairwise(shares)]
    assert max(steps[0], steps[-1]) < 0.2 * max(steps)
    np.testing.assert_allclose(steps, steps[::-1])


def test_it_moves_only_for_its_time():
    slide = Slide()
    slide.turn(True, NOW)
    assert slide.moves(NOW)
    assert slide.moves(NOW + 0.9 * SLIDE_SECONDS)
    assert not slide.moves(NOW + 1.1 * SLIDE_SECONDS)
    assert slide.share(NOW + 100) == 1.0


def test_turning_to_where_it_is_turned_is_nothing():
    slide = Slide()
    slide.turn(True, NOW)
    slide.turn(True, NOW + 0.1)
    assert not slide.moves(NOW + SLIDE_SECONDS + 0.01)


@pytest.mark.parametrize("part", [0.1, 0.5, 0.8])
def test_turned_on_its_way_it_does_not_jump(part):
    slide = Slide()
    slide.turn(True, NOW)
    then = NOW + part * SLIDE_SECONDS
    before = slide.share(then)
    slide.turn(False, then)
    assert slide.share(then) == pytest.approx(before, abs=0.01)
    assert slide.share(then + SLIDE_SECONDS) == pytest.approx(0.0)

"""Which digit is meant: what is looked at is outlined, is what a key teaches, and slides along."""

import pygame
import pytest
from boards import RESIZED, SIZE, button, middle_of, off_from_fresh, play, resize, seen
from pens import finger_stroke, fitted, key, mouse_click, mouse_events, mouse_move
from strokes import DIGITS

from recognizer.actions import table
from recognizer.board.glass.state import REST_SECONDS
from recognizer.board.ink.placing import Placing
from recognizer.board.input.aim import Aim
from recognizer.board.input.pointing import digit_at

pytest_plugins = ["boardfixtures"]

GLASS, SEVEN = key(pygame.K_d), key(pygame.K_7)
WIDE = (1280, 800)


# By itself


def test_it_points_where_the_pointer_is_on_the_ink():
    aim = Aim()
    assert aim.spot is None
    aim.follow((100, 60), Placing(2.0, 20, 0), tremble=5)
    assert aim.spot == (40, 30)
    aim.forget()
    assert aim.spot is None


def test_ink_that_slides_takes_the_place_along_until_the_pointer_really_moves():
    aim = Aim()
    aim.follow((100, 60), Placing(), tremble=5)
    aim.slide()
    for trembling in ((101, 60), (104, 57), (100, 60)):
        aim.follow(trembling, Placing(1.0, 300, 0), tremble=5)
        assert aim.spot == (100, 60)
    aim.follow((106, 60), Placing(1.0, 300, 0), tremble=5)
    assert aim.spot == (-194, 60)
    aim.follow((107, 60), Placing(1.0, 300, 0), tremble=5)
    assert aim.spot == (-193, 60)


# On the board


@pytest.fixture
def row(board, window):
    """A board with 2, 4, 6, 8 from its left edge on, and the looking glass closed."""
    resize(window, WIDE)
    board.handle([RESIZED])
    for i, digit in enumerate("2468"):
        play(board, *mouse_events(fitted(DIGITS[digit], 40 + 190 * i, 200, 120)))
    play(board, mouse_move((600, 600), pressed=False))
    assert board.session.reading.text.replace(" ", "") == "2468"
    return board


def digits(board):
    return {digit.text or digit.best: digit for digit in board.session.reading.symbols}


def point_at(board, name):
    spot = middle_of(board, digits(board)[name])
    board.handle([mouse_move(spot, pressed=False)])
    return spot


def name_at(board, spot):
    """Return the digit that stands at `spot` of the window now."""
    x, y = board.view.placing.to_ink(*spot)
    found = digit_at(board.session.reading.symbols, (x, y), reach=5)
    return next((name for name, digit in digits(board).items() if digit is found), "")


def looked_at(board):
    board.settle()
    return seen(board).insight.best


def outlined(board):
    """Return the digit around which there is an outline."""
    return next((n for n, d in digits(board).items() if d.box == board.scene.face.pointed), "")


def said(board):
    return {name: digit.said for name, digit in digits(board).items() if digit.said is not None}


@pytest.mark.parametrize("name", list("2468"))
def test_d_looks_at_the_digit_pointed_at_though_the_ink_slides(row, window, clock, name):
    spot = point_at(row, name)
    before = row.view.placing
    play(row, GLASS)
    assert row.view.placing != before
    assert name_at(row, spot) != name
    clock.advance(REST_SECONDS + 1)
    row.handle([])
    assert (looked_at(row), outlined(row)) == (name, name)
    assert off_from_fresh(row, window) < 96
    play(row, SEVEN)
    assert [d.said for d in row.session.reading.symbols if d.said] == ["7"]
    assert row.session.reading.symbols["2468".index(name)].said == "7"


def test_a_hand_that_trembles_on_the_mouse_changes_nothing(row, clock):
    x, y = point_at(row, "2")
    play(row, GLASS)
    for step in (1, 3, -3, 2):
        row.handle([mouse_move((x + step, y), pressed=False)])
        clock.advance(REST_SECONDS)
        row.handle([])
    assert (looked_at(row), outlined(row)) == ("2", "2")


def test_a_pointer_that_moves_on_is_followed_again(row, clock):
    point_at(row, "2")
    play(row, GLASS)
    point_at(row, "6")
    assert outlined(row) == "6"
    clock.advance(REST_SECONDS)
    row.handle([])
    assert looked_at(row) == "6"
    play(row, SEVEN)
    assert row.session.reading.symbols[2].said == "7"


def test_a_pointer_beside_all_leaves_the_newest_looked_at_and_taught(row):
    play(row, GLASS)
    assert (looked_at(row), outlined(row)) == ("8", "8")
    play(row, SEVEN)
    assert row.session.reading.symbols[3].said == "7"


def test_what_was_pointed_at_is_meant_when_the_glass_is_closed_again(row):
    point_at(row, "4")
    play(row, GLASS, GLASS, SEVEN)
    assert row.session.reading.symbols[1].said == "7"


@pytest.mark.parametrize("by", [mouse_click, lambda spot: finger_stroke([spot], WIDE)])
def test_the_button_of_the_glass_looks_at_the_newest(row, clock, by):
    clock.advance(2)
    row.handle([])
    play(row, *by(button(row, table.GLASS)))
    assert (looked_at(row), outlined(row)) == ("8", "8")


def test_a_single_digit_that_is_looked_at_is_outlined_too(board, clock):
    play(board, *mouse_events(fitted(DIGITS["3"], 500, 120, 200)))
    assert board.scene.face.pointed is None
    play(board, GLASS)
    assert board.scene.face.pointed == board.session.reading.symbols[0].box
    play(board, GLASS)
    assert board.scene.face.pointed is None


def test_what_is_not_yet_read_is_looked_at_where_the_pointer_is(board):
    """D comes in the same moment as the last stroke: the reading comes after the ink has slid."""
    events = [*mouse_events(fitted(DIGITS["2"], 20, 200, 120))]
    events += mouse_events(fitted(DIGITS["4"], 20 + 190, 200, 120))
    board.handle([*events, mouse_move((60, 260), pressed=False), GLASS])
    board.settle()
    assert (looked_at(board), outlined(board)) == ("2", "2")


def test_a_window_that_changes_under_a_resting_pointer_changes_nothing_of_what_is_meant(
    row, window
):
    point_at(row, "4")
    resize(window, SIZE)
    play(row, RESIZED, SEVEN)
    assert row.session.reading.symbols[1].said == "7"

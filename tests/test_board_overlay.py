"""The stack of what lies over the board: the highest is asked first."""

import pygame
import pytest
from boards import HELP, UNDO, drawn, play, seen
from pens import key, mouse_click

from recognizer.actions import table
from recognizer.board.cards.keycard import KeyCard, Keys
from recognizer.board.input.commands import Correct, Hover, PenDown, Signal
from recognizer.board.show.overlay import Overlay, Stack

pytest_plugins = ["boardfixtures"]

FILES = key(pygame.K_o, pygame.KMOD_LCTRL)


class Sheet(Overlay):
    """Lies over the left half of the first 100 pixels, or all of them, and takes one action."""

    def __init__(self, width, action):
        self.width = width
        self.action = action
        self.heard = []

    def obeys(self, command):
        self.heard.append(command)
        return command is self.action

    def covers(self, spot):
        return spot[0] < self.width

    def target(self, spot):
        return self.action


@pytest.fixture
def sheets():
    return Sheet(100, table.UNDO), Sheet(50, table.REDO)


def test_what_the_upper_one_takes_the_lower_one_does_not_hear_of(sheets):
    lower, upper = sheets
    stack = Stack(sheets)
    assert stack.obeys(table.REDO)
    assert stack.obeys(table.UNDO)
    assert not stack.obeys(table.CLEAR)
    assert lower.heard == [table.UNDO, table.CLEAR]
    assert upper.heard == [table.REDO, table.UNDO, table.CLEAR]


def test_a_press_is_for_the_highest_that_lies_there(sheets):
    lower, upper = sheets
    stack = Stack(sheets)
    assert [stack.at((x, 0)) for x in (20, 70, 120)] == [upper, lower, None]
    assert [stack.target((x, 0)) for x in (20, 70, 120)] == [table.REDO, table.UNDO, None]


def test_what_is_closed_is_not_shown(sheets):
    keys = KeyCard(Keys)
    stack = Stack((*sheets, keys))
    assert stack.shown == ()
    keys.is_open = True
    assert stack.shown == (keys.shown,)


@pytest.mark.parametrize(
    ("command", "closes", "is_taken"),
    [
        (table.CLOSE, True, True),
        (table.UNDO, True, False),
        (Correct("3"), True, True),
        (PenDown(5, 5), True, True),
        (Hover(5, 5), False, False),
        (Signal.REPAINT, False, False),
    ],
    ids=lambda value: getattr(value, "id", None) or str(value),
)
def test_the_card_of_keys_goes_for_what_could_not_be_seen(command, closes, is_taken):
    keys = KeyCard(Keys)
    assert not keys.obeys(command)
    keys.is_open = True
    assert keys.obeys(command) is is_taken
    assert keys.is_open is not closes


def test_a_key_that_puts_the_keys_away_is_still_the_card_s_below(board):
    play(board, *drawn("7"), FILES, HELP)
    play(board, UNDO)
    assert not seen(board).shows_help
    assert seen(board).chooser is not None
    assert not board.session.is_empty


def test_a_press_on_the_keys_does_nothing_to_what_lies_below(board):
    play(board, FILES, HELP, *mouse_click((3, 3)))
    assert not seen(board).shows_help
    assert seen(board).chooser is not None

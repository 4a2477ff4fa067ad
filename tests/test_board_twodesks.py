"""Two players at one board: each half of the window has its own pen, its own ink and reading."""

import numpy as np
import pygame
import pytest
from boards import CLEAR, FOCUS_LOST, SIZE, UNDO, frame, off_from_fresh, play, resize
from pens import finger_stroke, fitted, key, mouse_events
from strokes import DIGITS

from recognizer.board.activities.activity import Activity

pytest_plugins = ["boardfixtures"]

LEFT, RIGHT = 100, 620
CONTRAST = key(pygame.K_t)


class Twins(Activity):
    """Reads what is written in both halves."""

    fills_window = True
    holds_ink = True
    players = 2

    def __init__(self, host):
        self._host = host
        self._desks = host.new_desk(), host.new_desk()
        self.desk = self._desks[0]

    @property
    def desks(self):
        return self._desks

    def turn_to(self, place):
        self.desk = self._desks[place]

    def changed(self):
        self._host.ask()

    def accept(self, question, reading):
        question.session.accept(question, reading)


@pytest.fixture
def twins(board):
    begun = []
    board.begin(lambda host: begun.append(Twins(host)) or begun[0])
    play(board)
    return begun[0]


def touched(digit, left, finger_id):
    strokes = fitted(DIGITS[digit], left, 150, 300).strokes
    return [e for s in strokes for e in finger_stroke(s.points, SIZE, finger_id)]


def alternating(one, other):
    """Return the events of both, by turns, as two hands send them."""
    longer = max(len(one), len(other))
    return [e for k in range(longer) for events in (one, other) for e in events[k : k + 1]]


def texts(twins):
    return [each.session.reading and each.session.reading.text for each in twins.desks]


def test_two_fingers_write_at_once(board, twins):
    play(board, *alternating(touched("3", LEFT, 1), touched("7", RIGHT, 2)))
    assert texts(twins) == ["3", "7"]


def test_a_mouse_and_a_finger_write_at_once(board, twins):
    mouse = mouse_events(fitted(DIGITS["2"], LEFT, 150, 300))
    play(board, *alternating(mouse, touched("6", RIGHT, 5)))
    assert texts(twins) == ["2", "6"]


def test_a_stroke_belongs_to_the_half_where_it_began(board, twins):
    across = np.linspace((300, 300), (800, 320), 20)
    play(board, *finger_stroke(across, SIZE, 1))
    assert [len(each.session.strokes) for each in twins.desks] == [1, 0]


def test_a_second_finger_in_a_half_is_a_palm(board, twins):
    palm = finger_stroke(np.linspace((80, 500), (90, 520), 5), SIZE, 9)
    play(board, *alternating(touched("3", LEFT, 1), palm))
    assert texts(twins) == ["3", None]


def test_without_the_focus_both_strokes_end(board, twins):
    half = len(touched("0", LEFT, 1)) // 2
    pens = alternating(touched("0", LEFT, 1)[:half], touched("0", RIGHT, 2)[:half])
    play(board, *pens, FOCUS_LOST)
    assert [len(each.session.strokes) for each in twins.desks] == [1, 1]
    assert not any(each.session.is_pen_down for each in twins.desks)


def test_keys_are_for_who_drew_last(board, twins):
    play(board, *touched("3", LEFT, 1), *touched("7", RIGHT, 2), UNDO)
    assert texts(twins) == ["3", None]
    play(board, *touched("1", LEFT, 1), CLEAR)
    assert texts(twins) == [None, None]


def test_both_inks_are_drawn_and_go_with_the_activity(board, window, twins):
    empty = frame(window)
    play(board, *touched("3", LEFT, 1), *touched("7", RIGHT, 2))
    both = (frame(window) != empty).any(axis=2)
    assert both[: SIZE[0] // 2].any()
    assert both[SIZE[0] // 2 :].any()
    assert off_from_fresh(board, window) == 0
    play(board, CONTRAST)
    assert off_from_fresh(board, window) == 0
    board.leave()
    play(board)
    assert board.scene.beside is None
    assert off_from_fresh(board, window) == 0


def test_ink_where_a_panel_would_be_stays_when_the_window_changes(board, window, twins):
    play(board, *touched("7", RIGHT + 150, 2))
    resize(window, (1200, 750))
    play(board)
    play(board, *touched("1", RIGHT + 100, 2), UNDO)
    assert (board.view.placing.left, board.view.placing.top) == (0, 0)


def test_nothing_is_due_while_both_rest(board, clock, twins):
    play(board, *touched("3", LEFT, 1))
    clock.advance(5)
    play(board)
    assert board.due - clock.now > 1000

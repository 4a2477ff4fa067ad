"""Fingers and palms: what a touch means on the board, beside a pen too."""

import time

import pygame
import pytest
from pens import doubled, finger, finger_stroke, mouse_down, mouse_stroke
from translating import SIZE, translate

from recognizer.board.input.commands import EraserDown, PenDown, PenMove, PenPoint, Signal
from recognizer.board.input.events import MOUSE_STALE_SECONDS, STALE_SECONDS, Translator


def test_a_finger_draws_in_pixels_of_the_window_with_its_pressure():
    down, move, up = translate(
        finger(pygame.FINGERDOWN, (400, 300), SIZE),
        finger(pygame.FINGERMOTION, (200, 150), SIZE),
        finger(pygame.FINGERUP, (200, 150), SIZE),
    )
    assert (down.x, down.y, down.pressure) == (400, 300, 0.5)
    assert down.touch
    assert move.touch
    assert (move.x, move.y) == (200, 150)
    assert up == Signal.PEN_UP


def test_a_second_finger_does_not_draw():
    commands = translate(
        finger(pygame.FINGERDOWN, (1, 1), SIZE, finger_id=1),
        finger(pygame.FINGERDOWN, (9, 9), SIZE, finger_id=2),
        finger(pygame.FINGERMOTION, (9, 9), SIZE, finger_id=2),
        finger(pygame.FINGERUP, (9, 9), SIZE, finger_id=2),
    )
    assert commands[1:] == [None] * 3


def test_the_mouse_events_that_sdl_makes_of_a_touch_are_passed_over():
    commands = translate(*doubled(finger_stroke([(10, 10), (20, 20)], SIZE)))
    assert commands[::2] == [None] * 3
    assert [type(each) for each in commands[1:5:2]] == [PenDown, PenMove]


def test_the_first_finger_draws_on_while_a_second_one_comes_and_goes():
    *_, move, up = translate(
        finger(pygame.FINGERDOWN, (1, 1), SIZE, finger_id=1),
        finger(pygame.FINGERDOWN, (9, 9), SIZE, finger_id=2),
        finger(pygame.FINGERUP, (9, 9), SIZE, finger_id=2),
        finger(pygame.FINGERMOTION, (4, 4), SIZE, finger_id=1),
        finger(pygame.FINGERUP, (4, 4), SIZE, finger_id=1),
    )
    assert isinstance(move, PenMove)
    assert up == Signal.PEN_UP


PALM_RESTS = finger(pygame.FINGERDOWN, (1, 1), SIZE)
PALM_MOVES = finger(pygame.FINGERMOTION, (2, 1), SIZE)
PALM_LEAVES = finger(pygame.FINGERUP, (2, 1), SIZE)


@pytest.mark.parametrize("button", [1, 3])
def test_a_pen_draws_though_a_palm_was_there_first(button):
    pen = mouse_stroke([(9, 9), (20, 20)], button)
    _, down, none, move, up, *rest = translate(
        PALM_RESTS, pen[0], PALM_MOVES, *pen[1:], PALM_MOVES, PALM_LEAVES
    )
    assert isinstance(down, PenDown if button == 1 else EraserDown)
    assert down.over_palm
    assert none is None
    assert (move.x, move.y) == (20, 20)
    assert up is Signal.PEN_UP
    assert rest == [None, None]


def test_a_palm_that_is_lifted_breaks_no_stroke_of_the_pen():
    down, move, up = mouse_stroke([(9, 9), (20, 20)])
    *_, gone, moved, lifted = translate(PALM_RESTS, down, PALM_LEAVES, move, up)
    assert gone is None
    assert isinstance(moved, PenMove)
    assert lifted is Signal.PEN_UP


def test_a_palm_beside_a_pen_that_draws_means_nothing():
    down, move, up = mouse_stroke([(9, 9), (20, 20)])
    first, *palm, moved, lifted = translate(down, PALM_RESTS, PALM_MOVES, PALM_LEAVES, move, up)
    assert not first.over_palm
    assert palm == [None] * 3
    assert isinstance(moved, PenMove)
    assert lifted is Signal.PEN_UP


def test_a_palm_that_still_rests_lets_the_pen_draw_stroke_after_stroke():
    stroke = mouse_stroke([(9, 9), (20, 20)])
    _, first, _, _, none, second, *_ = translate(PALM_RESTS, *stroke, PALM_MOVES, *stroke)
    assert first.over_palm
    assert none is None
    assert isinstance(second, PenDown)
    assert not second.over_palm


@pytest.mark.parametrize("seconds", [0.0, STALE_SECONDS + 1])
def test_a_palm_does_not_take_the_stroke_of_a_pen_held_still(monkeypatch, seconds):
    translator = Translator()
    down, move, _ = mouse_stroke([(9, 9), (20, 20)])
    translator.translate(down, SIZE)
    later = time.monotonic() + seconds
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert translator.translate(PALM_RESTS, SIZE) is None
    assert isinstance(translator.translate(move, SIZE), PenMove)


@pytest.mark.parametrize(
    ("lost", "patience"), [(PALM_RESTS, STALE_SECONDS), (mouse_down((9, 9)), MOUSE_STALE_SECONDS)]
)
def test_a_pen_whose_end_got_lost_does_not_block_a_finger(monkeypatch, lost, patience):
    translator = Translator()
    translator.translate(lost, SIZE)
    another = finger(pygame.FINGERDOWN, (400, 300), SIZE, finger_id=2)
    assert translator.translate(another, SIZE) is None
    later = time.monotonic() + patience + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    point = translator.translate(another, SIZE)
    assert isinstance(point, PenPoint)
    assert point.x == 400

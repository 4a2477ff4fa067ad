import time

import pygame
import pytest
from pens import finger, key, mouse_down, mouse_move, mouse_up

from recognizer.board.events import STALE_AFTER, Action, Translator

SIZE = (800, 600)


def translate(*sequence):
    translator = Translator()
    return [translator.translate(event, SIZE) for event in sequence]


@pytest.mark.parametrize(
    ("event", "command"),
    [
        (key(pygame.K_RETURN), Action.PREDICT),
        (key(pygame.K_KP_ENTER), Action.PREDICT),
        (key(pygame.K_SPACE), Action.PREDICT),
        (key(pygame.K_c), Action.CLEAR),
        (key(pygame.K_z, pygame.KMOD_LCTRL), Action.UNDO),
        (key(pygame.K_y, pygame.KMOD_RCTRL), Action.REDO),
        (key(pygame.K_z, pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT), Action.REDO),
        (key(pygame.K_z, pygame.KMOD_LMETA), Action.UNDO),
        (key(pygame.K_F11), Action.TOGGLE_FULL_SCREEN),
        (key(pygame.K_h), Action.TOGGLE_HELP),
        (key(pygame.K_ESCAPE), Action.ESCAPE),
        (pygame.event.Event(pygame.QUIT), Action.QUIT),
    ],
)
def test_each_key_has_its_meaning(event, command):
    assert translate(event) == [command]


@pytest.mark.parametrize("event", [key(pygame.K_z), key(pygame.K_c, pygame.KMOD_LCTRL)])
def test_a_key_with_the_wrong_modifier_means_nothing(event):
    assert translate(event) == [None]


def test_caps_lock_and_num_lock_change_no_key():
    locked = pygame.KMOD_CAPS | pygame.KMOD_NUM
    assert translate(key(pygame.K_c, locked)) == [Action.CLEAR]


def test_the_left_button_draws():
    down, move, up = translate(mouse_down((10, 20)), mouse_move((30, 40)), mouse_up((30, 40)))
    assert (down.x, down.y) == (10, 20)
    assert (move.x, move.y) == (30, 40)
    assert up == Action.PEN_UP


@pytest.mark.parametrize("button", [2, 3, 4, 5])
def test_other_buttons_and_the_wheel_do_not_draw(button):
    assert (
        translate(mouse_down((1, 1), button), mouse_move((2, 2)), mouse_up((2, 2), button))
        == [None] * 3
    )


def test_moving_without_a_button_draws_nothing():
    assert translate(mouse_move((5, 5), pressed=False)) == [None]


def test_a_button_let_go_outside_the_window_ends_the_stroke_on_return():
    *_, last = translate(mouse_down((1, 1)), mouse_move((9, 9), pressed=False))
    assert last == Action.PEN_UP


def test_a_finger_draws_in_pixels_of_the_window_with_its_pressure():
    down, move, up = translate(
        finger(pygame.FINGERDOWN, (400, 300), SIZE),
        finger(pygame.FINGERMOTION, (200, 150), SIZE),
        finger(pygame.FINGERUP, (200, 150), SIZE),
    )
    assert (down.x, down.y, down.pressure) == (400, 300, 0.5)
    assert (move.x, move.y) == (200, 150)
    assert up == Action.PEN_UP


def test_a_second_finger_does_not_draw():
    commands = translate(
        finger(pygame.FINGERDOWN, (1, 1), SIZE, finger_id=1),
        finger(pygame.FINGERDOWN, (9, 9), SIZE, finger_id=2),
        finger(pygame.FINGERMOTION, (9, 9), SIZE, finger_id=2),
        finger(pygame.FINGERUP, (9, 9), SIZE, finger_id=2),
    )
    assert commands[1:] == [None] * 3


def test_the_mouse_events_that_sdl_makes_of_a_touch_are_passed_over():
    doubled = pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=(1, 1), button=1, touch=True)
    assert translate(doubled) == [None]


def test_the_mouse_does_not_join_a_stroke_of_a_finger():
    commands = translate(
        finger(pygame.FINGERDOWN, (1, 1), SIZE), mouse_down((9, 9)), mouse_up((9, 9))
    )
    assert commands[1:] == [None] * 2


def test_losing_the_focus_ends_the_stroke():
    *_, last = translate(mouse_down((1, 1)), pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert last == Action.PEN_UP


def test_time_never_runs_backwards():
    down, move = translate(mouse_down((1, 1)), mouse_move((2, 2)))
    assert move.time >= down.time


@pytest.mark.parametrize(
    ("scancode", "action"), [(pygame.KSCAN_C, Action.CLEAR), (pygame.KSCAN_H, Action.TOGGLE_HELP)]
)
def test_keys_work_on_a_keyboard_without_latin_letters(scancode, action):
    cyrillic = pygame.event.Event(pygame.KEYDOWN, key=1089, mod=0, scancode=scancode)
    assert translate(cyrillic) == [action]


def test_a_finger_that_was_never_lifted_does_not_block_the_pen(monkeypatch):
    translator = Translator()
    translator.translate(finger(pygame.FINGERDOWN, (1, 1), SIZE), SIZE)
    assert translator.translate(mouse_down((9, 9)), SIZE) is None
    later = time.monotonic() + STALE_AFTER + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert translator.translate(mouse_down((9, 9)), SIZE).x == 9

"""What pygame sends of keys, mouse and window, and what it means on the board."""

from pathlib import Path

import pygame
import pytest
from pens import drop, finger, key, mouse_down, mouse_move, mouse_stroke, mouse_up, wheel
from translating import SIZE, translate

from recognizer.actions import table
from recognizer.board.input.commands import (
    Correct,
    DisplayChanged,
    EraserDown,
    Hover,
    Open,
    PenDown,
    PenMove,
    PenStep,
    Scroll,
    Signal,
    WindowMoved,
)


@pytest.mark.parametrize(
    ("event", "command"),
    [
        (key(pygame.K_RETURN), table.READ),
        (key(pygame.K_KP_ENTER), table.READ),
        (key(pygame.K_SPACE), table.READ),
        (key(pygame.K_c), table.CLEAR),
        (key(pygame.K_z, pygame.KMOD_LCTRL), table.UNDO),
        (key(pygame.K_y, pygame.KMOD_RCTRL), table.REDO),
        (key(pygame.K_z, pygame.KMOD_LCTRL | pygame.KMOD_LSHIFT), table.REDO),
        (key(pygame.K_z, pygame.KMOD_LMETA), table.UNDO),
        (key(pygame.K_l), table.LIVE),
        (key(pygame.K_e), table.ERASER),
        (key(pygame.K_LEFTBRACKET), PenStep(-1)),
        (key(pygame.K_RIGHTBRACKET), PenStep(1)),
        (key(pygame.K_d), table.GLASS),
        (key(pygame.K_t), table.THEME),
        (key(pygame.K_s), table.SAVE),
        (key(pygame.K_s, pygame.KMOD_LCTRL), table.SAVE),
        (key(pygame.K_o, pygame.KMOD_LCTRL), table.OPEN),
        (key(pygame.K_c, pygame.KMOD_LCTRL), table.COPY),
        (key(pygame.K_c, pygame.KMOD_LMETA), table.COPY),
        (key(pygame.K_m), table.SOUND),
        (key(pygame.K_F11), table.FULL_SCREEN),
        (key(pygame.K_F1), table.HELP),
        (key(pygame.K_UP), Signal.UP),
        (key(pygame.K_DOWN), Signal.DOWN),
        (key(pygame.K_q, pygame.KMOD_LCTRL), table.QUIT),
        (key(pygame.K_0), Correct("0")),
        (key(pygame.K_9), Correct("9")),
        (key(pygame.K_KP7), Correct("7")),
        (key(pygame.K_n), Correct("")),
        (key(pygame.K_h), table.HELP),
        (key(pygame.K_ESCAPE), table.CLOSE),
        (pygame.event.Event(pygame.QUIT), table.QUIT),
    ],
)
def test_each_key_has_its_meaning(event, command):
    assert translate(event) == [command]


@pytest.mark.parametrize("event", [key(pygame.K_z), key(pygame.K_l, pygame.KMOD_LCTRL)])
def test_a_key_with_the_wrong_modifier_means_nothing(event):
    assert translate(event) == [None]


@pytest.mark.parametrize(
    ("event", "command"),
    [
        (key(pygame.K_AMPERSAND, pygame.KMOD_LSHIFT, "1"), Correct("1")),  # French
        (key(pygame.K_8, pygame.KMOD_RALT, "["), PenStep(-1)),  # German
        (key(pygame.K_9, pygame.KMOD_LCTRL | pygame.KMOD_RALT, "]"), PenStep(1)),
    ],
)
def test_characters_count_where_a_keyboard_has_them_elsewhere(event, command):
    assert translate(event) == [command]


ALT_GR = [
    pygame.KMOD_LCTRL | pygame.KMOD_RALT,  # on Windows
    pygame.KMOD_RALT,
    pygame.KMOD_MODE,
]


@pytest.mark.parametrize("mod", ALT_GR)
@pytest.mark.parametrize(
    ("code", "text"),
    [
        (pygame.K_q, "@"),  # German
        (pygame.K_7, "{"),
        (pygame.K_3, "³"),
        (pygame.K_z, "ż"),  # Polish
        (pygame.K_c, "ć"),
        (pygame.K_s, "Ś"),
        (pygame.K_o, "ó"),
        (pygame.K_n, "ń"),
    ],
)
def test_another_character_typed_with_altgr_means_nothing(mod, code, text):
    assert translate(key(code, mod, text)) == [None]


@pytest.mark.parametrize("mod", ALT_GR)
@pytest.mark.parametrize(
    ("code", "text", "command"),
    [
        (pygame.K_8, "[", PenStep(-1)),
        (pygame.K_9, "]", PenStep(1)),
        (pygame.K_AMPERSAND, "1", Correct("1")),
    ],
)
def test_a_character_that_counts_may_be_typed_with_altgr(mod, code, text, command):
    assert translate(key(code, mod, text)) == [command]


@pytest.mark.parametrize("text", ["", "\x11"])
def test_control_and_alt_that_type_nothing_are_control(text):
    held = pygame.KMOD_LCTRL | pygame.KMOD_RALT
    assert translate(key(pygame.K_q, held, text)) == [table.QUIT]


@pytest.mark.parametrize("text", ["c", "C", ""])
def test_the_right_alt_that_makes_no_other_character_changes_no_key(text):
    assert translate(key(pygame.K_c, pygame.KMOD_RALT, text)) == [table.CLEAR]


def test_caps_lock_and_num_lock_change_no_key():
    locked = pygame.KMOD_CAPS | pygame.KMOD_NUM
    assert translate(key(pygame.K_c, locked)) == [table.CLEAR]


def test_the_left_button_draws():
    down, move, up = translate(mouse_down((10, 20)), mouse_move((30, 40)), mouse_up((30, 40)))
    assert (down.x, down.y) == (10, 20)
    assert (move.x, move.y) == (30, 40)
    assert not down.touch
    assert up == Signal.PEN_UP


def test_the_right_button_erases():
    down, move, up = translate(*mouse_stroke([(10, 20), (30, 40)], button=3))
    assert down == EraserDown(10, 20, down.time)
    assert isinstance(down, EraserDown)
    assert isinstance(move, PenMove)
    assert up == Signal.PEN_UP


@pytest.mark.parametrize(("held", "other"), [(1, 3), (3, 1)])
def test_the_other_button_changes_nothing_while_one_is_held(held, other):
    commands = translate(
        mouse_down((1, 1), held),
        mouse_down((2, 2), other),
        mouse_up((2, 2), other),
        mouse_move((3, 3), button=held),
        mouse_up((3, 3), held),
    )
    assert commands[1:3] == [None, None]
    assert isinstance(commands[3], PenMove)
    assert commands[4] == Signal.PEN_UP


@pytest.mark.parametrize("button", [2, 4, 5])
def test_other_buttons_and_the_wheel_do_not_draw(button):
    down, move, up = translate(
        mouse_down((1, 1), button), mouse_move((2, 2), button=button), mouse_up((2, 2), button)
    )
    assert (down, up) == (None, None)
    assert isinstance(move, Hover)


def test_moving_without_a_button_only_tells_where_the_pointer_is():
    (hover,) = translate(mouse_move((5, 6), pressed=False))
    assert isinstance(hover, Hover)
    assert (hover.x, hover.y) == (5, 6)


@pytest.mark.parametrize(
    ("mod", "with_control"),
    [(0, False), (pygame.KMOD_SHIFT, False), (pygame.KMOD_LCTRL, True), (pygame.KMOD_RMETA, True)],
)
def test_the_wheel_is_told_with_control_or_without(mod, with_control):
    assert translate(wheel(2, mod), wheel(-1, mod)) == [
        Scroll(2, with_control),
        Scroll(-1, with_control),
    ]


def test_a_file_dropped_on_the_window_is_to_be_opened():
    assert translate(drop("/home/a b.json")) == [Open(Path("/home/a b.json"))]


def test_the_window_tells_where_it_is_and_when_it_must_be_drawn():
    assert translate(
        pygame.event.Event(pygame.WINDOWMOVED, x=-30, y=40),
        pygame.event.Event(pygame.WINDOWSIZECHANGED, x=900, y=700),
        pygame.event.Event(pygame.VIDEOEXPOSE),
    ) == [WindowMoved(-30, 40), Signal.REPAINT, Signal.REPAINT]


def test_the_window_tells_on_which_monitor_it_is():
    event = pygame.event.Event(pygame.WINDOWDISPLAYCHANGED, display_index=1)
    assert translate(event) == [DisplayChanged(1)]


def test_a_pointer_that_leaves_the_window_is_gone_and_breaks_no_stroke():
    leaves = pygame.event.Event(pygame.WINDOWLEAVE)
    _, gone, move = translate(mouse_down((1, 1)), leaves, mouse_move((-9, 9)))
    assert gone == Signal.POINTER_GONE
    assert isinstance(move, PenMove)


@pytest.mark.parametrize("kind", [pygame.KEYUP, pygame.WINDOWENTER, pygame.USEREVENT])
def test_other_events_mean_nothing(kind):
    assert translate(pygame.event.Event(kind, key=pygame.K_c)) == [None]


def test_a_button_let_go_outside_the_window_ends_the_stroke_on_return():
    *_, last = translate(mouse_down((1, 1)), mouse_move((9, 9), pressed=False))
    assert last == Signal.PEN_LOST


NOWHERE = [float("nan"), float("inf"), -float("inf"), 2e9]


@pytest.mark.parametrize("x", NOWHERE)
def test_a_place_that_is_none_is_passed_over(x):
    down, lost, move, up = translate(
        finger(pygame.FINGERDOWN, (10, 10), SIZE),
        finger(pygame.FINGERMOTION, (x, 10), SIZE),
        finger(pygame.FINGERMOTION, (30, 10), SIZE),
        finger(pygame.FINGERUP, (x, 10), SIZE),
    )
    assert isinstance(down, PenDown)
    assert lost is None
    assert (move.x, move.y) == (30, 10)
    assert up is Signal.PEN_UP


@pytest.mark.parametrize("x", NOWHERE)
def test_a_stroke_begins_at_its_first_place_that_is_one(x):
    lost, still_lost, down, move, _ = translate(
        finger(pygame.FINGERDOWN, (x, 10), SIZE, pressure=0.9),
        finger(pygame.FINGERMOTION, (10, x), SIZE),
        finger(pygame.FINGERMOTION, (10, 10), SIZE),
        finger(pygame.FINGERMOTION, (30, 10), SIZE),
        finger(pygame.FINGERUP, (30, 10), SIZE),
    )
    assert (lost, still_lost) == (None, None)
    assert isinstance(down, PenDown)
    assert (down.x, down.y, down.pressure, down.touch) == (10, 10, 0.5, True)
    assert isinstance(move, PenMove)


def test_a_mouse_far_out_is_passed_over_with_its_button_and_without():
    far = (2 * 10**9, 5)
    down, lost, up, hover = translate(
        mouse_down((1, 1)), mouse_move(far), mouse_up(far), mouse_move(far, pressed=False)
    )
    assert isinstance(down, PenDown)
    assert (lost, up, hover) == (None, Signal.PEN_UP, None)


def test_losing_the_focus_ends_the_stroke():
    *_, last = translate(mouse_down((1, 1)), pygame.event.Event(pygame.WINDOWFOCUSLOST))
    assert last == Signal.PEN_LOST


def test_time_never_runs_backwards():
    down, move = translate(mouse_down((1, 1)), mouse_move((2, 2)))
    assert move.time >= down.time


@pytest.mark.parametrize(
    ("scancode", "action"), [(pygame.KSCAN_C, table.CLEAR), (pygame.KSCAN_H, table.HELP)]
)
def test_keys_work_on_a_keyboard_without_latin_letters(scancode, action):
    cyrillic = pygame.event.Event(pygame.KEYDOWN, key=1089, mod=0, scancode=scancode)
    assert translate(cyrillic) == [action]

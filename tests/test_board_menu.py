"""The menu of the toolbar: how it opens and closes, and what its lines do."""

from dataclasses import replace

import pygame
import pytest
from boards import (
    ESCAPE,
    button,
    click_on,
    drawn,
    line_of_menu,
    off_from_fresh,
    place_of_toolbar,
    play,
    seen,
    toolbar_of,
)
from pens import finger_stroke, key, mouse_click, mouse_move, mouse_stroke

from recognizer.actions import table
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.show.buttons import IN_MENU, ToolbarState, menu_buttons
from recognizer.board.show.menu import menu_button_at, menu_parts, menu_place
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS, place_of

pytest_plugins = ["boardfixtures"]

SIZE = (960, 600)
F10, UP, DOWN = key(pygame.K_F10), key(pygame.K_UP), key(pygame.K_DOWN)
ENTER, SPACE = key(pygame.K_RETURN), key(pygame.K_SPACE)
WINDOWS = [
    *((480, 320), (640, 400), (800, 600), (1280, 720), (1920, 1080), (3840, 2160)),
    *((1080, 1920), (360, 640), (3440, 700)),
]


def is_open(board):
    return seen(board).menu is not None


def is_at_first(board):
    return not is_open(board) and board.session.is_empty


@pytest.fixture
def opened(board):
    """A board with its menu open."""
    play(board, *mouse_click(button(board, table.MORE)))
    assert is_open(board)
    return board


@pytest.mark.parametrize("how", ["mouse", "finger", "key"])
def test_it_opens_and_closes_by_mouse_finger_and_key(board, window, how):
    spot = button(board, table.MORE)
    again = {
        "mouse": mouse_click(spot),
        "finger": finger_stroke([spot], SIZE),
        "key": [F10],
    }[how]
    play(board, *again)
    assert is_open(board)
    assert off_from_fresh(board, window) == 0
    play(board, *again)
    assert is_at_first(board)
    assert off_from_fresh(board, window) == 0


def test_esc_closes_it_and_asks_nothing(opened):
    play(opened, ESCAPE)
    assert is_at_first(opened)
    assert seen(opened).message is None


@pytest.mark.parametrize("press", [mouse_stroke, lambda path: finger_stroke(path, SIZE)])
def test_a_press_beside_it_closes_it_and_draws_nothing(opened, press):
    play(opened, *press([(80, 80), (120, 200)]))
    assert is_at_first(opened)
    play(opened, *press([(80, 80), (120, 200)]))
    assert len(opened.session.strokes) == 1


def test_another_key_closes_it_and_does_what_it_does(opened):
    play(opened, key(pygame.K_t))
    assert not is_open(opened)
    assert opened.view.theme is not SLATE


def test_another_button_closes_it_and_does_what_it_does(opened):
    play(opened, *mouse_click(button(opened, table.GLASS)))
    assert not is_open(opened)
    assert opened.scene.toolbar.glass


@pytest.mark.parametrize("enter", [ENTER, SPACE])
def test_arrow_keys_choose_a_line_and_enter_does_it(opened, enter):
    able = [each.action for each in menu_buttons(opened.scene.toolbar) if each.enabled]
    play(opened, DOWN)
    assert seen(opened).menu.hovered is able[0]
    play(opened, UP)
    assert seen(opened).menu.hovered is able[-1]
    play(opened, *[DOWN] * (1 + able.index(table.THEME)), enter)
    assert is_at_first(opened)
    assert opened.view.theme is not SLATE


def test_enter_without_a_choice_reads_as_ever(board):
    play(board, key(pygame.K_l), *drawn("7"), F10, ENTER)
    assert not is_open(board)
    assert board.session.reading.text == "7"


def test_no_word_of_a_button_stands_half_behind_it(board):
    over_more = mouse_move(button(board, table.MORE), pressed=False)
    play(board, over_more)
    assert seen(board).hovered is table.MORE
    play(board, F10, over_more)
    assert seen(board).hovered is None


def test_a_line_is_marked_under_the_pointer(opened):
    play(opened, mouse_move(line_of_menu(opened, table.HELP), pressed=False))
    assert seen(opened).menu.hovered is table.HELP


def test_a_line_that_can_do_nothing_says_why_and_leaves_the_menu_open(opened, window):
    spot = line_of_menu(opened, table.SAVE, enabled=False)
    plain = menu_parts(opened.view.layout, SLATE, opened.scene.toolbar, None)[0][0]
    play(opened, mouse_move(spot, pressed=False), *mouse_click(spot))
    assert is_open(opened)
    assert seen(opened).menu.hovered is table.SAVE
    said = menu_parts(opened.view.layout, SLATE, opened.scene.toolbar, table.SAVE)[0][0]
    assert (pygame.surfarray.array3d(plain) != pygame.surfarray.array3d(said)).any()
    assert off_from_fresh(opened, window) == 0


def test_to_quit_there_needs_no_question(board):
    click_on(board, table.QUIT)
    assert board.has_quit


def test_it_stands_below_a_toolbar_at_the_top(board):
    layout = board.view.layout
    state = replace(toolbar_of(board), at_top=True)
    assert menu_place(layout, state).top >= place_of(layout, state).bottom
    assert place_of_toolbar(board).top >= menu_place(layout, toolbar_of(board)).bottom


@pytest.mark.parametrize("glass", [False, True])
@pytest.mark.parametrize("size", WINDOWS)
@pytest.mark.parametrize("scale", [1.0, 4.0])
@pytest.mark.usefixtures("fonts")
def test_a_finger_hits_every_line_in_every_window(size, scale, glass):
    layout = Layout.for_size(size, scale)
    state = ToolbarState(glass=glass, has_ink=True, menu=True)
    ((surface, place),) = menu_parts(layout, SLATE, state, None)
    assert pygame.Rect((0, 0), size).contains(place)
    assert surface.get_size() == place.size == menu_place(layout, state).size
    assert not place.colliderect(place_of(layout, state))
    found = {}
    for y in range(place.top, place.bottom, 2):
        for x in range(place.left + 8, place.right, 16):
            if line := menu_button_at(layout, state, (x, y)):
                found.setdefault(line.action, set()).add(y)
    assert set(found) == set(IN_MENU)
    for rows in found.values():
        assert max(rows) - min(rows) >= min(MIN_TARGET_PIXELS, size[1] // 10) - 4


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.usefixtures("fonts")
def test_each_line_is_in_words_and_what_is_on_has_a_mark(theme):
    layout = Layout.for_size((1280, 800))
    shown = {}
    for live in (False, True):
        state = ToolbarState(live=live, sound=False, has_ink=True, menu=True)
        ((surface, _),) = menu_parts(layout, theme, state, None)
        shown[live] = pygame.surfarray.array3d(surface).astype(int)
    different = (shown[True] != shown[False]).any(axis=2)
    assert (abs(shown[True] - theme.accent).max(axis=2) < 8).any()
    assert not (abs(shown[False] - theme.accent).max(axis=2) < 8).any()
    assert different.any(axis=0).sum() < different.shape[1] / len(IN_MENU)

"""The toolbar: what its buttons mean, where they stand, and how it is drawn."""

import itertools
import re
import string
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pygame
import pytest

from recognizer.actions import table
from recognizer.actions.action import Need
from recognizer.actions.icons import icon_names, svg
from recognizer.board.activities.freely import FreeFace
from recognizer.board.draw.icons import STROKE, icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.theme import PAPER, SLATE, THEMES
from recognizer.board.show.buttons import IN_MENU, ON_TOOLBAR, ToolbarState, buttons, menu_buttons
from recognizer.board.show.hint import hint_parts
from recognizer.board.show.toolbar import (
    MIN_TARGET_PIXELS,
    Toolbar,
    button_at,
    place_of,
    toolbar_parts,
    toolbar_place,
)
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.view import View
from recognizer.keeping.settings import DRAWING
from recognizer.network.alphabet import DIGITS, alphabets_of

pytest_plugins = ["boardfixtures"]
pytestmark = pytest.mark.usefixtures("fonts")

SIZES = [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (640, 400), (320, 240), (240, 320)]
TWO = alphabets_of(string.digits + "-.,/:+%")


def state_of(**more):
    """Return the state of a toolbar with all of its buttons: of a board of several alphabets."""
    return ToolbarState(alphabets=TWO, **more)


EMPTY = state_of()
FULL = state_of(can_undo=True, can_redo=True, has_ink=True)


def all_buttons(state):
    return (*buttons(state), *menu_buttons(state))


def enabled(state):
    return {button.action for button in all_buttons(state) if button.enabled}


def switched_on(state):
    return {button.action for button in all_buttons(state) if button.on}


def areas(layout):
    """Return for each action the pixels that answer to it: (n, 2) arrays of x and y."""
    return _areas(layout.size)


@lru_cache
def _areas(size):
    layout = Layout.for_size(size)
    place, found = toolbar_place(layout), {}
    step = max(1, place.height // 64)
    for x in range(place.left, place.right, step):
        for y in range(place.top, place.bottom, 2 * step):
            if button := button_at(layout, FULL, (x, y)):
                found.setdefault(button.action, []).append((x, y))
    return {action: np.array(points) for action, points in found.items()}


def test_few_buttons_are_in_sight_and_the_rest_is_behind_the_last():
    assert [each.id for each in ON_TOOLBAR] == [
        *("undo", "redo", "eraser", "pen", "clear", "alphabet", "teach", "glass", "play", "more")
    ]
    assert not set(ON_TOOLBAR) & set(IN_MENU)


def test_where_there_is_one_alphabet_there_is_no_button_to_choose_one():
    alone = replace(FULL, alphabets=(DIGITS,))
    assert [each.action for each in buttons(alone)] == [
        each for each in ON_TOOLBAR if each is not table.ALPHABET
    ]


@pytest.mark.parametrize("glass", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_without_it_the_toolbar_stands_in_the_same_middle_at_the_same_height(size, glass):
    layout = Layout.for_size(size)
    whole = place_of(layout, replace(FULL, glass=glass))
    alone = place_of(layout, replace(FULL, glass=glass, alphabets=(DIGITS,)))
    assert (alone.top, alone.bottom) == (whole.top, whole.bottom)
    assert abs(alone.centerx - whole.centerx) <= 1
    assert whole.contains(alone)


def test_its_button_shows_what_may_be_written():
    digits, numbers = (look(table.ALPHABET, replace(FULL, alphabet=each)) for each in TWO)
    assert (digits != numbers).any()
    for each in (digits, numbers):
        assert share(each, SLATE.muted) > 0.03


def test_an_empty_board_has_nothing_to_undo_read_erase_or_save():
    assert enabled(FULL) - enabled(EMPTY) == {
        table.UNDO,
        table.REDO,
        table.ERASER,
        table.CLEAR,
        table.READ,
        table.TEACH,
        table.SAVE,
        table.COPY,
    }


def test_what_was_typed_can_be_cleared_and_read():
    assert enabled(state_of(has_typed=True)) - enabled(EMPTY) == {table.CLEAR, table.READ}


def test_all_is_enabled_on_a_full_board():
    assert len(enabled(FULL)) == len(all_buttons(FULL))


def test_the_eraser_can_be_put_away_on_an_empty_board():
    assert table.ERASER in enabled(ToolbarState(erasing=True))


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (ToolbarState(live=True, sound=False), table.LIVE),
        (ToolbarState(live=False, sound=True), table.SOUND),
        (ToolbarState(live=False, sound=False, glass=True), table.GLASS),
        (ToolbarState(live=False, sound=False, erasing=True), table.ERASER),
        (ToolbarState(live=False, sound=False, teaching=True), table.TEACH),
        (ToolbarState(live=False, sound=False, menu=True), table.MORE),
    ],
)
def test_what_is_on_is_shown_as_on(state, action):
    assert switched_on(state) == {action}


@pytest.mark.parametrize("glass", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_it_stands_at_the_bottom_of_what_is_free(size, glass):
    layout = Layout.for_size(size)
    place = toolbar_place(layout, glass)
    assert layout.free.contains(place)
    assert place.bottom == layout.free.bottom - layout.margin
    assert place.height < layout.free.height / 2


@pytest.mark.parametrize("glass", [False, True])
@pytest.mark.parametrize("size", SIZES)
def test_at_the_top_it_stands_as_high_as_the_looking_glass_lets_it(size, glass):
    layout = Layout.for_size(size)
    below, above = (toolbar_place(layout, glass, at_top) for at_top in (False, True))
    assert above.size == below.size
    assert above.centerx == below.centerx
    assert layout.free_beside(glass).contains(above)
    assert above.top == layout.free_beside(glass).top + layout.margin


@pytest.mark.parametrize("size", [(1920, 1080), (3840, 2160), (1080, 1920)])
def test_it_stands_in_the_middle_of_the_window_and_does_not_move_for_the_looking_glass(size):
    layout = Layout.for_size(size)
    assert abs(toolbar_place(layout).centerx - size[0] / 2) <= 2
    assert toolbar_place(layout) == toolbar_place(layout, glass=True)


def test_in_a_small_window_it_takes_the_room_of_a_closed_looking_glass():
    layout = Layout.for_size((800, 600))
    assert abs(toolbar_place(layout).centerx - layout.free.centerx) <= 1


@pytest.mark.parametrize("size", SIZES)
def test_it_makes_room_for_the_looking_glass(size):
    layout = Layout.for_size(size)
    assert not toolbar_place(layout, glass=True).colliderect(layout.glass)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920)])
def test_it_is_one_row_where_that_fits(size):
    layout = Layout.for_size(size)
    rows = {points[:, 1].min() for points in areas(layout).values()}
    assert len(rows) == 1


def test_it_is_two_rows_in_a_narrow_window():
    rows = {points[:, 1].min() for points in areas(Layout.for_size((480, 320))).values()}
    assert len(rows) == 2


@pytest.mark.parametrize("size", [s for s in SIZES if s[0] >= 640])
def test_a_finger_hits_every_button(size):
    found = areas(Layout.for_size(size))
    assert len(found) == len(ON_TOOLBAR)
    for points in found.values():
        width, height = np.ptp(points, axis=0)
        assert width >= MIN_TARGET_PIXELS - 1
        assert height >= MIN_TARGET_PIXELS - 2


@pytest.mark.parametrize("size", SIZES)
def test_every_button_has_its_place(size):
    assert set(areas(Layout.for_size(size))) == set(ON_TOOLBAR)


def test_the_buttons_follow_each_other_from_left_to_right():
    found = areas(Layout.for_size((1920, 1080)))
    lefts = [found[button.action][:, 0].min() for button in buttons(FULL)]
    assert lefts == sorted(lefts)


def test_groups_stand_apart():
    found = areas(Layout.for_size((1920, 1080)))
    for one, other in itertools.pairwise(buttons(FULL)):
        gap = found[other.action][:, 0].min() - found[one.action][:, 0].max()
        assert (gap > 1) == (one.action.group != other.action.group)


def test_a_button_that_can_do_nothing_is_found_and_says_why():
    layout = Layout.for_size((1920, 1080))
    spot = tuple(areas(layout)[table.UNDO].mean(axis=0))
    assert button_at(layout, FULL, spot).tooltip(DIGITS) == "Undo"
    assert button_at(layout, EMPTY, spot).tooltip(DIGITS) == f"Undo: {Need.UNDO.value}"


def test_each_button_that_can_do_nothing_says_why():
    unable = {button.action: button.lacks for button in all_buttons(EMPTY) if not button.enabled}
    assert unable.pop(table.UNDO) == Need.UNDO.value
    assert unable.pop(table.REDO) == Need.REDO.value
    assert unable.pop(table.CLEAR) == unable.pop(table.READ) == Need.CONTENT.value
    assert set(unable.values()) == {Need.INK.value}


def test_beside_the_toolbar_there_is_no_button():
    layout = Layout.for_size((1920, 1080))
    place = toolbar_place(layout)
    assert button_at(layout, FULL, (place.left - 1, place.centery)) is None
    assert button_at(layout, FULL, (place.centerx, place.top - 1)) is None


def test_it_is_drawn_where_it_stands():
    layout = Layout.for_size((1280, 720))
    ((surface, place),) = toolbar_parts(layout, SLATE, FULL)
    assert place == toolbar_place(layout)
    assert surface.get_size() == place.size


def look(action, state, theme=SLATE, hovered=None):
    """Return the pixels of one button as it is drawn: (width, height, 3) uint8."""
    layout = Layout.for_size((1920, 1080))
    (surface, place), *_ = toolbar_parts(layout, theme, state, hovered)
    points = areas(layout)[action]
    left, top = points.min(axis=0) - place.topleft
    right, bottom = points.max(axis=0) - place.topleft
    return pygame.surfarray.array3d(surface)[left:right, top:bottom]


def share(pixels, color):
    return float((np.abs(pixels.astype(int) - color).max(axis=2) < 6).mean())


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_an_eraser_shines_from_afar_and_nothing_else_does(theme):
    everything = state_of(erasing=True, glass=True, teaching=True, menu=True)
    assert share(look(table.ERASER, everything, theme), theme.accent) > 0.3
    for other in set(ON_TOOLBAR) - {table.ERASER}:
        assert share(look(other, everything, theme), theme.accent) == 0


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_what_is_open_is_marked(theme):
    for action, state in [
        (table.GLASS, state_of(glass=True)),
        (table.TEACH, state_of(teaching=True, has_ink=True)),
        (table.MORE, state_of(menu=True)),
        (table.ALPHABET, state_of(choosing=True)),
    ]:
        assert share(look(action, state, theme), theme.bar) > 0.3
        assert share(look(action, FULL, theme), theme.bar) < 0.05


def test_the_pen_s_button_is_drawn_with_its_width():
    inked = [share(look(table.PEN, state_of(pen=pen)), SLATE.muted) for pen in (0.25, 0.5, 1, 2, 4)]
    assert inked == sorted(set(inked))


@pytest.mark.parametrize(
    "size", [(1280, 720), (1920, 1080), (3840, 2160), (1080, 1920), (800, 600)]
)
def test_each_button_says_what_it_is(size):
    """Its word is one that fits, with a space beside it."""
    layout = Layout.for_size(size)
    (surface, place), *_ = toolbar_parts(layout, SLATE, FULL)
    distance = np.abs(pygame.surfarray.array3d(surface).astype(int) - SLATE.muted)
    lit = distance.max(axis=2) < 40
    for action, points in _areas(size).items():
        left, top = points.min(axis=0) - place.topleft
        right, bottom = points.max(axis=0) - place.topleft
        assert lit[left:right, (top + 2 * bottom) // 3 : bottom].any(), action
        assert not lit[left, top:bottom].any(), action
        assert not lit[right, top:bottom].any(), action


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_on_an_empty_board_the_invitation_is_what_stands_out(theme):
    size = (1280, 800)
    target = pygame.Surface(size)
    View(target, theme).draw(Scene(face=FreeFace(), overlays=(Toolbar(ToolbarState(sound=False)),)))
    off = np.abs(pygame.surfarray.array3d(target).astype(int) - theme.board).sum(axis=2)
    layout = Layout.for_size(size)
    (_, hint), *_ = hint_parts(layout, theme, DRAWING)
    strongest = off[hint.left : hint.right, hint.top : hint.bottom].max()
    off[hint.left : hint.right, hint.top : hint.bottom] = 0
    assert strongest > 1.1 * off.max()


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_disabled_button_is_fainter_but_there(theme):
    able, unable = (look(table.UNDO, state, theme).astype(int) for state in (FULL, EMPTY))
    strong, faint = (np.abs(p - theme.shade).max() for p in (able, unable))
    assert 20 < faint < strong * 0.6


def test_the_button_under_the_pointer_is_marked():
    assert share(look(table.UNDO, FULL), SLATE.bar) < 0.05
    assert share(look(table.UNDO, FULL, hovered=table.UNDO), SLATE.bar) > 0.3


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("action", [table.UNDO, table.TEACH, table.MORE])
def test_what_the_button_under_the_pointer_does_stands_above_it(size, action):
    layout = Layout.for_size(size)
    (_, toolbar), (_, tooltip) = toolbar_parts(layout, PAPER, FULL, action)
    assert tooltip.bottom <= toolbar.top
    assert pygame.Rect((0, 0), size).contains(tooltip)
    assert tooltip.left <= areas(layout)[action][:, 0].mean() <= tooltip.right


def test_above_is_no_room_for_what_a_button_does_so_it_stands_below_a_toolbar_at_the_top():
    layout = Layout.for_size((1280, 720))
    state = state_of(at_top=True)
    (_, toolbar), (_, tooltip) = toolbar_parts(layout, PAPER, state, table.UNDO)
    assert toolbar == toolbar_place(layout, at_top=True)
    assert tooltip.top >= toolbar.bottom


def test_the_same_toolbar_is_drawn_only_once():
    layout = Layout.for_size((1280, 720))
    ((first, _),) = toolbar_parts(layout, SLATE, FULL)
    ((second, _),) = toolbar_parts(layout, SLATE, ToolbarState(**vars(FULL)))
    assert first is second


@pytest.mark.parametrize("name", icon_names())
@pytest.mark.parametrize("size", [16, 24, 96])
def test_an_icon_fills_its_box_and_is_not_cut_off(name, size):
    covered = pygame.surfarray.array_alpha(icon(name, size, (255, 255, 255)))
    assert covered.shape == (size, size)
    assert max(np.ptp(np.argwhere(covered > 128), axis=0)) > 0.55 * size
    edge = np.concatenate([covered[0], covered[-1], covered[:, 0], covered[:, -1]])
    assert edge.max() < 128


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_can_be_given_another_size_color_and_stroke(name):
    assert svg(name).count('width="24" height="24"') == 1
    assert svg(name).count(f'stroke-width="{STROKE}"') == 1
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg(name))) <= {"none", "currentColor"}
    plain, colored = icon(name, 24, (0, 0, 0)), icon(name, 24, (200, 0, 0))
    alphas = [pygame.surfarray.array_alpha(each) for each in (plain, colored)]
    assert (alphas[0] == alphas[1]).all()
    body = pygame.surfarray.array3d(colored)[alphas[0] == 255].astype(int)
    assert np.abs(body - (200, 0, 0)).max() < 4


def test_no_two_icons_of_the_toolbar_look_alike():
    names = [button.icon for button in buttons(FULL) if not button.sample]
    drawn = {name: pygame.surfarray.array_alpha(icon(name, 24, (0, 0, 0))) for name in names}
    for one, other in itertools.combinations(names, 2):
        assert np.abs(drawn[one].astype(int) - drawn[other]).mean() > 10

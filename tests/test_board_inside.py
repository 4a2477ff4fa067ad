"""The looking glass tells what is inside the networks, through the loop."""

import numpy as np
import pygame
import pytest
from boards import drawn, frame, play, seen
from pens import drop, fitted, key, mouse_events, mouse_move
from strokes import DIGITS

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.motion import FRAME_SECONDS, SLIDE_SECONDS
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.glass.layers import layers_parts, map_at
from recognizer.board.glass.panel import Topic
from recognizer.board.glass.plan import inner_place
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.reading.inside.strips import Inside

pytest_plugins = ["boardfixtures"]

GLASS, INSIDE = key(pygame.K_d), key(pygame.K_i)
SIZES = [(1920, 1080), (1080, 1920), (800, 600), (480, 320), (3840, 2160), (320, 240)]


@pytest.fixture(scope="module")
def strips():
    return Inside(Classifier()).strips(preprocess_ink(DIGITS["5"]), DIGITS["5"])


def spots_of(layout, strips):
    """Return a spot on each map, in pixels from the panel's corner."""
    width, height = layout.glass.size
    found = {}
    step = max(5, layout.pixels(12))
    for y in range(0, height, step):
        for x in range(0, width, step):
            found.setdefault(map_at(layout, strips, (x, y)), (x, y))
    found.pop(None)
    return found


def glass_of(board, window):
    place = board.view.layout.glass
    return frame(window)[place.left : place.right, place.top : place.bottom]


def test_i_opens_it_with_the_maps_of_what_is_drawn(board):
    play(board, *drawn("3", left=320), INSIDE)
    assert seen(board).topic is Topic.INSIDE
    assert len(seen(board).insight.inside) == 9


def test_the_key_comes_back_to_what_the_network_sees(board):
    play(board, *drawn("3", left=320), INSIDE)
    assert seen(board).insight.heat is None  # nobody would see it
    play(board, INSIDE, INSIDE)
    assert seen(board).topic is Topic.SEEN
    assert seen(board).insight.heat is not None


def test_d_closes_it_and_opens_it_at_what_the_network_sees(board):
    play(board, *drawn("3", left=320), INSIDE, GLASS)
    assert not board.settings.glass
    play(board, GLASS)
    assert seen(board).topic is Topic.SEEN


def test_the_maps_follow_what_is_drawn(board, window, clock):
    play(board, INSIDE)
    clock.advance(SLIDE_SECONDS)
    play(board, *drawn("1", left=320))
    before, picture = seen(board).insight.inside, glass_of(board, window)
    play(board, *drawn("0", left=420))
    after = seen(board).insight.inside
    assert [each.heading for each in after] == [each.heading for each in before]
    assert not np.array_equal(after[0].maps, before[0].maps)
    assert not np.array_equal(glass_of(board, window), picture)


def test_the_map_under_the_pointer_grows_and_says_what_it_answers_to(board, window, clock):
    play(board, *drawn("3", left=320), INSIDE)
    clock.advance(SLIDE_SECONDS)
    play(board)
    layout, strips = board.view.layout, seen(board).insight.inside
    before = glass_of(board, window)
    (left, top), spots = layout.glass.topleft, spots_of(layout, strips)
    pointed, (x, y) = next(iter(spots.items()))
    play(board, mouse_move((left + x, top + y)))
    assert seen(board).grown == pointed
    changed = (glass_of(board, window) != before).any(axis=2)
    assert changed.any(axis=1).sum() > layout.glass.width // 3
    play(board, mouse_move((layout.glass.right + 50, layout.glass.centery)))
    assert seen(board).grown is None


def test_a_picture_shows_the_layers_of_the_network_for_pictures(board, tmp_path):
    image = np.full((300, 300, 3), 255, np.uint8)
    image[60:240, 140:160] = 0
    path = tmp_path / "one.png"
    pygame.image.save(pygame.surfarray.make_surface(image), path)
    play(board, INSIDE, drop(path))
    assert len(seen(board).insight.inside) == 5


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("size", SIZES)
def test_at_every_size_there_are_maps_and_nothing_stands_over_the_edges(strips, size):
    layout = Layout.for_size(size)
    spots = spots_of(layout, strips)
    assert len(spots) > 20
    for pointed in (None, next(iter(spots))):
        for _, place in layers_parts(layout, SLATE, strips, pointed):
            assert inner_place(layout).inflate(4, 4).contains(place)


@pytest.mark.usefixtures("fonts")
def test_a_map_that_is_no_longer_there_does_not_grow(strips):
    layout = Layout.for_size((1920, 1080))
    of_picture = strips[:5]
    plain, pointed = (
        list(layers_parts(layout, SLATE, of_picture, each)) for each in (None, (8, 2))
    )
    assert [place for _, place in plain] == [place for _, place in pointed]


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_where_a_layer_found_something_is_the_accent_of_the_theme(strips, theme):
    layout = Layout.for_size((1920, 1080))
    panel = pygame.Surface(layout.glass.size)
    panel.fill(theme.panel)
    panel.blits(list(layers_parts(layout, theme, strips, None)))
    pixels = pygame.surfarray.array3d(panel).reshape(-1, 3)
    assert (np.abs(pixels.astype(int) - theme.accent).max(axis=1) < 30).any()
    assert (pixels == theme.board).all(axis=1).any()


def test_the_maps_move_while_the_pen_is_down(board, clock):
    play(board, INSIDE)
    *drawing, _ = mouse_events(fitted(DIGITS["3"], 320, 120, 320))
    board.handle(drawing[:20])
    board.settle()
    early = seen(board).insight.inside
    clock.advance(FRAME_SECONDS)
    board.handle(drawing[20:])
    board.settle()
    late = seen(board).insight.inside
    assert board.session.is_pen_down
    assert len(early) == len(late) == 9
    assert late[0].maps.sum() > early[0].maps.sum()


def test_so_do_the_bars_but_where_it_looked_waits_until_the_pen_is_lifted(board, clock):
    play(board, GLASS)
    *drawing, lift = mouse_events(fitted(DIGITS["3"], 320, 120, 320))
    board.handle(drawing)
    board.settle()
    assert seen(board).insight.best == "3"
    assert (seen(board).insight.heat, seen(board).insight.dabs) == (None, None)
    play(board, lift)
    assert seen(board).insight.heat is not None
    assert seen(board).insight.dabs is not None

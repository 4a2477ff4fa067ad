"""The map of digits in the looking glass, through the loop."""

import numpy as np
import pygame
import pytest
from boards import drawn, play, seen
from pens import fitted, key, mouse_events
from strokes import DIGITS

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.motion import FRAME_SECONDS
from recognizer.board.draw.theme import SLATE, THEMES
from recognizer.board.glass.panel import Topic
from recognizer.board.glass.plan import inner_place
from recognizer.board.glass.plane import plane_parts
from recognizer.network.classifier import Classifier
from recognizer.reading.inside.onplane import OnPlane

pytest_plugins = ["boardfixtures"]

INSIDE = key(pygame.K_i)
SIZES = [(1920, 1080), (1080, 1920), (800, 600), (480, 320), (3840, 2160), (320, 240)]


@pytest.fixture(scope="module")
def plane():
    return Classifier().plane


def panel_of(layout, theme, on_plane, label="5", trail=()):
    panel = pygame.Surface(layout.glass.size)
    panel.fill(theme.panel)
    panel.blits(list(plane_parts(layout, theme, on_plane, label, trail)))
    return pygame.surfarray.array3d(panel).astype(int)


def test_the_key_goes_on_to_the_map_and_back(board):
    play(board, *drawn("3", left=320), INSIDE, INSIDE)
    assert seen(board).topic is Topic.MAP
    assert seen(board).insight.on_plane.spot is not None
    play(board, INSIDE)
    assert seen(board).topic is Topic.SEEN


def test_the_dot_wanders_while_the_pen_is_down_and_leaves_a_trail(board, clock):
    play(board, INSIDE, INSIDE)
    *drawing, lift = mouse_events(fitted(DIGITS["3"], 320, 120, 320))
    spots = []
    for k in range(0, len(drawing), 4):
        clock.advance(FRAME_SECONDS)
        board.handle(drawing[k : k + 4])
        board.settle()
        if seen(board).insight:
            spots.append(seen(board).insight.on_plane.spot)
    assert len(set(spots)) > 3
    assert seen(board).trail == tuple(dict.fromkeys(spots))[:-1]
    play(board, lift)
    assert seen(board).insight.label == "3"
    assert seen(board).trail[0] == spots[0]


def test_a_lesson_is_a_flag_on_it(board):
    play(board, *drawn("7", left=320), key(pygame.K_1), INSIDE, INSIDE)
    assert [label for label, _ in seen(board).insight.on_plane.flags] == ["1"]


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("size", SIZES)
def test_nothing_stands_over_the_edges_at_any_size(plane, size):
    layout = Layout.for_size(size)
    far = OnPlane(plane, (1e3, -1e3), (("7", (-1e3, 1e3)), ("none", (1e3, 1e3))))
    for on_plane in (OnPlane(), OnPlane(plane), far):
        for _, place in plane_parts(layout, SLATE, on_plane, "5", ((0.0, 0.0),)):
            assert inner_place(layout).contains(place)


@pytest.mark.usefixtures("fonts")
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_region_of_what_was_read_is_lit_up_and_the_ink_is_a_dot_in_it(plane, theme):
    layout = Layout.for_size((1920, 1080))
    spot = tuple(plane.middles[plane.labels.index("5")])
    other, ours = (
        panel_of(layout, theme, OnPlane(plane, spot), label).copy() for label in ("2", "5")
    )
    changed = np.argwhere((other != ours).any(axis=2))
    dot = np.argwhere(np.abs(ours - theme.warning).sum(axis=2) == 0).mean(axis=0)
    near = np.abs(changed - dot).max(axis=1) < 60
    assert near.any()
    assert not near.all()  # the region of the 2 is no longer lit up


@pytest.mark.usefixtures("fonts")
def test_a_flag_has_the_accent_where_its_lesson_lies(plane):
    layout = Layout.for_size((1920, 1080))
    place = (float(plane.middles[:, 0].mean()), float(plane.middles[:, 1].mean()))
    bare, flagged = (
        panel_of(layout, SLATE, OnPlane(plane, None, flags), "") for flags in ((), (("7", place),))
    )
    changed = (bare != flagged).any(axis=2)
    assert (np.abs(flagged - SLATE.accent).sum(axis=2)[changed] < 12).any()
    assert changed.any(axis=1).sum() < 60

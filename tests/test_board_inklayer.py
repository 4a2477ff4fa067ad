import numpy as np
import pygame
import pytest
from pens import fitted
from strokes import DIGITS

from recognizer.board.inklayer import InkLayer
from recognizer.ink import Ink, Stroke

SIZE = (400, 300)
INK = (250, 240, 230)
WIDTH = 9


def layer():
    return InkLayer(SIZE, INK)


def coverage(inklayer):
    """Return what the layer shows on black, as (rows, cols) in [0, 255]."""
    target = pygame.Surface(SIZE)
    inklayer.draw(target, target.get_rect())
    red = pygame.surfarray.array3d(target)[..., 0].T
    return red * (255 / INK[0])


def strokes_of(digit, left=60.0, top=40.0):
    ink = fitted(DIGITS[digit], left, top, 200)
    return tuple(Stroke(s.points, pen_width=WIDTH) for s in ink.strokes)


def drawn_at_once(strokes):
    fresh = layer()
    fresh.follow(tuple(strokes), [], WIDTH)
    return coverage(fresh)


def draw_live(inklayer, before, stroke, step=1):
    points = [tuple(point) for point in stroke.points.tolist()]
    for count in range(1, len(points) + 1, step):
        inklayer.follow(before, points[:count], WIDTH)


@pytest.mark.parametrize("step", [1, 2, 5, 1000])
def test_a_stroke_drawn_live_looks_like_one_drawn_at_once(step):
    inklayer, (stroke,) = layer(), strokes_of("3")
    draw_live(inklayer, (), stroke, step)
    inklayer.follow((stroke,), [], WIDTH)
    difference = np.abs(coverage(inklayer) - drawn_at_once([stroke]))
    assert difference.mean() < 0.2
    assert (difference > 96).sum() == 0


def test_the_open_stroke_reaches_the_pen():
    inklayer = layer()
    inklayer.follow((), [(50.0, 50.0), (150.0, 60.0), (250.0, 200.0)], WIDTH)
    assert coverage(inklayer)[200, 250] > 250


def test_a_fast_stroke_has_no_gap():
    inklayer = layer()
    inklayer.follow((), [(20.0, 150.0), (380.0, 150.0)], WIDTH)
    assert coverage(inklayer)[150, 20:381].min() > 250


def test_a_fast_curve_has_no_corner():
    inklayer = layer()
    corner = Stroke(np.array([[50.0, 50.0], [250.0, 50.0], [250.0, 250.0]]), pen_width=WIDTH)
    inklayer.follow((corner,), [], WIDTH)
    assert coverage(inklayer)[50, 250] == 0


def test_a_tap_is_a_round_dot():
    inklayer = layer()
    inklayer.follow((), [(100.0, 100.0)], WIDTH)
    shown = coverage(inklayer)
    assert shown[100, 100] > 250
    assert shown.sum() / 255 == pytest.approx(np.pi * WIDTH**2 / 4, rel=0.15)


def test_edges_are_antialiased():
    shown = drawn_at_once(strokes_of("8"))
    assert np.count_nonzero((shown > 32) & (shown < 224)) > 200


def test_undo_leaves_what_would_be_there_without_the_stroke():
    inklayer = layer()
    first, second = strokes_of("3")[0], strokes_of("8", left=100)[0]
    inklayer.follow((first,), [], WIDTH)
    inklayer.follow((first, second), [], WIDTH)
    inklayer.follow((first,), [], WIDTH)
    assert np.abs(coverage(inklayer) - drawn_at_once([first])).max() < 64
    assert np.abs(coverage(inklayer) - drawn_at_once([first])).mean() < 0.1


def test_clear_leaves_nothing_and_undo_brings_all_back():
    inklayer, strokes = layer(), strokes_of("4")
    inklayer.follow(strokes, [], WIDTH)
    inklayer.follow((), [], WIDTH)
    assert coverage(inklayer).max() == 0
    inklayer.follow(strokes, [], WIDTH)
    assert np.array_equal(coverage(inklayer), drawn_at_once(strokes))


def test_a_stroke_given_up_in_the_middle_leaves_nothing():
    inklayer = layer()
    inklayer.follow((), [(50.0, 50.0), (80.0, 90.0), (90.0, 150.0), (200.0, 200.0)], WIDTH)
    inklayer.follow((), [], WIDTH)
    assert coverage(inklayer).max() == 0


def test_only_what_is_new_is_reported_as_changed():
    inklayer = layer()
    points = [(50.0 + i, 50.0) for i in range(100)]
    inklayer.follow((), points, WIDTH)
    changed = inklayer.follow((), [*points, (151.0, 50.0)], WIDTH)
    assert all(rect.width < 40 and rect.height < 40 for rect in changed)


def test_nothing_new_changes_nothing():
    inklayer, strokes = layer(), strokes_of("5")
    inklayer.follow(strokes, [], WIDTH)
    assert inklayer.follow(strokes, [], WIDTH) == []


@pytest.mark.parametrize("far", [-1e4, 1e4, 1e8])
def test_strokes_outside_the_board_are_cut_off(far):
    inklayer = layer()
    ink = Ink.from_points([[(far, far), (far + 50, far)], [(200, 150), (200, 160)]], pen_width=9)
    inklayer.follow(ink.strokes, [], WIDTH)
    assert coverage(inklayer)[155, 200] > 250


def test_each_stroke_keeps_the_width_it_was_drawn_with():
    inklayer = layer()
    thick = Stroke(np.array([[100.0, 50.0], [100.0, 250.0]]), pen_width=30)
    inklayer.follow((thick,), [], WIDTH)
    assert (coverage(inklayer)[150] / 255).sum() == pytest.approx(30, abs=1)

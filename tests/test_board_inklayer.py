import numpy as np
import pygame
import pytest
from pens import fitted
from strokes import DIGITS

from recognizer.board.inklayer import InkLayer
from recognizer.ink import Ink, Stroke
from recognizer.raster import smooth_path
from recognizer.session import OpenStroke

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
    fresh.follow(tuple(strokes), None, WIDTH)
    return coverage(fresh)


def pen(points):
    """Return a stroke under the pen."""
    open_stroke = OpenStroke()
    extend(open_stroke, points)
    return open_stroke


def extend(open_stroke, points):
    for x, y in points:
        open_stroke.add(float(x), float(y), None, None)


def draw_live(inklayer, before, stroke, step=1):
    open_stroke = OpenStroke()
    for begin in range(0, len(stroke), step):
        extend(open_stroke, stroke.points[begin : begin + step])
        inklayer.follow(before, open_stroke, WIDTH)
    open_stroke.finished = stroke


@pytest.mark.parametrize("step", [1, 2, 5, 1000])
def test_a_stroke_drawn_live_looks_like_one_drawn_at_once(step):
    inklayer, (stroke,) = layer(), strokes_of("3")
    draw_live(inklayer, (), stroke, step)
    inklayer.follow((stroke,), None, WIDTH)
    difference = np.abs(coverage(inklayer) - drawn_at_once([stroke]))
    assert difference.mean() < 0.2
    assert (difference > 96).sum() == 0


def test_the_open_stroke_reaches_the_pen():
    inklayer = layer()
    inklayer.follow((), pen([(50.0, 50.0), (150.0, 60.0), (250.0, 200.0)]), WIDTH)
    assert coverage(inklayer)[200, 250] > 250


def test_a_fast_stroke_has_no_gap():
    inklayer = layer()
    inklayer.follow((), pen([(20.0, 150.0), (380.0, 150.0)]), WIDTH)
    assert coverage(inklayer)[150, 20:381].min() > 250


def test_a_fast_curve_has_no_corner():
    inklayer = layer()
    corner = Stroke(np.array([[50.0, 50.0], [250.0, 50.0], [250.0, 250.0]]), pen_width=WIDTH)
    inklayer.follow((corner,), None, WIDTH)
    assert coverage(inklayer)[50, 250] == 0


def test_a_tap_is_a_round_dot():
    inklayer = layer()
    inklayer.follow((), pen([(100.0, 100.0)]), WIDTH)
    shown = coverage(inklayer)
    assert shown[100, 100] > 250
    assert shown.sum() / 255 == pytest.approx(np.pi * WIDTH**2 / 4, rel=0.15)


def test_edges_are_antialiased():
    shown = drawn_at_once(strokes_of("8"))
    assert np.count_nonzero((shown > 32) & (shown < 224)) > 200


def test_undo_leaves_what_would_be_there_without_the_stroke():
    inklayer = layer()
    first, second = strokes_of("3")[0], strokes_of("8", left=100)[0]
    inklayer.follow((first,), None, WIDTH)
    inklayer.follow((first, second), None, WIDTH)
    inklayer.follow((first,), None, WIDTH)
    assert np.abs(coverage(inklayer) - drawn_at_once([first])).max() < 64
    assert np.abs(coverage(inklayer) - drawn_at_once([first])).mean() < 0.1


def test_clear_leaves_nothing_and_undo_brings_all_back():
    inklayer, strokes = layer(), strokes_of("4")
    inklayer.follow(strokes, None, WIDTH)
    inklayer.follow((), None, WIDTH)
    assert coverage(inklayer).max() == 0
    inklayer.follow(strokes, None, WIDTH)
    assert np.array_equal(coverage(inklayer), drawn_at_once(strokes))


def test_a_stroke_given_up_in_the_middle_leaves_nothing():
    inklayer = layer()
    inklayer.follow((), pen([(50.0, 50.0), (80.0, 90.0), (90.0, 150.0), (200.0, 200.0)]), WIDTH)
    inklayer.follow((), None, WIDTH)
    assert coverage(inklayer).max() == 0


def test_only_what_is_new_is_reported_as_changed():
    inklayer = layer()
    open_stroke = pen([(50.0 + i, 50.0) for i in range(100)])
    inklayer.follow((), open_stroke, WIDTH)
    extend(open_stroke, [(151.0, 50.0)])
    changed = inklayer.follow((), open_stroke, WIDTH)
    assert all(rect.width < 40 and rect.height < 40 for rect in changed)


def test_nothing_new_changes_nothing():
    inklayer, strokes = layer(), strokes_of("5")
    inklayer.follow(strokes, None, WIDTH)
    assert inklayer.follow(strokes, None, WIDTH) == []


@pytest.mark.parametrize("far", [-1e4, 1e4, 1e8])
def test_strokes_outside_the_board_are_cut_off(far):
    inklayer = layer()
    ink = Ink.from_points([[(far, far), (far + 50, far)], [(200, 150), (200, 160)]], pen_width=9)
    inklayer.follow(ink.strokes, None, WIDTH)
    assert coverage(inklayer)[155, 200] > 250


def test_each_stroke_keeps_the_width_it_was_drawn_with():
    inklayer = layer()
    thick = Stroke(np.array([[100.0, 50.0], [100.0, 250.0]]), pen_width=30)
    inklayer.follow((thick,), None, WIDTH)
    assert (coverage(inklayer)[150] / 255).sum() == pytest.approx(30, abs=1)


def test_a_stroke_given_up_for_another_leaves_nothing():
    inklayer = layer()
    inklayer.follow((), pen([(50, 50), (80, 90), (90, 150), (200, 200)]), WIDTH)
    inklayer.follow((), other := pen([(300, 50), (310, 250)]), WIDTH)
    shown = coverage(inklayer)
    fresh = layer()
    fresh.follow((), other, WIDTH)
    assert np.array_equal(shown, coverage(fresh))


def test_a_stroke_given_up_for_a_finished_one_leaves_nothing():
    inklayer, (stroke,) = layer(), strokes_of("3", left=200)
    inklayer.follow((), pen([(50, 50), (80, 90), (90, 150), (200, 200)]), WIDTH)
    inklayer.follow((stroke,), None, WIDTH)
    assert np.array_equal(coverage(inklayer), drawn_at_once([stroke]))


def test_undo_does_not_bend_what_it_crossed():
    inklayer = layer()
    line = Stroke(np.array([[20.0, 20.0], [380.0, 280.0]]), pen_width=WIDTH)
    dot = Stroke(np.array([[200.0, 150.0]]), pen_width=40)
    inklayer.follow((line, dot), None, WIDTH)
    inklayer.follow((line,), None, WIDTH)
    assert np.abs(coverage(inklayer) - drawn_at_once([line])).max() < 64


def test_a_line_out_of_the_board_goes_straight_to_its_edge():
    inside, outside = (
        drawn_at_once([Stroke(np.array([[300.0, 50.0], end]), pen_width=WIDTH)])
        for end in ([400.0, 90.0], [300.0 + 1e6, 50.0 + 4e5])
    )
    assert np.abs(inside[:, :390] - outside[:, :390]).max() < 64


def test_zoom_makes_ink_and_pen_larger():
    one, two = layer(), InkLayer(SIZE, INK, zoom=2.0)
    small = Stroke(np.array([[20.0, 20.0], [150.0, 100.0], [30.0, 130.0]]), pen_width=8)
    large = Stroke(small.points * 2, pen_width=16)
    one.follow((large,), None, WIDTH)
    two.follow((small,), None, WIDTH)
    assert np.array_equal(coverage(one), coverage(two))


def test_a_fast_hairpin_has_no_corners():
    path = smooth_path(np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 4.0]]))
    assert np.hypot(*np.diff(path, axis=0)[1:-1].T).max() < 10

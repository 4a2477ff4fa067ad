"""The layer of ink: a stroke drawn live looks like one drawn at once, with its pressure."""

import numpy as np
import pytest
from inklayers import INK, SIZE, WIDTH, coverage, drawn_at_once, extend, layer, pen, strokes_of

from recognizer.board.ink.layer import InkLayer
from recognizer.board.ink.placing import Placing
from recognizer.document.openstroke import OpenStroke
from recognizer.ink import Ink, Stroke
from recognizer.ink.raster import smooth_path


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
    one, two = layer(), InkLayer(SIZE, INK, Placing(2.0))
    small = Stroke(np.array([[20.0, 20.0], [150.0, 100.0], [30.0, 130.0]]), pen_width=8)
    large = Stroke(small.points * 2, pen_width=16)
    one.follow((large,), None, WIDTH)
    two.follow((small,), None, WIDTH)
    assert np.array_equal(coverage(one), coverage(two))


def test_a_fast_hairpin_has_no_corners():
    path = smooth_path(np.array([[0.0, 0.0], [100.0, 0.0], [0.0, 4.0]]))
    assert np.hypot(*np.diff(path, axis=0)[1:-1].T).max() < 10


# Pressure


def pressed(stroke, pressures):
    return Stroke(stroke.points, pressures=pressures, pen_width=WIDTH)


def hill(count):
    """Return the pressures of a pen that is pressed and let go."""
    return 0.05 + 0.9 * np.sin(np.linspace(0, np.pi, count))


def draw_pressed(inklayer, stroke):
    open_stroke = OpenStroke()
    for (x, y), pressure in zip(stroke.points.tolist(), stroke.pressures.tolist(), strict=True):
        open_stroke.add(x, y, None, pressure)
        inklayer.follow((), open_stroke, WIDTH)
    open_stroke.finished = stroke


def test_a_line_is_wide_where_the_pen_was_pressed():
    points = np.stack([np.linspace(50.0, 350.0, 61), np.full(61, 150.0)], axis=1)
    shown = drawn_at_once([pressed(Stroke(points), np.linspace(0.01, 0.99, 61))]) / 255
    assert shown[:, [60, 200, 340]].sum(axis=0) == pytest.approx(
        [0.45 * WIDTH, WIDTH, 1.55 * WIDTH], abs=1
    )


def test_a_pressed_stroke_drawn_live_looks_like_one_drawn_at_once():
    inklayer, (plain,) = layer(), strokes_of("3")
    stroke = pressed(plain, hill(len(plain)))
    draw_pressed(inklayer, stroke)
    before = coverage(inklayer)
    inklayer.follow((stroke,), None, WIDTH)
    assert np.abs(coverage(inklayer) - before).max() <= 64
    difference = np.abs(coverage(inklayer) - drawn_at_once([stroke]))
    assert difference.mean() < 0.2
    assert (difference > 96).sum() == 0


@pytest.mark.parametrize("silent", [0.0, 1.0, np.nan])
def test_pressures_that_say_nothing_change_no_pixel(silent):
    (plain,) = strokes_of("3")
    live, expected = layer(), layer()
    for inklayer, stroke in ((live, pressed(plain, [silent] * len(plain))), (expected, plain)):
        open_stroke = OpenStroke()
        for x, y in stroke.points.tolist():
            open_stroke.add(x, y, None, silent if inklayer is live else None)
            inklayer.follow((), open_stroke, WIDTH)
        open_stroke.finished = stroke
        inklayer.follow((stroke,), None, WIDTH)
    assert np.array_equal(coverage(live), coverage(expected))


def test_a_pressed_stroke_that_is_taken_back_leaves_nothing():
    inklayer, (plain,) = layer(), strokes_of("3")
    other = Stroke(np.array([[5.0, 5.0], [5.0, 40.0]]), pen_width=3)
    stroke = pressed(plain, hill(len(plain)))
    draw_pressed(inklayer, stroke)
    inklayer.follow((stroke, other), None, WIDTH)
    inklayer.follow((other,), None, WIDTH)
    assert np.array_equal(coverage(inklayer), drawn_at_once([other]))


def test_each_stroke_has_its_own_pressure():
    inklayer = layer()
    hard, soft = (
        Stroke(np.array([[x, 50.0], [x, 250.0]]), pressures=[pressure] * 2, pen_width=WIDTH)
        for x, pressure in ((100.0, 0.9), (300.0, 0.1))
    )
    for done, stroke in (((), hard), ((hard,), soft)):
        open_stroke = OpenStroke()
        for (x, y), pressure in zip(stroke.points.tolist(), stroke.pressures, strict=True):
            open_stroke.add(x, y, None, float(pressure))
        inklayer.follow(done, open_stroke, WIDTH)
        open_stroke.finished = stroke
    assert np.array_equal(coverage(inklayer), drawn_at_once([hard, soft]))


def test_a_pressed_stroke_is_whole_again_when_what_crossed_it_is_gone():
    inklayer, line = layer(), Stroke(np.array([[20.0, 20.0], [380.0, 280.0]]), pen_width=WIDTH)
    (plain,) = strokes_of("3")
    stroke = pressed(plain, np.full(len(plain), 0.95))
    inklayer.follow((stroke, line), None, WIDTH)
    inklayer.follow((stroke,), None, WIDTH)
    assert np.abs(coverage(inklayer) - drawn_at_once([stroke])).max() < 64

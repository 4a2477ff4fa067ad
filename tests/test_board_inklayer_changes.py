"""The layer of ink: any strokes may come and go, and what is left looks as if drawn at once."""

import numpy as np
from inklayers import WIDTH, coverage, drawn_at_once, extend, layer, pen, strokes_of

from recognizer.document.openstroke import OpenStroke
from recognizer.ink import Stroke

# Any strokes may come and go


def scattered(count, seed=1):
    """Return short strokes all over the board, many of them crossing."""
    rng = np.random.default_rng(seed)
    walks = rng.uniform((20, 20), (380, 280), (count, 1, 2)) + rng.normal(0, 9, (count, 12, 2))
    return tuple(Stroke(walk, pen_width=WIDTH) for walk in walks)


def assert_shows(inklayer, strokes):
    difference = np.abs(coverage(inklayer) - drawn_at_once(strokes))
    assert difference.max() <= 96  # here and there on an edge, where pieces meet
    assert difference.mean() < 0.1


def test_a_stroke_erased_in_the_middle_is_gone_and_comes_back_there():
    inklayer, strokes = layer(), scattered(30)
    inklayer.follow(strokes, None, WIDTH)
    less = strokes[:10] + strokes[11:]
    inklayer.follow(less, None, WIDTH)
    assert_shows(inklayer, less)
    inklayer.follow(strokes, None, WIDTH)
    assert_shows(inklayer, strokes)


def test_whatever_strokes_are_given_are_shown():
    rng = np.random.default_rng(2)
    inklayer, every = layer(), scattered(60)
    for count in rng.integers(0, 61, 40):
        some = tuple(every[i] for i in rng.permutation(60)[:count])
        inklayer.follow(some, None, WIDTH)
        assert_shows(inklayer, some)


def test_a_change_in_the_middle_that_keeps_count_and_last_stroke_is_seen():
    inklayer, (one, other, new, last) = layer(), scattered(4)
    inklayer.follow((one, other, last), None, WIDTH)
    inklayer.follow((one, new, last), None, WIDTH)
    assert_shows(inklayer, (one, new, last))


def test_equal_strokes_come_and_go_one_by_one():
    inklayer, stroke = layer(), strokes_of("3")[0]
    twin = Stroke(stroke.points, pen_width=WIDTH)
    inklayer.follow((stroke, twin), None, WIDTH)
    inklayer.follow((twin,), None, WIDTH)
    assert_shows(inklayer, (twin,))
    inklayer.follow((), None, WIDTH)
    assert coverage(inklayer).max() == 0


def test_erasing_reports_little_more_than_the_stroke():
    inklayer, strokes = layer(), scattered(30)
    inklayer.follow(strokes, None, WIDTH)
    (changed,) = inklayer.follow(strokes[1:], None, WIDTH)
    low, high = strokes[0].points.min(axis=0), strokes[0].points.max(axis=0)
    assert (np.array(changed.topleft) >= low - WIDTH).all()
    assert (np.array(changed.bottomright) <= high + WIDTH).all()


def test_erasing_many_at_once_leaves_the_others():
    inklayer, strokes = layer(), scattered(100)
    inklayer.follow(strokes, None, WIDTH)
    inklayer.follow(strokes[::10], None, WIDTH)
    assert_shows(inklayer, strokes[::10])


def test_strokes_far_apart_are_wiped_out_apart():
    corners = [(20, 20), (380, 20), (20, 280), (380, 280)]
    dots = tuple(Stroke(np.array([corner]), pen_width=WIDTH) for corner in corners)
    middle = strokes_of("3")
    inklayer = layer()
    inklayer.follow(dots + middle, None, WIDTH)
    changed = inklayer.follow(middle, None, WIDTH)
    assert sum(rect.width * rect.height for rect in changed) < 4 * (WIDTH + 6) ** 2
    assert_shows(inklayer, middle)


def test_erasing_redraws_no_pixel_away_from_the_line():
    inklayer = layer()
    ring = np.linspace(0, 2 * np.pi, 200)
    loop = Stroke(np.stack([np.cos(ring), np.sin(ring)], axis=1) * 120 + (200, 150), pen_width=4)
    inside = Stroke(np.array([[180.0, 150.0], [200.0, 130.0], [220.0, 160.0]]), pen_width=WIDTH)
    open_stroke = pen(inside.points)
    inklayer.follow((), open_stroke, WIDTH)
    open_stroke.finished = inside
    inklayer.follow((inside,), None, WIDTH)
    before = coverage(inklayer)
    inklayer.follow((inside, loop), None, WIDTH)
    inklayer.follow((inside,), None, WIDTH)
    assert np.array_equal(coverage(inklayer), before)


def test_a_stroke_drawn_live_leaves_nothing_when_it_is_erased_among_others():
    rng = np.random.default_rng(3)
    other = Stroke(np.array([[2.0, 2.0]]), pen_width=1)
    alone = drawn_at_once([other])
    for width in range(1, 14):
        inklayer = layer()
        points = np.array([200, 150]) + rng.normal(0, 10, (20, 2)).cumsum(axis=0)
        open_stroke = OpenStroke()
        for point in points:
            extend(open_stroke, [point])
            inklayer.follow((other,), open_stroke, width)
        open_stroke.finished = Stroke(points, pen_width=width)
        inklayer.follow((other, open_stroke.finished), None, width)
        inklayer.follow((other,), None, width)
        assert np.array_equal(coverage(inklayer), alone)


def test_a_thick_stroke_is_whole_again_where_only_its_edge_was_crossed():
    inklayer = layer()
    dot = Stroke(np.array([[200.0, 150.0]]), pen_width=60)
    line = Stroke(np.array([[225.0, 50.0], [225.0, 250.0]]), pen_width=5)
    inklayer.follow((dot, line), None, WIDTH)
    inklayer.follow((dot,), None, WIDTH)
    assert np.abs(coverage(inklayer) - drawn_at_once([dot])).max() < 64


def test_an_open_stroke_survives_when_others_go():
    inklayer, (stroke,), others = layer(), strokes_of("3"), scattered(20)
    open_stroke = pen(stroke.points[:-5])
    inklayer.follow(others, open_stroke, WIDTH)
    inklayer.follow(others[5:], open_stroke, WIDTH)
    extend(open_stroke, stroke.points[-5:])
    inklayer.follow(others[5:], open_stroke, WIDTH)
    open_stroke.finished = stroke
    inklayer.follow((*others[5:], stroke), None, WIDTH)
    assert_shows(inklayer, (*others[5:], stroke))


def test_a_stroke_finished_and_erased_between_two_looks_leaves_nothing():
    inklayer, (stroke,), (other,) = layer(), strokes_of("3"), scattered(1)
    open_stroke = pen(stroke.points)
    inklayer.follow((other,), open_stroke, WIDTH)
    open_stroke.finished = stroke
    inklayer.follow((other,), None, WIDTH)
    assert_shows(inklayer, (other,))


def test_a_pen_that_changes_its_width_draws_the_whole_stroke_with_it():
    inklayer, (stroke,) = layer(), strokes_of("3")
    open_stroke = pen(stroke.points)
    inklayer.follow((), open_stroke, 3 * WIDTH)
    inklayer.follow((), open_stroke, WIDTH)
    open_stroke.finished = stroke
    inklayer.follow((stroke,), None, WIDTH)
    assert_shows(inklayer, (stroke,))

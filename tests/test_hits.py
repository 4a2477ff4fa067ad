"""The strokes under the eraser: all of them, and no other."""

from __future__ import annotations

import numpy as np
import pytest
from anything import SEED
from hypothesis import given, settings
from strokes import DIGITS

from recognizer.ink import Stroke
from recognizer.ink.hits import HitMap
from recognizer.ink.raster import Pixels, cover_path, smooth_path

Spot = tuple[float, float]

LEVEL = Stroke([(10, 50), (90, 50)], pen_width=4)


def scattered(count: int, points: int = 12, seed: int = 1) -> tuple[Stroke, ...]:
    """Return strokes of many widths all over a board of 200 x 200."""
    rng = np.random.default_rng(seed)
    middles = rng.uniform(20, 180, (count, 1, 2))
    walks = middles + rng.normal(0, 1.5, (count, points, 2)).cumsum(axis=1)
    return tuple(
        Stroke(walk, pen_width=width)
        for walk, width in zip(walks, rng.uniform(1, 9, count), strict=True)
    )


def touched(strokes: tuple[Stroke, ...], begin: Spot, end: Spot, reach: float) -> tuple[int, ...]:
    return HitMap().hits(strokes, begin, end, reach)


def gap(stroke: Stroke, begin: Spot, end: Spot) -> float:
    """Return how far the smooth line is from the way, by many points on both."""
    path, way = smooth_path(stroke.points), np.array([begin, end])
    t = np.linspace(0, 1, 8)[:, None]
    ends = np.concatenate([path[1:], path[-1:]])
    lines = np.concatenate([a + t * (b - a) for a, b in zip(path, ends, strict=True)])
    spots = way[0] + np.linspace(0, 1, 200)[:, None] * (way[1] - way[0])
    return float(np.hypot(*(lines[:, None] - spots[None]).transpose(2, 0, 1)).min())


# One stroke


@pytest.mark.parametrize(
    ("spot", "is_hit"),
    [
        ((50, 50), True),
        ((50, 55), True),
        ((50, 44.9), False),
        ((50, 55.1), False),
        ((5, 50), True),
        ((4.9, 50), False),
        ((93, 54), True),
        ((94, 54), False),
    ],
)
def test_an_eraser_that_stands_reaches_so_far_beyond_the_edge(spot: Spot, is_hit: bool) -> None:
    assert touched((LEVEL,), spot, spot, 3) == ((0,) if is_hit else ())


@pytest.mark.parametrize(
    ("begin", "end", "is_hit"),
    [
        ((50, 0), (50, 100), True),
        ((0, 0), (100, 100), True),
        ((50, 0), (50, 44.9), False),
        ((50, 0), (50, 45), True),
        ((0, 44), (100, 44), False),
        ((0, 30), (30, 0), False),
        ((95.1, 0), (95.1, 100), False),
        ((95, 0), (95, 100), True),
    ],
)
def test_an_eraser_that_moves_touches_all_on_its_way(begin: Spot, end: Spot, is_hit: bool) -> None:
    assert touched((LEVEL,), begin, end, 3) == ((0,) if is_hit else ())
    assert touched((LEVEL,), end, begin, 3) == ((0,) if is_hit else ())


def test_a_fast_eraser_jumps_over_nothing() -> None:
    fence = tuple(Stroke([(x, 0), (x, 100)], pen_width=1) for x in range(0, 1000, 10))
    assert touched(fence, (-1e5, 50), (1e5, 50), 0) == tuple(range(100))


def test_a_dot_is_a_disc() -> None:
    dot = (Stroke([(50, 50)], pen_width=10),)
    assert touched(dot, (58, 50), (58, 50), 3) == (0,)
    assert touched(dot, (56, 56), (56, 56), 3) == ()


def test_the_hole_of_a_zero_is_not_the_zero() -> None:
    assert touched(DIGITS["0"].strokes, (48, 70), (50, 72), 10) == ()


def test_strokes_do_not_reach_over_to_each_other() -> None:
    one, other = Stroke([(0, 0), (100, 100)]), Stroke([(89, 0), (289, 200)])
    between = (90.0, 10.0)  # on the way from the end of the one to the beginning of the other
    assert touched((one, other), between, between, 2) == ()


def test_a_corner_that_is_shown_round_is_hit_where_it_is_shown() -> None:
    corner = (Stroke([(0, 0), (200, 0), (200, 200)], pen_width=4),)
    assert touched(corner, (200, 0), (200, 0), 10) == ()
    assert touched(corner, (175, 25), (175, 25), 1) == (0,)


def test_a_stroke_of_unknown_width_has_the_width_of_the_map() -> None:
    thin = (Stroke([(0, 0), (100, 0)]),)
    assert HitMap(default_width=20).hits(thin, (50, 9), (50, 9), 0) == (0,)
    assert HitMap(default_width=10).hits(thin, (50, 9), (50, 9), 0) == ()


def test_nothing_is_hit_on_an_empty_board() -> None:
    assert touched((), (0, 0), (100, 100), 50) == ()


def test_what_is_hit_is_what_is_seen_under_the_eraser() -> None:
    def drawn(path: np.ndarray, width: int) -> Pixels:
        canvas = np.zeros((200, 200), np.uint8)
        cover_path(canvas, path, width)
        return canvas

    strokes = tuple(Stroke(s.points, pen_width=6) for s in scattered(80))
    begin, end = (40.0, 60.0), (150.0, 130.0)
    eraser = drawn(np.array([begin, end]), 10)
    seen = [np.minimum(eraser, drawn(smooth_path(s.points), 6)).max() for s in strokes]
    hit = touched(strokes, begin, end, 5)
    assert {i for i, most in enumerate(seen) if most == 255} <= set(hit)
    assert set(hit) <= {i for i, most in enumerate(seen) if most > 0}


# Many strokes


@settings(max_examples=10)
@given(seed=SEED)
def test_those_within_reach_are_found_and_no_others(seed: int) -> None:
    rng = np.random.default_rng(seed)
    strokes = scattered(100, points=int(rng.integers(1, 15)), seed=seed)
    (x, y), (dx, dy) = rng.uniform(0, 200, 2).tolist(), rng.normal(0, 30, 2).tolist()
    begin, end, reach = (x, y), (x + dx, y + dy), 4.0
    beyond = np.array([gap(s, begin, end) - (s.pen_width or 0) / 2 - reach for s in strokes])
    hit = set(touched(strokes, begin, end, reach))
    assert set(np.flatnonzero(beyond < -0.2)) <= hit <= set(np.flatnonzero(beyond < 0.2))


def test_a_map_that_has_seen_other_strokes_finds_what_a_new_one_does() -> None:
    rng = np.random.default_rng(5)
    hit_map, every = HitMap(), scattered(80)
    for count in rng.integers(0, 81, 40):
        some = tuple(every[i] for i in rng.permutation(80)[:count])
        args = (100.0, 20.0), (100.0, 180.0), 5.0
        assert hit_map.hits(some, *args) == HitMap().hits(some, *args)


def test_a_stroke_added_or_erased_is_known() -> None:
    hit_map, other = HitMap(), Stroke([(50, 0), (50, 100)], pen_width=2)
    across = (0.0, 20.0), (100.0, 20.0), 1.0
    assert hit_map.hits((LEVEL,), *across) == ()
    assert hit_map.hits((LEVEL, other), *across) == (1,)
    assert hit_map.hits((other,), *across) == (0,)
    assert hit_map.hits((), *across) == ()
    assert hit_map.hits((LEVEL, other), *across) == (1,)


@pytest.mark.parametrize("away", [1e6, -1e8])
def test_the_origin_does_not_matter(away: float) -> None:
    strokes = scattered(150)
    moved = tuple(Stroke(s.points + away, pen_width=s.pen_width) for s in strokes)
    here = touched(strokes, (20, 20), (180, 150), 3)
    there = touched(moved, (away + 20, away + 20), (away + 180, away + 150), 3)
    assert here == there
    assert len(here) > 3


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 200])
def test_whether_any_is_hit_is_told_as_which_are(count: int) -> None:
    lines = tuple(Stroke([(10 * i, 0), (10 * i, 50)], pen_width=4) for i in range(count))
    hits = HitMap()
    for begin in ((-40, 25), (0, 25), (10 * count - 10, 40), (10 * count + 40, 25), (5, 80)):
        for reach in (2, 60):
            assert hits.is_hit(lines, begin, begin, reach) == bool(
                hits.hits(lines, begin, begin, reach)
            )

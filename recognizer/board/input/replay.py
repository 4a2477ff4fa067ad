"""Draws ink again as if by hand: mouse events and their times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.ink import NO_EXTENT, Ink, Stroke
from recognizer.ink.raster import Points, lengths_along, points_along

Timed = tuple[float, pygame.event.Event]

MAX_HEIGHT_SHARE, MAX_WIDTH_SHARE = 0.62, 0.55
"""The largest parts of the free place that an ink may take."""
EVENTS_PER_SECOND = 100.0
MAX_STROKE_SECONDS = 3.0
MAX_GAP_SECONDS = 0.4  # the longest pause between two points or strokes
USUAL_GAP_SECONDS = 0.25  # the pause between strokes whose times are unknown
LOOK_SECONDS = 1.4  # the viewer sees the reading for so long
REST_SECONDS = 0.5  # the board is empty for so long
_MIN_GAP_SECONDS = 0.05
_STRAIGHT_HEIGHTS_PER_SECOND = 3.0  # the speed on a long straight line
_MAX_HEIGHTS_PER_SECOND = 8.0  # at a higher speed, curves would be lost between two events
_EASE_HEIGHTS = 0.15  # a stroke reaches its speed after so long a way
_MIN_SPEED_SHARE = 0.25  # the part of its speed with which a stroke begins and ends
_SAMPLE_HEIGHTS = 0.01  # the curvature is measured once in so long a way
_AVERAGED_SAMPLES = 5  # the curvature is averaged over these


def replay_events(
    inks: Iterable[Ink], size: tuple[int, int], speed: float = 1.0, free: pygame.Rect | None = None
) -> Iterator[Timed]:
    """Yield the events of a mouse that draws each ink in the middle of the board.

    With each event come the seconds to wait before it, divided by `speed`. Nothing is slept or
    posted here. Between two inks there is time to look, and the board is cleared. Empty inks are
    left out. The inks are drawn in `free`, in pixels of a window of `size`; without it, in all that
    the layout leaves free. Each event has an attribute `replayed`.

    Raises
    ------
    ValueError
        If `speed` is not positive.
    """
    if not speed > 0:
        raise ValueError(f"speed must be positive, not {speed}")
    free = free or Layout.for_size(size).free
    for i, ink in enumerate(filter(None, inks)):
        if i:
            yield LOOK_SECONDS / speed, _key(pygame.K_c, pygame.KSCAN_C, "c")
        for wait, event in _drawing(_fitted(ink, free), MAX_HEIGHT_SHARE * free.height, speed):
            yield wait / speed, event


def _fitted(ink: Ink, free: pygame.Rect) -> list[Stroke]:
    """Return the strokes in pixels, in the middle of the free place."""
    box = ink.bounding_box
    scale = 0.0
    if box.longer_side > NO_EXTENT:
        most = MAX_WIDTH_SHARE * free.width, MAX_HEIGHT_SHARE * free.height
        sides = zip(most, (box.width, box.height), strict=True)
        scale = min(room / side for room, side in sides if side > 0)
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return [Stroke((s.points - middle) * scale + free.center, s.times) for s in ink.strokes]


def _drawing(strokes: list[Stroke], height: float, speed: float) -> Iterator[Timed]:
    gaps = [REST_SECONDS, *(_gap(one, other) for one, other in pairwise(strokes))]
    for gap, stroke in zip(gaps, strokes, strict=True):
        path, clock = _motion(stroke, height)
        count = max(1, round(max(1.0, 1 / speed) * clock[-1] * EVENTS_PER_SECOND))
        moments = np.linspace(0.0, clock[-1], count + 1)
        way = np.stack([np.interp(moments, clock, column) for column in path.T], axis=1)
        spots = [(x, y) for x, y in np.rint(way).astype(int).tolist()]
        step = max(float(clock[-1]), 1 / EVENTS_PER_SECOND) / count
        yield gap, _mouse(pygame.MOUSEBUTTONDOWN, spots[0], button=1)
        for before, spot in pairwise(spots):
            rel = (spot[0] - before[0], spot[1] - before[1])
            yield step, _mouse(pygame.MOUSEMOTION, spot, rel=rel, buttons=(1, 0, 0))
        yield step, _mouse(pygame.MOUSEBUTTONUP, spots[-1], button=1)


def _motion(stroke: Stroke, height: float) -> tuple[Points, Points]:
    """Return (n, 2) points of the path, and the (n,) seconds from its begin at each."""
    length = float(lengths_along(stroke.points)[-1])
    if length == 0:
        return stroke.points[:1], np.zeros(1)
    times = _known_times(stroke)
    if times is None:
        path, clock = _by_curvature(stroke.points, length, height)
    else:
        steps = np.diff(times).clip(None, MAX_GAP_SECONDS)
        path, clock = stroke.points, np.append(0.0, np.cumsum(steps))
    seconds = min(
        MAX_STROKE_SECONDS, max(float(clock[-1]), length / (_MAX_HEIGHTS_PER_SECOND * height))
    )
    return path, clock * (seconds / clock[-1])


def _by_curvature(points: Points, length: float, height: float) -> tuple[Points, Points]:
    """Return as `_motion` the path and times of a hand that slows down in curves and at both ends.

    Its speed is the curvature to the power of -1/3, with a limit where the path is straight (the
    two-thirds power law: Lacquaniti, Terzuolo and Viviani 1983).
    """
    count = max(2 * _AVERAGED_SAMPLES, int(np.ceil(length / (_SAMPLE_HEIGHTS * height))))
    way = np.linspace(0.0, length, count + 1)
    path = points_along(points, way)
    heading = np.unwrap(np.arctan2(*np.diff(path, axis=0).T[::-1]))
    turns = np.append(0.0, np.abs(np.diff(heading)))
    curvature = (
        np.convolve(turns, np.full(_AVERAGED_SAMPLES, 1 / _AVERAGED_SAMPLES), "same")
        * count
        / length
    )
    eased = np.sqrt(np.minimum(way[1:], way[::-1][:-1]) / (_EASE_HEIGHTS * height))
    pace = (1 + curvature * height / 4) ** (-1 / 3) * eased.clip(_MIN_SPEED_SHARE, 1.0)
    return path, np.append(
        0.0, np.cumsum(length / count / (pace * _STRAIGHT_HEIGHTS_PER_SECOND * height))
    )


def _known_times(stroke: Stroke) -> npt.NDArray[np.float64] | None:
    """Return the times of the points, if all are known and they never go back."""
    times = stroke.times
    if times is None or not np.isfinite(times).all():
        return None
    return times if (np.diff(times) >= 0).all() and times[-1] > times[0] else None


def _gap(one: Stroke, other: Stroke) -> float:
    before, after = _known_times(one), _known_times(other)
    if before is None or after is None:
        return USUAL_GAP_SECONDS
    return float(np.clip(after[0] - before[-1], _MIN_GAP_SECONDS, MAX_GAP_SECONDS))


def _mouse(kind: int, spot: tuple[int, int], **more: Any) -> pygame.event.Event:
    return pygame.event.Event(kind, pos=spot, touch=False, replayed=True, **more)


def _key(code: int, scancode: int, text: str) -> pygame.event.Event:
    return pygame.event.Event(
        pygame.KEYDOWN, key=code, mod=0, unicode=text, scancode=scancode, replayed=True
    )

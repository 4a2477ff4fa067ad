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
"""An ink takes at most these parts of the free part of the board."""
EVENTS_PER_SECOND = 100.0  # while the pen is down
MAX_STROKE_SECONDS = 3.0
MAX_GAP_SECONDS = 0.4  # between two points or strokes, however long the hand paused
USUAL_GAP_SECONDS = 0.25  # between strokes of unknown time
LOOK_SECONDS = 1.4  # to look at the reading
REST_SECONDS = 0.5  # with an empty board
_MIN_GAP_SECONDS = 0.05
_STRAIGHT_HEIGHTS_PER_SECOND = 3.0  # of a hand that draws a large straight line
_MAX_HEIGHTS_PER_SECOND = 8.0  # a faster hand would lose its curves between two events
_EASE_HEIGHTS = 0.15  # within which a stroke reaches its speed
_MIN_SPEED_SHARE = 0.25  # where a stroke begins and ends
_SPACING_HEIGHTS = 0.01  # between two samples of the curvature
_AVERAGED = 5  # samples of the curvature


def replay_events(
    inks: Iterable[Ink], size: tuple[int, int], speed: float = 1.0, free: pygame.Rect | None = None
) -> Iterator[Timed]:
    """Draw each ink with the mouse in the middle of the board; look at it, and clear, between two.

    Pure: it neither sleeps nor posts anything, but yields how many seconds to wait, and the event
    then to be handled, with an attribute `replayed`. All waits are divided by `speed`. An empty ink
    is passed over. It is drawn in `free`, in pixels of a window of that size, else in all that the
    layout leaves free.

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
    """Return the strokes in pixels, in the middle of the free part."""
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
    """Return (n, 2) points of the way and the (n,) seconds, from 0, when the pen is there."""
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
    """Return the way and the seconds of a hand that slows down in curves and at both ends.

    The speed goes with the curvature to the power of -1/3, evened out where it is straight
    (the two-thirds power law: Lacquaniti, Terzuolo and Viviani 1983).
    """
    count = max(2 * _AVERAGED, int(np.ceil(length / (_SPACING_HEIGHTS * height))))
    way = np.linspace(0.0, length, count + 1)
    path = points_along(points, way)
    heading = np.unwrap(np.arctan2(*np.diff(path, axis=0).T[::-1]))
    turns = np.append(0.0, np.abs(np.diff(heading)))
    curvature = np.convolve(turns, np.full(_AVERAGED, 1 / _AVERAGED), "same") * count / length
    eased = np.sqrt(np.minimum(way[1:], way[::-1][:-1]) / (_EASE_HEIGHTS * height))
    pace = (1 + curvature * height / 4) ** (-1 / 3) * eased.clip(_MIN_SPEED_SHARE, 1.0)
    return path, np.append(
        0.0, np.cumsum(length / count / (pace * _STRAIGHT_HEIGHTS_PER_SECOND * height))
    )


def _known_times(stroke: Stroke) -> npt.NDArray[np.float64] | None:
    """Return the times of the points, if all are known and time goes on from first to last."""
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

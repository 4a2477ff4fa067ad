"""Ink drawn again as if by hand: the events a mouse would send, and when."""

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

HEIGHT, WIDTH = 0.62, 0.55
"""The most an ink takes up of the free part of the board."""
RATE = 100.0  # events a second while the pen is down
LONGEST_STROKE = 3.0  # seconds, as all below
LONGEST_GAP = 0.4  # between two points or strokes, whatever the hand did
USUAL_GAP = 0.25  # between strokes where nothing is known
LOOK = 1.4  # at the reading
REST = 0.5  # at the empty board
_SHORTEST_GAP = 0.05
_TOP_SPEED = 3.0  # heights a second, of a hand that writes large and straight on
_FASTEST = 8.0  # heights a second; a faster hand would lose its curves between two events
_EASE = 0.15  # heights within which a stroke gets up to speed
_SLOWEST = 0.25  # of the speed, where a stroke begins and ends
_SPACING = 0.01  # heights between two looks at the curvature
_WINDOW = 5  # such looks that are averaged


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
            yield LOOK / speed, _key(pygame.K_c, pygame.KSCAN_C, "c")
        for wait, event in _drawing(_fitted(ink, free), HEIGHT * free.height, speed):
            yield wait / speed, event


def _fitted(ink: Ink, free: pygame.Rect) -> list[Stroke]:
    """Return the strokes in pixels, in the middle of the free part."""
    box = ink.bounding_box
    scale = 0.0
    if box.longer_side > NO_EXTENT:
        most = WIDTH * free.width, HEIGHT * free.height
        sides = zip(most, (box.width, box.height), strict=True)
        scale = min(room / side for room, side in sides if side > 0)
    middle = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return [Stroke((s.points - middle) * scale + free.center, s.times) for s in ink.strokes]


def _drawing(strokes: list[Stroke], height: float, speed: float) -> Iterator[Timed]:
    gaps = [REST, *(_gap(one, other) for one, other in pairwise(strokes))]
    for gap, stroke in zip(gaps, strokes, strict=True):
        path, clock = _motion(stroke, height)
        count = max(1, round(max(1.0, 1 / speed) * clock[-1] * RATE))
        moments = np.linspace(0.0, clock[-1], count + 1)
        way = np.stack([np.interp(moments, clock, column) for column in path.T], axis=1)
        spots = [(x, y) for x, y in np.rint(way).astype(int).tolist()]
        step = max(float(clock[-1]), 1 / RATE) / count
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
        steps = np.diff(times).clip(None, LONGEST_GAP)
        path, clock = stroke.points, np.append(0.0, np.cumsum(steps))
    seconds = min(LONGEST_STROKE, max(float(clock[-1]), length / (_FASTEST * height)))
    return path, clock * (seconds / clock[-1])


def _by_curvature(points: Points, length: float, height: float) -> tuple[Points, Points]:
    """Return the way and the seconds of a hand that slows down in curves and at both ends.

    The speed goes with the curvature to the power of -1/3, evened out where it is straight
    (the two-thirds power law: Lacquaniti, Terzuolo and Viviani 1983).
    """
    count = max(2 * _WINDOW, int(np.ceil(length / (_SPACING * height))))
    way = np.linspace(0.0, length, count + 1)
    path = points_along(points, way)
    heading = np.unwrap(np.arctan2(*np.diff(path, axis=0).T[::-1]))
    turns = np.append(0.0, np.abs(np.diff(heading)))
    curvature = np.convolve(turns, np.full(_WINDOW, 1 / _WINDOW), "same") * count / length
    eased = np.sqrt(np.minimum(way[1:], way[::-1][:-1]) / (_EASE * height))
    pace = (1 + curvature * height / 4) ** (-1 / 3) * eased.clip(_SLOWEST, 1.0)
    return path, np.append(0.0, np.cumsum(length / count / (pace * _TOP_SPEED * height)))


def _known_times(stroke: Stroke) -> npt.NDArray[np.float64] | None:
    """Return the times of the points, if all are known and time goes on from first to last."""
    times = stroke.times
    if times is None or not np.isfinite(times).all():
        return None
    return times if (np.diff(times) >= 0).all() and times[-1] > times[0] else None


def _gap(one: Stroke, other: Stroke) -> float:
    before, after = _known_times(one), _known_times(other)
    if before is None or after is None:
        return USUAL_GAP
    return float(np.clip(after[0] - before[-1], _SHORTEST_GAP, LONGEST_GAP))


def _mouse(kind: int, spot: tuple[int, int], **more: Any) -> pygame.event.Event:
    return pygame.event.Event(kind, pos=spot, touch=False, replayed=True, **more)


def _key(code: int, scancode: int, text: str) -> pygame.event.Event:
    return pygame.event.Event(
        pygame.KEYDOWN, key=code, mod=0, unicode=text, scancode=scancode, replayed=True
    )

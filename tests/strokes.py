"""Digits drawn by hand for the tests, as point lists of our own, in units of about 100 x 140.

And inks that are hard to tell, and one stroke of which everything is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from recognizer import Ink, Stroke

Points = npt.NDArray[np.float64]


def _line(knots: str) -> Points:
    """Return the points written as "x,y x,y ...": straight from one to the next."""
    return np.array([knot.split(",") for knot in knots.split()]).astype(np.float64)


def _curve(knots: str, steps: int = 8) -> Points:
    """Return the Catmull-Rom curve through `knots`: what a hand does between them."""
    p = _line(knots)
    p = np.concatenate([p[:1], p, p[-1:]])
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    curve = b + t * (c - a) / 2 + t**2 * (a - 2.5 * b + 2 * c - d / 2)
    curve = curve + t**3 * (1.5 * (b - c) + (d - a) / 2)
    return np.concatenate([curve.reshape(-1, 2), p[-1:]])


def _ring(
    center: tuple[float, float], radii: tuple[float, float], degrees: tuple[int, int]
) -> Points:
    """Return an arc of an ellipse; 0 degrees at the right, growing clockwise on the screen."""
    angle = np.radians(np.linspace(*degrees, 40))
    return np.stack([np.cos(angle), np.sin(angle)], axis=1) * radii + center


def _joined(*parts: Points) -> Points:
    """Return one stroke of several parts, each of which begins where the last one ended."""
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


DIGITS: dict[str, Ink] = {
    digit: Ink.from_points(strokes)
    for digit, strokes in {
        "0": [_ring((48, 70), (45, 69), (-60, -432))],
        "1": [_curve("57,0 54,45 51,95 47,140")],
        "2": [
            _joined(
                _curve("10,36 24,9 52,0 78,13 82,42 62,78 34,112 6,137"),
                _curve("6,137 40,134 70,137 97,135"),
            )
        ],
        "3": [
            _joined(
                _curve("12,18 42,0 74,10 76,40 58,58 34,63"),
                _curve("34,63 70,70 90,98 76,130 42,140 8,124"),
            )
        ],
        "4": [
            _joined(_curve("38,2 24,44 5,89"), _curve("5,89 50,87 97,85")),
            _curve("70,38 67,90 63,140"),
        ],
        "5": [
            _joined(
                _curve("22,3 19,30 15,58"),
                _curve("15,58 48,50 80,66 88,100 66,132 32,139 4,124"),
            ),
            _curve("22,3 55,2 90,0"),
        ],
        "6": [_curve("68,0 36,30 14,72 10,108 28,136 58,138 80,116 78,88 54,77 28,88 12,110")],
        "7": [_line("6,5 94,3 38,140")],
        "8": [
            _curve(
                "76,18 50,0 22,14 22,42 50,66 80,92 82,122 50,140 18,124 18,94 48,66 76,42 77,15"
            )
        ],
        "9": [_curve("86,26 62,2 28,8 12,36 24,66 54,68 80,44 87,24 85,62 79,102 70,140")],
    }.items()
}
"""One ink for each digit: 0, 2, 3, 6, 8 and 9 of one stroke, a bare 1, a 7 without a flag, an
open 4 and a 5 of two strokes. No times, pressures or pen widths."""
FLAGGED = Ink.from_points([[(5, 15), (62, 5), (52, 100)]])
"""A leaning 1 with a long flag, which the network takes for a 7."""
RULES = range(0, 101, 25)
GRID = Ink.from_points([[(0, y), (100, y)] for y in RULES] + [[(x, 0), (x, 100)] for x in RULES])
"""No digit. Its path does not rule it out, so the network has to tell."""


def moved(ink: Ink, change: Callable[[Points], Points]) -> Ink:
    """Return `ink` with the points of every stroke changed."""
    return Ink(tuple(replace(stroke, points=change(stroke.points)) for stroke in ink.strokes))


def shifted(ink: Ink, dx: float, dy: float) -> Ink:
    """Return `ink` moved by (dx, dy)."""
    return moved(ink, lambda points: np.add(points, (dx, dy)))


def scaled(ink: Ink, factor: float) -> Ink:
    """Return `ink` enlarged about the origin; recorded pen widths stay what they are."""
    return moved(ink, lambda points: points * factor)


def with_pen_width(ink: Ink, width: float | None) -> Ink:
    """Return `ink` as drawn with a pen of `width`."""
    return Ink(tuple(replace(stroke, pen_width=width) for stroke in ink.strokes))


def resampled(ink: Ink, spacing: float) -> Ink:
    """Return `ink` with points every `spacing` along each stroke, as from another pen.

    The ends stay; corners may be cut by less than `spacing`. Times and pressures are dropped.
    """
    return Ink(tuple(_resampled(stroke, spacing) for stroke in ink.strokes))


def densified(ink: Ink, spacing: float) -> Ink:
    """Return the very same lines with points inserted, so that none is farther than `spacing`.

    Times and pressures are dropped.
    """
    return Ink(tuple(_densified(stroke, spacing) for stroke in ink.strokes))


def _resampled(stroke: Stroke, spacing: float) -> Stroke:
    steps = np.hypot(*np.diff(stroke.points, axis=0).T)
    way = np.concatenate([[0.0], np.cumsum(steps)])
    marks = np.append(np.arange(0.0, way[-1], spacing), way[-1])
    points = np.stack([np.interp(marks, way, column) for column in stroke.points.T], axis=1)
    return Stroke(points, pen_width=stroke.pen_width)


def _densified(stroke: Stroke, spacing: float) -> Stroke:
    pieces = [stroke.points[:1]]
    for begin, end in zip(stroke.points, stroke.points[1:], strict=False):
        count = max(1, int(np.ceil(np.hypot(*(end - begin)) / spacing)))
        pieces.append(np.linspace(begin, end, count + 1)[1:])
    return Stroke(np.concatenate(pieces), pen_width=stroke.pen_width)


POINTS = [(1.0, 2.0), (3.0, 5.0), (4.0, 4.5)]
FULL = Stroke(POINTS, times=[0.0, 0.5, 1.25], pressures=[0.25, 0.5, 1.0], pen_width=24.0)
"""A stroke of which everything is known."""

"""Polylines as habits need them: bowed lines, parts of lines, places in a box, ink made of them.

All are (n, 2) float64, x to the right and y down, in any unit.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from recognizer.ink import BoundingBox, Ink, Stroke
from recognizer.ink.raster import lengths_along, points_along

Points = npt.NDArray[np.float64]


def bowed(start: Points, end: Points, bow: float, count: int) -> Points:
    """Return `count` >= 2 points of a parabola from `start` to `end`.

    Its middle lies `bow` to the left of the straight way, seen in the direction of the pen.
    """
    t = np.linspace(0.0, 1.0, count)[:, None]
    way = end - start
    left = np.array([way[1], -way[0]]) / (np.hypot(*way) or 1.0)
    return np.asarray(start + t * way + 4 * t * (1 - t) * bow * left)


def part_of(points: Points, start: float, end: float) -> Points:
    """Return the part of a polyline from `start` to `end`, both measured along it."""
    along = lengths_along(points)
    ends = points_along(points, np.array([start, end]))
    inner = (along > start) & (along < end)
    return np.vstack([ends[:1], points[inner], ends[1:]])


def in_box(places: Points, box: BoundingBox) -> Points:
    """Return (..., 2) `places`, given in widths and heights of `box`, in the unit of the ink."""
    return np.asarray(places * (box.width, box.height) + (box.left, box.top))


def only_line(ink: Ink) -> Points | None:
    """Return the points of an ink of one stroke that has a width and a height, else None."""
    box = ink.bounding_box
    return ink.strokes[0].points if len(ink.strokes) == 1 and box.width * box.height else None


def one_stroke(*parts: Points) -> Ink:
    """Return an ink of one stroke that goes through the points of all `parts`."""
    return Ink((Stroke(np.vstack(parts)),))


def with_stroke(ink: Ink, points: Points) -> Ink:
    """Return `ink` with one more stroke."""
    return Ink((*ink.strokes, Stroke(points)))

"""Ways to write the digits that have a ring: 0, 6 and 9.

Each changes a digit of one stroke that a person wrote, and nothing where it finds no ring.
"""

from __future__ import annotations

import numpy as np

from recognizer.ink import Ink
from recognizer.ink.raster import lengths_along, points_along
from recognizer.training.draw.lines import (
    Points,
    in_box,
    one_stroke,
    only_line,
    part_of,
    with_stroke,
)
from recognizer.training.draw.penorder import begun_anywhere, ring_of

OPEN_ELSEWHERE = 0.3
"""Part of the open 0 whose opening is not at their own beginning."""
CLOCKWISE_NINE = 0.6
"""Part of the opened 9 whose head, written counterclockwise, is drawn clockwise first."""
_RING_POINTS = 48
_MEETING_HEIGHTS = 0.14  # a 9 is closed if its head comes back to within this of its beginning


def add_slash(ink: Ink, rng: np.random.Generator) -> Ink:
    """Draw a slash through a 0: from low left to high right, or nearly upright, often beyond it."""
    if only_line(ink) is None:
        return ink
    reach = rng.uniform(-0.1, 0.5)  # how far its ends go beyond the 0, in widths
    low, high = rng.uniform(-0.15, 0.5, 2)
    ends = np.array([[0.5 - reach, 1.0 + low], [0.5 + reach, 0.0 - high]])
    ends += rng.normal(0, 0.06, (2, 2))
    if rng.random() < 0.1:
        ends[:, 0] = 1 - ends[:, 0]
    return with_stroke(ink, in_box(ends, ink.bounding_box))


def add_inner_dot(ink: Ink, rng: np.random.Generator) -> Ink:
    """Put a dot, or a dash up to a sixth of its height long, into the middle of a 0."""
    if only_line(ink) is None:
        return ink
    box = ink.bounding_box
    middle = in_box(0.5 + rng.normal(0, 0.06, (1, 2)), box)
    if rng.random() < 0.5:
        return with_stroke(ink, middle)
    half = box.height * np.array([rng.normal(0, 0.02), rng.uniform(0.02, 0.08)])
    return with_stroke(ink, middle + np.stack([-half, half]))


def open_ring(ink: Ink, rng: np.random.Generator) -> Ink:
    """Let a 0 end before its beginning, or beyond it, and farther in or out; it stays one stroke.

    A 0 that does not come back to its beginning is open as it is.
    """
    if only_line(ink) is None:
        return ink
    elsewhere = rng.random() < OPEN_ELSEWHERE
    ring = ring_of((begun_anywhere(ink, rng) if elsewhere else ink).strokes[0])
    if ring is None:
        return ink
    ring = np.vstack([ring, ring[:1]])
    length = lengths_along(ring)[-1]
    end = length * (1 + rng.uniform(-0.13, 0.1))
    line = points_along(ring, np.linspace(0, end, _RING_POINTS) % length)
    middle = in_box(np.array([0.5, 0.5]), ink.bounding_box)
    drift = np.clip(rng.normal(0, 0.14), -0.22, 0.22) * np.linspace(-0.5, 0.5, _RING_POINTS)
    return one_stroke(middle + (line - middle) * (1 + drift[:, None]))


def shorten_stem(ink: Ink, rng: np.random.Generator) -> Ink:
    """Begin a 6 lower, so that a fifth to half of its stem above the loop is left."""
    points = only_line(ink)
    if points is None:
        return ink
    along = lengths_along(points)
    first_half = along < along[-1] / 2
    loop_top = points[~first_half, 1].min()
    (above,) = np.nonzero(first_half & (points[:, 1] < loop_top))
    if not len(above) or points[0, 1] > points[above[-1], 1]:
        return ink
    cut = along[above[-1]] * rng.uniform(0.5, 0.82)
    return one_stroke(part_of(points, cut, along[-1]))


def open_head(ink: Ink, rng: np.random.Generator) -> Ink:
    """Open the head of a 9 at its beginning: below if it is drawn clockwise, else at the top.

    A 9 whose head does not come back to its beginning is open as it is.
    """
    points, at = only_line(ink), _meeting(ink)
    if points is None or at is None:
        return ink
    head, stem = points[: at + 1], points[at:]
    gap = rng.uniform(0.1, 0.25)
    if not _is_clockwise(head):
        if rng.random() < CLOCKWISE_NINE:
            head = head[::-1]
        else:
            gap = rng.uniform(0.05, 0.14)  # a head opened wider at the top makes it a 4
    length = lengths_along(head)[-1]
    return one_stroke(part_of(head, gap * length, length), stem)


def _meeting(ink: Ink) -> int | None:
    """Return the number of the point where the head of a 9 comes back to its beginning.

    None if it does not, if it begins at the left, or if the stem goes up before it goes down.
    """
    points, box = only_line(ink), ink.bounding_box
    if points is None or points[0, 0] < box.left + 0.55 * box.width:
        return None
    along = lengths_along(points)
    (later,) = np.nonzero((along > 0.3 * along[-1]) & (along < 0.85 * along[-1]))
    if not len(later):
        return None
    apart = np.hypot(*(points[later] - points[0]).T)
    at = int(later[apart.argmin()])
    meets = apart.min() <= _MEETING_HEIGHTS * box.height
    goes_down = points[at:, 1].min() > points[at, 1] - _MEETING_HEIGHTS / 2 * box.height
    return at if meets and goes_down else None


def _is_clockwise(ring: Points) -> bool:
    """Tell whether (n, 2) points go around clockwise on the screen, where y grows downward."""
    (x, y), (next_x, next_y) = (ring - ring[0]).T, (np.roll(ring, -1, axis=0) - ring[0]).T
    return bool((x * next_y - next_x * y).sum() > 0)

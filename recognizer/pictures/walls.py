"""The walls of printed cells: where they run, and how they are removed from what is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.raster import Pixels

MAX_WALL_SIDES = 0.15
"""Of the shorter side of a cell; thicker are strokes, as those of a bold 8."""
MAX_THICK_WALL_SIDES = 0.3
"""Of a cell among others of its size with thinner walls, as at the edges of the blocks of a Sudoku:
some are 0.18 of a cell wide, and the soft edges of a small picture are another 0.1."""
_MIN_WALL_SHARE = 0.75  # of a side that is closed in; what crosses the wall hides the rest
_PROBES = 48  # along each side
_NEAR_PIXELS = 3  # of a side, where its wall begins
_EDGE_PIXELS = 1.5  # a side so near the edge of the picture is that edge
_MAX_WALL_TO_USUAL = 1.25  # of the strength of a wall; stronger is what is written on it
_SPECK = np.ones((2, 2), np.uint8)  # what is not larger is noise
_SOFT_EDGE = np.ones((3, 3), np.uint8)  # around what is written
_MIN_REST_SHARE = 0.7  # of a piece that is no more than the rest of a wall

Points = npt.NDArray[np.float64]
Contour = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Wall:
    """One side of a cell: from where to where, the way out of the cell, and its width in pixels.

    `is_edge` tells that it is the edge of the picture.
    """

    start: Points
    end: Points
    out: Points
    width: int
    is_edge: bool

    @property
    def length(self) -> float:
        """In pixels."""
        return math.hypot(*(self.end - self.start))

    def band(self) -> Contour:
        """Return the four corners of what the wall covers, and a pixel more on each side."""
        along = (self.end - self.start) / max(self.length, 1e-9)
        beyond = along * (self.width + 1)
        near, far = -2 * self.out, self.out * (self.width + 1)
        start, end = self.start - beyond, self.end + beyond
        return np.rint([start + near, end + near, end + far, start + far]).astype(np.int32)

    @property
    def is_upright(self) -> bool:
        """Whether it runs from top to bottom."""
        return bool(abs(self.out[0]) > abs(self.out[1]))


def walls_of(inked: Pixels, corners: Points, max_width_sides: float = MAX_WALL_SIDES) -> list[Wall]:
    """Return the four sides of a cell with these `corners`; none unless it is closed in.

    No wall is wider than `max_width_sides`, in the shorter side of the cell.
    """
    middle = corners.mean(axis=0)
    lengths = np.hypot(*(corners - np.roll(corners, 1, axis=0)).T)
    max_width, walls = max_width_sides * float(lengths.min()), []
    for k in range(4):
        wall = _wall(inked, corners[k], corners[(k + 1) % 4], middle, max_width)
        if wall is None:
            return []
        walls.append(wall)
    meet = any(not walls[k].is_edge and not walls[k - 1].is_edge for k in range(4))
    return walls if meet else []


def _wall(
    inked: Pixels, start: Points, end: Points, middle: Points, max_width: float
) -> Wall | None:
    """Return the wall along one side of a cell; None if it is open, or wider than `max_width`."""
    rows, cols = inked.shape
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-9)
    out = np.array([along[1], -along[0]])
    if (out * (start - middle)).sum() < 0:
        out = -out
    probes = start + (end - start) * np.linspace(0.06, 0.94, _PROBES)[:, None]
    outside = probes + _EDGE_PIXELS * out
    if ((outside < 0) | (outside > (cols - 1, rows - 1))).any(axis=1).mean() > 0.5:
        return Wall(start, end, out, 0, True)
    most = math.ceil(max_width) + 2 * _NEAR_PIXELS
    steps = np.arange(-_NEAR_PIXELS, most)
    places = np.rint(probes[:, None] + steps[:, None] * out).astype(int)
    x, y = places[..., 0].clip(0, cols - 1), places[..., 1].clip(0, rows - 1)
    ink = (inked[y, x] > 0) & (x == places[..., 0]) & (y == places[..., 1])
    near = ink[:, : 2 * _NEAR_PIXELS + 1]
    begins = near.argmax(axis=1)
    closed = near.any(axis=1)
    if closed.mean() < _MIN_WALL_SHARE:
        return None
    after = np.arange(len(steps)) >= begins[:, None]
    ends = np.where((~ink & after).any(axis=1), (~ink & after).argmax(axis=1), len(steps))
    width = float(np.median((ends - begins)[closed]))
    if width > max(max_width, 2):
        return None
    reach = float(np.median(ends[closed])) - _NEAR_PIXELS
    return Wall(start, end, out, max(1, math.ceil(reach)), False)


def without_walls(strength: Pixels, walls: Sequence[Wall], floor: float) -> Pixels:
    """Remove `walls`, at least one, from `strength`; what is below `floor` is noise.

    What goes on at both sides of a wall stays, and so does what is stronger than it: a foot of
    writing that stands on the wall.
    """
    bands = [np.zeros_like(strength), np.zeros_like(strength)]
    most = np.full_like(strength, math.ceil(floor))
    for wall in walls:
        cv2.fillConvexPoly(bands[wall.is_upright], wall.band(), 1)
        _mark_strength(most, strength, wall)
    gone = (bands[0] | bands[1]) > 0
    without = np.where(gone, 0, strength).astype(np.uint8)
    single = bands[0] + bands[1] < 2  # where two printed lines cross, they may be twice as strong
    kept = np.where(_stronger(strength, most) & single, strength, without)
    reach = max(wall.width for wall in walls) + 6
    for band, window in zip(bands, ((reach, 3), (3, reach)), strict=True):
        closed = cv2.morphologyEx(without, cv2.MORPH_CLOSE, np.ones(window, np.uint8))
        bridged = np.maximum(kept, np.minimum(closed, strength))
        kept = np.where((band > 0) & single, bridged, kept)
    return _without_rests(np.asarray(kept, np.uint8), gone, floor)


def _mark_strength(most: Pixels, strength: Pixels, wall: Wall) -> None:
    """Raise `most` where a wall runs to what it can have in `strength`, at most."""
    corners = wall.band()
    left, top = corners.min(axis=0).clip(0).tolist()
    right, foot = (corners.max(axis=0) + 1).tolist()
    part, own = strength[top:foot, left:right], most[top:foot, left:right]
    band = np.zeros_like(part)
    cv2.fillConvexPoly(band, corners - (left, top), 1)
    peaks = (part * band).max(axis=int(wall.is_upright))
    usual = min(_MAX_WALL_TO_USUAL * float(np.median(peaks)), 255.0)
    np.maximum(own, band * np.uint8(usual), out=own)


def _stronger(strength: Pixels, most: Pixels) -> npt.NDArray[np.bool_]:
    """Tell where `strength` is more than `most`, but for specks; with the soft edge around it."""
    strong = cv2.morphologyEx((strength > most).astype(np.uint8), cv2.MORPH_OPEN, _SPECK)
    return np.asarray(cv2.dilate(strong, _SOFT_EDGE) > 0)


def _without_rests(strength: Pixels, gone: npt.NDArray[np.bool_], floor: float) -> Pixels:
    """Remove the pieces that lie where walls were, and right beside them."""
    count, labels = cv2.connectedComponents((strength > floor).astype(np.uint8))
    beside = cv2.dilate(gone.astype(np.uint8), np.ones((5, 5), np.uint8)).ravel() > 0
    owners = labels.ravel()
    own = np.bincount(owners, minlength=count)
    rests = np.bincount(owners, beside, count) >= _MIN_REST_SHARE * own
    rests[0] = False
    return np.where(rests[labels], 0, strength).astype(np.uint8)

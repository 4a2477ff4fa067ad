"""A scribble, which strikes out what lies under it; nothing that a symbol looks like is one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Stroke
from recognizer.ink.raster import Pixels, Points

MIN_SWINGS, MIN_SWINGS_AMONG_LETTERS = 6, 7
"""To and fro, both ends counted. An m has six, if it begins and ends with a hook."""
MIN_SWING_SPANS = 0.4
"""A swing is at least so long, in parts of all that the stroke spans along its swings."""
MIN_SWING_PEN_WIDTHS = 3.0
"""Shorter ones make a dot."""
MAX_STEP_SWINGS, MAX_STEP_AMONG_LETTERS = 0.5, 0.4
"""From one turn to the next on the same side, in lengths of a swing: an m and a W take more."""
MANY_SWINGS = 9
"""With so many, the steps may be as wide as they like."""
MIN_SPREAD_SWINGS = 0.25
"""From the first turn to the last on the same side: what is traced again and again has less."""
_PATCH_PIXELS = 128  # longer side of the patch, for looking up what lies under it


@dataclass(frozen=True)
class Scribble:
    """The patch that a scribble covers: a mask of 1 where it does, and where that lies.

    The pixel (row, col) of the mask is at `origin` + (col, row) / `scale`, in the unit of the ink.
    """

    mask: Pixels
    origin: Points
    scale: float

    @classmethod
    def of(cls, stroke: Stroke, among_letters: bool = True) -> Scribble | None:
        """Return the scribble that `stroke` is; None if it may be anything else.

        Where nobody writes letters, and it is not `among_letters`, it may be a little shorter.
        """
        turns = _turns(stroke.points)
        if not _is_scribbled(stroke.points[turns], stroke.pen_width or 0.0, among_letters):
            return None
        return cls._covering(stroke, turns)

    @classmethod
    def _covering(cls, stroke: Stroke, turns: list[int]) -> Scribble:
        """Return the patch between each two swings that follow each other, and under the pen."""
        width = stroke.pen_width or 0.0
        origin = stroke.points.min(axis=0) - width
        size = np.ptp(stroke.points, axis=0) + 2 * width
        scale = _PATCH_PIXELS / float(size.max())
        cols, rows = np.ceil(size * scale).astype(int) + 1
        mask = np.zeros((rows, cols), np.uint8)
        path = np.rint((stroke.points - origin) * scale).astype(np.int32)
        for begin, end in zip(turns, turns[2:], strict=False):
            cv2.fillConvexPoly(mask, cv2.convexHull(path[begin : end + 1]), 1)
        cv2.polylines(mask, [path], False, 1, max(1, round(width * scale)))
        return cls(mask, origin, scale)

    def share_covered(self, strokes: Iterable[Stroke]) -> float:
        """Return how much of the length of `strokes` it covers, 0 to 1."""
        points = np.concatenate([_dense(each.points, 1 / self.scale) for each in strokes])
        cols, rows = np.rint((points - self.origin) * self.scale).astype(int).T
        is_in = (rows >= 0) & (cols >= 0) & (rows < len(self.mask)) & (cols < self.mask.shape[1])
        return float(self.mask[rows[is_in], cols[is_in]].sum() / len(points))


def _is_scribbled(tips: Points, pen_width: float, among_letters: bool) -> bool:
    """Tell whether turns at `tips`, (n, 2), the two ends among them, are those of a scribble."""
    if len(tips) <= (MIN_SWINGS_AMONG_LETTERS if among_letters else MIN_SWINGS):
        return False
    along, across = _axes(tips)
    swing = float(np.median(np.abs(np.diff(tips @ along))))
    beside = tips @ across
    step = float(np.median(np.abs(beside[2:] - beside[:-2])))
    spread = min(float(np.ptp(beside[::2])), float(np.ptp(beside[1::2])))
    most = MAX_STEP_AMONG_LETTERS if among_letters else MAX_STEP_SWINGS
    is_dense = step <= most * swing or len(tips) > MANY_SWINGS
    is_patch = is_dense and spread >= MIN_SPREAD_SWINGS * swing
    return is_patch and swing >= MIN_SWING_PEN_WIDTHS * pen_width


def _turns(points: Points) -> list[int]:
    """Return where the stroke turns round, by index; its first point and its last swing's end."""
    along = points @ _axes(points)[0]
    least = MIN_SWING_SPANS * float(np.ptp(along))
    turns: list[int] = []
    low = high = way = 0  # the lowest and the highest point of this swing; 1 upward, -1 downward
    for place, at in enumerate(along.tolist()):
        if way >= 0 and at > along[high]:
            high = place
        if way <= 0 and at < along[low]:
            low = place
        if way >= 0 and along[high] - at > least:
            turns.append(high)
            way, low = -1, place
        elif way <= 0 and at - along[low] > least:
            turns.append(low)
            way, high = 1, place
    return [*turns, high if way > 0 else low]


def _axes(path: Points) -> tuple[Points, Points]:
    """Return the direction in which a path goes most, to and fro alike, and that across it."""
    steps = np.diff(path, axis=0)
    lengths = np.hypot(*steps.T)
    moves = lengths > 0
    tensor = (steps[moves] / lengths[moves, None]).T @ steps[moves]
    across, along = np.linalg.eigh(tensor)[1].T
    return along, across


def _dense(points: Points, spacing: float) -> Points:
    """Return points on the same lines, `spacing` apart; of a dot, one."""
    way: npt.NDArray[np.float64] = np.concatenate(
        [[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))]
    )
    marks = np.arange(0.0, way[-1] + spacing, spacing)
    return np.stack([np.interp(marks, way, column) for column in points.T], axis=1)

"""Circles, boxes and bubbles drawn around what is written, and how they are removed.

An outline is one piece of ink, a thin line around a patch of paper without notches. It may be left
open, its sides may bow, and its ends may cross. What is around nothing, a dot or a slash is a 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from recognizer.ink.raster import Pixels
from recognizer.pictures.walls import Contour, Points

_MIN_INNER_PIXELS = 24  # of the shorter side of an outline; what is written in it has 6
_MAX_SIDES = 12.0  # its longer side in its shorter one; what is longer are two rules
_MAX_LINE_SIDES = 0.15  # how thick it is, in its shorter side; thicker are strokes of a bold 8
_MAX_NOTCH_SIDES = 0.2  # how deep its sides bow, in its shorter side; a digit reaches deeper
_MAX_OPEN = 0.15  # of its length; what is open further is a C
_MAX_LEFT = 0.35  # of an outline's piece: ends that cross; what has more is a table, or ruled
_MAX_END_SIDES = 0.25  # such an end, in its shorter side; what is larger was written across
_MAX_ROUND = 0.9  # of the rectangle around it; an ellipse fills 0.79, a boxy 0 0.88
_MIN_HEIGHTS = 0.22  # of an outline: what stands in it; the dot of a dotted zero is lower
_MIN_WIDTH = 0.3  # of its length, in a round one; what is thinner may be the stroke of a 0


@dataclass(frozen=True, eq=False)
class _Line:
    """A piece of ink that may be an outline, in the window of a picture around it.

    `own` is 1 where it is, `others` are the edges of the other pieces there, and `middles` (n, 2)
    theirs. `width` is how thick a line it is, in pixels.
    """

    own: Pixels
    others: Sequence[Contour]
    middles: Points
    width: float
    left: int
    top: int


def is_outlined(inked: Pixels) -> bool:
    """Tell whether something is written in an outline; `inked` is not 0 where there is ink."""
    return next(_outlines(inked), None) is not None


def without_outlines(strength: Pixels, inked: Pixels) -> Pixels:
    """Remove what is drawn around something that is written: `inked` is not 0 where ink is."""
    drawn = np.zeros_like(strength)
    for line, gone in _outlines(inked):
        rows, cols = gone.shape
        drawn[line.top : line.top + rows, line.left : line.left + cols] |= gone
    if not drawn.any():
        return strength
    return np.where(cv2.dilate(drawn, np.ones((5, 5), np.uint8)) > 0, 0, strength).astype(np.uint8)


def _outlines(inked: Pixels) -> Iterator[tuple[_Line, Pixels]]:
    """Yield each outline around something that is written, and which of its pixels are to go."""
    for line in _lines(inked):
        holes = [hole for hole in _holes(line.own) if _is_around(hole, line)]
        if holes and (gone := _drawn(line, holes)) is not None:
            yield line, gone


def _lines(inked: Pixels) -> Iterator[_Line]:
    """Yield the pieces that are as thin as an outline, and may be around others."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked)
    boxes = np.asarray(stats)[1:, :4]  # the first is paper
    corners = np.hstack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]])
    for k in np.flatnonzero(boxes[:, 2:].min(axis=1) >= _MIN_INNER_PIXELS).tolist():
        left, top, right, foot = corners[k].tolist()
        inner = (corners[:, :2] > (left, top)) & (corners[:, 2:] < (right, foot))
        if not inner.all(axis=1).any():
            continue
        own = (labels[top:foot, left:right] == k + 1).astype(np.uint8)
        width = _line_width(own)
        if width <= max(_MAX_LINE_SIDES * min(own.shape), 2):
            others = (inked[top:foot, left:right] > 0) & (own == 0)
            edges = _edges(others.astype(np.uint8))
            middles = np.array([cv2.minAreaRect(each)[0] for each in edges]).reshape(-1, 2)
            yield _Line(own, edges, middles, width, left, top)


def _line_width(own: Pixels) -> float:
    """Return how thick the lines of a piece are: its area by half the length of its edges."""
    length = sum(cv2.arcLength(each, True) for each in _edges(own)) / 2
    return cv2.countNonZero(own) / max(length, 1)


def _edges(inked: Pixels) -> list[Contour]:
    found, _ = cv2.findContours(inked, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    return [np.asarray(each, np.int32) for each in found]


def _holes(own: Pixels) -> Iterator[Contour]:
    """Yield the edge of each patch of paper in a piece, as if what is open were closed."""
    hull = cv2.convexHull(cv2.findNonZero(own))
    closed = cv2.polylines(own.copy(), [hull], True, 1)
    found, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    for each, links in zip(found, tree[0], strict=True):
        if links[3] >= 0:
            yield np.asarray(each, np.int32)


def _is_around(hole: Contour, line: _Line) -> bool:
    """Tell whether a patch has no notches, is closed in, and something is written in it."""
    around = np.asarray(cv2.convexHull(hole), np.int32)
    low, high = sorted(cv2.minAreaRect(around)[1])
    if low < _MIN_INNER_PIXELS or high > _MAX_SIDES * low:
        return False
    x, y = hole[:, 0].T
    open_share = 1 - np.count_nonzero(line.own[y, x]) / len(hole)
    if _depth(hole, around) > _MAX_NOTCH_SIDES * low or open_share > _MAX_OPEN:
        return False
    is_round = cv2.contourArea(around) < _MAX_ROUND * low * high
    # A table has as many patches as pieces: few of these are near each of those.
    corners = hole[:, 0].min(axis=0), hole[:, 0].max(axis=0)
    near = ((line.middles >= corners[0]) & (line.middles <= corners[1])).all(axis=1)
    return any(
        _may_be_written(line.others[k], hole, is_round) for k in np.flatnonzero(near).tolist()
    )


def _depth(hole: Contour, around: Contour) -> float:
    """Return how far the edge of a patch is at most from the hull `around` it, in pixels."""
    left, top, wide, high = cv2.boundingRect(hole)
    patch = np.zeros((high + 2, wide + 2), np.uint8)
    cv2.fillConvexPoly(patch, around - (left - 1, top - 1), 1)
    x, y = (hole[:, 0] - (left - 1, top - 1)).T
    return float(cv2.distanceTransform(patch, cv2.DIST_L2, 3)[y, x].max())


def _may_be_written(piece: Contour, hole: Contour, is_round: bool) -> bool:
    """Tell whether a piece in an outline is more than the dot or the stroke of a zero."""
    middle, sides, _ = cv2.minAreaRect(piece)
    if cv2.pointPolygonTest(hole, middle, False) <= 0:
        return False
    low, high = sorted(sides)
    tall = cv2.boundingRect(piece)[3] >= _MIN_HEIGHTS * cv2.boundingRect(hole)[3]
    return tall and not (is_round and low < _MIN_WIDTH * high)


def _drawn(line: _Line, holes: Sequence[Contour]) -> Pixels | None:
    """Return 1 where a piece is drawn around `holes`; None if most of it is something else."""
    patches = np.zeros_like(line.own)
    cv2.drawContours(patches, holes, -1, 1, cv2.FILLED)
    cv2.drawContours(patches, holes, -1, 1, 1)
    reach = cv2.distanceTransform(1 - patches, cv2.DIST_L2, 3) <= 1.5 * line.width + 1
    left = line.own & ~reach.astype(np.uint8) & 1
    if cv2.countNonZero(left) > _MAX_LEFT * cv2.countNonZero(line.own):
        return None
    most = _MAX_END_SIDES * min(min(cv2.minAreaRect(hole)[1]) for hole in holes)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(left)
    kept = np.asarray(stats)[:, 2:4].max(axis=1) > most
    kept[0] = False
    return np.where(kept[labels], 0, line.own).astype(np.uint8)

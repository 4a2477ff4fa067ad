"""Ink pixels to pieces: connected ink, cut where two digits may touch.

A piece that is wider than a digit is cut wherever a cut passes little ink. These are more cuts than
there are digits. The reader of the pieces decides which cuts are right.

A name with HEIGHTS is measured in heights of a digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import ink_box, inked, stroke_width
from recognizer.ink.raster import Pixels
from recognizer.pictures.checkmarks import is_check_mark
from recognizer.pictures.seams import cheapest, way_to

Boxes = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int32]

INK_FROM = 64
"""Of 255: fainter pixels do not connect two pieces."""
MIN_PIECE_HEIGHTS = 0.22
"""Smaller pieces are dirt, or points."""
MIN_DOT_HEIGHTS, MIN_DOT_PENS = 0.055, 0.55
"""Smaller pieces are no points either, nor are narrower ones: a point is about as wide as the pen,
a round one is so on 0.79 of its length, and a blurred one is smaller."""
MAX_FRACTION_BAR_HEIGHTS = 8.0
"""Where there may be fractions, longer bars are lines."""
MIN_DIGIT_PIXELS = 6.0
"""Lower digits are not read."""
MAX_PIECES = 10_000
"""More pieces are a texture, not writing. It is also the most strokes that are read: 3,600 digits
fit on a page of 2,000 pixels, and no page has three times that."""
_HALO_PIXELS = 2  # the soft edge around a piece
_MAX_BAR_HEIGHTS = 0.22  # lower pieces that are as wide as the next constant are lines
_MIN_BAR_WIDTH_HEIGHTS = 1.2
_MAX_PIECE_HEIGHTS = 6.0  # higher pieces are not writing
_MIN_INK_TO_USUAL = 0.25  # with less ink for its size, a piece is the rest of a printed line
_WHOLE_HEIGHTS = 0.6, 1.6  # lower or higher pieces at the edge are cut off by it
_SHADOW_FILL = 0.45  # a piece at the edge that fills more of its box is a shadow
_MIN_EDGE_SHARE, _MIN_COVERED = 0.5, 0.35  # of the pieces, and of the width of the picture
_MAX_CONTACT_HEIGHTS = 2.0  # along the edge; the bar of a 7 that is cut off by it has one at most
_MIN_PAIR_HEIGHTS = 0.4  # lower pieces are never two digits side by side
_MAX_DIGIT_WIDTH_HEIGHTS = 0.75  # wider pieces may be two digits
_MIN_CUT_DISTANCE_HEIGHTS = 0.1  # between two cuts
_MAX_CUTS = 40


@dataclass(frozen=True, eq=False)
class Blobs:
    """Pieces of ink; `ink` is 0 for paper, up to 255 for full ink.

    `labels` (rows, cols) are 1 for pixels of the first piece, 2 for the second; 0 for paper.
    `boxes` (n, 4) are left, top, right, bottom in pixels, right and bottom one past the last.
    Pieces that were cut from one have the same number in `wholes` (n,). `height` is the height of a
    digit in pixels; 0 if there are no pieces. `specks` (m, 4) are the boxes of what is too small to
    be a piece, but may be a point.
    """

    ink: Pixels
    labels: Labels
    boxes: Boxes
    wholes: npt.NDArray[np.int_]
    height: float
    specks: Boxes = field(default_factory=lambda: np.zeros((0, 4)))

    def __len__(self) -> int:
        return len(self.boxes)

    @cached_property
    def pen(self) -> float:
        """How wide the strokes of the pieces are, in pixels."""
        return stroke_width((self.labels > 0).view(np.uint8))

    def cut_out(self, pieces: Iterable[int]) -> Pixels:
        """Return the ink of only these `pieces`, at least one."""
        chosen = np.fromiter(pieces, int)
        left, top = np.maximum(self.boxes[chosen, :2].min(axis=0).astype(int) - _HALO_PIXELS, 0)
        right, bottom = self.boxes[chosen, 2:].max(axis=0).astype(int) + _HALO_PIXELS
        labels = self.labels[top:bottom, left:right]
        own = np.zeros(len(self) + 1, np.uint8)
        own[chosen + 1] = 1
        mask = own[labels]
        near = cv2.dilate(mask, np.ones((2 * _HALO_PIXELS + 1,) * 2, np.uint8))
        seen = (mask > 0) | ((near > 0) & (labels == 0))
        return np.where(seen, self.ink[top:bottom, left:right], 0).astype(np.uint8)


def find_blobs(ink: Pixels, with_signs: bool = False, with_bars: bool = False) -> Blobs:
    """Return the connected pieces of `ink`, without specks, lines and shadows at the edge.

    `with_signs` points are among them, else these may be among the `specks`. `with_bars` there may
    be those of fractions.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked(ink, INK_FROM))
    stats = np.asarray(stats, int)[1:]
    corner, size = stats[:, :2].astype(np.float64), stats[:, 2:4].astype(np.float64)
    boxes = np.concatenate([corner, corner + size], axis=1)
    areas = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    contact = _edge_contact(np.asarray(labels, np.int32), len(boxes))
    pieces, small, height = _writing(boxes, areas, contact, ink.shape, with_bars)
    found = _chosen(ink, labels, boxes, pieces, height)
    longer = size[small].max(axis=1)
    points = small[areas[small] >= MIN_DOT_PENS * found.pen * longer] if len(small) else small
    if not with_signs:
        return replace(found, specks=boxes[points])
    pieces = np.sort(np.append(pieces, points))
    if len(pieces) > MAX_PIECES:
        pieces, height = pieces[:0], 0.0
    return _chosen(ink, labels, boxes, pieces, height)


def with_cuts(blobs: Blobs) -> Blobs:
    """Return `blobs`, with each piece that may be several digits cut into smaller ones.

    A check mark is as wide, but stays whole.
    """
    labels = blobs.labels.copy()
    boxes, wholes = list(blobs.boxes), list(range(len(blobs)))
    for k, box in enumerate(blobs.boxes):
        left, top, right, bottom = box.astype(int).tolist()
        tall = min(bottom - top, 1.3 * blobs.height)
        if (
            tall < _MIN_PAIR_HEIGHTS * blobs.height
            or right - left <= _MAX_DIGIT_WIDTH_HEIGHTS * tall
        ):
            continue
        part = labels[top:bottom, left:right]
        own = part == k + 1
        if is_check_mark(own.view(np.uint8)):
            continue
        sides = _sides(np.where(own, blobs.ink[top:bottom, left:right], 0), tall)
        found = [side for side in np.unique(sides[own]).tolist() if side > 0]
        for side in found:
            part[own & (sides == side)] = len(boxes) + 1
            boxes.append(_box_of(own & (sides == side), left, top))
            wholes.append(k)
        boxes[k] = _box_of(own & (sides == 0), left, top)
    cut = np.array(boxes).reshape(-1, 4)
    return replace(blobs, labels=labels, boxes=cut, wholes=np.array(wholes))


def _chosen(
    ink: Pixels,
    labels: npt.NDArray[Any],
    boxes: Boxes,
    pieces: npt.NDArray[np.int_],
    height: float,
) -> Blobs:
    """Return only some of the pieces that have `labels` from 1 on."""
    names = np.zeros(len(boxes) + 1, np.int32)
    names[pieces + 1] = np.arange(1, len(pieces) + 1)
    return Blobs(ink, names[labels], boxes[pieces], np.arange(len(pieces)), height)


def _writing(
    boxes: Boxes,
    areas: npt.NDArray[np.float64],
    contact: npt.NDArray[np.int_],
    shape: tuple[int, ...],
    with_bars: bool,
) -> tuple[npt.NDArray[np.int_], npt.NDArray[np.int_], float]:
    """Return which pieces may be writing, which may be points, and the height of the digits."""
    none = np.zeros(0, int)
    if len(boxes) == 0:
        return none, none, 0.0
    wide, tall = (boxes[:, 2:] - boxes[:, :2]).T
    longer, edge = np.maximum(wide, tall), _on_edge(boxes, shape)
    weights = areas * np.where(edge & ~edge.all(), 0.0, 1.0)
    height, heavy = weighted_median(tall, weights), weighted_median(areas / longer, weights)
    faint = areas < _MIN_INK_TO_USUAL * heavy * longer
    longest = MAX_FRACTION_BAR_HEIGHTS if with_bars else _MIN_BAR_WIDTH_HEIGHTS
    line = ((tall < _MAX_BAR_HEIGHTS * height) & (wide > longest * height)) | (
        tall > _MAX_PIECE_HEIGHTS * height
    )
    odd = (tall > _WHOLE_HEIGHTS[1] * height) | (tall < _WHOLE_HEIGHTS[0] * height)
    border = (contact > _MAX_CONTACT_HEIGHTS * height) & ~edge.all()
    shade = (edge & odd) | border
    solid = (areas >= _MIN_INK_TO_USUAL * heavy * longer) & ~border
    if not _is_cut_tight(boxes, solid, edge, shape):
        shade |= edge & (areas > _SHADOW_FILL * wide * tall)
    small = longer < MIN_PIECE_HEIGHTS * height
    pieces = np.flatnonzero(~(small | faint | line | shade))
    if height < MIN_DIGIT_PIXELS or len(pieces) > MAX_PIECES:
        return none, none, 0.0
    points = small & ~(line | shade) & (longer >= MIN_DOT_HEIGHTS * height)
    return pieces, np.flatnonzero(points), height


def weighted_median(values: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> float:
    """Return the weighted median of `values`, which are not empty."""
    order = np.argsort(values)
    summed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(summed, summed[-1] / 2)])


def _is_cut_tight(
    boxes: Boxes, solid: npt.NDArray[np.bool_], edge: npt.NDArray[np.bool_], shape: tuple[int, ...]
) -> bool:
    """Tell whether a number was cut out along its edges: most of its pieces lie there.

    Then a 1 at the edge is no shadow. Borders on both sides of a page lie there, too, but they
    cover little of its width.
    """
    pieces = boxes[solid]
    covered = np.zeros(shape[1], bool)
    for left, _, right, _ in pieces.astype(int).tolist():
        covered[left:right] = True
    is_most = np.count_nonzero(edge & solid) > _MIN_EDGE_SHARE * len(pieces)
    return bool(is_most and covered.mean() >= _MIN_COVERED)


def _edge_contact(labels: Labels, count: int) -> npt.NDArray[np.int_]:
    """Return along how many pixels of one edge of the picture each of `count` pieces runs.

    The black border of a scan, or the table beside a sheet, runs along it, and a digit does not.
    """
    sides = labels[0], labels[-1], labels[:, 0], labels[:, -1]
    runs = [np.bincount(side, minlength=count + 1)[1:] for side in sides]
    return np.asarray(np.max(runs, axis=0), np.int_)


def _on_edge(boxes: Boxes, shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    low = (boxes[:, :2] <= 0).any(axis=1)
    return np.asarray(low | (boxes[:, 2] >= shape[1]) | (boxes[:, 3] >= shape[0]))


def _sides(ink: Pixels, height: float) -> npt.NDArray[np.int_]:
    """Return for each pixel how many cuts are to its left."""
    weight = ink / np.float32(255)
    middle = len(ink) // 2
    above, over = cheapest(weight[: middle + 1])
    below, under = cheapest(weight[middle:][::-1])
    cost = above + below - weight[middle]
    cols = np.arange(ink.shape[1])
    sides = np.zeros(ink.shape, int)
    for place in _places(cost, max(1, round(_MIN_CUT_DISTANCE_HEIGHTS * height))):
        cut = np.append(way_to(over, place), way_to(under, place)[::-1][1:])
        sides += cols >= cut[:, None]
    return sides


def _places(cost: npt.NDArray[np.float32], reach: int) -> list[int]:
    """Return the columns where a cut passes less ink than any nearby, the cheapest first."""
    lowest = cv2.erode(cost[None], np.ones((1, 2 * reach + 1), np.uint8))[0]
    low = np.flatnonzero(cost <= lowest)
    low = low[(low >= reach) & (low < len(cost) - reach)]
    chosen: list[int] = []
    for place in low[np.argsort(cost[low], kind="stable")].tolist():
        if len(chosen) < _MAX_CUTS and all(abs(place - each) >= reach for each in chosen):
            chosen.append(place)
    return chosen


def _box_of(mask: npt.NDArray[np.bool_], left: int, top: int) -> npt.NDArray[np.float64]:
    box = ink_box(mask) if mask.any() else (0, 0, 1, 1)
    return np.add(box, (left, top, left, top), dtype=np.float64)

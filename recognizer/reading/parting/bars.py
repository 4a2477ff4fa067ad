"""Finds upright bars in a number: they part it, as in 38|94, or stand around it, as in |42|.

A 1 looks like a bar, but is as tall as the digits beside it. Where no signs are written, a dash,
point, comma or colon between two digits parts them, too: 3-0 is not 30, and 3.14 not 314.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recognizer.reading.seeing.neighbors import Boxes, Flags, Lengths

MAX_BAR_FLATNESS = 0.15
"""The width of a bar, in its height."""
MIN_BEYOND_HEIGHTS = 0.12
"""Heights of a bar, by which it reaches beyond its neighbors at the top and at the foot. In 36,000
numbers built of digits of train hands (UNIPEN, pendigits, iPad) none of 21,765 ones reaches so far
beyond those on both sides. But their digits are about as tall as each other."""
MAX_PIECES = 200
# A bar far taller than all beside it may reach less far beyond them at one end.
_MIN_BEYOND_TALL_HEIGHTS, _MAX_BESIDE_TALL_HEIGHTS = 0.08, 0.6
_MIN_PAIR_BEYOND_HEIGHTS = 0.17  # the same where only two bars around a number tell each other
_MAX_DISTANCE_HEIGHTS = 2.0  # of a bar: what counts as its neighbors; in 2×1×3 not the signs alone
_MIN_CLEAR_HEIGHTS = 0.03  # of a bar: so far it stands from all others; the stem of a 4 touches it
_MIN_DIGIT_HEIGHTS = 0.35  # of a bar: so tall are digits beside it
_MIN_ALIKE_SHARE = 0.8  # flat pieces so alike in height may both be bars, as between cells
_MAX_CROSSING_HEIGHTS = 0.15  # of a piece: so near its middle, another one crosses it, as in a plus

_DASH_FLATNESS, _MIN_DASH_HEIGHTS = 0.35, 0.2  # its height in its width; its width in that of ink
_DASH_MIDDLE = 0.3, 0.75  # from the top to the foot of each digit beside it
_MIN_MARK_GAP_HEIGHTS = 0.06  # of these; the bar of a 4 or a 5 is nearer, or above and below it
_MAX_POINT_HEIGHTS = 0.15  # of the digits: its width; a comma is up to twice as high
_AT_FOOT = 0.85, 1.25  # as that of a dash: a point, or a comma, stands at the foot
_HIGH_POINT, _LOW_POINT = (0.1, 0.55), (0.55, 1.1)  # the two of a colon


def find_bars(boxes: Boxes) -> Flags:
    """Tell which pieces of a number are upright bars; `boxes` (n, 4) from left to right."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    flat = (height > 0) & (width <= MAX_BAR_FLATNESS * height)
    bars = np.zeros(len(boxes), bool)
    if not flat.any():
        return bars
    digits = ~_crossed(boxes) & (height >= 0.5 * width)
    before: list[int] = []  # those that may be one of a pair around the number
    behind: list[int] = []
    for piece in np.flatnonzero(flat).tolist():
        own = height[piece]
        distance = _distance(boxes, piece) / own
        near = distance <= _MAX_DISTANCE_HEIGHTS
        near &= ~flat | (height < _MIN_ALIKE_SHARE * own)
        if distance[near].min(initial=np.inf) < _MIN_CLEAR_HEIGHTS:
            continue
        beyond = np.minimum(boxes[:, 1] - boxes[piece, 1], boxes[piece, 3] - boxes[:, 3])
        least = beyond[near].min(initial=np.inf) / own
        tallest = height[near].max(initial=0.0)
        is_far = least >= MIN_BEYOND_HEIGHTS or (
            least >= _MIN_BEYOND_TALL_HEIGHTS and tallest <= _MAX_BESIDE_TALL_HEIGHTS * own
        )
        beside = np.flatnonzero(near & digits & (height >= _MIN_DIGIT_HEIGHTS * own))
        left, right = bool((beside < piece).any()), bool((beside > piece).any())
        bars[piece] = left and right and is_far
        if left != right and least >= _MIN_PAIR_BEYOND_HEIGHTS:
            (behind if left else before).append(piece)
    if len(before) == len(behind) == 1:
        bars[[*before, *behind]] = True
    return bars


def find_dashes(boxes: Boxes) -> Flags:
    """Tell which pieces of a number are dashes between two digits; `boxes` (n, 4) as above."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    dashes = np.zeros(len(boxes), bool)
    for piece, extents in _between_digits(boxes, height <= _DASH_FLATNESS * width):
        size = _size(extents)
        others = np.arange(len(boxes)) != piece
        is_clear = _distance(boxes, piece)[others].min() >= _MIN_MARK_GAP_HEIGHTS * size
        is_middle = _is_within(_middle_in(extents, boxes[piece]), _DASH_MIDDLE)
        dashes[piece] = is_clear and is_middle and width[piece] >= _MIN_DASH_HEIGHTS * size
    return dashes


def find_points(boxes: Boxes) -> Flags:
    """Tell which pieces of a number are a point, a comma or a colon between two digits.

    `boxes` (n, 4) as above.
    """
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    points = np.zeros(len(boxes), bool)
    for piece, extents in _between_digits(boxes, width <= _MAX_POINT_HEIGHTS * height.max()):
        size = _size(extents)
        own = _distance(boxes, piece) == 0
        is_small = (np.maximum(width, height / 2)[own] <= _MAX_POINT_HEIGHTS * size).all()
        if not is_small or _distance(boxes, piece)[~own].min() < _MIN_MARK_GAP_HEIGHTS * size:
            continue
        middles = sorted((_middle_in(extents, box) for box in boxes[own]), key=min)
        limits = {1: (_AT_FOOT,), 2: (_HIGH_POINT, _LOW_POINT)}.get(len(middles), ())
        points[own] = bool(limits) and all(map(_is_within, middles, limits))
    return points


def _between_digits(boxes: Boxes, chosen: Flags) -> Iterator[tuple[int, Boxes]]:
    """Yield the `chosen` pieces that stand between two digits, with top and foot of these."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    tall = (height >= 0.5 * width) & (height >= _MIN_DIGIT_HEIGHTS * height.max())
    for piece in np.flatnonzero(chosen & ~tall).tolist():
        before, behind = np.flatnonzero(tall[:piece]), np.flatnonzero(tall[piece:]) + piece
        if len(before) and len(behind):
            yield piece, np.array([_extent(boxes, k) for k in (before[-1], behind[0])])


def parted(
    number: list[int], boxes: Boxes, lines: Boxes, marks_part: bool = False
) -> list[list[int]]:
    """Return the pieces of a number, from left to right, as those between the bars in it.

    `boxes` are those of all pieces, `lines` (m, 4) those of longer upright lines among which the
    number stands: they part it, too, and so do dashes and points if `marks_part`. More pieces than
    `MAX_PIECES` are no writing, and kept.
    """
    if not 1 < len(number) <= MAX_PIECES:
        return [number]
    own = boxes[number]
    top, foot = np.median(own[:, 1]), np.median(own[:, 3])
    bars = find_bars(own)
    if marks_part:
        bars |= find_dashes(own) | find_points(own)
    across = lines[(lines[:, 1] <= top) & (lines[:, 3] >= foot)]
    cuts = np.sort(np.hstack([_middles(own[bars]), _middles(across)]))
    found: list[list[int]] = [[] for _ in range(len(cuts) + 1)]
    places = np.searchsorted(cuts, _middles(own)).tolist()
    for piece, place, is_bar in zip(number, places, bars.tolist(), strict=True):
        if not is_bar:
            found[place].append(piece)
    return [each for each in found if each]


def _middles(boxes: Boxes) -> Lengths:
    return np.asarray((boxes[:, 0] + boxes[:, 2]) / 2)


def _distance(boxes: Boxes, piece: int) -> Lengths:
    """Return how far from left to right each piece is from one of them; 0 if they overlap."""
    left, right = boxes[:, 0] - boxes[piece, 2], boxes[piece, 0] - boxes[:, 2]
    return np.asarray(np.maximum(np.maximum(left, right), 0.0))


def _size(extents: Boxes) -> float:
    return max(float(np.ptp(extents, axis=1).max()), 1e-9)


def _middle_in(extents: Boxes, box: Lengths) -> Lengths:
    """Return how far down the middle of a box is in each of n extents, from 0 to 1."""
    top, foot = extents.T
    return np.asarray(((box[1] + box[3]) / 2 - top) / np.maximum(foot - top, 1e-9))


def _is_within(values: Lengths, limits: tuple[float, float]) -> bool:
    return bool(((values >= limits[0]) & (values <= limits[1])).all())


def _extent(boxes: Boxes, piece: int) -> tuple[float, float]:
    """Return top and foot of a piece and of all that stand above or below it, as in a 4."""
    with_it = boxes[_distance(boxes, piece) == 0]
    return float(with_it[:, 1].min()), float(with_it[:, 3].max())


def _crossed(boxes: Boxes) -> Flags:
    """Tell which pieces have another in their middle: those of a plus, a cross, a slashed zero."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    apart = np.abs(middles[:, None] - middles[None]).max(axis=2)
    np.fill_diagonal(apart, np.inf)
    return np.asarray((apart <= _MAX_CROSSING_HEIGHTS * size[:, None]).any(axis=1))

"""Finds upright bars in a number: they part it, as in 38|94, or stand around it, as in |42|.

A 1 looks like a bar, but is as tall as the digits beside it. Where no signs are written, a dash
between two digits parts them, too: 3-0 is not 30.
"""

from __future__ import annotations

import numpy as np

from recognizer.reading.neighbors import Boxes, Flags, Lengths

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
_MIN_DASH_GAP_HEIGHTS = 0.06  # of these; the bar of a 4 or a 5 is nearer, or above and below it


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
    tall = (height >= 0.5 * width) & (height >= _MIN_DIGIT_HEIGHTS * height.max())
    for piece in np.flatnonzero((height <= _DASH_FLATNESS * width) & ~tall).tolist():
        before, behind = np.flatnonzero(tall[:piece]), np.flatnonzero(tall[piece:]) + piece
        if not len(before) or not len(behind):
            continue
        top, foot = np.array([_extent(boxes, k) for k in (before[-1], behind[0])]).T
        size = max(float((foot - top).max()), 1e-9)
        others = np.arange(len(boxes)) != piece
        is_clear = _distance(boxes, piece)[others].min() >= _MIN_DASH_GAP_HEIGHTS * size
        middle = ((boxes[piece, 1] + boxes[piece, 3]) / 2 - top) / np.maximum(foot - top, 1e-9)
        is_middle = bool(((middle >= _DASH_MIDDLE[0]) & (middle <= _DASH_MIDDLE[1])).all())
        dashes[piece] = is_clear and is_middle and width[piece] >= _MIN_DASH_HEIGHTS * size
    return dashes


def parted(
    number: list[int], boxes: Boxes, lines: Boxes, dashes_part: bool = False
) -> list[list[int]]:
    """Return the pieces of a number, from left to right, as those between the bars in it.

    `boxes` are those of all pieces, `lines` (m, 4) those of longer upright lines among which the
    number stands: they part it, too, and so do dashes if `dashes_part`. More pieces than
    `MAX_PIECES` are no writing, and kept.
    """
    if not 1 < len(number) <= MAX_PIECES:
        return [number]
    own = boxes[number]
    top, foot = np.median(own[:, 1]), np.median(own[:, 3])
    bars = find_bars(own)
    if dashes_part:
        bars |= find_dashes(own)
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

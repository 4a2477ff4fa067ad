"""Finds upright bars in a number: they part it, as in 38|94, or stand around it, as in |42|.

A 1 looks like a bar, but is as tall as the digits beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from recognizer.reading.parting.marks import INK, MAX_PIECES, Drawn, distance, marks_beside
from recognizer.reading.seeing.neighbors import Boxes, Flags, Lengths

MAX_BAR_FLATNESS = 0.15
"""The width of a bar, in its height."""
MIN_BEYOND_HEIGHTS = 0.09
"""Heights of a bar, by which it reaches beyond its neighbors at the top and at the foot. In 39,000
numbers built of digits of train hands (UNIPEN, pendigits, iPad) none of 22,706 ones reaches so far
beyond those on both sides, nor does one of 13,458 where digits differ in height twice as much. A 1
that is a tenth taller than the digits at the top and at the foot reaches 0.083."""
# A bar far taller than all beside it may reach less far beyond them at one end.
_MIN_BEYOND_TALL_HEIGHTS, _MAX_BESIDE_TALL_HEIGHTS = 0.08, 0.6
_MIN_PAIR_BEYOND_HEIGHTS = 0.17  # the same where only two bars around a number tell each other
_MAX_DISTANCE_HEIGHTS = 2.0  # of a bar: what counts as its neighbors; in 2×1×3 not the signs alone
_MIN_CLEAR_HEIGHTS = 0.03  # of a bar: so far it stands from all others; the stem of a 4 touches it
_MIN_DIGIT_HEIGHTS = 0.35  # of a bar: so tall are digits beside it
_MIN_ALIKE_SHARE = 0.8  # flat pieces so alike in height may both be bars, as between cells
_MAX_CROSSING_HEIGHTS = 0.15  # of a piece: so near its middle, another one crosses it, as in a plus


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
        far = distance(boxes, piece) / own
        near = far <= _MAX_DISTANCE_HEIGHTS
        near &= ~flat | (height < _MIN_ALIKE_SHARE * own)
        if far[near].min(initial=np.inf) < _MIN_CLEAR_HEIGHTS:
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


def parted(
    numbers: Sequence[list[int]],
    boxes: Boxes,
    lines: Boxes,
    marks_part: bool = False,
    drawn: Drawn = INK,
) -> list[list[int]]:
    """Return the pieces of each number, from left to right, as those between the bars in it.

    `boxes` are those of all pieces, `lines` (m, 4) those of longer upright lines among which a
    number stands: they part it, too, and so do dashes and points if `marks_part`; these are in none
    then. `drawn` is as for `marks_beside`. More pieces than `MAX_PIECES` are no writing, and kept.
    """
    marks = marks_beside(numbers, boxes, drawn) if marks_part else [[] for _ in numbers]
    signs = {piece for each in marks for piece in each}
    rest = ([piece for piece in number if piece not in signs] for number in numbers)
    every = np.vstack([boxes, drawn.specks])
    pairs = zip(rest, marks, strict=True)
    return [part for number, own in pairs for part in _between(number, boxes, lines, every[own])]


def _between(number: list[int], boxes: Boxes, lines: Boxes, marks: Boxes) -> list[list[int]]:
    """Return the pieces of a number as those between the bars in it, the `lines` and `marks`."""
    if not 1 < len(number) <= MAX_PIECES:
        return [number] if number else []
    own = boxes[number]
    top, foot = np.median(own[:, 1]), np.median(own[:, 3])
    bars = find_bars(own)
    across = lines[(lines[:, 1] <= top) & (lines[:, 3] >= foot)]
    places = np.sort(np.hstack([_middles(own[bars]), _middles(across), _middles(marks)]))
    found: list[list[int]] = [[] for _ in range(len(places) + 1)]
    for piece, place, is_bar in zip(
        number, np.searchsorted(places, _middles(own)).tolist(), bars.tolist(), strict=True
    ):
        if not is_bar:
            found[place].append(piece)
    return [each for each in found if each]


def _middles(boxes: Boxes) -> Lengths:
    return np.asarray((boxes[:, 0] + boxes[:, 2]) / 2)


def _crossed(boxes: Boxes) -> Flags:
    """Tell which pieces have another in their middle: those of a plus, a cross, a slashed zero."""
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    apart = np.abs(middles[:, None] - middles[None]).max(axis=2)
    np.fill_diagonal(apart, np.inf)
    return np.asarray((apart <= _MAX_CROSSING_HEIGHTS * size[:, None]).any(axis=1))

"""Finds signs of dashes and points that part numbers where no signs are written.

A dash, a point, a comma or a colon between two digits parts them: 3-0 is not 30, and 3.14 not 314.
So do an equals sign and a division sign, which are dashes and points above each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from recognizer.reading.seeing.neighbors import Boxes, Flags, Lengths

NO_BOXES: Boxes = np.zeros((0, 4))
MAX_PIECES = 200
_MIN_DIGIT_HEIGHTS = 0.35  # of the highest piece: so tall are digits
_DASH_FLATNESS, _MIN_DASH_HEIGHTS = 0.35, 0.2  # its height in its width; its width in that of ink
_DASH_MIDDLE = 0.3, 0.75  # from the top to the foot of each digit beside it
_MIN_MARK_GAP_HEIGHTS = 0.06  # of these; the bar of a 4 or a 5 is nearer, or above and below it
_MAX_POINT_HEIGHTS = 0.15  # of the digits: its width; a comma is up to twice as high
_AT_FOOT = 0.85, 1.25  # as that of a dash: a point, or a comma, stands at the foot
_HIGH_POINT, _LOW_POINT = (0.1, 0.55), (0.55, 1.1)  # the two of a colon
_MAX_LEAN_HEIGHTS = 0.12  # so far a point of a colon may stand beside the other
_BAR_FLATNESS = 0.6  # as that of a dash: two bars above each other may be short, in pictures
_STACK_MIDDLE = 0.1, 0.95  # as that of a dash: of what stands above each other
_MAX_STACK_HEIGHTS = 0.6  # of the digits: from the middle of the highest to that of the lowest
_MIN_ALIKE_SHARE = 0.5  # of the longer of two bars of an equals sign: the shorter one
_BELOW_FOOT_HEIGHTS = 0.25  # of a number: so far below it, a comma may stand
_MAX_ONE_WIDTH_HEIGHTS = 1.2  # of connected ink: a digit is at most so wide
_MAX_REACH_HEIGHTS = 1.2  # of a number: so far from it, a mark may stand between it and the next


@dataclass(frozen=True, eq=False)
class Drawn:
    """What a picture shows that ink does not: how wide the pen is, specks, and what is connected.

    The boxes (m, 4) of `specks` are those of points, or of dirt. Pieces that were cut from one have
    the same number in `wholes` (n,), which is empty where nothing was cut.
    """

    pen: float
    specks: Boxes
    wholes: npt.NDArray[np.int_] = field(default_factory=lambda: np.zeros(0, int))

    def of(self, pieces: npt.NDArray[np.int_]) -> Drawn:
        """Return what the picture shows of some of the pieces."""
        return replace(self, wholes=self.wholes[pieces]) if len(self.wholes) else self

    def uncut(self, marks: list[list[int]]) -> list[list[int]]:
        """Return `marks` without pieces that were cut from something: a mark touches nothing."""
        sizes = np.bincount(self.wholes)[self.wholes].tolist()
        return [[k for k in each if k >= len(sizes) or sizes[k] == 1] for each in marks]

    def boxes_of_wholes(self, boxes: Boxes) -> Boxes:
        """Return for each of n pieces the box around all that is connected to it.

        What is much wider than a digit is several of them, and stays parted.
        """
        if not len(self.wholes):
            return boxes
        low, high = np.full((2, self.wholes.max() + 1, 2), np.inf)
        np.minimum.at(low, self.wholes, boxes[:, :2])
        np.minimum.at(high, self.wholes, -boxes[:, 2:])
        around = np.hstack([low, -high])[self.wholes]
        width, height = (around[:, 2:] - around[:, :2]).T
        return np.where((width <= _MAX_ONE_WIDTH_HEIGHTS * height)[:, None], around, boxes)


INK = Drawn(0.0, NO_BOXES)


def find_marks(boxes: Boxes, pen: float = 0.0) -> Flags:
    """Tell which pieces of a number are marks; `boxes` (n, 4) from left to right.

    They are those of strokes drawn with a `pen` so wide.
    """
    if len(boxes) < 2:
        return np.zeros(len(boxes), bool)
    return find_dashes(boxes) | find_points(boxes, pen) | find_stacks(boxes, pen)


def marks_beside(numbers: Sequence[list[int]], boxes: Boxes, drawn: Drawn = INK) -> list[list[int]]:
    """Return the pieces that are marks in each number, or between it and the next.

    `boxes` are those of all pieces. A mark may have been taken for a number of its own. More pieces
    than `MAX_PIECES` are no writing. Specks, whose numbers follow those of the pieces, are points
    only where as many of them stand in the place of one as anywhere else.
    """
    boxes = drawn.boxes_of_wholes(boxes)
    marks = drawn.uncut(_marks_in(numbers, numbers, boxes, drawn.pen))
    if not len(drawn.specks):
        return marks
    every = np.vstack([boxes, drawn.specks])
    others = [*numbers, *([k] for k in range(len(boxes), len(every)))]
    found = drawn.uncut(_marks_in(numbers, others, every, drawn.pen))
    in_place = {k for each in found for k in each if k >= len(boxes)}
    if 2 * len(in_place) < len(drawn.specks):
        return marks
    return [sorted({*one, *other}) for one, other in zip(marks, found, strict=True)]


def find_dashes(boxes: Boxes) -> Flags:
    """Tell which pieces of a number are dashes between two digits; `boxes` (n, 4) as above."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    dashes = np.zeros(len(boxes), bool)
    for piece, extents in _between_digits(boxes, height <= _DASH_FLATNESS * width):
        size = _size(extents)
        is_clear = _is_clear(boxes, np.arange(len(boxes)) == piece, size)
        is_middle = _is_within(_middle_in(extents, boxes[piece]), _DASH_MIDDLE)
        dashes[piece] = is_clear and is_middle and width[piece] >= _MIN_DASH_HEIGHTS * size
    return dashes


def find_points(boxes: Boxes, pen: float = 0.0) -> Flags:
    """Tell which pieces of a number are a point, a comma or a colon between two digits.

    `boxes` (n, 4) as above.
    """
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    slim = width <= pen + _MAX_POINT_HEIGHTS * height.max()
    paths = _narrowed(boxes, slim, pen)
    points = np.zeros(len(boxes), bool)
    for piece, extents in _between_digits(paths, slim):
        size = _size(extents)
        away, are_small = distance(paths, piece), _are_small(boxes, size, pen)
        own = (away == 0) | (are_small & (away <= _MAX_LEAN_HEIGHTS * size))
        is_small = are_small[own].all()
        if not is_small or not _is_clear(paths, own, size, pen / 2):
            continue
        middles = sorted((_middle_in(extents, box) for box in boxes[own]), key=min)
        limits = {1: (_AT_FOOT,), 2: (_HIGH_POINT, _LOW_POINT)}.get(len(middles), ())
        points[own] = bool(limits) and all(map(_is_within, middles, limits))
    return points


def find_stacks(boxes: Boxes, pen: float = 0.0) -> Flags:
    """Tell which pieces are an equals or a division sign beside a digit; `boxes` as above.

    No part of a digit looks like either, so one digit is enough: 1+1= has none behind it.
    """
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    found = np.zeros(len(boxes), bool)
    for piece, extents in _beside_digits(boxes, height <= _BAR_FLATNESS * width):
        is_own, size = distance(boxes, piece) == 0, _size(extents)
        if found[piece] or not _is_clear(boxes, is_own, size, pen):
            continue
        own = np.flatnonzero(is_own)
        own = own[np.argsort(boxes[own, 1] + boxes[own, 3])]
        middles = np.array([_middle_in(extents, box) for box in boxes[own]])
        is_stack = _is_within(middles, _STACK_MIDDLE) and np.ptp(middles) <= _MAX_STACK_HEIGHTS
        found[own] |= bool(is_stack) and (
            _is_equals(boxes[own], size) or _is_division(boxes[own], size, pen)
        )
    return found


def distance(boxes: Boxes, piece: int) -> Lengths:
    """Return how far from left to right each piece is from one of them; 0 if they overlap."""
    left, right = boxes[:, 0] - boxes[piece, 2], boxes[piece, 0] - boxes[:, 2]
    return np.asarray(np.maximum(np.maximum(left, right), 0.0))


def _marks_in(
    numbers: Sequence[list[int]], others: Sequence[list[int]], boxes: Boxes, pen: float
) -> list[list[int]]:
    """Return the pieces that are marks in each number, among `others` that begin with these."""
    middles = (boxes[:, 0] + boxes[:, 2]).tolist()
    found = []
    for number, near in zip(numbers, _low_beside(others, boxes), strict=False):
        members = sorted([*number, *near], key=middles.__getitem__)
        few = members if len(members) <= MAX_PIECES else []
        found.append([few[k] for k in np.flatnonzero(find_marks(boxes[few], pen)).tolist()])
    return found


def _low_beside(numbers: Sequence[list[int]], boxes: Boxes) -> Iterator[list[int]]:
    """Yield for each number the pieces of others that are low, and in or beside it."""
    outer = np.array([[*boxes[k, :2].min(axis=0), *boxes[k, 2:].max(axis=0)] for k in numbers])
    tallest = np.array([(boxes[k, 3] - boxes[k, 1]).max() for k in numbers])
    low = np.flatnonzero(tallest < _MIN_DIGIT_HEIGHTS * tallest.max(initial=0.0))
    left, top, right, foot = outer[low].T
    for (begin, head, end, base), height in zip(outer.tolist(), tallest.tolist(), strict=True):
        reach = _MAX_REACH_HEIGHTS * height
        near = (right >= begin - reach) & (left <= end + reach)
        near &= (top + foot >= 2 * head) & (top + foot <= 2 * (base + _BELOW_FOOT_HEIGHTS * height))
        near &= tallest[low] < _MIN_DIGIT_HEIGHTS * height
        yield [piece for k in low[near].tolist() for piece in numbers[k]]


def _is_equals(boxes: Boxes, size: float) -> bool:
    """Tell whether n pieces, from the top, are two bars."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    are_flat = (height <= _BAR_FLATNESS * width).all() and width.max() >= _MIN_DASH_HEIGHTS * size
    return len(boxes) == 2 and bool(are_flat and width.min() >= _MIN_ALIKE_SHARE * width.max())


def _is_division(boxes: Boxes, size: float, pen: float) -> bool:
    """Tell whether n pieces, from the top, are a bar between two points."""
    return len(boxes) == 3 and bool(_are_small(boxes[[0, 2]], size, pen).all())


def _narrowed(boxes: Boxes, chosen: Flags, pen: float) -> Boxes:
    """Return boxes of which the `chosen` are those of the paths of the pen, from left to right.

    A point may stand under the end of a stroke, as far as the pen that drew it is wide.
    """
    less = np.where(chosen, np.minimum(pen, boxes[:, 2] - boxes[:, 0]) / 2, 0.0)
    return boxes + less[:, None] * (1.0, 0.0, -1.0, 0.0)


def _is_clear(boxes: Boxes, own: Flags, size: float, pen: float = 0.0) -> bool:
    """Tell whether all others stand clear of some pieces; what was cut apart touches."""
    gaps = [distance(boxes, k)[~own].min(initial=np.inf) for k in np.flatnonzero(own).tolist()]
    nearest = min(gaps)
    return bool(nearest > 0 and nearest + pen >= _MIN_MARK_GAP_HEIGHTS * size)


def _are_small(boxes: Boxes, size: float, pen: float) -> Flags:
    width, height = (boxes[:, 2:] - boxes[:, :2] - pen).T
    return np.asarray(np.maximum(width, height / 2) <= _MAX_POINT_HEIGHTS * size)


def _between_digits(boxes: Boxes, chosen: Flags) -> Iterator[tuple[int, Boxes]]:
    """Yield the `chosen` pieces that stand between two digits, with top and foot of these."""
    return (each for each in _beside_digits(boxes, chosen) if len(each[1]) == 2)


def _beside_digits(boxes: Boxes, chosen: Flags) -> Iterator[tuple[int, Boxes]]:
    """Yield the `chosen` pieces with top and foot of the digits beside it: of one or two."""
    width, height = (boxes[:, 2:] - boxes[:, :2]).T
    tall = (height >= 0.5 * width) & (height >= _MIN_DIGIT_HEIGHTS * height.max())
    for piece in np.flatnonzero(chosen & ~tall).tolist():
        before, behind = np.flatnonzero(tall[:piece]), np.flatnonzero(tall[piece:]) + piece
        beside = [*before[-1:].tolist(), *behind[:1].tolist()]
        if beside:
            yield piece, np.array([_extent(boxes, k) for k in beside])


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
    with_it = boxes[distance(boxes, piece) == 0]
    return float(with_it[:, 1].min()), float(with_it[:, 3].max())

"""Where an answer stands: behind the equals sign, or digit under digit below the line of a column.

All lengths are in the unit of the ink, and y is down.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from recognizer.ink import BoundingBox
from recognizer.sums.expression import COMPARISONS
from recognizer.sums.found import Sum
from recognizer.sums.lettering import Pieces, box_of, set_in_type, words_in_type
from recognizer.sums.undercolumn import under_line

SCALES = (1.0, 0.8, 0.65, 0.5)
"""How large an answer may be, as parts of the writing, where there is no room for all of it."""
LAST_DIGITS = 3
"""So many digits before the equals sign tell where the base line is: a hand climbs or falls."""
_GAP_HEIGHTS, _TOLD_GAP_HEIGHTS, _BESIDE_HEIGHTS = 0.35, 0.9, 0.12
"""In heights of a digit: between the writing and its answer, more behind another result, which it
must not go on with; and around that, free of other ink."""
_MIN_DIGIT_SHARE = 0.6  # of the tallest: what is smaller is raised, or dirt


@dataclass(frozen=True)
class Around:
    """What is around a sum: the `room` that an answer may take, and `others`, which it may not.

    It is at least `gap` from the writing, which is thicker than its box.
    """

    room: BoundingBox
    others: Sequence[BoundingBox] = ()
    gap: float = 0.0

    def has_room_for(self, box: BoundingBox, beside: float) -> bool:
        """Tell whether `box` is free, with so much space `beside` it."""
        room = self.room
        fits = room.left <= box.left and room.top <= box.top
        if not (fits and box.right <= room.right and box.bottom <= room.bottom):
            return False
        return not any(
            box.left - beside < each.right
            and each.left < box.right + beside
            and box.top - beside < each.bottom
            and each.top < box.bottom + beside
            for each in self.others
        )


def standing(found: Sum, answer: str, around: Around) -> Pieces:
    """Return `answer` behind all that is written of a sum, on its base line.

    It is as large as the writing. Where there is no room, it stands smaller, or in a row below or
    above. In a column it stands below all that is written, digit under digit.
    """
    height = digit_height(found)
    below = under_line(found, answer, height) if found.is_column else ()
    if below and around.has_room_for(box_of(below), 0.0):
        return below
    return _in_a_line(found, set_in_type(answer), height, around)


def words_standing(found: Sum, words: str, around: Around) -> Pieces:
    """Return some small `words` in the place of an answer."""
    return _in_a_line(found, words_in_type(words), digit_height(found), around)


def written_result(found: Sum) -> BoundingBox:
    """Return the box of what stands behind the last sign, or below the line of a column."""
    ordered = [each for each in found.taken if each.label]
    if found.is_column:
        line = max((each.symbol.box for each in ordered), key=lambda box: box.width)
        behind = [each.symbol.box for each in ordered if each.symbol.box.top >= line.bottom]
    else:
        last = max((k for k, e in enumerate(ordered) if e.label in (*COMPARISONS,)), default=-1)
        behind = [each.symbol.box for each in ordered[last + 1 :]]
    return BoundingBox.around(behind) if behind else found.box


def digit_height(found: Sum) -> float:
    """Return the usual height of the digits of a sum; > 0."""
    heights = [box.height for box in _digits(found)]
    return max(median(heights) if heights else found.box.height, 1e-9)


def _digits(found: Sum) -> list[BoundingBox]:
    """Return the digits beside the last sign, as they are not raised; where none is, the tall."""
    digits = [each.symbol.box for each in found.taken if each.label.isdigit()]
    beside = [box for box in digits if box.top <= _middle(found) <= box.bottom]
    tallest = max((box.height for box in digits), default=0.0)
    return beside or [box for box in digits if box.height >= _MIN_DIGIT_SHARE * tallest]


def _middle(found: Sum) -> float:
    """Return the height at which the last sign stands; nowhere if there is none."""
    signs = [each.symbol.box for each in found.taken if each.label in (*COMPARISONS,)]
    return (signs[-1].top + signs[-1].bottom) / 2 if signs else math.inf


def _base_line(found: Sum, height: float) -> float:
    """Return the foot of the last digits beside the last sign, or below where they would be."""
    middle = _middle(found)
    feet = [box.bottom for box in _digits(found) if box.top <= middle <= box.bottom]
    if feet:
        return median(feet[-LAST_DIGITS:])
    return middle + height / 2 if middle < math.inf else found.box.bottom


@dataclass(frozen=True)
class _Placer:
    """Tries places for `pieces` beside a sum whose digits are so high and stand on `foot`."""

    found: Sum
    pieces: Pieces
    height: float
    foot: float
    around: Around

    def places(self) -> Iterator[Pieces]:
        """Yield the places, the best first."""
        for scale in (SCALES[:2], SCALES[2:]):
            yield from map(self._behind, scale)
            yield from (self._beyond(each, is_below=True) for each in scale)
        yield from (self._beyond(each, is_below=False) for each in SCALES)

    def squeezed(self) -> Pieces:
        """Return `pieces` where all is full: in the room, if need be over other ink."""
        box, room = box_of(self.pieces), self.around.room
        widest = max(room.width, 1e-9) / max(box.width, 1e-9)
        tallest = max(room.height, 1e-9) / max(box.height, 1e-9)
        height = min(self.height * SCALES[-1], widest, tallest)
        left = max(min(self._start, room.right - box.width * height), room.left)
        foot = max(min(self.foot, room.bottom - box.bottom * height), room.top - box.top * height)
        return self._moved(left, foot, height)

    @property
    def _start(self) -> float:
        """Where they begin behind the sum."""
        gap = _GAP_HEIGHTS if self.found.tree.asks else _TOLD_GAP_HEIGHTS
        return self.found.box.right + max(gap * self.height, self.around.gap)

    def _behind(self, scale: float) -> Pieces:
        return self._moved(self._start, self.foot, self.height * scale)

    def _beyond(self, scale: float, is_below: bool) -> Pieces:
        """Return `pieces` in a row below or above the sum; they end where it ends."""
        box, own, height = box_of(self.pieces), self.found.box, self.height * scale
        gap, room = max(_GAP_HEIGHTS * self.height, self.around.gap), self.around.room
        left = max(min(own.right, room.right) - box.width * height, room.left)
        above = own.top - gap - box.bottom * height
        foot = own.bottom + gap - box.top * height if is_below else above
        return self._moved(left, foot, height)

    def _moved(self, left: float, foot: float, height: float) -> Pieces:
        return tuple(each.moved(left, foot, height) for each in self.pieces)


def _in_a_line(found: Sum, pieces: Pieces, height: float, around: Around) -> Pieces:
    """Return `pieces` at the first place where they are free; else behind the sum, in the room."""
    placer = _Placer(found, pieces, height, _base_line(found, height), around)
    for moved in placer.places():
        if around.has_room_for(box_of(moved), _BESIDE_HEIGHTS * height):
            return moved
    return placer.squeezed()

"""Reads pictures as one digit each, and tells whether that is sure.

The ink of several pictures is found before the network looks at them: steps that are alike follow
each other. For small pictures, this takes a quarter less time than one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from recognizer.ink.pixels import ink_box, inked
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier
from recognizer.network.strokewidth import preprocess_found
from recognizer.pictures.blobs import INK_FROM
from recognizer.pictures.decode import Picture
from recognizer.pictures.outlines import is_outlined
from recognizer.pictures.specks import without_specks
from recognizer.reading.pages.pagereader import scaled
from recognizer.reading.pages.transposed import with_doubts
from recognizer.reading.parting.layout import box_around, stand_in_column
from recognizer.reading.result import Reading
from recognizer.reading.seeing.neighbors import Boxes
from recognizer.reading.seeing.seen import Seen, see_all

_MAX_PIECES_OF_ONE = 6  # a picture of more pieces is not one digit
_MAX_OTHER_INK = 0.3  # compared with the digit; more ink beside it is not dirt
_MAX_CUT_OUT_GAP_PIXELS = 1  # in 16 pixels, as those of USPS, a thin stroke is easily broken
_MIN_PAIR_GAP_HEIGHTS = 0.13  # of the lower one of only two digits below each other
_MAX_BORDER_SHARE, _MIN_BORDER_LENGTH = 0.5, 0.7  # of the picture: a shadow at its edge
_MIN_SHADOW_SIDES = 0.25  # of the longer side of the ink; no stroke is half as wide
_MIN_SOFT_EDGE = 3.0, 0.03  # pixels, and parts of the longer side; edges of strokes are sharper
_INK_OF_DIGIT = 32  # of 255: from there on a pixel counts where the digit lies


@dataclass(frozen=True, eq=False)
class Marked:
    """A picture, and the marks in it, 0 for paper, up to 255 for ink, of the same or smaller size.

    One that `is_cut_out` has no margin around its digit.
    """

    picture: Picture
    marks: Pixels
    is_cut_out: bool = False

    @cached_property
    def ink(self) -> Pixels:
        """The marks without specks."""
        return without_specks(self.marks)


@dataclass(frozen=True, eq=False)
class Single:
    """The ink of a picture read as one digit, and whether that is sure."""

    ink: Pixels
    reading: Reading
    is_sure: bool

    @property
    def is_shade(self) -> bool:
        """Whether ink at the edge of the picture is a border or a shadow: aside, thick or soft."""
        return _is_shade(self.ink)


def read_singles(
    classifier: Classifier, given: Sequence[Marked], as_they_lie: bool = False
) -> list[Single]:
    """Read each as one digit; `classifier` looks at all of them together.

    Unless they are right `as_they_lie`, those that may be transposed are doubted.
    """
    fields = [preprocess_found(each.ink) for each in given]
    inked_ones = [k for k, field in enumerate(fields) if cv2.countNonZero(field)]
    found = see_all(classifier, [fields[k] for k in inked_ones]) if inked_ones else []
    found = found if as_they_lie else with_doubts(classifier, found)
    seen = dict(zip(inked_ones, found, strict=True))
    return [_single(each, seen.get(k)) for k, each in enumerate(given)]


def _single(given: Marked, seen: Seen | None) -> Single:
    ink, (rows, cols) = given.ink, given.ink.shape
    if seen is None:
        return Single(ink, Reading(), True)
    max_gap = _MAX_CUT_OUT_GAP_PIXELS if given.is_cut_out else 0
    own = inked(ink, INK_FROM)
    one = seen.is_known and _is_one(own, given.marks, max_gap)
    high, wide = given.picture.shape[:2]
    box = scaled(ink_box(ink, _INK_OF_DIGIT), (wide / cols, high / rows))
    reading = Reading.of(seen.symbol(one, box, piece=ink))
    return Single(ink, reading, one and (given.is_cut_out or not _on_edge(own)))


def _is_one(own: Pixels, marks: Pixels, max_gap: int) -> bool:
    """Tell whether ink may be one digit, and most of all `marks`, by where its pieces lie.

    It is where `own` is 1. No columns of paper part its pieces, or at most `max_gap`.
    """
    if cv2.countNonZero(inked(marks, INK_FROM)) > (1 + _MAX_OTHER_INK) * cv2.countNonZero(own):
        return False
    count, _ = cv2.connectedComponents(own)  # without statistics it takes a sixth of the time
    if count == 2:  # paper, and one piece: nothing lies beside it, below it or in it
        return True
    if not 2 < count <= 1 + _MAX_PIECES_OF_ONE:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(own)
    boxes = np.asarray(stats[1:])
    left, right = boxes[:, 0], boxes[:, 0] + boxes[:, 2]
    order = np.argsort(left)
    gaps = left[order][1:] - np.maximum.accumulate(right[order])[:-1]
    if (gaps > max_gap).any() or _is_column(boxes[:, :4].astype(np.float64)):
        return False
    return not is_outlined(own)


def _is_column(boxes: Boxes) -> bool:
    """Tell whether digits stand below each other; `boxes` (n, 4) are left, top, width, height."""
    ordered = boxes[np.argsort(boxes[:, 1])]
    corners = np.hstack([ordered[:, :2], ordered[:, :2] + ordered[:, 2:]])
    foot = np.maximum.accumulate(corners[:, 3])
    starts = np.flatnonzero(np.append(True, corners[1:, 1] > foot[:-1]))
    bands = np.array([box_around(each) for each in np.split(corners, starts[1:])])
    apart = stand_in_column(bands[:-1], bands[1:])
    if len(bands) == 2:  # a pair with a narrow gap may be a broken 8
        gap, low = bands[1, 1] - bands[0, 3], (bands[:, 3] - bands[:, 1]).min()
        apart &= gap >= _MIN_PAIR_GAP_HEIGHTS * low
    return bool(apart.any())


def _on_edge(own: Pixels) -> bool:
    rows, cols = own.shape
    left, top, width, height = cv2.boundingRect(own)
    return width > 0 and (left == 0 or top == 0 or left + width == cols or top + height == rows)


def _is_shade(ink: Pixels) -> bool:
    """Tell whether ink at the edge of a picture is a border or a shadow: aside, thick or soft."""
    own = inked(ink, INK_FROM)
    if not _on_edge(own):
        return False
    rows, cols = ink.shape
    left, top, right, bottom = ink_box(ink, _INK_OF_DIGIT)
    wide, tall = right - left, bottom - top
    aside = (
        min(wide / cols, tall / rows) < _MAX_BORDER_SHARE
        and max(wide / cols, tall / rows) > _MIN_BORDER_LENGTH
    )
    thick = float(cv2.distanceTransform(own, cv2.DIST_L2, 3).max()) > _MIN_SHADOW_SIDES * max(
        wide, tall
    )
    outlines, _ = cv2.findContours(own, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    soft = np.count_nonzero((ink > _INK_OF_DIGIT) & (ink < 200)) / max(sum(map(len, outlines)), 1)
    return bool(
        aside or thick or soft > max(_MIN_SOFT_EDGE[0], _MIN_SOFT_EDGE[1] * max(wide, tall))
    )

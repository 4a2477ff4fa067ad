"""Reads a picture of a digit, of numbers or of a whole page.

A picture is first read as one digit. Only if that is in doubt it is read as a page: its ink is
found without shadows and printed lines, split into pieces, and read (`pagereader`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from recognizer.ink.pixels import ink_box
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier
from recognizer.network.strokewidth import preprocess_found
from recognizer.pictures.blobs import INK_FROM
from recognizer.pictures.cutout import cut_out_marks
from recognizer.pictures.decode import Picture, find_marks, without_specks
from recognizer.pictures.frames import is_ringed
from recognizer.pictures.page import PageInk, find_page_ink, is_like_edge
from recognizer.pictures.sheet import find_sheet
from recognizer.pictures.turns import Turn
from recognizer.reading.layout import box_around, stand_in_column
from recognizer.reading.neighbors import Boxes
from recognizer.reading.pagereader import PageReader, scaled
from recognizer.reading.placed import placed
from recognizer.reading.result import Reading
from recognizer.reading.seen import see
from recognizer.reading.turned import read_either_way, sense

_MIN_SENSE = 0.6  # mean confidence with which a sheet is read, or ink and paper are turned about
_MAX_PIECES_OF_ONE = 6  # a picture of more pieces is not one digit
_MAX_OTHER_INK = 0.3  # compared with the digit; more ink beside it is not dirt
_MAX_CUT_OUT_GAP_PIXELS = 1  # in 16 pixels, as those of USPS, a thin stroke is easily broken
_MIN_PAIR_GAP_HEIGHTS = 0.13  # of the lower one of only two digits below each other
_MAX_BORDER_SHARE = 0.3  # of the picture; a border is narrower, and as long as the picture
_MIN_SHADOW_SIDES = 0.25  # of the longer side of the ink; no stroke is half as wide
_MIN_SOFT_EDGE = 3.0, 0.03  # pixels, and parts of the longer side; edges of strokes are sharper


ReadPage = Callable[[PageInk], Reading]


class PictureReader:
    """Reads pictures with one model. Not for use by two threads at a time."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._pages = PageReader(classifier)

    def read(self, picture: Picture, turn: Turn | None = None) -> Reading:
        """Read a picture of one digit, of numbers or of a page, line by line.

        It is gray, BGR or BGRA, dark on light or light on dark; lines may rise or fall by 8
        degrees. It is read with that `turn`; without one, a page that makes no sense as it lies is
        tried in all. Boxes are in its pixels.

        Raises
        ------
        PictureError
            If the array has another shape or dtype, or no pixels.
        """
        if turn is not None:
            rows, cols = picture.shape[:2]
            found = self._read(turn.of(picture), self._pages.read)
            return placed(found, lambda box: turn.back(box, rows, cols))
        return self._read(picture, self._read_either_way)

    def _read_either_way(self, page: PageInk) -> Reading:
        return read_either_way(self._classifier, self._pages, page)

    def _read(self, picture: Picture, read_page: ReadPage) -> Reading:
        """Read the sheet that lies on a table; or all of the picture, if it says more."""
        sheet = find_sheet(picture)
        if sheet is None:
            return self._read_flat(picture, read_page)
        found = placed(self._read_flat(sheet.picture, read_page), sheet.place)
        if sense(found) >= _MIN_SENSE:
            return found
        whole = self._read_flat(picture, read_page)
        if not found.symbols and sense(whole) < _MIN_SENSE:  # an empty sheet
            return found
        return max(found, whole, key=sense)

    def _read_flat(self, picture: Picture, read_page: ReadPage) -> Reading:
        single = self._single(picture, find_marks(picture))
        if single.is_sure:
            return single.reading
        # The border is no background where ink goes up to it: what is bright, or dark, may be.
        others = [self._single(picture, each, True) for each in cut_out_marks(picture)]
        if sure := [each.reading for each in others if each.is_sure]:
            return max(sure, key=lambda each: each.confidence)
        page = find_page_ink(picture)
        found = read_page(page)
        if not found.has_known and is_like_edge(picture, page):
            turned_about = read_page(find_page_ink(picture, is_turned_about=True))
            found = turned_about if sense(turned_about) >= _MIN_SENSE else found
        if len(found.symbols) > 1 or _is_shade(single.ink):
            return found
        return max(found, single.reading, key=_digits_in)

    def _single(self, picture: Picture, marks: Pixels, is_cut_out: bool = False) -> _Single:
        ink = without_specks(marks)
        field = preprocess_found(ink)
        if not field.any():
            return _Single(ink, Reading(), True)
        rows, cols = ink.shape
        seen = see(self._classifier, field)
        one = seen.is_known and _is_one(ink, marks, _MAX_CUT_OUT_GAP_PIXELS if is_cut_out else 0)
        box = scaled(ink_box(ink, 32), (picture.shape[1] / cols, picture.shape[0] / rows))
        reading = Reading.of(seen.symbol(one, box, piece=ink))
        return _Single(ink, reading, one and (is_cut_out or not _on_edge(ink)))


@dataclass(frozen=True, eq=False)
class _Single:
    """The ink of a picture read as one digit, and whether that is sure."""

    ink: Pixels
    reading: Reading
    is_sure: bool


def _digits_in(reading: Reading) -> int:
    return sum(bool(each.label) for each in reading.symbols)


def _is_one(ink: Pixels, marks: Pixels, max_gap: int) -> bool:
    """Tell whether `ink` may be one digit, and most of all `marks`, by where its pieces lie.

    No columns of paper part them, or at most `max_gap`.
    """
    inked = (ink > INK_FROM).astype(np.uint8)
    most = (1 + _MAX_OTHER_INK) * cv2.countNonZero(inked)
    if cv2.countNonZero((marks > INK_FROM).astype(np.uint8)) > most:
        return False
    count, _ = cv2.connectedComponents(inked)  # without statistics it takes a sixth of the time
    if count == 2:  # paper, and one piece: nothing lies beside it, below it or in it
        return True
    if not 2 < count <= 1 + _MAX_PIECES_OF_ONE:
        return False
    _, _, stats, _ = cv2.connectedComponentsWithStats(inked)
    boxes = np.asarray(stats[1:])
    left, right = boxes[:, 0], boxes[:, 0] + boxes[:, 2]
    order = np.argsort(left)
    gaps = left[order][1:] - np.maximum.accumulate(right[order])[:-1]
    if (gaps > max_gap).any() or _is_column(boxes[:, :4].astype(np.float64)):
        return False
    return not is_ringed(inked)


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


def _on_edge(ink: Pixels) -> bool:
    return any(int(side.max()) > INK_FROM for side in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))


def _is_shade(ink: Pixels) -> bool:
    """Tell whether ink at the edge of a picture is a border or a shadow: aside, thick or soft."""
    if not _on_edge(ink):
        return False
    rows, cols = ink.shape
    left, top, right, bottom = ink_box(ink, 32)
    wide, tall = right - left, bottom - top
    aside = (
        min(wide / cols, tall / rows) < _MAX_BORDER_SHARE
        and max(wide / cols, tall / rows) > 1 - _MAX_BORDER_SHARE
    )
    inked = (ink > INK_FROM).astype(np.uint8)
    thick = float(cv2.distanceTransform(inked, cv2.DIST_L2, 3).max()) > _MIN_SHADOW_SIDES * max(
        wide, tall
    )
    outlines, _ = cv2.findContours(inked, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    soft = np.count_nonzero((ink > 32) & (ink < 200)) / max(sum(map(len, outlines)), 1)
    return bool(
        aside or thick or soft > max(_MIN_SOFT_EDGE[0], _MIN_SOFT_EDGE[1] * max(wide, tall))
    )

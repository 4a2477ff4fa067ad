"""Reads a picture of a digit, of numbers or of a whole page.

A picture is first read as one digit. Only if that is in doubt it is read as a page: its ink is
found without shadows and printed lines, split into pieces, and read as `numbers` reads strokes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from recognizer.ink import BoundingBox, Ink
from recognizer.ink.pixels import ink_box
from recognizer.ink.raster import Pixels
from recognizer.network.classifier import Classifier
from recognizer.network.preprocess import preprocess_ink
from recognizer.network.strokewidth import preprocess_found, stroke_width
from recognizer.pictures.blobs import INK_FROM, Blobs, find_blobs, with_cuts
from recognizer.pictures.decode import Picture, find_marks, without_specks
from recognizer.pictures.page import find_page_ink
from recognizer.reading.grouping import PICTURE
from recognizer.reading.lattice import Places, parts_of
from recognizer.reading.layout import Box, box_around, find_numbers, in_lines
from recognizer.reading.neighbors import Boxes
from recognizer.reading.place import has_one_for_bar, has_small_signs
from recognizer.reading.prior import Prior, prior_of
from recognizer.reading.result import Number, Reading, together
from recognizer.reading.seen import Seen, see

_MAX_PIECES_OF_ONE = 6  # a picture of more pieces is not one digit
_MAX_OTHER_INK = 0.3  # compared with the digit; more ink beside it is not dirt
_MAX_BORDER_SHARE = 0.3  # of the picture; a border is narrower, and as long as the picture
_MIN_SHADOW_SIDES = 0.25  # of the longer side of the ink; no stroke is half as wide
_MIN_SOFT_EDGE = 3.0, 0.03  # pixels, and parts of the longer side; edges of strokes are sharper
_MAX_DIRT_HEIGHTS = 0.4  # of a digit; lower pieces that are not digits are ignored
_MAX_SLOPE = 0.15  # of a line of writing
_SLOPES = 61
_MAX_COMPARED_HEIGHTS = 10.0  # two digits of a line are compared up to this distance
_MAX_OFF_LINE_HEIGHTS = 0.2  # of a digit from its line
_MAX_COMPARED = 1500  # pieces
_MAX_POINT_PENS = 2.0  # widths of the pen; a piece no longer than this is a point
_POINTS = (".", ",")
_POINT = Ink.from_points([[(0.0, 0.0)]])

Scale = tuple[float, float]


class PictureReader:
    """Reads pictures with one model. Not for use by two threads at a time."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier

    def read(self, picture: Picture) -> Reading:
        """Read a picture of one digit, of numbers or of a page, line by line.

        It is gray, BGR or BGRA, dark on light or light on dark; lines may rise or fall by 8
        degrees. Boxes are in its pixels.

        Raises
        ------
        PictureError
            If the array has another shape or dtype, or no pixels.
        """
        single = self._read_single(picture)
        if single.is_sure:
            return single.reading
        page = find_page_ink(picture)
        blobs = find_blobs(page.pixels, has_small_signs(self._classifier.alphabet))
        found = self._read_blobs(with_cuts(blobs), page.scale, page.slope)
        if len(found.symbols) > 1 or _is_shade(single.ink):
            return found
        return max(found, single.reading, key=_digits_in)

    def _read_single(self, picture: Picture) -> _Single:
        marks = find_marks(picture)
        ink = without_specks(marks)
        field = preprocess_found(ink)
        if not field.any():
            return _Single(ink, Reading(), True)
        rows, cols = ink.shape
        seen = see(self._classifier, field)
        one = seen.is_known and _is_one(ink, marks)
        box = _scaled(ink_box(ink, 32), (picture.shape[1] / cols, picture.shape[0] / rows))
        reading = Reading.of(seen.symbol(one, box, piece=ink))
        return _Single(ink, reading, one and not _on_edge(ink))

    def _read_blobs(self, blobs: Blobs, scale: Scale, slope: float | None) -> Reading:
        if len(blobs) == 0:
            return Reading()
        level = _leveled(blobs, _slope(blobs) if slope is None else slope)
        alphabet = self._classifier.alphabet
        with_signs = has_small_signs(alphabet)
        numbers = find_numbers(level, with_signs, has_one_for_bar(alphabet))
        prior = prior_of(self._classifier, without_path=True)
        pen = stroke_width((blobs.labels > 0).astype(np.uint8)) if with_signs else 0.0
        found = [(self._number(blobs, level, each, scale, prior, pen), each) for each in numbers]
        read = [(number, each) for number, each in found if not _is_dirt(number)]
        lines = in_lines([box_around(level[list(each)]) for _, each in read])
        return together([read[k][0] for k in line] for line in lines)

    def _number(
        self,
        blobs: Blobs,
        level: Boxes,
        members: Sequence[int],
        scale: Scale,
        prior: Prior | None,
        pen: float,
    ) -> Number:
        """Return the number that the blobs `members` are, from left to right, without dirt.

        `pen` is how wide the strokes are where there may be points, else 0.
        """
        seen: dict[Places, Seen] = {}

        def see_places(places: Places) -> Seen:
            if places not in seen:
                piece = blobs.cut_out(members[k] for k in places)
                is_point = _longer_side(box_of(places)) <= _MAX_POINT_PENS * pen
                field = preprocess_ink(_POINT) if is_point else preprocess_found(piece)
                seen[places] = see(self._classifier, field)
            return seen[places]

        def box_of(places: Places) -> Box:
            return box_around(blobs.boxes[[members[k] for k in places]])

        wholes = [int(blobs.wholes[k]) for k in members]
        symbols = []
        with_signs = has_small_signs(self._classifier.alphabet)
        for part in parts_of(level[list(members)], see_places, PICTURE, wholes, prior, with_signs):
            left, top, right, bottom = box_of(part.places)
            if part.seen.is_known or bottom - top >= _MAX_DIRT_HEIGHTS * blobs.height:
                piece = blobs.cut_out(members[k] for k in part.places)
                box = _scaled((left, top, right, bottom), scale)
                symbols.append(part.seen.symbol(part.is_known, box, piece=piece))
        return Number(tuple(symbols), _scaled(box_of(tuple(range(len(members)))), scale))


@dataclass(frozen=True, eq=False)
class _Single:
    """The ink of a picture read as one digit, and whether that is sure."""

    ink: Pixels
    reading: Reading
    is_sure: bool


def _digits_in(reading: Reading) -> int:
    return sum(bool(each.label) for each in reading.symbols)


def _is_one(ink: Pixels, marks: Pixels) -> bool:
    """Tell whether `ink` may be one digit, and most of all `marks`, by where its pieces lie."""
    inked = np.count_nonzero(ink > INK_FROM)
    if np.count_nonzero(marks > INK_FROM) > (1 + _MAX_OTHER_INK) * inked:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats((ink > INK_FROM).astype(np.uint8))
    if not 1 < count <= 1 + _MAX_PIECES_OF_ONE:
        return False
    boxes = np.asarray(stats[1:])
    left, right = boxes[:, 0], boxes[:, 0] + boxes[:, 2]
    order = np.argsort(left)
    gaps = left[order][1:] - np.maximum.accumulate(right[order])[:-1]
    return bool((gaps <= 0).all())


def _on_edge(ink: Pixels) -> bool:
    return any(bool((side > INK_FROM).any()) for side in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))


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


def _slope(blobs: Blobs) -> float:
    """Return the slope along which the pieces stand in lines; near 0 where there are too few."""
    middles = (blobs.boxes[:, :2] + blobs.boxes[:, 2:]) / 2
    tall = blobs.boxes[:, 3] - blobs.boxes[:, 1] >= 0.5 * blobs.height
    x, y = middles[tall][:_MAX_COMPARED].T / blobs.height
    across, down = x[None] - x[:, None], y[None] - y[:, None]
    near = (
        (across > 0.5)
        & (across < _MAX_COMPARED_HEIGHTS)
        & (np.abs(down) < 0.5 + _MAX_SLOPE * across)
    )
    slopes = np.linspace(-_MAX_SLOPE, _MAX_SLOPE, _SLOPES)
    across, down = across[near], down[near]
    fits = [
        np.exp(-(((down - each * across) / _MAX_OFF_LINE_HEIGHTS) ** 2) / 2).sum()
        for each in slopes
    ]
    return float(slopes[int(np.argmax(fits - 2 * np.abs(slopes)))])


def _leveled(blobs: Blobs, slope: float) -> Boxes:
    """Return the boxes of `blobs`, moved up or down so that lines of that `slope` are level."""
    middles = (blobs.boxes[:, 0] + blobs.boxes[:, 2]) / 2
    down = np.outer(middles, (0.0, slope, 0.0, slope))
    return np.asarray(blobs.boxes - down, np.float64)


def _is_dirt(number: Number) -> bool:
    """Tell whether nothing is left of a number, or only specks that look like points."""
    return all(each.label in _POINTS for each in number.symbols)


def _longer_side(box: Box) -> float:
    left, top, right, bottom = box
    return max(right - left, bottom - top)


def _scaled(box: Box, scale: Scale) -> BoundingBox:
    left, top, right, bottom = box
    return BoundingBox(left * scale[0], top * scale[1], right * scale[0], bottom * scale[1])

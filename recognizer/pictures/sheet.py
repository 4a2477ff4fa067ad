"""Finds a bright sheet of paper on a darker table, or a colored note, and straightens it.

Its sides are straight, and all along them it is brighter than what lies around it, or of
another color. So neither a shadow across a page nor light that falls off is taken for one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import BoundingBox
from recognizer.ink.raster import Pixels
from recognizer.pictures.decode import MIN_CONTRAST, Picture, as_layers, shrink

_LOOKED_AT_PIXELS = 400  # longer side of the picture in which a sheet is looked for
_MIN_SIDE_PIXELS = 200  # a smaller picture shows no table
_MIN_SHARE, _MAX_SHARE = 0.04, 0.9  # of the picture that a sheet covers
_MIN_FILL = 0.9  # of its four sides; a finger, or a torn corner, hides the rest
_CORNER_SHARE = 0.03  # of the outline, by which it may differ from straight sides
_EDGE_PIXELS = 4  # a side so near the edge of the picture is that edge
_STEP_PIXELS = 5  # beside a side, where its paper and its table are looked at
_PROBES = 32  # along each side
_MIN_SHARP_SHARE = 0.8  # of a side, along which paper is brighter than table
_MIN_SIDES = 3  # that are seen; two are a shadow, or the light of a window
_RIM_SIDES = 0.015  # of the sheet: its edge and the shadow beside it

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Sheet:
    """A sheet: its straightened `picture`, and (3, 3) `back` from there to the whole picture.

    One that `is_colored` may as well be a colored part of a page.
    """

    picture: Picture
    back: Points
    is_colored: bool

    def place(self, box: BoundingBox) -> BoundingBox:
        """Return the box around where a box of the sheet lies in the whole picture."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        corners = np.array([[[left, top], [right, top], [right, bottom], [left, bottom]]])
        x, y = cv2.perspectiveTransform(corners, self.back)[0].T
        return BoundingBox(float(x.min()), float(y.min()), float(x.max()), float(y.max()))

    def is_beside(self, box: BoundingBox) -> bool:
        """Tell whether all corners of a box in the whole picture lie outside, off the rim."""
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        flat = cv2.perspectiveTransform(np.array([corners]), np.linalg.inv(self.back))[0]
        rows, cols = self.picture.shape[:2]
        off = np.maximum(-flat, flat - (cols, rows)).max(axis=1)
        return bool((off > 3 * _RIM_SIDES * max(rows, cols)).all())


def find_sheet(picture: Picture) -> Sheet | None:
    """Return the sheet in a picture, gray, BGR or BGRA; None if there is none, or no table.

    Raises
    ------
    PictureError
        If the array has another shape or dtype, or no pixels.
    """
    if min(picture.shape[:2]) < _MIN_SIDE_PIXELS:
        return None
    small = as_layers(shrink(picture, _LOOKED_AT_PIXELS))
    scale = picture.shape[1] / small.shape[1], picture.shape[0] / small.shape[0]
    for is_colored in (False, True)[: small.shape[2]]:  # a gray picture has one layer
        # Paper is bright in all colors, wood in some.
        layer = _hue_from_edge(small) if is_colored else small.min(axis=2)
        paper = np.asarray(cv2.medianBlur(layer, 5), np.uint8)
        corners = _corners(paper)
        if corners is not None and _sharp_sides(paper, corners) >= _MIN_SIDES:
            return _straightened(picture, (corners + 0.5) * scale, is_colored)
    return None


def _hue_from_edge(layers: Picture) -> Pixels:
    """Return how far the color of each pixel is from that along the edge, however bright it is.

    Red against green, and yellow against blue, are told apart by their differences; gray has none.
    """
    blue, green, red = np.moveaxis(layers.astype(np.float32), 2, 0)
    away = np.zeros(blue.shape, np.float32)
    for hue in (red - green, (red + green) / 2 - blue):
        edge = np.concatenate([hue[0], hue[-1], hue[:, 0], hue[:, -1]])
        away = np.hypot(away, hue - np.median(edge))
    return np.asarray(np.minimum(away, 255), np.uint8)


def _corners(paper: Pixels) -> Points | None:
    """Return the (4, 2) corners of the largest bright area; None if it is no sheet."""
    _, bright = cv2.threshold(paper, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    outline = cv2.approxPolyDP(hull, _CORNER_SHARE * cv2.arcLength(hull, True), True)
    if len(outline) != 4:
        outline = cv2.boxPoints(cv2.minAreaRect(hull))
    corners = np.asarray(outline, np.float64).reshape(4, 2)
    area = cv2.contourArea(max(contours, key=cv2.contourArea))
    around = cv2.contourArea(corners.astype(np.float32))
    if not _MIN_SHARE * paper.size <= area <= _MAX_SHARE * paper.size or area < _MIN_FILL * around:
        return None
    return _from_upper_left(corners)


def _from_upper_left(corners: Points) -> Points:
    """Return `corners` clockwise, from the upper left one of a sheet turned by less than 45°."""
    away = corners - corners.mean(axis=0)
    ordered = corners[np.argsort(np.arctan2(away[:, 1], away[:, 0]))]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.roll(ordered, -first, axis=0)


def _sharp_sides(paper: Pixels, corners: Points) -> int:
    """Return along how many sides the paper ends at something darker, but for ink on it."""
    middle = corners.mean(axis=0)
    return sum(_is_sharp(paper, corners[k - 1], corners[k], middle) for k in range(4))


def _is_sharp(paper: Pixels, start: Points, end: Points, middle: Points) -> bool:
    along = end - start
    out = np.array([along[1], -along[0]]) / max(float(np.hypot(*along)), 1e-9)
    if out @ (start - middle) < 0:
        out = -out
    probes = start + along * np.linspace(0.08, 0.92, _PROBES)[:, None]
    rows, cols = paper.shape
    beyond = probes + _EDGE_PIXELS * out
    if ((beyond < 0) | (beyond > (cols - 1, rows - 1))).any(axis=1).mean() > 0.5:
        return False
    inner, outer = (_values(paper, probes + step * out) for step in (-_STEP_PIXELS, _STEP_PIXELS))
    return bool((inner - outer >= MIN_CONTRAST).mean() >= _MIN_SHARP_SHARE)


def _values(paper: Pixels, points: Points) -> npt.NDArray[np.int_]:
    x, y = np.rint(points).astype(int).T
    values = paper[y.clip(0, len(paper) - 1), x.clip(0, paper.shape[1] - 1)]
    return np.asarray(values, int)


def _straightened(picture: Picture, corners: Points, is_colored: bool) -> Sheet:
    """Return the sheet with these `corners`, at about the size that it has in the picture."""
    sides = np.hypot(*(np.roll(corners, -1, axis=0) - corners).T)
    wide, high = max(sides[0], sides[2]), max(sides[1], sides[3])
    rim = _RIM_SIDES * max(wide, high)
    low, right, bottom = -rim, wide - rim, high - rim
    flat = np.array([[low, low], [right, low], [right, bottom], [low, bottom]])
    there = cv2.getPerspectiveTransform(corners.astype(np.float32), flat.astype(np.float32))
    size = max(1, round(wide - 2 * rim)), max(1, round(high - 2 * rim))
    warped = cv2.warpPerspective(picture, there, size, flags=cv2.INTER_AREA)
    back = np.asarray(np.linalg.inv(there), np.float64)
    return Sheet(np.asarray(warped, np.uint8), back, is_colored)

"""Removes strokes from the picture of the ink, and finds the strokes that crossed them."""

from __future__ import annotations

import math

import numpy as np
import pygame

from recognizer.ink.pixels import ink_box
from recognizer.ink.raster import Line, Pixels, Points, cover_path, moved_path

_DENSE_PIXELS = 8.0  # if points are closer, looking at the points is enough
_MARGIN_PIXELS = 2  # a line drawn in pieces may touch one more pixel than a whole one


class Wipe:
    """The pixels of `area` that the lines `gone` may have touched; all pixels if that is None."""

    def __init__(self, area: pygame.Rect, gone: list[Line] | None = None) -> None:
        self._area = area
        self._gone = gone
        self._reaches: dict[int, Pixels] = {}
        self._pixels = self._covered(area, _MARGIN_PIXELS)

    def wipe(self, coverage: Pixels) -> None:
        """Set the pixels to 0 in a (rows, cols) picture of the whole window."""
        area = self._area
        coverage[area.top : area.bottom, area.left : area.right][self._pixels > 0] = 0

    def touched(self, points: Points, width: int, place: pygame.Rect) -> pygame.Rect:
        """Return the part of a line that must be drawn again; an empty rectangle if none must.

        The line lies at `place`, is at most `width` pixels wide, and has `points`, (n, 2) pixels
        that are not yet smoothed. A line that only comes near may be drawn again, too.
        """
        box = place.clip(self._area)
        left, top = box.left - self._area.left, box.top - self._area.top
        part = self._pixels[top : top + box.height, left : left + box.width]
        if not part.any() or not self._is_near(points, width):
            return pygame.Rect(0, 0, 0, 0)
        left, top, right, bottom = ink_box(part)
        return pygame.Rect(box.left + left, box.top + top, right - left, bottom - top)

    def _is_near(self, points: Points, width: int) -> bool:
        if self._gone is None or np.abs(np.diff(points, axis=0)).max(initial=0.0) > _DENSE_PIXELS:
            return True
        pad = self._pad(width)
        if width not in self._reaches:
            self._reaches[width] = self._covered(self._area.inflate(2 * pad, 2 * pad), 2 * pad)
        reach = self._reaches[width]
        cols, rows = (points - self._area.topleft + pad).T.astype(int)
        inside = (cols >= 0) & (rows >= 0) & (cols < reach.shape[1]) & (rows < reach.shape[0])
        return bool(reach[rows[inside], cols[inside]].any())

    def _pad(self, width: int) -> int:
        """Return how far from a pixel the nearest point of a line that touches it may be."""
        return math.ceil(width / 2 + _DENSE_PIXELS) + _MARGIN_PIXELS

    def _covered(self, area: pygame.Rect, wider: int) -> Pixels:
        if self._gone is None:
            return np.full((area.height, area.width), 255, np.uint8)
        covered = np.zeros((area.height, area.width), np.uint8)
        for path, width in self._gone:
            cover_path(covered, moved_path(path, -area.left, -area.top), width + wider)
        return covered

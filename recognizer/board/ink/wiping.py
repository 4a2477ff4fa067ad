"""Removes strokes from the picture of all: which pixels change, which other strokes they cross."""

from __future__ import annotations

import math

import numpy as np
import pygame

from recognizer.ink.pixels import ink_box
from recognizer.ink.raster import Line, Pixels, Points, cover_path, moved_path

_CLOSE_PIXELS = 8.0  # points closer than this represent the line
_MARGIN_PIXELS = 2  # a line drawn in pieces may touch one more pixel than a whole one


class Wipe:
    """The pixels within `area` that lines which are gone may have touched; all without `gone`."""

    def __init__(self, area: pygame.Rect, gone: list[Line] | None = None) -> None:
        self._area = area
        self._gone = gone
        self._reaches: dict[int, Pixels] = {}
        self._pixels = self._covered(area, _MARGIN_PIXELS)

    def wipe(self, coverage: Pixels) -> None:
        """Set to 0 what is gone of a (rows, cols) picture, in place."""
        area = self._area
        coverage[area.top : area.bottom, area.left : area.right][self._pixels > 0] = 0

    def touched(self, points: Points, width: int, place: pygame.Rect) -> pygame.Rect:
        """Return where a line at `place` has to be drawn again; an empty rectangle if nowhere.

        It may name a place for a line that has only come near. `points` are (n, 2) pixels, before
        they are made smooth; the line is at most `width` pixels wide.
        """
        box = place.clip(self._area)
        left, top = box.left - self._area.left, box.top - self._area.top
        part = self._pixels[top : top + box.height, left : left + box.width]
        if not part.any() or not self._is_near(points, width):
            return pygame.Rect(0, 0, 0, 0)
        left, top, right, bottom = ink_box(part)
        return pygame.Rect(box.left + left, box.top + top, right - left, bottom - top)

    def _is_near(self, points: Points, width: int) -> bool:
        if self._gone is None or np.abs(np.diff(points, axis=0)).max(initial=0.0) > _CLOSE_PIXELS:
            return True
        pad = self._pad(width)
        if width not in self._reaches:
            self._reaches[width] = self._covered(self._area.inflate(2 * pad, 2 * pad), 2 * pad)
        reach = self._reaches[width]
        cols, rows = (points - self._area.topleft + pad).T.astype(int)
        inside = (cols >= 0) & (rows >= 0) & (cols < reach.shape[1]) & (rows < reach.shape[0])
        return bool(reach[rows[inside], cols[inside]].any())

    def _pad(self, width: int) -> int:
        """Return how far from what is gone a point of a line that touches it may lie."""
        return math.ceil(width / 2 + _CLOSE_PIXELS) + _MARGIN_PIXELS

    def _covered(self, area: pygame.Rect, wider: int) -> Pixels:
        if self._gone is None:
            return np.full((area.height, area.width), 255, np.uint8)
        covered = np.zeros((area.height, area.width), np.uint8)
        for path, width in self._gone:
            cover_path(covered, moved_path(path, -area.left, -area.top), width + wider)
        return covered

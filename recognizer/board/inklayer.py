"""The drawn ink, kept as one transparent picture: only what is new is ever drawn."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.theme import Color
from recognizer.ink import Stroke
from recognizer.raster import cover_path, path_bounds, smooth_path
from recognizer.session import OpenStroke

Points = npt.NDArray[np.float64]
_NOWHERE = pygame.Rect(0, 0, 0, 0)


class InkLayer:
    """All strokes as coverage in the alpha channel of a surface of the ink's color.

    A stroke under the pen is fixed into the picture up to the middle of its last segment; the
    rest, the tail, will still bend with the next point and is laid over the picture each time.

    Parameters
    ----------
    size : (width, height) in pixels
    color : Color
    zoom : float
        Pixels for one unit of the ink.
    """

    def __init__(self, size: tuple[int, int], color: Color, zoom: float = 1.0) -> None:
        self._color = color
        self._zoom = zoom
        self._picture = pygame.Surface(size, pygame.SRCALPHA, 32)
        self._picture.fill((*color, 0))
        self._drawn: tuple[Stroke, ...] = ()
        self._open: OpenStroke | None = None
        self._fixed = 0  # points of the open stroke that are in the picture
        self._open_area = _NOWHERE  # where they are
        self._extent = _NOWHERE  # nothing lies outside
        self._tail: tuple[pygame.Surface, pygame.Rect] | None = None

    def follow(
        self, strokes: tuple[Stroke, ...], open_stroke: OpenStroke | None, pen_width: float
    ) -> list[pygame.Rect]:
        """Bring the picture up to date.

        Parameters
        ----------
        strokes : tuple of Stroke
            The finished strokes.
        open_stroke : OpenStroke or None
            The stroke under the pen.
        pen_width : float
            Of the stroke under the pen, in units of the ink.

        Returns
        -------
        list of pygame.Rect
            The parts that have changed.
        """
        changed = self._drop_tail()
        if not self._continues(strokes, open_stroke):
            changed += self._take_back(strokes)
        for stroke in strokes[len(self._drawn) :]:
            changed += self._finish(stroke)
        self._drawn, self._open = strokes, open_stroke
        if open_stroke:
            changed += self._advance(open_stroke, pen_width)
        return changed

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay the ink within `area` over `target`."""
        inked = area.clip(self._extent)  # blending transparent pixels would cost the same
        if inked.size != (0, 0):
            target.blit(self._picture, inked, inked)
        if self._tail:
            target.blit(*self._tail)

    def _continues(self, strokes: tuple[Stroke, ...], open_stroke: OpenStroke | None) -> bool:
        """Tell whether `strokes` and `open_stroke` only add to what is drawn.

        A stroke is never moved within its session, so if the last one drawn is still in its
        place, so are those before it. What is drawn of an open stroke must be of the one that is
        still open, or of the one that was finished next.
        """
        count = len(self._drawn)
        if len(strokes) < count or (count and strokes[count - 1] is not self._drawn[-1]):
            return False
        if not self._fixed:
            return True
        if self._open is open_stroke:
            return len(strokes) == count
        assert self._open is not None  # noqa: S101  (something of it is fixed)
        return len(strokes) > count and strokes[count] is self._open.finished

    def _take_back(self, strokes: tuple[Stroke, ...]) -> list[pygame.Rect]:
        """Wipe out where a stroke was taken away, and draw anew what crossed it."""
        kept = {id(stroke) for stroke in strokes}
        gone = [self._place(stroke) for stroke in self._drawn if id(stroke) not in kept]
        area = _union([self._open_area, *gone]).clip(self._picture.get_rect())
        self._picture.fill((*self._color, 0), area)
        self._fixed, self._open_area = 0, _NOWHERE
        self._drawn = tuple(stroke for stroke in self._drawn if id(stroke) in kept)
        self._extent = _union([self._place(stroke) for stroke in self._drawn])
        for stroke in self._drawn:
            if area.colliderect(self._place(stroke)):
                path = smooth_path(stroke.points * self._zoom)
                self._stamp(path, self._pixels(stroke.pen_width), area)
        return [area]

    def _finish(self, stroke: Stroke) -> list[pygame.Rect]:
        points, width = stroke.points * self._zoom, self._pixels(stroke.pen_width)
        changed = [*self._fix(points, len(points), width), self._stamp(_tail_of(points), width)]
        self._fixed, self._open_area = 0, _NOWHERE
        return changed

    def _advance(self, open_stroke: OpenStroke, pen_width: float) -> list[pygame.Rect]:
        width = self._pixels(pen_width)
        begin = max(0, self._fixed - 3)
        fresh = np.array(open_stroke.points[begin:], np.float64) * self._zoom
        changed = self._fix(fresh, len(open_stroke.points), width)
        path = _tail_of(fresh)
        place = pygame.Rect(path_bounds(path, width)).clip(self._picture.get_rect())
        coverage = np.zeros((place.height, place.width), np.uint8)
        cover_path(coverage, path - place.topleft, width)
        self._tail = (coverage_surface(coverage, self._color), place)
        return [*changed, place]

    def _fix(self, points: Points, count: int, width: int) -> list[pygame.Rect]:
        """Draw what no later point can bend any more.

        `points` ends with the last of the stroke's `count` points, and begins with its first or
        at the latest with the last two that are fixed.
        """
        if count < 3 or count == self._fixed:
            return []
        fresh = points[len(points) - (count - max(0, self._fixed - 2)) :]
        path = smooth_path(fresh)[1 if self._fixed else 0 : -1]
        place = self._stamp(path, width)
        self._open_area = _union([place, self._open_area])
        self._fixed = count
        return [place]

    def _drop_tail(self) -> list[pygame.Rect]:
        if self._tail is None:
            return []
        place = self._tail[1]
        self._tail = None
        return [place]

    def _stamp(self, path: Points, width: int, within: pygame.Rect | None = None) -> pygame.Rect:
        """Draw `path` into the picture; return where."""
        area = within or self._picture.get_rect()
        # surfarray is (x, y); its transpose is the (row, col) view that raster draws in.
        alpha = pygame.surfarray.pixels_alpha(self._picture).T
        cover_path(alpha, path, width, (area.left, area.top, area.right, area.bottom))
        place = pygame.Rect(path_bounds(path, width)).clip(self._picture.get_rect())
        self._extent = _union([self._extent, place])
        return place

    def _place(self, stroke: Stroke) -> pygame.Rect:
        bounds = path_bounds(stroke.points * self._zoom, self._pixels(stroke.pen_width))
        return pygame.Rect(bounds).clip(self._picture.get_rect())

    def _pixels(self, pen_width: float | None) -> int:
        return max(1, round((pen_width or 1.0) * self._zoom))


def _union(areas: list[pygame.Rect]) -> pygame.Rect:
    """Return the smallest area that holds all; empty ones, wherever they lie, do not count."""
    full = [area for area in areas if area.size != (0, 0)]
    return full[0].unionall(full[1:]) if full else pygame.Rect(0, 0, 0, 0)


def coverage_surface(coverage: npt.NDArray[np.uint8], color: Color) -> pygame.Surface:
    """Return (rows, cols) uint8 `coverage` as a surface of one color, 255 opaque."""
    surface = pygame.Surface(coverage.shape[::-1], pygame.SRCALPHA, 32)
    surface.fill((*color, 0))
    if coverage.size:
        pygame.surfarray.pixels_alpha(surface)[:] = coverage.T
    return surface


def _tail_of(points: Points) -> Points:
    """Return the straight end of a stroke: from the middle of its last segment, or a dot."""
    last = points[-2:]
    return last if len(points) < 3 else np.stack([last.mean(axis=0), last[1]])

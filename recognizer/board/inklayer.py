"""The drawn ink, kept as one transparent picture: only what is new is ever drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.theme import Color
from recognizer.ink import Stroke
from recognizer.raster import cover_path, path_bounds, smooth_path

Points = npt.NDArray[np.float64]


class InkLayer:
    """All strokes as coverage in the alpha channel of a surface of the ink's color.

    A stroke under the pen is fixed into the picture up to the middle of its last segment; the
    rest, the tail, will still bend with the next point and is laid over the picture each time.

    Parameters
    ----------
    size : (width, height) in pixels
    color : Color
    """

    def __init__(self, size: tuple[int, int], color: Color) -> None:
        self._color = color
        self._picture = pygame.Surface(size, pygame.SRCALPHA, 32)
        self._picture.fill((*color, 0))
        self._drawn: tuple[Stroke, ...] = ()
        self._fixed = 0  # points of the open stroke that are in the picture
        self._open_area = pygame.Rect(0, 0, 0, 0)  # where they are
        self._extent = pygame.Rect(0, 0, 0, 0)  # nothing lies outside
        self._tail: tuple[pygame.Surface, pygame.Rect] | None = None

    def follow(
        self, strokes: tuple[Stroke, ...], pen_points: Sequence[tuple[float, float]], width: int
    ) -> list[pygame.Rect]:
        """Bring the picture up to date.

        Parameters
        ----------
        strokes : tuple of Stroke
            The finished strokes.
        pen_points : sequence of (x, y)
            The stroke under the pen; empty if the pen is up.
        width : int
            Of the stroke under the pen, in pixels.

        Returns
        -------
        list of pygame.Rect
            The parts that have changed.
        """
        if not self._continues(strokes, bool(pen_points)):
            changed = self._take_back(strokes)
        else:
            changed = self._drop_tail()
        for stroke in strokes[len(self._drawn) :]:
            changed += self._finish(stroke)
        self._drawn = strokes
        if pen_points:
            changed += self._advance(pen_points, width)
        return changed

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay the ink within `area` over `target`."""
        inked = area.clip(self._extent)  # blending transparent pixels would cost the same
        if inked.size != (0, 0):
            target.blit(self._picture, inked, inked)
        if self._tail:
            target.blit(*self._tail)

    def _continues(self, strokes: tuple[Stroke, ...], pen_is_down: bool) -> bool:
        """Tell whether `strokes` only adds to what is drawn.

        A stroke is never moved within its session, so if the last one drawn is still in its
        place, so are those before it.
        """
        count = len(self._drawn)
        kept = len(strokes) >= count and (count == 0 or strokes[count - 1] is self._drawn[-1])
        abandoned = self._fixed > 0 and not pen_is_down and len(strokes) == count
        return kept and not abandoned

    def _take_back(self, strokes: tuple[Stroke, ...]) -> list[pygame.Rect]:
        """Wipe out where a stroke was taken away, and draw anew what crossed it."""
        kept = {id(stroke) for stroke in strokes}
        gone = [self._place(stroke) for stroke in self._drawn if id(stroke) not in kept]
        area = _union([self._open_area, *gone]).clip(self._picture.get_rect())
        self._picture.fill((*self._color, 0), area)
        self._close()
        self._drawn = tuple(stroke for stroke in self._drawn if id(stroke) in kept)
        self._extent = _union([self._place(stroke) for stroke in self._drawn])
        for stroke in self._drawn:
            if area.colliderect(self._place(stroke)):
                self._stamp(smooth_path(stroke.points), self._breadth(stroke), area)
        return [area, *self._drop_tail()]

    def _finish(self, stroke: Stroke) -> list[pygame.Rect]:
        breadth = self._breadth(stroke)
        changed = self._fix(stroke.points, breadth)
        changed.append(self._stamp(_tail_of(stroke.points), breadth))
        self._close()
        return changed

    def _advance(self, points: Sequence[tuple[float, float]], width: int) -> list[pygame.Rect]:
        changed = self._fix(points, width)
        path = _tail_of(points)
        place = pygame.Rect(path_bounds(path, width)).clip(self._picture.get_rect())
        coverage = np.zeros((place.height, place.width), np.uint8)
        cover_path(coverage, path - place.topleft, width)
        self._tail = (coverage_surface(coverage, self._color), place)
        return [*changed, place]

    def _fix(self, points: Sequence[tuple[float, float]] | Points, width: int) -> list[pygame.Rect]:
        """Draw what no later point can bend any more."""
        if len(points) < 3 or len(points) == self._fixed:
            return []
        if self._fixed:
            path = smooth_path(np.asarray(points[self._fixed - 2 :], np.float64))[1:-1]
        else:
            path = smooth_path(np.asarray(points, np.float64))[:-1]
        place = self._stamp(path, width)
        self._open_area = place.union(self._open_area) if self._fixed else place
        self._fixed = len(points)
        return [place]

    def _close(self) -> None:
        self._fixed = 0
        self._open_area = pygame.Rect(0, 0, 0, 0)

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
        part = alpha[area.top : area.bottom, area.left : area.right]
        cover_path(part, path - area.topleft, width)
        place = pygame.Rect(path_bounds(path, width))
        self._extent = _union([self._extent, place])
        return place

    def _place(self, stroke: Stroke) -> pygame.Rect:
        return pygame.Rect(path_bounds(stroke.points, self._breadth(stroke)))

    def _breadth(self, stroke: Stroke) -> int:
        return max(1, round(stroke.pen_width or 1))


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


def _tail_of(points: Sequence[tuple[float, float]] | Points) -> Points:
    """Return the straight end of a stroke: from the middle of its last segment, or a dot."""
    last = np.asarray(points[-2:], np.float64)
    if len(points) < 3:
        return last
    return np.stack([last.mean(axis=0), last[1]])

"""The drawn ink, kept as one transparent picture: only what is new is ever drawn."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.theme import Color
from recognizer.ink import Stroke
from recognizer.raster import draw_paths, smooth_path

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
            return self._start_over(strokes, pen_points, width)
        changed = self._drop_tail()
        for stroke in strokes[len(self._drawn) :]:
            changed += self._finish(stroke, width)
        self._drawn = strokes
        if pen_points:
            changed += self._advance(pen_points, width)
        return changed

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay the ink within `area` over `target`."""
        target.blit(self._picture, area, area)
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

    def _start_over(
        self, strokes: tuple[Stroke, ...], pen_points: Sequence[tuple[float, float]], width: int
    ) -> list[pygame.Rect]:
        self._picture.fill((*self._color, 0))
        self._drawn, self._fixed, self._tail = (), 0, None
        self.follow(strokes, pen_points, width)
        return [self._picture.get_rect()]

    def _finish(self, stroke: Stroke, width: int) -> list[pygame.Rect]:
        breadth = max(1, round(stroke.pen_width or width))
        changed = self._fix(stroke.points, breadth)
        changed.append(self._stamp(_tail_of(stroke.points), breadth))
        self._fixed = 0
        return changed

    def _advance(self, points: Sequence[tuple[float, float]], width: int) -> list[pygame.Rect]:
        changed = self._fix(points, width)
        patch, place = self._patch(_tail_of(points), width)
        self._tail = (coverage_surface(patch, self._color), place)
        changed.append(place)
        return changed

    def _fix(self, points: Sequence[tuple[float, float]] | Points, width: int) -> list[pygame.Rect]:
        """Draw what no later point can bend any more."""
        if len(points) < 3 or len(points) == self._fixed:
            return []
        if self._fixed:
            path = smooth_path(np.asarray(points[self._fixed - 2 :], np.float64))[1:-1]
        else:
            path = smooth_path(np.asarray(points, np.float64))[:-1]
        self._fixed = len(points)
        return [self._stamp(path, width)]

    def _drop_tail(self) -> list[pygame.Rect]:
        if self._tail is None:
            return []
        place = self._tail[1]
        self._tail = None
        return [place]

    def _stamp(self, path: Points, width: int) -> pygame.Rect:
        """Draw `path` into the picture; where strokes cross, the fuller coverage stays."""
        patch, place = self._patch(path, width)
        if place.size != (0, 0):
            alpha = pygame.surfarray.pixels_alpha(self._picture)
            part = alpha[place.left : place.right, place.top : place.bottom]
            np.maximum(part, patch.T, out=part)
        return place

    def _patch(self, path: Points, width: int) -> tuple[npt.NDArray[np.uint8], pygame.Rect]:
        """Draw `path` on a canvas just large enough, cut to the board."""
        reach = width / 2 + 2
        left, top = np.floor(path.min(axis=0) - reach).astype(int)
        right, bottom = np.ceil(path.max(axis=0) + reach).astype(int)
        place = pygame.Rect(left, top, right - left, bottom - top).clip(self._picture.get_rect())
        canvas = np.zeros((place.height, place.width), np.uint8)
        if canvas.size:
            draw_paths(canvas, [path - place.topleft], width)
        return canvas, place


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

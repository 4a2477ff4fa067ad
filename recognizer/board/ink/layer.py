"""The ink as one transparent picture, in which only what has changed is drawn."""

from __future__ import annotations

import math
from operator import is_

import numpy as np
import pygame

from recognizer.board.draw.surfaces import coverage_surface
from recognizer.board.draw.theme import Color
from recognizer.board.ink.placing import AS_DRAWN, Placing
from recognizer.board.ink.pressure import (
    MAX_PEN_WIDTHS,
    extend_widths,
    relative_widths,
    with_widths,
)
from recognizer.board.ink.wiping import Wipe
from recognizer.document.openstroke import OpenStroke
from recognizer.ink import Stroke
from recognizer.ink.raster import (
    Line,
    Points,
    cover_path,
    cover_paths,
    moved_path,
    path_bounds,
    smooth_path,
)

_NOWHERE = pygame.Rect(0, 0, 0, 0)
_WIPE_ALL_ABOVE_STROKES = 16  # if more strokes are gone, their whole area is wiped
_DRAW_TOGETHER_ABOVE_STROKES = 8  # more strokes are drawn in one step


class InkLayer:
    """All strokes on a surface of the ink's color; the alpha channel says where ink is.

    The stroke under the pen, called the open stroke, is drawn into the picture up to the middle of
    its last segment. The rest is its tail: the next point will still bend it, so it is laid over
    the picture each time. Where strokes cross, the stronger coverage counts, so their order makes
    no difference. `placing` says where the ink lies in the window.
    """

    def __init__(self, size: tuple[int, int], color: Color, placing: Placing = AS_DRAWN) -> None:
        self._color = color
        self._placing = placing
        self._picture = pygame.Surface(size, pygame.SRCALPHA, 32)
        self._picture.fill((*color, 0))
        self._drawn: tuple[Stroke, ...] = ()
        self._places: dict[int, tuple[Stroke, pygame.Rect]] = {}  # of `_drawn`, by id
        self._open: OpenStroke | None = None
        self._open_widths: list[float] = []  # at its points, in pen widths
        self._open_pen = 0  # its pen width in pixels
        self._fixed = 0  # how many of its points are in the picture
        self._open_area = _NOWHERE  # the place of these
        self._extent = _NOWHERE  # the place of all ink in the picture
        self._tail: tuple[pygame.Surface, pygame.Rect] | None = None

    def follow(
        self, strokes: tuple[Stroke, ...], open_stroke: OpenStroke | None, pen_width: float
    ) -> list[pygame.Rect]:
        """Bring the picture up to date; return the parts that have changed.

        `strokes` are the finished strokes; the same tuple as last time costs nothing. `pen_width`
        is that of the open stroke, in the unit of the ink.
        """
        changed = self._drop_tail()
        gone, fresh = self._differences(strokes)
        if gone or not self._open_goes_on(fresh, open_stroke, pen_width):
            changed += self._take_back(gone)
        if len(fresh) > _DRAW_TOGETHER_ABOVE_STROKES:
            changed += self._take_back([]) if self._fixed else []
            changed.append(self._draw_all(fresh))
        else:
            changed += [area for stroke in fresh for area in self._finish(stroke)]
        self._drawn = strokes
        if open_stroke is not self._open:
            self._open, self._open_widths = open_stroke, []
        if open_stroke:
            changed += self._advance(open_stroke, pen_width)
        return changed

    def recolor(self, color: Color) -> None:
        """Change the color of all ink."""
        self._color = color
        pygame.surfarray.pixels3d(self._picture)[:] = color
        self._tail = None  # the next scene draws it again

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay the ink within `area` over `target`."""
        inked = area.clip(self._extent)  # blending pixels without ink would cost as much
        if inked.size != (0, 0):
            target.blit(self._picture, inked, inked)
        if self._tail:
            target.blit(*self._tail)

    def _differences(self, strokes: tuple[Stroke, ...]) -> tuple[list[Stroke], list[Stroke]]:
        """Return the drawn strokes that are gone, and those of `strokes` that are not yet drawn."""
        if strokes is self._drawn:
            return [], []
        count = len(self._drawn)
        if count <= len(strokes) and all(map(is_, self._drawn, strokes)):
            return [], list(strokes[count:])
        wanted, known = set(map(id, strokes)), self._places.keys()
        gone = [self._places[each][0] for each in known - wanted]
        if len(wanted) == len(known) - len(gone):
            return gone, []
        return gone, [stroke for stroke in strokes if id(stroke) not in known]

    def _open_goes_on(
        self, fresh: list[Stroke], open_stroke: OpenStroke | None, pen_width: float
    ) -> bool:
        """Tell whether what is drawn of an open stroke still belongs to it.

        It may be finished by now: then it is one of the `fresh` strokes.
        """
        if not self._fixed:
            return True
        if self._open is open_stroke:
            return self._open_pen == self._pixels(pen_width)
        finished = self._finished_open()
        return any(each is finished for each in fresh) and self._open_pen == self._pixels(
            finished.pen_width if finished else None
        )

    def _finished_open(self) -> Stroke | None:
        """Return the finished stroke that the drawn open stroke has become, if it has."""
        return self._open.finished if self._open and self._fixed else None

    def _take_back(self, gone: list[Stroke]) -> list[pygame.Rect]:
        """Wipe out the strokes that are gone, and the open one; draw again what crossed them."""
        areas = [self._places.pop(id(stroke))[1] for stroke in gone]
        areas, self._open_area = [*areas, self._open_area], _NOWHERE
        lines = None if self._fixed or len(gone) > _WIPE_ALL_ABOVE_STROKES else self._lines(gone)
        self._fixed = 0
        if not self._places:
            areas, self._extent = [self._extent], _NOWHERE
            self._picture.fill((*self._color, 0), areas[0])
            return areas
        areas = _apart(areas)
        for area in areas:
            self._wipe(area, Wipe(area, lines))
        return areas

    def _wipe(self, area: pygame.Rect, wipe: Wipe) -> None:
        wipe.wipe(pygame.surfarray.pixels_alpha(self._picture).T)
        drawn = list(self._places.values())
        near = [drawn[i] for i in area.collidelistall([place for _, place in drawn])]
        wiped = [(stroke, self._wiped_of(stroke, place, wipe)) for stroke, place in near]
        again = [(stroke, part) for stroke, part in wiped if part.size != (0, 0)]
        lines = self._lines([stroke for stroke, _ in again])
        if len(again) > _DRAW_TOGETHER_ABOVE_STROKES:
            self._cover_all(lines, _union([part for _, part in again]))
            return
        for (path, width), (_, part) in zip(lines, again, strict=True):
            self._cover(path, width, part)

    def _wiped_of(self, stroke: Stroke, place: pygame.Rect, wipe: Wipe) -> pygame.Rect:
        """Return the part of a stroke that must be drawn again after `wipe`."""
        width = self._pixels(stroke.pen_width)
        widest = width if stroke.pressures is None else math.ceil(width * MAX_PEN_WIDTHS)
        return wipe.touched(self._placing.of_points(stroke.points), widest, place)

    def _draw_all(self, strokes: list[Stroke]) -> pygame.Rect:
        """Draw many finished strokes at once; return their place."""
        lines = self._lines(strokes)
        places = [self._bounds(*line) for line in lines]
        pairs = zip(strokes, places, strict=True)
        self._places |= {id(stroke): (stroke, place) for stroke, place in pairs}
        area = _union(places)
        self._cover_all(lines, area)
        self._extent = _union([self._extent, area])
        return area

    def _finish(self, stroke: Stroke) -> list[pygame.Rect]:
        """Draw a finished stroke; if it was the open one, only what is missing of it."""
        path, width = self._path(stroke), self._pixels(stroke.pen_width)
        self._places[id(stroke)] = stroke, self._bounds(path, width)
        fixed = self._fixed if stroke is self._finished_open() else 0
        changed = []
        if fixed:
            self._fixed, self._open_area = 0, _NOWHERE
        if len(path) >= 3 and len(path) != fixed:
            changed.append(self._stamp(_bends(path[max(0, fixed - 2) :], fixed), width))
        return [*changed, self._stamp(_tail_of(path), width)]

    def _advance(self, stroke: OpenStroke, pen_width: float) -> list[pygame.Rect]:
        width = self._open_pen = self._pixels(pen_width)
        extend_widths(self._open_widths, stroke.points, stroke.pressures, pen_width)
        begin, count = max(0, self._fixed - 3), len(stroke.points)
        points = self._placing.of_points(np.array(stroke.points[begin:], np.float64))
        path = with_widths(points, self._open_widths[begin:])
        changed = []
        if count >= 3 and count != self._fixed:
            fresh = path[max(0, self._fixed - 2) - begin :]
            changed = [self._stamp(_bends(fresh, self._fixed), width)]
            self._open_area = _union([*changed, self._open_area])
            self._fixed = count
        return [*changed, self._lay_tail(_tail_of(path), width)]

    def _lay_tail(self, path: Points, width: int) -> pygame.Rect:
        place = self._bounds(path, width)
        coverage = np.zeros((place.height, place.width), np.uint8)
        cover_path(coverage, moved_path(path, -place.left, -place.top), width)
        self._tail = (coverage_surface(coverage, self._color), place)
        return place

    def _drop_tail(self) -> list[pygame.Rect]:
        if self._tail is None:
            return []
        place = self._tail[1]
        self._tail = None
        return [place]

    def _stamp(self, path: Points, width: int) -> pygame.Rect:
        """Draw `path` into the picture; return its place."""
        self._cover(path, width, self._picture.get_rect())
        place = self._bounds(path, width)
        self._extent = _union([self._extent, place])
        return place

    def _cover(self, path: Points, width: int, area: pygame.Rect) -> None:
        # surfarray is (x, y); its transpose is the (row, col) view that raster draws in.
        alpha = pygame.surfarray.pixels_alpha(self._picture).T
        cover_path(alpha, path, width, (area.left, area.top, area.right, area.bottom))

    def _cover_all(self, lines: list[Line], area: pygame.Rect) -> None:
        alpha = pygame.surfarray.pixels_alpha(self._picture).T
        cover_paths(alpha, lines, (area.left, area.top, area.right, area.bottom))

    def _lines(self, strokes: list[Stroke]) -> list[Line]:
        return [(smooth_path(self._path(each)), self._pixels(each.pen_width)) for each in strokes]

    def _path(self, stroke: Stroke) -> Points:
        return with_widths(self._placing.of_points(stroke.points), relative_widths(stroke))

    def _bounds(self, path: Points, width: int) -> pygame.Rect:
        return pygame.Rect(path_bounds(path, width)).clip(self._picture.get_rect())

    def _pixels(self, pen_width: float | None) -> int:
        return max(1, round((pen_width or 1.0) * self._placing.zoom))


def _apart(areas: list[pygame.Rect]) -> list[pygame.Rect]:
    """Return areas that cover all of `areas` and do not overlap; a single one instead of many."""
    full = [area for area in areas if area.size != (0, 0)]
    if len(full) > _WIPE_ALL_ABOVE_STROKES:
        return [_union(full)]
    apart: list[pygame.Rect] = []
    for area in full:
        while (index := area.collidelist(apart)) >= 0:
            area = area.union(apart.pop(index))
        apart.append(area)
    return apart


def _union(areas: list[pygame.Rect]) -> pygame.Rect:
    """Return the smallest area that covers all; empty ones do not count, wherever they lie."""
    full = [area for area in areas if area.size != (0, 0)]
    return full[0].unionall(full[1:]) if full else pygame.Rect(0, 0, 0, 0)


def _bends(points: Points, fixed: int) -> Points:
    """Return the smooth path up to where a later point could still bend it.

    `fixed` of the stroke's points are drawn already. Then `points` begins with the last two of
    these, and what they have drawn is left out. Else `points` begins with the stroke.
    """
    return smooth_path(points)[1 if fixed else 0 : -1]


def _tail_of(points: Points) -> Points:
    """Return the second half of the last segment of a stroke; a short stroke is all tail."""
    last = points[-2:]
    return last if len(points) < 3 else np.stack([last.mean(axis=0), last[1]])

"""The page of the looking glass that shows what is inside the networks: maps, layer by layer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    line_height,
    mix,
)
from recognizer.board.glass.plan import (
    heading_lines,
    heading_size,
    inner_place,
    small_size,
    text_lines,
)
from recognizer.network.runtime import FloatArray
from recognizer.reading.inside.strips import Strip

HEADING = "Inside the networks"
HINT = "Each picture is a map: bright where this layer found what it looks for. Point at one."
_TILE_HD, _GAP_HD, _SPACE_HD = 54, 5, 14
_BRIGHTEST, _BETWEEN = 254, 255  # in the palette of a picture of maps
_MIN_TILE_PIXELS = 16
_DETAIL_SHARE = 0.3  # of the panel, at most
_GROWN_SHARE = 0.42  # of the place of the sentence, the map beside it

Strips = tuple[Strip, ...]
Pointed = tuple[int, int]
"""A strip, and one of its maps."""


@dataclass(frozen=True)
class _Row:
    """A strip that has room: where its heading stands (None for no room), and its maps."""

    strip: int
    heading: pygame.Rect | None
    tiles: tuple[pygame.Rect, ...]


@dataclass(frozen=True)
class _Plan:
    """Where all stands, from the panel's corner: what is said of a map, and the map itself."""

    heading: pygame.Rect
    rows: tuple[_Row, ...]
    grown: pygame.Rect
    words: pygame.Rect


def layers_parts(
    layout: Layout, theme: Theme, strips: Strips, pointed: Pointed | None
) -> Iterator[Part]:
    """Yield the parts of the page. The map that is `pointed` at is shown large, with words."""
    plan = _planned(layout, strips)
    if pointed and not any(pointed[0] == row.strip for row in plan.rows):
        pointed = None  # of a path that is no longer seen
    yield from _lines(
        heading_lines(layout, HEADING, plan.heading.width),
        DISPLAY_FONT,
        heading_size(layout),
        theme.text,
        plan.heading,
    )
    for row in plan.rows:
        strip = strips[row.strip]
        if row.heading:
            yield from _lines(
                (strip.heading,), TEXT_FONT, small_size(layout), theme.muted, row.heading
            )
        yield _maps_picture(strip.maps, row.tiles, theme)
        if pointed and pointed[0] == row.strip and pointed[1] < len(row.tiles):
            yield _frame(row.tiles[pointed[1]], theme)
    yield from _detail(layout, theme, strips, pointed, plan)


def map_at(layout: Layout, strips: Strips, spot: tuple[float, float]) -> Pointed | None:
    """Return the map at `spot`, in pixels from the panel's corner; None for none."""
    for row in _planned(layout, strips).rows:
        for k, place in enumerate(row.tiles):
            if place.collidepoint(spot):
                return row.strip, k
    return None


def _detail(
    layout: Layout, theme: Theme, strips: Strips, pointed: Pointed | None, plan: _Plan
) -> Iterator[Part]:
    says, words = HINT, plan.words
    if pointed:
        strip, k = strips[pointed[0]], pointed[1]
        says = strip.told[k]
        yield _maps_picture(strip.maps[k : k + 1], (plan.grown,), theme)
    else:
        words = words.union(plan.grown)
    size = small_size(layout)
    yield from _lines(text_lines(says, size, words.width), TEXT_FONT, size, theme.text, words)


def _lines(
    lines: tuple[str, ...] | list[str], font: str, size: int, color: Color, place: pygame.Rect
) -> Iterator[Part]:
    for k, line in enumerate(lines):
        drawn = fit_text(line, font, size, color, place.width)
        if drawn:
            yield drawn, drawn.get_rect(topleft=(place.left, place.top + k * line_height(size)))


def _frame(place: pygame.Rect, theme: Theme) -> Part:
    around = place.inflate(4, 4)
    frame = pygame.Surface(around.size, pygame.SRCALPHA, 32)
    pygame.draw.rect(frame, theme.accent, frame.get_rect(), 2)
    return frame, around


def _maps_picture(maps: FloatArray, places: Sequence[pygame.Rect], theme: Theme) -> Part:
    """Return the first of (n, rows, cols) `maps` at their places, which are equal squares.

    A map is paper where it is 0, and the accent where it is 1.
    """
    around = places[0].unionall(places[1:])
    pixels = np.full(around.size, _BETWEEN, np.uint8)
    rows, cols = (np.arange(places[0].width) * k // places[0].width for k in maps.shape[1:])
    large = np.rint(maps[: len(places)] * _BRIGHTEST).astype(np.uint8)[:, rows][:, :, cols]
    for values, place in zip(large, places, strict=True):
        left, top = place.left - around.left, place.top - around.top
        pixels[left : left + place.width, top : top + place.height] = values.T
    surface = pygame.Surface(around.size, depth=8)
    surface.set_palette(_palette(theme))
    surface.set_colorkey(_BETWEEN)
    pygame.surfarray.blit_array(surface, pixels)
    return surface, around


@lru_cache(maxsize=3)
def _palette(theme: Theme) -> list[Color]:
    """Return the colors of the values 0 to `_BRIGHTEST`; what is between maps shows the panel."""
    shades = [mix(theme.board, theme.accent, k / _BRIGHTEST) for k in range(_BRIGHTEST + 1)]
    return [*shades, theme.panel]


def _planned(layout: Layout, strips: Strips) -> _Plan:
    inner, gap = inner_place(layout), layout.pixels(_SPACE_HD)
    lines = len(heading_lines(layout, HEADING, inner.width))
    heading = pygame.Rect(inner.topleft, (inner.width, lines * line_height(heading_size(layout))))
    area = pygame.Rect(inner.left, heading.bottom + gap // 2, inner.width, 0)
    area.height = inner.bottom - area.top
    grown, words = _detail_place(layout, area, strips)
    if layout.is_upright:
        area.width = grown.left - 2 * gap - area.left
    else:
        area.height = grown.top - gap - area.top
    return _Plan(heading, _rows(layout, area, strips), grown, words)


def _detail_place(
    layout: Layout, area: pygame.Rect, strips: Strips
) -> tuple[pygame.Rect, pygame.Rect]:
    """Return the places of the grown map, and of the sentence: below the strips, or beside them."""
    size, gap = small_size(layout), layout.pixels(_SPACE_HD)
    longest = max((told for strip in strips for told in strip.told), key=len, default=HINT)
    if layout.is_upright:
        width = round(area.width * _DETAIL_SHARE)
        deep = len(text_lines(longest, size, width)) * line_height(size)
        side = max(0, min(width, area.height - deep - gap))
        left = area.right - width
        return (
            pygame.Rect(left, area.top, side, side),
            pygame.Rect(left, area.top + side + gap, width, deep),
        )
    side = round(min(area.width * _GROWN_SHARE, area.height * _DETAIL_SHARE / 1.6))
    beside = area.width - side - gap
    deep = len(text_lines(longest, size, beside)) * line_height(size)
    top = area.bottom - max(side, deep)
    return (
        pygame.Rect(area.left, top, side, side),
        pygame.Rect(area.left + side + gap, top, beside, deep),
    )


def _rows(layout: Layout, area: pygame.Rect, strips: Strips) -> tuple[_Row, ...]:
    """Return the strips for which there is room: with headings, without, or every second one."""
    head, gap = line_height(small_size(layout)), layout.pixels(_GAP_HD)
    wanted = max(_MIN_TILE_PIXELS, layout.pixels(_TILE_HD))
    for every in range(1, len(strips) + 1):
        shown = sorted({*range(len(strips) - 1, -1, -every)})
        cell = area.height // len(shown)
        for headed in (head, 0):
            side = min(wanted, cell - headed - layout.pixels(_SPACE_HD))
            if side >= _MIN_TILE_PIXELS:
                return tuple(
                    _row(area.move(0, n * cell), strips[k], k, headed, side, gap, cell)
                    for n, k in enumerate(shown)
                )
    return ()


def _row(
    area: pygame.Rect, strip: Strip, k: int, head: int, side: int, gap: int, cell: int
) -> _Row:
    heading = pygame.Rect(area.left, area.top, area.width, head) if head else None
    columns = max(1, (area.width + gap) // (side + gap))
    lines = max(1, (cell - head) // (side + gap))
    tiles = [
        pygame.Rect(
            area.left + n % columns * (side + gap),
            area.top + head + n // columns * (side + gap),
            side,
            side,
        )
        for n in range(min(len(strip.maps), columns * lines))
    ]
    return _Row(k, heading, tuple(tiles))

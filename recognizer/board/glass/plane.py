"""The page of the looking glass with the map of digits, and one's ink as a dot that wanders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Theme,
    fit_text,
    line_height,
    mix,
    render_text,
)
from recognizer.board.glass.plan import (
    heading_lines,
    heading_size,
    inner_place,
    small_size,
    text_lines,
)
from recognizer.network.plane import Places, Plane
from recognizer.reading.inside.onplane import OnPlane, Place

HEADING = "A map of the digits"
SENTENCE = (
    "Where the digits of many hands lie for both networks. The dot is yours: write, and see it "
    "wander. A flag is a lesson; it sways only what is near it."
)
NO_PLANE = "This model has no map of the digits."
NO_SPOT = "A picture has no place on it: the way that it was written counts, too."
_GROUND_PIXELS = 100  # regions are drawn at this size, and enlarged
_MIN_MAP_PIXELS = 60
_SPACE_HD, _DOT_HD, _TRAIL_HD, _POLE_HD = 14, 13, 5, 26

Trail = tuple[Place, ...]


@dataclass(frozen=True)
class _Frame:
    """How places of a plane become pixels of a square map."""

    middle: Places
    half: float
    place: pygame.Rect

    def spot(self, place: Place | Places) -> tuple[int, int]:
        share = (np.asarray(place) - self.middle) / (2 * self.half) + 0.5
        x, y = np.clip(share, 0.02, 0.98) * self.place.width
        return self.place.left + round(float(x)), self.place.top + round(float(y))


def plane_parts(
    layout: Layout, theme: Theme, seen: OnPlane, label: str, trail: Trail
) -> Iterator[Part]:
    """Yield the parts of the page. The region of `label`, as which the ink was read, is lit up.

    `trail` are the places where the ink has been since it was begun, the last one being its own.
    """
    place, words = _places(layout)
    yield from _words(layout, theme, seen, words)
    if seen.plane is None or place.width < _MIN_MAP_PIXELS:
        return
    middle, half = seen.plane.extent
    frame = _Frame(middle, half, place)
    yield _ground(seen.plane, place.width, theme, label), place
    yield from _labels(layout, theme, seen.plane, label, frame)
    yield from _flags(layout, theme, seen, frame)
    if seen.spot:
        yield from _wandering(layout, theme, (*trail, seen.spot), frame)


def _says(seen: OnPlane) -> str:
    if seen.plane is None:
        return NO_PLANE
    return SENTENCE if seen.spot else f"{SENTENCE} {NO_SPOT}"


def _places(layout: Layout) -> tuple[pygame.Rect, pygame.Rect]:
    """Return the square of the map, and the place of heading and sentence."""
    inner, gap, size = inner_place(layout), layout.pixels(_SPACE_HD), small_size(layout)
    if layout.is_upright:
        side = inner.height
        words = inner.copy()
        words.width = inner.width - side - 2 * gap
        return pygame.Rect(words.right + 2 * gap, inner.top, side, side), words
    lines = len(text_lines(f"{SENTENCE} {NO_SPOT}", size, inner.width))
    headings = len(heading_lines(layout, HEADING, inner.width))
    deep = headings * line_height(heading_size(layout)) + lines * line_height(size) + gap
    side = max(0, min(inner.width, inner.height - deep - gap))
    place = pygame.Rect(inner.left, inner.top + deep + gap, side, side)
    return place, pygame.Rect(inner.left, inner.top, inner.width, deep)


def _words(layout: Layout, theme: Theme, seen: OnPlane, place: pygame.Rect) -> Iterator[Part]:
    large, small = heading_size(layout), small_size(layout)
    lines = [
        *(
            (DISPLAY_FONT, large, theme.text, x)
            for x in heading_lines(layout, HEADING, place.width)
        ),
        *((TEXT_FONT, small, theme.muted, x) for x in text_lines(_says(seen), small, place.width)),
    ]
    y = place.top
    for font, size, color, text in lines:
        drawn = fit_text(text, font, size, color, place.width)
        if drawn and y + line_height(size) <= place.bottom + line_height(size) // 4:
            yield drawn, drawn.get_rect(topleft=(place.left, y))
        y += line_height(size)


@lru_cache(maxsize=24)
def _ground(plane: Plane, side: int, theme: Theme, label: str) -> pygame.Surface:
    """Return the regions as soft islands; that of `label` has the accent of the theme."""
    shares = _shares(plane)
    lit = np.array([each == label for each in plane.labels])
    colors = np.array(theme.board, np.float64) + np.zeros((len(shares), 3))
    for color, share in (
        (mix(theme.board, theme.outline, 0.75), shares.max(axis=1)),
        (mix(theme.board, theme.accent, 0.6), (shares * lit).max(axis=1)),
    ):
        colors += share[:, None] * (np.array(color) - colors)
    small = pygame.surfarray.make_surface(
        colors.round().astype(np.uint8).reshape(_GROUND_PIXELS, _GROUND_PIXELS, 3)
    )
    return pygame.transform.smoothscale(small, (side, side))


@lru_cache(maxsize=2)
def _shares(plane: Plane) -> Places:
    """Return how much each place of the ground belongs to each region: (pixels, labels)."""
    middle, half = plane.extent
    line = np.linspace(-half, half, _GROUND_PIXELS)
    grid = np.stack(np.meshgrid(line, line, indexing="ij"), axis=-1).reshape(-1, 2)
    return plane.shares_at(grid + middle)


def _labels(
    layout: Layout, theme: Theme, plane: Plane, label: str, frame: _Frame
) -> Iterator[Part]:
    for each, middle in zip(plane.labels, plane.middles, strict=True):
        color = theme.accent if each == label else theme.text
        drawn = render_text(each, DISPLAY_FONT, heading_size(layout), color)
        yield drawn, drawn.get_rect(center=frame.spot(middle)).clamp(frame.place)


def _flags(layout: Layout, theme: Theme, seen: OnPlane, frame: _Frame) -> Iterator[Part]:
    """Yield a pole and a label for each lesson; its foot is the place."""
    size, pole = max(9, small_size(layout) * 3 // 4), max(8, layout.pixels(_POLE_HD))
    for label, place in seen.flags:
        x, y = frame.spot(place)
        yield pill((2, pole), 1, theme.text), pygame.Rect(x, y - pole, 2, pole).clamp(frame.place)
        drawn = render_text(label, TEXT_FONT, size, theme.on_accent)
        cloth = pill((drawn.get_width() + size // 2, line_height(size)), 2, theme.accent)
        corner = cloth.get_rect(topleft=(x, y - pole)).clamp(frame.place)
        yield cloth, corner
        yield drawn, drawn.get_rect(center=corner.center)


def _wandering(layout: Layout, theme: Theme, trail: Trail, frame: _Frame) -> Iterator[Part]:
    small, large = (max(3, layout.pixels(each)) for each in (_TRAIL_HD, _DOT_HD))
    for place in trail[:-1]:
        dot = pill((small, small), small // 2, theme.warning)
        yield dot, dot.get_rect(center=frame.spot(place)).clamp(frame.place)
    for side, color in ((large + 4, theme.board), (large, theme.warning)):
        dot = pill((side, side), side // 2, color)
        yield dot, dot.get_rect(center=frame.spot(trail[-1])).clamp(frame.place)

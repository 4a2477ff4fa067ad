"""Plain shapes behind words and icons: a veil, cards and pills."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.draw.surfaces import Part, coverage_surface
from recognizer.board.draw.theme import Color, Theme
from recognizer.ink.raster import Points, cover_path


@lru_cache(maxsize=1)
def veil(size: tuple[int, int], color: Color) -> pygame.Surface:
    """Return a veil that dims a window of `size` pixels, so that a card stands out."""
    # One alpha for the whole surface blends faster than one for each pixel.
    surface = pygame.Surface(size, 0, 32)
    surface.fill(color)
    surface.set_alpha(200)
    return surface


@lru_cache(maxsize=2)
def card(
    size: tuple[int, int], radius: int, color: Color, edge: Color, edge_width: int
) -> pygame.Surface:
    """Return a card of `size` pixels with round corners and an edge. Do not draw on it."""
    return _edged(size, radius, color, edge, edge_width)


@lru_cache(maxsize=256)
def pill(size: tuple[int, int], radius: int, color: Color) -> pygame.Surface:
    """Return a small shape of `size` pixels with round corners. Do not draw on it.

    `radius` is in pixels. It is at most half of the shorter side, which makes the ends round.
    """
    return coverage_surface(_rounded(*size, radius), color)


def edged_pill(
    size: tuple[int, int], radius: int, color: Color, edge: Color, edge_width: int
) -> pygame.Surface:
    """Return a new shape as `pill`, but with an edge. It may be drawn on."""
    return _edged(size, radius, color, edge, edge_width)


def ghost(ends: Points, width: float, theme: Theme) -> Part:
    """Return a hollow stroke from end to end, (2, 2) in pixels: ink that is not there."""
    line = max(2, round(width / 6))
    reach = round(width / 2) + line
    left, top = (np.floor(ends.min(axis=0)).astype(int) - reach).tolist()
    right, bottom = (np.ceil(ends.max(axis=0)).astype(int) + reach + 1).tolist()
    around, hole = (np.zeros((bottom - top, right - left), np.uint8) for _ in range(2))
    cover_path(around, ends - (left, top), max(3, round(width) + line))
    cover_path(hole, ends - (left, top), max(1, round(width) - line))
    edge = coverage_surface(around - np.minimum(hole, around), theme.warning)
    return edge, pygame.Rect(left, top, right - left, bottom - top)


def _edged(
    size: tuple[int, int], radius: int, color: Color, edge: Color, edge_width: int
) -> pygame.Surface:
    surface = coverage_surface(_rounded(*size, radius), edge)
    width, height = max(1, size[0] - 2 * edge_width), max(1, size[1] - 2 * edge_width)
    inner = coverage_surface(_rounded(width, height, max(0, radius - edge_width)), color)
    surface.blit(inner, (edge_width, edge_width))
    return surface


def _rounded(width: int, height: int, radius: int) -> npt.NDArray[np.uint8]:
    """Return the coverage of a rectangle with round corners: (height, width) uint8.

    It has at least one pixel, even if there is no room for it.
    """
    width, height = max(1, width), max(1, height)
    canvas = np.zeros((height, width), np.uint8)
    radius = min(radius, width // 2, height // 2)
    if radius < 1:
        canvas[:] = 255
        return canvas
    canvas[radius : height - radius] = 255
    canvas[:, radius : width - radius] = 255
    for x in (radius, width - radius):
        for y in (radius, height - radius):
            cover_path(canvas, np.array([[x - 0.5, y - 0.5]]), 2 * radius)
    return canvas

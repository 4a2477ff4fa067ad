"""The ring that shows the reach of the eraser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.draw.surfaces import Part, coverage_surface
from recognizer.board.draw.theme import Color, Theme
from recognizer.ink.raster import cover_path

_LINE_PIXELS = 2
_RING_CORNERS = 48


@dataclass(frozen=True)
class Eraser:
    """The eraser: its middle and its reach, in pixels of the window."""

    x: float
    y: float
    reach: float


def eraser_parts(theme: Theme, eraser: Eraser) -> list[Part]:
    """Return the ring around the pointer that shows the reach."""
    ring = _ring(max(3, round(eraser.reach)), theme.muted)
    return [(ring, ring.get_rect(center=(round(eraser.x), round(eraser.y))))]


@lru_cache(maxsize=8)
def _ring(radius: int, color: Color) -> pygame.Surface:
    middle = radius + _LINE_PIXELS
    canvas = np.zeros((2 * middle + 1, 2 * middle + 1), np.uint8)
    angles = np.linspace(0, 2 * np.pi, _RING_CORNERS + 1)
    cover_path(
        canvas, middle + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1), _LINE_PIXELS
    )
    return coverage_surface(canvas, color)

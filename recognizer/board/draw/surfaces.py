"""Surfaces with their places, and surfaces made of coverage."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.draw.theme import Color

Part = tuple[pygame.Surface, pygame.Rect]
"""A surface, and its place in the window."""


def coverage_surface(coverage: npt.NDArray[np.uint8], color: Color) -> pygame.Surface:
    """Return (rows, cols) uint8 `coverage` as a surface of one color; 255 is opaque."""
    surface = pygame.Surface(coverage.shape[::-1], pygame.SRCALPHA, 32)
    surface.fill((*color, 0))
    if coverage.size:
        pygame.surfarray.pixels_alpha(surface)[:] = coverage.T
    return surface

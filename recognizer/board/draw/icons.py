"""The icons as surfaces, sharp at any size."""

from __future__ import annotations

import io
from functools import lru_cache

import pygame

from recognizer.actions.icons import ICONS, svg
from recognizer.board.draw.theme import Color

STROKE = 1.8
"""Width of the strokes of an icon that is 24 wide."""


@lru_cache(maxsize=256)
def icon(
    name: str, size: int, color: Color, stroke: float = STROKE, folder: str = ICONS
) -> pygame.Surface:
    """Return an icon on a transparent ground, `size` pixels wide and high. Do not draw on it.

    `name` is one of `actions.icons.icon_names(folder)`. `stroke` is in the same unit as `STROKE`.
    """
    drawing = svg(name, folder).replace('width="24" height="24"', f'width="{size}" height="{size}"')
    drawing = drawing.replace("currentColor", "#{:02x}{:02x}{:02x}".format(*color))
    drawing = drawing.replace(f'stroke-width="{STROKE}"', f'stroke-width="{stroke}"')
    return pygame.image.load(io.BytesIO(drawing.encode()), f"{name}.svg")

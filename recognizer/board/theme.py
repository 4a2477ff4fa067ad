"""The look: one palette and one type family."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.resources import asset

Color = tuple[int, int, int]

TEXT_FONT = "Inter-Medium.otf"
DISPLAY_FONT = "InterDisplay-SemiBold.otf"
SMALLEST_TEXT = 7  # pixels


@dataclass(frozen=True)
class Theme:
    """Colors as (red, green, blue), each 0 to 255."""

    board: Color
    dots: Color
    panel: Color
    outline: Color
    ink: Color
    text: Color
    muted: Color
    accent: Color
    bar: Color
    warning: Color


SLATE = Theme(
    board=(17, 22, 29),
    dots=(31, 39, 50),
    panel=(24, 31, 41),
    outline=(58, 72, 91),
    ink=(244, 240, 230),
    text=(226, 232, 240),
    muted=(139, 152, 170),
    accent=(255, 190, 92),
    bar=(42, 53, 68),
    warning=(255, 133, 102),
)


@lru_cache(maxsize=256)
def render_text(text: str, font: str, size: int, color: Color) -> pygame.Surface:
    """Return `text` drawn in `font` at `size` pixels; kept, since the same words come back."""
    return _font(font, size).render(text, True, color)


def fit_text(text: str, font: str, size: int, color: Color, width: int) -> pygame.Surface | None:
    """Return `text` drawn at `size`, or smaller to fit in `width`; None where it would be dust."""
    drawn = render_text(text, font, max(size, SMALLEST_TEXT), color)
    if drawn.get_width() <= width:
        return drawn
    smaller = size * width // drawn.get_width()
    if smaller < SMALLEST_TEXT:
        return None
    return render_text(text, font, smaller, color)


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> pygame.font.Font:
    return pygame.font.Font(asset(name), size)


def forget_fonts() -> None:
    """Drop what was drawn; needed when pygame.font has been shut down and started again."""
    render_text.cache_clear()
    _font.cache_clear()

"""The name of the profile, in the corner."""

from __future__ import annotations

from functools import lru_cache

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import TEXT_FONT, Theme, fit_text
from recognizer.board.show.buttons import ToolbarState
from recognizer.board.show.toolbar import place_of
from recognizer.keeping.profiles import DEFAULT

_SIZE_HD, _MIN_SIZE_PIXELS = 20, 12
_MAX_WINDOW_SHARE = 0.5  # of the place to draw


def profile_parts(
    layout: Layout,
    theme: Theme,
    profile: str,
    glass: bool = False,
    toolbar: ToolbarState | None = None,
) -> list[Part]:
    """Return the name in the upper left corner of the place to draw, where a toolbar leaves room.

    Nothing for the usual profile, which needs no name, or "". There is no `toolbar` while it hides.
    """
    if profile in ("", DEFAULT):
        return []
    free = layout.free_beside(glass)
    size = max(_MIN_SIZE_PIXELS, layout.pixels(_SIZE_HD))
    drawn = _draw(profile, size, int(free.width * _MAX_WINDOW_SHARE), theme)
    if drawn is None:
        return []
    place = drawn.get_rect(topleft=(free.left + layout.margin, free.top + layout.margin))
    if toolbar and place_of(layout, toolbar).colliderect(place):
        return []
    return [(drawn, place)]


@lru_cache(maxsize=4)
def _draw(profile: str, size: int, width: int, theme: Theme) -> pygame.Surface | None:
    return fit_text(f"Profile: {profile}", TEXT_FONT, size, theme.muted, width)

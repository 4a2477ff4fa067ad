"""The tag: what the ink says, in a small pill beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.board.answer import Part
from recognizer.board.icons import icon
from recognizer.board.layout import Layout
from recognizer.board.shapes import edged_pill
from recognizer.board.theme import DISPLAY_FONT, TEXT_FONT, Theme, render_text
from recognizer.board.toolbar import toolbar_place
from recognizer.reading import Number
from recognizer.wording import sureness

_GAP = 8  # between tag and outline, at 1920x1080


@dataclass(frozen=True)
class Room:
    """Where tags may stand, in window pixels: in `free`, but not on the `toolbar`."""

    free: pygame.Rect
    toolbar: pygame.Rect

    @classmethod
    def of(cls, layout: Layout, glass: bool = False) -> Room:
        """Return the room beside an open or closed looking glass."""
        return cls(layout.free_beside(glass), toolbar_place(layout, glass))


def tag_parts(
    layout: Layout,
    theme: Theme,
    number: Number,
    outline: pygame.Rect,
    room: Room,
    others: list[pygame.Rect] | None = None,
) -> list[Part]:
    """Return the tag of the number within `outline`.

    Parameters
    ----------
    layout : Layout
    theme : Theme
    number : Number
    outline : pygame.Rect
        Around the ink, in window pixels.
    room : Room
    others : list of pygame.Rect, optional
        Around what else was read: not to be covered if there is another place.

    Returns
    -------
    list of Part
        One pill, wholly within the room: above the upper right corner of the outline if
        there is room, else below the lower one, beside it, or inside.
    """
    figure, words = tag_words(number)
    learned = any(digit.said is not None for digit in number.digits)
    drawn = _draw(figure, words, learned, max(12, layout.pixels(24)), theme)
    return [(drawn, _place(layout, drawn.get_rect(), outline, room, others or []))]


def tag_reach(layout: Layout, tag: pygame.Rect, outline: pygame.Rect) -> pygame.Rect:
    """Return what holds all places that `tag` might take beside `outline`."""
    gap = layout.pixels(_GAP)
    return outline.inflate(2 * (tag.width + gap), 2 * (tag.height + gap)).union(tag)


def tag_words(number: Number) -> tuple[str, str]:
    """Return the figures that the tag shows large ("" for none), and the words beside them."""
    return number.text if number.has_digits else "", sureness(number)


@lru_cache(maxsize=1024)
def _draw(figure: str, words: str, learned: bool, size: int, theme: Theme) -> pygame.Surface:
    pieces = [render_text(words, TEXT_FONT, size, theme.text if figure else theme.muted)]
    if learned:
        pieces.append(icon("learned", size, theme.accent))
    if figure:
        pieces.insert(0, render_text(figure, DISPLAY_FONT, size * 5 // 4, theme.accent))
    gap, height = size // 2, size * 7 // 4
    width = sum(piece.get_width() for piece in pieces) + gap * (len(pieces) + 1) + size // 4
    line = max(1, size // 16)
    surface = edged_pill((width, height), height // 2, theme.shade, theme.bar, line)
    x = gap + size // 8
    for piece in pieces:
        surface.blit(piece, piece.get_rect(midleft=(x, height // 2)))
        x += piece.get_width() + gap
    return surface


def _place(
    layout: Layout,
    tag: pygame.Rect,
    outline: pygame.Rect,
    room: Room,
    others: list[pygame.Rect],
) -> pygame.Rect:
    possible = []
    for place in _places(tag, outline, layout.pixels(_GAP)):
        place.left = place.clamp(room.free).left
        if room.free.contains(place) and place.collidelist([room.toolbar, outline]) < 0:
            possible.append(place)
    clear = (place for place in possible if place.collidelist(others) < 0)
    inside = _inside(tag, outline, layout.pixels(_GAP)).clamp(room.free)
    return next(clear, possible[0] if possible else inside)


def _places(tag: pygame.Rect, outline: pygame.Rect, gap: int) -> Iterator[pygame.Rect]:
    above, below, right, left = (tag.copy() for _ in range(4))
    above.bottomright = (outline.right, outline.top - gap)
    below.topright = (outline.right, outline.bottom + gap)
    right.midleft = (outline.right + gap, outline.centery)
    left.midright = (outline.left - gap, outline.centery)
    yield from (above, below, right, left)


def _inside(tag: pygame.Rect, outline: pygame.Rect, gap: int) -> pygame.Rect:
    inside = tag.copy()
    inside.topright = (outline.right - gap, outline.top + gap)
    return inside

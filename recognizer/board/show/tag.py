"""The tag: what was read, in a small pill beside the ink."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, Theme, render_text
from recognizer.board.show.answer import row_of
from recognizer.board.show.toolbar import toolbar_place
from recognizer.document.glimpses import Growing
from recognizer.reading.result import Number
from recognizer.reading.words import SURE

_GAP_HD = 8  # between tag and outline


@dataclass(frozen=True)
class Room:
    """Where tags may stand, in window pixels: in `free`, but not on the `toolbar`."""

    free: pygame.Rect
    toolbar: pygame.Rect

    @classmethod
    def of(cls, layout: Layout, glass: bool = False) -> Room:
        """Return the room beside an open or closed looking glass."""
        return cls(layout.free_beside(glass), toolbar_place(layout, glass))


def draw_tag(
    layout: Layout, theme: Theme, number: Number, growing: Growing | None = None
) -> pygame.Surface:
    """Return the tag of `number`: one pill. Of one that is `growing` it has only what it says."""
    figure, words = (growing.text, "") if growing else tag_words(number)
    learned = any(each.said is not None for each in number.symbols)
    return _draw(figure, words, learned, max(12, layout.pixels(24)), theme)


def tag_places(
    layout: Layout,
    size: tuple[int, int],
    outline: pygame.Rect,
    room: Room,
    others: list[pygame.Rect],
) -> tuple[pygame.Rect, ...]:
    """Return where the tag of the number within `outline` may stand, the best place first.

    Above the outline, below it or beside it, wholly within the room; inside the outline if that
    leaves no other place. None where all is taken by `others`, around what else was read, which is
    never covered. All in window pixels.
    """
    possible = _possible(layout, pygame.Rect((0, 0), size), outline, room)
    return tuple(each for each in possible if each.collidelist(others) < 0)


def tag_reach(
    layout: Layout, size: tuple[int, int], outline: pygame.Rect, room: Room
) -> pygame.Rect:
    """Return the area of all places that a tag of `size` could take."""
    return outline.unionall(_possible(layout, pygame.Rect((0, 0), size), outline, room))


def tag_words(number: Number) -> tuple[str, str]:
    """Return the figures that the tag shows large, and the words beside them; "" for none.

    For a sure number the figures are enough.
    """
    row = row_of(number)
    return row.figure if row.is_read else "", "" if row.words == SURE else row.words


@lru_cache(maxsize=1024)
def _draw(figure: str, words: str, learned: bool, size: int, theme: Theme) -> pygame.Surface:
    pieces = []
    if words:
        color = theme.text if figure else theme.muted
        pieces.append(render_text(words, TEXT_FONT, size, color))
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


def _possible(
    layout: Layout, tag: pygame.Rect, outline: pygame.Rect, room: Room
) -> list[pygame.Rect]:
    """Return the places there would be if nothing else had been read."""
    gap, possible = layout.pixels(_GAP_HD), []
    for place in _places(tag, outline, gap):
        place.left = place.clamp(room.free).left
        if room.free.contains(place) and place.collidelist([room.toolbar, outline]) < 0:
            possible.append(place)
    inside = _inside(tag, outline, gap).clamp(room.free)
    return possible or [inside] * room.free.contains(inside)


def _places(tag: pygame.Rect, outline: pygame.Rect, gap: int) -> Iterator[pygame.Rect]:
    yield tag.move(outline.right - tag.width, outline.top - gap - tag.height)
    yield tag.move(outline.right - tag.width, outline.bottom + gap)
    yield tag.move(outline.right + gap, outline.centery - tag.height // 2)
    yield tag.move(outline.left - gap - tag.width, outline.centery - tag.height // 2)
    yield tag.move(outline.left, outline.top - gap - tag.height)
    yield tag.move(outline.left, outline.bottom + gap)


def _inside(tag: pygame.Rect, outline: pygame.Rect, gap: int) -> pygame.Rect:
    inside = tag.copy()
    inside.topright = (outline.right - gap, outline.top + gap)
    return inside

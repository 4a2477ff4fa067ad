"""What the board says to the user: one pill above the toolbar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    TEXT_FONT,
    Color,
    Theme,
    legible,
    render_text,
    shorten_text,
    wrapped,
)
from recognizer.board.show.toolbar import toolbar_place, toolbar_room

MAX_LINES = 4
_SIZE_HD, _PAD_HD, _GAP_HD = 24, 22, 14
_MIN_SIZE_PIXELS = 12


@dataclass(frozen=True)
class Message:
    """A text for the user. A warning stands out. One that lasts stays after the others.

    One that yields does not take the place of a warning.
    """

    text: str
    warns: bool = False
    lasts: bool = False
    yields: bool = False

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the pill that says it."""
        return message_parts(layout, theme, self, has_panel)


def message_parts(
    layout: Layout, theme: Theme, message: Message, glass: bool = False
) -> list[Part]:
    """Return the pill, its text in as many lines as it needs up to `MAX_LINES`."""
    size, pad = max(_MIN_SIZE_PIXELS, layout.pixels(_SIZE_HD)), layout.pixels(_PAD_HD)
    toolbar = toolbar_place(layout, glass)
    room = toolbar_room(layout, glass).width
    color = theme.warning if message.warns else theme.text
    text = _sentence(message.text) if message.warns else message.text
    lines = wrap_text(legible(text, TEXT_FONT), size, max(1, room - 2 * pad))
    drawn = _pill(tuple(lines), size, pad, color, theme)
    place = drawn.get_rect(midbottom=(toolbar.centerx, toolbar.top - layout.pixels(_GAP_HD)))
    return [(drawn, place.clamp(pygame.Rect((0, 0), layout.size)))]


@lru_cache(maxsize=8)
def _pill(
    lines: tuple[str, ...], size: int, pad: int, color: Color, theme: Theme
) -> pygame.Surface:
    texts = [render_text(line, TEXT_FONT, size, color) for line in lines]
    step, above = round(size * 1.4), pad // 2
    width = max(text.get_width() for text in texts) + 2 * pad
    height = step * len(texts) + 2 * above
    pill = edged_pill((width, height), step // 2 + above, theme.shade, theme.outline, 1)
    for i, text in enumerate(texts):
        pill.blit(text, text.get_rect(center=(width // 2, above + i * step + step // 2)))
    return pill


def _sentence(text: str) -> str:
    """Return what an error says as a sentence begins, unless it begins with the name of a file."""
    has_name = "." in text.partition(":")[0]
    return text if has_name else text[:1].upper() + text[1:]


def wrap_text(text: str, size: int, width: int) -> list[str]:
    """Break `text` between words to fit `width` pixels. A longer word loses its middle.

    There are at most `MAX_LINES` lines. If the text is longer, the last line loses its middle.
    """
    words = " ".join(shorten_text(word, TEXT_FONT, size, width) for word in text.split())
    lines = wrapped(words, size, width) or [""]
    if len(lines) <= MAX_LINES:
        return lines
    rest = " ".join(lines[MAX_LINES - 1 :])
    return [*lines[: MAX_LINES - 1], shorten_text(rest, TEXT_FONT, size, width)]

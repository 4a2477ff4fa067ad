"""What the board says to the user: one pill above the toolbar."""

from __future__ import annotations

from functools import lru_cache

import pygame

from recognizer.board.answer import Part
from recognizer.board.layout import Layout
from recognizer.board.scene import Message
from recognizer.board.theme import TEXT_FONT, Theme, render_text, shorten_text, text_width
from recognizer.board.toolbar import toolbar_place

_SIZE, _PAD = 24, 20  # at 1920x1080
MOST_LINES = 4


def message_parts(layout: Layout, theme: Theme, message: Message) -> list[Part]:
    """Return the pill, its text in as many lines as it needs up to `MOST_LINES`."""
    drawn = _pill(layout, theme, message)
    bottom = toolbar_place(layout).top - layout.pixels(16)
    place = drawn.get_rect(midbottom=(layout.free.centerx, bottom))
    return [(drawn, place.clamp(pygame.Rect((0, 0), layout.size)))]


@lru_cache(maxsize=8)
def _pill(layout: Layout, theme: Theme, message: Message) -> pygame.Surface:
    size, pad = max(12, layout.pixels(_SIZE)), layout.pixels(_PAD)
    color = theme.warning if message.warns else theme.text
    lines = wrap_text(message.text, size, max(1, layout.free.width - 2 * layout.margin - 2 * pad))
    texts = [render_text(line, TEXT_FONT, size, color) for line in lines]
    step = round(size * 1.4)
    width = max(text.get_width() for text in texts) + 2 * pad
    pill = pygame.Surface((width, step * len(texts) + 2 * (pad // 2)), pygame.SRCALPHA)
    pygame.draw.rect(pill, theme.shade, pill.get_rect(), border_radius=layout.pixels(16))
    for i, text in enumerate(texts):
        middle = (width // 2, pad // 2 + i * step + step // 2)
        pill.blit(text, text.get_rect(center=middle))
    return pill


def wrap_text(text: str, size: int, width: int) -> list[str]:
    """Break `text` between words to fit `width` pixels; words that are longer lose their middle.

    Never more than `MOST_LINES`: the middle of what is left over is left out.
    """
    words = [shorten_text(word, TEXT_FONT, size, width) for word in text.split()] or [""]
    lines = [words[0]]
    for i, word in enumerate(words[1:], start=1):
        longer = f"{lines[-1]} {word}"
        if text_width(longer, TEXT_FONT, size) <= width:
            lines[-1] = longer
        elif len(lines) == MOST_LINES:
            rest = " ".join([lines[-1], *words[i:]])
            return [*lines[:-1], shorten_text(rest, TEXT_FONT, size, width)]
        else:
            lines.append(word)
    return lines

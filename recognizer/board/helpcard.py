"""The card that shows all keys."""

from __future__ import annotations

import pygame

from recognizer.board.layout import Layout
from recognizer.board.theme import DISPLAY_FONT, TEXT_FONT, Theme, render_text

KEYS = (
    ("Enter or Space", "read what is on the board"),
    ("C", "clear the board (Ctrl+Z brings it back)"),
    ("Ctrl+Z", "undo"),
    ("Ctrl+Y", "redo"),
    ("F11", "full screen or window"),
    ("H", "show or hide these keys"),
    ("Esc", "close this card, or quit"),
)
_WIDTH, _LINE, _SPACE = 980, 58, 56  # at 1920x1080


def draw_help(target: pygame.Surface, layout: Layout, theme: Theme) -> None:
    """Dim the board and lay the card on its middle."""
    veil = pygame.Surface(layout.size, pygame.SRCALPHA)
    veil.fill((*theme.board, 200))
    target.blit(veil, (0, 0))
    card = _draw_card(layout, theme)
    limit = min(layout.size[0] * 0.94 / card.get_width(), layout.size[1] * 0.94 / card.get_height())
    if limit < 1:
        card = pygame.transform.smoothscale_by(card, limit)
    target.blit(card, card.get_rect(center=target.get_rect().center))


def _draw_card(layout: Layout, theme: Theme) -> pygame.Surface:
    line, space = layout.pixels(_LINE), layout.pixels(_SPACE)
    size = (layout.pixels(_WIDTH), 2 * space + line * (len(KEYS) + 2))
    card = pygame.Surface(size, pygame.SRCALPHA)
    radius = layout.pixels(28)
    pygame.draw.rect(card, theme.panel, card.get_rect(), border_radius=radius)
    pygame.draw.rect(card, theme.outline, card.get_rect(), width=1, border_radius=radius)
    title = render_text("Keys", DISPLAY_FONT, layout.pixels(46), theme.accent)
    card.blit(title, (space, space))
    for i, (key, meaning) in enumerate(KEYS):
        y = space + line * (i + 2) - line // 4
        card.blit(render_text(key, TEXT_FONT, layout.pixels(30), theme.text), (space, y))
        words = render_text(meaning, TEXT_FONT, layout.pixels(30), theme.muted)
        card.blit(words, (space + layout.pixels(270), y))
    return card

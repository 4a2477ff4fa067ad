"""The picture that stands for a player: a digit in the own ink, an emblem, or a letter."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from recognizer.actions.icons import EMBLEMS, emblem_of
from recognizer.board.draw.icons import icon
from recognizer.board.draw.theme import DISPLAY_FONT, Theme, render_text
from recognizer.board.games.endcard import thumbnail
from recognizer.board.players.player import Player
from recognizer.keeping.profiles import DEFAULT

_LETTER_SHARE = 0.7  # of the side of the picture
ADD, NOBODY = "add", "player"


@dataclass(frozen=True)
class Portrait:
    """The picture of a player; of nobody in particular, the icon of that name."""

    player: Player | None = None
    icon: str = NOBODY

    def draw(self, side: int, theme: Theme) -> pygame.Surface:
        """Return it, `side` pixels wide and high."""
        player = self.player
        if player and player.ink:
            return thumbnail(player.ink.strokes, (side, side), theme.ink)
        if player and (emblem := emblem_of(player.name)):
            return icon(emblem, side, theme.ink, folder=EMBLEMS)
        if player is None or player.name == DEFAULT:
            return icon(self.icon, side, theme.muted)
        letter = player.name.rsplit("-", 1)[-1][:1].upper() or player.name[:1]
        drawn = pygame.Surface((side, side), pygame.SRCALPHA)
        text = render_text(letter, DISPLAY_FONT, max(8, round(side * _LETTER_SHARE)), theme.text)
        drawn.blit(text, text.get_rect(center=(side // 2, side // 2)))
        return drawn

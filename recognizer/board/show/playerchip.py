"""Who is playing: a chip at the head of the panel. A press on it asks who plays next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.actions import table
from recognizer.actions.icons import EMBLEMS, ICONS, emblem_of
from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import TEXT_FONT, Theme, fit_text
from recognizer.board.input.commands import Target
from recognizer.board.input.hand import Gesture, Hand
from recognizer.board.show.overlay import Around, Overlay, Spot
from recognizer.keeping.profiles import DEFAULT

NOBODY = "Who is playing?"
_TEXT_SHARE, _ICON_SHARE = 0.42, 0.55  # of the height of the chip


@dataclass(frozen=True)
class PlayerChip:
    """The chip as it is shown, with the name of who is playing."""

    name: str
    is_hovered: bool = False

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the chip."""
        return [(_drawn(self, layout.chip.size, theme), layout.chip)]


class PlayerChips(Overlay):
    """Takes the presses on the chip. `name` returns who is playing; "" where there is no chip."""

    def __init__(self, around: Around, name: Callable[[], str]) -> None:
        self._around = around
        self._name = name
        self._is_hovered = False

    def covers(self, spot: Spot) -> bool:
        """Tell whether the chip is at `spot`."""
        return bool(self._name()) and bool(self._around.layout.chip.collidepoint(spot))

    def target(self, spot: Spot) -> Target | None:
        """Return that it is to be chosen who plays."""
        return table.PLAYERS if self.covers(spot) else None

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight the chip if the pointer is there."""
        is_there = spot is not None and self.covers(spot)
        is_other = hand.gesture is Gesture.PRESSING and hand.pressed is not table.PLAYERS
        self._is_hovered = is_there and not is_other

    @property
    def shown(self) -> PlayerChip | None:
        """The chip as it looks."""
        name = self._name()
        return PlayerChip(name, self._is_hovered) if name else None


@lru_cache(maxsize=4)
def _drawn(chip: PlayerChip, size: tuple[int, int], theme: Theme) -> pygame.Surface:
    height, line = size[1], max(1, size[1] // 24)
    edge = theme.text if chip.is_hovered else theme.bar
    drawn = edged_pill(size, height // 2, theme.bar, edge, line)
    side = max(8, round(height * _ICON_SHARE))
    emblem = emblem_of(chip.name)
    picture = icon(emblem or "player", side, theme.text, folder=EMBLEMS if emblem else ICONS)
    words, color = (NOBODY, theme.muted) if chip.name == DEFAULT else (chip.name, theme.text)
    room = size[0] - side - height
    said = fit_text(words, TEXT_FONT, max(12, round(height * _TEXT_SHARE)), color, max(1, room))
    wide = side + (said.get_width() + height // 4 if said else 0)
    left = (size[0] - wide) // 2
    drawn.blit(picture, (left, (height - side) // 2))
    if said:
        drawn.blit(said, said.get_rect(midleft=(left + side + height // 4, height // 2)))
    return drawn

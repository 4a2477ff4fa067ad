"""Tiles: what can be pressed in a game, with words; and the overlay that takes the presses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Protocol

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import TEXT_FONT, Theme, fit_text, fitting_size
from recognizer.board.input.commands import Pick, Target
from recognizer.board.input.hand import Gesture, Hand
from recognizer.board.show.overlay import Around, Overlay, Spot
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS

TILE_HD = 64
"""The height of a tile."""
GAP_HD = 10
_TEXT_SHARE, _EDGE_SHARE = 0.4, 0.3
_PICTURE_WORDS_SHARE = 0.3  # of a tile with a picture, what its words take
_MIN_TEXT_PIXELS = 14
_EDGE_LETTERS = 4  # as wide as so many letters is what is beside the words of a tile


class Tone(Enum):
    """How a tile looks."""

    PLAIN = "plain"
    CHOSEN = "chosen"
    """One of several is chosen."""
    FIRST = "first"
    """It is what most players want next."""


class Picture(Protocol):
    """What a tile may show. It is a value: equal ones look the same."""

    def draw(self, side: int, theme: Theme) -> pygame.Surface:
        """Return it, `side` pixels wide and high."""

    def __hash__(self) -> int:
        """Return the same for equal ones."""


@dataclass(frozen=True)
class Tile:
    """What a press on it picks, its words, and its place: left, top, width, height in pixels.

    A picture stands above the words.
    """

    name: str
    words: str
    place: tuple[int, int, int, int]
    tone: Tone = Tone.PLAIN
    picture: Picture | None = None


class Card(Protocol):
    """Tiles, and what else is drawn with them. It is a value: equal ones look the same."""

    @property
    def is_modal(self) -> bool:
        """Whether nothing but its tiles can be pressed."""

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return what can be pressed."""

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return what is drawn below the tiles."""


@dataclass(frozen=True)
class ShownCard:
    """How a card looks, with the tile under the pointer."""

    card: Card
    hovered: str = ""

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the card and its tiles."""
        tiles = self.card.tiles(layout)
        drawn = [
            (_drawn(each, each.name == self.hovered, size, theme), pygame.Rect(each.place))
            for each, size in zip(tiles, _text_sizes(tiles), strict=True)
        ]
        return [*self.card.ground(layout, theme), *drawn]


class Tiles(Overlay):
    """Takes the presses on the card that `card` returns; there may be none."""

    def __init__(self, around: Around, card: Callable[[], Card | None]) -> None:
        self._around = around
        self._card = card
        self._hovered = ""

    def covers(self, spot: Spot) -> bool:
        """Tell whether a tile is at `spot`, or a modal card is open."""
        card = self._card()
        return card is not None and (card.is_modal or self._at(spot) is not None)

    def target(self, spot: Spot) -> Target | None:
        """Return what the tile at `spot` picks."""
        tile = self._at(spot)
        return Pick(tile.name) if tile else None

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight the tile at `spot`."""
        tile = self._at(spot) if spot else None
        if tile and hand.gesture is Gesture.PRESSING and hand.pressed != Pick(tile.name):
            tile = None
        self._hovered = tile.name if tile else ""

    @property
    def shown(self) -> ShownCard | None:
        """The card as it looks."""
        card = self._card()
        return ShownCard(card, self._hovered) if card else None

    def _at(self, spot: Spot) -> Tile | None:
        card = self._card()
        tiles = card.tiles(self._around.layout) if card else []
        return next((each for each in tiles if pygame.Rect(each.place).collidepoint(spot)), None)


def row_of(
    names: Sequence[tuple[str, str, Tone]], room: pygame.Rect, gap: int, by_words: bool = False
) -> list[Tile]:
    """Return tiles side by side that fill `room`: alike wide, or as their words need."""
    shares = [len(words) + _EDGE_LETTERS if by_words else 1 for _, words, _ in names]
    unit = (room.width - gap * (len(names) - 1)) / sum(shares)
    tiles, left = [], float(room.left)
    for share, (name, words, tone) in zip(shares, names, strict=True):
        place = (round(left), room.top, max(1, round(share * unit)), room.height)
        tiles.append(Tile(name, words, place, tone))
        left += share * unit + gap
    return tiles


def column_of(
    names: Sequence[tuple[str, str, Tone]], room: pygame.Rect, height: int, gap: int
) -> list[Tile]:
    """Return tiles below each other at the foot of `room`, each `height` tall where they fit."""
    height = max(1, min(height, (room.height - gap * (len(names) - 1)) // len(names)))
    top = room.bottom - len(names) * height - (len(names) - 1) * gap
    return [
        Tile(name, words, (room.left, top + k * (height + gap), room.width, height), tone)
        for k, (name, words, tone) in enumerate(names)
    ]


def tile_height(layout: Layout) -> int:
    """Return the height of a tile in pixels: at least that of a finger."""
    return max(MIN_TARGET_PIXELS, layout.pixels(TILE_HD))


def _foot(tile: Tile) -> int:
    """Return the height of that part of a tile in which its words stand."""
    height = tile.place[3]
    return round(height * _PICTURE_WORDS_SHARE) if tile.picture else height


def _line(foot: int) -> int:
    return max(2, foot // 24)


def _text_sizes(tiles: Sequence[Tile]) -> list[int]:
    """Return the size of type of each tile: the same for those side by side without pictures."""
    sizes, rows = [_text_size(each) for each in tiles], [each.place[1] for each in tiles]
    least = {row: min(s for s, at in zip(sizes, rows, strict=True) if at == row) for row in rows}
    return [
        size if each.picture else least[row]
        for each, size, row in zip(tiles, sizes, rows, strict=True)
    ]


def _text_size(tile: Tile) -> int:
    """Return the size of type at which the words of a tile fit."""
    foot = _foot(tile)
    room = max(1, tile.place[2] - 2 * _line(foot) - foot // 4)
    size = max(_MIN_TEXT_PIXELS, round(foot * _TEXT_SHARE))
    return fitting_size(tile.words, TEXT_FONT, size, room)


@lru_cache(maxsize=128)
def _drawn(tile: Tile, is_hovered: bool, text: int, theme: Theme) -> pygame.Surface:
    """Return a tile with its words, `text` pixels tall."""
    _, _, width, height = tile.place
    foot, tone = _foot(tile), tile.tone
    line = _line(foot)
    behind = theme.accent if tone is Tone.FIRST else theme.bar
    edge = theme.accent if tone is Tone.CHOSEN else theme.text if is_hovered else behind
    drawn = edged_pill((width, height), round(foot * _EDGE_SHARE), behind, edge, line)
    color = theme.on_accent if tone is Tone.FIRST else theme.text
    if words := fit_text(tile.words, TEXT_FONT, text, color, width):
        drawn.blit(words, words.get_rect(center=(width // 2, height - foot // 2)))
    if tile.picture:
        side = max(1, min(width, height - foot) - 4 * line)
        picture = tile.picture.draw(side, theme)
        middle = (width // 2, (height - foot) // 2 + 2 * line)
        drawn.blit(picture, picture.get_rect(center=middle))
    return drawn

"""The cards on which it is chosen who plays: one of those known, or somebody new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import card, veil
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, Color, Theme, fit_text
from recognizer.board.games.tiles import GAP_HD, Tile, Tone, row_of, tile_height
from recognizer.board.players.player import Player
from recognizer.board.players.portrait import ADD, Portrait

BACK, MORE, NEW, TAKE, PLAYER = "back", "more", "new", "take", "player"
WHO, WHO_NEW = "Who is playing?", "Who are you?"
HOW, HOW_NEW = "Choose yourself, or type your name", "Choose a picture, or type a name"
_WIDTH_HD, _HEIGHT_HD, _EDGE_HD, _TITLE_HD, _WORDS_HD, _RADIUS_HD = 1400, 960, 36, 44, 30, 32
_MIN_TITLE_PIXELS, _MIN_WORDS_PIXELS = 18, 14
_MIN_WIDTH_PIXELS, _MIN_HEIGHT_PIXELS = 760, 560  # where there is room


@dataclass(frozen=True)
class Cells:
    """How large the tiles of a grid are: for a full HD window, and at least in pixels."""

    width_hd: int
    height_hd: int
    min_pixels: int


_OF_PLAYERS, _OF_EMBLEMS = Cells(210, 210, 100), Cells(150, 150, 72)


@dataclass(frozen=True)
class PlayersCard:
    """Everybody who plays here, and a place for somebody new. One of them is `selected`."""

    players: tuple[Player, ...] = ()
    selected: int = 0
    is_modal = True

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return a tile for each on the page of the selected one, for somebody new, and back."""
        shown: list[tuple[str, str, Portrait]] = [
            (f"{PLAYER} {each.name}", each.shown_name, Portrait(each)) for each in self.players
        ]
        shown.append((NEW, "New", Portrait(icon=ADD)))
        grid = _grid(layout, _OF_PLAYERS)
        has_more = len(shown) > grid.count
        foot = [(BACK, "Back", Tone.PLAIN)]
        foot += [(MORE, "More", Tone.PLAIN)] if has_more else []
        return [*grid.tiles(shown, self.selected), *_foot(layout, foot)]

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return the veil, the card, its title, and what can be done."""
        return [*_ground(layout, theme, WHO), *_words_below(layout, HOW, theme.muted)]

    def step(self, layout: Layout) -> int:
        """Return how many tiles stand side by side."""
        return _grid(layout, _OF_PLAYERS).columns

    def page(self, layout: Layout) -> int:
        """Return how many tiles are shown at once."""
        return _grid(layout, _OF_PLAYERS).count


@dataclass(frozen=True)
class NewPlayerCard:
    """Emblems of which one may be chosen, and the name as far as it is typed.

    `names` are those that the emblems would be called; -1 is selected where none is.
    """

    names: tuple[str, ...] = ()
    selected: int = -1
    typed: str = ""
    note: str = ""
    is_modal = True

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return a tile for each emblem, and those that take the typed name and go back."""
        shown = [(f"{PLAYER} {each}", each, Portrait(Player(each))) for each in self.names]
        foot = [(BACK, "Back", Tone.PLAIN)]
        foot += [(TAKE, f"I am {self.typed}", Tone.FIRST)] if self.typed else []
        return [*_grid(layout, _OF_EMBLEMS).tiles(shown, self.selected), *_foot(layout, foot)]

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return the veil, the card, its title, and what can be done, or what was typed."""
        words = self.note or self.typed or HOW_NEW
        color = theme.warning if self.note else theme.accent if self.typed else theme.muted
        return [*_ground(layout, theme, WHO_NEW), *_words_below(layout, words, color)]

    def step(self, layout: Layout) -> int:
        """Return how many emblems stand side by side."""
        return _grid(layout, _OF_EMBLEMS).columns


@dataclass(frozen=True)
class _Grid:
    """Where tiles stand: in `room`, so many side by side and below each other."""

    room: pygame.Rect
    columns: int
    rows: int
    cell: tuple[int, int]
    gap: int

    @property
    def count(self) -> int:
        return self.columns * self.rows

    def tiles(self, shown: Sequence[tuple[str, str, Portrait]], selected: int) -> list[Tile]:
        """Return the tiles on the page of the selected one, in the middle of the room."""
        first = max(0, selected) // self.count * self.count
        page = shown[first : first + self.count]
        columns = min(self.columns, len(page))
        rows = -(-len(page) // columns)
        (width, height), gap = self.cell, self.gap
        left = self.room.centerx - (columns * (width + gap) - gap) // 2
        top = self.room.centery - (rows * (height + gap) - gap) // 2
        tiles = []
        for k, (name, words, portrait) in enumerate(page):
            row, column = divmod(k, columns)
            at = (left + column * (width + gap), top + row * (height + gap), width, height)
            tone = Tone.CHOSEN if first + k == selected else Tone.PLAIN
            tiles.append(Tile(name, words, at, tone, portrait))
        return tiles


def _grid(layout: Layout, cells: Cells) -> _Grid:
    inner, gap, tile = _inner(layout), layout.pixels(GAP_HD), tile_height(layout)
    top = inner.top + _title(layout) * 3 // 2 + _words(layout) * 3 // 2
    room = pygame.Rect(inner.left, top, inner.width, max(1, inner.bottom - tile - 2 * gap - top))
    width = min(max(cells.min_pixels, layout.pixels(cells.width_hd)), room.width)
    height = min(max(cells.min_pixels, layout.pixels(cells.height_hd)), room.height)
    columns = max(1, (room.width + gap) // (width + gap))
    rows = max(1, (room.height + gap) // (height + gap))
    return _Grid(room, columns, rows, (width, height), gap)


def _words_below(layout: Layout, words: str, color: Color) -> list[Part]:
    """Return `words` below the title."""
    inner = _inner(layout)
    said = fit_text(words, TEXT_FONT, _words(layout), color, inner.width)
    top = inner.top + _title(layout) * 3 // 2
    return [(said, said.get_rect(midtop=(inner.centerx, top)))] if said else []


def _title(layout: Layout) -> int:
    return max(_MIN_TITLE_PIXELS, layout.pixels(_TITLE_HD))


def _words(layout: Layout) -> int:
    return max(_MIN_WORDS_PIXELS, layout.pixels(_WORDS_HD))


def _place(layout: Layout) -> pygame.Rect:
    room = pygame.Rect((0, 0), layout.size).inflate(-layout.margin, -layout.margin)
    most = (
        max(_MIN_WIDTH_PIXELS, layout.pixels(_WIDTH_HD)),
        max(_MIN_HEIGHT_PIXELS, layout.pixels(_HEIGHT_HD)),
    )
    if layout.is_upright:
        most = most[1], most[0]
    place = pygame.Rect(0, 0, max(1, min(room.width, most[0])), max(1, min(room.height, most[1])))
    place.center = room.center
    return place


def _inner(layout: Layout) -> pygame.Rect:
    edge = -2 * layout.pixels(_EDGE_HD)
    return _place(layout).inflate(edge, edge)


def _foot(layout: Layout, names: list[tuple[str, str, Tone]]) -> list[Tile]:
    inner, height = _inner(layout), tile_height(layout)
    foot = pygame.Rect(inner.left, inner.bottom - height, inner.width, height)
    return row_of(names, foot, layout.pixels(GAP_HD))


def _ground(layout: Layout, theme: Theme, title: str) -> list[Part]:
    place, line = _place(layout), max(1, layout.pixels(2))
    drawn = card(place.size, layout.pixels(_RADIUS_HD), theme.panel, theme.outline, line)
    parts: list[Part] = [
        (veil(layout.size, theme.board), pygame.Rect((0, 0), layout.size)),
        (drawn, place),
    ]
    inner = _inner(layout)
    if said := fit_text(title, DISPLAY_FONT, _title(layout), theme.text, inner.width):
        parts.append((said, said.get_rect(midtop=inner.midtop)))
    return parts

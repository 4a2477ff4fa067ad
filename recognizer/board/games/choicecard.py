"""The card on which a game and its way are chosen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import card, veil
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, Theme, fit_text, line_height
from recognizer.board.games.tiles import GAP_HD, Tile, Tone, row_of, tile_height
from recognizer.board.show.playerchip import NOBODY
from recognizer.keeping.profiles import DEFAULT
from recognizer.play.games import BOARD_GAMES, Game
from recognizer.play.round import Mode
from recognizer.play.tasks import TaskSet

BEGIN, LEAVE, WHO = "begin", "leave", "who"
TITLE = "What do you want to play?"
_COLUMNS = 2
_WIDTH_HD, _EDGE_HD, _TITLE_HD, _RADIUS_HD = 1100, 36, 44, 32
_WIDTH_TILES = 17  # at least, if the window is so wide
_MIN_TITLE_PIXELS = 18
_BEST_HD, _MIN_BEST_PIXELS = 24, 12


def player_words(name: str) -> str:
    """Return what a tile says that asks who plays, where `name` does."""
    return NOBODY if name == DEFAULT else f"Player: {name}"


@dataclass(frozen=True)
class Choice:
    """What is chosen so far: places among `BOARD_GAMES`, and among the sets and modes of one."""

    game_place: int = 0
    set_place: int = 0
    mode_place: int = 0

    @property
    def game(self) -> Game:
        """The game."""
        return BOARD_GAMES[self.game_place]

    @property
    def tasks(self) -> TaskSet:
        """The set of tasks."""
        return self.game.sets[self.set_place][1]

    @property
    def mode(self) -> Mode:
        """How it is played."""
        modes = self.game.modes
        return modes[min(self.mode_place, len(modes) - 1)]

    def picked(self, name: str) -> Choice:
        """Return the choice after a tile was picked: "game 2", "set 0" or "mode 1"."""
        kind, _, place = name.partition(" ")
        if kind == "game":
            return replace(self, game_place=int(place), set_place=0)
        field = {"set": "set_place", "mode": "mode_place"}[kind]
        return replace(self, **{field: int(place)})

    def typed(self, digit: str) -> Choice:
        """Return the choice of the set whose words begin with a typed digit; 0 for the first."""
        words = [each.split(" ")[0] for each, _ in self.game.sets]
        place = 0 if digit == "0" else words.index(digit) if digit in words else self.set_place
        return self.picked(f"set {place}")

    def stepped(self, kind: str, step: int) -> Choice:
        """Return the choice one further, or back, among the games, the sets or the modes."""
        at, count = {
            "game": (self.game_place, len(BOARD_GAMES)),
            "set": (self.set_place, len(self.game.sets)),
            "mode": (self.game.modes.index(self.mode), len(self.game.modes)),
        }[kind]
        return self.picked(f"{kind} {(at + step) % count}")


@dataclass(frozen=True)
class ChoiceCard:
    """The card, with what is chosen, and a tile for `player` if it is known who that is.

    `best` says how that was played before. Where it is locked, nobody leaves; where there is
    `one_game`, only its ways can be chosen.
    """

    choice: Choice = Choice()
    best: str = ""
    player: str = ""
    is_locked: bool = False
    one_game: bool = False
    is_modal = True

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return a tile for each game, each set and each mode, and those that begin and leave."""
        return _placed(self._rows, layout)

    @property
    def _rows(self) -> list[_Row]:
        sets, modes = self.choice.game.sets, self.choice.game.modes
        set_row = _row("set", [words for words, _ in sets], self.choice.set_place)
        mode_row = _row("mode", [each.title for each in modes], modes.index(self.choice.mode))
        foot = [] if self.is_locked else [(LEAVE, "Back", Tone.PLAIN)]
        foot += [(WHO, player_words(self.player), Tone.PLAIN)] if self.player else []
        return [
            *([] if self.one_game else _game_rows(self.choice)),
            set_row if len(sets) > 1 else [],
            mode_row if len(modes) > 1 else [],
            [*foot, (BEGIN, "Begin", Tone.FIRST)],
        ]

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return the veil, the card and its title."""
        rows = len(self._rows)
        place, line = _place(layout, rows), max(1, layout.pixels(2))
        radius = layout.pixels(_RADIUS_HD)
        drawn = card(place.size, radius, theme.panel, theme.outline, line)
        parts: list[Part] = [
            (veil(layout.size, theme.board), pygame.Rect((0, 0), layout.size)),
            (drawn, place),
        ]
        inner = _inner(layout, rows)
        words = self.choice.game.title if self.one_game else TITLE
        if title := fit_text(words, DISPLAY_FONT, _title(layout), theme.text, inner.width):
            parts.append((title, title.get_rect(midtop=inner.midtop)))
        if said := fit_text(self.best, TEXT_FONT, _best(layout), theme.muted, inner.width):
            top = inner.top + line_height(_title(layout))
            parts.append((said, said.get_rect(midtop=(inner.centerx, top))))
        return [*parts, *self._example(layout, theme)]

    def _example(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return an example of a task, where the sets would be if there were several."""
        words = self.choice.game.example
        if not words:
            return []
        place = _row_places(layout, len(self._rows))[-3]
        size = max(_MIN_TITLE_PIXELS, place.height // 2)
        shown = fit_text(words, TEXT_FONT, size, theme.muted, place.width)
        return [(shown, shown.get_rect(center=place.center))] if shown else []


_Row = list[tuple[str, str, Tone]]
_NOTHING = ("", "", Tone.PLAIN)  # stands for a tile where there is none


def _row(kind: str, words: list[str], chosen: int) -> _Row:
    tones = (Tone.CHOSEN if k == chosen else Tone.PLAIN for k in range(len(words)))
    return [
        (f"{kind} {k}", said, tone) for k, (said, tone) in enumerate(zip(words, tones, strict=True))
    ]


def _game_rows(choice: Choice) -> list[_Row]:
    row = _row("game", [each.title for each in BOARD_GAMES], choice.game_place)
    row += [_NOTHING] * (-len(row) % _COLUMNS)
    return [row[k : k + _COLUMNS] for k in range(0, len(row), _COLUMNS)]


def _title(layout: Layout) -> int:
    return max(_MIN_TITLE_PIXELS, layout.pixels(_TITLE_HD))


def _best(layout: Layout) -> int:
    return max(_MIN_BEST_PIXELS, layout.pixels(_BEST_HD))


def _head(layout: Layout) -> int:
    """Return the height of the title with the line below it."""
    return line_height(_title(layout)) + line_height(_best(layout)) + layout.pixels(GAP_HD)


def _height(layout: Layout, rows: int) -> tuple[int, int]:
    """Return the height of a tile and of the space to the next: less where there is no room."""
    tile, gap = tile_height(layout), layout.pixels(GAP_HD)
    room = layout.size[1] - 2 * layout.margin - 2 * layout.pixels(_EDGE_HD) - _head(layout)
    return max(1, min(tile, (room - (rows - 1) * gap) // rows)), gap


def _place(layout: Layout, rows: int) -> pygame.Rect:
    tile, gap = _height(layout, rows)
    edge = layout.pixels(_EDGE_HD)
    height = rows * (tile + gap) - gap + _head(layout) + 2 * edge
    most = layout.size[0] - 2 * layout.margin
    wanted = max(layout.pixels(_WIDTH_HD), _WIDTH_TILES * tile)
    place = pygame.Rect(0, 0, max(1, min(wanted, most)), max(1, height))
    place.center = (layout.size[0] // 2, layout.size[1] // 2)
    return place


def _inner(layout: Layout, rows: int) -> pygame.Rect:
    edge = -2 * layout.pixels(_EDGE_HD)
    return _place(layout, rows).inflate(edge, edge)


def _placed(rows: list[_Row], layout: Layout) -> list[Tile]:
    gap = layout.pixels(GAP_HD)
    tiles: list[Tile] = []
    for row, place in zip(rows, _row_places(layout, len(rows)), strict=True):
        tiles += row_of(row, place, gap, by_words=_is_long(row)) if row else []
    return [each for each in tiles if each.name]


def _row_places(layout: Layout, rows: int) -> list[pygame.Rect]:
    """Return the place of each row of tiles."""
    inner, (tile, gap) = _inner(layout, rows), _height(layout, rows)
    top = inner.top + _head(layout)
    return [pygame.Rect(inner.left, top + k * (tile + gap), inner.width, tile) for k in range(rows)]


def _is_long(row: _Row) -> bool:
    """Tell whether the tiles of a row need more or less room, as their words are."""
    kind = row[0][0].partition(" ")[0]
    return kind == "mode" or (kind == "set" and max(len(words) for _, words, _ in row) > 3)

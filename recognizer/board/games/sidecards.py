"""The tiles in the panel at the side: to skip a task, to answer a question, to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import DISPLAY_FONT, Theme, fit_text, line_height
from recognizer.board.games.taskface import panel_room
from recognizer.board.games.tiles import GAP_HD, Tile, Tone, column_of, tile_height
from recognizer.board.input.commands import Pick, Target
from recognizer.board.show.overlay import Around, Overlay, Spot
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS

SKIP, MODEL, END, YES, NO, GO_ON = "skip", "model", "end", "yes", "no", "go on"
WIPE, ALL = "wipe", "all"
_QUESTION_HD, _MIN_QUESTION_PIXELS = 40, 17


@dataclass(frozen=True)
class SideCard:
    """Tiles below each other, under a question if there is one."""

    names: tuple[tuple[str, str, Tone], ...]
    question: str = ""
    is_modal = False

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return the tiles, at the foot of the panel."""
        room = panel_room(layout, for_tiles=True)
        if self.question:
            room.top, room.height = room.top + self._line(layout), room.height - self._line(layout)
        return column_of(self.names, room, tile_height(layout), layout.pixels(GAP_HD))

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return the question."""
        if not self.question:
            return []
        room, top = panel_room(layout, for_tiles=True), self.tiles(layout)[0].place[1]
        size = max(_MIN_QUESTION_PIXELS, layout.pixels(_QUESTION_HD))
        drawn = fit_text(self.question, DISPLAY_FONT, size, theme.text, max(1, room.width))
        if drawn is None:
            return []
        middle = (room.centerx, top - self._line(layout) // 2)
        return [(drawn, drawn.get_rect(center=middle).clamp(pygame.Rect((0, 0), layout.size)))]

    def _line(self, layout: Layout) -> int:
        """Return how tall the question is, with a gap below and above."""
        text = line_height(max(_MIN_QUESTION_PIXELS, layout.pixels(_QUESTION_HD)))
        return text + 2 * layout.pixels(GAP_HD)


def while_writing(can_show: bool, asks_for_more: bool = False) -> SideCard:
    """Return the tiles while a task waits; the answer may be shown if it `can_show` it."""
    shows = ((MODEL, "Show me", Tone.PLAIN),) if can_show else ()
    goes_on = ((SKIP, "Skip", Tone.PLAIN), (END, "End", Tone.PLAIN))
    return SideCard((*_that_is_all(asks_for_more), *shows, *goes_on))


def writing_freely(asks_for_more: bool = False) -> SideCard:
    """Return the tiles while a sum of one's own waits."""
    wipes = ((WIPE, "Wipe", Tone.PLAIN), (END, "End", Tone.PLAIN))
    return SideCard((*_that_is_all(asks_for_more), *wipes))


def _that_is_all(asks_for_more: bool) -> tuple[tuple[str, str, Tone], ...]:
    """Return a tile that says so, where more of an answer is asked for: a pen has no Enter."""
    return ((ALL, "That is all", Tone.FIRST),) if asks_for_more else ()


_NEXT = ((SKIP, "Next", Tone.FIRST), (END, "End", Tone.PLAIN))
TRACING = SideCard(((MODEL, "Show me", Tone.PLAIN), *_NEXT))
DONE = SideCard(_NEXT)
PAUSED = SideCard(((GO_ON, "Go on", Tone.FIRST), (END, "End", Tone.PLAIN)), "Pause")


def asking(named: str) -> SideCard:
    """Return the question whether a symbol is the one so `named`: "a 7"."""
    names = ((YES, "Yes", Tone.FIRST), (NO, "No", Tone.PLAIN))
    return SideCard(names, f"Is this {named}?")


class PausedBoard(Overlay):
    """The board while a game pauses: a tap on it goes on, and draws no dot; a stroke is drawn."""

    def __init__(self, around: Around, is_paused: Callable[[], bool]) -> None:
        self._around = around
        self._is_paused = is_paused

    def covers(self, spot: Spot) -> bool:
        """Tell whether `spot` is where one writes, and the game pauses."""
        return self._is_paused() and bool(self._around.layout.free.collidepoint(spot))

    def target(self, spot: Spot) -> Target | None:
        """Return that the game goes on."""
        return Pick(GO_ON) if self.covers(spot) else None

    def slack(self, spot: Spot) -> float:
        """Let a stroke begin here."""
        return MIN_TARGET_PIXELS / 4

"""The card at the end of a game of two: the points, and what both wrote, in their own ink."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.games.course import Answer
from recognizer.board.games.endcard import (
    AGAIN,
    DONE,
    OTHER,
    SAVE,
    draw_answers,
    draw_words,
    drawn_once,
    end_room,
)
from recognizer.board.games.tiles import GAP_HD, Tile, Tone, row_of, tile_height

_LINE_HD = 3


@dataclass(frozen=True, eq=False)
class DuelEnd:
    """How a game of two went; `title` is what was played, `answers` are those that gave points."""

    title: str
    points: tuple[int, int]
    answers: tuple[tuple[Answer, ...], tuple[Answer, ...]]
    is_modal = True

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return what can be done next."""
        return next_tiles(layout)

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return all else, on a ground that covers the board."""
        return [drawn_once(self, duel_picture, layout, theme)]

    @property
    def saying(self) -> str:
        """Who was faster; both have played well."""
        left, right = self.points
        if left == right:
            return "As good as each other. Well played, both of you!"
        return f"{'Left' if left > right else 'Right'} was faster. Well played, both of you!"


def duel_picture(card: DuelEnd, layout: Layout, theme: Theme) -> pygame.Surface:
    """Return the card as a picture, without its tiles."""
    drawn = pygame.Surface(layout.size)
    drawn.fill(theme.board)
    score = f"{card.points[0]} : {card.points[1]}"
    top = draw_words(drawn, score, (f"{card.title}, two players", card.saying), layout, theme)
    for answers, half in zip(card.answers, halves_of(drawn, layout, theme, top), strict=True):
        draw_answers(drawn, answers, theme, half)
    return drawn


def next_tiles(layout: Layout) -> list[Tile]:
    """Return what can be done after a game."""
    names = [(DONE, "Done", Tone.PLAIN), (OTHER, "Another game", Tone.PLAIN)]
    names += [(SAVE, "Save", Tone.PLAIN), (AGAIN, "Again", Tone.FIRST)]
    room, height = end_room(layout), tile_height(layout)
    foot = pygame.Rect(room.left, room.bottom - height, room.width, height)
    return row_of(names, foot, layout.pixels(GAP_HD))


def halves_of(
    target: pygame.Surface, layout: Layout, theme: Theme, top: int
) -> tuple[pygame.Rect, pygame.Rect]:
    """Part what is below `top` and above the tiles by a line; return both halves."""
    room, foot = end_room(layout), next_tiles(layout)[0].place[1] - layout.margin
    left = pygame.Rect(room.left, top, max(1, room.width // 2 - layout.margin), max(1, foot - top))
    target.fill(theme.outline, (room.centerx, top, layout.pixels(_LINE_HD), left.height))
    return left, left.move(room.right - left.right, 0)

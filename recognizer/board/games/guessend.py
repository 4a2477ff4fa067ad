"""The card at the end of guessing: who was first, one's own ink, and how each opinion grew."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import TEXT_FONT, Theme, fit_text, line_height
from recognizer.board.games.chase import Growth
from recognizer.board.games.course import Answer
from recognizer.board.games.duelend import halves_of, next_tiles
from recognizer.board.games.endcard import draw_answers, draw_words, drawn_once, in_row_of
from recognizer.board.games.growthchart import growth_chart
from recognizer.board.games.tiles import Tile

_GAP_SHARE = 0.12
_MIN_CELL_PIXELS = 40


@dataclass(frozen=True, eq=False)
class GuessEnd:
    """How guessing went; `title` is what was played, `points` are those of player and board."""

    title: str
    points: tuple[int, int]
    answers: tuple[Answer, ...]
    growths: tuple[Growth, ...]
    is_modal = True

    def tiles(self, layout: Layout) -> list[Tile]:
        """Return what can be done next."""
        return next_tiles(layout)

    def ground(self, layout: Layout, theme: Theme) -> list[Part]:
        """Return all else, on a ground that covers the board."""
        return [drawn_once(self, guess_picture, layout, theme)]

    @property
    def sayings(self) -> tuple[str, str]:
        """Who was faster, and when the board knew."""
        player, board = self.points
        faster = "You were faster than I" if player > board else "I was a little faster"
        known = [each.board_share for each in self.growths if each.board_share]
        told = "We were equally fast" if player == board else faster
        when = f" I was sure when {100 * mean(known):.0f} % was drawn" if known else ""
        return self.title, f"{told}. Well played!{when}"


def guess_picture(card: GuessEnd, layout: Layout, theme: Theme) -> pygame.Surface:
    """Return the card as a picture, without its tiles."""
    drawn = pygame.Surface(layout.size)
    drawn.fill(theme.board)
    score = f"{card.points[0]} : {card.points[1]}"
    top = draw_words(drawn, score, card.sayings, layout, theme)
    left, right = halves_of(drawn, layout, theme, top)
    draw_answers(drawn, card.answers, theme, left)
    _draw_growths(drawn, card.growths, theme, right)
    return drawn


def _draw_growths(
    target: pygame.Surface, growths: tuple[Growth, ...], theme: Theme, room: pygame.Rect
) -> None:
    """Draw a chart for each drawing, below its number, as large as there is room.

    A drawing that was skipped before the board had an opinion has no chart.
    """
    growths = tuple(each for each in growths if each.says_something)
    if not growths:
        return
    in_row = in_row_of(len(growths), room)
    width, height = room.width // in_row, room.height // -(-len(growths) // in_row)
    if min(width, height) < _MIN_CELL_PIXELS:
        return
    height, gap = min(height, width), round(width * _GAP_SHARE)
    words = max(9, height // 7)
    for k, growth in enumerate(growths):
        row, column = divmod(k, in_row)
        cell = pygame.Rect(room.left + column * width, room.top + row * height, width - gap, height)
        if said := fit_text(growth.task.answer, TEXT_FONT, words, theme.muted, cell.width):
            target.blit(said, said.get_rect(midtop=cell.midtop))
        size = (cell.width, max(1, height - line_height(words) - gap // 2))
        target.blit(growth_chart(growth, size, theme), (cell.left, cell.top + line_height(words)))

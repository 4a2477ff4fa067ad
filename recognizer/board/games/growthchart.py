"""The chart of an opinion: what a drawing was taken for, from its first point to its last."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.draw.surfaces import coverage_surface
from recognizer.board.draw.theme import TEXT_FONT, Color, Theme, render_text
from recognizer.board.games.chase import Growth
from recognizer.ink.raster import cover_path
from recognizer.play.guessing import SURE, curves

YOU, BOARD = "you", "me"
_WORDS_SHARE, _MIN_WORDS_PIXELS = 0.1, 12
_LINE_SHARE = 0.012
_TICK_ABOVE_WORDS = 9  # in charts so tall, in heights of the words, the sureness is written, too


@lru_cache(maxsize=32)
def growth_chart(growth: Growth, size: tuple[int, int], theme: Theme) -> pygame.Surface:
    """Return the chart: to the right how much was drawn, upward how sure the board was.

    A quiet line is at the sureness that counts as knowing. Upright lines say when the player and
    the board had it.
    """
    drawn = pygame.Surface(size, pygame.SRCALPHA)
    words = max(_MIN_WORDS_PIXELS, round(size[1] * _WORDS_SHARE))
    room = pygame.Rect(0, words, size[0], max(1, size[1] - round(2.5 * words)))
    line = max(2, round(size[1] * _LINE_SHARE))
    pygame.draw.rect(drawn, theme.outline, (room.left, room.bottom, room.width, 1))
    level = room.bottom - round(SURE * room.height)
    pygame.draw.rect(drawn, theme.outline, (room.left, level, room.width, 1))
    if size[1] > _TICK_ABOVE_WORDS * words:
        _write(drawn, f"{100 * SURE:.0f} %", words * 3 // 4, theme.muted, (0, level - words // 2))
    for share, name in ((growth.player_share, YOU), (growth.board_share, BOARD)):
        if share:
            x = room.left + round(share * (room.width - line))
            pygame.draw.rect(drawn, theme.text, (x, room.top, line, room.height))
            _write(drawn, name, words, theme.text, (x, room.bottom + round(words * 0.8)))
    _draw_curves(drawn, growth, room, words, line, theme)
    return drawn


def _draw_curves(
    target: pygame.Surface, growth: Growth, room: pygame.Rect, words: int, line: int, theme: Theme
) -> None:
    """Draw a curve for each text, named where it is highest; that of the answer is on top."""
    for text, points in reversed(curves(growth.opinions, growth.task.answer)):
        is_answer = text == growth.task.answer
        color = theme.accent if is_answer else theme.muted
        _draw_curve(target, points, room, 2 * line if is_answer else line, color)
        if points:
            share, chance = max(points, key=lambda each: each[1])
            top = room.bottom - chance * room.height - words // 2
            _write(target, text, words, color, (room.left + share * room.width, top))


def _draw_curve(
    target: pygame.Surface,
    points: tuple[tuple[float, float], ...],
    room: pygame.Rect,
    line: int,
    color: Color,
) -> None:
    if not points:
        return
    path = np.array([(0.0, 0.0), *points]) * (room.width, -room.height) + np.array(room.bottomleft)
    coverage = np.zeros(target.get_size()[::-1], np.uint8)
    cover_path(coverage, path, line)
    target.blit(coverage_surface(coverage, color), (0, 0))


def _write(
    target: pygame.Surface, text: str, size: int, color: Color, middle: tuple[float, float]
) -> None:
    """Write `text` around `middle`, wholly on the chart."""
    drawn = render_text(text, TEXT_FONT, size, color)
    target.blit(drawn, drawn.get_rect(center=middle).clamp(target.get_rect()))

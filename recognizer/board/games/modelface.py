"""The model of a number: dots to trace, and a pen that shows in which order they are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.draw.surfaces import Part, coverage_surface
from recognizer.board.draw.theme import DISPLAY_FONT, Color, Theme, render_text
from recognizer.ink.modeldigits import ADVANCE, dots_of, strokes_of
from recognizer.ink.raster import cover_path
from recognizer.play.penway import written_at

_HEIGHTS, _WIDTHS = 0.5, 0.8  # of the free place, at most
_DOT_SPACING, _DOT_SIZE = 0.05, 0.026  # in heights of a digit
_LINE_SIZE, _POINT_SIZE, _START_SIZE = 0.05, 0.1, 0.13
_MIN_START_PIXELS = 16
_NUMBER_SIZE = 0.7  # of the start that it stands in
_START_SHIFT = 0.14  # two strokes that begin at almost one place are numbered side by side


def model_parts(
    theme: Theme, number: str, room: pygame.Rect, way: float | None, starts: bool
) -> Iterator[Part]:
    """Yield the model of `number`, large in `room`.

    A pen writes it if `way` tells for how many seconds it has. Where nothing may move, `starts`
    shows the place where each stroke begins, with its number.
    """
    widths = len(number) * ADVANCE
    height = max(8, round(min(room.height * _HEIGHTS, room.width * _WIDTHS / widths)))
    edge = round(height * _START_SIZE)
    model = _model(number, height, edge, theme.muted)
    middle = (room.centerx, room.top + room.height * 2 // 5)
    place = model.get_rect(center=middle)
    yield model, place
    if starts:
        yield _starts(number, height, edge, theme), place
    elif way is not None:
        yield from _writing(number, height, edge, way, theme, place)


def _writing(
    number: str, height: int, edge: int, way: float, theme: Theme, place: pygame.Rect
) -> Iterator[Part]:
    """Yield what the pen has written after so many seconds, and its point."""
    written, point = written_at(number, way)
    coverage = np.zeros((place.height, place.width), np.uint8)
    for path in written:
        cover_path(coverage, path * height + edge, max(2, round(height * _LINE_SIZE)))
    yield coverage_surface(coverage, theme.accent), place
    if point:
        dot = np.zeros_like(coverage)
        spot = np.array([point]) * height + edge
        cover_path(dot, spot, max(6, round(height * _POINT_SIZE)))
        yield coverage_surface(dot, theme.text), place


@lru_cache(maxsize=4)
def _model(number: str, height: int, edge: int, color: Color) -> pygame.Surface:
    coverage = _empty(number, height, edge)
    for x, y in dots_of(number, _DOT_SPACING) * height + edge:
        cover_path(coverage, np.array([[x, y]]), max(3, round(height * _DOT_SIZE)))
    return coverage_surface(coverage, color)


@lru_cache(maxsize=4)
def _starts(number: str, height: int, edge: int, theme: Theme) -> pygame.Surface:
    """Return the starts of the strokes, numbered from 1 in each digit."""
    rows, cols = _empty(number, height, edge).shape
    drawn = pygame.Surface((cols, rows), pygame.SRCALPHA)
    size = max(_MIN_START_PIXELS, round(height * _START_SIZE))
    for k, digit in enumerate(number):
        before: list[tuple[float, float]] = []
        for turn, stroke in enumerate(strokes_of(digit), start=1):
            x, y = stroke[0].tolist()
            while any(abs(x - a) + abs(y - b) < _START_SHIFT for a, b in before):
                x -= _START_SHIFT
            before.append((x, y))
            spot = ((x + k * ADVANCE) * height + edge, y * height + edge)
            pygame.draw.circle(drawn, theme.accent, spot, size / 2)
            text = render_text(str(turn), DISPLAY_FONT, round(size * _NUMBER_SIZE), theme.on_accent)
            drawn.blit(text, text.get_rect(center=spot))
    return drawn


def _empty(number: str, height: int, edge: int) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    width = round(height * ADVANCE * len(number))
    return np.zeros((height + 2 * edge, width + 2 * edge), np.uint8)

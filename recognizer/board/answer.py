"""The panel of the big answer: the digit, how sure it is, and what else it might be."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.inklayer import coverage_surface
from recognizer.board.layout import Layout
from recognizer.board.theme import DISPLAY_FONT, TEXT_FONT, Color, Theme, fit_text, render_text
from recognizer.classifier import Candidate
from recognizer.raster import cover_path
from recognizer.reader import Reading, Verdict
from recognizer.wording import percent

SHOWN_CANDIDATES = 3


def draw_panel(target: pygame.Surface, layout: Layout, theme: Theme) -> None:
    """Draw the empty panel; part of the ground, which is drawn once."""
    pygame.draw.rect(target, theme.panel, layout.answer, border_radius=layout.pixels(28))


def draw_answer(
    target: pygame.Surface, layout: Layout, theme: Theme, reading: Reading | None
) -> None:
    """Fill the panel; without a reading it says what to do, never a number."""
    if reading is None or reading.verdict is Verdict.NOTHING:
        _draw_invitation(target, layout, theme)
        return
    figure, details = _split(layout)
    is_digit = reading.verdict is Verdict.DIGIT
    _draw_centered(
        target,
        reading.text if is_digit else "?",
        DISPLAY_FONT,
        round(min(figure.height * 0.98, figure.width * 1.25)),
        theme.accent if is_digit else theme.muted,
        figure,
    )
    _draw_details(target, layout, theme, reading, details)


def _split(layout: Layout) -> tuple[pygame.Rect, pygame.Rect]:
    """Divide the panel between the figure and the details under or beside it."""
    place = layout.answer.inflate(-2 * layout.margin, -layout.margin)
    if layout.is_upright:
        half = place.width * 2 // 5
        return (
            pygame.Rect(place.left, place.top, half, place.height),
            pygame.Rect(place.left + half, place.top, place.width - half, place.height),
        )
    upper = place.height * 11 // 20
    return (
        pygame.Rect(place.left, place.top, place.width, upper),
        pygame.Rect(place.left, place.top + upper, place.width, place.height - upper),
    )


def _draw_invitation(target: pygame.Surface, layout: Layout, theme: Theme) -> None:
    middle = layout.answer.inflate(-layout.margin, 0)
    upper = middle.move(0, -layout.pixels(26))
    lower = middle.move(0, layout.pixels(26))
    size = layout.pixels(40)
    _draw_centered(target, "Draw a digit", TEXT_FONT, size, theme.text, upper)
    hint = "I read it when you lift the pen"
    _draw_centered(target, hint, TEXT_FONT, layout.pixels(24), theme.muted, lower)


def _draw_details(
    target: pygame.Surface, layout: Layout, theme: Theme, reading: Reading, place: pygame.Rect
) -> None:
    is_digit = reading.verdict is Verdict.DIGIT
    words = f"{percent(reading.confidence)} sure" if is_digit else "not a digit, I think"
    line = layout.pixels(52)
    top = pygame.Rect(place.left, place.top, place.width, line)
    if layout.is_upright:
        top.top += max(0, (place.height - line * 5) // 2)
    _draw_centered(target, words, TEXT_FONT, layout.pixels(36), theme.text, top)
    row = pygame.Rect(place.left, top.bottom + line // 2, place.width, line)
    for candidate in reading.candidates[:SHOWN_CANDIDATES]:
        first = is_digit and candidate is reading.candidates[0]
        _draw_candidate(target, layout, theme, candidate, row, first)
        row = row.move(0, line)


def _draw_candidate(
    target: pygame.Surface,
    layout: Layout,
    theme: Theme,
    candidate: Candidate,
    row: pygame.Rect,
    first: bool,
) -> None:
    size = layout.pixels(26)
    color = theme.text if first else theme.muted
    label = render_text(candidate.label, TEXT_FONT, size, color)
    value = render_text(percent(candidate.confidence), TEXT_FONT, size, color)
    widest = render_text(percent(1.0), TEXT_FONT, size, color).get_width()
    gap = layout.pixels(18)
    target.blit(label, label.get_rect(midleft=row.midleft))
    target.blit(value, value.get_rect(midright=row.midright))
    left = row.left + size + gap // 2
    length, height = row.right - widest - gap - left, layout.pixels(12)
    if length <= height:
        return
    filled = max(height, round(length * candidate.confidence))
    target.blit(_bar(length, height, theme.bar), (left, row.centery - height // 2))
    color = theme.accent if first else theme.outline
    target.blit(_bar(filled, height, color), (left, row.centery - height // 2))


@lru_cache(maxsize=256)
def _bar(length: int, height: int, color: Color) -> pygame.Surface:
    """Draw a bar with round ends; with the ink's own pen, since pygame's are jagged."""
    canvas = np.zeros((height, length), np.uint8)
    middle, radius = (height - 1) / 2, height / 2
    ends = np.array([[radius - 0.5, middle], [length - radius - 0.5, middle]])
    cover_path(canvas, ends, max(1, height - 1))
    return coverage_surface(canvas, color)


def _draw_centered(
    target: pygame.Surface, text: str, font: str, size: int, color: Color, place: pygame.Rect
) -> None:
    drawn = fit_text(text, font, size, color, place.width)
    if drawn:
        target.blit(drawn, drawn.get_rect(center=place.center))

"""The panel of the big answer: the digit, how sure it is, and what else it might be."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pygame

from recognizer.board.inklayer import coverage_surface
from recognizer.board.layout import Layout
from recognizer.board.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    fitting_size,
    render_text,
    shorten_text,
)
from recognizer.classifier import Candidate
from recognizer.raster import cover_path
from recognizer.reading import UNREAD, Reading, Verdict
from recognizer.wording import has_guess, percent, sureness

SHOWN_CANDIDATES = 3
MOST_LINES = 10
_LEAST_SIZE = 12  # pixels

Part = tuple[pygame.Surface, pygame.Rect]
"""Something drawn, and where it stands."""


def draw_panel(target: pygame.Surface, layout: Layout, theme: Theme) -> None:
    """Draw the empty panel; part of the ground, which is drawn once."""
    pygame.draw.rect(target, theme.panel, layout.answer, border_radius=layout.pixels(28))


def answer_parts(
    layout: Layout,
    theme: Theme,
    reading: Reading | None,
    is_live: bool = True,
) -> list[Part]:
    """Return what stands in the panel, the figure first.

    Without a reading it says what to do, never a number.
    """
    if reading is None or reading.verdict is Verdict.NOTHING:
        return _invitation(layout, theme, is_live)
    figure, details = _split(layout)
    color = theme.accent if reading.has_digits else theme.muted
    return [
        *_figures(tuple((reading.text or UNREAD).split("\n")), figure, color),
        *_details(layout, theme, reading, details),
    ]


def prepare_figures(layout: Layout, theme: Theme) -> Iterator[None]:
    """Draw each figure once, ahead of need: a large one takes 30 ms, and is then kept."""
    size = _figure_size(_split(layout)[0])
    for digit in "0123456789":
        _figure(digit, size, theme.accent)
        yield


def _figures(lines: tuple[str, ...], place: pygame.Rect, color: Color) -> list[Part]:
    """Return the lines of an answer one below another, as large as there is room for."""
    shown = lines if len(lines) <= MOST_LINES else (*lines[: MOST_LINES - 1], "…")
    room = place.height // len(shown)
    size = min(_figure_size(place), round(room * 0.98))
    for line in shown:
        size = fitting_size(line, DISPLAY_FONT, size, place.width)
    size = max(_LEAST_SIZE, size)
    step = min(room, round(size * 0.95))
    top = place.centery - step * (len(shown) - 1) // 2
    drawn = (_figure(shorten_text(e, DISPLAY_FONT, size, place.width), size, color) for e in shown)
    return [
        (each, each.get_rect(center=(place.centerx, top + i * step)))
        for i, each in enumerate(drawn)
    ]


@lru_cache(maxsize=32)
def _figure(text: str, size: int, color: Color) -> pygame.Surface:
    """Draw a figure without the empty space that type has around it."""
    drawn = render_text(text, DISPLAY_FONT, size, color)
    return drawn.subsurface(drawn.get_bounding_rect())


def _figure_size(place: pygame.Rect) -> int:
    return round(min(place.height * 0.98, place.width * 1.25))


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


def _invitation(layout: Layout, theme: Theme, is_live: bool) -> list[Part]:
    middle = layout.answer.inflate(-layout.margin, 0)
    upper = middle.move(0, -layout.pixels(26))
    lower = middle.move(0, layout.pixels(26))
    hint = "I read it when you lift the pen" if is_live else "Press Enter, and I read it"
    return [
        *_centered("Draw a number", layout.pixels(40), theme.text, upper),
        *_centered(hint, layout.pixels(24), theme.muted, lower),
    ]


def _details(layout: Layout, theme: Theme, reading: Reading, place: pygame.Rect) -> list[Part]:
    is_digit = reading.has_digits
    words = sureness(reading)
    shown = reading.candidates[:SHOWN_CANDIDATES] if has_guess(reading) else ()
    line = layout.pixels(52)
    top = pygame.Rect(place.left, place.top, place.width, line)
    if layout.is_upright:
        lines = 1 + (len(shown) + 1 if shown else 0)
        top.top += max(0, (place.height - line * lines) // 2)
    parts = _centered(words, layout.pixels(36), theme.text, top)
    row = pygame.Rect(place.left, top.bottom + line // 2, place.width, line)
    for i, candidate in enumerate(shown):
        stands = is_digit and not reading.is_said and i == 0
        parts += _candidate(layout, theme, candidate, row.move(0, i * line), stands)
    return parts


def _candidate(
    layout: Layout, theme: Theme, candidate: Candidate, row: pygame.Rect, first: bool
) -> list[Part]:
    size, gap = layout.pixels(26), layout.pixels(18)
    color = theme.text if first else theme.muted
    label = render_text(candidate.label, TEXT_FONT, size, color)
    value = render_text(percent(candidate.confidence), TEXT_FONT, size, color)
    widest = render_text(percent(1.0), TEXT_FONT, size, color).get_width()
    parts = [
        (label, label.get_rect(midleft=row.midleft)),
        (value, value.get_rect(midright=row.midright)),
    ]
    left = row.left + size + gap // 2
    length, height = row.right - widest - gap - left, layout.pixels(12)
    if length <= height:
        return parts
    filled = max(height, round(length * candidate.confidence))
    accent = theme.accent if first else theme.outline
    for bar in (_bar(length, height, theme.bar), _bar(filled, height, accent)):
        parts.append((bar, bar.get_rect(midleft=(left, row.centery))))
    return parts


@lru_cache(maxsize=256)
def _bar(length: int, height: int, color: Color) -> pygame.Surface:
    """Draw a bar with round ends; with the ink's own pen, since pygame's are jagged."""
    canvas = np.zeros((height, length), np.uint8)
    middle, radius = (height - 1) / 2, height / 2
    ends = np.array([[radius - 0.5, middle], [length - radius - 0.5, middle]])
    cover_path(canvas, ends, max(1, height - 1))
    return coverage_surface(canvas, color)


def _centered(text: str, size: int, color: Color, place: pygame.Rect) -> list[Part]:
    drawn = fit_text(text, TEXT_FONT, size, color, place.width)
    return [(drawn, drawn.get_rect(center=place.center))] if drawn else []

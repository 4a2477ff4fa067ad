"""Figures of the answer: text without empty space around it, and how sure each character is."""

from __future__ import annotations

import enum
from functools import lru_cache
from itertools import pairwise

import pygame

from recognizer.board.draw.theme import DISPLAY_FONT, Color, Theme, render_text, text_width

_MIN_GAP_DIGITS = 0.1  # in heights of a digit: so much space of type is kept above or below
_LINE_GAP_TEXT_SIZES = 0.06  # between a character and the line below it
_ANY_COLOR = (0, 0, 0)  # where only the shape counts
_DOT_TEXT_SIZES, _BAR_TEXT_SIZES = 0.035, 0.07  # how thick that line is


class Tone(enum.Enum):
    """How sure a character is. Color tells it, and so does the line below it."""

    SURE = enum.auto()
    """No line."""
    QUITE_SURE = enum.auto()
    """A dotted line."""
    UNSURE = enum.auto()
    """A thick line."""
    ADDED = enum.auto()
    """Nobody wrote it."""
    ASKED = enum.auto()
    """It is asked about: it has a ground of its own."""


@lru_cache(maxsize=256)
def figure(text: str, size: int, color: Color) -> pygame.Surface:
    """Draw a figure without the empty space that type has around it.

    What does not reach from the top of a digit to its foot, as a minus, keeps its place there.
    """
    drawn = render_text(text, DISPLAY_FONT, size, color)
    return drawn.subsurface(_seen(drawn, size))


@lru_cache(maxsize=256)
def toned_figure(text: str, size: int, tones: tuple[Tone, ...], theme: Theme) -> pygame.Surface:
    """Draw a figure, each character in its tone; it has one for each."""
    whole = render_text(text, DISPLAY_FONT, size, theme.accent)
    drawn = pygame.Surface(whole.get_size(), pygame.SRCALPHA)
    digit = _digit(size)
    foot = digit.bottom + max(1, round(size * _LINE_GAP_TEXT_SIZES))
    for k, tone in enumerate(tones):
        left, right = (text_width(text[:end], DISPLAY_FONT, size) for end in (k, k + 1))
        if tone is Tone.ASKED:
            ground = pygame.Rect(left, digit.top, right - left, foot - digit.top)
            pygame.draw.rect(drawn, theme.bar, ground, border_radius=size // 8)
        drawn.blit(render_text(text[k], DISPLAY_FONT, size, _color(tone, theme)), (left, 0))
        _underline(drawn, pygame.Rect(left, foot, right - left, size), size, tone, theme)
    seen = _seen(whole, size)
    seen.height = max(seen.bottom, drawn.get_bounding_rect().bottom) - seen.top
    return drawn.subsurface(seen)


def figure_width(text: str, size: int) -> int:
    """Return how many pixels wide a figure is, in any tones."""
    return _seen(render_text(text, DISPLAY_FONT, size, _ANY_COLOR), size).width


def character_spans(text: str, size: int) -> tuple[tuple[int, int], ...]:
    """Return where each character of a figure begins and ends, in pixels from its left edge."""
    whole = render_text(text, DISPLAY_FONT, size, _ANY_COLOR)
    ends = [text_width(text[:end], DISPLAY_FONT, size) for end in range(len(text) + 1)]
    left = _seen(whole, size).left
    return tuple((a - left, b - left) for a, b in pairwise(ends))


def _digit(size: int) -> pygame.Rect:
    return render_text("0", DISPLAY_FONT, size, _ANY_COLOR).get_bounding_rect()


def _seen(drawn: pygame.Surface, size: int) -> pygame.Rect:
    digit, seen = _digit(size), drawn.get_bounding_rect()
    gap = _MIN_GAP_DIGITS * digit.height
    if seen.top - digit.top > gap or digit.bottom - seen.bottom > gap:
        seen.union_ip(seen.left, digit.top, seen.width, digit.height)
    return seen


def _color(tone: Tone, theme: Theme) -> Color:
    return {
        Tone.SURE: theme.accent,
        Tone.QUITE_SURE: theme.text,
        Tone.UNSURE: theme.warning,
        Tone.ADDED: theme.muted,
        Tone.ASKED: theme.text,
    }[tone]


def _underline(
    drawn: pygame.Surface, place: pygame.Rect, size: int, tone: Tone, theme: Theme
) -> None:
    """Draw the line of a tone at the top of `place`."""
    color = _color(tone, theme)
    if tone is Tone.UNSURE:
        place.height = max(2, round(size * _BAR_TEXT_SIZES))
        pygame.draw.rect(drawn, color, place.inflate(-max(2, size // 16), 0))
    elif tone is Tone.QUITE_SURE:
        side = max(1, round(size * _DOT_TEXT_SIZES))
        for left in range(place.left + side, place.right - side, 3 * side):
            pygame.draw.rect(drawn, color, (left, place.top, side, side))

"""The card that shows all keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.actions import table
from recognizer.actions.action import Group, Where
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill, pill, veil
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Theme,
    fit_text,
    line_height,
    render_text,
    text_width,
    wrapped,
)
from recognizer.network.alphabet import DIGITS, Alphabet

Key = tuple[tuple[str, ...], str]
"""Names of keys, any of which can be pressed, and what they do."""


_MAX_WINDOW_SHARE = 0.94
TOO_SMALL = "This window is too small for all keys. F11 fills the screen with it; H closes this."
_MIN_TEXT_PIXELS, _TOO_SMALL_TEXT_PIXELS = 9, 14
_MIN_UNIT = 0.56  # makes text of 14 pixels, if there is room for it
Groups = tuple[tuple[str, tuple[Key, ...]], ...]


def key_groups(alphabet: Alphabet = DIGITS, has_choice: bool = False) -> Groups:
    """Return the heading and the keys of each group, on a board that reads `alphabet`.

    `has_choice` says that it could read others, too.
    """
    there = [each for each in table.actions_on(Where.BOARD) if each.told]
    if not has_choice:
        there.remove(table.ALPHABET)
    return tuple(
        (
            group.value,
            tuple((e.told, e.explained(alphabet.one)) for e in there if e.group is group),
        )
        for group in Group
    )


def help_parts(
    layout: Layout, theme: Theme, profile: str = "", groups: Groups | None = None
) -> list[Part]:
    """Return a veil over the window, and the card in its middle."""
    window = pygame.Rect((0, 0), layout.size)
    unit = max(layout.unit, _MIN_UNIT)
    drawn = _card(layout.size, unit, theme, profile, groups or key_groups())
    return [
        (veil(layout.size, theme.board), window),
        (drawn, drawn.get_rect(center=window.center)),
    ]


@dataclass(frozen=True)
class _Piece:
    """A piece of a row: the cap of a key, or the word "or" between two."""

    text: str
    width: int
    is_cap: bool = True


class _Sizes:
    """Lengths on the card in pixels. `unit` is as in `Layout`."""

    def __init__(self, unit: float) -> None:
        self.unit = unit
        self.text, self.title = self.pixels(25), self.pixels(40)
        self.row, self.space = self.pixels(48), self.pixels(52)
        self.top = self.space + self.pixels(70)

    def pixels(self, at_full_hd: float) -> int:
        return max(1, round(at_full_hd * self.unit))

    def keys(self, groups: Groups) -> int:
        """Return the width of the caps in a column, with the space after them."""
        widths = [sum(p.width for p in _pieces(key, self)) for _, keys in groups for key, _ in keys]
        return max(widths) + self.pixels(22)

    def column(self, groups: Groups) -> int:
        """Return the width of a column: caps, and what the keys do."""
        meanings = [meaning for _, keys in groups for _, meaning in keys]
        return self.keys(groups) + max(text_width(m, TEXT_FONT, self.text) for m in meanings)

    def card(self, columns: tuple[Groups, ...]) -> tuple[int, int]:
        """Return the (width, height) of a card with these columns."""
        rows = max(sum(1.5 + len(keys) for _, keys in groups) - 0.5 for groups in columns)
        width = sum(self.column(groups) + self.space for groups in columns) + self.space
        return width, self.top + round(rows * self.row) + self.space * 3 // 4


@lru_cache(maxsize=2)
def _card(
    window: tuple[int, int], unit: float, theme: Theme, profile: str, groups: Groups
) -> pygame.Surface:
    """Draw the card as large as it fits, in the arrangement that is larger."""
    arrangements = ((groups[:2], groups[2:]), (groups,))  # in two columns, and in one
    fitting = [(_fitting(window, unit, columns), columns) for columns in arrangements]
    sizes, columns = max(fitting, key=lambda each: each[0].unit)
    if sizes.text < _MIN_TEXT_PIXELS and (small := _too_small(window, theme)):
        return small
    line = max(1, sizes.pixels(1.5))
    drawn = edged_pill(sizes.card(columns), sizes.pixels(28), theme.panel, theme.outline, line)
    title = render_text("Keys", DISPLAY_FONT, sizes.title, theme.text)
    place = drawn.blit(title, (sizes.space, sizes.space * 3 // 4))
    if profile:
        room = drawn.get_width() - 3 * sizes.space - place.width
        words = fit_text(f"Profile: {profile}", TEXT_FONT, sizes.text, theme.muted, room)
        if words:
            right = drawn.get_width() - sizes.space
            drawn.blit(words, words.get_rect(midright=(right, place.centery)))
    left = sizes.space
    for column in columns:
        _draw_column(drawn, left, column, sizes, theme)
        left += sizes.column(column) + sizes.space
    return drawn


def _too_small(window: tuple[int, int], theme: Theme) -> pygame.Surface | None:
    """Return a card that says what to do if the keys are too small; None if there is no room."""
    width, most = (round(side * _MAX_WINDOW_SHARE) for side in window)
    step = line_height(_TOO_SMALL_TEXT_PIXELS)
    lines = wrapped(TOO_SMALL, _TOO_SMALL_TEXT_PIXELS, width - 2 * step)
    widest = max(text_width(line, TEXT_FONT, _TOO_SMALL_TEXT_PIXELS) for line in lines)
    size = (widest + 2 * step, (len(lines) + 2) * step)
    if size[0] > width or size[1] > most:
        return None
    drawn = edged_pill(size, step, theme.panel, theme.outline, 1)
    for i, line in enumerate(lines):
        words = render_text(line, TEXT_FONT, _TOO_SMALL_TEXT_PIXELS, theme.text)
        drawn.blit(words, words.get_rect(midtop=(size[0] // 2, (i + 1) * step)))
    return drawn


def _fitting(window: tuple[int, int], unit: float, columns: tuple[Groups, ...]) -> _Sizes:
    sizes = _Sizes(unit)
    while (excess := _excess(window, sizes.card(columns))) > 1 and sizes.text > 1:
        # The width of text does not shrink evenly, so one step is not always enough.
        sizes = _Sizes(sizes.unit * min(0.99, 1 / excess))
    return sizes


def _excess(window: tuple[int, int], size: tuple[int, int]) -> float:
    """Return `size` divided by the largest size that the card may have."""
    return max(size[0] / window[0], size[1] / window[1]) / _MAX_WINDOW_SHARE


def _draw_column(
    target: pygame.Surface, left: int, groups: Groups, sizes: _Sizes, theme: Theme
) -> None:
    top, words_left = sizes.top, left + sizes.keys(groups)
    for heading, keys in groups:
        drawn = render_text(heading, DISPLAY_FONT, sizes.text, theme.accent)
        target.blit(drawn, drawn.get_rect(midleft=(left, top + sizes.row // 2)))
        for key, meaning in keys:
            top += sizes.row
            _draw_keys(target, (left, top + sizes.row // 2), key, sizes, theme)
            words = render_text(meaning, TEXT_FONT, sizes.text, theme.text)
            place = words.get_rect(midleft=(words_left, top + sizes.row // 2))
            target.blit(words, place)
        top += sizes.row * 3 // 2


def _draw_keys(
    target: pygame.Surface,
    midleft: tuple[int, int],
    keys: tuple[str, ...],
    sizes: _Sizes,
    theme: Theme,
) -> None:
    x, y = midleft
    height, space = sizes.pixels(36), sizes.pixels(6)
    for piece in _pieces(keys, sizes):
        place = pygame.Rect(x, y - height // 2, piece.width - space, height)
        if piece.is_cap:
            target.blit(pill(place.size, sizes.pixels(8), theme.bar), place)
        color = theme.text if piece.is_cap else theme.muted
        drawn = render_text(piece.text, TEXT_FONT, sizes.pixels(22), color)
        target.blit(drawn, drawn.get_rect(center=place.center))
        x += piece.width


def _pieces(keys: tuple[str, ...], sizes: _Sizes) -> Iterator[_Piece]:
    """Yield the caps of `keys` and the words between them, with the space after each."""
    size, space = sizes.pixels(22), sizes.pixels(6)
    for i, alternative in enumerate(keys):
        if i:
            yield _Piece("or", text_width("or", TEXT_FONT, size) + 2 * space, is_cap=False)
        for name in alternative.split("+"):
            width = text_width(name, TEXT_FONT, size) + sizes.pixels(22)
            yield _Piece(name, max(width, sizes.pixels(40)) + space)

"""The card on which the user names a digit by touch: a label for each symbol, and "none"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill, pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, Color, Theme, fit_text
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS, toolbar_place, toolbar_room
from recognizer.network.alphabet import DIGITS, NONE, SHOWN_NONE, Alphabet
from recognizer.reading.words import tap_another

TITLE = "What is it?"
TYPE_IT = "Press it or type it."
_TARGET_HD, _TITLE_HD, _EDGE_HD, _GAP_HD = 72, 26, 16, 14


@dataclass(frozen=True)
class TeachCard:
    """What the card shows: the present label of the digit, and the one under the pointer.

    `has_others` tells whether the user can choose another digit on the board.
    """

    label: str
    hovered: str | None = None
    has_others: bool = False
    alphabet: Alphabet = DIGITS

    @property
    def title(self) -> str:
        """The question on the card, and how it can be answered."""
        has_more_than_digits = not all(map(str.isdigit, self.alphabet.symbols))
        how = [TYPE_IT] * has_more_than_digits + [tap_another(self.alphabet)] * self.has_others
        return " ".join([TITLE, *how])

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the card."""
        return teach_card_parts(layout, theme, self, has_panel)


@dataclass(frozen=True)
class _Plan:
    """Lengths in pixels: of a target, of the line with the title, of the edge; labels in a row."""

    target: int
    title: int
    edge: int
    in_row: int
    labels: tuple[str, ...]

    @property
    def size(self) -> tuple[int, int]:
        rows = ceil(len(self.labels) / self.in_row)
        width = self.in_row * self.target + 2 * self.edge
        return width, self.title + rows * self.target + 2 * self.edge

    def targets(self) -> Iterator[tuple[str, pygame.Rect]]:
        for i, label in enumerate(self.labels):
            row, column = divmod(i, self.in_row)
            left, top = self.edge + column * self.target, self.edge + self.title + row * self.target
            yield label, pygame.Rect(left, top, self.target, self.target)


def teach_card_place(
    layout: Layout, glass: bool = False, alphabet: Alphabet = DIGITS
) -> pygame.Rect:
    """Return where the card stands: above the toolbar, beside the looking glass if that is open."""
    place = pygame.Rect((0, 0), _plan(layout, glass, alphabet).size)
    toolbar = toolbar_place(layout, glass)
    place.midbottom = (toolbar.centerx, toolbar.top - layout.pixels(_GAP_HD))
    return place.clamp(pygame.Rect((0, 0), layout.size))


def teach_card_parts(
    layout: Layout, theme: Theme, card: TeachCard, glass: bool = False
) -> list[Part]:
    """Return the card as one part."""
    drawn = _draw(_plan(layout, glass, card.alphabet), max(1, layout.pixels(1.5)), card, theme)
    return [(drawn, teach_card_place(layout, glass, card.alphabet))]


def label_at(
    layout: Layout, glass: bool, spot: tuple[float, float], alphabet: Alphabet = DIGITS
) -> str | None:
    """Return the label at `spot`, in pixels of the window; None if there is none."""
    left, top = teach_card_place(layout, glass, alphabet).topleft
    for label, target in _plan(layout, glass, alphabet).targets():
        if target.move(left, top).collidepoint(spot):
            return label
    return None


def _plan(layout: Layout, glass: bool, alphabet: Alphabet) -> _Plan:
    """Arrange the labels above the toolbar."""
    edge, title = layout.pixels(_EDGE_HD), layout.pixels(_TITLE_HD * 1.6)
    width = toolbar_room(layout, glass).width - 2 * edge
    above = toolbar_place(layout, glass).top - layout.pixels(_GAP_HD)
    wanted = max(MIN_TARGET_PIXELS, layout.pixels(_TARGET_HD))
    labels = (*alphabet.symbols, NONE)
    target, in_row = _grid(len(labels), (width, above - title - 2 * edge), wanted)
    return _Plan(target, title, edge, in_row, labels)


def _grid(count: int, room: tuple[int, int], wanted: int) -> tuple[int, int]:
    """Return the side of the targets in pixels, and how many are in a row.

    There are as few rows as leave the targets large enough for a finger; where none do, the targets
    are as large as they can be.
    """
    ways = []
    for rows in range(1, count + 1):
        in_row = ceil(count / rows)
        target = min(wanted, room[0] // in_row, room[1] // rows)
        if target >= MIN_TARGET_PIXELS:
            return target, in_row
        ways.append((max(1, target), in_row))
    return max(ways)


@lru_cache(maxsize=16)
def _draw(plan: _Plan, line: int, card: TeachCard, theme: Theme) -> pygame.Surface:
    surface = edged_pill(plan.size, plan.edge * 2, theme.panel, theme.outline, line)
    room = plan.size[0] - 2 * plan.edge
    title = fit_text(card.title, TEXT_FONT, plan.title * 5 // 8, theme.muted, room)
    if title:
        middle = (plan.size[0] // 2, plan.edge + plan.title // 2 - line)
        surface.blit(title, title.get_rect(center=middle))
    for label, target in plan.targets():
        color, behind = _colors(label, card, theme)
        if behind:
            disc = pill((plan.target - 2 * line,) * 2, plan.target // 2, behind)
            surface.blit(disc, disc.get_rect(center=target.center))
        drawn = _label(label, plan.target, color)
        if drawn:
            surface.blit(drawn, drawn.get_rect(center=target.center))
    return surface


def _label(label: str, target: int, color: Color) -> pygame.Surface | None:
    if label:
        return fit_text(label, DISPLAY_FONT, target * 11 // 20, color, target)
    return fit_text(SHOWN_NONE, TEXT_FONT, target * 3 // 8, color, target * 7 // 8)


def _colors(label: str, card: TeachCard, theme: Theme) -> tuple[Color, Color | None]:
    """Return the color of a label, and of the disc behind it if there is one."""
    if label == card.label:
        return theme.on_accent, theme.accent
    return theme.text, theme.bar if label == card.hovered else None

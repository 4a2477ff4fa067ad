"""What one symbol of a sum may be: a question at the foot of the answer's panel, and answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import DISPLAY_FONT, TEXT_FONT, Theme, fit_text
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS
from recognizer.network.alphabet import SHOWN_NONE

YES = "Yes"
_TARGET_HD, _TITLE_HD, _MIN_TITLE_PIXELS = 72, 28, 14
_EDGE_MARGINS, _TITLE_LINE_TEXT_SIZES = 0.65, 1.6
_MAX_PANEL_SHARE = 0.6


@dataclass(frozen=True)
class Choices:
    """A question about one symbol, and the labels that answer it: first what it was taken for.

    If it `asks`, the first one says yes.
    """

    question: str
    labels: tuple[str, ...]
    asks: bool = False
    hovered: str | None = None

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the question, and a button for each label."""
        return list(_parts(layout, theme, self))


def choices_height(layout: Layout, count: int) -> int:
    """Return how many pixels at the foot of the panel so many choices take; 0 without room."""
    if not count:
        return 0
    plan = _plan(layout, count)
    height = plan.title + plan.rows * plan.target
    return height if height <= _MAX_PANEL_SHARE * layout.answer.height else 0


def choice_at(layout: Layout, choices: Choices, spot: tuple[float, float]) -> str | None:
    """Return the label at `spot`, in pixels of the window; None if there is none."""
    places = choice_places(layout, choices)
    return next((label for label, place in places if place.collidepoint(spot)), None)


def choice_places(layout: Layout, choices: Choices) -> Iterator[tuple[str, pygame.Rect]]:
    """Yield each label, and where it is in the window; none where there is no room."""
    if not choices_height(layout, len(choices.labels)):
        return
    plan, room = _plan(layout, len(choices.labels)), _room(layout)
    left = room.centerx - plan.in_row * plan.target // 2
    top = room.bottom - plan.rows * plan.target
    for k, label in enumerate(choices.labels):
        row, column = divmod(k, plan.in_row)
        place = (left + column * plan.target, top + row * plan.target)
        yield label, pygame.Rect(place, (plan.target, plan.target))


@dataclass(frozen=True)
class _Plan:
    """Lengths in pixels: the side of a target, the line of the question; targets in a row."""

    target: int
    title: int
    in_row: int
    rows: int


def _plan(layout: Layout, count: int) -> _Plan:
    """Put the targets in as few rows as are large enough for a finger, all alike long."""
    width = _room(layout).width
    most = max(1, min(count, width // MIN_TARGET_PIXELS))
    rows = ceil(count / most)
    in_row = ceil(count / rows)
    target = max(1, min(max(MIN_TARGET_PIXELS, layout.pixels(_TARGET_HD)), width // in_row))
    title = max(_MIN_TITLE_PIXELS, layout.pixels(_TITLE_HD))
    return _Plan(target, round(title * _TITLE_LINE_TEXT_SIZES), in_row, rows)


def _room(layout: Layout) -> pygame.Rect:
    edge = round(2 * _EDGE_MARGINS * layout.margin)
    return layout.answer.inflate(-edge, -edge)


def _parts(layout: Layout, theme: Theme, choices: Choices) -> Iterator[Part]:
    plan, room = _plan(layout, len(choices.labels)), _room(layout)
    targets = list(choice_places(layout, choices))
    if not targets:
        return
    size = round(plan.title / _TITLE_LINE_TEXT_SIZES)
    title = fit_text(choices.question, TEXT_FONT, size, theme.text, room.width)
    if title:
        middle = (room.centerx, targets[0][1].top - plan.title // 2)
        yield title, title.get_rect(center=middle)
    for k, (label, place) in enumerate(targets):
        is_yes = choices.asks and k == 0
        text = YES if is_yes else label or SHOWN_NONE
        font = TEXT_FONT if is_yes or not label else DISPLAY_FONT
        drawn = _button(text, font, plan.target, k == 0, label == choices.hovered, theme)
        yield drawn, drawn.get_rect(center=place.center)


@lru_cache(maxsize=64)
def _button(
    text: str, font: str, target: int, is_first: bool, is_hovered: bool, theme: Theme
) -> pygame.Surface:
    line = max(2, target // 24)
    side = max(1, target - 2 * line)
    behind = theme.accent if is_first else theme.bar
    edge = theme.text if is_hovered else behind
    button = edged_pill((side, side), side // 3, behind, edge, line)
    size = target * 3 // 8 if font == TEXT_FONT else target // 2
    drawn = fit_text(text, font, size, theme.on_accent if is_first else theme.text, side * 7 // 8)
    if drawn:
        button.blit(drawn, drawn.get_rect(center=(side // 2, side // 2)))
    return button

"""The menus of the toolbar, in words: commands without a button, and alphabets to choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

import pygame

from recognizer.actions import table
from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill, pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    mix,
    render_text,
    text_width,
)
from recognizer.board.input.commands import Target
from recognizer.board.show.buttons import Line, ToolbarState, menu_buttons
from recognizer.board.show.toolbar import MIN_TARGET_PIXELS, button_place, place_of

_ROW_HD, _TEXT_HD, _PAD_HD, _GAP_HD = 48, 21, 16, 10
_MIN_TEXT_PIXELS = 12
_MAX_COLUMNS = 3
_Lines = tuple[Line, ...]


@dataclass(frozen=True)
class Menu:
    """How the open menu looks: its state, and the line under the pointer or chosen by keys."""

    state: ToolbarState
    hovered: Target | None = None

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the menu."""
        return menu_parts(layout, theme, self.state, self.hovered)


@dataclass(frozen=True)
class _Plan:
    """How the lines stand on the menu, in its own pixels.

    Each line is as large as `line`, with words of the size `text`, which begin after the width
    `lead` of icons or samples. `pad` is the space around the lines and between the parts of a line.
    There may be room for more, as keys, beside the words.
    """

    columns: int
    rows: int
    line: tuple[int, int]
    text: int
    lead: int
    pad: int
    has_more: bool

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.line
        across = self.columns * width + (self.columns - 1) * self.gap
        return across + 2 * self.pad, self.rows * height + 2 * self.pad

    @property
    def gap(self) -> int:
        """The space between two columns; 0 if there is hardly room for the words."""
        return 2 * self.pad if self.has_more else 0

    def places(self, count: int) -> Iterator[pygame.Rect]:
        """Yield where each of the lines stands, down the first column and on in the next."""
        width, height = self.line
        for i in range(count):
            column, row = divmod(i, self.rows)
            left = self.pad + column * (width + self.gap)
            yield pygame.Rect(left, self.pad + row * height, width, height)


def menu_place(layout: Layout, state: ToolbarState) -> pygame.Rect:
    """Return where the menu stands when it is open.

    It is beside the end of the toolbar; that of the alphabets is beside its button.
    """
    toolbar, room = place_of(layout, state), _room(layout, state)
    place = pygame.Rect((0, 0), _plan_for(layout, state).size)
    place.bottomright = (toolbar.right, room.bottom)
    if state.choosing:
        place.centerx = button_place(layout, state, table.ALPHABET).centerx
    if state.at_top:
        place.top = room.top
    return place.clamp(_within(layout))


def menu_parts(
    layout: Layout, theme: Theme, state: ToolbarState, hovered: Target | None
) -> list[Part]:
    """Return the open menu; one line is under the pointer, or chosen with the arrow keys."""
    plan = _plan_for(layout, state)
    return [(_draw(menu_buttons(state), plan, theme, hovered), menu_place(layout, state))]


def menu_button_at(layout: Layout, state: ToolbarState, point: tuple[float, float]) -> Line | None:
    """Return the line under `point`, in window pixels; None beside all."""
    left, top = menu_place(layout, state).topleft
    plan, lines = _plan_for(layout, state), menu_buttons(state)
    for button, place in zip(lines, plan.places(len(lines)), strict=True):
        if place.move(left, top).collidepoint(point):
            return button
    return None


def next_in_menu(state: ToolbarState, chosen: Target | None, step: int) -> Target:
    """Return the line that an arrow key chooses after `chosen`. It skips disabled lines."""
    able: list[Target] = [each.action for each in menu_buttons(state) if each.enabled]
    if chosen not in able:
        return able[0 if step > 0 else -1]
    return able[(able.index(chosen) + step) % len(able)]


def _room(layout: Layout, state: ToolbarState) -> pygame.Rect:
    """Return the place above the toolbar, or below it if it is at the top."""
    toolbar, gap, room = place_of(layout, state), layout.pixels(_GAP_HD), _within(layout)
    if state.at_top:
        return pygame.Rect(
            room.left, toolbar.bottom + gap, room.width, room.bottom - toolbar.bottom
        )
    return pygame.Rect(room.left, room.top, room.width, toolbar.top - gap - room.top)


def _within(layout: Layout) -> pygame.Rect:
    gap = layout.pixels(_GAP_HD)
    return pygame.Rect((0, 0), layout.size).inflate(-2 * gap, -2 * gap)


def _plan_for(layout: Layout, state: ToolbarState) -> _Plan:
    return _plan(
        menu_buttons(state),
        _room(layout, state).size,
        max(MIN_TARGET_PIXELS, layout.pixels(_ROW_HD)),
        max(_MIN_TEXT_PIXELS, layout.pixels(_TEXT_HD)),
        layout.pixels(_PAD_HD),
    )


@lru_cache(maxsize=8)
def _plan(lines: _Lines, room: tuple[int, int], height: int, text: int, pad: int) -> _Plan:
    """Choose as few columns as fit the height, with all that is told if it fits the width."""
    lead = _lead(lines, text)
    for has_more in (True, False):
        for columns in range(1, _MAX_COLUMNS + 1):
            line = (_widest(lines, text, pad, has_more), height)
            rows = ceil(len(lines) / columns)
            plan = _Plan(columns, rows, line, text, lead, pad, has_more)
            if plan.size[0] <= room[0] and plan.size[1] <= room[1]:
                return plan
    return _squeezed(lines, room, text, pad)


def _squeezed(lines: _Lines, room: tuple[int, int], text: int, pad: int) -> _Plan:
    """Return a plan for a window that is too small for fingers: lines as small as needed."""
    rows = ceil(len(lines) / 2)
    pad = min(pad, min(room) // 16)
    width, height = (max(1, room[0] - 2 * pad) // 2, max(1, room[1] - 2 * pad) // rows)
    line = min(width, _widest(lines, text, pad, has_more=False)), max(1, height)
    text = min(text, max(1, height * 2 // 3))
    return _Plan(2, rows, line, text, _lead(lines, text), pad, False)


def _widest(lines: _Lines, text: int, pad: int, has_more: bool) -> int:
    words, more = (
        max(text_width(each, TEXT_FONT, text) for each in told)
        for told in zip(*((line.label, line.beside) for line in lines), strict=True)
    )
    icons = _lead(lines, text) + text * 5 // 4  # and the mark of what is on
    return icons + words + 4 * pad + (more + pad if has_more else 0)


def _lead(lines: _Lines, text: int) -> int:
    """Return the width of the widest icon or sample."""
    return max(text * 5 // 4, *(text_width(line.sample, DISPLAY_FONT, text) for line in lines))


@lru_cache(maxsize=8)
def _draw(shown: _Lines, plan: _Plan, theme: Theme, hovered: Target | None) -> pygame.Surface:
    surface = edged_pill(plan.size, plan.pad + plan.line[1] // 4, theme.panel, theme.outline, 1)
    for button, place in zip(shown, plan.places(len(shown)), strict=True):
        if button.action is hovered:
            surface.blit(pill(place.size, place.height // 4, theme.bar), place)
        _draw_line(surface, place, button, plan, theme, button.action is hovered)
    return surface


def _draw_line(
    target: pygame.Surface,
    place: pygame.Rect,
    button: Line,
    plan: _Plan,
    theme: Theme,
    hovered: bool,
) -> None:
    """Draw icon, words, a mark if it is on; at the right more, or why it can do nothing."""
    faint = mix(theme.panel, theme.muted, 0.5)
    color, muted = (theme.text, theme.muted) if button.enabled else (faint, faint)
    side, inset = max(1, plan.text * 5 // 4), plan.pad // 2
    left, right = place.left + inset, place.right - inset
    _blit(target, _symbol(button, plan.text, muted), left, place)
    left += plan.lead + plan.pad
    if plan.has_more:
        told = button.lacks if hovered and button.lacks else button.beside
        keys = render_text(told, TEXT_FONT, plan.text, theme.muted if hovered else muted)
        right -= keys.get_width()
        _blit(target, keys, right, place)
        right -= plan.pad
    words = fit_text(button.label, TEXT_FONT, plan.text, color, max(1, right - left))
    if words:
        _blit(target, words, left, place)
        left += words.get_width() + inset
    if button.on and left + side <= right + inset:
        _blit(target, icon("learned", side, theme.accent), left, place)


def _symbol(button: Line, text: int, color: Color) -> pygame.Surface:
    if button.sample:
        return render_text(button.sample, DISPLAY_FONT, text, color)
    return icon(button.icon, max(1, text * 5 // 4), color)


def _blit(target: pygame.Surface, drawn: pygame.Surface, x: int, place: pygame.Rect) -> None:
    target.blit(drawn, drawn.get_rect(midleft=(x, place.centery)))

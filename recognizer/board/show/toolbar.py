"""The toolbar: a floating pill of few buttons, and words that say what they are."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action, Group
from recognizer.board.draw.icons import STROKE, icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill, pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import (
    DISPLAY_FONT,
    TEXT_FONT,
    Color,
    Theme,
    fit_text,
    line_height,
    mix,
    render_text,
    text_width,
)
from recognizer.board.show.buttons import ON_TOOLBAR, Button, ToolbarState, buttons

TARGET_HD, MIN_TARGET_PIXELS = 48, 44
_GAP_HD, _EDGE_HD = 9, 8  # between groups, and around them
_WORD_HD = 16  # text size
_MIN_WORD_PIXELS = 11
_WORD_WIDTH_TEXT_SIZES = 3.9
"""Room for the widest word and a space."""
_MIN_WINDOW_PIXELS_FOR_WORDS = 320  # height of the window
_SAMPLE_ICONS = 0.8  # size of text in the place of an icon
_GROUPS = tuple(list(Group).index(each.group) for each in ON_TOOLBAR)
_FIRST_OF_SECOND_ROW = _GROUPS.index(1)
_PLACE_OF_CHOICE = ON_TOOLBAR.index(table.ALPHABET)
Spot = tuple[int, int]


@dataclass(frozen=True)
class Toolbar:
    """How the toolbar looks: its state, and the button under the pointer."""

    state: ToolbarState
    hovered: Action | None = None

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the toolbar, and what the button does."""
        return toolbar_parts(layout, theme, self.state, self.hovered)


@dataclass(frozen=True)
class _Plan:
    """Where the buttons stand on the toolbar, in its own pixels.

    A button can be pressed in an area of the size `target`, whose upper left corner is one of
    `spots`. `word` is the size of the words under the icons; 0 for no words.
    """

    size: tuple[int, int]
    target: tuple[int, int]
    word: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class _Look:
    """Sizes in pixels: of an icon, of the toolbar's edge and of the line around it.

    `stroke` is the width of the pen's icon, in that of a box of 24.
    """

    icon: int
    edge: int
    line: int
    stroke: float


def toolbar_place(
    layout: Layout, glass: bool = False, at_top: bool = False, has_choice: bool = True
) -> pygame.Rect:
    """Return where the toolbar stands: at the bottom, or the top, in the middle of its room.

    Where there is no choice of alphabets, it is narrower by that button.
    """
    place = pygame.Rect((0, 0), _plan_for(layout, glass, has_choice).size)
    room = toolbar_room(layout, glass)
    place.midbottom = (room.centerx, room.bottom)
    if at_top:  # an upright window has its looking glass there, if it is open
        place.top = _within_margins(layout, layout.free_beside(glass)).top
    return place


def toolbar_parts(
    layout: Layout, theme: Theme, state: ToolbarState, hovered: Action | None = None
) -> list[Part]:
    """Return the toolbar and, for a button under the pointer, its tooltip."""
    plan = _plan_for(layout, state.glass, state.has_choice)
    drawn = _draw(buttons(state), plan, _look(layout, plan, state.pen), theme, hovered)
    parts = [(drawn, place_of(layout, state))]
    for button, target in _targets(layout, state):
        if button.action is hovered:
            parts.append(_tooltip(layout, theme, button, target, state))
    return parts


def button_at(layout: Layout, state: ToolbarState, point: tuple[float, float]) -> Button | None:
    """Return the button under `point`, in window pixels; None beside all."""
    for button, target in _targets(layout, state):
        if target.collidepoint(point):
            return button
    return None


def button_place(layout: Layout, state: ToolbarState, action: Action) -> pygame.Rect:
    """Return where the button of `action` stands; the whole toolbar if it has none."""
    found = {button.action: target for button, target in _targets(layout, state)}
    return found.get(action) or place_of(layout, state)


def toolbar_room(layout: Layout, glass: bool) -> pygame.Rect:
    """Return the room for the toolbar: beside the looking glass, even if that is closed.

    So no button moves away from under a finger. Only if one row of large targets does not fit, the
    toolbar may use the place of a closed looking glass.
    """
    beside, whole = (_within_margins(layout, layout.free_beside(each)) for each in (True, False))
    return beside if glass or _is_one_row(_plan_within(layout, beside)) else whole


def _look(layout: Layout, plan: _Plan, pen: float) -> _Look:
    side = max(1, round((plan.target[1] - plan.word) * 0.54))
    stroke = round(STROKE * pen**0.7, 1)  # narrower than the pen, to show all of it
    return _Look(side, layout.pixels(_EDGE_HD), max(1, layout.pixels(1.5)), stroke)


def place_of(layout: Layout, state: ToolbarState) -> pygame.Rect:
    """Return where the toolbar stands in this state."""
    return toolbar_place(layout, state.glass, state.at_top, state.has_choice)


def _targets(layout: Layout, state: ToolbarState) -> Iterator[tuple[Button, pygame.Rect]]:
    """Yield each button, and where it can be pressed, in pixels of the window."""
    left, top = place_of(layout, state).topleft
    plan = _plan_for(layout, state.glass, state.has_choice)
    for button, (x, y) in zip(buttons(state), plan.spots, strict=True):
        yield button, pygame.Rect((left + x, top + y), plan.target)


def _within_margins(layout: Layout, free: pygame.Rect) -> pygame.Rect:
    return free.inflate(-2 * layout.margin, -2 * layout.margin)


def _is_one_row(plan: _Plan) -> bool:
    return len({y for _, y in plan.spots}) == 1


def _plan_for(layout: Layout, glass: bool, has_choice: bool) -> _Plan:
    return _plan_within(layout, toolbar_room(layout, glass), has_choice)


def _plan_within(layout: Layout, room: pygame.Rect, has_choice: bool = True) -> _Plan:
    return _plan(
        has_choice,
        room.width,
        max(MIN_TARGET_PIXELS, layout.pixels(TARGET_HD)),
        max(MIN_TARGET_PIXELS, layout.pixels(MIN_TARGET_PIXELS)),
        max(_MIN_WORD_PIXELS, layout.pixels(_WORD_HD))
        if room.height >= _MIN_WINDOW_PIXELS_FOR_WORDS
        else 0,
        layout.pixels(_GAP_HD),
        layout.pixels(_EDGE_HD),
    )


@lru_cache(maxsize=16)
def _plan(
    has_choice: bool, room: int, wanted: int, least: int, word: int, gap: int, edge: int
) -> _Plan:
    """Arrange the targets in one row, with words if they fit, or in two.

    They are smaller only where two rows do not fit. Their size is always that of all buttons.
    """
    shown = _GROUPS if has_choice else _GROUPS[:_PLACE_OF_CHOICE] + _GROUPS[_PLACE_OF_CHOICE + 1 :]
    widest = _widest_target(_GROUPS, room, gap, edge)
    if word and widest >= (width := max(wanted, round(word * _WORD_WIDTH_TEXT_SIZES))):
        return _arranged((shown,), (width, wanted + word), word, gap, edge)
    if widest >= least:
        target = min(wanted, widest)
        return _arranged((shown,), (target, target), 0, gap, edge)
    rows = (shown[:_FIRST_OF_SECOND_ROW], shown[_FIRST_OF_SECOND_ROW:])
    every = (_GROUPS[:_FIRST_OF_SECOND_ROW], _GROUPS[_FIRST_OF_SECOND_ROW:])
    target = max(1, min(wanted, *(_widest_target(row, room, gap, edge) for row in every)))
    return _arranged(rows, (target, target), 0, gap, edge)


def _widest_target(groups: tuple[int, ...], room: int, gap: int, edge: int) -> int:
    return (room - 2 * edge - gap * (len(set(groups)) - 1)) // len(groups)


def _arranged(
    rows: tuple[tuple[int, ...], ...], target: tuple[int, int], word: int, gap: int, edge: int
) -> _Plan:
    width, height = target
    lengths = [len(row) * width + (len(set(row)) - 1) * gap for row in rows]
    spots = []
    for i, row in enumerate(rows):
        x = edge + (max(lengths) - lengths[i]) // 2
        for group, following in itertools.zip_longest(row, row[1:]):
            spots.append((x, edge + i * height))
            x += width + (gap if group != following else 0)
    size = max(lengths) + 2 * edge, len(rows) * height + 2 * edge
    return _Plan(size, target, word, tuple(spots))


@lru_cache(maxsize=32)
def _draw(
    shown: tuple[Button, ...],
    plan: _Plan,
    look: _Look,
    theme: Theme,
    hovered: Action | None,
) -> pygame.Surface:
    radius = look.icon + look.edge
    surface = edged_pill(plan.size, radius, theme.shade, theme.bar, look.line)
    for button, spot in zip(shown, plan.spots, strict=True):
        place = pygame.Rect(spot, plan.target)
        _draw_button(surface, place, button, plan.word, look, theme, button.action is hovered)
    return surface


def _draw_button(
    target: pygame.Surface,
    place: pygame.Rect,
    button: Button,
    word: int,
    look: _Look,
    theme: Theme,
    hovered: bool,
) -> None:
    color, behind = _colors(button, theme, hovered)
    if behind:
        inner = place.inflate(-place.width // 12, -place.width // 12)
        target.blit(pill(inner.size, look.icon * 2 // 3, behind), inner)
    line = line_height(word)
    if drawn := _symbol(button, look, place.width, color):
        target.blit(drawn, drawn.get_rect(center=(place.centerx, place.centery - line // 2)))
    if word:
        said = render_text(button.action.word or button.action.label, TEXT_FONT, word, color)
        below = place.centery + (look.icon + 1) // 2
        target.blit(said, said.get_rect(center=(place.centerx, below)))


def _symbol(button: Button, look: _Look, width: int, color: Color) -> pygame.Surface | None:
    """Return the icon of a button, or its sample, which has no more than the `width` of it."""
    if button.sample:
        size = round(look.icon * _SAMPLE_ICONS)
        return fit_text(button.sample, DISPLAY_FONT, size, color, width * 9 // 10)
    stroke = look.stroke if button.action is table.PEN else STROKE
    return icon(button.icon, look.icon, color, stroke)


def _colors(button: Button, theme: Theme, hovered: bool) -> tuple[Color, Color | None]:
    """Return the color of a button's icon and word, and of what is behind if there is something.

    Only an active eraser shines: nobody must miss that the pen erases.
    """
    if button.on and button.action is table.ERASER:
        return theme.on_accent, mix(theme.accent, theme.text, 0.3) if hovered else theme.accent
    if button.on:
        return theme.text, mix(theme.bar, theme.text, 0.1) if hovered else theme.bar
    if not button.enabled:
        return mix(theme.shade, theme.muted, 0.4), None
    return (theme.text, theme.bar) if hovered else (theme.muted, None)


def _tooltip(
    layout: Layout, theme: Theme, button: Button, target: pygame.Rect, state: ToolbarState
) -> Part:
    size, space = max(11, layout.pixels(22)), layout.pixels(14)
    keys = " or ".join(button.action.keys)
    words = button.tooltip(state.alphabet)
    if text_width(words + keys, TEXT_FONT, size) + 3 * space > layout.size[0]:
        words = button.action.label
    drawn = _draw_tooltip(words, keys, size, space, theme)
    gap, toolbar = layout.pixels(8), place_of(layout, state)
    place = drawn.get_rect(midbottom=(target.centerx, toolbar.top - gap))
    if state.at_top:
        place.top = toolbar.bottom + gap
    return drawn, place.clamp(pygame.Rect((0, 0), layout.size))


@lru_cache(maxsize=32)
def _draw_tooltip(label: str, key: str, size: int, space: int, theme: Theme) -> pygame.Surface:
    words = render_text(label, TEXT_FONT, size, theme.text)
    keys = render_text(key, TEXT_FONT, size, theme.muted)
    width = words.get_width() + keys.get_width() + 3 * space
    height = words.get_height() + space
    surface = edged_pill((width, height), height // 2, theme.panel, theme.outline, 1)
    surface.blit(words, words.get_rect(midleft=(space, height // 2)))
    surface.blit(keys, keys.get_rect(midright=(width - space, height // 2)))
    return surface

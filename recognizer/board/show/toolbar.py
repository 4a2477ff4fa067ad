"""The toolbar: a floating pill of icons, for fingers and to discover what there is."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

import pygame

from recognizer.actions import table
from recognizer.actions.action import Action, Group, Need, Place, Where
from recognizer.board.draw.icons import icon
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import edged_pill, pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import TEXT_FONT, Color, Theme, mix, render_text

WANTED_TARGET, LEAST_TARGET = 48, 44  # pixels at 1920x1080, and at least so many anywhere
_GAP, _EDGE = 9, 8  # between groups and around them, at 1920x1080


@dataclass(frozen=True)
class ToolbarState:
    """What the toolbar tells of the board.

    Parameters
    ----------
    live, erasing, glass, sound, teaching : bool
        What is switched on.
    can_undo, can_redo : bool
    has_ink : bool
        Whether there is anything on the board, a picture included.
    at_top : bool
        Whether it stands at the upper edge.
    """

    live: bool = True
    erasing: bool = False
    glass: bool = False
    sound: bool = True
    can_undo: bool = False
    can_redo: bool = False
    has_ink: bool = False
    teaching: bool = False
    at_top: bool = False


@dataclass(frozen=True)
class Toolbar:
    """How the toolbar looks: what it tells, and on which button the pointer is."""

    state: ToolbarState
    hovered: Action | None = None

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return the toolbar, and what the button does."""
        return toolbar_parts(layout, theme, self.state, self.hovered)


@dataclass(frozen=True)
class Button:
    """One button.

    Parameters
    ----------
    action : Action
        What it stands for.
    on : bool
        Whether what it toggles is on; never for what is no toggle.
    lacks : str
        Why it can do nothing now; "" if it can.
    """

    action: Action
    on: bool = False
    lacks: str = ""

    @property
    def enabled(self) -> bool:
        """Whether it does anything now."""
        return not self.lacks

    @property
    def icon(self) -> str:
        """The name of its drawing."""
        return "silent" if self.action is table.SOUND and not self.on else self.action.icon

    @property
    def tooltip(self) -> str:
        """What it does, and why not now."""
        return f"{self.action.label} ({self.lacks})" if self.lacks else self.action.label


_ACTIONS = tuple(each for each in table.actions_on(Where.BOARD) if each.place is not Place.NOWHERE)


def buttons(state: ToolbarState) -> tuple[Button, ...]:
    """Return the buttons from left to right; what is on can always be put away."""
    lacks = {
        Need.INK: not state.has_ink,
        Need.UNDO: not state.can_undo,
        Need.REDO: not state.can_redo,
    }
    on = {
        table.ERASER: state.erasing,
        table.TEACH: state.teaching,
        table.LIVE: state.live,
        table.GLASS: state.glass,
        table.SOUND: state.sound,
    }
    return tuple(
        Button(
            each,
            on.get(each, False),
            each.needs.value if lacks.get(each.needs) and not on.get(each) else "",
        )
        for each in _ACTIONS
    )


_GROUPS = tuple(list(Group).index(each.group) for each in _ACTIONS)
_FIRST_OF_SECOND_ROW = _GROUPS.index(2)
Spot = tuple[int, int]


@dataclass(frozen=True)
class _Plan:
    """Where the buttons stand on the toolbar, in its own pixels.

    Parameters
    ----------
    size : (width, height)
    target : int
        Width and height of what one button answers to.
    spots : tuple of (x, y)
        Upper left corners of the targets.
    """

    size: tuple[int, int]
    target: int
    spots: tuple[Spot, ...]


def toolbar_place(layout: Layout, glass: bool = False, at_top: bool = False) -> pygame.Rect:
    """Return where the toolbar stands: at the bottom, or the top, in the middle of its room.

    Parameters
    ----------
    layout : Layout
    glass : bool
        Whether the looking glass is open; beside it less is free.
    at_top : bool
    """
    place = pygame.Rect((0, 0), _plan_for(layout, glass).size)
    room = toolbar_room(layout, glass)
    place.midbottom = (room.centerx, room.bottom)
    if at_top:  # an upright window has its looking glass there, if it is open
        place.top = _within_margins(layout, layout.free_beside(glass)).top
    return place


def toolbar_parts(
    layout: Layout, theme: Theme, state: ToolbarState, hovered: Action | None = None
) -> list[Part]:
    """Return the toolbar and, if the pointer is on a button, what that one does or lacks.

    Parameters
    ----------
    layout : Layout
    theme : Theme
    state : ToolbarState
    hovered : Action, optional
        Of the button under the pointer.
    """
    shown, plan = buttons(state), _plan_for(layout, state.glass)
    place = _place_of(layout, state)
    drawn = _draw(shown, plan, layout.pixels(_EDGE), max(1, layout.pixels(1.5)), theme, hovered)
    parts = [(drawn, place)]
    for button, (x, y) in zip(shown, plan.spots, strict=True):
        if button.action is hovered:
            target = pygame.Rect(place.left + x, place.top + y, plan.target, plan.target)
            parts.append(_tooltip(layout, theme, button, target, state))
    return parts


def button_at(layout: Layout, state: ToolbarState, point: tuple[float, float]) -> Button | None:
    """Return the button under `point`, in window pixels; None beside all."""
    place, plan = _place_of(layout, state), _plan_for(layout, state.glass)
    for button, (x, y) in zip(buttons(state), plan.spots, strict=True):
        target = pygame.Rect(place.left + x, place.top + y, plan.target, plan.target)
        if target.collidepoint(point):
            return button
    return None


def toolbar_room(layout: Layout, glass: bool) -> pygame.Rect:
    """Return the room for the toolbar: beside the looking glass, whether that is open or not.

    So no button slides away from under a finger. Only where there is no room for one row of
    large targets, a closed looking glass leaves its own to them.
    """
    beside, whole = (_within_margins(layout, layout.free_beside(each)) for each in (True, False))
    return beside if glass or _is_one_row(_plan_within(layout, beside)) else whole


def _place_of(layout: Layout, state: ToolbarState) -> pygame.Rect:
    return toolbar_place(layout, state.glass, state.at_top)


def _within_margins(layout: Layout, free: pygame.Rect) -> pygame.Rect:
    return free.inflate(-2 * layout.margin, -2 * layout.margin)


def _is_one_row(plan: _Plan) -> bool:
    return len({y for _, y in plan.spots}) == 1


def _plan_for(layout: Layout, glass: bool) -> _Plan:
    return _plan_within(layout, toolbar_room(layout, glass))


def _plan_within(layout: Layout, room: pygame.Rect) -> _Plan:
    return _plan(
        room.width,
        max(LEAST_TARGET, layout.pixels(WANTED_TARGET)),
        max(LEAST_TARGET, layout.pixels(LEAST_TARGET)),
        layout.pixels(_GAP),
        layout.pixels(_EDGE),
    )


@lru_cache(maxsize=16)
def _plan(room: int, wanted: int, least: int, gap: int, edge: int) -> _Plan:
    """Arrange the targets in one row, or in two, and smaller ones only where two do not fit."""
    target = min(wanted, _largest_target(len(_GROUPS), _GROUPS, room, gap, edge))
    if target >= least:
        return _arranged((_GROUPS,), target, gap, edge)
    rows = (_GROUPS[:_FIRST_OF_SECOND_ROW], _GROUPS[_FIRST_OF_SECOND_ROW:])
    longest = max(rows, key=len)
    target = min(wanted, _largest_target(len(longest), longest, room, gap, edge))
    return _arranged(rows, max(1, target), gap, edge)


def _largest_target(count: int, groups: tuple[int, ...], room: int, gap: int, edge: int) -> int:
    return (room - 2 * edge - gap * (len(set(groups)) - 1)) // count


def _arranged(rows: tuple[tuple[int, ...], ...], target: int, gap: int, edge: int) -> _Plan:
    lengths = [len(row) * target + (len(set(row)) - 1) * gap for row in rows]
    spots = []
    for i, row in enumerate(rows):
        x = edge + (max(lengths) - lengths[i]) // 2
        for group, following in itertools.zip_longest(row, row[1:]):
            spots.append((x, edge + i * target))
            x += target + (gap if group != following else 0)
    return _Plan((max(lengths) + 2 * edge, len(rows) * target + 2 * edge), target, tuple(spots))


@lru_cache(maxsize=32)
def _draw(
    shown: tuple[Button, ...],
    plan: _Plan,
    edge: int,
    line: int,
    theme: Theme,
    hovered: Action | None,
) -> pygame.Surface:
    surface = edged_pill(plan.size, plan.target // 2 + edge, theme.shade, theme.bar, line)
    place, size = max(1, round(plan.target * 0.86)), max(1, round(plan.target * 0.54))
    for button, (x, y) in zip(shown, plan.spots, strict=True):
        middle = (x + plan.target / 2, y + plan.target / 2)
        color, behind = _colors(button, theme, button.action is hovered)
        if behind:
            disc = pill((place, place), place // 2, behind)
            surface.blit(disc, disc.get_rect(center=middle))
        drawn = icon(button.icon, size, color)
        surface.blit(drawn, drawn.get_rect(center=middle))
    return surface


def _colors(button: Button, theme: Theme, hovered: bool) -> tuple[Color, Color | None]:
    """Return the color of a button's icon, and of the disc behind it if there is one."""
    if button.on:
        return theme.on_accent, mix(theme.accent, theme.text, 0.3) if hovered else theme.accent
    if not button.enabled:
        return mix(theme.shade, theme.muted, 0.4), None
    return (theme.text, theme.bar) if hovered else (theme.muted, None)


def _tooltip(
    layout: Layout, theme: Theme, button: Button, target: pygame.Rect, state: ToolbarState
) -> Part:
    drawn = _draw_tooltip(
        button.tooltip,
        " or ".join(button.action.keys),
        max(11, layout.pixels(22)),
        layout.pixels(14),
        theme,
    )
    gap, toolbar = layout.pixels(8), _place_of(layout, state)
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

"""What the view is made of: layers that each know which of their pixels have changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Protocol

import pygame

from recognizer.board.answer import Part
from recognizer.board.inklayer import InkLayer
from recognizer.board.layout import Layout
from recognizer.board.placing import Placing
from recognizer.board.scene import Scene
from recognizer.board.theme import Theme
from recognizer.ink import BoundingBox

OUTLINE_RADIUS = 18  # at 1920x1080


class Layer(Protocol):
    """Something that is drawn over what is below it."""

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Come up to date with `scene`; return the places that must be drawn again."""

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Draw what lies within `area` of `target`, which is clipped to it."""


class PartsLayer:
    """Things drawn beforehand, each in its place; made anew when what they show has changed.

    Parameters
    ----------
    make : callable
        Returns the parts for a scene.
    key : callable
        Returns all of the scene that `make` looks at; equal keys have equal parts.
    """

    def __init__(
        self, make: Callable[[Scene], list[Part]], key: Callable[[Scene], Hashable]
    ) -> None:
        self._make = make
        self._key = key
        self._shown: tuple[Hashable] | None = None
        self._parts: list[Part] = []

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Make the parts anew if need be; a part that stays as it was need not be drawn again."""
        key = (self._key(scene),)
        if key == self._shown:
            return []
        before, self._parts, self._shown = self._parts, self._make(scene), key
        old, new = _identities(before), _identities(self._parts)
        return [
            place for mark, (_, place) in {**old, **new}.items() if (mark in old) != (mark in new)
        ]

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay the parts over `target`."""
        target.blits([part for part in self._parts if area.colliderect(part[1])])


class StrokesLayer:
    """The ink."""

    def __init__(self, ink: InkLayer) -> None:
        self._ink = ink

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Draw what is new into the ink's own picture."""
        return self._ink.follow(scene.page.strokes, scene.open_stroke, scene.pen_width)

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay that picture over `target`."""
        self._ink.draw(target, area)


class OutlineLayer:
    """The quiet box around what was read; drawn in place, since a part of it would be mostly empty.

    Parameters
    ----------
    layout : Layout
    theme : Theme
    placing : Placing
        Where the ink lies in the window.
    """

    def __init__(self, layout: Layout, theme: Theme, placing: Placing) -> None:
        self._layout = layout
        self._theme = theme
        self._placing = placing
        self._outline: pygame.Rect | None = None

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Take the box of the reading; its inside need not be drawn again."""
        before, self._outline = self._outline, self.place(scene)
        if before == self._outline:
            return []
        return [side for each in (before, self._outline) if each for side in self._sides(each)]

    def place(self, scene: Scene) -> pygame.Rect | None:
        """Return where the outline stands, in pixels of the window; None without ink read."""
        if not scene.reading or not scene.reading.box:
            return None
        return outline_place(self._layout, scene.reading.box, self._placing)

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Draw the box if it passes through `area`."""
        outline = self._outline
        if outline is None or not any(area.colliderect(side) for side in self._sides(outline)):
            return
        pygame.draw.rect(
            target,
            self._theme.outline,
            outline,
            width=max(1, self._layout.pixels(2)),
            border_radius=self._layout.pixels(OUTLINE_RADIUS),
        )

    def _sides(self, whole: pygame.Rect) -> list[pygame.Rect]:
        depth = self._layout.pixels(OUTLINE_RADIUS)
        return [
            pygame.Rect(whole.left, whole.top, whole.width, depth),
            pygame.Rect(whole.left, whole.bottom - depth, whole.width, depth),
            pygame.Rect(whole.left, whole.top, depth, whole.height),
            pygame.Rect(whole.right - depth, whole.top, depth, whole.height),
        ]


def outline_place(layout: Layout, box: BoundingBox, placing: Placing) -> pygame.Rect:
    """Return the box, in ink coordinates, with room for the pen, in pixels of the window."""
    space, shown = outline_space(layout), placing.of_box(box)
    left, top = round(shown.left) - space, round(shown.top) - space
    right, bottom = round(shown.right) + space + 1, round(shown.bottom) + space + 1
    return pygame.Rect(left, top, right - left, bottom - top)


def outline_space(layout: Layout) -> int:
    """Return how far from the middle of the line the outline stands, in pixels."""
    return layout.pen_width + layout.pixels(12)


def _identities(parts: list[Part]) -> dict[tuple[int, int, int], Part]:
    return {(id(drawn), place.left, place.top): (drawn, place) for drawn, place in parts}

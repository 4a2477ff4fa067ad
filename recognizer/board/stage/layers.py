"""The layers of the view; each knows which of its pixels have changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.shapes import ghost, pill
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.ink.layer import InkLayer
from recognizer.board.ink.placing import Placing
from recognizer.board.stage.scene import Scene
from recognizer.ink import BoundingBox
from recognizer.reading.inside.dabs import Dabs
from recognizer.reading.result import Number

OUTLINE_RADIUS_HD = 18
_DOUBT_LINE_HD = 6
Where = Callable[[Scene], Placing]


class Layer(Protocol):
    """Something that is drawn over what is below it."""

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Take over `scene`. Return the areas that must be drawn again."""

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Draw what lies within `area` on `target`, which is clipped to it."""


class PartsLayer:
    """Parts that are drawn beforehand, each with its place. They are made again after a change.

    `key` returns everything in the scene that `make` uses. Equal keys have equal parts.
    """

    def __init__(
        self, make: Callable[[Scene], list[Part]], key: Callable[[Scene], Hashable]
    ) -> None:
        self._make = make
        self._key = key
        self._shown: tuple[Hashable] | None = None
        self._parts: list[Part] = []
        self._places: list[pygame.Rect] = []

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Make the parts again if the key changed. Return the areas of changed parts."""
        key = (self._key(scene),)
        if key == self._shown:
            return []
        before, self._parts, self._shown = self._parts, self._make(scene), key
        self._places = [place for _, place in self._parts]
        old, new = _identities(before), _identities(self._parts)
        return [
            place for mark, (_, place) in {**old, **new}.items() if (mark in old) != (mark in new)
        ]

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay the parts over `target`."""
        target.blits([self._parts[k] for k in area.collidelistall(self._places)])


class StrokesLayer:
    """The ink."""

    def __init__(self, ink: InkLayer) -> None:
        self._ink = ink

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Draw new strokes into the layer's own picture."""
        return self._ink.follow(scene.page.strokes, scene.open_stroke, scene.pen_width)

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay that picture over `target`."""
        self._ink.draw(target, area)


class BesideLayer:
    """The ink of a second player, or of the board. Without any it holds no picture."""

    def __init__(self, size: tuple[int, int], theme: Theme, placing: Placing) -> None:
        self._make = partial(InkLayer, size, placing=placing)
        self._theme = theme
        self._ink: InkLayer | None = None

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Draw new strokes into the layer's own picture."""
        strokes, pen = (
            (scene.beside.strokes, scene.beside.open_stroke) if scene.beside else ((), None)
        )
        if self._ink is None and scene.beside is None:
            return []
        color = self._theme.muted if scene.beside and scene.beside.is_of_board else self._theme.ink
        ink = self._ink or self._make(color)
        self._ink = ink if scene.beside else None
        return ink.follow(strokes, pen, scene.pen_width)

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Lay that picture over `target`."""
        if self._ink:
            self._ink.draw(target, area)


class PointedLayer:
    """The light ground under the digit that a key would name, and an outline around it.

    `where` gives the placing of what was read.
    """

    def __init__(self, layout: Layout, theme: Theme, where: Where) -> None:
        self._layout = layout
        self._theme = theme
        self._where = where
        self._placing: Placing | None = None
        self._box: BoundingBox | None = None
        self._place: pygame.Rect | None = None
        self._hides = False  # whether the ground would hide something: a picture lies below

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Take the digit's place."""
        placing = self._where(scene)
        if scene.face.pointed == self._box and placing == self._placing:
            return []
        before, self._box, self._place = self._place, scene.face.pointed, None
        self._placing, self._hides = placing, scene.is_picture
        if self._box:
            place = outline_place(self._layout, self._box, placing)
            inset = 2 * self._layout.pixels(6)
            self._place = place.inflate(-inset, -inset)
        return [place for place in (before, self._place) if place]

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Draw the ground."""
        if self._place and self._place.colliderect(area):
            radius, line = self._layout.pixels(OUTLINE_RADIUS_HD), max(2, self._layout.pixels(3))
            ground = [] if self._hides else [(self._theme.bar, 0)]
            for color, width in (*ground, (self._theme.accent, line)):
                pygame.draw.rect(target, color, self._place, width, border_radius=radius)


@dataclass(frozen=True)
class _Boxed:
    """A number and its box: the whole, and the sides that are drawn."""

    number: Number
    place: pygame.Rect
    sides: list[pygame.Rect]


class OutlineLayer:
    """The quiet boxes around numbers. They are drawn in place: as parts they would be mostly empty.

    `where` gives the placing of what was read.
    """

    def __init__(self, layout: Layout, theme: Theme, where: Where) -> None:
        self._layout = layout
        self._theme = theme
        self._where = where
        self._placing: Placing | None = None
        self._boxed: dict[int, _Boxed] = {}  # by the identity of the number
        self._shown: list[_Boxed] = []
        self._places: list[pygame.Rect] = []

    def follow(self, scene: Scene) -> list[pygame.Rect]:
        """Take the boxes of the numbers. Return only the areas of their sides."""
        placing, before = self._where(scene), self._boxed
        stays = before if placing == self._placing else {}
        if len(stays) == len(before) == len(scene.numbers) and all(
            id(each) in stays for each in scene.numbers
        ):
            return []
        self._placing = placing
        self._boxed = {
            id(each): stays.get(id(each)) or self._box(each, placing) for each in scene.numbers
        }
        self._shown = list(self._boxed.values())
        self._places = [each.place for each in self._shown]
        gone = [each for key, each in before.items() if self._boxed.get(key) is not each]
        come = [each for key, each in self._boxed.items() if before.get(key) is not each]
        return [side for each in (*gone, *come) for side in each.sides]

    def draw(self, target: pygame.Surface, area: pygame.Rect) -> None:
        """Draw the boxes that pass through `area`."""
        for boxed in (self._shown[k] for k in area.collidelistall(self._places)):
            if area.collidelist(boxed.sides) >= 0:
                pygame.draw.rect(
                    target,
                    self._theme.outline,
                    boxed.place,
                    width=max(1, self._layout.pixels(2)),
                    border_radius=self._layout.pixels(OUTLINE_RADIUS_HD),
                )

    def _box(self, number: Number, placing: Placing) -> _Boxed:
        place = outline_place(self._layout, number.box, placing)
        return _Boxed(number, place, self._sides(place))

    def _sides(self, whole: pygame.Rect) -> list[pygame.Rect]:
        depth = self._layout.pixels(OUTLINE_RADIUS_HD)
        return [
            pygame.Rect(whole.left, whole.top, whole.width, depth),
            pygame.Rect(whole.left, whole.bottom - depth, whole.width, depth),
            pygame.Rect(whole.left, whole.top, depth, whole.height),
            pygame.Rect(whole.right - depth, whole.top, depth, whole.height),
        ]


def outline_place(layout: Layout, box: BoundingBox, placing: Placing) -> pygame.Rect:
    """Return the outline of `box` (ink coordinates) in window pixels, with room for the pen."""
    space, shown = outline_space(layout), placing.of_box(box)
    left, top = round(shown.left) - space, round(shown.top) - space
    right, bottom = round(shown.right) + space + 1, round(shown.bottom) + space + 1
    return pygame.Rect(left, top, right - left, bottom - top)


def outline_space(layout: Layout) -> int:
    """Return the distance from the middle of the pen's line to the outline, in pixels."""
    return layout.pen_width + layout.pixels(12)


def doubted_parts(
    layout: Layout, theme: Theme, box: BoundingBox | None, placing: Placing
) -> list[Part]:
    """Return a thick line below the symbol in `box`, as there is in the panel."""
    if box is None:
        return []
    outline = outline_place(layout, box, placing)
    height = layout.pixels(_DOUBT_LINE_HD)
    beside = outline_space(layout) - layout.pen_width // 2  # between the outline and the ink
    line = pygame.Rect(0, 0, outline.width - 2 * beside, height)
    line.center = outline.centerx, outline.bottom - beside // 2
    return [(pill(line.size, height // 2, theme.warning), line)]


def ghost_parts(theme: Theme, dabs: Dabs | None, placing: Placing, pen_width: float) -> list[Part]:
    """Return the ink that would change the reading; `pen_width` is in the unit of the ink."""
    strokes, wide = (dabs.strokes if dabs else ()), pen_width * placing.zoom
    return [ghost(placing.of_points(each), wide, theme) for each in strokes]


def _identities(parts: list[Part]) -> dict[tuple[int, int, int], Part]:
    return {(id(drawn), place.left, place.top): (drawn, place) for drawn, place in parts}

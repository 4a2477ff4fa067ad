"""Draws what there is to see; changes nothing but pixels, and only those that must change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pygame

from recognizer.board.answer import Part, answer_parts, draw_panel, prepare_figures
from recognizer.board.helpcard import draw_help
from recognizer.board.inklayer import InkLayer
from recognizer.board.layout import Layout
from recognizer.board.theme import SLATE, TEXT_FONT, Theme, fit_text
from recognizer.ink import BoundingBox, Stroke
from recognizer.reader import Reading
from recognizer.session import OpenStroke

HINT = "C clear     Ctrl+Z undo     H keys     Esc quit"
OUTLINE_RADIUS = 18  # at 1920x1080
_MERGE_ABOVE = 24  # so many small changes are drawn as one


@dataclass(frozen=True)
class Scene:
    """All that is to be seen.

    Parameters
    ----------
    strokes : tuple of Stroke
    open_stroke : OpenStroke or None
        The stroke under the pen.
    pen_width : float
        Of that stroke.
    reading : Reading or None
    message : str
        One line for the user; "" for none.
    shows_help : bool
    """

    strokes: tuple[Stroke, ...] = ()
    open_stroke: OpenStroke | None = None
    pen_width: float = 1.0
    reading: Reading | None = None
    message: str = ""
    shows_help: bool = False


class View:
    """The picture of a scene on a surface.

    Parameters
    ----------
    target : pygame.Surface
        The window's surface, or any other.
    theme : Theme
    zoom : float
        Pixels for one unit of the ink.
    """

    def __init__(self, target: pygame.Surface, theme: Theme = SLATE, zoom: float = 1.0) -> None:
        self._target = target
        self.zoom = zoom
        self._theme = theme
        self.layout = Layout.for_size(target.get_size())
        self._ink = InkLayer(target.get_size(), theme.ink, zoom)
        self._ground = _draw_ground(self.layout, theme)
        self._answer = answer_parts(self.layout, theme, None)
        self._shown: Scene | None = None

    def prepare(self) -> Iterator[None]:
        """Draw ahead of need what would take long when it is needed; a little at each step."""
        return prepare_figures(self.layout, self._theme)

    def draw(self, scene: Scene) -> list[pygame.Rect]:
        """Draw what has changed since the last scene; return where, for the display."""
        changed = self._ink.follow(scene.strokes, scene.open_stroke, scene.pen_width)
        changed += self._changes_around_ink(scene)
        self._shown = scene
        dirty = _merge(changed, self._target.get_rect())
        for area in dirty:
            self._target.set_clip(area)
            self._compose(scene, area)
        self._target.set_clip(None)
        return dirty

    def repaint(self, scene: Scene) -> list[pygame.Rect]:
        """Draw everything anew."""
        self._shown = None
        return self.draw(scene)

    def _changes_around_ink(self, scene: Scene) -> list[pygame.Rect]:
        before = self._shown
        changed = []
        if before is None or before.reading != scene.reading:
            changed += _places(self._answer)
            self._answer = answer_parts(self.layout, self._theme, scene.reading)
            changed += _places(self._answer)
        if before is None or before.shows_help != scene.shows_help:
            return [self._target.get_rect()]
        if before.reading != scene.reading:
            for reading in (before.reading, scene.reading):
                if reading and reading.box:
                    changed += self._outline_sides(reading.box)
        if before.message != scene.message:
            changed.append(self._footer())
        return changed

    def _compose(self, scene: Scene, area: pygame.Rect) -> None:
        self._target.blit(self._ground, area, area)
        self._target.blits([part for part in self._answer if area.colliderect(part[1])])
        if scene.reading and scene.reading.box:
            self._draw_outline(scene.reading.box, area)
        if area.colliderect(self._footer()):
            self._draw_footer(scene)
        self._ink.draw(self._target, area)
        if scene.shows_help:
            draw_help(self._target, self.layout, self._theme)

    def _outline(self, box: BoundingBox) -> pygame.Rect:
        space = self.layout.pen_width + self.layout.pixels(12)
        left, top = round(box.left * self.zoom) - space, round(box.top * self.zoom) - space
        right = round(box.right * self.zoom) + space + 1
        bottom = round(box.bottom * self.zoom) + space + 1
        return pygame.Rect(left, top, right - left, bottom - top)

    def _outline_sides(self, box: BoundingBox) -> list[pygame.Rect]:
        """Return the four strips the outline is in: its inside need not be drawn again."""
        whole, depth = self._outline(box), self.layout.pixels(OUTLINE_RADIUS)
        return [
            pygame.Rect(whole.left, whole.top, whole.width, depth),
            pygame.Rect(whole.left, whole.bottom - depth, whole.width, depth),
            pygame.Rect(whole.left, whole.top, depth, whole.height),
            pygame.Rect(whole.right - depth, whole.top, depth, whole.height),
        ]

    def _draw_outline(self, box: BoundingBox, area: pygame.Rect) -> None:
        if not any(area.colliderect(side) for side in self._outline_sides(box)):
            return
        pygame.draw.rect(
            self._target,
            self._theme.outline,
            self._outline(box),
            width=max(1, self.layout.pixels(2)),
            border_radius=self.layout.pixels(OUTLINE_RADIUS),
        )

    def _footer(self) -> pygame.Rect:
        free, margin, height = self.layout.free, self.layout.margin, self.layout.pixels(48)
        top = free.bottom - margin // 2 - height
        return pygame.Rect(margin, top, max(1, free.width - 2 * margin), height)

    def _draw_footer(self, scene: Scene) -> None:
        place = self._footer()
        text = scene.message or HINT
        color = self._theme.warning if scene.message else self._theme.muted
        size = self.layout.pixels(24)
        drawn = fit_text(text, TEXT_FONT, size, color, place.width)
        if drawn:
            self._target.blit(drawn, drawn.get_rect(midleft=place.midleft))


def _places(parts: list[Part]) -> list[pygame.Rect]:
    """Return where the figure is, and in one where the rest is."""
    rects = [place for _, place in parts]
    return [*rects[:1], *([rects[1].unionall(rects[2:])] if len(rects) > 1 else [])]


def _draw_ground(layout: Layout, theme: Theme) -> pygame.Surface:
    """Draw the empty board: a quiet grid of dots, as on good paper."""
    ground = pygame.Surface(layout.size)
    ground.fill(theme.board)
    step, radius = layout.pixels(54), max(1, layout.pixels(1.6))
    for x in range(step, layout.free.right, step):
        for y in range(step, layout.free.bottom, step):
            pygame.draw.circle(ground, theme.dots, (x, y), radius)
    draw_panel(ground, layout, theme)
    return ground


def _merge(changed: list[pygame.Rect], whole: pygame.Rect) -> list[pygame.Rect]:
    areas = [area for each in changed if (area := each.clip(whole)).size != (0, 0)]
    if len(areas) > _MERGE_ABOVE or whole in areas:
        return [whole] if whole in areas else [areas[0].unionall(areas[1:])]
    return areas

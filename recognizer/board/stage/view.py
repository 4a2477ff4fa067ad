"""The view: draws the scene, changes nothing but pixels, and only those that must change."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import SLATE, Theme
from recognizer.board.ink.eraser import eraser_parts
from recognizer.board.ink.layer import InkLayer
from recognizer.board.ink.placing import AS_DRAWN, Placing
from recognizer.board.show.answer import panel_parts, prepare_figures
from recognizer.board.show.sumnotes import note_parts
from recognizer.board.stage.layers import (
    BesideLayer,
    Layer,
    OutlineLayer,
    PartsLayer,
    PointedLayer,
    StrokesLayer,
    doubted_parts,
    ghost_parts,
)
from recognizer.board.stage.picturelayer import picture_parts, picture_placing
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.tags import Tags
from recognizer.document.page import Page

_MERGE_ABOVE_CHANGES = 24  # more small changes are drawn as one


class View:
    """Draws scenes on a surface: the window's or any other.

    `placing` says where the ink lies in the window. For `scale` see `Layout.for_size`. `ink` is a
    layer that is drawn already, as large as `target`, with this theme and placing.
    """

    def __init__(
        self,
        target: pygame.Surface,
        theme: Theme = SLATE,
        placing: Placing = AS_DRAWN,
        scale: float = 1.0,
        ink: InkLayer | None = None,
    ) -> None:
        self._target = target
        self.placing = placing
        self.theme = theme
        self.scale = scale
        self.layout = Layout.for_size(target.get_size(), scale)
        self._ground = _draw_ground(self.layout, theme)
        self._ink = ink or InkLayer(target.get_size(), theme.ink, placing)
        self._layers = self._make_layers()
        self._is_fresh = True

    def prepare(self) -> Iterator[None]:
        """Draw in advance what would take long later; a little at each step."""
        return prepare_figures(self.layout, self.theme)

    def place(self, placing: Placing) -> None:
        """Move the ink to another place in the window."""
        self.placing = placing
        self._ink = InkLayer(self._target.get_size(), self.theme.ink, placing)
        self._layers = self._make_layers()
        self._is_fresh = True

    def recolored(self, theme: Theme) -> View:
        """Return a view in the colors of `theme`. It takes over the ink of this one."""
        self._ink.recolor(theme.ink)
        return View(self._target, theme, self.placing, self.scale, self._ink)

    def placing_of_read(self, page: Page, glass: bool) -> Placing:
        """Return the placing of what is read on `page`: its ink, or a picture without ink."""
        if page.picture is None or page.strokes:
            return self.placing
        return picture_placing(self.layout, page.picture, glass)

    def draw(self, scene: Scene) -> list[pygame.Rect]:
        """Draw what has changed since the last scene. Return the changed areas, for the display."""
        changed = [area for layer in self._layers for area in layer.follow(scene)]
        if self._is_fresh:
            changed, self._is_fresh = [self._target.get_rect()], False
        dirty = _merge(changed, self._target.get_rect())
        for area in dirty:
            self._target.set_clip(area)
            self._target.blit(self._ground, area, area)
            for layer in self._layers:
                layer.draw(self._target, area)
        self._target.set_clip(None)
        return dirty

    def repaint(self, scene: Scene) -> list[pygame.Rect]:
        """Draw everything again."""
        self._is_fresh = True
        return self.draw(scene)

    def _make_layers(self) -> list[Layer]:
        """Return the layers, the lowest first. The reading lies above the ink."""
        layout, theme = self.layout, self.theme

        def where(scene: Scene) -> Placing:
            return self.placing_of_read(scene.page, scene.is_glass_open)

        def face_key(scene: Scene) -> Hashable:
            return scene.face, scene.is_empty, scene.is_glass_open

        tags = Tags(layout, theme, where)
        return [
            PartsLayer(
                lambda s: picture_parts(layout, theme, s.page, s.is_glass_open),
                lambda s: (
                    s.page.picture and (s.page.picture, bool(s.page.strokes), s.is_glass_open)
                ),
            ),
            PartsLayer(lambda s: s.face.under(layout, theme, s), face_key),
            PointedLayer(layout, theme, where),
            OutlineLayer(layout, theme, where),
            PartsLayer(
                lambda s: ghost_parts(theme, s.face.ghosts, where(s), s.pen_width),
                lambda s: (s.face.ghosts, where(s), s.pen_width),
            ),
            PartsLayer(
                tags.parts,
                lambda s: (s.numbers, s.growing, s.notes, s.is_glass_open, where(s)),
            ),
            PartsLayer(
                lambda s: note_parts(layout, theme, s.notes, where(s), s.page.picture is not None),
                lambda s: (s.notes, where(s), s.page.picture is not None),
            ),
            PartsLayer(
                lambda s: doubted_parts(layout, theme, s.face.doubted, where(s)),
                lambda s: (s.face.doubted, where(s)),
            ),
            StrokesLayer(self._ink),
            BesideLayer(layout.size, theme, self.placing),
            PartsLayer(
                lambda s: [] if s.fills_window else panel_parts(layout, theme),
                lambda s: s.fills_window,
            ),
            PartsLayer(lambda s: s.face.over(layout, theme, s), face_key),
            PartsLayer(
                lambda s: eraser_parts(theme, s.eraser) if s.eraser else [], lambda s: s.eraser
            ),
            PartsLayer(
                lambda s: _overlay_parts(layout, theme, s), lambda s: (s.overlays, s.is_glass_open)
            ),
        ]


def _overlay_parts(layout: Layout, theme: Theme, scene: Scene) -> list[Part]:
    return [
        part for each in scene.overlays for part in each.parts(layout, theme, scene.is_glass_open)
    ]


def _draw_ground(layout: Layout, theme: Theme) -> pygame.Surface:
    """Draw the empty board: a quiet grid of dots, as on good paper."""
    ground = pygame.Surface(layout.size)
    ground.fill(theme.board)
    step, radius = layout.pixels(54), max(1, layout.pixels(1.6))
    for x in range(step, layout.free.right, step):
        for y in range(step, layout.free.bottom, step):
            pygame.draw.circle(ground, theme.dots, (x, y), radius)
    return ground


def _merge(changed: list[pygame.Rect], whole: pygame.Rect) -> list[pygame.Rect]:
    areas = [area for each in changed if (area := each.clip(whole)).size != (0, 0)]
    if len(areas) > _MERGE_ABOVE_CHANGES or whole in areas:
        return [whole] if whole in areas else [areas[0].unionall(areas[1:])]
    return areas

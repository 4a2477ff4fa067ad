"""Makes pictures of the board, and fits an opened page to it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.ink.layer import InkLayer
from recognizer.board.ink.placing import Placing
from recognizer.board.stage.picturelayer import picture_parts
from recognizer.board.stage.scene import Scene
from recognizer.board.stage.view import View
from recognizer.document.corrections import moved_to
from recognizer.document.page import Page
from recognizer.errors import FileError
from recognizer.ink import NO_EXTENT, Ink, Stroke

HEIGHT_SHARE, WIDTH_SHARE = 0.62, 0.8
"""The largest parts of the place to draw that opened ink may take."""
_MAX_PEN_STROKE_SIDES = 0.12  # longer sides of a usual stroke; a wider pen would blot it
_MIN_PEN_UNITS = 1e-3  # units of the ink


def board_picture(scene: Scene, view: View) -> pygame.Surface:
    """Draw the board as `view` shows it, without toolbar, cards and messages."""
    surface = pygame.Surface(view.layout.size)
    kept = Scene(page=scene.page, face=replace(scene.face, pointed=None))
    View(surface, view.theme, view.placing, view.scale).draw(kept)
    return surface


def page_picture(
    page: Page, layout: Layout, theme: Theme, placing: Placing, answers: Sequence[Part] = ()
) -> pygame.Surface:
    """Draw only what lies on the board, so that the picture can be read again, and `answers`."""
    surface = pygame.Surface(layout.size)
    surface.fill(theme.board)
    surface.blits(picture_parts(layout, theme, page))
    ink = InkLayer(layout.size, theme.ink, placing)
    ink.follow(page.strokes, None, 1.0)
    ink.draw(surface, surface.get_rect())
    surface.blits(answers)
    return surface


def as_png(surface: pygame.Surface) -> bytes:
    """Return `surface` as the content of a PNG file.

    Raises
    ------
    FileError
        If pygame cannot make one.
    """
    stream = io.BytesIO()
    try:
        pygame.image.save(surface, stream, "board.png")
    except pygame.error as error:
        raise FileError(f"the board's picture cannot be made: {error}") from None
    return stream.getvalue()


def fit_page(page: Page, free: tuple[float, float, float, float], pen_width: float) -> Page:
    """Return `page` with its ink in the middle of the place `free`; unchanged if it fits there.

    `free` is (left, top, width, height) in the unit of the board's ink. Ink of another device has
    another unit, so it may be tiny or lie beyond the edge. Ink without pen widths is always moved:
    it gets `pen_width`, or a finer pen if it is small.
    """
    if not page.strokes:
        return page
    scale, middle, target = _fit(page.ink, free)
    usual = float(np.median([each.bounding_box.longer_side for each in page.strokes]))
    pen_width = (
        min(pen_width, max(_MAX_PEN_STROKE_SIDES * usual * scale, 1.0)) if usual else pen_width
    )
    strokes = tuple(
        Stroke(
            (each.points - middle) * scale + target,
            each.times,
            each.pressures,
            _fit_width(each.pen_width, scale, max(free[2:])) or pen_width,
        )
        for each in page.strokes
    )
    return Page(strokes, page.picture, moved_to(page.corrections, page.strokes, strokes))


def _fit_width(pen_width: float | None, scale: float, widest: float) -> float | None:
    # A file may hold any width. A line much wider than the board would take too long to draw.
    return min(max(pen_width * scale, _MIN_PEN_UNITS), widest) if pen_width else None


def _fit(
    ink: Ink, free: tuple[float, float, float, float]
) -> tuple[float, npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the scale of `ink`, the point around which it is scaled, and where that point goes."""
    left, top, width, height = free
    box = ink.bounding_box
    fits = left <= box.left and top <= box.top
    fits = fits and box.right <= left + width and box.bottom <= top + height
    has_widths = all(stroke.pen_width for stroke in ink.strokes)
    if fits and has_widths:  # it was drawn on a board like this one
        return 1.0, np.zeros(2), np.zeros(2)
    largest = max(box.height / (HEIGHT_SHARE * height), box.width / (WIDTH_SHARE * width))
    scale = 1 / largest if box.longer_side > NO_EXTENT else 1.0
    middle = np.array([(box.left + box.right) / 2, (box.top + box.bottom) / 2])
    return scale, middle, np.array([left + width / 2, top + height / 2])

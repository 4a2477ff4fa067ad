"""The picture on the board, under the ink."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Color, Theme
from recognizer.board.ink.placing import Placing
from recognizer.document.page import BoardPicture, Page

_BEHIND_INK = 0.55  # how much of the board's color covers a picture that has ink on it


def picture_parts(layout: Layout, theme: Theme, page: Page, glass: bool = False) -> list[Part]:
    """Return the picture, fitted into the free place. It is fainter with ink over it.

    While the looking glass is open, the picture lies beside it.
    """
    if page.picture is None:
        return []
    faded = theme.board if page.strokes else None
    place = _picture_place(layout, page.picture, glass)
    return [(_fitted(page.picture, place.size, faded), place)]


def picture_placing(layout: Layout, picture: BoardPicture, glass: bool) -> Placing:
    """Return where the pixels of `picture` lie in the window."""
    place = _picture_place(layout, picture, glass)
    return Placing(place.width / picture.pixels.shape[1], place.left, place.top)


def _picture_place(layout: Layout, picture: BoardPicture, glass: bool) -> pygame.Rect:
    place = layout.free_beside(glass).inflate(-4 * layout.margin, -6 * layout.margin)
    rows, cols = picture.pixels.shape[:2]
    scale = min(max(1, place.width) / cols, max(1, place.height) / rows)
    drawn = pygame.Rect(0, 0, max(1, round(cols * scale)), max(1, round(rows * scale)))
    drawn.center = place.center
    return drawn


@lru_cache(maxsize=2)
def _fitted(picture: BoardPicture, size: tuple[int, int], behind: Color | None) -> pygame.Surface:
    scale = size[0] / picture.pixels.shape[1]
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST if scale > 4 else cv2.INTER_CUBIC
    pixels = cv2.cvtColor(cv2.resize(picture.pixels, size, interpolation=way), cv2.COLOR_BGR2RGB)
    if behind is not None:
        ground = np.full_like(pixels, behind)
        pixels = cv2.addWeighted(pixels, 1 - _BEHIND_INK, ground, _BEHIND_INK, 0)
    drawn = pygame.Surface(size)
    pygame.surfarray.blit_array(drawn, pixels.swapaxes(0, 1))
    return drawn

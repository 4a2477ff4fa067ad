"""The pictures in the looking glass: the cut-out ink, the field of the network, the heat map."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.draw.shapes import ghost
from recognizer.board.draw.surfaces import coverage_surface
from recognizer.board.draw.theme import Color, Theme, mix
from recognizer.ink.raster import PEN, Pixels
from recognizer.network.preprocess import BOX_PIXELS, FIELD_PIXELS, Field
from recognizer.reading.inside.dabs import Dabs

_CROP_MARGIN_SIDES = 0.08
_MAX_PAPER_GLOW = 0.45  # hot paper glows less than hot ink, which is at 1
_Colors = npt.NDArray[np.float64]


def crop_picture(crop: Pixels, side: int, theme: Theme) -> pygame.Surface:
    """Return the (rows, cols) `crop`, as large as fits a square of `side` pixels."""
    square = pygame.Surface((side, side))
    square.fill(theme.board)
    scale = side * (1 - 2 * _CROP_MARGIN_SIDES) / max(crop.shape)
    rows, cols = (max(1, round(length * scale)) for length in crop.shape)
    ink = pygame.transform.smoothscale(coverage_surface(crop, theme.ink), (cols, rows))
    square.blit(ink, ink.get_rect(center=square.get_rect().center))
    return square


def field_picture(field: Field, cell: int, theme: Theme) -> pygame.Surface:
    """Return the (28, 28) `field`, in [0, 1], as squares of `cell` pixels."""
    return _squares(_mixed(theme.board, theme.ink, field), cell, theme)


def mark_dabs(picture: pygame.Surface, dabs: Dabs | None, theme: Theme) -> None:
    """Draw `dabs` on the picture of a field, as hollow strokes."""
    scale = picture.get_width() / FIELD_PIXELS
    for ends in dabs.marks if dabs else ():
        picture.blit(*ghost(ends * scale, PEN * BOX_PIXELS * scale, theme))


def heat_picture(field: Field, heat: Field | None, cell: int, theme: Theme) -> pygame.Surface:
    """Return `field` as squares of `cell` pixels, in colors as warm as the (28, 28) `heat`.

    Hot paper near the ink glows faintly, too. Without `heat` all ink is cold.
    """
    warmth = np.zeros_like(field) if heat is None else heat
    presence = np.maximum(field, _MAX_PAPER_GLOW * warmth)
    return _squares(_mixed(theme.board, _warm(warmth, theme), presence), cell, theme)


def _warm(warmth: Field, theme: Theme) -> _Colors:
    """Return (28, 28, 3) colors: gray for no warmth, the most striking warm color for warmth 1.

    On a dark board they go from gray to red and yellow. If the accent of the theme is a cold color,
    they only go to red.
    """
    warm = [color for color in (theme.warning, theme.accent) if color[0] > color[2]]
    warm.sort(key=lambda color: abs(sum(color) - sum(theme.board)))
    stops = np.array([mix(theme.bar, theme.outline, 0.5), *warm])
    places = np.linspace(0, 1, len(stops))
    return np.stack([np.interp(warmth, places, stops[:, i]) for i in range(3)], axis=-1)


def _mixed(ground: Color, color: Color | _Colors, share: Field) -> _Colors:
    mixed: _Colors = np.array(ground) + share[..., None] * (np.array(color) - np.array(ground))
    return mixed


def _squares(colors: _Colors, cell: int, theme: Theme) -> pygame.Surface:
    """Draw (28, 28, 3) colors as squares of `cell` pixels, with thin lines between large ones."""
    line = max(1, cell // 8) if cell > 2 else 0
    large = np.repeat(np.repeat(colors, cell, axis=0), cell, axis=1)
    between = np.arange(FIELD_PIXELS * cell) % cell >= cell - line
    large[between] = large[:, between] = theme.bar
    surface = pygame.Surface((FIELD_PIXELS * cell, FIELD_PIXELS * cell))
    pygame.surfarray.blit_array(surface, large.swapaxes(0, 1).round().astype(np.uint8))
    return surface

"""The icons: each a few lines and arcs in a box of 24 by 24, drawn with one round pen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pygame

from recognizer.board.draw.surfaces import coverage_surface
from recognizer.board.draw.theme import Color
from recognizer.ink.raster import cover_path

Path = npt.NDArray[np.float64]
BOX = 24
_PEN = 1.8  # of the box


@lru_cache(maxsize=256)
def icon(name: str, size: int, color: Color) -> pygame.Surface:
    """Return an icon, `size` pixels wide and high, on nothing; not to be drawn on.

    Parameters
    ----------
    name : str
        One of `ICONS`.
    size : int
        In pixels, >= 1.
    color : Color

    Raises
    ------
    KeyError
        If there is no such icon.
    """
    canvas = np.zeros((size, size), np.uint8)
    scale = size / BOX
    for path in ICONS[name]:
        cover_path(canvas, path * scale - 0.5, max(1, round(_PEN * scale)))
    return coverage_surface(canvas, color)


def _line(*points: tuple[float, float]) -> Path:
    return np.array(points, np.float64)


def _loop(*points: tuple[float, float]) -> Path:
    return _line(*points, points[0])


def _arc(x: float, y: float, radius: float, begin: float, end: float) -> Path:
    """Return an arc around (x, y); angles in degrees, 0 to the right and 90 down."""
    angles = np.radians(np.linspace(begin, end, 2 + int(abs(end - begin) / 6)))
    return np.stack([x + radius * np.cos(angles), y + radius * np.sin(angles)], axis=1)


def _frame(left: float, top: float, right: float, bottom: float) -> Path:
    return _loop((left, top), (right, top), (right, bottom), (left, bottom))


def _joined(*paths: Path) -> Path:
    return np.concatenate(paths)


def _turned(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the mirror image: left is right."""
    return tuple(path * (-1, 1) + (BOX, 0) for path in paths)


def _half_disc() -> Iterable[Path]:
    """Yield upright lines close enough to fill the right half of the circle of "theme"."""
    for x in np.arange(12.0, 20.5, 1.0):
        reach = float(np.sqrt(8.8**2 - (x - 12) ** 2))
        yield _line((x, 12 - reach), (x, 12 + reach))


def _thick_line() -> Iterable[Path]:
    """Yield lines close enough to fill a slanted one with round ends."""
    for off in np.arange(-2.0, 2.1, 0.5):
        along = (1 - off**2 / 8) ** 0.5 - 1  # the outer ones are shorter
        yield _line((5 + off - along, 15 + off + along), (13 + off + along, 7 + off - along))


_UNDO = (
    _line((8.5, 4.5), (4, 9), (8.5, 13.5)),
    _joined(_line((4, 9), (14.5, 9)), _arc(14.5, 14.25, 5.25, -90, 90), _line((10.5, 19.5))),
)
_FOLDER = _loop((3, 19), (3, 5), (9, 5), (11.2, 7.8), (21, 7.8), (21, 19))

ICONS: dict[str, tuple[Path, ...]] = {
    "undo": _UNDO,
    "redo": _turned(_UNDO),
    "eraser": (
        _loop((13.8, 3.5), (20.5, 10.2), (10.7, 20), (7.6, 20), (3.5, 15.9), (3.5, 13.8)),
        _line((8.6, 8.7), (15.4, 15.3)),
        _line((7.6, 20), (20.5, 20)),
    ),
    "clear": (
        _line((4, 6.5), (20, 6.5)),
        _line((9, 6.5), (9.5, 3.5), (14.5, 3.5), (15, 6.5)),
        _line((5.8, 6.5), (6.8, 20.5), (17.2, 20.5), (18.2, 6.5)),
        _line((10, 10.5), (10.3, 16.5)),
        _line((14, 10.5), (13.7, 16.5)),
    ),
    "pen": (
        _line((4, 19), (5.5, 12), (8, 9), (10.5, 9.5), (12, 13), (14, 17), (17, 18), (20, 15)),
    ),
    "read": (
        _line((3.5, 8), (3.5, 3.5), (8, 3.5)),
        _line((16, 3.5), (20.5, 3.5), (20.5, 8)),
        _line((20.5, 16), (20.5, 20.5), (16, 20.5)),
        _line((8, 20.5), (3.5, 20.5), (3.5, 16)),
        _line((8.7, 8), (15.3, 8), (11, 16.5)),
    ),
    "teach": (
        _loop((2.6, 9.2), (12, 4.6), (21.4, 9.2), (12, 13.8)),
        _joined(_line((6.2, 11.6), (6.2, 16.4)), _arc(12, 13.6, 6.4, 154, 26), _line((17.8, 11.6))),
        _line((21.4, 9.2), (21.4, 16.2)),
    ),
    "learned": (_line((4, 12.8), (9.8, 18.4), (20, 6.2)),),
    "live": (
        *(_arc(12, 12, r, 0, 360) for r in (0.3, 0.9)),
        _arc(12, 12, 5, -50, 50),
        _arc(12, 12, 5, 130, 230),
        _arc(12, 12, 9, -50, 50),
        _arc(12, 12, 9, 130, 230),
    ),
    "glass": (_arc(10.3, 10.3, 6.8, 0, 360), _line((15.3, 15.3), (20.8, 20.8))),
    "theme": (_arc(12, 12, 8.8, 0, 360), *_half_disc()),
    "save": (
        _loop((3.5, 3.5), (16, 3.5), (20.5, 8), (20.5, 20.5), (3.5, 20.5)),
        _line((7.5, 20.5), (7.5, 13.5), (16.5, 13.5), (16.5, 20.5)),
        _line((8, 3.5), (8, 8), (14.5, 8)),
    ),
    "open": (_FOLDER,),
    "copy": (
        _frame(9, 9, 20.5, 20.5),
        _line((6, 15), (3.5, 15), (3.5, 3.5), (15, 3.5), (15, 6)),
    ),
    "sound": (
        _loop((3, 9.3), (6.8, 9.3), (11.3, 5), (11.3, 19), (6.8, 14.7), (3, 14.7)),
        _arc(11.5, 12, 4.2, -45, 45),
        _arc(11.5, 12, 8.4, -45, 45),
    ),
    "silent": (
        _loop((3, 9.3), (6.8, 9.3), (11.3, 5), (11.3, 19), (6.8, 14.7), (3, 14.7)),
        _line((15, 9.2), (20.6, 14.8)),
        _line((20.6, 9.2), (15, 14.8)),
    ),
    "help": (
        _arc(12, 12, 8.8, 0, 360),
        _joined(_arc(12, 9.7, 2.7, 180, 405), _line((12, 12.8), (12, 13.6))),
        _line((12, 16.8)),
    ),
    "full-screen": (
        _line((14.5, 3.5), (20.5, 3.5), (20.5, 9.5)),
        _line((9.5, 20.5), (3.5, 20.5), (3.5, 14.5)),
        _line((20.5, 3.5), (14, 10)),
        _line((3.5, 20.5), (10, 14)),
    ),
    "quit": (_line((5.5, 5.5), (18.5, 18.5)), _line((18.5, 5.5), (5.5, 18.5))),
    "folder": (_FOLDER,),
    "parent": (_line((6, 10.5), (12, 4.5), (18, 10.5)), _line((12, 4.5), (12, 20))),
    "ink": (
        _joined(
            _arc(7, 11.5, 3.5, 180, 360), _arc(14, 11.5, 3.5, 180, 0), _arc(20.5, 11.5, 3, 180, 270)
        ),
        _line((4, 19.5), (20, 19.5)),
    ),
    "picture": (
        _frame(3.5, 4, 20.5, 20),
        _line((3.5, 17.5), (9, 11), (13, 15.5), (16, 12.5), (20.5, 17)),
        _arc(15.5, 8.5, 0.7, 0, 360),
    ),
}
"""By name: one for each button of the toolbar, and those for the kinds of files."""

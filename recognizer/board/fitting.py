"""Where the ink lies in a window of any size, and beside an open looking glass."""

from __future__ import annotations

from recognizer.board.layers import outline_place, outline_space
from recognizer.board.layout import Layout
from recognizer.board.placing import Placing
from recognizer.ink import Ink

Size = tuple[float, float]


def fit_ink(window: tuple[int, int], board: Size, ink: Ink, pen_width: float) -> Placing:
    """Return the placing of a board, and of ink drawn outside of it, in a window.

    Parameters
    ----------
    window : (int, int)
        Its size in pixels.
    board : (float, float)
        Width and height it was drawn on, in the unit of the ink.
    ink : Ink
    pen_width : float
        In the unit of the ink.
    """
    (width, height), (right, bottom) = window, board
    if ink:
        box = ink.bounding_box
        right, bottom = max(right, box.right + pen_width), max(bottom, box.bottom + pen_width)
    return Placing(min(width / right, height / bottom))


def beside_glass(usual: Placing, layout: Layout, ink: Ink) -> Placing:
    """Return `usual`, unless the open looking glass would hide ink then: the nearest to it."""
    if not ink:
        return usual
    box = ink.bounding_box
    if not outline_place(layout, box, usual).colliderect(layout.glass):
        return usual
    space = 2 * outline_space(layout) + layout.margin
    return usual.within(layout.free_beside(glass=True).inflate(-space, -space), box)

"""Where the ink lies in a window of any size, and beside an open looking glass."""

from __future__ import annotations

from recognizer.board.layers import outline_place, outline_space
from recognizer.board.layout import Layout
from recognizer.board.placing import Placing
from recognizer.board.toolbar import toolbar_place
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
    """Return `usual`, unless the looking glass hides ink then: the nearest that is beside it.

    The toolbar has its place there, too, above the ink or below, unless that leaves too little.
    """
    if not ink:
        return usual
    box = ink.bounding_box
    outline = outline_place(layout, box, usual)
    edges = [toolbar_place(layout, True, at_top) for at_top in (False, True)]
    if not outline.colliderect(layout.glass) and not all(map(outline.colliderect, edges)):
        return usual
    space = 2 * outline_space(layout) + layout.margin
    room = layout.free_beside(glass=True)
    above = edges[0].top - room.top
    if above > room.height / 2:
        room.height = above
    return usual.within(room.inflate(-space, -space), box)

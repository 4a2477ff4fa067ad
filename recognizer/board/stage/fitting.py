"""Where the ink lies in a window of any size, beside the answer and an open looking glass."""

from __future__ import annotations

from recognizer.board.draw.layout import Layout
from recognizer.board.ink.placing import Placing
from recognizer.board.show.toolbar import toolbar_place
from recognizer.board.stage.layers import outline_place, outline_space
from recognizer.ink import BoundingBox, Ink

Size = tuple[float, float]


def fit_ink(window: tuple[int, int], board: Size, ink: Ink, pen_width: float) -> Placing:
    """Return the placing of a board in a window, with any ink drawn outside the board.

    `window` is a size in pixels. `board`, the size on which the ink was drawn, and `pen_width` are
    in the unit of the ink.
    """
    (width, height), (right, bottom) = window, board
    if ink:
        box = ink.bounding_box
        right, bottom = max(right, box.right + pen_width), max(bottom, box.bottom + pen_width)
    return Placing(min(width / right, height / bottom))


def in_view(usual: Placing, layout: Layout, ink: Ink, has_glass: bool) -> Placing:
    """Return `usual`, or the nearest placing in which answer and open glass hide no ink.

    Beside the glass the toolbar gets a place, too, above the ink or below it, if there is enough
    room.
    """
    if not ink or not _is_hidden(usual, layout, ink.bounding_box, has_glass):
        return usual
    space = 2 * outline_space(layout) + layout.margin
    room = layout.free_beside(has_glass)
    above = toolbar_place(layout, has_glass).top - room.top
    if above > room.height / 2:
        room.height = above
    room = room.inflate(-space, -space)
    return usual.within(room, ink.bounding_box) if min(room.size) > 0 else usual


def _is_hidden(usual: Placing, layout: Layout, box: BoundingBox, has_glass: bool) -> bool:
    outline = outline_place(layout, box, usual)
    around = layout.pen_width - 2 * outline_space(layout)
    if outline.inflate(around, around).colliderect(layout.panel):  # the ink itself
        return True
    edges = [toolbar_place(layout, True, at_top) for at_top in (False, True)]
    return has_glass and (outline.colliderect(layout.glass) or all(map(outline.colliderect, edges)))

"""At which edge the toolbar stands: the one without ink, where the next stroke will not begin."""

from __future__ import annotations

import pygame

from recognizer.board.draw.layout import Layout
from recognizer.board.ink.placing import Placing
from recognizer.board.show.overlay import Spot
from recognizer.board.show.toolbar import toolbar_place
from recognizer.document.session import Session
from recognizer.ink import Stroke

_SPACE_HD = 12  # between toolbar and ink
_TAG_HD = 60  # more space below a toolbar at the top, for the tag of a number


class ToolbarStand:
    """The edge of the toolbar: below, where fingers expect it; above, if there is ink below."""

    def __init__(self) -> None:
        self._seen: tuple[object, ...] = ()  # what the last decision was based on
        self._strokes: tuple[Stroke, ...] = ()
        self.at_top = False
        """Whether it stands at the upper edge."""
        self.is_on_ink = False
        """Whether there is ink at both edges, so that it covers some."""

    def come(self) -> None:
        """Choose again after a stroke. A visible toolbar moves only if it covers ink."""
        self.at_top, self._seen = False, ()

    def follow(
        self,
        session: Session,
        layout: Layout,
        has_glass: bool,
        placing: Placing,
        occupied: tuple[pygame.Rect, ...] = (),
    ) -> None:
        """Move off the ink of `session`, as it lies in the window now, and what is `occupied`."""
        seen = (id(session.strokes), layout.size, layout.unit, has_glass, placing, occupied)
        if seen == self._seen:
            return
        self._seen, self._strokes = seen, session.strokes  # kept: another has another id

        def has_ink(at_top: bool) -> bool:
            begin, end, reach = _strip(layout, has_glass, placing, at_top)
            place = toolbar_place(layout, has_glass, at_top)
            return place.collidelist(occupied) >= 0 or session.has_ink_near(begin, end, reach)

        is_free = {at_top: not has_ink(at_top) for at_top in (False, True)}
        self.is_on_ink = not any(is_free.values())
        if not is_free[self.at_top]:
            self.at_top = not self.at_top and is_free[True]


def _strip(
    layout: Layout, has_glass: bool, placing: Placing, at_top: bool
) -> tuple[Spot, Spot, float]:
    """Return the middle line of the toolbar and half of its breadth, as they lie on the ink."""
    place = toolbar_place(layout, has_glass, at_top)
    half = place.height / 2
    ends = (place.left + half, place.centery), (place.right - half, place.centery)
    begin, end = (placing.to_ink(*spot) for spot in ends)
    reach = half + layout.pixels(_TAG_HD if at_top else _SPACE_HD)
    return begin, end, reach / placing.zoom

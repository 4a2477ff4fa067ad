"""At which edge the toolbar stands: not on ink, where the next stroke may begin."""

from __future__ import annotations

from recognizer.board.draw.layout import Layout
from recognizer.board.ink.placing import Placing
from recognizer.board.show.toolbar import toolbar_place
from recognizer.document.session import Session

_SPACE = 12  # between toolbar and ink, at 1920x1080
_TAG = 60  # and below a toolbar at the top, where the tag of a number stands


class ToolbarStand:
    """Below, where fingers expect it; above, while there is ink below.

    Parameters
    ----------
    session : Session
        Whose ink it keeps off.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._seen: tuple[object, ...] = ()  # on what it was decided last
        self._strokes = session.strokes
        self.at_top = False
        """Whether it stands at the upper edge."""
        self.is_on_ink = False
        """Whether there is ink at both edges, so that it covers some."""

    def come(self) -> None:
        """Choose anew after a stroke; a toolbar that is seen moves only from under ink."""
        self.at_top, self._seen = False, ()

    def follow(self, layout: Layout, has_glass: bool, placing: Placing) -> None:
        """Keep off the ink as it lies in the window now."""
        seen = (id(self._session.strokes), layout.size, layout.unit, has_glass, placing)
        if seen == self._seen:
            return
        self._seen, self._strokes = seen, self._session.strokes  # kept: another has another id
        is_free = {top: not self._has_ink(layout, has_glass, placing, top) for top in (False, True)}
        self.is_on_ink = not any(is_free.values())
        if not is_free[self.at_top]:
            self.at_top = not self.at_top and is_free[True]

    def _has_ink(self, layout: Layout, has_glass: bool, placing: Placing, at_top: bool) -> bool:
        place = toolbar_place(layout, has_glass, at_top)
        half = place.height / 2
        ends = (place.left + half, place.centery), (place.right - half, place.centery)
        begin, end = (placing.to_ink(*spot) for spot in ends)
        reach = half + layout.pixels(_TAG if at_top else _SPACE)
        return self._session.has_ink_near(begin, end, reach / placing.zoom)

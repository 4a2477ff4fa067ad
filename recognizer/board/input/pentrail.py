"""Where the pen has been since somebody asked last."""

from __future__ import annotations

from recognizer.document.openstroke import OpenStroke
from recognizer.document.session import Session


class PenTrail:
    """Follows the pen of a session from frame to frame; a fast stroke may come and go between."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open: OpenStroke | None = None
        self._followed_points = 0  # of that stroke
        self._strokes = len(session.strokes)

    def new_points(self) -> list[tuple[float, float]]:
        """Return the points that are new, in the unit of the ink."""
        strokes, before = self._session.strokes, self._strokes
        self._strokes = len(strokes)
        points = [(x, y) for each in strokes[before:] for x, y in each.points.tolist()]
        stroke = self._session.open_stroke
        if stroke is not self._open:
            self._open, self._followed_points = stroke, 0
        if stroke:
            points += stroke.points[self._followed_points :]
            self._followed_points = len(stroke.points)
        return points

"""Animation: a panel that slides."""

from __future__ import annotations

SLIDE_SECONDS = 0.18
FRAME_SECONDS = 1 / 60


class Slide:
    """How far a panel is open; it takes `SLIDE_SECONDS` from one end to the other."""

    def __init__(self, is_open: bool = False) -> None:
        self.is_open = is_open
        self._since = float("-inf")

    def turn(self, is_open: bool, now: float) -> None:
        """Begin to open or to close, at `now` seconds; on its way it turns where it is."""
        if is_open != self.is_open:
            left = 1.0 - self._way(now)  # the ease is symmetric: so much of the way back is done
            self.is_open, self._since = is_open, now - left * SLIDE_SECONDS

    def moves(self, now: float) -> bool:
        """Tell whether it is on its way at `now` seconds."""
        return now - self._since < SLIDE_SECONDS

    def share(self, now: float) -> float:
        """Return how far it is open at `now` seconds, in [0, 1]; starts and stops gently."""
        way = self._way(now)
        eased = way * way * (3 - 2 * way)
        return eased if self.is_open else 1.0 - eased

    def _way(self, now: float) -> float:
        return min(max((now - self._since) / SLIDE_SECONDS, 0.0), 1.0)

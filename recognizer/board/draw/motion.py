"""What moves, and when: panels that slide, frames, and what is never due."""

from __future__ import annotations

from recognizer.board.draw.theme import CONTRAST, Theme

SLIDE_SECONDS = 0.18
FRAME_SECONDS = 1 / 60
NEVER = float("inf")
"""When something is due that nobody waits for, in seconds of any clock."""


def may_move(motion: bool, theme: Theme) -> bool:
    """Tell whether something may move only to please, where the user has chosen `motion`.

    Not in the theme of strong contrast, which is quiet.
    """
    return motion and theme is not CONTRAST


class Slide:
    """How far a panel is open. Opening and closing take `SLIDE_SECONDS` each."""

    def __init__(self, is_open: bool = False) -> None:
        self.is_open = is_open
        self._since = float("-inf")

    def turn(self, is_open: bool, now: float, at_once: bool = False) -> None:
        """Begin to open or to close at `now`, in seconds. A moving panel turns back where it is.

        Done `at_once`, nothing moves.
        """
        if at_once:
            self.is_open, self._since = is_open, float("-inf")
        elif is_open != self.is_open:
            left = 1.0 - self._way(now)  # both ways ease alike
            self.is_open, self._since = is_open, now - left * SLIDE_SECONDS

    def moves(self, now: float) -> bool:
        """Tell whether it is moving at `now`."""
        return now - self._since < SLIDE_SECONDS

    def share(self, now: float) -> float:
        """Return how far it is open at `now`, in [0, 1]. It starts and stops gently."""
        way = self._way(now)
        eased = way * way * (3 - 2 * way)
        return eased if self.is_open else 1.0 - eased

    def _way(self, now: float) -> float:
        return min(max((now - self._since) / SLIDE_SECONDS, 0.0), 1.0)

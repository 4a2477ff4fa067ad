"""The place of the ink that the pointer points at."""

from __future__ import annotations

import math

from recognizer.board.ink.placing import Placing

Spot = tuple[float, float]


class Aim:
    """Follows the pointer over the ink.

    When a panel opens, the ink slides to the side, and another digit may come to lie under a
    pointer that rests. The user does not mean that digit. So the aim keeps its place of the ink
    until the pointer has moved more than a hand trembles.
    """

    def __init__(self) -> None:
        self.spot: Spot | None = None
        """The place it points at, in the unit of the ink; None if there is no pointer."""
        self._pointer: Spot | None = None  # the same place, in pixels of the window
        self._has_slid = False

    def follow(self, pointer: Spot, placing: Placing, tremble: float) -> None:
        """Point at the place under `pointer`, unless the ink has slid and the hand only trembles.

        `pointer` is in pixels of the window. A hand at rest moves it at most `tremble` pixels.
        """
        if self._has_slid and self._pointer and math.dist(self._pointer, pointer) <= tremble:
            return
        self._pointer, self._has_slid = pointer, False
        self.spot = placing.to_ink(*pointer)

    def slide(self) -> None:
        """Keep the place of the ink, although the ink now lies elsewhere in the window."""
        self._has_slid = True

    def forget(self) -> None:
        """Point nowhere, because the pointer is gone."""
        self.spot = self._pointer = None

"""The place on the ink under the pointer; it moves along when the ink slides."""

from __future__ import annotations

import math

from recognizer.board.ink.placing import Placing

Spot = tuple[float, float]


class Aim:
    """Follows the pointer over the ink.

    When the ink slides away from under a pointer that rests, another digit may come there. That
    one is not meant: the pointer counts again when it has really moved.
    """

    def __init__(self) -> None:
        self.spot: Spot | None = None
        """Where it points, in the unit of the ink; None if there is no pointer."""
        self._pointer: Spot | None = None  # the same in pixels of the window, as it was then
        self._has_slid = False

    def follow(self, pointer: Spot, placing: Placing, tremble: float) -> None:
        """Take up where the pointer is, unless the ink has slid and it only trembles.

        All in pixels of the window: where the ink lies, and how far a hand at rest moves it at
        most.
        """
        if self._has_slid and self._pointer and math.dist(self._pointer, pointer) <= tremble:
            return
        self._pointer, self._has_slid = pointer, False
        self.spot = placing.to_ink(*pointer)

    def slide(self) -> None:
        """Stay where it is on the ink, which now lies elsewhere in the window."""
        self._has_slid = True

    def forget(self) -> None:
        """Point nowhere: the pointer is gone."""
        self.spot = self._pointer = None

"""Where the ink lies in the window, and how much it is enlarged."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pygame

from recognizer.ink import BoundingBox
from recognizer.ink.raster import Points

Spot = tuple[float, float]


@dataclass(frozen=True)
class Placing:
    """Maps ink to pixels of the window: ``zoom * ink + (left, top)``, with zoom > 0."""

    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def of_points(self, points: Points) -> Points:
        """Return (n, 2) points of the ink in pixels of the window."""
        return points * self.zoom + (self.left, self.top)

    def of_box(self, box: BoundingBox) -> BoundingBox:
        """Return a box of the ink in pixels of the window."""
        return BoundingBox(
            box.left * self.zoom + self.left,
            box.top * self.zoom + self.top,
            box.right * self.zoom + self.left,
            box.bottom * self.zoom + self.top,
        )

    def to_ink(self, x: float, y: float) -> Spot:
        """Return the place of the ink at (x, y), in pixels of the window."""
        return (x - self.left) / self.zoom, (y - self.top) / self.zoom

    def within(self, free: pygame.Rect, box: BoundingBox) -> Placing:
        """Return the placing, as near to this one as possible, with all of `box` in `free`.

        The ink is made smaller only if there is too little room. `free` is in pixels of the window,
        `box` in the unit of the ink.
        """
        shown = self.of_box(box)
        room = min(free.width / max(shown.width, 1.0), free.height / max(shown.height, 1.0))
        smaller = replace(self, zoom=self.zoom * min(1.0, room))
        shown = smaller.of_box(box)
        return replace(
            smaller,
            left=smaller.left + _into(free.left, free.right, shown.left, shown.right),
            top=smaller.top + _into(free.top, free.bottom, shown.top, shown.bottom),
        )


def _into(low: float, high: float, begin: float, end: float) -> float:
    """Return by how much to move what reaches from `begin` to `end`, to lie in low to high."""
    return max(low - begin, 0.0) + min(high - end, 0.0)


AS_DRAWN = Placing()
"""The unit of the ink is the pixel of the window."""

"""Which digit is meant: the one under the pointer, the newest, or a chosen one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recognizer.ink import BoundingBox
from recognizer.reading.result import Symbol

Spot = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Mark:
    """Finds a digit again after the same ink has been read anew.

    `ink` is the tuple of all strokes on the board, or the picture. It must be the same object: each
    change of the page makes another tuple. `places` are the indices of the digit's strokes. A digit
    in a picture has none, and is found by its `box`.
    """

    ink: object
    places: tuple[int, ...]
    box: BoundingBox | None = None

    def among(self, digits: Iterable[Symbol], ink: object) -> Symbol | None:
        """Return the digit among the `digits` of `ink`; None if it is gone."""
        if ink is not self.ink:
            return None
        same = (each for each in digits if each.strokes == self.places)
        return next((each for each in same if self.box in (None, each.box)), None)


def digit_at(digits: Sequence[Symbol], spot: Spot, reach: float) -> Symbol | None:
    """Return the digit nearest to `spot`; None if all are farther than `reach`.

    `spot` and `reach` are in the unit of the boxes.
    """
    nearest = min(digits, key=lambda each: _away(each.box, spot), default=None)
    return nearest if nearest and _away(nearest.box, spot) <= reach else None


def drawn_last(digits: Sequence[Symbol]) -> Symbol | None:
    """Return the digit with the newest stroke."""
    return max(digits, key=lambda each: max(each.strokes, default=-1), default=None)


def _away(box: BoundingBox, spot: Spot) -> float:
    """Return how far `spot` is from `box`; negative within it, lowest in the middle."""
    x, y = spot
    across, down = max(box.left - x, x - box.right), max(box.top - y, y - box.bottom)
    if across <= 0 and down <= 0:
        return max(across, down)
    return float((max(across, 0.0) ** 2 + max(down, 0.0) ** 2) ** 0.5)

"""The stroke under the pen, which grows until the pen is lifted."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recognizer.ink import Stroke, is_coordinate

MAX_STROKE_POINTS = 100_000
"""A longer stroke is finished, and the pen goes on with a new one."""


@dataclass(eq=False)
class OpenStroke:
    """A stroke while the pen is down. It grows; `finished` is what has become of it."""

    points: list[tuple[float, float]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    pressures: list[float] = field(default_factory=list)
    finished: Stroke | None = None
    _made: tuple[int, Stroke] | None = None  # the last one, and of how many points

    def add(self, x: float, y: float, time: float | None, pressure: float | None) -> bool:
        """Add a point; tell whether it did. Not one that repeats the last, nor one that is nowhere.

        A driver may send NaN, a place far out or an odd pressure: that must not cost the stroke.
        """
        if not is_coordinate(x, y) or (self.points and self.points[-1] == (x, y)):
            return False
        self.points.append((x, y))
        self.times.append(time if time is not None and np.isfinite(time) else np.nan)
        self.pressures.append(np.nan if pressure is None else min(max(pressure, 0.0), 1.0))
        return True

    def as_stroke(self, pen_width: float | None) -> Stroke:
        """Return the points so far as a stroke.

        It is the same object until the stroke has grown: what was read of it need not be read again
        when the pen is lifted.
        """
        if self._made and self._made[0] == len(self.points):
            made = self._made[1]
            if made.pen_width == pen_width:
                return made
        made = Stroke(
            np.array(self.points), np.array(self.times), np.array(self.pressures), pen_width
        )
        self._made = len(self.points), made
        return made

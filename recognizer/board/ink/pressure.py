"""Turns the pressure of the pen into the width of the line."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from recognizer.ink import Stroke
from recognizer.ink.raster import Points

MIN_PEN_WIDTHS, MAX_PEN_WIDTHS = 0.4, 1.6
"""Line width at the lightest and the strongest pressure, in pen widths."""
_FOLLOW_PEN_WIDTHS = 1.0  # the way on which the width follows a change of pressure


def is_known(pressure: float) -> bool:
    """Tell whether `pressure` says anything: many drivers send only 0 and 1, or NaN."""
    return 0.0 < pressure < 1.0


def relative_widths(stroke: Stroke) -> Points | None:
    """Return the width at each point of `stroke` in pen widths: (n,) in [0.4, 1.6].

    None if no pressure is known: the line is then 1 wide.
    """
    pressures = () if stroke.pressures is None else stroke.pressures.tolist()
    if not any(map(is_known, pressures)):
        return None
    widths: list[float] = []
    extend_widths(widths, stroke.points.tolist(), pressures, stroke.pen_width or 1.0)
    return np.array(widths)


def extend_widths(
    widths: list[float],
    points: Sequence[Sequence[float]],
    pressures: Sequence[float],
    pen_width: float,
) -> None:
    """Append to `widths`, in pen widths, the width at each point that has none yet.

    `points` are (x, y), all of the stroke; `pressures` have one for each, in [0, 1] or NaN. The
    line is 1 wide until a pressure is known. Where none is known, it keeps its width. Otherwise its
    width is an exponential mean along the path. Only earlier points count in it, so a new point
    never changes the width of what is drawn.
    """
    for i in range(len(widths), len(points)):
        before = widths[-1] if widths else None
        if not is_known(pressures[i]):
            widths.append(1.0 if before is None else before)
            continue
        asked = min(max(MIN_PEN_WIDTHS + 1.2 * pressures[i], MIN_PEN_WIDTHS), MAX_PEN_WIDTHS)
        if before is None:
            widths.append(asked)
        else:
            way = math.dist(points[i - 1], points[i]) / (_FOLLOW_PEN_WIDTHS * pen_width)
            widths.append(asked + (before - asked) * math.exp(-way))


def with_widths(points: Points, widths: Iterable[float] | None) -> Points:
    """Return (n, 2) `points` with a third column, `widths`; unchanged if all widths are 1."""
    column = np.array([] if widths is None else list(widths))
    return points if (column == 1.0).all() else np.column_stack([points, column])

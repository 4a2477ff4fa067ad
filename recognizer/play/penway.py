"""The way of a pen that shows how a number is written, in time."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from recognizer.ink.modeldigits import Points, strokes_of

HEIGHTS_PER_SECOND = 1.4
"""How fast the pen goes, in heights of a digit: slow enough for a child to follow."""
LIFT_SECONDS = 0.3
"""From the end of a stroke to the begin of the next one."""
REST_SECONDS = 0.6
"""How long what was written stays at the end."""
MAX_SECONDS = 8.0
"""A long number is written faster, so that it takes no longer."""


def showing_seconds(number: str) -> float:
    """Return how long it takes to show `number`."""
    return _timed(number)[-1][1] + REST_SECONDS


def written_at(
    number: str, seconds: float
) -> tuple[tuple[Points, ...], tuple[float, float] | None]:
    """Return what is written of `number` after so many `seconds`, and where the pen's point is.

    Strokes are as in `modeldigits.strokes_of`. There is no point once all is written.
    """
    written: list[Points] = []
    for stroke, (begin, end) in zip(strokes_of(number), _timed(number), strict=True):
        if seconds >= end:
            written.append(stroke)
            continue
        part = _part(stroke, max(0.0, (seconds - begin) / (end - begin)))
        x, y = part[-1].tolist()
        return (*written, part)[: len(written) + (seconds > begin)], (x, y)
    return tuple(written), None


@lru_cache(maxsize=8)
def _timed(number: str) -> tuple[tuple[float, float], ...]:
    """Return when each stroke begins and ends, in seconds."""
    times, now = [], 0.0
    for stroke in strokes_of(number):
        end = now + _along(stroke)[-1] / HEIGHTS_PER_SECOND
        times.append((now, end))
        now = end + LIFT_SECONDS
    share = min(1.0, MAX_SECONDS / times[-1][1])
    return tuple((begin * share, end * share) for begin, end in times)


def _part(stroke: Points, share: float) -> Points:
    """Return the first part of a stroke, `share` of its length."""
    along = _along(stroke)
    length = share * along[-1]
    end = np.array([[np.interp(length, along, stroke[:, k]) for k in (0, 1)]])
    return np.concatenate([stroke[along < length], end])


def _along(stroke: Points) -> Points:
    steps = np.hypot(*np.diff(stroke, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])

"""How digits are written: models to trace, in the order and the direction of the strokes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

ADVANCE = 0.82
"""From one digit to the next, in heights of a digit."""
_STEPS = 10  # between two knots


def _curve(knots: str) -> Points:
    """Return the Catmull-Rom curve through `knots`, "x,y x,y ..." in hundredths of the height."""
    p = np.array([knot.split(",") for knot in knots.split()]).astype(np.float64) / 100
    p = np.concatenate([p[:1], p, p[-1:]])
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    t = np.linspace(0.0, 1.0, _STEPS, endpoint=False)[None, :, None]
    curve = b + t * (c - a) / 2 + t**2 * (a - 2.5 * b + 2 * c - d / 2)
    curve = curve + t**3 * (1.5 * (b - c) + (d - a) / 2)
    return np.concatenate([curve.reshape(-1, 2), p[-1:]])


def _lines(knots: str) -> Points:
    return np.array([knot.split(",") for knot in knots.split()]).astype(np.float64) / 100


_STROKES: dict[str, tuple[Points, ...]] = {
    "0": (_curve("33,0 12,10 2,32 0,50 2,70 13,91 32,100 51,91 62,70 64,50 62,30 52,9 33,0"),),
    "1": (_lines("12,24 40,0 40,100"),),
    "2": (
        np.concatenate([_curve("4,22 14,5 32,0 52,7 59,26 48,48 26,74 2,100"), _lines("62,100")]),
    ),
    "3": (
        np.concatenate(
            [
                _curve("5,14 18,2 34,0 52,8 56,25 47,40 26,46"),
                _curve("26,46 48,51 60,68 54,89 34,100 14,97 1,84"),
            ]
        ),
    ),
    "4": (_lines("40,0 0,66 64,66"), _lines("48,38 48,100")),
    "5": (
        np.concatenate(
            [_lines("12,0"), _curve("8,44 26,37 46,42 60,58 59,78 46,94 26,100 8,96 0,88")]
        ),
        _lines("12,0 56,0"),
    ),
    "6": (_curve("52,3 30,14 11,36 1,63 6,87 27,100 50,94 60,74 51,54 31,47 12,55 3,70"),),
    "7": (_lines("2,0 60,0 20,100"),),
    "8": (
        _curve(
            "53,13 33,0 11,8 8,27 26,42 49,56 60,76 49,95 29,100 9,93 3,74 15,56 40,42 55,28 53,13"
        ),
    ),
    "9": (_curve("57,22 44,3 23,1 5,14 4,36 20,50 43,46 56,26 58,12 57,40 50,74 40,100"),),
}


def strokes_of(number: str) -> tuple[Points, ...]:
    """Return the strokes of a number, in the order of writing.

    Each is (n, 2), n >= 2, columns x and y. Digits reach from y = 0 to 1, the first from x = 0.

    Raises
    ------
    KeyError
        If there is anything but digits in it.
    """
    return tuple(
        stroke + np.array([k * ADVANCE, 0.0])
        for k, digit in enumerate(number)
        for stroke in _STROKES[digit]
    )


def dots_of(number: str, spacing: float) -> Points:
    """Return (n, 2) dots along the strokes of a number, about `spacing` heights of a digit apart.

    They are in the order of writing.
    """
    return np.concatenate([_dots(stroke, spacing) for stroke in strokes_of(number)])


def _dots(stroke: Points, spacing: float) -> Points:
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stroke, axis=0).T))])
    count = max(2, round(along[-1] / spacing) + 1)
    wanted = np.linspace(0.0, along[-1], count)
    return np.stack([np.interp(wanted, along, stroke[:, k]) for k in (0, 1)], axis=1)

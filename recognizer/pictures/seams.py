"""Ways through a picture that pass little ink: along them, digits that touch are cut apart."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_SIDE_STEP_COST = 0.1  # of a step to the side, in fully inked pixels
_STEPS = np.array([0, -1, 1], np.int8)


def cheapest(
    weight: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int8]]:
    """Return the least ink on a way from the top to each pixel of the last row, and the ways.

    Avidan and Shamir 2007, "Seam Carving": the cheapest way to a pixel comes from the cheapest of
    the three pixels above it. For each pixel, the second array says which one: -1, 0 or 1.
    """
    rows, cols = weight.shape
    came = np.zeros((rows, cols), np.int8)
    cost = np.full(cols + 2, np.inf, np.float32)
    cost[1:-1] = weight[0]
    for row in range(1, rows):
        ways = np.stack([cost[1:-1], cost[:-2] + _SIDE_STEP_COST, cost[2:] + _SIDE_STEP_COST])
        best = ways.argmin(axis=0)
        came[row] = _STEPS[best]
        cost[1:-1] = weight[row] + ways.min(axis=0)
    return cost[1:-1], came


def way_to(came: npt.NDArray[np.int8], place: int) -> npt.NDArray[np.int_]:
    """Return the column at each row of the cheapest way to `place` in the last row."""
    way = np.empty(len(came), int)
    way[-1] = place
    for row in range(len(came) - 1, 0, -1):
        way[row - 1] = way[row] + came[row, way[row]]
    return way

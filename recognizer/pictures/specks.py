"""Removes from the ink of one digit what is much smaller than it: dirt, and bits of neighbors."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import inked
from recognizer.ink.raster import Pixels

_MIN_PIECE_TO_LARGEST = 0.04  # in area; smaller pieces of ink are dirt
_MIN_EDGE_PIECE_TO_LARGEST = 0.2  # the same at the edge, where shadows and neighbors are likely
_HALO = np.ones((5, 5), np.uint8)  # what is so near to a piece is its soft edge


def without_specks(pixels: Pixels) -> Pixels:
    """Return the ink `pixels` without pieces that are much smaller than the largest one."""
    ink = inked(pixels, 96)
    count, _ = cv2.connectedComponents(ink)
    if count < 2:
        return np.zeros_like(pixels)
    if count > 2:
        _, pieces, stats, _ = cv2.connectedComponentsWithStats(ink)
        least = np.where(
            _touches_edge(np.asarray(stats), pixels.shape),
            _MIN_EDGE_PIECE_TO_LARGEST,
            _MIN_PIECE_TO_LARGEST,
        )
        areas = stats[:, cv2.CC_STAT_AREA]
        ink *= (areas >= least * areas[1:].max())[pieces]
    return np.asarray(pixels * cv2.dilate(ink, _HALO), np.uint8)


def _touches_edge(stats: npt.NDArray[Any], shape: tuple[int, ...]) -> npt.NDArray[np.bool_]:
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    right, bottom = left + stats[:, cv2.CC_STAT_WIDTH], top + stats[:, cv2.CC_STAT_HEIGHT]
    return np.asarray((left == 0) | (top == 0) | (right == shape[1]) | (bottom == shape[0]))

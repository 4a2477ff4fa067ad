"""Finds a printed line that runs through a picture of one digit, and removes it.

A digit that was cut out of ruled paper often has such a line below it, or across it. The line goes
from edge to edge, and is thinner, fainter or stronger than the digit, which has a margin. So
neither the foot of a 2 nor the bar of a 7 that was cut out without a margin is taken for one.
"""

from __future__ import annotations

from itertools import product

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import ink_box, stroke_width
from recognizer.ink.raster import Pixels
from recognizer.pictures.blobs import INK_FROM

_MAX_SLOPE = 0.12  # as of the lines of a page
_MIN_COVERED = 0.9  # of the straight way from edge to edge; the foot of a 2 is wavy
_MAX_WIDTH_SIDES = 0.1  # of the picture; ruled lines are farther apart than ten times their width
_MAX_LEVEL, _MAX_WIDTH = 0.8, 0.6  # of a line, in those of a stroke; else it may be a stroke
_MIN_DIGIT_SIDES = 0.3  # of the picture: what is left without the line
_MIN_MARGIN_SIDES = 0.06  # of the picture, beside that and at its far end
_MAX_RUNS = 4  # of ink at one edge; more are a texture
_STRONGER = 1.25  # than the line: there is writing

Rows = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def without_line(ink: Pixels, floor: float = INK_FROM) -> Pixels:
    """Return `ink`, 0 for paper, without a line across it; what crosses the line stays.

    What is not above `floor` is paper, too.
    """
    if not (ink[:, 0].max() > floor and ink[:, -1].max() > floor):
        return ink
    inked = ink > floor
    for start, end in product(_middles(inked[:, 0]), _middles(inked[:, -1])):
        way = np.linspace(start, end, ink.shape[1])
        is_flat = abs(end - start) <= _MAX_SLOPE * ink.shape[1]
        if is_flat and _along(inked, way).mean() >= _MIN_COVERED:
            band, width = _band(inked, way)
            if width <= max(2, _MAX_WIDTH_SIDES * len(ink)) and _is_line(ink, inked, band, width):
                return _taken_out(ink, band, width)
    return ink


def _middles(edge: Mask) -> list[float]:
    """Return the middle of each run of ink at an edge; none if there are too many."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], edge, [False]]).astype(np.int8)))
    starts, beyond = ends[::2], ends[1::2]
    return [] if len(starts) > _MAX_RUNS else ((starts + beyond - 1) / 2).tolist()


def _along(inked: Mask, way: Rows) -> Mask:
    """Tell for each column whether there is ink on the `way`, which has a row for each."""
    rows = np.rint(way).astype(int)
    there = (rows >= 0) & (rows < len(inked))
    values = inked[rows.clip(0, len(inked) - 1), np.arange(len(way))]
    return np.asarray(there & values, bool)


def _band(inked: Mask, way: Rows) -> tuple[Mask, int]:
    """Return what a line along `way` covers, with a pixel of soft edge on each side; its width."""
    low, high = (_reach(inked, way, step) for step in (-1, 1))
    off = np.arange(len(inked))[:, None] - np.rint(way)
    return (off >= -low - 1) & (off <= high + 1), low + high + 1


def _reach(inked: Mask, way: Rows, step: int) -> int:
    """Return how many rows from its middle a line is inked for the most part."""
    reach = 0
    while reach < len(inked) and _along(inked, way + step * (reach + 1)).mean() > 0.5:
        reach += 1
    return reach


def _is_line(ink: Pixels, inked: Mask, band: Mask, width: int) -> bool:
    """Tell whether a `band` of ink is unlike the rest, and the rest is a digit with a margin."""
    rest = (inked & ~band).astype(np.uint8)
    left, top, right, bottom = ink_box(rest)
    rows, cols = rest.shape
    aside, above = (max(1.0, _MIN_MARGIN_SIDES * side) for side in (cols, rows))
    is_below = np.flatnonzero(band.any(axis=1)).mean() > (rows - 1) / 2
    far = top if is_below else rows - bottom
    if min(left, cols - right) < aside or far < above or bottom - top < _MIN_DIGIT_SIDES * rows:
        return False
    ridges = (rest > 0) & (ink >= cv2.dilate(ink, np.ones((3, 3), np.uint8)))
    level, usual = _level(ink, band), float(np.median(ink[ridges]))
    is_thin = width <= _MAX_WIDTH * stroke_width(rest)
    return is_thin or not _MAX_LEVEL * usual <= level <= usual / _MAX_LEVEL


def _level(ink: Pixels, band: Mask) -> float:
    return float(np.median(np.where(band, ink, 0).max(axis=0)))


def _taken_out(ink: Pixels, band: Mask, width: int) -> Pixels:
    """Return `ink` without the `band` of a line; ink that is stronger, or crosses it, stays."""
    without = np.where(band, 0, ink).astype(np.uint8)
    closed = cv2.morphologyEx(without, cv2.MORPH_CLOSE, np.ones((width + 5, 3), np.uint8))
    is_stronger = ink > _STRONGER * _level(ink, band)
    kept = np.where(is_stronger, ink, np.minimum(closed, ink))
    return np.where(band, kept, ink).astype(np.uint8)

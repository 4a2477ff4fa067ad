"""Traces ink in a picture: strokes along its middle, as if it had been drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke
from recognizer.ink.pixels import inked, scaled
from recognizer.ink.raster import Pixels

_WORKING_PIXELS = 48  # a digit is read at 20 pixels, and a lesson may have 2,000 points
_INKED = 96
_EDGE = np.array([[-1, -1, -1], [0, 1, 0], [1, 1, 1]], np.int8)
_CORNER = np.array([[0, -1, -1], [1, 1, -1], [0, 1, 0]], np.int8)
_KERNELS = [np.rot90(each, k).copy() for k in range(4) for each in (_EDGE, _CORNER)]
_SIDES = ((-1, 0), (1, 0), (0, -1), (0, 1))
_LOOK_BACK_PIXELS = 6  # where lines cross, a pen goes on as it came
_SPUR_PIXELS = 4  # the corners of a thick line, and ways across a joint
Pixel = tuple[int, int]
"""x and y."""


def traced(piece: Pixels) -> Ink:
    """Return strokes along the middle of the ink, from end to end, in pixels of `piece`.

    In `piece`, paper is 0 and ink up to 255, some of it above 96. Ink thinner than 1/48 of the
    longer side may be lost.
    """
    scale = min(1.0, _WORKING_PIXELS / max(piece.shape))
    small = scaled(piece, scale)
    middle = np.argwhere(_thinned(inked(small, _INKED)))
    lines = _without_spurs(list(_lines({(int(x), int(y)) for y, x in middle})))
    # From the middle of a small pixel to its place in `piece`.
    return Ink(tuple(Stroke((np.array(line) + 0.5) / scale - 0.5) for line in lines))


def _lines(pixels: set[Pixel]) -> Iterator[list[Pixel]]:
    """Yield lines through all `pixels` of a middle line, from end to end, the highest end first."""
    ways = {each: _beside(each, pixels) for each in sorted(pixels, key=lambda each: each[::-1])}
    yield from ([each] for each, beside in ways.items() if not beside)
    ends = [each for each, beside in ways.items() if len(beside) == 1]
    for pixel in (*ends, *ways):
        if len(ways[pixel]) % 2:
            yield _line(pixel, ways)
    for pixel, beside in ways.items():  # what is left are rings
        if beside:
            yield _line(pixel, ways)


def _without_spurs(lines: list[list[Pixel]]) -> Iterator[list[Pixel]]:
    """Yield `lines` but for short ones that begin or end at others."""
    others = Counter(pixel for line in lines for pixel in {*line})
    for line in lines:
        if len(line) > _SPUR_PIXELS or all(others[pixel] == 1 for pixel in line):
            yield line


def _beside(pixel: Pixel, pixels: set[Pixel]) -> set[Pixel]:
    """Return the pixels next to one, but none at a corner that is reached by way of a side."""
    x, y = pixel
    sides = {(x + right, y + down) for right, down in _SIDES} & pixels
    corners = {(x + right, y + down) for right in (-1, 1) for down in (-1, 1)} & pixels
    return sides | {each for each in corners if not sides & {(x, each[1]), (each[0], y)}}


def _line(begin: Pixel, ways: dict[Pixel, set[Pixel]]) -> list[Pixel]:
    """Return the line from `begin` that turns least, and take its steps out of `ways`."""
    line = [begin]
    while ways[line[-1]]:
        here, (x, y) = line[-1], line[-_LOOK_BACK_PIXELS:][0]
        way = here[0] - x, here[1] - y
        step = max(sorted(ways[here]), key=lambda each: _agreement(way, here, each))
        ways[here].remove(step)
        ways[step].remove(here)
        line.append(step)
    return line


def _agreement(way: Pixel, here: Pixel, there: Pixel) -> float:
    """Return how well a step keeps to the `way` so far: its cosine, times the length of the way."""
    right, down = there[0] - here[0], there[1] - here[1]
    return (way[0] * right + way[1] * down) / math.hypot(right, down)


def _thinned(shape: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return the middle line of what is 1, one pixel wide, by removing edges until none is left."""
    thin, before = np.pad(shape, 1), -1
    while (count := int(np.count_nonzero(thin))) != before:
        before = count
        for kernel in _KERNELS:
            thin = thin - np.asarray(cv2.morphologyEx(thin, cv2.MORPH_HITMISS, kernel), np.uint8)
    return thin[1:-1, 1:-1]

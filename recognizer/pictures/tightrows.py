"""Finds the rows of a page where stems reach into the row below, and cuts these where they enter.

Boxes do not tell such rows. The heads of digits do: most begin at the top of their row, however
long their stems are, and rows are about as far apart as the next ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import inked, stroke_width
from recognizer.ink.raster import Pixels
from recognizer.pictures.blobs import INK_FROM, Labels
from recognizer.pictures.seams import cheapest, way_to

_MIN_HEADS = 4  # two rows of two digits
_MAX_SLOPE, _SLOPES = 0.15, 61  # of a line of writing
_HEAD_PENS = 1 / 3  # widths of the pen: rough edges have many small heads, so close to others
_MIN_BELOW_HEIGHTS = 0.4  # of a digit, below a head; below the tip of a 2, 3 or 5 there is less
_SPREAD = 0.08  # heights of a digit: sizes and baselines of a hand vary so much
_PITCH_HEIGHTS = 0.5, 1.8
"""How far rows are apart: of those farther apart, stems reach none. If half of the pieces are two
digits that touch, what was taken for a digit is twice as high."""
_MIN_ALIKE = 0.75  # of the best: rows are alike at two and three times their distance, too
_MIN_APART_PITCHES = 0.65  # two rows, which a hand does not keep equally far apart
_MIN_HEADS_TO_MOST = 0.35  # in the fullest row: stems from above hide some heads of a row
_MIN_IN_ROWS = 0.7
"""Of the heads on a page: in rows, each twice `_SPREAD` up and down, as a third of it is. Of drawn
rows that stems join, 0.78 and more stand there; of noise, blots and loose strokes, 0.6 at most."""
_ABOVE_PITCHES = 0.08  # over the tops of a row, clear of most heads: so high are rows parted
_CORRIDOR_PITCHES = 0.22  # up and down from there, around heads that are higher
_OFF_COST = 0.01  # of a pixel up or down, in fully inked ones: a straight way, where all are equal
_MAX_SCRAP_HEIGHTS = 0.55  # of a digit: the longest stem, half as long again, reaches so far down


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a page: its `pixels`, cut between them, and their slope.

    `names` (rows, cols) tell for each pixel in which row it is, from 0. The slope is in pixels down
    for each pixel to the right.
    """

    pixels: Pixels
    slope: float
    names: Labels


def find_rows(pixels: Pixels, height: float) -> Rows | None:
    """Return the rows of the ink of a page, 0 for paper; None unless there are two.

    Digits are about so high, in pixels; at most twice too high.
    """
    ink = inked(pixels, INK_FROM)
    heads = _heads(ink, height)
    if len(heads) < _MIN_HEADS:
        return None
    slope = _slope(heads, height)
    tops, pitch = _tops(_level(heads, slope), height)
    if len(tops) < 2:
        return None
    names = np.zeros(pixels.shape, np.int32)
    down = np.arange(len(pixels))[:, None]
    for top in tops[1:]:
        names += down >= _seam(pixels, top - _ABOVE_PITCHES * pitch, slope, pitch)
    return Rows(_parted(pixels, names), slope, names)


def _heads(ink: Pixels, height: float) -> npt.NDArray[np.float64]:
    """Return the middle of each run of `ink` that begins something: (n, 2), x and y.

    There is none right above it, and its piece goes on far enough below it.
    """
    reach = max(1, round(_HEAD_PENS * stroke_width(ink)))
    above = np.zeros((2 * reach + 1, 2 * reach + 1), np.uint8)
    above[:reach] = 1
    goes_on = cv2.dilate(ink, above, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    begins = np.diff(np.pad(ink, ((0, 0), (1, 0))).astype(np.int8), axis=1) > 0
    y, x = np.nonzero(ink)
    runs = np.cumsum(begins.ravel())[ink.ravel() > 0] - 1
    is_none = (goes_on > 0) | ~_reaches_down(ink, height)
    is_head = np.bincount(runs, is_none[y, x]) == 0
    sums = np.stack([np.bincount(runs, each) for each in (x, y)], axis=1)
    return np.asarray(sums[is_head] / np.bincount(runs)[is_head, None])


def _reaches_down(ink: Pixels, height: float) -> npt.NDArray[np.bool_]:
    """Tell for each pixel whether there is enough of its piece below it."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    feet = np.asarray(stats)[:, cv2.CC_STAT_TOP] + np.asarray(stats)[:, cv2.CC_STAT_HEIGHT]
    below = feet[labels] - np.arange(len(ink))[:, None]
    return np.asarray(below >= _MIN_BELOW_HEIGHTS * height)


def _level(points: npt.NDArray[np.float64], slope: float) -> npt.NDArray[np.float64]:
    """Return how far down `points` lie, once lines of that `slope` are made level."""
    return np.asarray(points[:, 1] - slope * points[:, 0])


def _slope(heads: npt.NDArray[np.float64], height: float) -> float:
    """Return the slope along which most heads stand in lines."""
    slopes = np.linspace(-_MAX_SLOPE, _MAX_SLOPE, _SLOPES)
    fits = [(_density(_level(heads, each), _SPREAD * height)[0] ** 2).sum() for each in slopes]
    return float(slopes[int(np.argmax(fits))])


def _density(places: npt.NDArray[np.float64], spread: float) -> tuple[npt.NDArray[np.float64], int]:
    """Return how many of `places` are near each pixel from some first one on, and which that is."""
    margin = int(4 * spread) + 4
    first = int(np.floor(places.min())) - margin
    counts = np.bincount(np.rint(places - first).astype(int))
    away = np.arange(-margin + 1, margin) / spread
    return np.convolve(np.pad(counts, (0, margin)), np.exp(-(away**2) / 2), "same"), first


def _tops(down: npt.NDArray[np.float64], height: float) -> tuple[list[float], int]:
    """Return where rows begin whose heads lie so far `down`, and how far they are apart.

    There are none where heads are anywhere.
    """
    pitch = _pitch(_density(down, _SPREAD * height)[0], height)
    if not pitch:
        return [], 0
    density, first = _density(down, _SPREAD * pitch)
    tops: list[int] = []
    for place in np.argsort(-density, kind="stable").tolist():
        if density[place] < _MIN_HEADS_TO_MOST * density.max():
            break
        if all(abs(place - each) >= _MIN_APART_PITCHES * pitch for each in tops):
            tops.append(place)
    rows = [float(each + first) for each in sorted(tops)]
    return (rows, pitch) if _are_rows(rows, pitch, down) else ([], 0)


def _are_rows(tops: Sequence[float], pitch: int, down: npt.NDArray[np.float64]) -> bool:
    """Tell whether most heads begin near the `tops` of rows: those of a texture are everywhere."""
    rows = np.array(tops)
    nearest = rows[np.searchsorted((rows[1:] + rows[:-1]) / 2, down)]
    return bool((np.abs(down - nearest) <= 2 * _SPREAD * pitch).mean() >= _MIN_IN_ROWS)


def _pitch(density: npt.NDArray[np.float64], height: float) -> int:
    """Return by how many pixels heads have others below them, as a rule; 0 for a single row."""
    least, most = (round(each * height) for each in _PITCH_HEIGHTS)
    lags = range(max(least, 1), min(most, len(density) - 1))
    alike = np.array([0.0, *(density[lag:] @ density[:-lag] for lag in lags), 0.0])
    is_peak = (alike[1:-1] >= np.maximum(alike[:-2], alike[2:])) & (alike[1:-1] > 0)
    peaks = np.flatnonzero(is_peak & (alike[1:-1] >= _MIN_ALIKE * alike.max()))
    return lags[int(peaks[0])] if len(peaks) else 0


def _seam(pixels: Pixels, top: float, slope: float, pitch: int) -> npt.NDArray[np.int_]:
    """Return for each column the first row below the way of the least ink that runs near `top`."""
    reach = max(1, round(_CORRIDOR_PITCHES * pitch))
    columns = np.arange(pixels.shape[1])
    level = np.rint(top + slope * columns).astype(int)
    off = np.arange(-reach, reach + 1)
    places = (level[:, None] + off).clip(0, len(pixels) - 1)
    weight = pixels[places, columns[:, None]] / 255 + _OFF_COST * np.abs(off)
    cost, ways = cheapest(weight.astype(np.float32))
    return np.asarray(level + off[way_to(ways, int(cost.argmin()))])


def _parted(pixels: Pixels, names: Labels) -> Pixels:
    """Return `pixels` cut between rows, without the rests of stems that came from above.

    A low piece that was cut off a digit below it stays with that; `names` are changed.
    """
    pieces, tall = _pieces(inked(pixels, INK_FROM), names)
    low = tall < _MAX_SCRAP_HEIGHTS * _usual(tall[1:])
    is_rest, is_top = np.zeros_like(low), np.zeros_like(low)
    for upper, lower in _touching(pieces):
        is_rest[lower] |= low[lower] and tall[lower] < tall[upper]
        is_top[upper] |= low[upper] and tall[upper] < tall[lower]
    names += is_top[pieces]
    left = np.where(is_rest[pieces], 0, pixels).astype(np.uint8)
    own = np.where(inked(left, INK_FROM), names + 1, 0).astype(np.float32)
    left[(own > 0) & (cv2.dilate(own, np.ones((3, 3), np.uint8)) > own)] = 0
    return left


def _usual(tall: npt.NDArray[np.float64]) -> float:
    """Return how high digits are, of pieces that are so `tall`, at least one; many are scraps."""
    return float(np.median(tall[tall >= np.median(tall) / 2]))


def _pieces(ink: Pixels, names: Labels) -> tuple[Labels, npt.NDArray[np.float64]]:
    """Return the connected pieces within each row, from 1, 0 for paper; and how high each is."""
    pieces = np.zeros(ink.shape, np.int32)
    tall = np.zeros(1)
    for parity in (0, 1):  # two rows of which one is between touch nowhere
        own = np.where(names % 2 == parity, ink, 0).astype(np.uint8)
        _, labels, stats, _ = cv2.connectedComponentsWithStats(own)
        pieces += np.where(own, labels + len(tall) - 1, 0).astype(np.int32)
        tall = np.append(tall, np.asarray(stats)[1:, cv2.CC_STAT_HEIGHT])
    return pieces, tall


def _touching(pieces: Labels) -> set[tuple[int, int]]:
    """Return which of the `pieces`, each within its row, touch which of the row below."""
    found: set[tuple[int, int]] = set()
    for step in (-1, 0, 1):
        above, below = pieces[:-1], np.roll(pieces, step, axis=1)[1:]
        touch = (above > 0) & (below > 0) & (above != below)
        found |= set(zip(above[touch].tolist(), below[touch].tolist(), strict=True))
    return found

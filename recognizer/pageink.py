"""A picture of a page to its ink: uneven light, either polarity, printed lines taken out.

Ink is what is narrower than a tenth of the page and differs from what is around it. Where that is
not so, for one bold digit on a small picture, `picture.find_ink` knows better.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.blobs import weighted_median
from recognizer.picture import Picture, as_layers, shrink
from recognizer.raster import Pixels

WORKING_SIDE = 2000
"""Pixels of the longer side of what is worked on; a digit is read at 20."""
LEAST_CONTRAST = 24
"""Of 255: fainter marks are paper, noise and compression."""
_REDUCED = 250  # pixels: the longer side of the background
_WIDEST_STROKE = 25  # of these pixels
_WIDE_AREA = 31  # of these pixels: within which most is paper
_NOISE = 5.0  # times as strong as noise: ink
_FAINT = 0.35  # of the strength of most ink: what is fainter altogether is no ink
_NONE, _FULL = 0.2, 0.8  # of the strength of a piece of ink: paper, and fully inked
_NEARBY = 20  # of the longer side: within which ink is about equally strong
_STRIPS, _BLOCKS = 16, 16  # side by side, and in each of them: where printed lines are looked for
_LONG, _LONGEST = 11, 13  # strips in a row: one of three lines or more, and a single one
_THIN = 0.012  # of the longer side: the most a printed line is wide
_STRAIGHT = 1.0  # pixels off a smooth curve
_STEEPEST = 0.12  # slope of printed lines
_COARSE = 600  # rows in which slopes are compared at first
_BLUR = 0.5  # of its strength: a printed line one pixel aside
_CAP = 40.0  # stronger ridges count for no more
_RULED = 4.0  # of 255: the least that a printed line stands out, on the average
_ALIKE, _AS_LONG = 0.45, 0.65  # of the usual strength and the longest: all lines of a paper


Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PageInk:
    """The ink of a picture.

    Parameters
    ----------
    pixels : (rows, cols) uint8 array
        Ink up to 255 on 0.
    scale : (float, float)
        Pixels of the picture to one of these, in x and in y; >= 1.
    slope : float, optional
        Of lines printed on the paper, down for each pixel to the right; none if there are none.
    """

    pixels: Pixels
    scale: tuple[float, float]
    slope: float | None = None


def find_page_ink(picture: Picture) -> PageInk:
    """Return the ink of a picture of a page.

    Parameters
    ----------
    picture : (rows, cols), (rows, cols, 1), (rows, cols, 3) or (rows, cols, 4) uint8 array
        Gray, BGR or BGRA; dark on light or light on dark.

    Raises
    ------
    PictureError
        If the array has another shape or dtype, or no pixels.
    """
    layers = shrink(as_layers(picture), WORKING_SIDE)
    strength = _strength(layers)
    strength, slope = without_rules(strength)
    floor = max(LEAST_CONTRAST / 2, _NOISE * _noise(strength))
    rows, cols = strength.shape
    scale = (picture.shape[1] / cols, picture.shape[0] / rows)
    return PageInk(_leveled(strength, floor), scale, slope)


def _strength(layers: Picture) -> Pixels:
    """Return how far each pixel is from the background, 255 being as far as can be."""
    rows, cols = layers.shape[:2]
    far = reduce(np.maximum, [_channel_strength(layers[..., k]) for k in range(layers.shape[2])])
    smooth = cv2.GaussianBlur(far, (3, 3), 0.3 + max(rows, cols) / 3000)
    # A background of the brightest pixels is brighter than paper by the noise of the paper.
    usual = np.uint8(np.median(smooth[::3, ::3]))
    return np.asarray(np.maximum(smooth, usual) - usual, np.uint8)


def _channel_strength(layer: Pixels) -> Pixels:
    """Return `_strength` by one color; ink may be darker in one and lighter in another."""
    rows, cols = layer.shape
    scale = min(1.0, _REDUCED / max(rows, cols))
    size = (max(1, round(cols * scale)), max(1, round(rows * scale)))
    small = np.asarray(cv2.resize(layer, size, interpolation=cv2.INTER_AREA), np.uint8)
    dark = _is_dark_on_light(small)
    ground = _background(small, cv2.MORPH_CLOSE if dark else cv2.MORPH_OPEN)
    large = np.asarray(cv2.resize(ground, (cols, rows), interpolation=cv2.INTER_LINEAR), np.uint8)
    if dark:  # by how much the light is less; a shadow leaves that as it is
        return 255 - np.asarray(cv2.divide(layer, large, scale=255), np.uint8)
    return np.asarray(cv2.subtract(layer, large), np.uint8)


def _is_dark_on_light(small: Pixels) -> bool:
    ground = cv2.medianBlur(small, max(3, min(_WIDE_AREA, max(small.shape) // 2)) | 1)
    off = small.astype(np.int16) - ground
    return int(off[np.abs(off) >= LEAST_CONTRAST / 2].sum()) <= 0


def _background(small: Pixels, way: int) -> Pixels:
    side = max(3, min(_WIDEST_STROKE, max(small.shape) // 2)) | 1
    smooth = cv2.medianBlur(small, 3)
    return np.asarray(cv2.morphologyEx(smooth, way, np.ones((side, side), np.uint8)), np.uint8)


def _noise(strength: Pixels) -> float:
    """Return the standard deviation of the paper, which is most of a page; at least 1."""
    return max(1.0, float(np.quantile(strength[::3, ::3], 0.75)) / 0.674)


def _leveled(strength: Pixels, floor: float) -> Pixels:
    """Map each piece of ink to 0 to 255 by its own strength; drop what is too faint for ink."""
    count, labels = cv2.connectedComponents((strength > floor).astype(np.uint8))
    if count < 2:
        return np.zeros_like(strength)
    place = np.flatnonzero(labels)
    owners = labels.ravel()[place]
    values = strength.ravel()[place].astype(np.float64)
    mass: Doubles = np.bincount(owners, values, count).astype(np.float64)
    levels = np.bincount(owners, values**2, count) / np.maximum(mass, 1)
    edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    weights = mass.copy()
    weights[edge] *= 1e-6  # borders and shadows, unless there is nothing else
    usual = weighted_median(levels[1:], weights[1:])
    levels[levels < max(_FAINT * usual, LEAST_CONTRAST)] = np.inf
    own = np.minimum(levels[owners], _levels_near(strength, floor).ravel()[place])
    own[np.isinf(levels[owners])] = np.inf
    ink = np.zeros(strength.size, np.uint8)
    ramp = np.where(np.isinf(own), 0.0, values / own - _NONE) / (_FULL - _NONE)
    ink[place] = np.clip(ramp * 255, 0, 255)
    return ink.reshape(strength.shape)


def _levels_near(strength: Pixels, floor: float) -> npt.NDArray[np.float32]:
    """Return how strong the ink near each pixel is; what hangs together may be very large."""
    side = max(9, max(strength.shape) // _NEARBY)
    ink = np.where(strength > floor, strength, 0).astype(np.float32)
    mass, squares = (cv2.blur(each, (side, side)) for each in (ink, ink * ink))
    return np.asarray(squares / np.maximum(mass, 1e-3), np.float32)


def without_rules(strength: Pixels) -> tuple[Pixels, float | None]:
    """Take printed lines, down and across, out of `strength`; ink that crosses them stays.

    Parameters
    ----------
    strength : (rows, cols) uint8 array

    Returns
    -------
    (rows, cols) uint8 array
    float or None
        The slope of the lines across; None if there are none.
    """
    if min(strength.shape) < _STRIPS * _BLOCKS // 2:
        return strength, None
    level, slope = _without_rows(strength)
    turned, _ = _without_rows(np.ascontiguousarray(level.T))
    return np.ascontiguousarray(turned.T), slope


@dataclass(frozen=True, eq=False)
class _Line:
    """A printed line: (n, 2) points on it, x and y, its width in pixels and its strength."""

    points: Doubles
    width: int
    level: float


def _without_rows(strength: Pixels) -> tuple[Pixels, float | None]:
    """Take the printed lines that run across out of `strength`; return their slope, too."""
    rows, cols = strength.shape
    thick = max(2, round(_THIN * max(rows, cols)))
    count = _STRIPS * _BLOCKS
    blocks = cv2.resize(strength, (count, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    across = (np.arange(count) + 0.5) * cols / count - cols / 2
    slopes = _slopes(_ridges(blocks, thick), across)
    # A line runs through most blocks of a strip, writing through few in the same row.
    parted = _moved(blocks, slopes[:, None] * across).reshape(rows, _STRIPS, _BLOCKS)
    ridges = _ridges(np.median(parted, axis=2).astype(np.float32), thick)
    strips = across.reshape(_STRIPS, _BLOCKS).mean(axis=1)
    lines = [_line(chain, strips, slopes, cols) for chain in _chains(ridges)]
    if not lines:
        return strength, None
    return _taken_out(strength, lines, _laid_out(ridges, slopes, cols)), float(np.median(slopes))


def _taken_out(strength: Pixels, lines: list[_Line], seen: Floats) -> Pixels:
    """Return `strength` without `lines`, of which as much is printed as is `seen`.

    What is stronger than its line, or goes on above and below it, stays.
    """
    drawn = np.zeros(strength.shape, np.uint8)
    for line in lines:
        fixed = np.rint(line.points * 16).astype(np.int32).reshape(-1, 1, 2)
        color = max(1, round(line.level))
        cv2.polylines(drawn, [fixed], False, color, line.width + 2, cv2.LINE_8, 4)
    without = np.where(drawn > 0, 0, strength).astype(np.uint8)
    window = np.ones((max(line.width for line in lines) + 3, 3), np.uint8)
    bridged = np.minimum(cv2.morphologyEx(without, cv2.MORPH_CLOSE, window), strength)
    printed = np.where(seen < drawn / 2, drawn, seen)  # where writing hides a line, it is there
    above = (strength - printed) * (255 / (255 - printed.clip(0, 200)))
    kept = np.maximum(bridged, above).clip(0, 255).astype(np.uint8)
    return np.where(drawn > 0, kept, strength)


def _line(chain: _Chain, strips: Doubles, slopes: Doubles, cols: int) -> _Line:
    """Return where `chain` runs in the picture, from edge to edge."""
    x = strips[chain.strips]
    middles = np.clip(np.rint(chain.rows).astype(int), 0, len(slopes) - 1)
    y = chain.rows + slopes[middles] * x
    ends = np.array([-cols / 2, cols / 2])
    beyond = np.stack([ends, np.polyval(np.polyfit(x, y, 1), ends)], axis=1)
    points = np.concatenate([beyond[:1], np.stack([x, y], axis=1), beyond[1:]])
    return _Line(np.add(points, (cols / 2, 0)), chain.width, chain.level)


def _laid_out(ridges: Floats, slopes: Doubles, cols: int) -> Floats:
    """Return (rows, cols): level `ridges` of strips where they run in the picture."""
    rows = len(ridges)
    x = np.arange(cols, dtype=np.float32)
    places = np.broadcast_to((x + 0.5) * _STRIPS / cols - 0.5, (rows, cols))
    down = np.arange(rows, dtype=np.float32)[:, None]
    level = down - slopes[:, None].astype(np.float32) * (x - cols / 2)
    wide = np.maximum(ridges, cv2.dilate(ridges, np.ones((3, 1), np.uint8)) * _BLUR)
    spread = cv2.remap(
        wide,
        np.ascontiguousarray(places, np.float32),
        level.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(spread, np.float32)


def _ridges(values: Floats, thick: int) -> Floats:
    """Return by how much each value stands out of those `thick` rows above or below."""
    window = np.ones((2 * thick + 1, 1), np.uint8)
    opened = cv2.morphologyEx(values, cv2.MORPH_OPEN, window)
    return np.asarray(values - opened, np.float32)


def _slopes(ridges: Floats, across: Doubles) -> Doubles:
    """Return at each row the slope along which thin lines fall into the fewest rows.

    It may change evenly from top to bottom, as a camera sees it that looks from the side.
    """
    tall = max(1, len(ridges) // _COARSE)
    few = ridges[: len(ridges) // tall * tall, ::8]
    coarse = few.reshape(-1, tall, few.shape[1]).max(axis=1)
    slope, change = 0.0, 0.0
    step = _STEEPEST / 12
    slope = _sharpest(coarse, across[::8] / tall, slope + step * np.arange(-12, 13), [0.0])[0]
    for part, seen, size in ((4, coarse, tall), (16, few, 1)):
        nearby = slope + step * np.arange(-4, 5) / part
        changes = change + 8 * step * np.arange(-4, 5) / part
        slope, change = _sharpest(seen, across[::8] / size, [slope], changes)
        slope, change = _sharpest(seen, across[::8] / size, nearby, [change])
    return slope + change * np.linspace(-0.5, 0.5, len(ridges))


def _sharpest(
    ridges: Floats,
    across: Doubles,
    slopes: Iterable[float],
    changes: Iterable[float],
) -> tuple[float, float]:
    """Return the slope, and its change from top to bottom, that makes the sharpest rows."""
    capped = np.minimum(ridges, _CAP)
    down = np.linspace(-0.5, 0.5, len(ridges))

    def sharpness(way: tuple[float, float]) -> float:
        moves = (way[0] + way[1] * down)[:, None] * across
        return float((_moved(capped, moves).sum(axis=1) ** 2).sum())

    ways = [(slope, change) for slope in slopes for change in changes]
    return max(sorted(ways, key=lambda way: abs(way[0]) + abs(way[1])), key=sharpness)


def _moved(blocks: Floats, moves: Doubles) -> Floats:
    """Return `blocks` with each value taken from so many rows farther down."""
    places = np.arange(len(blocks))[:, None] + np.rint(moves).astype(int)
    taken = blocks[places.clip(0, len(blocks) - 1), np.arange(blocks.shape[1])]
    return np.asarray(taken, np.float32)


@dataclass(frozen=True, eq=False)
class _Chain:
    """What runs level through many strips: which, the row in each, width and strength."""

    strips: npt.NDArray[np.int_]
    rows: Doubles
    width: int
    level: float


def _chains(ridges: Floats) -> list[_Chain]:
    """Return all level lines, the longest first."""
    least = _RULED + 5 * float(np.quantile(ridges, 0.25))
    cells = (ridges > least).astype(np.uint8)
    votes = cv2.dilate(cells, np.ones((5, 1), np.uint8)).sum(axis=1)
    summed = cv2.blur(np.minimum(ridges, _CAP), (1, 3)).sum(axis=1)
    chains: list[_Chain] = []
    left = ridges.copy()
    for row in sorted(np.flatnonzero(votes >= _LONG).tolist(), key=lambda each: -summed[each]):
        chain = _chain(left, row, least)
        if chain:
            chains.append(chain)
            aside = chain.width + 1
            for strip, place in zip(chain.strips, np.rint(chain.rows).astype(int), strict=True):
                left[max(0, place - aside) : place + aside + 1, strip] = 0
    levels = np.array([each.level for each in chains])
    usual = weighted_median(levels, levels) if chains else 0.0
    longest = max((len(each.strips) for each in chains), default=0)
    chains = [
        each
        for each in chains
        if each.level >= _ALIKE * usual and len(each.strips) >= _AS_LONG * longest
    ]
    several = len(chains) >= 3
    return [each for each in chains if several or len(each.strips) >= _LONGEST]


def _chain(ridges: Floats, row: int, least: float) -> _Chain | None:
    """Return the line that runs near `row`; None if there is none."""
    strips = np.arange(_STRIPS)
    window = np.arange(-3, 4)
    expected = np.full(_STRIPS, float(row))
    for degree in (1, 2):
        places = (np.rint(expected).astype(int) + window[:, None]).clip(0, len(ridges) - 1)
        seen = ridges[places, strips]
        there = np.flatnonzero(seen.max(axis=0) > least)
        if len(there) < _LONG:
            return None
        mass = seen.sum(axis=0)[there]
        middle = (seen * places).sum(axis=0)[there] / mass
        expected = np.polyval(np.polyfit(there, middle, degree), strips)
    off = np.abs(middle - expected[there])
    near = off <= 2 * _STRAIGHT
    if near.sum() < _LONG or np.median(off) > _STRAIGHT:
        return None
    width = max(1, round(float(np.median(mass / seen.max(axis=0)[there]))))
    level = float(np.median(seen.max(axis=0)[there]))
    return _Chain(there[near], middle[near], width, level)

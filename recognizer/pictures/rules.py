"""Finds lines printed on paper, down and across, and removes them; the writing on them stays.

A line is looked for in strips. In each strip it is a ridge in one row. From strip to strip it runs
straight, with a slope that all lines of the paper share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.raster import Pixels
from recognizer.pictures.blobs import weighted_median

_STRIPS, _BLOCKS = 16, 16  # strips side by side, and blocks in each strip
_MAPPED_COLS = 1024  # OpenCV maps to fewer than 32,767 rows: here, to 33 million pixels
_MIN_LINE_STRIPS = 11  # that a line covers, if there are three lines or more
_MIN_LONE_LINE_STRIPS = 13  # that a line covers, if there are fewer
_MAX_LINE_WIDTH_SIDES = 0.012  # as a part of the longer side
_MAX_BEND_PIXELS = 1.0  # off a smooth curve
_MAX_SLOPE = 0.12
_COARSE_ROWS = 600  # in which slopes are compared first
_STRENGTH_BESIDE_LINE = 0.5  # one pixel beside a line, as a part of its strength
_MAX_STRENGTH_TO_LINE = 1.25  # at one place of a line; more of a ridge there is writing along it
_MAX_RIDGE = 40.0  # of 255; stronger ridges count as this
_MIN_RIDGE = 4.0  # of 255, on average
_MIN_STRENGTH_TO_USUAL = 0.45  # lines of one paper have about the same strength
_MIN_LENGTH_TO_LONGEST = 0.65  # and about the same length
_COLOR_PROBES = 400  # along a line, where its color is looked at

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
InColors = Callable[[], Sequence[Pixels]]
"""Returns the strength in each color of a picture; nothing if it is gray."""


def without_rules(strength: Pixels, in_colors: InColors = tuple) -> tuple[Pixels, float | None]:
    """Remove printed lines, down and across, from `strength`; ink that crosses them stays.

    Also return the slope of the lines across; None if there are none. `in_colors` is called if
    there are lines: more is left of ink that has another color than they.
    """
    if min(strength.shape) < _STRIPS * _BLOCKS // 2:
        return strength, None
    level, slope, colors = _without_rows(strength, in_colors)
    turned, _, _ = _without_rows(
        np.ascontiguousarray(level.T),
        lambda: [np.ascontiguousarray(each.T) for each in colors or in_colors()],
    )
    return np.ascontiguousarray(turned.T), slope


@dataclass(frozen=True, eq=False)
class _Line:
    """A printed line: (n, 2) points on it, x and y, its width in pixels and its strength."""

    points: Doubles
    width: int
    level: float


def _without_rows(
    strength: Pixels, in_colors: InColors
) -> tuple[Pixels, float | None, Sequence[Pixels]]:
    """Remove the printed lines that run across from `strength`; also return their slope.

    The third are the colors without these lines; none if there are no lines.
    """
    rows, cols = strength.shape
    thick = max(2, round(_MAX_LINE_WIDTH_SIDES * max(rows, cols)))
    count = _STRIPS * _BLOCKS
    blocks = cv2.resize(strength, (count, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    across = (np.arange(count) + 0.5) * cols / count - cols / 2
    slopes = _slopes(_ridges(blocks, thick), across)
    # A line covers most blocks of a strip; writing covers few in the same row.
    parted = _moved(blocks, slopes[:, None] * across).reshape(rows, _STRIPS, _BLOCKS)
    ridges = _ridges(np.median(parted, axis=2).astype(np.float32), thick)
    strips = across.reshape(_STRIPS, _BLOCKS).mean(axis=1)
    lines = [_line(chain, strips, slopes, cols) for chain in _chains(ridges)]
    if not lines:
        return strength, None, ()
    colors = [np.minimum(each, strength) for each in in_colors()]
    on, printed = _printed(lines, ridges, slopes, strength.shape)
    left = _taken_out(strength, colors, lines, on, printed)
    return left, float(np.median(slopes)), colors


def _taken_out(
    strength: Pixels, colors: Sequence[Pixels], lines: Sequence[_Line], on: Places, printed: Floats
) -> Pixels:
    """Return `strength` without `lines`, which are so strong `printed` at the places `on`.

    They are removed from `colors`, too, in place.

    Ink that is stronger than its line, or continues above and below it, stays. So does a stroke
    along a line, such as the stem of a 1 on squared paper, though it is a ridge, too.
    """
    left = strength.copy()
    left.ravel()[on] = 0
    window = np.ones((max(line.width for line in lines) + 3, 3), np.uint8)
    here = strength.ravel()[on]
    bridged = np.minimum(cv2.morphologyEx(left, cv2.MORPH_CLOSE, window).ravel()[on], here)
    kept = np.maximum(bridged, _above(here, printed))
    if colors:
        above = _above_in_colors(colors, strength, lines, on, printed)
        kept = np.maximum(kept, np.minimum(above, here))
    left.ravel()[on] = kept
    return np.asarray(left, np.uint8)


def _drawn(
    lines: Sequence[_Line], values: Sequence[Sequence[int]], shape: tuple[int, ...]
) -> Pixels:
    """Return `lines` drawn, each with its value of 1 to 255."""
    drawn = np.zeros(shape, np.uint8)
    for line, value in zip(lines, values, strict=True):
        fixed = np.rint(line.points * 16).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(drawn, [fixed], False, value, line.width + 2, cv2.LINE_8, 4)
    return drawn


def _above(strength: Pixels, printed: Floats) -> Pixels:
    """Return the strength of the ink that lies over what is `printed`, which shows through it."""
    above = (strength - printed) * (255 / (255 - printed.clip(0, 200)))
    return np.asarray(above.clip(0, 255), np.uint8)


def _above_in_colors(
    colors: Sequence[Pixels],
    strength: Pixels,
    lines: Sequence[_Line],
    on: Places,
    printed: Floats,
) -> Pixels:
    """Return `_above` at the pixels `on` lines, in the color where it is most; keep it in `colors`.

    Blue ink on a gray line is hardly stronger than it in blue, but a lot stronger in red.
    """
    values = [_shares(line, colors, strength) for line in lines]
    shares = _drawn(lines, values, (*strength.shape, len(colors))).reshape(-1, len(colors))[on]
    part = printed / np.float32(255)
    above = np.zeros(len(on), np.uint8)
    for color, share in zip(colors, shares.T, strict=True):
        color.ravel()[on] = _above(color.ravel()[on], part * share)
        above = np.maximum(above, color.ravel()[on])
    return above


def _shares(line: _Line, colors: Sequence[Pixels], strength: Pixels) -> list[int]:
    """Return how strong `line` is in each color, 255 for as strong as in `strength`; at least 1."""
    rows, cols = strength.shape
    x = np.linspace(0, cols - 1, _COLOR_PROBES).astype(int)
    beside = np.arange(-line.width, line.width + 1)[:, None]
    y = np.rint(np.interp(x, *line.points.T) + beside).astype(int).clip(0, rows - 1)
    y = y[strength[y, x].argmax(axis=0), np.arange(_COLOR_PROBES)]
    seen = strength[y, x] > 0  # elsewhere, it was taken out as part of a frame
    if not seen.any():
        return [255] * len(colors)
    on = y[seen], x[seen]
    return [max(1, round(255 * float(np.median(each[on] / strength[on])))) for each in colors]


def _line(chain: _Chain, strips: Doubles, slopes: Doubles, cols: int) -> _Line:
    """Return `chain` as a line in the picture, from edge to edge."""
    x = strips[chain.strips]
    middles = np.clip(np.rint(chain.rows).astype(int), 0, len(slopes) - 1)
    y = chain.rows + slopes[middles] * x
    ends = np.array([-cols / 2, cols / 2])
    beyond = np.stack([ends, np.polyval(np.polyfit(x, y, 1), ends)], axis=1)
    points = np.concatenate([beyond[:1], np.stack([x, y], axis=1), beyond[1:]])
    return _Line(np.add(points, (cols / 2, 0)), chain.width, chain.level)


def _printed(
    lines: Sequence[_Line], ridges: Floats, slopes: Doubles, shape: tuple[int, ...]
) -> tuple[Places, Floats]:
    """Return the places of the pixels on `lines`, and how strong the lines are there."""
    drawn = _drawn(lines, [(max(1, round(line.level)),) for line in lines], shape)
    on = np.flatnonzero(drawn)
    level = drawn.ravel()[on].astype(np.float32)
    seen = _laid_out(ridges, slopes, shape[1], on)
    printed = np.where(seen < level / 2, level, seen)  # also where writing hides the line
    return on, np.minimum(printed, _MAX_STRENGTH_TO_LINE * level)


def _laid_out(ridges: Floats, slopes: Doubles, cols: int, on: Places) -> Floats:
    """Return the straightened `ridges` of strips at the places `on` of the picture."""
    down, x = np.divmod(np.append(on, np.zeros(-len(on) % _MAPPED_COLS, int)), cols)
    across = (x.astype(np.float32) + 0.5) * _STRIPS / cols - 0.5
    level = down - slopes.astype(np.float32)[down] * (x.astype(np.float32) - cols / 2)
    wide = np.maximum(ridges, cv2.dilate(ridges, np.ones((3, 1), np.uint8)) * _STRENGTH_BESIDE_LINE)
    spread = cv2.remap(
        wide,
        across.astype(np.float32).reshape(-1, _MAPPED_COLS),
        level.astype(np.float32).reshape(-1, _MAPPED_COLS),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(spread, np.float32).ravel()[: len(on)]


def _ridges(values: Floats, thick: int) -> Floats:
    """Return by how much each value is above those `thick` rows higher or lower."""
    window = np.ones((2 * thick + 1, 1), np.uint8)
    opened = cv2.morphologyEx(values, cv2.MORPH_OPEN, window)
    return np.asarray(values - opened, np.float32)


def _slopes(ridges: Floats, across: Doubles) -> Doubles:
    """Return for each row the slope with which lines are sharpest.

    It may change linearly from top to bottom, as in a photo taken from the side.
    """
    tall = max(1, len(ridges) // _COARSE_ROWS)
    few = ridges[: len(ridges) // tall * tall, ::8]
    coarse = few.reshape(-1, tall, few.shape[1]).max(axis=1)
    slope, change = 0.0, 0.0
    step = _MAX_SLOPE / 12
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
    """Return the slope, and its change from top to bottom, with the sharpest rows."""
    capped = np.minimum(ridges, _MAX_RIDGE)
    down = np.linspace(-0.5, 0.5, len(ridges))

    def sharpness(way: tuple[float, float]) -> float:
        moves = (way[0] + way[1] * down)[:, None] * across
        return float((_moved(capped, moves).sum(axis=1) ** 2).sum())

    ways = [(slope, change) for slope in slopes for change in changes]
    return max(sorted(ways, key=lambda way: abs(way[0]) + abs(way[1])), key=sharpness)


def _moved(blocks: Floats, moves: Doubles) -> Floats:
    """Return `blocks` with each value taken from `moves` rows farther down."""
    places = np.arange(len(blocks))[:, None] + np.rint(moves).astype(int)
    taken = blocks[places.clip(0, len(blocks) - 1), np.arange(blocks.shape[1])]
    return np.asarray(taken, np.float32)


@dataclass(frozen=True, eq=False)
class _Chain:
    """A ridge through many strips: their numbers, the row in each, width and strength."""

    strips: npt.NDArray[np.int_]
    rows: Doubles
    width: int
    level: float


def _chains(ridges: Floats) -> list[_Chain]:
    """Return all straight lines, the strongest first."""
    least = _MIN_RIDGE + 5 * float(np.quantile(ridges, 0.25))
    cells = (ridges > least).astype(np.uint8)
    votes = cv2.dilate(cells, np.ones((5, 1), np.uint8)).sum(axis=1)
    summed = cv2.blur(np.minimum(ridges, _MAX_RIDGE), (1, 3)).sum(axis=1)
    chains: list[_Chain] = []
    left = ridges.copy()
    for row in sorted(
        np.flatnonzero(votes >= _MIN_LINE_STRIPS).tolist(), key=lambda each: -summed[each]
    ):
        chain = _chain(left, row, least)
        if chain:
            chains.append(chain)
            aside = chain.width + 1
            for strip, place in zip(chain.strips, np.rint(chain.rows).astype(int), strict=True):
                left[max(0, place - aside) : place + aside + 1, strip] = 0
    return _of_one_paper(chains)


def _of_one_paper(chains: list[_Chain]) -> list[_Chain]:
    """Return the `chains` that are about as strong and as long as most of them."""
    if not chains:
        return []
    levels = np.array([each.level for each in chains])
    level = _MIN_STRENGTH_TO_USUAL * weighted_median(levels, levels)
    longest = max(len(each.strips) for each in chains)
    alike = [
        each
        for each in chains
        if each.level >= level and len(each.strips) >= _MIN_LENGTH_TO_LONGEST * longest
    ]
    least = _MIN_LINE_STRIPS if len(alike) >= 3 else _MIN_LONE_LINE_STRIPS
    return [each for each in alike if len(each.strips) >= least]


def _chain(ridges: Floats, row: int, least: float) -> _Chain | None:
    """Return the line near `row`; None if there is none."""
    strips = np.arange(_STRIPS)
    window = np.arange(-3, 4)
    expected = np.full(_STRIPS, float(row))
    for degree in (1, 2):
        places = (np.rint(expected).astype(int) + window[:, None]).clip(0, len(ridges) - 1)
        seen = ridges[places, strips]
        there = np.flatnonzero(seen.max(axis=0) > least)
        if len(there) < _MIN_LINE_STRIPS:
            return None
        mass = seen.sum(axis=0)[there]
        middle = (seen * places).sum(axis=0)[there] / mass
        expected = np.polyval(np.polyfit(there, middle, degree), strips)
    off = np.abs(middle - expected[there])
    near = off <= 2 * _MAX_BEND_PIXELS
    if near.sum() < _MIN_LINE_STRIPS or np.median(off) > _MAX_BEND_PIXELS:
        return None
    width = max(1, round(float(np.median(mass / seen.max(axis=0)[there]))))
    level = float(np.median(seen.max(axis=0)[there]))
    return _Chain(there[near], middle[near], width, level)

"""Finds the ink of a photographed page: uneven light, either polarity, printed lines removed.

Ink is narrower than a tenth of the page and differs from its surroundings. For one bold digit on a
small picture this does not hold; there `decode.find_ink` is better.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink.pixels import scaled
from recognizer.ink.raster import Pixels
from recognizer.pictures.blobs import weighted_median
from recognizer.pictures.croplines import without_line
from recognizer.pictures.decode import MIN_CONTRAST, Picture, as_layers, shrink
from recognizer.pictures.frames import without_frames
from recognizer.pictures.rules import InColors, without_rules
from recognizer.pictures.turns import Turn

WORKING_PIXELS = 2000
"""Longer side of the picture in which ink is looked for; a digit is read at 20 pixels."""
_BACKGROUND_PIXELS = 250  # longer side of the background
_MAX_STROKE_PIXELS = 25  # of the background's pixels
_PAPER_AREA_PIXELS = 31  # of the background's pixels: most of such an area is paper
_INK_TO_NOISE = 5.0  # ink is so many times stronger than noise
_MAX_FLOOR_TO_STRONGEST = 0.25  # walls of a form are the strongest ink, or not far fainter
_BLUR = 3.0  # blurred noise differs so many times less from pixel to pixel
_MIN_INK_TO_USUAL = 0.35  # weaker pieces are not ink
_MIN_PENCIL_TO_USUAL, _MIN_PENCIL_TO_FLOOR = 0.2, 2.0  # if there is much of it, weaker ones are
_MIN_PENCIL_PIXELS = 40  # in area; the specks of a blank page are smaller
_MIN_GRAIN_TO_OTHERS = 4  # specks as faint and small, for each other piece
_PAPER_LEVEL, _INK_LEVEL = 0.2, 0.8  # of the strength of a piece: up to it paper, from it full ink
_MAX_SMALL_CELL = 1 / 3  # of the sides of the page; a larger frame may hold ruled lines
_NEIGHBORHOODS_PER_SIDE = 20  # within one of them, ink is about equally strong

Flags = npt.NDArray[np.bool_]
Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PageInk:
    """The ink of a picture: 0 for paper, up to 255 for full ink.

    `scale` is how many pixels of the picture make one of these, in x and in y; >= 1. `slope` is
    the slope of printed lines: pixels down for each pixel to the right. `cells` are the corners of
    printed cells, (n, 4, 2): x and y of each, in order.
    """

    pixels: Pixels
    scale: tuple[float, float]
    slope: float | None
    cells: Doubles

    def turned(self, turn: Turn) -> PageInk:
        """Return the ink of the turned picture."""
        cells = turn.moved(self.cells, *self.pixels.shape)
        scale = self.scale if turn in (Turn.NONE, Turn.OVER) else self.scale[::-1]
        return PageInk(turn.of(self.pixels), scale, None, cells)


def find_page_ink(picture: Picture, is_turned_about: bool = False) -> PageInk:
    """Return the ink of a picture of a page: gray, BGR or BGRA; dark on light or light on dark.

    Which of them is ink, most of the picture tells; with `is_turned_about`, it is the other one.

    Raises
    ------
    PictureError
        If the array has another shape or dtype, or no pixels.
    """
    layers = shrink(as_layers(picture), WORKING_PIXELS)
    strength, in_colors = _strength(_colors(layers, is_turned_about))
    floor = max(MIN_CONTRAST / 2, _INK_TO_NOISE * _noise(strength))
    strength, cells = without_frames(strength, _floor_of_form(strength, floor))
    strength, slope = _without_rules(strength, in_colors, cells)
    strength = without_line(strength, floor)  # a small picture has no room for those of a page
    floor = max(MIN_CONTRAST / 2, _INK_TO_NOISE * _noise(strength))
    rows, cols = strength.shape
    scale = (picture.shape[1] / cols, picture.shape[0] / rows)
    return PageInk(_leveled(strength, floor), scale, slope, cells)


def is_like_edge(picture: Picture, page: PageInk) -> bool:
    """Tell whether the ink of a picture is as bright as its edge: then it is paper.

    Of a marker so bold that ink outweighs paper where it is written, paper is taken for ink.
    """
    gray = shrink(as_layers(picture), _BACKGROUND_PIXELS).mean(axis=2)
    size = gray.shape[1], gray.shape[0]
    inked = cv2.resize(page.pixels, size, interpolation=cv2.INTER_AREA) > 127
    edge = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    away = np.abs(float(np.median(edge)) - gray)
    return bool(inked.any() and np.median(away[inked]) < MIN_CONTRAST < away.max())


def _without_rules(
    strength: Pixels, in_colors: InColors, cells: Doubles
) -> tuple[Pixels, float | None]:
    """As `rules.without_rules`, but leave alone what stands in small `cells`: all is written."""
    kept = np.zeros_like(strength)
    for cell in np.rint(cells).astype(np.int32):
        if (np.ptp(cell, axis=0)[::-1] <= np.multiply(strength.shape, _MAX_SMALL_CELL)).all():
            cv2.fillConvexPoly(kept, cell, 255)
    left, slope = without_rules(strength & ~kept, in_colors)
    return left | (strength & kept), slope


def _colors(layers: Picture, is_turned_about: bool) -> list[Pixels]:
    """Return for each color how far each pixel is from the background, at most 255.

    In a color that is not there, such as blue in yellow writing on black, the ratio to the
    background is that of noise, or of 0 to 0: it counts only where there is no more of any other.
    """
    channels = [layers[..., k] for k in range(layers.shape[2])]
    smalls = [scaled(each, min(1.0, _BACKGROUND_PIXELS / max(each.shape))) for each in channels]
    dark = (each is not is_turned_about for each in _are_dark_on_light(smalls))
    found = [_channel_strength(*each) for each in zip(channels, smalls, dark, strict=True)]
    most = reduce(np.maximum, (ground for _, ground in found))
    for strength, ground in found:
        strength[(ground == 0) | ((ground < MIN_CONTRAST) & (most >= MIN_CONTRAST))] = 0
    return [strength for strength, _ in found]


def _strength(colors: Sequence[Pixels]) -> tuple[Pixels, InColors]:
    """Return the strength in the color where it is most, and what returns it in each of several."""
    smooth = _smoothed(reduce(np.maximum, colors))
    # The background is made of the brightest pixels, so noise makes it brighter than the paper.
    usual = np.uint8(np.median(smooth[::3, ::3]))
    several = colors if len(colors) > 1 else ()
    return _beyond(smooth, usual), lambda: [_beyond(_smoothed(each), usual) for each in several]


def _smoothed(strength: Pixels) -> Pixels:
    blurred = cv2.GaussianBlur(strength, (3, 3), 0.3 + max(strength.shape) / 3000)
    return np.asarray(blurred, np.uint8)


def _beyond(strength: Pixels, usual: np.uint8) -> Pixels:
    return np.asarray(np.maximum(strength, usual) - usual, np.uint8)


def _channel_strength(layer: Pixels, small: Pixels, dark: bool) -> tuple[Pixels, Pixels]:
    """As `_colors`, in one color; ink may be darker in one and lighter in another.

    `small` is `layer`, scaled down for its background. The second array is how much light the ink
    may take away: the background, or all if ink is lighter than that.
    """
    rows, cols = layer.shape
    ground = _background(small, cv2.MORPH_CLOSE if dark else cv2.MORPH_OPEN)
    large = np.asarray(cv2.resize(ground, (cols, rows), interpolation=cv2.INTER_LINEAR), np.uint8)
    if dark:  # the ratio of brightness, which a shadow does not change
        return 255 - np.asarray(cv2.divide(layer, large, scale=255), np.uint8), large
    return np.asarray(cv2.subtract(layer, large), np.uint8), np.full_like(large, 255)


def _are_dark_on_light(layers: Sequence[Pixels]) -> list[bool]:
    """Tell for each small layer of a color whether ink is darker than what is around it.

    Where most is darker, what is lighter in all colors is glare, and the other way round a shadow.
    """
    away = np.stack([_away_from_ground(each) for each in layers])
    is_odd = (away > 0).all(axis=0) if away.sum() <= 0 else (away < 0).all(axis=0)
    return [int(each[~is_odd].sum()) <= 0 for each in away]


def _away_from_ground(small: Pixels) -> npt.NDArray[np.int16]:
    """Return how much lighter each pixel is than what is around it; 0 if it is noise."""
    ground = cv2.medianBlur(small, max(3, min(_PAPER_AREA_PIXELS, max(small.shape) // 2)) | 1)
    away = small.astype(np.int16) - ground
    return np.where(np.abs(away) >= MIN_CONTRAST / 2, away, 0).astype(np.int16)


def _background(small: Pixels, way: int) -> Pixels:
    side = max(3, min(_MAX_STROKE_PIXELS, max(small.shape) // 2)) | 1
    smooth = cv2.medianBlur(small, 3)
    return np.asarray(cv2.morphologyEx(smooth, way, np.ones((side, side), np.uint8)), np.uint8)


def _noise(strength: Pixels) -> float:
    """Return the standard deviation of the paper; at least 1.

    Paper is most of a page. Where ink is more than a quarter of a small picture, the noise is what
    most neighbors differ by: it would be too low for paper whose noise is blurred.
    """
    some = strength[::3, ::3]
    noise = float(np.quantile(some, 0.75)) / 0.674  # of the half of a normal distribution
    if _INK_TO_NOISE * noise > float(strength.max()):
        noise = min(noise, _noise_between(strength))
    return max(1.0, noise)


def _noise_between(strength: Pixels) -> float:
    """Return what most neighbors differ by, in standard deviations, as if they were blurred."""
    steps = np.abs(np.diff(strength.astype(np.int16), axis=1))
    return _BLUR * float(np.median(steps)) / 0.954 if steps.size else math.inf


def _floor_of_form(strength: Pixels, floor: float) -> float:
    """Return what is above the noise of a form; of a page, that is `floor`.

    The walls of a Sudoku that fills a small picture are more than a quarter of it.
    """
    if floor <= _MAX_FLOOR_TO_STRONGEST * float(strength.max()):
        return floor
    return min(floor, max(MIN_CONTRAST / 2, _INK_TO_NOISE * _noise_between(strength)))


def _leveled(strength: Pixels, floor: float) -> Pixels:
    """Scale each piece of ink by its own strength, up to 255; drop pieces that are too faint."""
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
    weights[edge] *= 1e-6  # ignore borders and shadows, unless there is nothing else
    areas = np.bincount(owners, minlength=count)
    grain = _are_grain(levels, areas, floor)
    levels[grain] = weights[grain] = 0
    usual = weighted_median(levels[1:], weights[1:])
    levels[levels < _least_level(levels[1:], areas[1:], usual, floor)] = np.inf
    own = np.minimum(levels[owners], _levels_near(strength, floor).ravel()[place])
    own[np.isinf(levels[owners])] = np.inf
    ink = np.zeros(strength.size, np.uint8)
    ramp = np.where(np.isinf(own), 0.0, values / own - _PAPER_LEVEL) / (_INK_LEVEL - _PAPER_LEVEL)
    ink[place] = np.clip(ramp * 255, 0, 255)
    return ink.reshape(strength.shape)


def _are_grain(levels: Doubles, areas: npt.NDArray[np.int_], floor: float) -> Flags:
    """Tell which pieces are grain, as of cardboard: faint, small, and many times the others.

    Noise is told by what most of a page is like; a few thousand fibers are stronger. A pen that
    skips leaves faint bits, too, but a few for each piece that is none.
    """
    grain = (levels < _MIN_PENCIL_TO_FLOOR * floor) & (areas < _MIN_PENCIL_PIXELS)
    grain[0] = False  # the paper
    others = np.count_nonzero(~grain[1:])
    return np.asarray(grain & (0 < _MIN_GRAIN_TO_OTHERS * others <= np.count_nonzero(grain)))


def _least_level(levels: Doubles, areas: npt.NDArray[np.int_], usual: float, floor: float) -> float:
    """Return how strong a piece must be at least, where the `usual` one is so strong.

    Pencil beside black print is fainter than that, but there is as much of it.
    """
    least = max(_MIN_INK_TO_USUAL * usual, MIN_CONTRAST)
    pencil = max(_MIN_PENCIL_TO_USUAL * usual, _MIN_PENCIL_TO_FLOOR * floor, MIN_CONTRAST)
    strong, faint = levels >= least, (levels >= pencil) & (levels < least)
    if not strong.any():
        return least
    large = areas >= max(np.median(areas[strong]) / 2, _MIN_PENCIL_PIXELS)
    much = areas[faint & large].sum() >= max(areas[strong & large].sum() / 2, 1)
    return pencil if much else least


def _levels_near(strength: Pixels, floor: float) -> npt.NDArray[np.float32]:
    """Return how strong the ink near each pixel is, because a connected piece may be very large."""
    side = max(9, max(strength.shape) // _NEIGHBORHOODS_PER_SIDE)
    ink = np.where(strength > floor, strength, 0).astype(np.float32)
    mass, squares = (cv2.blur(each, (side, side)) for each in (ink, ink * ink))
    return np.asarray(squares / np.maximum(mass, 1e-3), np.float32)

"""Augmentation: varies strokes of ink, and pixels of MNIST, as hands and pens do.

The amounts are those that worked best for unseen writers and devices (docs/measurements.md):
rotation with a standard deviation of 0.12 rad, shear 0.18, log-aspect 0.16, a smooth warp of 4x4
nodes with 3.5 % of the size, pen width log-normal around 9.5 % with 0.38.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke
from recognizer.ink.raster import lengths_along, points_along
from recognizer.training.data.datasets import Images

Points = npt.NDArray[np.float64]

PEN_MEDIAN, PEN_SPREAD, PEN_RANGE = 0.095, 0.38, (0.04, 0.20)
ANY_PEN_SHARE = 0.25
"""Part of the pens whose width is uniform over the range, for markers and hairlines."""
BLURRED_SHARE = 0.12
ROUNDED_SHARE = 0.3
"""Part of the inks whose corners are rounded, as by slow tablets and smoothing apps."""


def vary_ink(ink: Ink, rng: np.random.Generator, strength: float = 1.0) -> Ink:
    """Return `ink` as another hand might have drawn it, in units of its longer side.

    With `strength` 0 only the sampling of points differs.
    """
    box = ink.bounding_box
    size = box.longer_side or 1.0
    middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
    affine = random_affine(rng, strength)
    nodes = rng.normal(0.0, 0.035 * strength, (4, 4, 2)).astype(np.float32)
    spacing = rng.uniform(0.02, 0.09)
    rounding = int(rng.integers(1, 4)) if rng.random() < ROUNDED_SHARE * strength else 0
    strokes = []
    for stroke in ink.strokes:
        points = resample((stroke.points - middle) / size, spacing)
        points = round_corners(points, rounding) @ affine.T
        points = points + _warp(points, nodes) + strength * _tremor(len(points), rng)
        strokes.append(Stroke(points))
    return Ink(tuple(strokes))


def random_pen(rng: np.random.Generator, strength: float = 1.0) -> float:
    """Return a pen width as a part of the longer side of the digit."""
    if rng.random() < ANY_PEN_SHARE * strength:
        return float(rng.uniform(*PEN_RANGE))
    width = rng.lognormal(np.log(PEN_MEDIAN), PEN_SPREAD * strength)
    return float(np.clip(width, *PEN_RANGE))


def random_affine(rng: np.random.Generator, strength: float = 1.0) -> Points:
    """Return a (2, 2) matrix that rotates, slants and stretches a little."""
    turn, slant, aspect = strength * rng.normal(0.0, (0.12, 0.18, 0.16))
    cos, sin = np.cos(turn), np.sin(turn)
    stretch = np.exp(aspect / 2)
    rotation = np.array([[cos, -sin], [sin, cos]])
    shear = np.array([[1.0, slant], [0.0, 1.0]])
    return np.asarray(rotation @ shear @ np.diag([stretch, 1 / stretch]))


def resample(points: Points, spacing: float) -> Points:
    """Return (m, 2) points along the polyline, at most `spacing` > 0 apart; the ends stay."""
    length = lengths_along(points)[-1]
    if length == 0.0:
        return points[:1]
    return points_along(points, np.linspace(0.0, length, int(np.ceil(length / spacing)) + 1))


def round_corners(points: Points, times: int) -> Points:
    """Return (n, 2) points, each moved halfway to its neighbors, `times` times; the ends stay."""
    for _ in range(times):
        if len(points) > 2:
            inner = (points[:-2] + 2 * points[1:-1] + points[2:]) / 4
            points = np.concatenate([points[:1], inner, points[-1:]])
    return points


def vary_image(
    image: npt.NDArray[np.uint8], rng: np.random.Generator, strength: float = 1.0
) -> npt.NDArray[np.uint8]:
    """Return a (28, 28) uint8 image rotated, slanted, stretched, warped, thickened or thinned.

    With `strength` 0 it is the image itself.
    """
    side = len(image)
    matrix = random_affine(rng, strength) * (1 + strength * rng.uniform(-0.1, 0.15))
    shift = strength * rng.uniform(-1.0, 1.0, 2)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    offset = np.stack([x, y], axis=-1) - side / 2
    source = offset @ matrix.astype(np.float32) + side / 2 + shift
    if rng.random() < 0.5:
        nodes = rng.normal(0.0, 0.8 * strength, (5, 5, 2)).astype(np.float32)
        source = source + cv2.resize(nodes, (side, side), interpolation=cv2.INTER_CUBIC)
    source = source.astype(np.float32)
    varied = cv2.remap(image, source[..., 0], source[..., 1], cv2.INTER_LINEAR)
    return _thicken_or_thin(np.asarray(varied, np.uint8), rng, strength)


def soften(image: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return a (28, 28) uint8 image, sometimes blurred like a photo of paper."""
    if rng.random() >= BLURRED_SHARE:
        return image
    return np.asarray(cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.1)), np.uint8)


def vary_images(images: Images, rng: np.random.Generator, strength: float = 1.0) -> Images:
    """Apply `vary_image` to each of (n, 28, 28) uint8 images."""
    varied = [vary_image(image, rng, strength) for image in images]
    return np.array(varied, np.uint8).reshape(images.shape)


def _thicken_or_thin(
    image: npt.NDArray[np.uint8], rng: np.random.Generator, strength: float
) -> npt.NDArray[np.uint8]:
    choice = rng.random()
    if choice >= 0.4 * strength:
        return image
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    changed = (cv2.dilate if choice < 0.2 * strength else cv2.erode)(image, cross)
    amount = rng.uniform(0.3, 0.9)
    return np.asarray(cv2.addWeighted(changed, amount, image, 1 - amount, 0), np.uint8)


def _warp(points: Points, nodes: npt.NDArray[np.float32]) -> Points:
    """Shift each point by the smooth field through `nodes` (4, 4, 2) over [-0.5, 0.5] squared."""
    at = ((points + 0.5) * (len(nodes) - 1)).astype(np.float32)
    moved = cv2.remap(nodes, at[:, :1], at[:, 1:], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved[:, 0], np.float64)


def _tremor(count: int, rng: np.random.Generator) -> Points:
    """Return the tremor of a hand: smoothed noise along the stroke, about 0.5 % of the size."""
    noise = rng.normal(0.0, 0.008, (count + 2, 2))
    smoothed: Points = (noise[:-2] + noise[1:-1] + noise[2:]) / 3
    return smoothed

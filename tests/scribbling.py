"""Zigzags as a hand draws them over what it strikes out, or as a letter of that form."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from strokes import densified, moved

from recognizer import Ink
from recognizer.ink import BoundingBox

Points = npt.NDArray[np.float64]


def zigzag(swings: int, box: BoundingBox, lies: bool = False) -> Ink:
    """Return one stroke of `swings` lines to and fro, from side to side of `box`.

    They go up and down, and on to the right; to the left and right, and on downward, if it `lies`.
    """
    along = np.linspace(0.0, 1.0, swings + 1)
    across = np.arange(swings + 1) % 2
    tips = np.stack([across, along] if lies else [along, across], axis=1)
    points = tips * (box.width, box.height) + (box.left, box.top)
    return densified(Ink.from_points([points]), box.longer_side / 12)


def by_hand(ink: Ink, seed: int) -> Ink:
    """Return `ink` as a hand draws it: slanted, unsteady, its turns rounded."""
    rng = np.random.default_rng(seed)
    angle, size = rng.normal(0, 0.2), ink.bounding_box.longer_side
    cos, sin = np.cos(angle), np.sin(angle)

    def change(points: Points) -> Points:
        middle = points.mean(axis=0)
        turned = (points - middle) @ np.array([[cos, sin], [-sin, cos]]) + middle
        shaken = turned + rng.normal(0, 0.01 * size, points.shape)
        shaken[1:-1] = (shaken[:-2] + 2 * shaken[1:-1] + shaken[2:]) / 4
        return np.asarray(shaken)

    return moved(ink, change)


def around(box: BoundingBox, share: float = 0.1) -> BoundingBox:
    """Return a box around `box`, larger by a `share` of its longer side, and never narrow."""
    margin = share * box.longer_side
    wider = max(0.0, (box.longer_side / 2 - box.width) / 2)
    taller = max(0.0, (box.longer_side / 2 - box.height) / 2)
    return BoundingBox(
        box.left - margin - wider,
        box.top - margin - taller,
        box.right + margin + wider,
        box.bottom + margin + taller,
    )

"""Ink the naive way: the whole canvas made small. To compare with, never to read with.

What most drawing boards give their network is the canvas as it is, resized to 28x28. Their users'
canvases are not in our data, only strokes are. So a canvas is assumed, much as tutorials have it:
square; the digit's longer side `FILL` of its side; the pen `PEN_WIDTH` of its side; the digit's
middle up to `OFF_CENTER` of its side away from the canvas' middle in x and in y, evenly spread.
"""

from __future__ import annotations

import zlib

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink
from recognizer.ink.inkfile import LabeledInk
from recognizer.ink.raster import draw_paths
from recognizer.network.preprocess import FIELD
from recognizer.training.data.datasets import Images, LabeledImages

CANVAS = 280
"""Side of the canvas in pixels: a multiple of 28, so that resizing by area is exact."""
FILL = 0.6
PEN_WIDTH = 0.05
OFF_CENTER = 0.1


def draw_whole(inks: list[LabeledInk]) -> LabeledImages:
    """Return the images of `inks` as a whole canvas resized, in order."""
    images = np.array([whole_canvas(each.ink) for each in inks], np.uint8)
    labels = np.array([int(each.label) for each in inks], np.uint8)
    return LabeledImages(images.reshape(-1, FIELD, FIELD), labels)


def whole_canvas(ink: Ink) -> Images:
    """Return the canvas on which a user might have drawn `ink`, as a (28, 28) uint8 image.

    Ink 255 on 0. The same ink always lies at the same place; an empty one leaves zeros.
    """
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    if ink:
        box = ink.bounding_box
        middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
        scale = 0.0 if ink.is_dot else FILL * CANVAS / box.longer_side
        place = CANVAS * (0.5 + _offset(ink))
        paths = [(stroke.points - middle) * scale + place for stroke in ink.strokes]
        draw_paths(canvas, paths, round(PEN_WIDTH * CANVAS))
    return np.asarray(cv2.resize(canvas, (FIELD, FIELD), interpolation=cv2.INTER_AREA), np.uint8)


def _offset(ink: Ink) -> npt.NDArray[np.float64]:
    """Return where the user happened to draw, (x, y) from the middle: chance, but fixed by ink."""
    seed = zlib.crc32(b"".join(stroke.points.tobytes() for stroke in ink.strokes))
    return np.random.default_rng(seed).uniform(-OFF_CENTER, OFF_CENTER, 2)

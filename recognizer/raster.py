"""Ink to pixels: antialiased strokes with round caps and joins.

The only module where (x, y) becomes (row, col). The board draws its ink with it and the reader
makes its pictures with it, so what is seen is what is read.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from recognizer.ink import Ink, Stroke

Pixels = npt.NDArray[np.uint8]

RASTER_SIZE = 160
"""Longer side in pixels of a drawn ink: eight times the 20 pixels it is read at."""
PEN = 0.11
"""Width of the pen as a part of the longer side.

6 to 12 % read best on finger drawings, 20 % lost two points (shared/design/measured.md).
"""
_SHIFT = 4  # OpenCV takes fixed-point coordinates: 1/16 pixel
_ONE = 1 << _SHIFT


def rasterize(ink: Ink, pen: float = PEN, size: int = RASTER_SIZE) -> Pixels:
    """Draw `ink` as large as fits, with a pen in proportion.

    Where the ink lies, how large it is and how thick it was drawn make no difference.

    Parameters
    ----------
    ink : Ink
    pen : float
        Pen width as a part of the longer side of the result, in (0, 1).
    size : int
        Longer side of the result, in pixels.

    Returns
    -------
    (rows, cols) uint8 array
        Ink 255 on 0, about `size` pixels on the longer side. A dot is a disc of the pen's width.
        An empty ink is an array of one 0.
    """
    if not ink:
        return np.zeros((1, 1), np.uint8)
    box = ink.bounding_box
    width = max(1, round(pen * size))
    dot = ink.is_dot or box.longer_side == 0.0
    scale = 0.0 if dot else (size - width) / box.longer_side
    rows = _ceil(box.height * scale) + width
    cols = _ceil(box.width * scale) + width
    canvas = np.zeros((rows, cols), np.uint8)
    origin = np.array([box.left, box.top])
    paths = [(stroke.points - origin) * scale + (width - 1) / 2 for stroke in ink.strokes]
    draw_paths(canvas, paths, width, smooth_edges=False)
    return canvas


def draw_paths(
    canvas: Pixels,
    paths: Sequence[npt.NDArray[np.float64]],
    width: int,
    smooth_edges: bool = True,
) -> None:
    """Draw lines with round caps and joins into `canvas`, in place.

    Parameters
    ----------
    canvas : (rows, cols) uint8 array
        Changed in place; what lies outside is cut off.
    paths : sequence of (n, 2) float64 arrays
        Columns x and y in pixels; pixel centers lie at whole numbers.
    width : int
        Width of the lines in pixels, >= 1.
    smooth_edges : bool
        Antialias. Not needed where the canvas is about to be reduced by area.
    """
    line = cv2.LINE_AA if smooth_edges else cv2.LINE_8
    fixed = [np.rint(path * _ONE).astype(np.int32).reshape(-1, 1, 2) for path in paths]
    for path in fixed:
        # OpenCV draws nothing for a lone point, and a line of no length has its caps.
        drawn = path if len(path) > 1 else np.repeat(path, 2, axis=0)
        cv2.polylines(canvas, [drawn], False, 255, width, line, _SHIFT)


def smooth_path(points: npt.NDArray[np.float64], steps: int = 6) -> npt.NDArray[np.float64]:
    """Round a polyline with quadratic curves through the midpoints of its segments.

    Each inner point is the control point of a curve from the middle of the segment before it to
    the middle of the one after: fast strokes show no corners. For the eye only; the reader
    sees the points as they came.

    Parameters
    ----------
    points : (n, 2) float64 array, n >= 1
    steps : int
        Points for each curve.

    Returns
    -------
    (m, 2) float64 array
        Begins and ends where `points` does.
    """
    if len(points) < 3:
        return points
    middles = (points[:-1] + points[1:]) / 2
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    start, control, end = middles[:-1, None], points[1:-1, None], middles[1:, None]
    curves = (1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end
    return np.concatenate([points[:1], curves.reshape(-1, 2), middles[-1:], points[-1:]])


def stroke_paths(strokes: Sequence[Stroke]) -> list[npt.NDArray[np.float64]]:
    """Return the smoothed path of each stroke, for the screen."""
    return [smooth_path(stroke.points) for stroke in strokes]


def _ceil(value: float) -> int:
    return int(np.ceil(value - 1e-6))

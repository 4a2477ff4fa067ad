"""Layers of ink for tests, strokes for them, and looks at what they show."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pygame
from pens import Spots, fitted
from strokes import DIGITS

from recognizer.board.ink.layer import InkLayer
from recognizer.document.openstroke import OpenStroke
from recognizer.ink import Stroke

SIZE = (400, 300)
INK = (250, 240, 230)
WIDTH = 9


def layer() -> InkLayer:
    return InkLayer(SIZE, INK)


def coverage(inklayer: InkLayer) -> npt.NDArray[np.float64]:
    """Return what the layer shows on black, as (rows, cols) in [0, 255]."""
    target = pygame.Surface(SIZE)
    inklayer.draw(target, target.get_rect())
    red = pygame.surfarray.array3d(target)[..., 0].T
    return np.asarray(red * (255 / INK[0]))


def strokes_of(digit: str, left: float = 60.0, top: float = 40.0) -> tuple[Stroke, ...]:
    ink = fitted(DIGITS[digit], left, top, 200)
    return tuple(Stroke(s.points, pen_width=WIDTH) for s in ink.strokes)


def drawn_at_once(strokes: Iterable[Stroke]) -> npt.NDArray[np.float64]:
    fresh = layer()
    fresh.follow(tuple(strokes), None, WIDTH)
    return coverage(fresh)


def pen(points: Spots) -> OpenStroke:
    """Return a stroke under the pen."""
    open_stroke = OpenStroke()
    extend(open_stroke, points)
    return open_stroke


def extend(open_stroke: OpenStroke, points: Spots) -> None:
    for x, y in points:
        open_stroke.add(float(x), float(y), None, None)

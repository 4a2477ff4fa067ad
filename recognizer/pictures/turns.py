"""Turns pictures, and takes places in a turned picture back to the picture as it was given."""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

from recognizer.errors import PictureError
from recognizer.ink import BoundingBox
from recognizer.ink.raster import Pixels
from recognizer.pictures.decode import Picture

Points = npt.NDArray[np.float64]


class Turn(enum.Enum):
    """How a picture is turned: clockwise by so many degrees, or with rows and columns exchanged.

    The images of EMNIST are transposed in this way.
    """

    NONE = "0"
    RIGHT = "90"
    OVER = "180"
    LEFT = "270"
    TRANSPOSED = "transposed"

    @property
    def degrees(self) -> int:
        """Clockwise; 0 where rows and columns are exchanged."""
        return 0 if self is Turn.TRANSPOSED else int(self.value)

    def of(self, picture: Picture | Pixels) -> Picture:
        """Return a (rows, cols) or (rows, cols, n) picture, turned."""
        if self is Turn.TRANSPOSED:
            return np.ascontiguousarray(picture.swapaxes(0, 1))
        return np.ascontiguousarray(np.rot90(picture, -self.degrees // 90))

    def moved(self, points: Points, rows: int, cols: int) -> Points:
        """Return where points of a picture of `rows` and `cols`, (..., 2) x and y, come to lie."""
        x, y = points[..., 0], points[..., 1]
        places = {
            Turn.NONE: (x, y),
            Turn.RIGHT: (rows - 1 - y, x),
            Turn.OVER: (cols - 1 - x, rows - 1 - y),
            Turn.LEFT: (y, cols - 1 - x),
            Turn.TRANSPOSED: (y, x),
        }
        return np.stack(places[self], axis=-1)

    def back(self, box: BoundingBox, rows: int, cols: int) -> BoundingBox:
        """Return where a box of the turned picture lies in the one of `rows` and `cols`."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        if self is Turn.RIGHT:
            return BoundingBox(top, rows - right, bottom, rows - left)
        if self is Turn.OVER:
            return BoundingBox(cols - right, rows - bottom, cols - left, rows - top)
        if self is Turn.LEFT:
            return BoundingBox(cols - bottom, left, cols - top, right)
        if self is Turn.TRANSPOSED:
            return BoundingBox(top, left, bottom, right)
        return box


def as_turn(turn: int | str) -> Turn:
    """Return the turn of that name, as 90.

    Raises
    ------
    PictureError
        If there is none.
    """
    try:
        return Turn(str(turn))
    except ValueError:
        known = ", ".join(each.value for each in Turn)
        raise PictureError(f"a picture can be turned in these ways: {known}; not {turn}") from None


TURNED = (Turn.RIGHT, Turn.OVER, Turn.LEFT)
"""The ways in which a sheet may lie that is not upright."""

"""What the user has done: strokes, undo, redo, clear, and what it reads. No pygame here."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from recognizer.ink import Ink, Stroke
from recognizer.reader import Reader, Reading


@dataclass(frozen=True)
class _Drawn:
    """A step of the history: one stroke was drawn."""

    stroke: Stroke


@dataclass(frozen=True)
class _Cleared:
    """A step of the history: all strokes were taken away."""

    strokes: tuple[Stroke, ...]


@dataclass(eq=False)
class OpenStroke:
    """A stroke while the pen is down. It grows; `finished` is what has become of it."""

    points: list[tuple[float, float]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    pressures: list[float] = field(default_factory=list)
    finished: Stroke | None = None

    def add(self, x: float, y: float, time: float | None, pressure: float | None) -> bool:
        """Add a point unless it repeats the last one; tell whether it did."""
        if self.points and self.points[-1] == (x, y):
            return False
        self.points.append((x, y))
        self.times.append(np.nan if time is None else time)
        # A driver's odd pressure must not cost the user a stroke.
        self.pressures.append(np.nan if pressure is None else min(max(pressure, 0.0), 1.0))
        return True

    def as_stroke(self, pen_width: float | None) -> Stroke:
        """Return the points so far as a stroke."""
        return Stroke(
            np.array(self.points), np.array(self.times), np.array(self.pressures), pen_width
        )


class Session:
    """One board's ink, its history and its current reading.

    Nothing is ever lost: clear can be undone, and a stroke that is broken off is kept.

    Parameters
    ----------
    reader : Reader
    pen_width : float
        Width of the drawn line in the unit of the coordinates; kept with each stroke.
    """

    def __init__(self, reader: Reader, pen_width: float) -> None:
        self._reader = reader
        self.pen_width = pen_width
        self._strokes: list[Stroke] = []
        self._pen: OpenStroke | None = None
        self._done: list[_Drawn | _Cleared] = []
        self._undone: list[_Drawn | _Cleared] = []
        self._reading: Reading | None = None

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The finished strokes, in order."""
        return tuple(self._strokes)

    @property
    def ink(self) -> Ink:
        """All that is on the board, the stroke under the pen included."""
        under_pen = (self._pen.as_stroke(self.pen_width),) if self._pen else ()
        return Ink((*self._strokes, *under_pen))

    @property
    def open_stroke(self) -> OpenStroke | None:
        """The stroke under the pen, to look at; none if the pen is up."""
        return self._pen

    @property
    def pen_points(self) -> tuple[tuple[float, float], ...]:
        """The points of the stroke under the pen; empty if the pen is up."""
        return tuple(self._pen.points) if self._pen else ()

    @property
    def is_pen_down(self) -> bool:
        """Whether a stroke is being drawn."""
        return self._pen is not None

    @property
    def reading(self) -> Reading | None:
        """The last reading; none since the ink was changed by undo, redo or clear."""
        return self._reading

    def pen_down(
        self, x: float, y: float, time: float | None = None, pressure: float | None = None
    ) -> None:
        """Begin a stroke; one that is still open is finished first."""
        self.pen_up()
        self._pen = OpenStroke()
        self._pen.add(x, y, time, pressure)

    def pen_move(
        self, x: float, y: float, time: float | None = None, pressure: float | None = None
    ) -> bool:
        """Go on with the stroke; tell whether it has grown. Without a pen down, do nothing."""
        return self._pen is not None and self._pen.add(x, y, time, pressure)

    def pen_up(self) -> bool:
        """Finish the stroke; tell whether there was one.

        Raises
        ------
        InkError
            If a coordinate was no finite number; the stroke is gone then.
        """
        pen, self._pen = self._pen, None
        if pen is None:
            return False
        pen.finished = pen.as_stroke(self.pen_width)
        self._do(_Drawn(pen.finished))
        return True

    def undo(self) -> bool:
        """Take back the last step, or finish and take back the stroke under the pen.

        Tells whether there was anything to take back.
        """
        self.pen_up()
        if not self._done:
            return False
        step = self._done.pop()
        self._undone.append(step)
        if isinstance(step, _Drawn):
            self._strokes.pop()
        else:
            self._strokes[:] = step.strokes
        self._reading = None
        return True

    def redo(self) -> bool:
        """Do again what was taken back last; tell whether there was anything."""
        if self.is_pen_down or not self._undone:
            return False
        self._apply(step := self._undone.pop())
        self._done.append(step)
        self._reading = None
        return True

    def clear(self) -> bool:
        """Take everything off the board; tell whether there was anything."""
        self.pen_up()
        if not self._strokes:
            return False
        self._do(_Cleared(self.strokes))
        self._reading = None
        return True

    def read(self) -> Reading:
        """Read all that is on the board and keep the reading."""
        self._reading = self._reader.read_ink(self.ink)
        return self._reading

    def _do(self, step: _Drawn | _Cleared) -> None:
        self._apply(step)
        self._done.append(step)
        self._undone.clear()

    def _apply(self, step: _Drawn | _Cleared) -> None:
        if isinstance(step, _Drawn):
            self._strokes.append(step.stroke)
        else:
            self._strokes.clear()

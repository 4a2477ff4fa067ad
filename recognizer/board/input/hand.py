"""What the pen does on the board: draw, erase, or press something."""

from __future__ import annotations

import enum
import math

from recognizer.board.ink.eraser import Eraser
from recognizer.board.ink.placing import Placing
from recognizer.board.input.commands import PenPoint, Target
from recognizer.document.session import Session


class Gesture(enum.Enum):
    """What a pen that is down is doing."""

    NONE = enum.auto()
    DRAWING = enum.auto()
    ERASING = enum.auto()
    PRESSING = enum.auto()
    """It has pressed a button, a card or a panel, and does not draw until it is lifted."""
    INTERRUPTED = enum.auto()
    """A key has finished its stroke. Its next move begins another one."""


class Hand:
    """The pen in the user's hand."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.gesture = Gesture.NONE
        self.has_eraser = False
        """Whether the pen erases instead of drawing."""
        self.pointer: PenPoint | None = None
        """Where it was last; None if it is gone."""
        self.pressed: Target | None = None
        """What it pressed; this is done if the pen is lifted there, too."""
        self._path: list[PenPoint] = []  # of a press
        self._max_pixels = math.inf  # a press that goes farther is a stroke

    @property
    def is_busy(self) -> bool:
        """Whether it is drawing or erasing."""
        return self.gesture in (Gesture.DRAWING, Gesture.ERASING)

    @property
    def is_pressing(self) -> bool:
        """Whether it has pressed something, and does not draw until it is lifted."""
        return self.gesture is Gesture.PRESSING

    def press(
        self, point: PenPoint, target: Target | None = None, max_pixels: float = math.inf
    ) -> None:
        """Begin a press, which does not draw.

        `target` is what was pressed, if anything. A pen that moves farther than `max_pixels` was
        not pressing but drawing; see `strayed`.
        """
        self.gesture, self.pressed, self.pointer = Gesture.PRESSING, target, point
        self._path, self._max_pixels = [point], max_pixels

    def strayed(self) -> tuple[PenPoint, ...]:
        """Return the points of a press that has turned out to be a stroke; else none."""
        if self.gesture is not Gesture.PRESSING:
            return ()
        begin, end = self._path[0], self._path[-1]
        is_far = math.dist((begin.x, begin.y), (end.x, end.y)) > self._max_pixels
        return tuple(self._path) if is_far else ()

    def begin(self, point: PenPoint, placing: Placing, reach: float, erases: bool) -> bool:
        """Begin to draw or to erase at `point`; tell whether something was erased.

        `point`, and the `reach` of the eraser, are in pixels of the window. `placing` says where
        the ink lies in it.
        """
        self.pointer = point
        if erases:
            self.gesture = Gesture.ERASING
            return self._erase(point, point, placing, reach, goes_on=False)
        self.gesture = Gesture.DRAWING
        self._session.pen_down(*placing.to_ink(point.x, point.y), point.time, point.pressure)
        return False

    def move(self, point: PenPoint, placing: Placing, reach: float) -> bool:
        """Move to `point`; tell whether something was erased."""
        before, self.pointer = self.pointer or point, point
        if self.gesture is Gesture.PRESSING:
            self._path.append(point)
        if self.gesture is Gesture.ERASING:
            return self._erase(before, point, placing, reach, goes_on=True)
        if self.gesture is Gesture.DRAWING:
            self._session.pen_move(*placing.to_ink(point.x, point.y), point.time, point.pressure)
        return False

    def lift(self) -> bool:
        """Lift the pen; tell whether a stroke was finished."""
        self._let_go()
        if self.pointer and self.pointer.touch:
            self.forget_pointer()
        return self._session.pen_up()

    def interrupt(self) -> bool:
        """Finish what a pen does that is still down; tell whether a stroke was finished."""
        gesture, pointer = self.gesture, self.pointer
        finished = self.lift()
        if gesture is Gesture.DRAWING:
            self.gesture = Gesture.INTERRUPTED
        elif gesture is Gesture.PRESSING and pointer:
            self.press(pointer)
        return finished

    def drop(self) -> bool:
        """Take back what a palm has done; tell whether that brings ink back."""
        gesture = self.gesture
        self._let_go()
        self.pointer = None
        if gesture is Gesture.DRAWING:
            self._session.drop_stroke()
        return gesture is Gesture.ERASING and self._session.drop_sweep()

    def forget_pointer(self) -> None:
        """Forget where the pointer was, except during a stroke: the eraser is then not shown."""
        if not self.is_busy:
            self.pointer = None

    def eraser(self, reach: float) -> Eraser | None:
        """Return the eraser to show, if any; it reaches `reach` pixels."""
        erases = self.gesture is Gesture.ERASING
        erases = erases or (self.has_eraser and self.gesture is Gesture.NONE)
        if not erases or self.pointer is None:
            return None
        return Eraser(self.pointer.x, self.pointer.y, reach)

    def _let_go(self) -> None:
        self.gesture, self.pressed, self._path = Gesture.NONE, None, []

    def _erase(
        self, begin: PenPoint, end: PenPoint, placing: Placing, reach: float, goes_on: bool
    ) -> bool:
        return self._session.erase(
            placing.to_ink(begin.x, begin.y),
            placing.to_ink(end.x, end.y),
            reach / placing.zoom,
            goes_on,
        )

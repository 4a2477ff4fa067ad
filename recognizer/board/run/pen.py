"""What pen, mouse and fingers do: press what lies over the board, or draw on the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recognizer.board.input.aim import Aim
from recognizer.board.input.commands import (
    EraserDown,
    Hover,
    PenDown,
    PenMove,
    PenPoint,
    Signal,
)
from recognizer.board.input.hand import Gesture, Hand
from recognizer.board.show.message import Message

if TYPE_CHECKING:
    from recognizer.board.run.hosting import Hosting

ERASER_REACH_HD = 20
STRUCK_OUT = "Erased; undo brings it back"
TREMBLE_HD = 16  # how far a hand may move the mouse while it presses a key


class Pen:
    """The one pen of a board: mouse, tablet or finger. The events say which."""

    def __init__(self, host: Hosting) -> None:
        self._host = host
        self.aim = Aim()
        self.moves: dict[type[PenPoint], Callable[[PenPoint], None]] = {
            Hover: self._hover,
            PenMove: self._move,
            PenDown: self._down,
            EraserDown: self._down,
        }
        """What is done at each kind of point."""
        self.signals: dict[object, Callable[[], None]] = {
            Signal.PEN_UP: self._up,
            Signal.PEN_LOST: self.lift,
            Signal.POINTER_GONE: self._leave,
        }

    @property
    def reach(self) -> float:
        """How far the eraser reaches, in pixels."""
        return float(self._host.layout.pixels(ERASER_REACH_HD))

    def interrupt(self) -> None:
        """Finish what the pen does, because of an interruption. The pen may still be down."""
        self.lift(self._hand.interrupt)

    def lift(self, how: Callable[[], bool] | None = None) -> None:
        """Finish what the pen does."""
        hand = self._hand
        was_busy, before = hand.is_busy, len(self._host.desk.session.strokes)
        if was_busy and hand.pointer:
            self._aim_at(hand.pointer)
        self._host.changed((how or hand.lift)())
        if len(self._host.desk.session.strokes) < before:  # it was a scribble
            self._host.tell(Message(STRUCK_OUT))
        if was_busy:
            self._host.tools.rest()
        if not hand.pointer:
            self.aim.forget()

    @property
    def _hand(self) -> Hand:
        return self._host.desk.hand

    def _down(self, point: PenPoint) -> None:
        host, hand = self._host, self._hand
        if point.over_palm:
            host.changed(hand.drop())
        self.lift()  # a stroke whose end was lost ends at the next press
        self._aim_at(point)
        if host.stack.obeys(point):
            hand.press(point)
            return
        spot = (point.x, point.y)
        over = host.stack.at(spot)
        target = over.target(spot) if over else None
        host.notice.clear()
        if over:
            hand.press(point, target, over.slack(spot))
            host.stack.point(spot, hand)
        else:
            self._write(point)

    def _write(self, point: PenPoint) -> None:
        """Begin a stroke, if the activity lets the pen draw there."""
        if self._host.activity.obeys(point):
            self._hand.press(point)
        else:
            self._begin(point)

    def _begin(self, point: PenPoint) -> None:
        host, hand = self._host, self._hand
        erases = isinstance(point, EraserDown) or hand.has_eraser
        host.stack.point(None, hand)
        if erases and host.desk.session.is_empty:
            how = "E brings the pen back" if hand.has_eraser else "the board is empty"
            host.tell(Message(f"Nothing to erase: {how}"))
        host.changed(hand.begin(point, host.screen.view.placing, self.reach, erases))

    def _move(self, point: PenPoint) -> None:
        host, hand = self._host, self._hand
        if hand.is_busy:  # most events are moves of the pen: nothing else needs them
            host.changed(hand.move(point, host.screen.view.placing, self.reach))
        elif not host.stack.obeys(point):
            self._move_at_rest(point)

    def _move_at_rest(self, point: PenPoint) -> None:
        host, hand = self._host, self._hand
        self._aim_at(point)
        if hand.gesture is Gesture.INTERRUPTED and not host.keys.is_open:
            self._begin(point)
        host.changed(hand.move(point, host.screen.view.placing, self.reach))
        if path := hand.strayed():
            self._write(path[0])
            for each in path[1:]:
                host.changed(hand.move(each, host.screen.view.placing, self.reach))
        elif hand.gesture is Gesture.PRESSING:
            host.stack.point((point.x, point.y), hand)

    def _up(self) -> None:
        """Do what was pressed, if the pen is still on it."""
        host, hand = self._host, self._hand
        pressed, pen = hand.pressed, hand.pointer
        self.lift()
        if pen and pen.touch:
            host.stack.point(None, hand)
        if pressed and pen and host.stack.target((pen.x, pen.y)) == pressed:
            host.obey(pressed)

    def _hover(self, point: PenPoint) -> None:
        if not self._host.stack.obeys(point):
            self._hand.pointer = point
            self._aim_at(point)
            self._host.stack.point((point.x, point.y), self._hand)

    def _leave(self) -> None:
        self._hand.forget_pointer()
        if not self._hand.pointer:
            self.aim.forget()
        self._host.stack.point(None, self._hand)

    def _aim_at(self, point: PenPoint) -> None:
        host = self._host
        self.aim.follow((point.x, point.y), host.placing_of_read, host.layout.pixels(TREMBLE_HD))

"""Changes of the page besides the pen, and changes of the pen itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recognizer.actions import table
from recognizer.board.show.message import Message
from recognizer.keeping.settings import MAX_PEN, MIN_PEN

if TYPE_CHECKING:
    from recognizer.board.run.hosting import Hosting

PEN_STEP = 1.25
PEN_WIDTHS = (0.5, 1.0, 1.75, 3.0)
"""The widths that the button offers, in usual pen widths."""
MAX_NOTCHES = 20  # of the wheel in one event; a broken wheel may send any number
OLDER = "Nothing to undo: this was drawn before the board was opened. E erases it, C clears it"
"""When the board is closed, the page is kept, but its undo steps are not."""


class Editing:
    """Undo, redo, clear, eraser and the pen's width, on whichever desk is in use."""

    def __init__(self, host: Hosting) -> None:
        self._host = host
        self.actions: dict[object, Callable[[], None]] = {
            table.UNDO: self._undo,
            table.REDO: self._redo,
            table.CLEAR: self._clear,
            table.ERASER: self._toggle_eraser,
            table.PEN: self._next_pen,
        }

    def step_pen(self, steps: int) -> None:
        """Make the pen so many steps thicker or, if negative, thinner."""
        factor = PEN_STEP ** min(max(steps, -MAX_NOTCHES), MAX_NOTCHES)
        self._take_pen(min(max(self._host.settings.pen * factor, MIN_PEN), MAX_PEN))

    def _undo(self) -> None:
        desk = self._host.desk
        if not desk.session.can_undo:
            is_old = desk.is_restored and not desk.session.is_empty
            self._host.tell(Message(OLDER if is_old else "Nothing to undo"))
        self._host.turned(desk.session.undo())

    def _redo(self) -> None:
        session = self._host.desk.session
        if not session.can_redo:
            self._host.tell(Message("Nothing to redo"))
        self._host.turned(session.redo())

    def _clear(self) -> None:
        desk = self._host.desk
        if desk.session.is_empty:
            self._host.tell(Message("Nothing to clear: the board is empty"))
        self._host.turned(desk.session.clear())
        desk.hand.has_eraser = False  # whoever begins anew wants to draw

    def _toggle_eraser(self) -> None:
        hand = self._host.desk.hand
        hand.has_eraser = not hand.has_eraser
        erases = "Eraser: it takes whole strokes; E brings the pen back"
        self._host.tell(Message(erases if hand.has_eraser else "Pen"))

    def _next_pen(self) -> None:
        """Take the next of the widths; after the thickest comes the thinnest."""
        pen = self._host.settings.pen
        self._take_pen(next((each for each in PEN_WIDTHS if each > pen), PEN_WIDTHS[0]))

    def _take_pen(self, width: float) -> None:
        screen = self._host.screen
        self._host.preferences.set(pen=width)
        for each in self._host.activity.desks:
            screen.fit_pen(each.session)
        self._host.tell(Message(f"Pen {round(width * screen.view.layout.pen_width)} pixels wide"))

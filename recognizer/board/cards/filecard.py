"""The card of files while it is open: what keys, wheel, mouse and fingers do there."""

from __future__ import annotations

from pathlib import Path

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.cards.chooser import (
    Chooser,
    Drag,
    choose_in,
    chooser_place,
    dragged,
    entered,
    entry_at,
    gripped,
    rows_that_fit,
    tapped,
)
from recognizer.board.draw.layout import Layout
from recognizer.board.input.commands import (
    Command,
    Correct,
    Hover,
    Open,
    PenMove,
    PenPoint,
    PenStep,
    Scroll,
    Signal,
)

_FOR_THE_BOARD = frozenset(
    {
        table.QUIT,
        Signal.REPAINT,
        table.FULL_SCREEN,
        table.HELP,
        table.THEME,
        Signal.POINTER_GONE,
    }
)
"""What the board still does under the card; nothing else, for it would not be seen."""


class FileCard:
    """Open or closed; what is chosen on it is returned to the board."""

    def __init__(self) -> None:
        self.chooser: Chooser | None = None
        """What is shown; None while it is closed."""
        self._grip: Drag | None = None

    def open(self, folder: Path, layout: Layout) -> None:
        """Open the card on `folder`.

        Raises
        ------
        FileError
            If the folder cannot be read.
        """
        self.chooser = choose_in(folder, rows_that_fit(layout))
        self._grip = None

    def fit(self, layout: Layout) -> None:
        """Show as many rows as there is room for in a window of another size."""
        if self.chooser:
            self.chooser = self.chooser.with_rows(rows_that_fit(layout))

    def takes(self, command: Command) -> bool:
        """Tell whether `command` is for the open card and not for the board under it."""
        if self.chooser is None:
            return False
        if isinstance(command, Action | Signal):
            return command not in _FOR_THE_BOARD
        return isinstance(command, PenPoint | PenStep | Scroll | Correct | Open)

    def obey(self, command: Command, layout: Layout) -> Path | None:
        """Follow a `command` that it takes; return the file if one has been chosen.

        Raises
        ------
        FileError
            If a folder cannot be read.
        """
        assert self.chooser is not None  # noqa: S101  (it takes no command while it is closed)
        match command:
            case Signal.UP | Signal.DOWN:
                self.chooser = self.chooser.moved(-1 if command is Signal.UP else 1)
            case Scroll(notches):
                self.chooser = self.chooser.scrolled(notches)
            case table.READ:
                return self._enter(self.chooser)
            case table.CLOSE | table.OPEN:
                self.chooser = None
            case Open(path):
                self.chooser = None
                return path
            case Signal.PEN_UP:
                return self._release(self.chooser)
            case Signal.PEN_LOST:
                self._grip = None
            case PenPoint():
                self._point(self.chooser, command, layout)
        return None

    def _point(self, chooser: Chooser, point: PenPoint, layout: Layout) -> None:
        spot = (point.x, point.y)
        if isinstance(point, Hover):
            index = entry_at(chooser, layout, spot)
            self.chooser = chooser if index is None else chooser.with_selected(index)
        elif isinstance(point, PenMove):
            if self._grip:
                self.chooser, self._grip = dragged(chooser, self._grip, layout, spot)
        elif chooser_place(layout, chooser).collidepoint(spot):
            self._grip = gripped(chooser, layout, spot)
        else:
            self.chooser = None

    def _release(self, chooser: Chooser) -> Path | None:
        grip, self._grip = self._grip, None
        index = tapped(grip) if grip else None
        return None if index is None else self._enter(chooser.with_selected(index))

    def _enter(self, chooser: Chooser) -> Path | None:
        self._grip = None
        found = entered(chooser)
        if isinstance(found, Chooser):
            self.chooser = found
            return None
        self.chooser = None
        return found

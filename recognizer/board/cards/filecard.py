"""The card of files while it is open: what keys, wheel, mouse and fingers do on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recognizer.actions import table
from recognizer.actions.action import Action
from recognizer.board.cards.chooser import (
    Chooser,
    Drag,
    choose_in,
    chooser_parts,
    chooser_place,
    dragged,
    entered,
    entry_at,
    gripped,
    rows_that_fit,
    tapped,
)
from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
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
from recognizer.board.show.overlay import Around, Overlay, Spot

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
"""Commands that the board still obeys. The effect of others would be hidden under the card."""
_TAKES = (Action, Signal, PenPoint, PenStep, Scroll, Correct, Open)


@dataclass(frozen=True)
class FileList:
    """The card as it is shown."""

    chooser: Chooser

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return a veil, the card, and the rows on it."""
        return chooser_parts(layout, theme, self.chooser)


class FileCard(Overlay):
    """The card, open or closed. `open_file` is called with the file that the user has chosen."""

    def __init__(self, around: Around, open_file: Callable[[Path], None]) -> None:
        self._around = around
        self._open_file = open_file
        self._chooser: Chooser | None = None
        self._grip: Drag | None = None

    def open(self, folder: Path) -> None:
        """Open the card on `folder`.

        Raises
        ------
        FileError
            If the folder cannot be read.
        """
        self._chooser = choose_in(folder, rows_that_fit(self._around.layout))
        self._grip = None

    def fit(self, layout: Layout) -> None:
        """Show as many rows as fit the window, which has a new size."""
        if self._chooser:
            self._chooser = self._chooser.with_rows(rows_that_fit(layout))

    @property
    def shown(self) -> FileList | None:
        """The list, while the card is open."""
        return FileList(self._chooser) if self._chooser else None

    def covers(self, spot: Spot) -> bool:
        """Tell whether it is open: then it takes presses beside it, too, which close it."""
        return self._chooser is not None

    def obeys(self, command: Command) -> bool:
        """Follow `command`, unless the card is closed or leaves the command to the board.

        Raises
        ------
        FileError
            If a folder cannot be read.
        """
        chooser = self._chooser
        if chooser is None or not isinstance(command, _TAKES) or command in _FOR_THE_BOARD:
            return False
        if isinstance(command, PenPoint):
            self._point(chooser, command)
        elif isinstance(command, Scroll):
            self._chooser = chooser.scrolled(command.notches)
        elif isinstance(command, Open):
            self._take(command.path)
        elif isinstance(command, Action | Signal) and command in self._keys:
            self._keys[command](chooser)
        return command not in (Signal.PEN_UP, Signal.PEN_LOST)  # the board lifts its pen, too

    @property
    def _keys(self) -> dict[Action | Signal, Callable[[Chooser], None]]:
        return {
            Signal.UP: lambda chooser: self._show(chooser.moved(-1)),
            Signal.DOWN: lambda chooser: self._show(chooser.moved(1)),
            Signal.PEN_UP: self._release,
            Signal.PEN_LOST: self._let_go,
            table.READ: self._enter,
            table.CLOSE: lambda _: self._show(None),
            table.OPEN: lambda _: self._show(None),
        }

    def _show(self, chooser: Chooser | None) -> None:
        self._chooser = chooser

    def _let_go(self, _: Chooser) -> None:
        self._grip = None

    def _point(self, chooser: Chooser, point: PenPoint) -> None:
        layout, spot = self._around.layout, (point.x, point.y)
        if isinstance(point, Hover):
            index = entry_at(chooser, layout, spot)
            self._chooser = chooser if index is None else chooser.with_selected(index)
        elif isinstance(point, PenMove):
            if self._grip:
                self._chooser, self._grip = dragged(chooser, self._grip, layout, spot)
        elif chooser_place(layout, chooser).collidepoint(spot):
            self._grip = gripped(chooser, layout, spot)
        else:
            self._chooser = None

    def _release(self, chooser: Chooser) -> None:
        grip, self._grip = self._grip, None
        index = tapped(grip) if grip else None
        if index is not None:
            self._enter(chooser.with_selected(index))

    def _enter(self, chooser: Chooser) -> None:
        self._grip = None
        found = entered(chooser)
        if isinstance(found, Chooser):
            self._chooser = found
        else:
            self._take(found)

    def _take(self, path: Path) -> None:
        self._chooser = None
        self._open_file(path)

"""The panel of the answer while something waits to be read: a press on it reads."""

from __future__ import annotations

from collections.abc import Callable

from recognizer.actions import table
from recognizer.board.draw.layout import Layout
from recognizer.board.input.commands import Target
from recognizer.board.show.overlay import Overlay, Spot


class AskPanel(Overlay):
    """Makes the panel a button while `waits` returns true: fingers have no Enter key."""

    def __init__(self, waits: Callable[[], bool]) -> None:
        self._waits = waits
        self._layout: Layout | None = None

    def fit(self, layout: Layout) -> None:
        """Take note of the place of the panel."""
        self._layout = layout

    def covers(self, spot: Spot) -> bool:
        """Tell whether a press at `spot` is for it."""
        return bool(self._layout and self._layout.answer.collidepoint(spot)) and self._waits()

    def target(self, spot: Spot) -> Target | None:
        """Return the command to read."""
        return table.READ

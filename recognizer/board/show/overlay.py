"""What lies over the board: cards, panels, messages. A stack of them, asked from the top."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

from recognizer.board.draw.layout import Layout
from recognizer.board.draw.surfaces import Part
from recognizer.board.draw.theme import Theme
from recognizer.board.input.commands import Command, Target
from recognizer.board.input.hand import Hand

Spot = tuple[float, float]
"""(x, y) in pixels of the window."""


class Around(Protocol):
    """The window in which an overlay stands."""

    @property
    def layout(self) -> Layout:
        """Where things stand in it."""

    @property
    def has_panel(self) -> bool:
        """Whether a panel at its side is open, beside which all else stands."""


class Shown(Protocol):
    """How an overlay looks at one moment. It is a value: equal ones look the same."""

    def parts(self, layout: Layout, theme: Theme, has_panel: bool) -> list[Part]:
        """Return what is drawn, the lowest first."""


class Overlay:
    """Something over the board that may take commands. This base class takes none."""

    def obeys(self, command: Command) -> bool:
        """Follow `command` if it is for this. Return whether those below must not get it."""
        return False

    def typed(self, character: str) -> Command | None:
        """Return what is meant by a typed character; None if it means what it always does."""
        return None

    def covers(self, spot: Spot) -> bool:
        """Tell whether a press at `spot` is for this."""
        return False

    def target(self, spot: Spot) -> Target | None:
        """Return what a press at `spot` means; None if there is nothing to press."""
        return None

    def slack(self, spot: Spot) -> float:
        """Return how many pixels a press at `spot` may move before it becomes a stroke."""
        return math.inf

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight what is at `spot`. While the pen is down, only what it has pressed."""

    def fit(self, layout: Layout) -> None:
        """Fit to a new size of the window."""

    @property
    def shown(self) -> Shown | None:
        """How it looks; None while it is closed."""
        return None


@dataclass(frozen=True)
class Stack:
    """Overlays, the lowest first. If one takes a command, those below do not get it."""

    overlays: tuple[Overlay, ...]

    def obeys(self, command: Command) -> bool:
        """Offer `command` to the overlays from the top. Return whether one took it."""
        return any(each.obeys(command) for each in reversed(self.overlays))

    def typed(self, character: str) -> Command | None:
        """Return what a typed character means for the highest overlay that takes it."""
        meant = (each.typed(character) for each in reversed(self.overlays))
        return next((each for each in meant if each is not None), None)

    def at(self, spot: Spot) -> Overlay | None:
        """Return the highest overlay that covers `spot`."""
        return next((each for each in reversed(self.overlays) if each.covers(spot)), None)

    def target(self, spot: Spot) -> Target | None:
        """Return what a press at `spot` means."""
        overlay = self.at(spot)
        return overlay.target(spot) if overlay else None

    def point(self, spot: Spot | None, hand: Hand) -> None:
        """Highlight what is at `spot`."""
        for each in self.overlays:
            each.point(spot, hand)

    def fit(self, layout: Layout) -> None:
        """Fit all of them to a new size of the window."""
        for each in self.overlays:
            each.fit(layout)

    @property
    def shown(self) -> tuple[Shown, ...]:
        """Return how the open ones look, the lowest first."""
        return tuple(shown for each in self.overlays if (shown := each.shown) is not None)

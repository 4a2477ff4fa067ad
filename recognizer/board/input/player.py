"""Plays a script of pen events until the user takes over."""

from __future__ import annotations

from collections.abc import Iterator

import pygame

_BY_HAND = (pygame.MOUSEBUTTONDOWN, pygame.FINGERDOWN, pygame.KEYDOWN)
_PASSING = (pygame.MOUSEMOTION, pygame.WINDOWFOCUSLOST)


class Player:
    """Gives out each event of a script when its time has come.

    The script has pairs (seconds to wait, event), as `replay` makes them. `now` is always in
    seconds of `time.monotonic`.
    """

    def __init__(self, script: Iterator[tuple[float, pygame.event.Event]], now: float) -> None:
        self._script = script
        self._next = next(script, None)
        self._since = now

    @property
    def is_playing(self) -> bool:
        """Whether an event is still to come."""
        return self._next is not None

    @property
    def due(self) -> float:
        """When the next event comes; infinity after the last."""
        return self._since + self._next[0] if self._next else float("inf")

    def events(self, now: float) -> list[pygame.event.Event]:
        """Return the events whose time has come."""
        ready = []
        while self._next and self.due <= now:
            self._since = self.due
            ready.append(self._next[1])
            self._next = next(self._script, None)
        return ready

    def join(self, batch: list[pygame.event.Event], now: float) -> list[pygame.event.Event]:
        """Return the user's events `batch`, and those of the script.

        A press or a key of the user ends the script. An event that lifts the pen comes before it,
        because the script may have left the mouse button down. Until then, moves of the pointer
        and a loss of focus are left out, because they would break the script's stroke.
        """
        if self._next is None:
            return batch
        if any(event.type in _BY_HAND for event in batch):
            self._next = None
            return [pygame.event.Event(pygame.WINDOWFOCUSLOST), *batch]
        return [*(event for event in batch if event.type not in _PASSING), *self.events(now)]

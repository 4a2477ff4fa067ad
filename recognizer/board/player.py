"""A script of pen events, played in its own time until the user takes over."""

from __future__ import annotations

from collections.abc import Iterator

import pygame

_BY_HAND = (pygame.MOUSEBUTTONDOWN, pygame.FINGERDOWN, pygame.KEYDOWN)


class Player:
    """Gives out each event when its time has come.

    Parameters
    ----------
    script : iterator of (seconds, event)
        Seconds to wait before each event; see `replay`.
    now : float
        Seconds of `time.monotonic`.
    """

    def __init__(self, script: Iterator[tuple[float, pygame.event.Event]], now: float) -> None:
        self._script = script
        self._next = next(script, None)
        self._since = now

    @property
    def due(self) -> float:
        """When the next event comes, in seconds of `time.monotonic`; infinity at the end."""
        return self._since + self._next[0] if self._next else float("inf")

    def events(self, now: float) -> list[pygame.event.Event]:
        """Return the events whose time has come."""
        ready = []
        while self._next and self.due <= now:
            self._since = self.due
            ready.append(self._next[1])
            self._next = next(self._script, None)
        return ready

    def yields_to(self, batch: list[pygame.event.Event]) -> bool:
        """Stop if the user does something; tell whether that is so."""
        if any(event.type in _BY_HAND for event in batch):
            self._next = None
            return True
        return False

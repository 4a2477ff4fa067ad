"""A watch that stands still while a game pauses, asks or cheers."""

from __future__ import annotations

from math import inf


class Watch:
    """Counts seconds while it runs. It stands at first; the time of day is passed in."""

    def __init__(self) -> None:
        self._counted = 0.0
        self._since: float | None = None

    @property
    def runs(self) -> bool:
        """Whether it counts."""
        return self._since is not None

    def start(self, now: float) -> None:
        """Count from `now` on, in seconds of any clock."""
        if self._since is None:
            self._since = now

    def stop(self, now: float) -> None:
        """Stand still from `now` on."""
        self._counted, self._since = self.seconds(now), None

    def seconds(self, now: float) -> float:
        """Return how many seconds it has counted."""
        return self._counted + (0.0 if self._since is None else now - self._since)

    def when(self, seconds: float) -> float:
        """Return at what time it will have counted so many; never while it stands."""
        return inf if self._since is None else self._since + seconds - self._counted

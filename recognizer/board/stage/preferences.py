"""The user's settings while the board runs; saved soon after a change."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from recognizer.board.draw.motion import NEVER
from recognizer.keeping.settings import Settings, save_settings

SAVE_AFTER_SECONDS = 1.0
"""The settings are saved so long after a change, because a wheel makes many changes."""


class Preferences:
    """The settings, and the file that follows them. Without a path nothing is saved."""

    def __init__(self, settings: Settings, path: Path | None) -> None:
        self.settings = settings
        self._path = path
        self._not_saved: dict[str, Any] = {}  # what the file has instead
        self.due = NEVER
        """When they are to be saved, in seconds of `time.monotonic`."""

    def set(self, **choices: Any) -> None:
        """Change some of the settings."""
        changed = replace(self.settings, **choices)
        for name in choices:
            self._not_saved.pop(name, None)
        if changed != self.settings:
            self.settings = changed
            self.due = time.monotonic() + SAVE_AFTER_SECONDS

    def set_for_now(self, **choices: Any) -> None:
        """Change some settings, not in the file: until the user changes them, or the end."""
        kept = {name: getattr(self.settings, name) for name in choices}
        self._not_saved = {**kept, **self._not_saved}
        self.settings = replace(self.settings, **choices)

    def save(self) -> None:
        """Save what has changed since the last time.

        Raises
        ------
        FileError
            If that fails. It is tried again after the next change.
        """
        self.saving()()

    def saving(self) -> Callable[[], None]:
        """Return a function that saves what has changed; another thread may call it."""
        due, self.due = self.due, NEVER
        path, settings = self._path, replace(self.settings, **self._not_saved)
        if path is None or due == NEVER:
            return lambda: None
        return lambda: save_settings(settings, path)

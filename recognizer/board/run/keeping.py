"""The journal while the board runs: changes are written at once, slow work outside the loop."""

from __future__ import annotations

import time
from collections.abc import Callable

from recognizer.board.draw.motion import NEVER
from recognizer.board.threads.background import Background
from recognizer.document.page import Change, Page
from recognizer.errors import FileError, RecognizerError
from recognizer.keeping.autosave import Autosave

SYNC_SECONDS = 1.0
"""Drawn ink is synced to the disk after so long at most."""
CHECK_SECONDS = 5.0
"""The time between two checks that the journal still exists, while nothing is drawn."""


class Keeping:
    """Tells the journal what happens, and lets it be tended when that is due.

    `tell` shows a line that matters, `warn` what went wrong.
    """

    def __init__(
        self,
        autosave: Autosave,
        background: Background,
        tell: Callable[[str], None],
        warn: Callable[[RecognizerError], None],
    ) -> None:
        self._autosave = autosave
        self._background = background
        self._tell = tell
        self._warn = warn
        self._told = ""  # a trouble that lasts is told once, not each second
        self.due = time.monotonic() + CHECK_SECONDS
        """When the journal is to be tended, in seconds of `time.monotonic`."""

    def record(self, change: Change, page: Page) -> None:
        """Keep `change`, which led to `page`.

        Raises
        ------
        FileError
            If it could not be written yet. It is tried again later.
        """
        self._note(lambda: self._autosave.record(change, page))

    def keep_lessons(self, change: Change) -> None:
        """Note in the journal that the profile has the lessons of `change`."""
        self._note(lambda: self._autosave.keep_lessons(change))

    def keep_time(self, now: float) -> None:
        """Have the journal tended if that is due at `now` seconds."""
        if now >= self.due:
            self.due = NEVER  # until it has been done
            self._background.keep(self._autosave.tend, self._tended)

    def begin_reading(self) -> bool:
        """Note that the page is about to be read for the first time.

        Returns whether it may be read: not if that has crashed the board before.
        """
        if self._autosave.was_reading:
            return False
        self._autosave.begin_reading()
        return True

    def end_reading(self) -> None:
        """Note that the page was read, or that reading failed without a crash."""
        self._autosave.end_reading()

    def close(self) -> str:
        """Write everything to the disk. Return where it is, if it is not in its usual place.

        Raises
        ------
        FileError
            If what is on the board is not kept.
        """
        return self._autosave.close()

    def _note(self, work: Callable[[], None]) -> None:
        try:
            work()
        except FileError as error:
            self._told = str(error)
            self.due = min(self.due, time.monotonic())
            raise
        finally:
            if self._autosave.needs_tending:
                self.due = min(self.due, time.monotonic() + SYNC_SECONDS)

    def _tended(self, result: object) -> None:
        wait = SYNC_SECONDS if self._autosave.needs_tending else CHECK_SECONDS
        self.due = time.monotonic() + wait
        if isinstance(result, RecognizerError):
            if str(result) != self._told:
                self._warn(result)
            self._told = str(result)
            return
        if result:
            self._tell(str(result))
        elif self._told and not self._autosave.trouble:
            self._tell("What is on the board is kept again")
        self._told = ""

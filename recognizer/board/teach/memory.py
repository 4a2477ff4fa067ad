"""Lessons of the board on their way to the profile."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from recognizer.document.page import Change
from recognizer.errors import FileError
from recognizer.keeping.profiles import Profile
from recognizer.lessons import Lesson


@dataclass(frozen=True)
class Written:
    """What the profile has followed, and what was wrong with it before, in one line; or ""."""

    change: Change
    message: str = ""


class Memory:
    """Gathers lessons on one thread, and writes all there are at once, on another if need be.

    A profile of 300 lessons takes a third of a second to write: whoever takes back ten steps at a
    time waits for two of them, not ten. What could not be written comes with the next.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._lock = Lock()
        self._lessons: dict[str, tuple[Lesson, bool]] = {}  # by key; whether it holds
        self._is_called = False

    def note(self, change: Change) -> bool:
        """Note what `change` has taught; tell whether `write` is to be called for it."""
        with self._lock:
            self._add(change)
            was_called, self._is_called = self._is_called, True
        return not was_called

    def write(self) -> Written:
        """Write what has been noted since, and what is left from the last time.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        with self._lock:
            self._is_called = False
            writing, self._lessons = self._lessons, {}
        if not writing:
            return Written(Change())
        learned = tuple(lesson for lesson, holds in writing.values() if holds)
        unlearned = tuple(lesson for lesson, holds in writing.values() if not holds)
        try:
            message = self._profile.change(learned, unlearned)
            return Written(Change(learned=learned, unlearned=unlearned), message)
        except BaseException as error:
            with self._lock:  # what was noted meanwhile is newer
                self._lessons = {**writing, **self._lessons}
            if isinstance(error, FileError):
                raise FileError(f"what you taught cannot be kept: {error}") from None
            raise

    def _add(self, change: Change) -> None:
        for lessons, holds in ((change.unlearned, False), (change.learned, True)):
            for lesson in lessons:
                self._lessons[lesson.key] = lesson, holds

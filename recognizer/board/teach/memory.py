"""Writes lessons of the board to the profile."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock

from recognizer.document.page import Change
from recognizer.errors import FileError
from recognizer.keeping.profiles import Profile
from recognizer.lessons import Lesson


@dataclass(frozen=True)
class Written:
    """The change that is now in the profile, and one line about what was wrong with it, or ""."""

    change: Change
    message: str = ""


class Memory:
    """Gathers lessons, and writes all of them at once. `note` and `write` may run on two threads.

    Writing a profile of 300 lessons takes a third of a second. So a user who undoes ten steps at
    once waits for two writes and not for ten. Lessons that could not be written are written the
    next time.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._lock = Lock()
        self._lessons: dict[str, tuple[Lesson, bool]] = {}  # by key: (lesson, is learned)
        self._is_called = False

    def note(self, change: Change) -> bool:
        """Note the lessons of `change`; tell whether a call of `write` must follow."""
        with self._lock:
            self._add(change)
            was_called, self._is_called = self._is_called, True
        return not was_called

    def write(self) -> Written:
        """Write the lessons that were noted, and those that could not be written before.

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
            with self._lock:  # lessons noted meanwhile are newer
                self._lessons = {**writing, **self._lessons}
            if isinstance(error, FileError):
                raise FileError(f"what you taught cannot be kept: {error}") from None
            raise

    def _add(self, change: Change) -> None:
        for lessons, holds in ((change.unlearned, False), (change.learned, True)):
            for lesson in lessons:
                self._lessons[lesson.key] = lesson, holds

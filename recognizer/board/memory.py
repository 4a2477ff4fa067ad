"""What is learned on the board, on its way to the profile."""

from __future__ import annotations

from collections.abc import Iterable

from recognizer.lessons import Lesson
from recognizer.profiles import Profile


class Memory:
    """Keeps lessons; what could not be kept comes with the next. For one thread.

    Parameters
    ----------
    profile : Profile
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._learned: dict[str, Lesson] = {}
        self._unlearned: dict[str, Lesson] = {}

    def keep(self, learned: Iterable[Lesson] = (), unlearned: Iterable[Lesson] = ()) -> None:
        """Write what has been learned and unlearned, and what is left from the last time.

        Raises
        ------
        FileError
            If it cannot be written.
        """
        for lesson in unlearned:
            self._learned.pop(lesson.key, None)
            self._unlearned[lesson.key] = lesson
        for lesson in learned:
            self._unlearned.pop(lesson.key, None)
            self._learned[lesson.key] = lesson
        if self._learned or self._unlearned:
            self._profile.change(self._learned.values(), self._unlearned.values())
            self._learned, self._unlearned = {}, {}

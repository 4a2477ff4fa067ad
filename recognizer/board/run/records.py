"""Keeps the drawing: each change in the journal, lessons in the profile."""

from __future__ import annotations

from recognizer.board.draw.motion import NEVER
from recognizer.board.run.hosting import Hosting
from recognizer.board.run.keeping import Keeping
from recognizer.board.show.message import Message
from recognizer.board.teach.memory import Memory, Written
from recognizer.document.page import Change, Page
from recognizer.document.session import Session
from recognizer.errors import RecognizerError
from recognizer.keeping.autosave import Autosave
from recognizer.keeping.profiles import Profile


class Records:
    """Writes changes to the disk. If that fails, the board goes on and tells the user.

    Without a journal the page is not kept. Without a profile lessons end with the board.
    """

    def __init__(
        self, host: Hosting, autosave: Autosave | None, profile: Profile | None, drawing: Session
    ) -> None:
        self._host = host
        self._drawing = drawing
        self._memory = Memory(profile) if profile else None
        self._keeping: Keeping | None = None
        if autosave:
            autosave.profile = profile.name if profile else ""
            self._keeping = Keeping(autosave, host.background, self._caution, host.warn)

    def keep(self, change: Change, page: Page) -> None:
        """Write `change`, which led to `page`, to the journal, and its lessons to the profile."""
        if keeping := self._keeping:
            self._host.attempt(lambda: keeping.record(change, page))
        if change.teaches:
            self._remember(change)

    def may_read(self) -> bool:
        """Tell whether the page may be read, and note it. It may not if that crashed the board."""
        return self._keeping is None or self._keeping.begin_reading()

    def end_reading(self) -> None:
        """Note that the page was read, or that reading failed without a crash."""
        if self._keeping:
            self._keeping.end_reading()

    @property
    def due(self) -> float:
        """When the journal is to be tended, in seconds of `time.monotonic`."""
        return self._keeping.due if self._keeping else NEVER

    def keep_time(self, now: float) -> None:
        """Have the journal tended if that is due at `now` seconds."""
        if self._host.has_answered:
            self.end_reading()
        if self._keeping:
            self._keeping.keep_time(now)

    def close(self) -> str:
        """Write everything to the disk. Return where it is, if it is not in its usual place.

        Raises
        ------
        FileError
            If what is on the board is not kept.
        """
        return self._keeping.close() if self._keeping else ""

    def write_lessons(self) -> str:
        """Write lessons that could not be written before. Return what was wrong, in one line."""
        if self._memory is None:
            return ""
        written = self._memory.write()
        self._follow_profile(written)
        return written.message

    def _remember(self, change: Change) -> None:
        """Write lessons to the profile, beside the loop.

        It waits until the frame is shown: work beside it would make the frame twice as slow.
        """
        if self._memory and self._memory.note(change):
            write = self._memory.write
            self._host.later(lambda: self._host.background.do(write, self._written))

    def _written(self, result: object) -> None:
        if isinstance(result, RecognizerError):
            self._host.warn(result)
        elif isinstance(result, Written):
            self._follow_profile(result)
            if result.message:
                self._caution(result.message)
                self._remember(Change(learned=self._drawing.lessons))  # which are whole here

    def _follow_profile(self, written: Written) -> None:
        """Let the journal drop the lessons that the profile has."""
        if keeping := self._keeping:
            self._host.attempt(lambda: keeping.keep_lessons(written.change))

    def _caution(self, text: str) -> None:
        self._host.tell(Message(text, warns=True))

"""Errors on the board: each is reported, and the board goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from recognizer.board.show.message import Message
from recognizer.errors import RecognizerError, UnexpectedError
from recognizer.keeping.faults import as_error, keep_fault


class Troubles:
    """Shows errors to the user. A fault of the program is also written to `log`.

    `lose_picture` makes the board draw everything again: a fault may have spoiled the screen.
    """

    def __init__(
        self,
        tell: Callable[[Message], None],
        lose_picture: Callable[[], None],
        log: Path | None,
    ) -> None:
        self._tell = tell
        self._lose_picture = lose_picture
        self._log = log

    def attempt(self, work: Callable[[], object]) -> None:
        """Do it. An error becomes a message."""
        try:
            work()
        except Exception as error:
            self.warn(as_error(error, "what you asked for"))

    def warn(self, error: RecognizerError) -> None:
        """Show what went wrong."""
        if isinstance(error, UnexpectedError):
            self._lose_picture()
        self.caution(self.said(error))

    def caution(self, text: str) -> None:
        """Show a line that matters."""
        self._tell(Message(text, warns=True))

    def said(self, error: RecognizerError) -> str:
        """Return what went wrong, and for a fault the file that has the details."""
        if not (self._log and isinstance(error, UnexpectedError)):
            return str(error)
        where = keep_fault(error, self._log)
        return f"{error}; {where}" if where else str(error)

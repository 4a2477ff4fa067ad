"""The message that is shown, and for how long; also the question whether to quit."""

from __future__ import annotations

import time
from collections.abc import Callable

from recognizer.actions import table
from recognizer.board.input.commands import SILENT, Command, Correct, Pressed
from recognizer.board.show.message import Message
from recognizer.board.show.overlay import Overlay

SECONDS = 6.0
NEVER = float("inf")
QUESTION = Message("Press Esc again to quit")
"""While it is shown, another Esc quits: for some seconds, or until something else is done. So one
Esc too many does not end the board."""


class Notice(Overlay):
    """Holds a message until it is old, or the user goes on; and one that stays for good.

    `quit_board` is done when the question whether to quit is answered; `has_room` tells whether
    what lasts may be seen: nothing else is said in its place.
    """

    def __init__(self, quit_board: Callable[[], None], has_room: Callable[[], bool]) -> None:
        self._quit = quit_board
        self._has_room = has_room
        self.message: Message | None = None
        self.until = NEVER
        """When it goes, in seconds of `time.monotonic`."""
        self.lasting: Message | None = None
        """What is to be shown whenever nothing else is."""

    def tell(self, message: Message) -> None:
        """Show `message` instead of the one before; a lesser warning beside the one that lasts."""
        if message.lasts:
            self.lasting = message
            return
        if message.warns and self.lasting:
            message = Message(f"{self.lasting.text}; {message.text}", warns=True)
        self.message, self.until = message, time.monotonic() + SECONDS

    def obeys(self, command: Command) -> bool:
        """Go when the user goes on; quit, if that is what the answer means."""
        if not isinstance(command, Pressed | Correct) or command in SILENT:
            return False
        if self.message == QUESTION and command is table.CLOSE:
            self._quit()
            return True
        self.clear()
        return False

    def clear(self) -> None:
        """Show nothing any more, but for what lasts."""
        self.message, self.until = None, NEVER

    def keep_time(self, now: float) -> None:
        """Drop what is old at `now` seconds."""
        if now >= self.until:
            self.clear()

    @property
    def shown(self) -> Message | None:
        """What is said now."""
        return self.message or (self.lasting if self._has_room() else None)

"""The message that is shown, and for how long; also the question whether to quit."""

from __future__ import annotations

import time
from collections.abc import Callable

from recognizer.actions import table
from recognizer.board.draw.motion import NEVER
from recognizer.board.input.commands import SILENT, Command, Correct, Pressed
from recognizer.board.show.message import Message
from recognizer.board.show.overlay import Overlay

SECONDS = 6.0
QUESTION = Message("Press Esc again to quit")
"""While it is shown, another Esc quits: for some seconds, or until something else is done. So one
Esc too many does not end the board."""


class Notice(Overlay):
    """Holds a message until it is old or the user goes on, and one message that lasts.

    `quit_board` is called when the user confirms to quit. `has_room` says whether the lasting
    message may be shown: nothing else stands in its place.
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
        if message.yields and self.message and self.message.warns:
            return
        if message.warns and self.lasting:
            message = Message(f"{self.lasting.text}; {message.text}", warns=True)
        self.message, self.until = message, time.monotonic() + SECONDS

    def obeys(self, command: Command) -> bool:
        """Drop the message when the user goes on. Quit, if that is the user's answer."""
        if not isinstance(command, Pressed | Correct) or command in SILENT:
            return False
        if self.message == QUESTION and command is table.CLOSE:
            self._quit()
            return True
        self.clear()
        return False

    def clear(self) -> None:
        """Drop every message but the lasting one."""
        self.message, self.until = None, NEVER

    def keep_time(self, now: float) -> None:
        """Drop a message that is too old at `now`, in seconds of `time.monotonic`."""
        if now >= self.until:
            self.clear()

    @property
    def shown(self) -> Message | None:
        """The message that is shown now."""
        return self.message or (self.lasting if self._has_room() else None)

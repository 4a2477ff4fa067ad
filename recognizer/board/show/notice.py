"""The message that is shown, and for how long."""

from __future__ import annotations

import time

from recognizer.board.show.message import Message

SECONDS = 6.0
NEVER = float("inf")


class Notice:
    """Holds a message until it is old, or the user goes on; and one that stays for good."""

    def __init__(self) -> None:
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

    def clear(self) -> None:
        """Show nothing any more, but for what lasts."""
        self.message, self.until = None, NEVER

    def keep_time(self, now: float) -> None:
        """Drop what is old at `now` seconds."""
        if now >= self.until:
            self.clear()

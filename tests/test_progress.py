from __future__ import annotations

import io
import os
import struct
import sys
from contextlib import suppress

import pytest

from recognizer.commands.read.progress import MAX_FILES_WITHOUT_BAR, Progress


class Terminal(io.StringIO):
    """Takes what is written and says that somebody looks on."""

    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO | None, count: int) -> str:
    """Return what is written while so many files are read."""
    with Progress(lambda: count, stream) as progress:
        for number in range(count):
            progress.advance()
            with progress.aside():
                if stream and number == 0:
                    stream.write("aside\n")
    return stream.getvalue() if stream else ""


def test_a_terminal_has_a_bar_with_rate_and_time() -> None:
    last = shown(Terminal(), 8).split("\r")[-1]
    assert "100%" in last
    assert "8/8" in last
    assert "file/s" in last


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("size", [(0, 0), (0, 80), (24, 0), (24, 80)])
def test_a_terminal_that_does_not_know_its_size_has_a_bar(size: tuple[int, int]) -> None:
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    with (
        open(theirs, "w", encoding="utf-8") as terminal,
        Progress(lambda: 8, terminal) as progress,
    ):
        for _ in range(8):
            progress.advance()
    seen = b""
    with suppress(OSError):  # so Linux tells that nobody writes any more
        while part := os.read(ours, 2**16):
            seen += part
    os.close(ours)
    assert b"8/8" in seen


def test_nothing_is_drawn_where_nobody_looks_on() -> None:
    assert shown(io.StringIO(), 8) == "aside\n"
    assert shown(None, 8) == ""


def test_a_handful_of_files_needs_no_bar() -> None:
    assert shown(Terminal(), MAX_FILES_WITHOUT_BAR) == "aside\n"


def test_what_is_printed_aside_has_a_line_to_itself() -> None:
    line = shown(Terminal(), 8).split("\n")[0].split("\r")[-1]
    assert line == "aside"


def test_files_are_counted_only_for_a_terminal() -> None:
    asked = []
    Progress(lambda: asked.append(1) or 3, io.StringIO())
    assert asked == []

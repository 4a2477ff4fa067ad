"""What every command says and returns in the same way."""

from __future__ import annotations

import sys

NOTHING_READ = 1
BAD_INPUT = 2
INTERRUPTED = 130


def complain(message: str, program: str = "recognizer") -> None:
    """Print one line to standard error, whatever line breaks `message` has."""
    print(f"{program}: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201

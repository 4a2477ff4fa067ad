"""Exit codes and output that all commands have in common."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

NOTHING_READ = 1
BAD_INPUT = 2
INTERRUPTED = 130


_LINES = re.compile(r"\s+")


def printable(text: str) -> str:
    """Return `text` with all unprintable characters escaped as in Python.

    A file name may hold anything: line breaks, commands to the terminal, marks that change the
    writing direction.
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else _escaped(each) for each in text)


def json_line(record: dict[str, Any]) -> str:
    """Return `record` as one line of JSON that is safe to print on a terminal.

    Raises
    ------
    ValueError
        If it contains a number that JSON does not have: NaN or infinity.
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    if text.isprintable():
        return text
    # Unprintable characters occur only within strings, where an escape means the same.
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in text)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def complain(message: str, program: str = "recognizer") -> None:
    """Print one line to standard error, whatever `message` holds."""
    print(f"{program}: {printable(_LINES.sub(' ', message).strip())}", file=sys.stderr)  # noqa: T201

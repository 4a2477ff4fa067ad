"""Faults of the program itself: caught, reported in one line, and logged for whoever fixes them."""

from __future__ import annotations

import os
import platform
import traceback
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from recognizer.disk.regularfile import check_regular
from recognizer.disk.sync import make_folder
from recognizer.errors import RecognizerError, UnexpectedError
from recognizer.version import __version__

MAX_LOG_BYTES = 2**20
"""A longer log is renamed to ``NAME.old`` before the next fault, so there are at most two logs."""
_MAX_REASON_CHARACTERS = 160


def as_error(error: BaseException, doing: str) -> RecognizerError:
    """Return `error` as a `RecognizerError` that can be shown; one that is one already stays.

    `doing` says what the program was doing, as "reading".
    """
    if isinstance(error, RecognizerError):
        return error
    words = " ".join(f"{type(error).__name__}: {error}".split())
    if len(words) > _MAX_REASON_CHARACTERS:
        words = words[: _MAX_REASON_CHARACTERS - 3] + "..."
    unexpected = UnexpectedError(f"{doing} failed unexpectedly ({words.removesuffix(':')})")
    unexpected.__cause__ = error
    return unexpected


def keep_fault(error: RecognizerError, log: Path) -> str:
    """Append the traceback of `error` to `log`; return where it is, in words, or "" if it failed.

    Never raises: a fault that cannot be logged must not cause another one.
    """
    fault = error.__cause__ or error
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    head = f"{when} recognizer {__version__}, Python {platform.python_version()}: {error}"
    text = f"{head}\n{''.join(traceback.format_exception(fault))}\n"
    with suppress(Exception):
        make_folder(log.parent)
        check_regular(log)
        with suppress(FileNotFoundError):
            if log.stat().st_size > MAX_LOG_BYTES:
                os.replace(log, log.with_name(f"{log.name}.old"))
        with log.open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(text)
        return f"details are in {log}"
    return ""
